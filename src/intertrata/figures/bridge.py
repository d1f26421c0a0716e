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

import polars as pl

from intertrata.figures import explaining, freezing, ties
from intertrata.figures.asking import RegisterAsked
from intertrata.figures.conditions import Question
from intertrata.figures.cut_files import CutRef
from intertrata.figures.definitions import Indicator
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.records import record_types

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
    one = question.indicator
    if one.unit == "number":
        raise Problem("bridge_of_numbers", indicator=one.code)
    sides: dict[SideName, Side] = {"a": a, "b": b}
    same, units = a.register == b.register, _units(question, a, b)
    told = {name: explaining.tested(question, side.rows, units) for name, side in sides.items()}
    explained: dict[SideName, pl.DataFrame] = {
        "a": explaining.explain(told["a"], told["b"], other_cut_off=b.cut_off, same_register=same),
        "b": explaining.explain(told["b"], told["a"], other_cut_off=a.cut_off, same_register=same),
    }
    both = explained["a"].filter(pl.col("cause").is_null()).height
    of_a, of_b = (Count(side.name, explained[name].height) for name, side in sides.items())
    return Bridge(one.code, one.definition, of_a, of_b, of_a.count - of_b.count, both, tuple(_parts(explained)), cut)


def _units(question: Question, a: Side, b: Side) -> pl.DataFrame:
    """Record, unit and inner unit: the person, or the case that records of events speak of.

    One register at two dates is compared record by record: only its second copies are looked for by person or case.
    """
    same = a.register == b.register
    if question.indicator.unit == "person":
        whose = pl.concat([side.rows.select("record", "person") for side in (a, b)]).unique("record", keep="first", maintain_order=True)
        return whose.select("record", pl.col("person").alias("inner"), pl.col("record" if same else "person").alias("unit"))
    kind = record_types()[question.indicator.record_type]
    fields = [field.name for field in kind.payload_fields if field.case_number or field.name in ("facts_date", "ubigeo", "channel")]
    needed = ["record", "register", "event_date_first", *fields]
    rows = pl.concat([a.rows.select(needed), b.rows.select(needed)])
    acts = [side.victims.select("register", "act", "person", "linked") for side in (a, b)]
    found = ties.cases(kind, rows, pl.concat(acts))
    return found.with_columns(pl.col("record").alias("unit")) if same else found


def _parts(explained: dict[SideName, pl.DataFrame]) -> list[Part]:
    """The parts in the order of the causes, a's before b's."""
    numbers = {side: dict(rows["cause"].drop_nulls().value_counts().iter_rows()) for side, rows in explained.items()}
    return [Part(side, cause, numbers[side][cause]) for side in explained for cause in causes() if cause in numbers[side]]
