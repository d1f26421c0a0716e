"""The invented country: exports of registers that exist, about persons who do not.

In: a number of persons and a seed. Out: the files each institution would send, with its own
column names, codes, encodings and faults, every one marked SINTÉTICO, and a truth file that only
tests read. Same seed, same bytes. Knows the vocabulary and nothing else of ours.
"""
