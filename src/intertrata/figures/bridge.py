"""Why two registers count the same thing differently: each counted record gets one cause, so that the parts add up.

In: two sides and a question. Out: ``Bridge``: what each register would itself report, how many cases
or persons stand in both, and the rest by cause. Σ parts of a − Σ parts of b = a − b, whatever the data.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import polars as pl

from intertrata.figures import explaining
from intertrata.figures.conditions import Question
from intertrata.figures.engine import engine
from intertrata.figures.explaining import Explained
from intertrata.figures.sides import Side, numbered
from intertrata.vocabulary.errors import Problem

SideName = Literal["a", "b"]


@dataclass(frozen=True)
class Cause:
    """One cause of the closed list: its code, its Spanish name, what it means in a sentence."""

    code: str
    es: str
    help: str


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
    a, b = numbered(one, a, b)
    same = a.register == b.register
    with engine() as asking:
        in_a = explaining.tested(asking, question, a, other_cut_off=b.cut_off, same_register=same)
        in_b = explaining.tested(asking, question, b, other_cut_off=a.cut_off, same_register=same)
    if same:
        in_a, in_b = _by_record(in_a, in_b)
    of_a = explaining.explain(in_a, in_b, same_register=same)
    of_b = explaining.explain(in_b, in_a, same_register=same)
    counts, parts = (Count(a.name, of_a.count), Count(b.name, of_b.count)), tuple(_parts({"a": of_a, "b": of_b}))
    return Bridge(one.code, one.definition, *counts, of_a.count - of_b.count, of_a.both, parts, cut)


def _by_record(a: pl.DataFrame, b: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Number the records of one register at two dates alike: each is compared with itself."""
    numbers = pl.concat([a["unit"], b["unit"]]).rank("dense").cast(pl.UInt32)
    return a.with_columns(numbers[: a.height].alias("unit")), b.with_columns(numbers[a.height :].alias("unit"))


def _parts(explained: dict[SideName, Explained]) -> Iterable[Part]:
    """The parts in the order of the causes, a's before b's."""
    return (Part(side, cause, of.causes[cause]) for side, of in explained.items() for cause in causes() if cause in of.causes)
