"""Referrals that close: sent with a lawful basis, answered, closed, each step seen by both sides (ADR 0012).

In: persons whose page is open, steps of institutions. Out: records of type ``referral``, a version a step; lists without names.
"""
