"""The words everyone shares: what trafficking is, where, when, who, which records there are, which errors.

In: nothing of ours, only the code lists and record types that stand beside this file as data.
Out: frozen values (code lists, territories, institutions, periods, offences, record types,
statements) and the errors that every other room raises.
"""
