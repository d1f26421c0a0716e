"""The tables of a published report, made anew from its statements: what is printed in each cell, and what it should be.

In: definitions as data (``editions/*/cuadros.toml``) and gathered statements. Out: frozen ``Filled`` tables. A cell prints what its document
prints, codes and blanks included; where it is a sum or a ratio of other cells, the right value stands beside it with a verdict.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

from intertrata.figures.told.reading import BLANK, DASH, Told
from intertrata.figures.told.rows import plain
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.periods import ANY_TIME, Period, parse
from intertrata.vocabulary.statement import EXACT, Total, number_es, total

WORDS = ("cero", "un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez")
HUNDRED = Decimal(100)
MARKS = {DASH: "-", BLANK: ""}
COUNTRY, ANY = "Perú", "*"


@dataclass(frozen=True)
class Choice:
    """Which statement fills a cell, how its number is printed, and of which other cells it is made."""

    at: str
    indicator: str
    institution: str
    place: str
    period: Period
    dimension: tuple[tuple[str, str], ...]
    line: str = ""
    key: str = ""
    form: str = ""
    adds_all: bool = False
    sums: tuple[tuple[str, ...], ...] = ()
    percent: tuple[str, ...] = ()
    change: tuple[str, ...] = ()

    def fits(self, one: Told) -> bool:
        """Whether a statement is the one that is asked for."""
        asked = (self.at, self.indicator, self.period, self.dimension)
        said = (one.at, one.statement.fact.indicator, one.period, tuple(sorted(one.cell.items())))
        whose = self.institution in (ANY, one.institution) and self.place in (ANY, one.place_written)
        return asked == said and whose and self.line in ("", one.statement.page)


@dataclass(frozen=True)
class Line:
    """One printed line: its label before the cells, or a sentence around them; ``elsewhere``: the table does not print it."""

    label: str
    sentence: str
    cells: tuple[Choice, ...]
    elsewhere: bool = False


@dataclass(frozen=True)
class Part:
    """A block of lines, with its heading where it has one."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Column:
    """One column: its key, its heading, and what stands above it and its neighbours."""

    key: str
    name: str
    group: str = ""


@dataclass(frozen=True)
class Cuadro:
    """One table of a report: code, title, the lines of the report where it is printed, columns (none: its lines are sentences), parts."""

    code: str
    title: str
    printed_at: tuple[int, int]
    head: str
    columns: tuple[Column, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Cell:
    """A filled cell: the statement, the text as printed; where it is made of others, the right text and how the printed one stands to it."""

    choice: Choice
    told: Told | None
    text: str
    right: str = ""
    verdict: str | None = None
    bound: Total | None = None

    @property
    def value(self) -> Decimal | None:
        """What the statement says, None where it says nothing."""
        return self.told.statement.value if self.told else None

    @property
    def wrong(self) -> bool:
        """Whether another number should be printed; one that is right of what is known only lacks parts."""
        return self.verdict in {"rounding", "arithmetic"}

    def as_json(self) -> dict[str, Any]:
        """The cell as plain values."""
        said = self.told.statement if self.told else None
        return {
            "text": self.text,
            "value": plain(said.value) if said and said.value is not None else None,
            "status": sorted(said.status) if said else [],
            "number": self.told.number if self.told else None,
            "line": said.page if said else None,
            "right": self.right or None,
            "verdict": self.verdict,
            "missing": dict(self.bound.missing) if self.bound else {},
        }


@dataclass(frozen=True)
class FilledLine:
    """A line with its cells filled; ``text``: the whole of it, as it is printed."""

    line: Line
    cells: tuple[Cell, ...]

    @property
    def text(self) -> str:
        """The line as it is printed."""
        texts = [cell.text for cell in self.cells]
        return self.line.sentence.format(*texts) if self.line.sentence else " ".join(text for text in (self.line.label, *texts) if text)


@dataclass(frozen=True)
class Filled:
    """A table filled with what was told."""

    cuadro: Cuadro
    parts: tuple[tuple[Part, tuple[FilledLine, ...]], ...]

    @property
    def cells(self) -> Iterator[Cell]:
        """Every cell, line by line."""
        return (cell for _, lines in self.parts for line in lines for cell in line.cells)

    def as_json(self) -> dict[str, Any]:
        """The table as one JSON document."""
        parts = [
            {"name": part.name, "rows": [{"text": one.text, "label": one.line.label, "printed": not one.line.elsewhere,
             "cells": [cell.as_json() for cell in one.cells]} for one in lines]}
            for part, lines in self.parts
        ]  # fmt: skip
        one = self.cuadro
        columns = [{"key": column.key, "name": column.name, "group": column.group} for column in one.columns]
        return {"code": one.code, "title": one.title, "lines": list(one.printed_at), "columns": columns, "parts": parts}


@cache
def cuadros(folder: Path) -> dict[str, Cuadro]:
    """Give the tables of an edition by code, in the order of the report; an edition without any has none."""
    path = folder / "cuadros.toml"
    told = tomllib.loads(path.read_text(encoding="utf-8"))["cuadro"] if path.exists() else []
    return {one["code"]: _cuadro(one) for one in told}


def fill(cuadro: Cuadro, told: Sequence[Told]) -> Filled:
    """Fill a table with the statements of its report; a cell that no statement fills is empty and says so by having none."""
    by_indicator: dict[str, list[Told]] = {}
    for one in told:
        by_indicator.setdefault(one.statement.fact.indicator, []).append(one)
    return Filled(cuadro, tuple((part, tuple(_filled(part, by_indicator))) for part in cuadro.parts))


# What is written down, read


def _cuadro(told: Mapping[str, Any]) -> Cuadro:
    columns = told.get("column", [])
    heads = tuple(Column(one["key"], one["name"], one.get("group", "")) for one in columns)
    whole = {"at": told["code"], "institution": "", "place": COUNTRY, "dimension": {}} | _asked(told)
    parts = tuple(_part(one, columns, whole) for one in told["part"])
    first, last = told["lines"]
    return Cuadro(told["code"], told["title"], (first, last), told.get("head", ""), heads, parts)


def _part(told: Mapping[str, Any], columns: Sequence[Mapping[str, Any]], whole: Mapping[str, Any]) -> Part:
    of_part = {**whole, **_asked(told)}
    return Part(told.get("name", ""), tuple(_line(one, columns, of_part) for one in told["row"]))


def _line(told: Mapping[str, Any], columns: Sequence[Mapping[str, Any]], whole: Mapping[str, Any]) -> Line:
    of_line, but = {**whole, **_asked(told)}, told.get("but", {})
    cells = told.get("cell") or [{**one, **({"sum": True} if told.get("sum") and "percent" not in one else {})} for one in columns]
    made = tuple(choice_of({**of_line, **one, **but.get(one.get("key", ""), {})}) for one in cells)
    return Line(told.get("name", ""), told.get("text", ""), made, told.get("elsewhere", False))


def _asked(told: Mapping[str, Any]) -> dict[str, Any]:
    """What a table, a part or a line says of which statements fill its cells."""
    return {name: told[name] for name in ("at", "indicator", "institution", "place", "period", "dimension") if name in told}


def choice_of(told: Mapping[str, Any]) -> Choice:
    """Read which statement is asked for: at which place of the document, of what, whom, where and when, cut how."""
    return Choice(
        told["at"], code_list("told_indicator").resolve(told["indicator"]) or told["indicator"], told["institution"], told["place"],
        parse(told["period"]) if "period" in told else ANY_TIME, tuple(sorted(told["dimension"].items())), told.get("line", ""),
        told.get("key", ""), told.get("as", ""), told.get("sum", False), tuple(tuple(each) for each in told.get("sums", ())),
        tuple(told.get("percent", ())), tuple(told.get("change", ())),
    )  # fmt: skip


# Cells, filled


def _filled(part: Part, told: Mapping[str, Sequence[Told]]) -> Iterator[FilledLine]:
    lines = [(line, [_cell(choice, told) for choice in line.cells]) for line in part.lines]
    grid = not any(line.sentence for line in part.lines)
    known = {cell.choice.key: cell for line, cells in lines for cell in cells if cell.choice.key and not grid}
    others = [(line, place, cell) for line, cells in lines for place, cell in enumerate(cells) if not line.elsewhere]
    for line, cells in lines:
        named = known | {cell.choice.key: cell for cell in cells if cell.choice.key}
        of_column = [[cell for other, at, cell in others if other is not line and (not grid or at == place)] for place in range(len(cells))]
        yield FilledLine(line, tuple(_beside(cell, named, column) for cell, column in zip(cells, of_column, strict=True)))


def _cell(choice: Choice, told: Mapping[str, Sequence[Told]]) -> Cell:
    found = next((one for one in told.get(choice.indicator, ()) if choice.fits(one)), None)
    return Cell(choice, found, _printed(found, choice.form) if found else "")


def _printed(one: Told, form: str) -> str:
    """The cell as its document prints it: a code, a dash, a blank, a number that is none, or the number in its form."""
    said = one.statement
    if said.value is None:
        code = next(iter(said.status))
        return MARKS.get(code, code)
    return one.notes.get("printed_malformed") or _formed(said.value, form)


def _formed(value: Decimal, form: str) -> str:
    if form in {"word", "Word", "word_feminine"} and value == int(value) and 0 <= value < len(WORDS):
        word = WORDS[int(value)] + ("a" if form == "word_feminine" and value == 1 else "")
        return word.capitalize() if form == "Word" else word
    if form == "two_digits":
        return f"{int(value):02d}"
    return f"{number_es(value)}%" if form == "percent" else number_es(value)


def _beside(cell: Cell, named: Mapping[str, Cell], column: Sequence[Cell]) -> Cell:
    """The cell with the right value beside it, where it is made of others that are known."""
    choice = cell.choice
    if choice.adds_all:
        return _summed(cell, total(one.told.statement for one in column if one.told))
    if choice.sums:
        made = [_compared(cell, _added(names, named), exact=True) for names in choice.sums]
        return next((one for one in made if one.verdict != "equal"), made[0])
    if choice.percent or choice.change:
        return _compared(
            cell, _ratio(*(named[name].value for name in choice.percent or choice.change), change=bool(choice.change)), exact=False
        )
    return cell


def _ratio(one: Decimal | None, other: Decimal | None, *, change: bool) -> Decimal | None:
    """The first as a per cent of the second, or the change from the first to the second; None where either is unknown or the base is 0."""
    base = one if change else other
    if one is None or other is None or not base:
        return None
    return ((other - one) if change else one) / base * HUNDRED


def _summed(cell: Cell, added: Total) -> Cell:
    """A printed total beside the sum of what is printed; where parts are missing the sum is a lower bound, whatever the document says."""
    if not added.n_known:
        return cell
    made = replace(_compared(cell, added.known, exact=True), right=added.es, bound=added)
    return replace(made, verdict="coverage") if added.n_missing and cell.value is not None and cell.value >= added.known else made


def _added(names: Sequence[str], named: Mapping[str, Cell]) -> Decimal | None:
    """What the named cells add up to, those with a minus taken away; None where one of them is not known."""
    added = Decimal(0)
    for name in names:
        value = named[name.removeprefix("-")].value
        if value is None:
            return None
        added = EXACT.subtract(added, value) if name.startswith("-") else EXACT.add(added, value)
    return added


def _compared(cell: Cell, right: Decimal | None, *, exact: bool) -> Cell:
    """How the printed value stands to the right one: equal, cut off instead of rounded, or wrong; no verdict where nothing is printed."""
    printed = cell.value
    if right is None:
        return cell
    if printed is None:
        return replace(cell, right=_formed(right if exact else right.quantize(Decimal("0.01"), ROUND_HALF_UP), cell.choice.form))
    rounded, verdict = stands_to(printed, right, exact=exact)
    return replace(cell, right=_formed(rounded, cell.choice.form), verdict=verdict)


def stands_to(printed: Decimal, right: Decimal, *, exact: bool) -> tuple[Decimal, str]:
    """Give the right value with the digits that are printed, and how the printed one stands to it: equal, cut off instead of rounded, or wrong."""
    unit = Decimal(1).scaleb(int(printed.as_tuple().exponent))
    rounded = right if exact else right.quantize(unit, ROUND_HALF_UP)
    cut_off = not exact and right.quantize(unit, ROUND_DOWN) == printed
    return rounded, "equal" if rounded == printed else "rounding" if cut_off else "arithmetic"
