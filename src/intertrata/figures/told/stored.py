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

VANISHED = "x"
COLUMNS = (
    "filing", "record", "cut_off", "order", "gone", "source", "table", "line", "indicator", "unit", "place", "jurisdiction", "start", "end", "value",
    "status", "institution", "document", "page", "vintage", "derived_from", "said",
)  # fmt: skip
WORDS = ("offence", "office", "article", "system", "place_written", "at", "quote", "number", "called", "cell", "notes")


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
            problem = {"code": "figure_without_period", **(one.problem or {})}
            where = {name: value for name, value in problem.items() if name not in {"code", "indicator"}}
            raise Problem(str(problem["code"]), **where)
        yield one.told


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
        why = orjson.dumps({"problem": one.problem}, default=str).decode() if one.problem else "{}"
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
    (_, record, cut_off, order, gone, source, table, line, indicator, unit, code, jurisdiction, start, end, value, status, institution,
     document, page, vintage, derived_from, text) = row  # fmt: skip
    about, said = (record, date.fromisoformat(cut_off), order, source, table, line), orjson.loads(text)
    if gone or "problem" in said:
        return Held(*about, None, said.get("problem"))
    where, department = _placed(code) if code else (None, None)
    period = Period(date.fromisoformat(start), date.fromisoformat(end) if end else None) if start else ANY_TIME
    words = {name: said.get(name, {} if name in {"cell", "notes"} else "") for name in WORDS}
    breakdown = named(
        words["cell"],
        offence=words["offence"],
        office=words["office"],
        row=said.get("row", ""),
        institution=institution,
        system=words["system"],
    )
    statement = Statement(
        Fact(indicator, period, unit, where, jurisdiction, breakdown), None if value is None else Decimal(value), source, document,
        date.fromisoformat(vintage), page, said.get("as_written", ""), frozenset(status.split(",")) if status else frozenset(),
        Concept(**said.get("concept", {})), derived_from,
    )  # fmt: skip
    return Held(*about, Told(statement, department, institution=institution, record=record, **words))


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
