"""Told figures side by side as tables. In: rows of ``figures.queries.statements``. Out: one table a place, a column a source, gaps as gaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from intertrata.figures.queries import Dimension, Mismatch, SourceLine
from intertrata.figures.web.counts import period_of, short
from intertrata.figures.web.drawn import Drawn, drawn
from intertrata.figures.web.number import address
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.jurisdictions import jurisdiction_name
from intertrata.vocabulary.records import record_types
from intertrata.vocabulary.statement import number_es
from intertrata.vocabulary.wording import day

DRAWN = 3  # places on one page whose series are drawn: twenty-six drawings are no page that anybody reads


@dataclass(frozen=True)
class Cell:
    """What one source says of one period; a gap says why there is none. ``address``: the page of the number."""

    text: str
    gap: bool
    address: str = ""


@dataclass(frozen=True)
class Line:
    """One period: a cell a source, and why they differ where both speak."""

    period: str
    cells: tuple[Cell, ...]
    verdicts: str


@dataclass(frozen=True)
class Place:
    """One table: where, which sources, their documents, the lines, and the series drawn."""

    name: str
    sources: tuple[str, ...]
    lines: tuple[Line, ...]
    documents: tuple[str, ...]
    drawings: tuple[Drawn, ...] = ()


@dataclass(frozen=True)
class Gathered:
    """A figure that a document gathered: of when, of whom, where, what it says, how it says it, why it differs, at which place."""

    period: str
    of: str
    place: str
    text: str
    gap: bool
    verdicts: str
    at: str
    quote: str
    document: str
    address: str


def gathered(rows: Iterable[Mapping[str, Any]]) -> list[Gathered]:
    """Give the figures that documents gathered from somebody else, in the order of the rows; each is one line and none is added to another."""
    return [_gathered(row) for row in rows if row["table"]]


def _gathered(row: Mapping[str, Any]) -> Gathered:
    period = period_of(row["period_start"], row["period_end"]) if row["period_start"] else _("sin período")
    of = " · ".join(text for text in (row["institution"], row["system"]) if text)
    status = code_list("statement_status")
    reasons = ", ".join(status.es(code).lower() for code in row["status"])
    text = row["text"] if row["value"] is not None else reasons
    at = _("%(table)s, línea %(line)s") % {"table": row["table"], "line": row["page"]}
    return Gathered(
        period, of or "—", row["place"] or "—", f"{text} · {reasons}" if row["value"] is not None and reasons else text,
        row["value"] is None, _verdicts(row["reasons"]), at, row["quote"], row["document"], address(row),
    )  # fmt: skip


def _verdicts(reasons: Iterable[str]) -> str:
    return "; ".join(code_list("verdict").es(code) for code in dict.fromkeys(reasons))


@dataclass(frozen=True)
class Unsound:
    """A stated total that its parts do not make: when, where, by what, what it says, what they make, on which lines."""

    period: str
    office: str
    dimension: str
    total: str
    parts: str
    lines: tuple[str, ...]


def unsound(found: Iterable[Mismatch], dimensions: Mapping[str, Dimension]) -> list[Unsound]:
    """Give the totals that do not add up, in words."""
    return [
        Unsound(day(one.period), one.office, _dimension(one.dimension, dimensions), number_es(one.total), number_es(one.parts), one.lines)
        for one in found
    ]


def _dimension(code: str, dimensions: Mapping[str, Dimension]) -> str:
    """The Spanish name of a breakdown: a dimension's, else that of the field of a complaint it is about."""
    field = record_types()["complaint"].field(code)
    return short(dimensions[code]) if code in dimensions else field.es if field else code


def places(rows: Iterable[Mapping[str, Any]], called: Mapping[str, str], series: Mapping[str | None, Sequence[SourceLine]]) -> list[Place]:
    """Give one table a place, in the order of the rows, of what institutions told themselves; with its series drawn where few places are asked for."""
    by_place: dict[str | None, list[Mapping[str, Any]]] = {}
    for row in (one for one in rows if not one["table"]):
        by_place.setdefault(row["territory"], []).append(row)
    found = {territory: _place(territory, told, called) for territory, told in by_place.items()}
    if len(found) > DRAWN:
        return list(found.values())
    return [
        replace(one, drawings=tuple(drawn(series.get(territory, ()), called, name=f"serie-{territory or 0}")))
        for territory, one in found.items()
    ]


def _place(territory: str | None, rows: list[Mapping[str, Any]], called: Mapping[str, str]) -> Place:
    sources = sorted({row["source"] for row in rows})
    by_period: dict[tuple[str, str | None], dict[str, Mapping[str, Any]]] = {}
    for row in rows:
        by_period.setdefault((row["period_start"], row["period_end"]), {})[row["source"]] = row
    lines = [_line(period, told, sources) for period, told in sorted(by_period.items(), key=lambda item: (item[0][0], item[0][1] or ""))]
    documents = sorted({f"{called.get(row['source'], row['source'])}: {row['document']}" for row in rows if row["document"]})
    name = jurisdiction_name(territory) if territory else _("Todo el país, o sin lugar")
    return Place(name, tuple(called.get(one, one) for one in sources), tuple(lines), tuple(documents))


def _line(period: tuple[str, str | None], told: Mapping[str, Mapping[str, Any]], sources: list[str]) -> Line:
    verdicts = _verdicts(code for row in told.values() for code in row["reasons"])
    return Line(period_of(*period), tuple(_cell(told.get(source)) for source in sources), verdicts)


def _cell(row: Mapping[str, Any] | None) -> Cell:
    if row is None:
        return Cell(_("no lo dice"), gap=True)
    reasons = ", ".join(code_list("statement_status").es(code).lower() for code in row["status"])
    where = address(row)
    if row["value"] is None:
        return Cell(_("no lo dice") if not row["document"] else reasons or _("sin dato"), gap=True, address=where)
    return Cell(f"{row['text']} · {reasons}" if reasons else row["text"], gap=False, address=where)
