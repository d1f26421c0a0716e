"""Which common name a rare spelling may be a slip of: one letter lost, added, changed or swapped.

In: how often each sound occurs. Out: for the rare ones, the commonest sound one slip away. Only blocking uses it: two
mentions meet by it, and are then compared by what was really typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

SHORTEST = 4  # in shorter names one slip makes another name
OFTEN = 12  # a sound that occurs this much oftener may be what was meant


def slips(counts: Mapping[str, int]) -> dict[str, str]:
    """Give for each sound the commonest one a slip away, where that is at least ``OFTEN`` times as common."""
    homes: dict[str, list[str]] = {}
    for sound in sorted(counts):
        if counts[sound] >= OFTEN and len(sound) >= SHORTEST:
            for form in {sound, *_shorter(sound)}:
                homes.setdefault(form, []).append(sound)
    found = {}
    for sound in sorted(counts):
        if len(sound) >= SHORTEST:
            near = {
                home
                for form in (sound, *_shorter(sound))
                for home in homes.get(form, ())
                if counts[home] >= OFTEN * counts[sound] and one_slip(sound, home)
            }
            best = min(near, key=lambda home: (-counts[home], home), default="")
            if best:
                found[sound] = best
    return found


def _shorter(sound: str) -> Iterator[str]:
    return (sound[:at] + sound[at + 1 :] for at in range(len(sound)))


def one_slip(one: str, other: str) -> bool:
    """Whether one is the other with one letter lost, added, changed, or two neighbours swapped."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    left, right = one[start:], other[start:]
    if left[1:] == right[1:] or left[1:] == right or left == right[1:]:
        return True
    return left[:2] == right[:2][::-1] and left[2:] == right[2:]
