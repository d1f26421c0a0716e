"""Counting, by one definition and in one place: an indicator over the table of a cut, cut by dimensions.

In: the Parquet file of a record type and a question. Out: ``Tally``: cells, the total counted apart, and what a reader
must know of them. A person counts once in each cell and once in the total, so the total is never a sum of cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from intertrata.figures.conditions import Predicates, Question, asked, expression, predicates
from intertrata.figures.definitions import Dimension, Indicator
from intertrata.figures.engine import Engine, engine

UNITS = {"person": "person_no", "record": "record", "number": "record"}
COUNTED = {"vanished": False, "offence": True, "period": True, "rest": True}


@dataclass(frozen=True)
class Note:
    """Something a reader must know of a table: a code (``note_<code>`` is its sentence) and its parameters."""

    code: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Tally:
    """A count: cells with a column a dimension (null: unknown) and ``count``, the total, what must be said.

    ``total`` is None where the cut holds no record of this type in the period: nobody told us, and that is not zero.
    Where the unit is a number, ``missing`` says of how many records it is unknown: total and cells are then lower bounds.
    """

    rows: pl.DataFrame
    total: int | None
    missing: int
    notes: tuple[Note, ...]


def count(question: Question, dims: tuple[Dimension, ...], *, table: Path) -> Tally:
    """Count an indicator.

    Args:
        question: the indicator, period and values asked for.
        dims: the indicator's dimensions to cut by, in the order of the columns.
        table: the Parquet file of the indicator's record type in a cut.
    """
    tests = predicates(question)
    with engine() as asking:
        facts = _facts(asking, question, tests, table)
        told = facts.number(vanished=False, period=True) > 0
        by_person = question.indicator.unit == "person"
        total = (_persons(asking, tests, table) if by_person else facts.amount(**COUNTED)) if told else None
        cells = _cells(asking, question.indicator, tests, dims, table=table)
    notes = (*_said(question, facts), *_said_of_cells(question.indicator, dims, cells, total))
    return Tally(cells, total, facts.number(**COUNTED, stated=False), notes)


def held(dimension: Dimension, indicator: Indicator, *, table: Path) -> frozenset[str]:
    """Give the values that a table holds of a dimension: what may be asked of one that has no list of its own."""
    with engine() as asking:
        value = expression(indicator, dimension)
        rows = asking.execute(f"SELECT DISTINCT {value} FROM read_parquet($table)", {"table": str(table)}).fetchall()
    return frozenset(row[0] for row in rows if row[0] is not None)


def _cells(asking: Engine, indicator: Indicator, tests: Predicates, dims: tuple[Dimension, ...], *, table: Path) -> pl.DataFrame:
    """One row a combination of values that occurs, unknown last."""
    if not dims:
        return pl.DataFrame(schema=dict.fromkeys(_measured(indicator), pl.Int64()))
    values = ", ".join(f'{expression(indicator, one)} AS "{one.code}"' for one in dims)
    names = ", ".join(f'"{one.code}"' for one in dims)
    steps = [f"kept AS (SELECT {_unit(indicator)} AS unit, {_number(indicator)} AS number, {values} FROM read_parquet($table)"]
    steps[0] += f" WHERE NOT vanished AND {tests.all})"
    source = "kept"
    for one in (one for one in dims if one.kind == "list"):
        # One value a row: who has two counts in each; who has none counts as unknown.
        each = f'unnest(CASE WHEN coalesce(len("{one.code}"), 0) = 0 THEN [NULL] ELSE list_distinct("{one.code}") END) AS "{one.code}"'
        steps.append(f'by_{one.code} AS (SELECT * EXCLUDE ("{one.code}"), {each} FROM {source})')
        source = f"by_{one.code}"
    order = ", ".join(f'"{one.code}" NULLS LAST' for one in dims)
    sql = f"WITH {', '.join(steps)} SELECT {names}, {_measures(indicator)} FROM {source} GROUP BY {names} ORDER BY {order}"
    found = asking.execute(sql, {**tests.parameters, "table": str(table)}).fetchall()
    schema: dict[str, pl.DataType] = {one.code: pl.String() for one in dims} | dict.fromkeys(_measured(indicator), pl.Int64())
    return pl.DataFrame(found, schema=schema, orient="row")


def _persons(asking: Engine, tests: Predicates, table: Path) -> int:
    """Each person once: the one figure that no sum of groups may replace."""
    sql = f'SELECT count(DISTINCT "person_no") FROM read_parquet($table) WHERE NOT vanished AND {tests.all}'
    return int(asking.execute(sql, {**tests.parameters, "table": str(table)}).fetchall()[0][0])


def _facts(asking: Engine, question: Question, tests: Predicates, table: Path) -> Facts:
    """How many records stand outside the total and why: each test made once a record, then records counted by its answers."""
    indicator = question.indicator
    answers = {
        "register": "register",
        "vanished": "vanished",
        "linked": "linked" if indicator.unit == "person" else "true",
        "stated": f"{_number(indicator)} IS NOT NULL",
        "offence": f"({tests.offence})",
        "offence_stated": "coalesce(len(offences), 0) > 0" if any(one.is_offence for one in indicator.where) else "true",
        "period": f"({tests.period})",
        "perhaps": f"({tests.perhaps})",
        "rest": f"({tests.place} AND {tests.value} AND {tests.condition})",
    }
    tested = ", ".join(f"{test} AS {name}" for name, test in answers.items())
    added = f"CAST(coalesce(sum({_number(indicator)}), 0) AS BIGINT)"
    sql = f"SELECT {tested}, count(*), {added} FROM read_parquet($table) GROUP BY ALL"
    rows = asking.execute(sql, {**tests.parameters, "table": str(table)}).fetchall()
    return Facts([Group(dict(zip(answers, row, strict=False)), row[-2], row[-1]) for row in rows])


@dataclass(frozen=True)
class Group:
    """Records that answer each test of a question alike: how many, and what the numbers they state add up to."""

    answers: Mapping[str, Any]
    records: int
    amount: int


@dataclass(frozen=True)
class Facts:
    """All records, in groups by their answers to each test of a question."""

    groups: list[Group]

    def that(self, **said: bool) -> list[Group]:
        """The groups whose records answer so."""
        return [group for group in self.groups if all(group.answers[name] == answer for name, answer in said.items())]

    def number(self, **said: bool) -> int:
        """How many records answer so."""
        return sum(group.records for group in self.that(**said))

    def amount(self, **said: bool) -> int:
        """What they add up to: their number, or the sum of the numbers they state."""
        return sum(group.amount for group in self.that(**said))

    def registers(self, **said: bool) -> int:
        """How many registers such records come from."""
        return len({group.answers["register"] for group in self.that(**said)})


def _unit(indicator: Indicator) -> str:
    return f'"{UNITS[indicator.unit]}"'


def _number(indicator: Indicator) -> str:
    """The number that a record states; 1 where records or persons are counted."""
    return f'"{indicator.number_field}"' if indicator.unit == "number" else "1"


def _measures(indicator: Indicator) -> str:
    """How a cell is counted. A record stands once in the table, and once in each value of a list: rows are records."""
    if indicator.unit == "number":
        return "CAST(coalesce(sum(number), 0) AS BIGINT) AS count, count(*) FILTER (number IS NULL) AS missing"
    return "count(DISTINCT unit) AS count" if indicator.unit == "person" else "count(*) AS count"


def _measured(indicator: Indicator) -> tuple[str, ...]:
    return ("count", "missing") if indicator.unit == "number" else ("count",)


def _said(question: Question, facts: Facts) -> Iterable[Note]:
    """What stands outside the total and why, each with its number."""
    if not facts.number(vanished=False, period=True):
        yield Note("nothing_told", {"record_type": question.indicator.record_type})
    outside = {
        "vanished": facts.number(**COUNTED | {"vanished": True}),
        "undated": facts.number(**COUNTED | {"period": False}, perhaps=True),
        "without_offence": facts.number(**COUNTED | {"offence": False}, offence_stated=False),
        "unlinked": facts.number(**COUNTED, linked=False),
        "numbers_unknown": facts.number(**COUNTED, stated=False),
    }
    yield from (Note(code, {"n": n}) for code, n in outside.items() if n)
    registers = facts.registers(**COUNTED)
    if question.indicator.unit != "person" and registers > 1:
        yield Note("records_of_several_registers", {"n": registers})


def _said_of_cells(indicator: Indicator, dims: tuple[Dimension, ...], cells: pl.DataFrame, total: int | None) -> Iterable[Note]:
    """Why the cells of a table may add up to more than its total."""
    yield from (Note(one.note, {"dimension": one.es}) for one in dims if one.note)
    excess = int(cells["count"].sum()) - (total or 0)
    if dims and excess > 0:
        yield Note("parts_exceed_total", {"n": excess, "unit": indicator.unit})


def proved(indicator: Indicator, where: Mapping[str, str | None], *, table: Path) -> dict[str, str | None]:
    """Prove the values asked for against the code lists and the table, and give their codes.

    Raises:
        Problem: ``dimension_unknown`` or ``value_unknown``.
    """
    dims = {code: indicator.dimension(code) for code in where}
    open_ended = {code for code, one in dims.items() if one.kind == "column" and not one.list}
    known = {code: held(dims[code], indicator, table=table) for code in open_ended}
    return {code: asked(one, where[code], held=known.get(code, frozenset())) for code, one in dims.items()}
