"""Names, document numbers, deposits as they came, values of refused rows: encrypted, in a database of their own.

In: identity fields from ``registers.actions`` (and what looking persons up needs from ``identity.actions``).
Out: the same, decrypted, to those two modules only (DESIGN.md law 2; ADR 0003). Without its
key file nothing opens: no key, no answer.
"""
