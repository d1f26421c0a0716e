"""A statement as a row of the store and back: nothing of it is lost on the way, exact decimals as text.

In: events of figure records, or rows of the store. Out: ``Held`` values: a statement and the event that told it, or that it vanished.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import orjson
import polars as pl

from intertrata.figures.told.reading import Told, named, read
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.jurisdictions import jurisdiction_of
from intertrata.vocabulary.periods import ANY_TIME, Period
from intertrata.vocabulary.statement import Concept, Fact, Statement
from intertrata.vocabulary.territory import Place, place

VANISHED, PROBLEM = "x", "problem"
NONE: Mapping[str, str] = {}
COLUMNS = (
    "filing", "record", "cut_off", "order", "gone", "source", "table", "line", "indicator", "unit", "place", "jurisdiction", "start", "end", "value",
    "status", "institution", "document", "page", "vintage", "derived_from", "said",
)  # fmt: skip
RECORD, SOURCE, START, END, VINTAGE = (COLUMNS.index(name) for name in ("record", "source", "start", "end", "vintage"))
WORDS = ("offence", "office", "article", "system", "place_written", "at", "quote", "number", "called", "cell", "notes")


Cell = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Held:
    """One event of a record of figures: the statement it told, or None where the record vanished; ``problem``: why it tells none."""

    record: str
    cut_off: date
    order: int
    source: str
    table: str
    line: int
    told: Told | None
    problem: Mapping[str, Any] | None = None

    @property
    def moment(self) -> tuple[date, int]:
        """Its place in the order of what was said."""
        return self.cut_off, self.order


def held_of(events: pl.DataFrame, documents: Mapping[str, str]) -> Iterator[Held]:
    """Read events of figure records (``registers.queries.events_told``); one that says nothing comparable is held with its problem."""
    for row in events.iter_rows(named=True):
        about = (row["record"], row["cut_off"], row["order"], row["register"], row["table"], row["line"])
        if row["kind"] == VANISHED:
            yield Held(*about, None)
            continue
        try:
            yield Held(*about, read(row, documents))
        except Problem as problem:
            yield Held(*about, None, {"code": problem.code, "indicator": row["indicator"], **problem.where})


def standing_of(events: Iterable[Held], *, as_of: date | None = None) -> list[Held]:
    """Give the last event of each record (by a day), where it did not vanish; in the order of source, table and line."""
    last: dict[str, Held] = {}
    for one in events:
        if (as_of is None or one.cut_off <= as_of) and (one.record not in last or last[one.record].moment <= one.moment):
            last[one.record] = one
    found = [one for one in last.values() if one.told or one.problem]
    return sorted(found, key=lambda one: (one.source, one.table, one.line, one.record))


def statements_in(events: Iterable[Held]) -> Iterator[Told]:
    """Give the statements of events that stand (``standing_of``).

    Raises:
        Problem: where one of them could not be read as a statement.
    """
    for one in events:
        if one.told is None:
            raise _unread(one.problem or {})
        yield one.told


def _unread(problem: Mapping[str, Any]) -> Problem:
    """Why an event could not be read as a statement, as it was said when it was read."""
    where = {name: value for name, value in problem.items() if name not in {"code", "indicator"}}
    return Problem(str(problem.get("code", "figure_without_period")), **where)


def row_of(one: Held, filing: int) -> tuple[Any, ...]:
    """Give an event as a row of the store (``COLUMNS``)."""
    about = (
        filing,
        one.record,
        one.cut_off.isoformat(),
        one.order,
        one.told is None and one.problem is None,
        one.source,
        one.table,
        one.line,
    )
    if one.told is None:
        indicator = str((one.problem or {}).get("indicator") or "")
        why = orjson.dumps({PROBLEM: one.problem}, default=str).decode() if one.problem else "{}"
        return (*about, indicator, "", "", "", None, None, None, "", "", "", "", None, "", why)
    told, statement = one.told, one.told.statement
    fact, timeless = statement.fact, told.period == ANY_TIME
    return (
        *about, fact.indicator, fact.unit, fact.place.code if fact.place else "", fact.jurisdiction,
        None if timeless else fact.period.start.isoformat(), fact.period.end.isoformat() if fact.period.end and not timeless else None,
        None if statement.value is None else str(statement.value), ",".join(sorted(statement.status)), told.institution, statement.document,
        statement.page, statement.vintage.isoformat(), statement.derived_from, _said(told),
    )  # fmt: skip


def held_again(row: Sequence[Any]) -> Held:
    """Give the event that a row of the store is (``COLUMNS``; days as ISO text)."""
    record, cut_off, order, gone, source, table, line = row[1:8]
    about, said = (record, _day(cut_off), order, source, table, line), orjson.loads(row[-1])
    if gone or PROBLEM in said:
        return Held(*about, None, said.get(PROBLEM))
    return Held(*about, _told_again(row, said))


def told_again(row: Sequence[Any]) -> Told:
    """Give the statement that a row of the store holds (``COLUMNS``; days as ISO text) of an event that did not vanish.

    Raises:
        Problem: where it could not be read as a statement.
    """
    said = orjson.loads(row[-1])
    if PROBLEM in said:
        raise _unread(said[PROBLEM])
    return _told_again(row, said)


def around(rows: Iterable[Sequence[Any]], period: Period) -> Iterator[Sequence[Any]]:
    """Give the rows that speak of the years of a period, and of the others the first of each kind.

    Of a kind are those that one source said of one period on one day of the same categories, offence and article: by one of them it is known what
    the source told at all, and so what it owes. What a document gathered stands each by itself, and stays.
    """
    first, last = f"{period.start:%Y}", f"{period.end or date.max:%Y}"
    seen: set[tuple[Any, ...]] = set()
    for row in rows:
        start, end = row[START], row[END]
        if start is None or (start[:4] <= last and (end is None or first <= end[:4])):
            yield row
            continue
        said = orjson.loads(row[-1])
        kind = (row[SOURCE], start, end, row[VINTAGE], said.get("offence"), said.get("article"), *said.get("cell", NONE).items())
        if "at" in said or kind not in seen:
            seen.add(kind)
            yield row


def _told_again(row: Sequence[Any], said: Mapping[str, Any]) -> Told:
    """The statement of a row, and what its last column says, read."""
    (_, _, _, _, _, source, _, _, indicator, unit, code, jurisdiction, start, end, value, status, institution, document, page, vintage,
     derived_from, _) = row  # fmt: skip
    where, department = _placed(code) if code else (None, None)
    word = said.get
    pairs, offence, office, system = tuple(word("cell", NONE).items()), word("offence", ""), word("office", ""), word("system", "")
    more = (("offence", offence), ("office", office), ("row", word("row", "")), ("institution", institution), ("system", system))
    breakdown = _breakdown(pairs, more)
    statement = Statement(
        Fact(indicator, _span(start, end), unit, where, jurisdiction, breakdown), None if value is None else Decimal(value), source,
        document, _day(vintage), page, word("as_written", ""), _statuses(status), _concept(tuple(word("concept", NONE).items())),
        derived_from,
    )  # fmt: skip
    return Told(
        statement, department, _cell(pairs), office, offence, word("article", ""), institution, system, word("place_written", ""), word("at", ""),
        word("quote", ""), word("number", ""), word("notes", NONE), word("called", ""), row[RECORD],
    )  # fmt: skip


# Few days, periods, breakdowns, concepts and places are told of many times: each is made once.
@lru_cache(maxsize=4096)
def _day(text: str) -> date:
    return date.fromisoformat(text)


@lru_cache(maxsize=4096)
def _span(start: str | None, end: str | None) -> Period:
    return Period(_day(start), _day(end) if end else None) if start else ANY_TIME


@lru_cache(maxsize=4096)
def _cell(pairs: Cell) -> Mapping[str, str]:
    return dict(pairs)


@lru_cache(maxsize=4096)
def _breakdown(cell: Cell, more: Cell) -> Cell:
    return named(dict(cell), **dict(more))


@lru_cache(maxsize=1024)
def _statuses(text: str) -> frozenset[str]:
    return frozenset(text.split(",")) if text else frozenset()


@lru_cache(maxsize=1024)
def _concept(said: Cell) -> Concept:
    return Concept(**dict(said))


@lru_cache(maxsize=4096)
def _placed(code: str) -> tuple[Place, str]:
    """The place of a row of the store and the row of the national tables it lies in; each was proved when it was read."""
    where = place(code)
    return where, jurisdiction_of(where)


def _said(told: Told) -> str:
    said = {name: value for name in WORDS if (value := getattr(told, name))}
    concept = {name: value for name, value in asdict(told.statement.concept).items() if value}
    more = {"as_written": told.statement.as_written, "row": dict(told.statement.fact.breakdown).get("row", ""), "concept": concept}
    return orjson.dumps(said | {name: value for name, value in more.items() if value}).decode()
