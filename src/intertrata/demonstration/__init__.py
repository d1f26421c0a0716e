"""The invented country: exports of registers that exist, about persons who do not.

In: a number of persons and a seed. Out: the files each institution would send, with its own
column names, codes, encodings and faults, every one marked SINTÉTICO, and a truth file that only
tests read. Same seed, same bytes. Knows how a file is made durable and nothing else of ours.

Read ``plan`` first (what is printed, what is assumed), then ``world`` (how the country is made),
then ``exports`` (what each institution says of it).
"""

from intertrata.demonstration.country import DEFAULT_PERSONS, Made, make

__all__ = ["DEFAULT_PERSONS", "Made", "make"]
