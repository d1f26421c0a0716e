"""How many people stand behind several spellings: whose document it is, when many use it.

In: readings, each a list of what was told (sounds of names, a birth, an address). Out: a number of people. Two readings are one
person's where they share two of them, letter by letter or one slip away: slips of a name are no other people.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from intertrata.identity.spelling import one_slip

ENOUGH = 8  # people; counting more would change nothing


def people(readings: Iterable[Sequence[str]]) -> int:
    """Count the people behind the readings, at most ``ENOUGH``."""
    found: list[Sequence[str]] = []
    for reading in sorted(readings, key=lambda one: (-len(one), one)):
        if not any(_may_be_one(known, reading) for known in found):
            found.append(reading)
            if len(found) == ENOUGH:
                break
    return len(found)


def _may_be_one(known: Sequence[str], reading: Sequence[str]) -> bool:
    """Whether they share two names, or all that the shorter has: many people share one."""
    alike = sum(any(one == other or (min(len(one), len(other)) > 3 and one_slip(one, other)) for other in known) for one in reading)
    return alike >= min(2, len(reading))
