"""What institutions send, kept as it came: one TOML per register, deposits, records with versions, refusals.

In: exports of institutions (CSV, XLSX, JSON lines, zip) and their declarations (``sources/*.toml``).
Out: current records in common words, without identity, each with its deposit, file and line;
identity fields go to the vault. Every row read is kept or refused with its reason.
"""
