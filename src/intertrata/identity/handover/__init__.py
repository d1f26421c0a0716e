"""Handing identity over to another institution: the one deed that gives names of many persons at once.

In: versions of records, who asks and why. Out: their identity fields, logged before they are given.
"""
