"""Told figures as statements: each record of a figures source becomes who said what number, of what, when and where.

In: current ``figure`` records, the documents they came in. Out: ``Told`` values. A record is one statement, because its
register's declaration says by which key it is one: repeated rows were recognised there, rows with another key are parts.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import polars as pl

from intertrata.figures.told.placing import placed
from intertrata.vocabulary import periods
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.jurisdictions import jurisdiction_of
from intertrata.vocabulary.periods import ANY_TIME, Period
from intertrata.vocabulary.statement import Concept, Fact, Statement, exact
from intertrata.vocabulary.territory import place

ALL = "*"
PAIR = re.compile(r"\s*[;,&+]\s*(?=\w+\s*=)")  # «with=PNP+MP-FN» is one pair
BLANK, DASH = "BLANK", "DASH"
Key = tuple[object, ...]


@dataclass(frozen=True)
class Told:
    """One statement and where it belongs: the row of the national tables, the categories of its breakdown, its office.

    ``called``: what is counted in the words of its document, where those are others than the list's; ``record``: the record that told it. ``at``: the place in its document (a table, the text) of a figure that the document gathered from somebody else; whose it is then stands
    in ``institution`` and ``system``, how the document tells it in ``notes`` and ``quote``.
    """

    statement: Statement
    department: str | None
    cell: Mapping[str, str]
    office: str
    offence: str
    article: str = ""
    institution: str = ""
    system: str = ""
    place_written: str = ""
    at: str = ""
    quote: str = ""
    number: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    called: str = ""
    record: str = ""

    @property
    def period(self) -> Period:
        """The period it speaks of."""
        return self.statement.fact.period

    @property
    def gathered(self) -> bool:
        """Whether its document gathered it from somebody else."""
        return bool(self.at)

    @cached_property
    def of_whom(self) -> Mapping[str, str]:
        """Whose figure it is, where its source gathers those of several; unknown left out."""
        said = {"institution": self.institution, "system": self.system, "office": self.office, "offence": self.offence}
        return {name: value for name, value in said.items() if value}

    @property
    def is_monthly(self) -> bool:
        """Whether it speaks of one month."""
        return self.period == periods.month(self.period.start.year, self.period.start.month)

    @cached_property
    def always(self) -> Mapping[str, str]:
        """Its values in the dimensions that every statement has, unknown left out; asked for with every question."""
        said = {"source": self.statement.source, "department": self.department or ""}
        said |= {"year": f"{self.period.start:%Y}"} if self.period != ANY_TIME else {}
        said |= {"month": f"{self.period.start:%Y-%m}"} if self.is_monthly else {}
        return {name: value for name, value in said.items() if value} | dict(self.of_whom)


@dataclass(frozen=True)
class Source:
    """What a source counts, and of which other it is a copy."""

    concept: Concept
    derived_from: str


UNDESCRIBED = Source(Concept(), "")


@cache
def sources() -> dict[str, Source]:
    """Give what each known source counts; one that is not in the file says nothing of it."""
    rows = tomllib.loads(files("intertrata.figures.told").joinpath("concepts.toml").read_text(encoding="utf-8"))
    names = [field.name for field in fields(Concept)]
    return {code: Source(Concept(**{name: row.get(name, "") for name in names}), row.get("derived_from", "")) for code, row in rows.items()}


@cache
def qualifiers() -> dict[str, str]:
    """Give the pairs of a breakdown that say how a document tells a figure, and not which; with the status that each gives its value."""
    text = files("intertrata.figures.told").joinpath("qualifiers.csv").read_text(encoding="utf-8")
    return {row["code"]: row["status"] for row in csv.DictReader(text.splitlines())}


def told(figures: pl.DataFrame, *, documents: Mapping[str, str], offences: Iterable[str]) -> list[Told]:
    """Read the figures of one indicator as statements.

    Args:
        figures: rows as ``registers.queries.current("figure")`` gives them.
        documents: by deposit, the file that it was.
        offences: the offences that belong to the indicator. A row that names another one, or an article that is none of
            ours, is about something else; one that names neither is what the source calls by the indicator's name.

    Returns:
        statements of the newest vintage of each fact, ordered by source, period and line.

    Raises:
        Problem: ``figure_without_period`` or ``period_unreadable``.
    """
    kept = figures.filter(~pl.col("vanished")).sort("register", "table", "deposit", "line", "record")
    return standing((read(row, documents) for row in kept.iter_rows(named=True)), offences=offences)


def standing(statements: Iterable[Told], *, offences: Iterable[str]) -> list[Told]:
    """Give those of the statements, in the order of their rows, that are about the offences and of the newest vintage of their fact."""
    wanted = frozenset(offences)
    first: dict[Key, Told] = {}
    repeated: dict[Key, list[Told]] = {}
    for one in statements:
        if _is_about(one, wanted):
            place = (one.at, one.statement.page) if one.gathered else ()
            key = (one.statement.source, one.statement.fact, *place)
            if first.setdefault(key, one) is not one:
                repeated.setdefault(key, [first[key]]).append(one)
    parts = _with_newest(first, repeated) if repeated else list(first.values())
    return sorted(parts, key=lambda one: (one.statement.source, one.period.days))


def _with_newest(first: Mapping[Key, Told], repeated: Mapping[Key, list[Told]]) -> list[Told]:
    """The statements of each fact, where some were told several times."""
    return [part for key, one in first.items() for part in (_of_the_newest_vintage(repeated[key]) if key in repeated else (one,))]


def _is_about(one: Told, offences: frozenset[str]) -> bool:
    return not offences.isdisjoint(one.offence.split("+")) if one.offence else not one.article


def _of_the_newest_vintage(group: list[Told]) -> Iterator[Told]:
    """The rows of one fact: those of an older vintage are overtaken; several of one vintage are parts, told apart by number."""
    newest = max(one.statement.vintage for one in group)
    first, *others = (one for one in group if one.statement.vintage == newest)
    yield first
    for number, one in enumerate(others, start=2):
        fact = one.statement.fact
        numbered = replace(fact, breakdown=(*fact.breakdown, ("part", str(number))))
        yield replace(one, statement=replace(one.statement, fact=numbered))


def cell_of(category: str | None) -> dict[str, str]:
    """Give the categories that ``purpose=sexual``, ``purpose=*`` or ``sex=male;age_group=a12_17`` name; ``*`` is the whole."""
    pairs = [pair.partition("=") for pair in PAIR.split(category or ALL) if "=" in pair]
    return {dimension.strip(): code.strip() for dimension, _, code in pairs}


def missing(like: Told, period: Period, *, status: str, offence: str, cell: Mapping[str, str]) -> Told:
    """Give the statement that a source did not make, so that a sum can count it as missing and never as zero."""
    said = like.statement
    fact = Fact(said.fact.indicator, period, said.fact.unit, breakdown=(("offence", offence), *cell.items()))
    gap = Statement(
        fact, None, said.source, "", said.vintage, status=frozenset({status}), concept=said.concept, derived_from=said.derived_from
    )
    return Told(gap, like.department, cell, "", offence)


def read(row: Mapping[str, Any], documents: Mapping[str, str]) -> Told:
    """Read one record of a figures source as a statement; ``documents``: by deposit, the file that it was.

    Raises:
        Problem: ``figure_without_period`` or ``period_unreadable``.
    """
    source = sources().get(row["register"], UNDESCRIBED)
    pairs, offence = cell_of(row["category"]), "+".join(row["offences"] or [])
    notes = {name: text for name, text in pairs.items() if row["document_table"] and name in qualifiers()}
    cell = {name: text for name, text in pairs.items() if name not in notes}
    office, institution, system = (row[name] or "" for name in ("office", "institution", "system"))
    where, elsewhere = (place(row["ubigeo"]), "") if row["ubigeo"] else placed(row["place_written"] or "")
    breakdown = named(cell, offence=offence, office=office, row=_row_key(row), institution=institution, system=system)
    unit = row["unit"] or source.concept.unit or row["indicator"]
    fact = Fact(row["indicator"], _period(row), unit, where, row["jurisdiction"] or elsewhere, breakdown)
    value, status = _value(row, notes)
    concept = replace(source.concept, unit=notes.get("printed_unit") or row["unit"] or "") if row["document_table"] else source.concept
    made = Statement(
        fact, value, row["register"], row["document"] or documents.get(row["deposit"], row["table"]), _vintage(row),
        row["page"] or str(row["line"]), row["as_written"] or "", status, concept, source.derived_from,
    )  # fmt: skip
    return Told(
        made, jurisdiction_of(where) if where else None, cell, office, offence, row["article"] or "", institution, system,
        row["place_written"] or "", row["document_table"] or "", row["quote"] or "", row["number"] or "", notes, row["indicator_written"] or "",
        row["record"],
    )  # fmt: skip


def named(cell: Mapping[str, str], **more: str) -> tuple[tuple[str, str], ...]:
    """Give what tells one fact of a source from another beside time and place: its categories, and whatever else it says."""
    return tuple((name, text) for name, text in (dict(cell) | more).items() if text)


def _row_key(row: Mapping[str, Any]) -> str:
    """What else tells two rows of a source apart: as it writes its breakdown and article; 153 and 129-A are both one offence."""
    return "/".join(text for text in (row["breakdown"], row["article"]) if text)


def _period(row: Mapping[str, Any]) -> Period:
    """The days said, else the month, the period as written, the year; a figure of no time says nothing that can be compared.

    One that a document tells without a time is kept as of any time, and compared with none.
    """
    if row["period_start"]:
        return periods.parse(f"{row['period_start']}/{row['period_end'] or '..'}")
    if row["year"] and row["month"]:
        return periods.month(row["year"], row["month"])
    if row["period"]:
        return periods.parse(row["period"], of_year=row["year"])
    if row["year"]:
        return periods.year(row["year"])
    if row["document_table"]:
        return ANY_TIME
    raise Problem("figure_without_period", source=row["register"], line=row["line"])


def _value(row: Mapping[str, Any], notes: Mapping[str, str]) -> tuple[Decimal | None, frozenset[str]]:
    """The value, or the status that says why there is none: a code the source wrote, a dash or a blank, never a zero."""
    if row["value"] is not None:
        return _as_exact(row), frozenset(qualifiers()[name] for name in notes if qualifiers()[name])
    texts = (row["status"], f"cell={notes['cell']}" if "cell" in notes else "", row["as_written"])
    written = next((text.strip() for text in texts if text and text.strip()), "")
    said = code_list("statement_status").resolve(written) if written else None
    return None, frozenset({said or (DASH if written in {"-", "–", "—"} else BLANK)})


def _as_exact(row: Mapping[str, Any]) -> Decimal:
    """The value with the decimals that its document wrote: 5,581,376.00 is told to the cent."""
    value = Decimal(row["value"])
    try:
        written = exact(row["as_written"] or "")
    except Problem:
        return value
    return written if written == value else value


def _vintage(row: Mapping[str, Any]) -> date:
    """The day from which the number stands: when the source published it, where it says so, else our cut-off."""
    published: str = row["published"] or ""
    told_on: date = row["cut_off"]
    return periods.parse(published).start if published else told_on


def months_of(period: Period) -> Iterator[Period]:
    """Give the months of a closed period."""
    day = period.start
    while period.end and day <= period.end:
        one = periods.month(day.year, day.month)
        yield one
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
