"""The audit of told statements: what contradicts itself, by general rules that know no indicator, table or place by name.

In: statements as rows (``reading``). Out: findings and the identities that hold (``ledger``), by the contract of
``intertrata audit``. ``grammar`` holds how names are read, as data; ``written`` reads the numbers of a quote; ``book`` puts
statements where rules find them; each other module is one rule; ``auditing`` carries them all out.
"""
