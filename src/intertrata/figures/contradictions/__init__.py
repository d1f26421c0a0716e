"""The contradictions in what was told: found by the audit in what stands, kept so that a person can rule on each.

In: statements that stand, document by document. Out: findings under a fingerprint that is the same while their statements say the same,
what people ruled of them, and where each statement stands.
"""
