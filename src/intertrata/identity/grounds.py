"""What one whole linkage learnt of everything received, and a part of it must be read by: how common names are, whose documents are nobody's.

In: counts that ``normal`` made of all mentions. Out: one packed text a run for the vault to encrypt, and its reading. Without it the
same mention would weigh otherwise beside ten others than beside two million.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import orjson

from intertrata.identity.lexicon import Frequencies
from intertrata.vocabulary.errors import Problem

ONCE = 2  # a token seen less often in a table says nothing about how common it is


@dataclass(frozen=True)
class Grounds:
    """What holds for all mentions of one linkage.

    Attributes:
        frequencies: of the tokens of names. orders: by register, in bits, whether it writes given names first in its one column.
        namesakes: how many mentions have each full name as it sounds, those that many have. people: how many use each document, where
            two or more do. quoted: case numbers that too many quote. worn: words of an address that too many have.
        columns: of a packed row of a profile. mentions: how many there were. shift: bits that their weights took (``scoring.shift``).
    """

    frequencies: Frequencies = field(default_factory=Frequencies)
    orders: Mapping[str, float] = field(default_factory=dict)
    namesakes: Mapping[str, int] = field(default_factory=dict)
    people: Mapping[str, int] = field(default_factory=dict)
    quoted: frozenset[str] = frozenset()
    worn: frozenset[str] = frozenset()
    columns: tuple[str, ...] = ()
    mentions: int = 0
    shift: float = 0.0


def pack(grounds: Grounds) -> bytes:
    """Give the text of it."""
    often = {
        kind: {token: times for token, times in sorted(counted.items()) if times >= ONCE}
        for kind, counted in (("given", grounds.frequencies.given), ("surnames", grounds.frequencies.surnames))
    }
    told = {
        "orders": dict(sorted(grounds.orders.items())), "namesakes": dict(sorted(grounds.namesakes.items())),
        "people": dict(sorted(grounds.people.items())), "quoted": sorted(grounds.quoted), "worn": sorted(grounds.worn),
        "columns": list(grounds.columns), "mentions": grounds.mentions, "shift": grounds.shift,
    }  # fmt: skip
    return orjson.dumps(often | told)


def read(text: bytes) -> Grounds:
    """Read what ``pack`` wrote.

    Raises:
        Problem: ``link_again`` where an earlier release wrote it.
    """
    held = orjson.loads(text)
    if not {"orders", "shift"} <= held.keys():
        raise Problem("link_again")
    return Grounds(
        Frequencies(held["given"], held["surnames"]), held["orders"], held["namesakes"], held["people"], frozenset(held["quoted"]),
        frozenset(held["worn"]), tuple(held["columns"]), held["mentions"], held["shift"],
    )  # fmt: skip
