"""Who of the candidates may be the one asked for: each compared by the model, the likeliest first, with the reasons.

In: what was asked, normalised; candidates as their profiles hold them; the twin of the model. Out: ``Found``: places and probabilities, no name.
Outside justice what accuses a victim is neither compared nor shown (``sight``), whatever key led to her. Nobody is warned of a stranger: what
linking would not compare (``strangers``) speaks for nobody here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from intertrata.identity.search_keys import BEGINNING
from intertrata.identity.sight import readable
from intertrata.identity.strangers import strangers, telling
from intertrata.identity.twins import Row, Twin, evidence, probability

LEAST = 0.001  # below this probability nobody is shown
SURE = 0.8  # from this probability somebody is found: whom fewer search keys lead to is not looked at any more
KNOWING = ("surnames", "given", "document")  # comparisons: somebody none of them can speak of was not found, whatever else fits
NAMES = ("g1", "g2", "s1", "s2")  # columns; their sounds: ``h_``

Known = tuple[int, str, Sequence[Row]]
"""A person who is known: her place, who she is, her mentions in the order of ``Twin.columns``."""


@dataclass(frozen=True)
class Found:
    """One person who may be the one asked for.

    Attributes:
        place, person: who. probability: that her likeliest mention speaks of the one asked for. levels: of that mention, by comparison.
        seen: which of her mentions may be shown, in their order.
    """

    place: int
    person: str
    probability: float
    levels: Mapping[str, str | None]
    seen: tuple[bool, ...]


def likeliest(
    asked: Mapping[str, Any], candidates: Iterable[Known], twin: Twin, *, prior: float, suspects: bool, most: int, first: int
) -> list[Found]:
    """Give at most ``most`` persons, the likeliest first.

    Args:
        asked: normalised columns. candidates: whom most search keys lead to first; drawn only as they are compared.
        suspects: whether what accuses a victim may be read. first: how many are compared although somebody is sure.
    """
    query = tuple(asked[column] for column in twin.columns)
    asking, role, strange = twin.against(query), twin.columns.index("role"), _strange_to(query, twin.columns)
    floor, sure = evidence(LEAST, prior), evidence(SURE, prior)
    found: list[Found] = []
    heights: list[float] = []  # of the best found so far, the lowest first
    for at, (place, person, mentions) in enumerate(candidates):
        if at >= first and heights and heights[-1] >= sure:
            break
        seen = readable([mention[role] for mention in mentions], suspects=suspects)
        best = _speaking(query, mentions, seen, asking, strange, least=floor if len(heights) < most else max(floor, heights[0]))
        if best:
            heights = sorted([*heights, best[0]])[-most:]
            found.append(Found(place, person, probability(best[0], prior), best[1], seen))
    return sorted(found, key=lambda one: (-one.probability, one.person))[:most]


def may_be(asked: Row, mentions: Iterable[Row], asking: Twin, *, prior: float, least: float) -> bool:
    """Say whether any of a person's mentions speaks of the one asked for with at least that probability; ``asking``: the twin against her row.

    It says who must be linked anew with her: strangers too, whom linking itself then leaves out.
    """
    floor = evidence(least, prior)
    return any(asking.weight(one, asked, least=floor) >= floor for one in mentions)


def _strange_to(query: Row, columns: Sequence[str]) -> Callable[[Row], bool]:
    """Make what says of a mention whether it is a stranger's to the one asked for. Half a name has no sound yet: a name that it begins is in common."""
    at = columns.index("doc")
    spelled, heard = ([columns.index(f"{kind}{one}") for one in NAMES] for kind in ("", "h_"))
    document, sounds = query[at], telling(*(query[one] for one in heard))
    begun = tuple(query[one] for one in spelled if query[one] and len(query[one]) >= BEGINNING)

    def strange(mention: Row) -> bool:
        apart = strangers(document, sounds, mention[at], telling(*(mention[one] for one in heard)))
        return apart and not any((mention[one] or "").startswith(begun) for one in spelled)

    return strange


def _speaking(
    query: Row, mentions: Sequence[Row], seen: Sequence[bool], twin: Twin, strange: Callable[[Row], bool], *, least: float
) -> tuple[float, dict[str, str | None]] | None:
    """Give the weight and levels of the likeliest mention that names or documents can speak of, where it weighs ``least``; no stranger's."""
    best = None
    for at in range(len(mentions) - 1, -1, -1):  # of two that weigh the same the later one
        if not seen[at] or (weight := twin.weight(mentions[at], query, least=least)) < least or (best and weight <= best[0]):
            continue
        levels = twin.levels(mentions[at], query)
        if any(levels.get(one) for one in KNOWING) and not strange(mentions[at]):
            best, least = (weight, levels), weight
    return best
