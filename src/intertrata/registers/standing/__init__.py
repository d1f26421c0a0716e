"""What stands of one table, for who writes to it: events, moments, payloads. In: a table. Out: tables of ids; nobody outside asks for it."""
