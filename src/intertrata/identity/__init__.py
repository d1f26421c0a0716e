"""Who is who: normal forms of names, documents and dates, linkage, persons as opaque ids.

In: mentions of persons (records from ``registers``, names from the vault, for as long as one run takes).
Out: which records speak of one person, with what probability and why; golden values with the
records that say them; never a name except to a logged, purposeful look.
"""
