"""Until when an entity must answer, an appeal be made or ruled on, with the computation day by day.

In: the day a request was filed, the calendar of the entity's place, the extension that it told. Out: a ``Deadline`` with its term, its norm
and its steps, for a page to print. Terms are dated rows (``terms.toml``). What comes on a day that does not count, or after office
hours, counts as come on the next that does (TUO of Ley 27444, arts. 145 to 149, to confirm).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.periods import Period
from intertrata.vocabulary.workdays import ONE_DAY, Calendar, Step

TermCode = Literal["answer", "notice", "extension", "appeal", "ruling"]
Counted = Literal["business", "calendar"]
ExtensionState = Literal["none", "counts", "late", "no_date"]

FILED, FILED_NOW, ENDS = "se presentó", "se tiene por presentada", "último día: el primero que cuenta"


@dataclass(frozen=True)
class Term:
    """One term while it was in force: how many days of which kind, by which norm, and whether a source was read that says so."""

    code: TermCode
    es: str
    days: int
    counted: Counted
    in_force: Period
    norm: str
    verified: bool
    source: str


@dataclass(frozen=True)
class Extension:
    """What an entity told of not being able to answer in time: when it told, and the day by which it will (none: it gave none)."""

    noticed: date
    until: date | None = None


@dataclass(frozen=True)
class Deadline:
    """The last day in time, and how it was found: the day it counts from, its term, every day counted or why not.

    ``extended`` says whether the extension counts: one told too late, or without the date that the norm asks for, moves nothing.
    ``verified`` is false where the term, or a decree day that was passed over, stands on no source that was read.
    """

    filed: date
    counted_from: date
    due: date
    term: Term
    steps: tuple[Step, ...]
    verified: bool
    after_hours: bool = False
    extension: Extension | None = None
    extended: ExtensionState = "none"

    @property
    def norm(self) -> str:
        """The norm of its term."""
        return self.term.norm


@cache
def terms() -> tuple[Term, ...]:
    """Give every term, in the order of the file.

    Raises:
        ValueError: for the maker, where a row names no term or kind of day that there is.
    """
    told = tomllib.loads(files("intertrata.transparency").joinpath("terms.toml").read_text(encoding="utf-8"))
    return tuple(_term(row) for row in told["term"])


def term_of(code: TermCode, on: date) -> Term | None:
    """Give the term in force on that day, or None where there was none."""
    return next((one for one in terms() if one.code == code and on in one.in_force), None)


def deadline(
    filed: date, calendar: Calendar, *, extension: Extension | None = None, after_hours: bool = False, code: TermCode = "answer"
) -> Deadline:
    """Give the last day in time.

    Args:
        filed: the day of the request; for an appeal, of the answer or of the end of the term; for a ruling, of the appeal.
        extension: what the entity told; without effect where it came after its own term or gives no date that the norm asks for.
        after_hours: whether it came when the office was closed.

    Raises:
        Problem: ``term_unknown`` where no term of that kind was in force.
    """
    term = term_of(code, filed)
    if term is None:
        raise Problem("term_unknown", term=code, day=filed.isoformat())
    begun = calendar.next_workday(filed + ONE_DAY if after_hours else filed)
    counted = _counted(begun, term, calendar)
    state, extended = _extended(filed, begun, extension if code == "answer" else None, calendar)
    steps = (*_before(filed, begun, calendar), *counted, *_beyond(counted, extended, calendar))
    decreed = [calendar.decree(step.day) for step in steps if step.why]
    rests_on = [term.verified, *(one.verified for one in decreed if one), *(one.verified for one in _of_extension(filed) if extension)]
    return Deadline(filed, begun, steps[-1].day, term, steps, all(rests_on), after_hours, extension, state)


def _before(filed: date, begun: date, calendar: Calendar) -> tuple[Step, ...]:
    """The day it came, and those until it counts as come."""
    if filed == begun:
        return (Step(filed, 0, FILED),)
    between = [filed + number * ONE_DAY for number in range(1, (begun - filed).days)]
    came = f"{FILED}, {calendar.why_not(filed) or 'fuera del horario de atención'}"
    return (Step(filed, 0, came), *(Step(day, 0, calendar.why_not(day)) for day in between), Step(begun, 0, FILED_NOW))


def _counted(begun: date, term: Term, calendar: Calendar) -> tuple[Step, ...]:
    if term.counted == "business":
        return calendar.walk(begun, term.days)
    steps = tuple(Step(begun + number * ONE_DAY, number) for number in range(1, term.days + 1))
    last = calendar.next_workday(steps[-1].day)
    beyond = _until(steps[-1].day, last, calendar)
    return (*steps, *beyond[:-1], Step(last, 0, ENDS)) if beyond else steps


def _extended(filed: date, begun: date, extension: Extension | None, calendar: Calendar) -> tuple[ExtensionState, date]:
    """Whether the extension counts, and until when; the day it began where nothing is extended.

    Since DL 1353 the entity names the day itself, within its term of notice; before, the law gave the days after the first term.
    """
    if extension is None:
        return "none", begun
    within, *by_law = _of_extension(filed)
    if extension.noticed > calendar.add_workdays(begun, within.days):
        return "late", begun
    if by_law:
        return "counts", calendar.add_workdays(begun, within.days + by_law[0].days)
    return ("counts", calendar.next_workday(extension.until)) if extension.until else ("no_date", begun)


def _of_extension(filed: date) -> tuple[Term, ...]:
    """The term within which the entity must tell it, and where the law gives the days itself, those."""
    by_law = term_of("extension", filed)
    within = term_of("answer" if by_law else "notice", filed)
    return tuple(one for one in (within, by_law) if one)


def _beyond(counted: tuple[Step, ...], extended: date, calendar: Calendar) -> tuple[Step, ...]:
    """The days that an extension adds, numbered on; an earlier day than the term's shortens nothing."""
    number, steps = counted[-1].number, []
    for step in _until(counted[-1].day, extended, calendar):
        number += not step.why
        steps.append(Step(step.day, 0 if step.why else number, step.why))
    return tuple(steps)


def _until(day: date, last: date, calendar: Calendar) -> tuple[Step, ...]:
    days = [day + number * ONE_DAY for number in range(1, (last - day).days + 1)]
    return tuple(Step(one, 0, calendar.why_not(one)) for one in days)


def _term(row: Mapping[str, Any]) -> Term:
    if row["code"] not in get_args(TermCode) or row["counted"] not in get_args(Counted):
        raise ValueError(f"{row['code']}, {row['counted']}: no term or kind of day that there is")
    period = Period(row["from"], row.get("to"))
    return Term(row["code"], row["es"], row["days"], row["counted"], period, row["norm"], row["verified"], row["source"])
