"""Who may see whom, and the memory of every look.

In: accounts, roles, and each look, search or deed as it happens. Out: the account that acts,
and an append-only log in a database of its own (``access.log``).
"""
