"""The memory of every look: who, what, why, when, from where; append-only, in a database of its own.

In: one row a look, committed before the answer is sent. Out: the rows, for auditors. Triggers on
SQLite and PostgreSQL refuse UPDATE and DELETE. Rows hold opaque ids, never a name.
"""
