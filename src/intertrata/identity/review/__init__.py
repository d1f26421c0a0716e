"""People decide what the model cannot: which pairs are one person, and what of it is undone.

In: pairs in doubt, answers with a reason, persons to part. Out: memberships, as events that can be undone; constraints that every later run keeps.
"""
