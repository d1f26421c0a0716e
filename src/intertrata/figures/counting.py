"""Counting, by one definition and in one place: an indicator over the table of a cut, cut by dimensions.

In: the Parquet files of record types and a question. Out: ``Tally``: cells, the total counted apart, and what a reader must
know of them. A person or an operation counts once in each cell and once in the total, so the total is never a sum of cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from intertrata.figures.conditions import Predicates, Question, asked, expression, predicates
from intertrata.figures.definitions import Dimension, Indicator
from intertrata.figures.engine import Engine, engine
from intertrata.figures.operations import SAME_DAY

SOURCE = "read_parquet($tables, union_by_name = true)"
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
    Where the unit is a number, ``missing`` says of how many records or operations it is unknown: total and cells are then lower bounds.
    """

    rows: pl.DataFrame
    total: int | None
    missing: int
    notes: tuple[Note, ...]


def count(question: Question, dims: tuple[Dimension, ...], *, tables: Sequence[Path]) -> Tally:
    """Count an indicator.

    Args:
        question: the indicator, period and values asked for.
        dims: the indicator's dimensions to cut by, in the order of the columns.
        tables: the Parquet files of the indicator's record types in a cut.
    """
    tests, indicator = predicates(question), question.indicator
    with engine() as asking:
        facts = _facts(asking, question, tests, tables)
        told = facts.number(vanished=False, period=True) > 0
        whole = facts.number(**COUNTED) if indicator.once == "record" and indicator.unit == "record" else None
        total, missing = (whole, 0) if whole is not None else _total(asking, indicator, tests, tables)
        cells = _cells(asking, indicator, tests, dims, tables=tables)
        joint = _of_operations(asking, indicator, tests, tables) if indicator.once == "operation_no" else ()
    notes = (*_said(question, facts, missing), *joint, *_said_of_cells(indicator, dims, cells, total if told else 0))
    return Tally(cells, total if told else None, missing, notes)


def held(dimension: Dimension, indicator: Indicator, *, tables: Sequence[Path]) -> frozenset[str]:
    """Give the values that tables hold of a dimension: what may be asked of one that has no list of its own."""
    with engine() as asking:
        value = expression(indicator, dimension)
        rows = asking.execute(f"SELECT DISTINCT {value} FROM {SOURCE}", _files(tables)).fetchall()
    return frozenset(row[0] for row in rows if row[0] is not None)


def _cells(asking: Engine, indicator: Indicator, tests: Predicates, dims: tuple[Dimension, ...], *, tables: Sequence[Path]) -> pl.DataFrame:
    """One row a combination of values that occurs, unknown last."""
    if not dims:
        return pl.DataFrame(schema=dict.fromkeys(_measured(indicator), pl.Int64()))
    values = ", ".join(f'{expression(indicator, one)} AS "{one.code}"' for one in dims)
    names = ", ".join(f'"{one.code}"' for one in dims)
    steps, source = [_kept(indicator, tests, values)], "kept"
    for one in (one for one in dims if one.kind == "list"):
        # One value a row: who has two counts in each; who has none counts as unknown.
        each = f'unnest(CASE WHEN coalesce(len("{one.code}"), 0) = 0 THEN [NULL] ELSE list_distinct("{one.code}") END) AS "{one.code}"'
        steps.append(f'by_{one.code} AS (SELECT * EXCLUDE ("{one.code}"), {each} FROM {source})')
        source = f"by_{one.code}"
    order = ", ".join(f'"{one.code}" NULLS LAST' for one in dims)
    if indicator.unit == "number":
        steps.append(f"each_once AS (SELECT {names}, unit, {_one_number(indicator)} AS number FROM {source} GROUP BY {names}, unit)")
        source = "each_once"
    sql = f"WITH {', '.join(steps)} SELECT {names}, {_measures(indicator)} FROM {source} GROUP BY {names} ORDER BY {order}"
    found = asking.execute(sql, {**tests.parameters, **_files(tables)}).fetchall()
    schema: dict[str, pl.DataType] = {one.code: pl.String() for one in dims} | dict.fromkeys(_measured(indicator), pl.Int64())
    return pl.DataFrame(found, schema=schema, orient="row")


def _total(asking: Engine, indicator: Indicator, tests: Predicates, tables: Sequence[Path]) -> tuple[int, int]:
    """Each person or operation once: the one figure that no sum of groups may replace; and of how many a number is unknown."""
    steps, source = [_kept(indicator, tests)], "kept"
    if indicator.unit == "number":
        steps.append(f"each_once AS (SELECT unit, {_one_number(indicator)} AS number FROM kept GROUP BY unit)")
        source = "each_once"
    sql = f"WITH {', '.join(steps)} SELECT {_measures(indicator)} FROM {source}"
    found = asking.execute(sql, {**tests.parameters, **_files(tables)}).fetchall()[0]
    return int(found[0]), int(found[1]) if indicator.unit == "number" else 0


def _of_operations(asking: Engine, indicator: Indicator, tests: Predicates, tables: Sequence[Path]) -> list[Note]:
    """How many of the counted operations several registers tell, of how many that is known by day and place alone, and of how many
    they say different numbers."""
    sql = f"""
        WITH {_kept(indicator, tests, "register, operation_tie")}, each_once AS (
            SELECT count(DISTINCT register) > 1 AS several, coalesce(bool_or(operation_tie = $by_day), false) AS by_day,
                   count(DISTINCT number) > 1 AS differ
            FROM kept GROUP BY unit)
        SELECT count(*) FILTER (several), count(*) FILTER (several AND by_day), count(*) FILTER (differ) FROM each_once"""
    found = asking.execute(sql, {**tests.parameters, **_files(tables), "by_day": SAME_DAY}).fetchall()[0]
    codes = ("operations_of_several_registers", "operations_known_by_day", "numbers_differ")
    first = {"numbers_differ": {"register": indicator.first_register}}
    return [Note(code, {"n": n, **first.get(code, {})}) for code, n in zip(codes, found, strict=True) if n]


def _facts(asking: Engine, question: Question, tests: Predicates, tables: Sequence[Path]) -> Facts:
    """How many records stand outside the total and why: each test made once a record, then records counted by its answers."""
    indicator = question.indicator
    answers = {
        "register": "register",
        "vanished": "vanished",
        "linked": "linked" if indicator.unit == "person" else "true",
        "offence": f"({tests.offence})",
        "offence_stated": "coalesce(len(offences), 0) > 0" if any(one.is_offence for one in indicator.where) else "true",
        "period": f"({tests.period})",
        "perhaps": f"({tests.perhaps})",
        "rest": f"({tests.place} AND {tests.value} AND {tests.condition})",
    }
    tested = ", ".join(f"{test} AS {name}" for name, test in answers.items())
    rows = asking.execute(f"SELECT {tested}, count(*) FROM {SOURCE} GROUP BY ALL", {**tests.parameters, **_files(tables)}).fetchall()
    return Facts([Group(dict(zip(answers, row, strict=False)), row[-1]) for row in rows])


@dataclass(frozen=True)
class Group:
    """Records that answer each test of a question alike, and how many."""

    answers: Mapping[str, Any]
    records: int


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

    def registers(self, **said: bool) -> int:
        """How many registers such records come from."""
        return len({group.answers["register"] for group in self.that(**said)})


def _files(tables: Sequence[Path]) -> dict[str, list[str]]:
    return {"tables": [str(table) for table in tables]}


def _kept(indicator: Indicator, tests: Predicates, values: str = "") -> str:
    """The counted records: what each is counted as, the number it states, and values asked for."""
    more = f", {values}" if values else ""
    chosen = f'SELECT "{indicator.once}" AS unit, {_number(indicator)} AS number{more}'
    first = f", register = '{indicator.first_register}' AS first" if indicator.unit == "number" else ""
    return f"kept AS ({chosen}{first} FROM {SOURCE} WHERE NOT vanished AND {tests.all})"


def _one_number(indicator: Indicator) -> str:
    """What an operation's number is where several say it: the competent register's, else the highest. Never a sum, never an average."""
    return "coalesce(max(number) FILTER (first), max(number))"


def _number(indicator: Indicator) -> str:
    """The number that a record states; 1 where records or persons are counted."""
    return f'"{indicator.number_field}"' if indicator.unit == "number" else "1"


def _measures(indicator: Indicator) -> str:
    """How a cell is counted. A record stands once in the table, and once in each value of a list: rows are records."""
    if indicator.unit == "number":
        return "CAST(coalesce(sum(number), 0) AS BIGINT) AS count, count(*) FILTER (number IS NULL) AS missing"
    return "count(*) AS count" if indicator.once == "record" else "count(DISTINCT unit) AS count"


def _measured(indicator: Indicator) -> tuple[str, ...]:
    return ("count", "missing") if indicator.unit == "number" else ("count",)


def _said(question: Question, facts: Facts, missing: int) -> Iterable[Note]:
    """What stands outside the total and why, each with its number."""
    if not facts.number(vanished=False, period=True):
        yield Note("nothing_told", {"record_type": question.indicator.record_type})
    outside = {
        "vanished": facts.number(**COUNTED | {"vanished": True}),
        "undated": facts.number(**COUNTED | {"period": False}, perhaps=True),
        "without_offence": facts.number(**COUNTED | {"offence": False}, offence_stated=False),
        "unlinked": facts.number(**COUNTED, linked=False),
        "numbers_unknown": missing,
    }
    yield from (Note(code, {"n": n}) for code, n in outside.items() if n)
    registers = facts.registers(**COUNTED)
    if question.indicator.once == "record" and registers > 1:
        yield Note("records_of_several_registers", {"n": registers})


def _said_of_cells(indicator: Indicator, dims: tuple[Dimension, ...], cells: pl.DataFrame, total: int | None) -> Iterable[Note]:
    """Why the cells of a table may add up to more than its total."""
    yield from (Note(one.note, {"dimension": one.es}) for one in dims if one.note)
    excess = int(cells["count"].sum()) - (total or 0)
    if dims and excess > 0:
        yield Note("parts_exceed_total", {"n": excess, "unit": indicator.unit})


def proved(indicator: Indicator, where: Mapping[str, str | None], *, tables: Sequence[Path]) -> dict[str, str | None]:
    """Prove the values asked for against the code lists and the tables, and give their codes.

    Raises:
        Problem: ``dimension_unknown`` or ``value_unknown``.
    """
    dims = {code: indicator.dimension(code) for code in where}
    open_ended = {code for code, one in dims.items() if one.kind == "column" and not one.list}
    known = {code: held(dims[code], indicator, tables=tables) for code in open_ended}
    return {code: asked(one, where[code], held=known.get(code, frozenset())) for code, one in dims.items()}
