"""What the page of quality tells: how good the last linkage is, for whom it is worse, which persons may be two.

In: nothing. Out: estimates, counts, opaque ids; never a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from intertrata.identity import queries as persons
from intertrata.identity.models import DoubtfulPair
from intertrata.identity.quality.estimates import Estimate, Seen, Stratum, estimate, worst
from intertrata.identity.quality.strata import ALL
from intertrata.identity.review import queries as review
from intertrata.identity.review.answers import Answer, holds

ONE = "one:"


@dataclass(frozen=True)
class Suspect:
    """A person who may be two: how many records, and why (codes of ``quality.overmerged``)."""

    person: str
    records: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Quality:
    """How good the last linkage is.

    Attributes:
        whole: over all pairs. groups: the same by ``register:a|b`` and ``kind:…``, sorted. worse: groups surely under the whole.
        drawn, answered, unsure: how many pairs were drawn, how many of them have an answer that holds, and how many nobody could tell.
        sizes: (records, persons): how many persons have so many records. suspects: persons who may be two, the largest first.
    """

    run: int
    at: datetime
    model: str
    mentions: int
    persons: int
    whole: Estimate
    groups: tuple[tuple[str, Estimate], ...]
    worse: tuple[str, ...]
    drawn: int
    answered: int
    unsure: int
    sizes: tuple[tuple[int, int], ...]
    suspects: tuple[Suspect, ...]


def quality() -> Quality | None:
    """Give how good the last linkage is, or None before the first."""
    run = persons.last_whole()
    if run is None or "quality" not in run.figures:
        return None
    kept = run.figures["quality"]
    strata = _strata(kept["pairs"])
    answers = _answers(run.id)
    of_all = strata[ALL], _seen(answers, ALL)
    whole = estimate(*of_all)
    groups = tuple((code, estimate(strata[code], _seen(answers, code), of_all=of_all)) for code in sorted(strata) if code != ALL)
    return Quality(
        run.id, run.closed_at, run.model, run.mentions, run.persons, whole, groups, tuple(worst(groups, whole)), len(answers),
        sum(one.answer is not None for one in answers), sum(one.answer is Answer.CANNOT_TELL for one in answers),
        tuple((records, many) for records, many in kept["sizes"]),
        tuple(Suspect(person, records, tuple(reasons)) for person, records, reasons in kept["suspects"]),
    )  # fmt: skip


@dataclass(frozen=True)
class _Drawn:
    stratum: str
    groups: frozenset[str]
    answer: Answer | None


def _strata(rows: Iterable[Sequence[Any]]) -> dict[str, dict[str, Stratum]]:
    out: dict[str, dict[str, Stratum]] = {ALL: {}}
    for stratum, group, pairs, expected in rows:
        out.setdefault(group, {})[stratum] = Stratum(stratum.startswith(ONE), pairs, expected)
    return out


def _answers(run: int) -> list[_Drawn]:
    pairs = [
        (one.record_a.hex, one.record_b.hex, one.stratum, one.groups)
        for one in DoubtfulPair.objects.filter(run=run, drawn=True).order_by("stratum", "record_a", "record_b")
    ]
    given = review.given_of((a, b) for a, b, *_ in pairs)
    return [_Drawn(stratum, frozenset(groups) | {ALL}, holds(given.get((a, b), []))) for a, b, stratum, groups in pairs]


def _seen(answers: Iterable[_Drawn], group: str) -> Mapping[str, Seen]:
    told: dict[str, list[int]] = {}
    for one in answers:
        if group in one.groups and one.answer in {Answer.SAME, Answer.DIFFERENT}:
            told.setdefault(one.stratum, [0, 0])[one.answer is Answer.DIFFERENT] += 1
    return {stratum: Seen(same, different) for stratum, (same, different) in told.items()}
