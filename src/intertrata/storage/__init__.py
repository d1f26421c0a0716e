"""How things are kept, whatever they are: bulk rows on SQLite and PostgreSQL, durable files, one deed at a time.

In: plain rows, bytes, the alias of a database. Out: rows and bytes again, unchanged.
Knows no record, no person and no law; every room above the wall may use it.
"""
