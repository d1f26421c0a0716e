"""The invented country: exports of registers that exist, about persons who do not.

In: a number of persons and a seed. Out: the files each institution would send, with its own
column names, codes, encodings and faults, every one marked SINTÉTICO, and truth files that only
tests read. Same seed, same bytes. Knows how a file is made durable, what registers declare to send
(their TOML, read as a file) and nothing of how we read it.

Read ``plan`` first (what is printed, what is assumed), then ``world`` (how the country is made),
then ``ways`` (who stands in which register, when and with what), then ``exports`` (what each says of it).
"""

from intertrata.demonstration.country import DEFAULT_PERSONS, Made, make

__all__ = ["DEFAULT_PERSONS", "Made", "make"]
