"""Pairs in doubt as a page shows them: two records side by side, how alike and why, without a name.

In: pairs, the history of their records, whose they are. Out: ``Pair`` values. A pair that names a suspect is shown only to
who may see suspects: it would tell that a victim is accused too (SAFEGUARDS 14).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from intertrata.identity.review.queries import Question
from intertrata.identity.web.reasons import in_words
from intertrata.vocabulary.records import record_types
from intertrata.vocabulary.wording import told

SUSPECT = "suspect"
LEFT_OUT = ("ordinal", "age_group")


@dataclass(frozen=True)
class Half:
    """One record of a pair: what it is, where it stands, whose it is."""

    title: str
    source: str
    person: str


@dataclass(frozen=True)
class Compared:
    """One field of both records; ``state`` is ``same``, ``differs``, or ``one`` where only one of them tells it."""

    label: str
    first: str
    second: str
    state: str


@dataclass(frozen=True)
class Pair:
    """Two records that may speak of one person; ``second`` where another reviewer answered and one more voice is needed."""

    records: tuple[str, str]
    halves: tuple[Half, Half]
    rows: tuple[Compared, ...]
    percent: str
    reasons: tuple[str, ...]
    second: bool


def pairs(
    doubts: Iterable[Question],
    rows: Iterable[Mapping[str, Any]],
    called: Mapping[str, str],
    *,
    suspects: bool,
) -> list[Pair]:
    """Give the pairs that may be shown, in their order.

    Args:
        doubts: open questions. rows: of ``registers.queries.records``.
        called: by register, what everybody calls it. suspects: whether pairs that name a suspect may be shown.
    """
    newest = {row["record"]: row for row in rows if not row["vanished"]}
    shown = []
    for doubt in doubts:
        both = [newest[record] for record in (doubt.record_a, doubt.record_b) if record in newest]
        if len(both) < 2 or (not suspects and any(record_types()[row["record_type"]].role == SUSPECT for row in both)):
            continue
        first, second = (_half(row, person, called) for row, person in zip(both, (doubt.person_a, doubt.person_b), strict=True))
        rows_of = tuple(_compared(*(_told(row) for row in both)))
        shown.append(
            Pair(
                (doubt.record_a, doubt.record_b),
                (first, second),
                rows_of,
                f"{doubt.probability:.0%}",
                tuple(in_words(doubt.evidence)),
                doubt.second,
            )
        )
    return shown


def _half(row: Mapping[str, Any], person: str, called: Mapping[str, str]) -> Half:
    title = f"{record_types()[row['record_type']].es}, {called.get(row['register'], row['register'])}"
    return Half(title, f"«{row['file']}», línea {row['line']:,}", person)


def _told(row: Mapping[str, Any]) -> dict[str, str]:
    return dict(told(record_types()[row["record_type"]], json.loads(row["payload"]), leave_out=LEFT_OUT))


def _compared(first: Mapping[str, str], second: Mapping[str, str]) -> Iterable[Compared]:
    """Both records field by field, what both tell before what one tells alone."""
    both = [label for label in first if label in second]
    for label in (*both, *(label for label in (*first, *second) if label not in both)):
        one, other = first.get(label, ""), second.get(label, "")
        yield Compared(label, one or "—", other or "—", "one" if not (one and other) else "same" if one == other else "differs")
