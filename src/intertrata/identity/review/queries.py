"""What the review tells: the questions for people, the answers that hold, what was changed and by whom.

In: opaque ids. Out: ids, numbers, codes; never a name.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import polars as pl

from intertrata.identity import queries as persons
from intertrata.identity.models import Decision, LinkRun, Membership
from intertrata.identity.review.answers import Answer, Given, holds, voices
from intertrata.identity.review.history import Move
from intertrata.storage.bulk import read_rows

LOOKED_AT = 400  # of the worthiest pairs, among which the open questions are sought
CONSTRAINED = {"record_a": pl.String, "record_b": pl.String, "same": pl.Boolean}


@dataclass(frozen=True)
class Question:
    """Two records that may speak of one person, whose they are now, and what the model says.

    Attributes:
        evidence: codes comparison:level, the weightiest first. second: whether somebody answered and another voice is needed.
        drawn: chosen by lot, to measure the linkage.
    """

    record_a: str
    record_b: str
    person_a: str
    person_b: str
    probability: float
    evidence: tuple[str, ...]
    worth: float
    drawn: bool
    second: bool = False


@dataclass(frozen=True)
class Change:
    """One merge, split or undo: when, by whom, why, how many records it moved; ``undone`` where a later undo took it back."""

    id: int
    kind: str
    at: datetime
    by: str
    reason: str
    records: int
    undoes: int | None
    undone: bool


def questions(*, by: str, limit: int, suspects: bool = False) -> list[Question]:
    """Give the open questions for an account, those worth most first; a pair drawn by lot stands at every fifth place.

    ``suspects`` says whether pairs that accuse somebody may be asked of this account (SAFEGUARDS 14).
    Open is what has no answer that holds, was not answered by this account, and is still between the persons it was asked of.
    """
    doubts = _open(_pairs("NOT drawn", "worth DESC", suspects=suspects), by=by, limit=limit)
    lots = _open(_pairs("drawn", "run", suspects=suspects), by=by, limit=limit)
    return _woven(doubts, lots)[:limit]


def question(record_a: str, record_b: str, *, by: str) -> Question | None:
    """Give the question of two records as the last linkage of everything, or one since, left it, open or not; None where it left none or they are nobody's."""
    runs, ids = persons.since_whole(), _ids(record_a, record_b)
    if not runs or ids is None:
        return None
    sql = f"""SELECT record_a, record_b, probability, evidence, worth, drawn FROM identity_doubtfulpair
              WHERE run IN ({_marks(runs)}) AND record_a = %s AND record_b = %s ORDER BY drawn, run DESC LIMIT 1"""
    rows = [row for batch in read_rows("default", sql, [*runs, *ids]) for row in batch]
    return next((_asked(row, given_of([(record_a, record_b)]).get((record_a, record_b), []), by=by) for row in rows), None)


def given_of(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[Given]]:
    """Give the answers to each of these pairs, oldest first; pairs without one are absent."""
    wanted = set(pairs)
    firsts = [UUID(a) for a, _ in wanted]
    found: dict[tuple[str, str], list[Given]] = {}
    for one in Decision.objects.filter(record_a__in=firsts).order_by("id"):
        pair = (one.record_a.hex, one.record_b.hex)
        if pair in wanted:
            found.setdefault(pair, []).append(Given(Answer(one.answer), one.by, one.needs))
    return found


def constraints() -> pl.DataFrame:
    """Give the pairs that people decided (``record_a``, ``record_b``, ``same``), sorted: every linkage keeps them."""
    told: dict[tuple[str, str], list[Given]] = {}
    for one in Decision.objects.order_by("id").iterator():
        told.setdefault((one.record_a.hex, one.record_b.hex), []).append(Given(Answer(one.answer), one.by, one.needs))
    held = ((a, b, holds(given)) for (a, b), given in sorted(told.items()))
    rows = [(a, b, answer is Answer.SAME) for a, b, answer in held if answer in {Answer.SAME, Answer.DIFFERENT}]
    return pl.DataFrame(rows, schema=CONSTRAINED, orient="row")


def moves_of(run: int) -> tuple[Move, ...]:
    """Give what a change moved, sorted by record."""
    sql = """SELECT m.record, m.person, (SELECT p.person FROM identity_membership p WHERE p.record = m.record AND p.id < m.id
             AND p.run IN (SELECT id FROM identity_linkrun WHERE closed_at IS NOT NULL) ORDER BY p.id DESC LIMIT 1)
             FROM identity_membership m WHERE m.run = %s ORDER BY m.record"""
    return tuple(Move(record, _hex(was), _hex(now)) for batch in read_rows("default", sql, [run]) for record, now, was in batch)


def changes(person: str) -> list[Change]:
    """Give the merges, splits and undos that touched a person, the newest first."""
    ids = _ids(person)
    if ids is None:
        return []
    records = Membership.objects.filter(person=ids[0]).values("record")
    touched = Membership.objects.filter(record__in=records).values("run")
    runs = LinkRun.objects.filter(id__in=touched, closed_at__isnull=False).exclude(kind__in=persons.LINKAGES).order_by("-id")
    undone = set(LinkRun.objects.filter(undoes__isnull=False, closed_at__isnull=False).values_list("undoes", flat=True))
    return [Change(r.pk, r.kind, r.closed_at, r.by, r.reason, r.mentions, r.undoes, r.pk in undone) for r in runs]


def _pairs(which: str, order: str, *, suspects: bool) -> list[tuple[Any, ...]]:
    runs = persons.since_whole()
    if not runs:
        return []
    lawful = which if suspects else f"{which} AND NOT accuses"
    sql = f"""SELECT record_a, record_b, probability, evidence, worth, drawn FROM identity_doubtfulpair
              WHERE run IN ({_marks(runs)}) AND {lawful} ORDER BY {order}, record_a, record_b, run LIMIT {LOOKED_AT}"""
    found = [row for batch in read_rows("default", sql, runs) for row in batch]
    return list({(row[0], row[1]): row for row in found}.values())  # the last that speaks of a pair


def _marks(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))


def _open(rows: Sequence[tuple[Any, ...]], *, by: str, limit: int) -> list[Question]:
    given = given_of((row[0], row[1]) for row in rows)
    found: list[Question] = []
    for row in rows:
        told = given.get((row[0], row[1]), [])
        if holds(told) or by in voices(told):
            continue
        asked = _asked(row, told, by=by)
        if asked and (asked.drawn or asked.person_a != asked.person_b or _alone(asked)):
            found.append(asked)
        if len(found) == limit:
            break
    return found


def _alone(asked: Question) -> bool:
    """Whether the two records are all of one person, so that one answer can part them."""
    return len(persons.records_of(asked.person_a)) == 2


def _asked(row: tuple[Any, ...], given: list[Given], *, by: str) -> Question | None:
    a, b, probability, evidence, worth, drawn = row
    whose = persons.person_of(a), persons.person_of(b)
    if whose[0] is None or whose[1] is None:
        return None
    codes = tuple(json.loads(evidence) if isinstance(evidence, str) else evidence)
    others = {account for account in voices(given) if account != by}
    return Question(a, b, whose[0], whose[1], probability, codes, worth, bool(drawn), second=bool(others) and not holds(given))


def _woven(doubts: list[Question], lots: list[Question]) -> list[Question]:
    out: list[Question] = []
    waiting = iter(lots)
    for place, one in enumerate(doubts):
        if place % 4 == 3 and (lot := next(waiting, None)):
            out.append(lot)
        out.append(one)
    return [*out, *waiting]


def _ids(*texts: str) -> list[UUID] | None:
    try:
        return [UUID(text) for text in texts]
    except ValueError:
        return None


def _hex(value: Any) -> str:
    return value.hex if isinstance(value, UUID) else str(value or "")
