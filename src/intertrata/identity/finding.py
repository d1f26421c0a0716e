"""Who of the candidates may be the one asked for: each compared by the model, the likeliest first, with the reasons.

In: what was asked, normalised; candidates as their profiles hold them; the twin of the model. Out: ``Found``: places and probabilities, no name.
Outside justice what accuses a victim is neither compared nor shown (``sight``), whatever key led to her.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from intertrata.identity.sight import readable
from intertrata.identity.twins import Row, Twin, evidence, probability

LEAST = 0.001  # below this probability nobody is shown
SURE = 0.8  # from this probability somebody is found: whom fewer search keys lead to is not looked at any more
KNOWING = ("surnames", "given", "document")  # comparisons: somebody none of them can speak of was not found, whatever else fits


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
    asking, role = twin.against(query), twin.columns.index("role")
    floor, sure = evidence(LEAST, prior), evidence(SURE, prior)
    found: list[Found] = []
    heights: list[float] = []  # of the best found so far, the lowest first
    for at, (place, person, mentions) in enumerate(candidates):
        if at >= first and heights and heights[-1] >= sure:
            break
        seen = readable([mention[role] for mention in mentions], suspects=suspects)
        best = _speaking(query, mentions, seen, asking, least=floor if len(heights) < most else max(floor, heights[0]))
        if best:
            heights = sorted([*heights, best[0]])[-most:]
            found.append(Found(place, person, probability(best[0], prior), best[1], seen))
    return sorted(found, key=lambda one: (-one.probability, one.person))[:most]


def may_be(asked: Row, mentions: Iterable[Row], asking: Twin, *, prior: float, least: float) -> bool:
    """Say whether any of a person's mentions speaks of the one asked for with at least that probability; ``asking``: the twin against her row."""
    floor = evidence(least, prior)
    return any(asking.weight(one, asked, least=floor) >= floor for one in mentions)


def _speaking(
    query: Row, mentions: Sequence[Row], seen: Sequence[bool], twin: Twin, *, least: float
) -> tuple[float, dict[str, str | None]] | None:
    """Give the weight and levels of the likeliest mention that names or documents can speak of, where it weighs ``least``."""
    best = None
    for at in range(len(mentions) - 1, -1, -1):  # of two that weigh the same the later one
        if not seen[at] or (weight := twin.weight(mentions[at], query, least=least)) < least or (best and weight <= best[0]):
            continue
        levels = twin.levels(mentions[at], query)
        if any(levels.get(one) for one in KNOWING):
            best, least = (weight, levels), weight
    return best
