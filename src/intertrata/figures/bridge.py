"""Why two registers count the same thing differently: each counted record gets one cause, so that the parts add up.

In: the records of two registers and a question. Out: ``Bridge``: what each register would itself report, how many cases
or persons stand in both, and the rest by cause. Σ parts of a − Σ parts of b = a − b, whatever the data.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

import duckdb
import polars as pl

from intertrata.figures import freezing, ties
from intertrata.figures.asking import RegisterAsked
from intertrata.figures.conditions import Question, predicates
from intertrata.figures.cut_files import CutRef
from intertrata.figures.definitions import Indicator
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.records import record_types

# In the order in which they are asked of a record that fails several tests; and the cause each one is.
TESTS = {
    "offence": "other_offence",
    "period": "other_period",
    "place": "other_territory",
    "value": "other_value",
    "condition": "other_condition",
}
NEVER = date.max
SideName = Literal["a", "b"]


@dataclass(frozen=True)
class Cause:
    """One cause of the closed list: its code, its Spanish name, what it means in a sentence."""

    code: str
    es: str
    help: str


@dataclass(frozen=True)
class Side:
    """One register as it is asked: its name as written, its records of the indicator's type, its victims, its cut-off.

    ``rows`` as ``freezing.prepare`` makes them, persons' records with ``person`` and ``linked``; ``victims`` likewise
    (they tie events); ``cut_off`` is the day until which it has told what it has.
    """

    name: str
    register: str
    rows: pl.DataFrame
    victims: pl.DataFrame
    cut_off: date | None


@dataclass(frozen=True)
class Count:
    """What one register would itself report: its name as asked, and how many of its records fit."""

    register: str
    count: int


@dataclass(frozen=True)
class Part:
    """How many records of one side the other side does not count, for one cause."""

    side: SideName
    cause: str
    count: int

    @property
    def title(self) -> str:
        """The cause's Spanish name."""
        return causes()[self.cause].es

    @property
    def help(self) -> str:
        """What the cause means, in a sentence."""
        return causes()[self.cause].help


@dataclass(frozen=True)
class Bridge:
    """Two counts and what lies between them; its fields are the document of ``intertrata bridge --json`` (COMMANDS.md).

    ``difference`` is what a counts less what b counts: the parts of a less those of b make exactly this. ``both`` persons
    or cases stand in both counts and cancel out. ``cut`` is the cut it was made from, empty where registers were asked
    as they stood at a date.
    """

    indicator: str
    definition: str
    a: Count
    b: Count
    difference: int
    both: int
    parts: tuple[Part, ...]
    cut: str = ""


@cache
def causes() -> dict[str, Cause]:
    """Give the closed list of causes by code, in its order."""
    text = files("intertrata.figures").joinpath("causes.toml").read_text(encoding="utf-8")
    return {code: Cause(code, **row) for code, row in tomllib.loads(text).items()}


def side_of_cut(indicator: Indicator, asked: RegisterAsked, cut: CutRef) -> Side:
    """Give a register as a cut holds it.

    Raises:
        Problem: ``register_unknown`` where the register has told no record of the indicator's type, which is not zero;
            ``cut_damaged``.
    """
    rows = cut.rows(indicator.record_type, register=asked.register)
    if rows.is_empty():
        held = cut.rows(indicator.record_type)["register"].unique().sort()
        raise Problem("register_unknown", asked=asked.name, record_type=record_types()[indicator.record_type].es, allowed=", ".join(held))
    victims = rows if indicator.record_type == "victim" else cut.rows("victim", register=asked.register)
    return Side(asked.name, asked.register, rows, victims, date.fromisoformat(cut.cut_offs[asked.register]))


def side_of(
    indicator: Indicator, asked: RegisterAsked, tables: Mapping[str, pl.DataFrame], persons: pl.DataFrame, *, cut_off: date
) -> Side:
    """Give a register as its deposits tell it.

    Args:
        tables: its current records of the indicator's type and its victims, by record type.
        persons: record, person, as ``identity.queries.memberships`` gives them.
        cut_off: the day until which it has told what it has.
    """
    made = {name: freezing.prepare(record_types()[name], rows) for name, rows in tables.items()}
    made |= {name: freezing.with_persons(table, persons) for name, table in made.items() if record_types()[name].of == "person"}
    return Side(asked.name, asked.register, made[indicator.record_type], made["victim"], cut_off)


def bridge(question: Question, a: Side, b: Side, *, cut: str = "") -> Bridge:
    """Explain the difference between what two registers count.

    Args:
        question: indicator, period and values, asked of each record for what it says itself.
        a, b: the two registers; the same register at two dates is two sides.
        cut: the id of the cut that both were read from.

    Raises:
        Problem: ``bridge_of_numbers`` for an indicator that adds numbers up instead of counting records.
    """
    if question.indicator.unit == "number":
        raise Problem("bridge_of_numbers", indicator=question.indicator.code)
    sides: dict[SideName, Side] = {"a": a, "b": b}
    units = _units(question, a, b)
    told = {"a": tested(question, a, units), "b": tested(question, b, units)}
    same = a.register == b.register
    explained: dict[SideName, pl.DataFrame] = {
        "a": explain(told["a"], told["b"], other_cut_off=b.cut_off, same_register=same),
        "b": explain(told["b"], told["a"], other_cut_off=a.cut_off, same_register=same),
    }
    both = explained["a"].filter(pl.col("cause").is_null()).height
    counts = {name: Count(side.name, explained[name].height) for name, side in sides.items()}
    one = question.indicator
    return Bridge(
        one.code, one.definition, counts["a"], counts["b"], counts["a"].count - counts["b"].count, both, tuple(_parts(explained)), cut
    )  # fmt: skip


def tested(question: Question, side: Side, units: pl.DataFrame) -> pl.DataFrame:
    """Ask each record of a side each test of the question.

    Returns:
        record, cut_off, vanished, linked, the five tests as booleans, unit, inner; sorted by first told, then record.
    """
    tests = predicates(question, own=True)
    asked = ", ".join(f"({getattr(tests, name)}) AS {name}" for name in TESTS)
    linked = "linked" if question.indicator.unit == "person" else "true"
    with duckdb.connect() as engine:
        engine.register("told", side.rows.to_arrow())
        found = engine.execute(f"SELECT record, cut_off, vanished, {linked}, {asked} FROM told", dict(tests.parameters)).fetchall()
    schema = {"record": pl.String, "cut_off": pl.Date, "vanished": pl.Boolean, "linked": pl.Boolean} | dict.fromkeys(TESTS, pl.Boolean)
    rows = pl.DataFrame(found, schema=schema, orient="row")
    return rows.join(units, on="record", how="left", validate="1:1").sort("cut_off", "record")


def explain(here: pl.DataFrame, there: pl.DataFrame, *, other_cut_off: date | None, same_register: bool) -> pl.DataFrame:
    """Give each counted record of one side its cause; null where the other side counts the same unit.

    Args:
        here, there: as ``tested`` gives them.
        other_cut_off: until when the other side has told (None: unknown, so that nothing is called late).
        same_register: the same register at two dates: a record it did not have yet is late, whoever it speaks of.

    Returns:
        record, cause; one row a counted record of ``here``.
    """
    counted = here.filter(_counted()).with_columns(_nth("inner").alias("copy"))
    firsts = counted.filter(pl.col("copy") == 0).with_columns(_nth("unit").alias("of_unit")).select("record", "of_unit")
    nearest = _nearest(there)
    late = pl.col("cut_off") > pl.lit(other_cut_off or NEVER)
    known = pl.lit(same_register) & ~pl.col("record").is_in(there["record"].implode())
    return (
        counted.join(firsts, on="record", how="left")
        .join(nearest, on="unit", how="left")
        .with_columns(
            pl.when(pl.col("copy") > 0).then(pl.lit("duplicates"))
            .when(pl.col("of_unit") > 0).then(pl.lit("other_unit"))
            .when(pl.col("counted_there")).then(None)
            .when(late & (pl.col("cause_there").is_null() | known)).then(pl.lit("late_entry"))
            .when(pl.col("cause_there").is_not_null()).then(pl.col("cause_there"))
            .when(~pl.col("linked")).then(pl.lit("unlinked"))
            .otherwise(pl.lit("only_here"))
            .alias("cause")
        )
        .select("record", "cause")
    )  # fmt: skip


def _nearest(there: pl.DataFrame) -> pl.DataFrame:
    """One row a unit of the other side: whether it is counted there, else why its nearest record is not.

    The nearest is one that has not vanished, fails the fewest tests, and of those the first in the order of the tests.
    """
    failed = pl.sum_horizontal(~pl.col(name) for name in TESTS)
    reason = pl.coalesce([pl.when(~pl.col(name)).then(pl.lit(cause)) for name, cause in TESTS.items()])
    order = pl.coalesce([pl.when(~pl.col(name)).then(pl.lit(place)) for place, name in enumerate(TESTS)])
    rows = there.with_columns(
        pl.when("vanished").then(pl.lit("vanished")).otherwise(reason).alias("cause_there"),
        _counted().alias("counted_there"), failed.alias("failed"), order.alias("order"),
    )  # fmt: skip
    ranked = rows.sort("unit", "vanished", "failed", "order", "record", nulls_last=True)
    return ranked.unique("unit", keep="first", maintain_order=True).select("unit", "cause_there", "counted_there")


def _counted() -> pl.Expr:
    return ~pl.col("vanished") & pl.all_horizontal(list(TESTS))


def _nth(group: str) -> pl.Expr:
    """The place of a record among those of its group, from 0, in the order of the rows: the first told is the original."""
    return pl.int_range(pl.len()).over(group)


def _units(question: Question, a: Side, b: Side) -> pl.DataFrame:
    """Record, unit and inner unit: the person, or the case that records of events speak of."""
    if question.indicator.unit == "person":
        both = pl.concat([side.rows.select("record", "person") for side in (a, b)]).unique("record", keep="first", maintain_order=True)
        return both.select("record", pl.col("person").alias("inner"), pl.col("person").alias("unit"))
    kind = record_types()[question.indicator.record_type]
    needed = ["record", "register", "event_date_first", *(field.name for field in kind.payload_fields if field.case_number)]
    rows = pl.concat([a.rows.select(needed), b.rows.select(needed)])
    acts = [side.victims.select("register", "act", "person", "linked") for side in (a, b)]
    return ties.cases(kind, rows, pl.concat(acts))


def _parts(explained: dict[SideName, pl.DataFrame]) -> list[Part]:
    """The parts in the order of the causes, a's before b's."""
    numbers = {side: dict(rows["cause"].drop_nulls().value_counts().iter_rows()) for side, rows in explained.items()}
    return [Part(side, cause, numbers[side][cause]) for side in explained for cause in causes() if cause in numbers[side]]
