"""The store of statements: what was told, once read, kept as it is asked for. Append-only.

In: deposits of figures, closed. Out: statements that stood on a day, found by indicator, place, period, source or record.
"""
