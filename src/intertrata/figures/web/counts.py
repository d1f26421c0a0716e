"""A count as a page and as a file. In: a count and what registers are called. Out: a table in words, and the same as CSV."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _

from intertrata.figures.queries import Counted, Dimension
from intertrata.storage.spreadsheets import neutral
from intertrata.vocabulary.periods import Period, since
from intertrata.vocabulary.wording import day, listed

FIRST = date(1, 1, 1)


@dataclass(frozen=True)
class Row:
    """One cell: its labels, its count, whether one of its values is unknown, the width of its bar of 100."""

    labels: tuple[str, ...]
    count: str
    unknown: bool
    width: str


@dataclass(frozen=True)
class Table:
    """What the template prints."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    period: str


def table(counted: Counted, dimensions: Mapping[str, Dimension], called: Mapping[str, str], *, what: str) -> Table:
    """Give a count as a table; the unknown is a row of its own, said as «sin dato».

    Args:
        called: by register, what everybody calls it. what: the indicator's name.
    """
    most = max((row["count"] for row in counted.rows), default=0) or 1
    rows = tuple(_row(row, counted, dimensions, called, most=most) for row in counted.rows)
    heads = tuple(short(dimensions[one]) for one in counted.dims)
    title = _("%(what)s por %(by)s") % {"what": what, "by": listed([head.lower() for head in heads])} if heads else what
    return Table(title, heads, rows, period_of(counted.start, counted.end))


def short(dimension: Dimension) -> str:
    """Give a dimension's name without what it explains in brackets."""
    return dimension.es.partition(" (")[0]


def period_of(start: str | None, end: str | None) -> str:
    """Name a period: a year by its number, an open one by its open end."""
    first, last = (date.fromisoformat(text) if text else None for text in (start, end))
    if first and last:
        return Period(first, last).es
    if last:
        return _("hasta el %(day)s") % {"day": day(last.isoformat())}
    return since(first).es if first else _("todos los años")


def as_csv(counted: Counted, shown: Table) -> str:
    """Give a count as CSV: labels, count, and in every row its definition, period and cut; no cell that a spreadsheet would run."""
    held = StringIO()
    write = csv.writer(held)
    write.writerow([*shown.heads, _("cuenta"), _("indicador"), _("definición"), _("período"), _("corte")])
    about = [shown.title, counted.definition, shown.period, counted.cut]
    for labels, count in ((row.labels, row.count) for row in shown.rows):
        write.writerow([*map(neutral, labels), count.replace(",", ""), *about])
    if counted.total is not None:
        write.writerow([*[_("total")] * len(shown.heads), counted.total, *about])
    return held.getvalue()


def _row(row: Mapping[str, Any], counted: Counted, dimensions: Mapping[str, Dimension], called: Mapping[str, str], *, most: int) -> Row:
    labels = tuple(_label(dimensions[one], row[one], called) for one in counted.dims)
    bound = "≥ " if row.get("missing") else ""
    return Row(labels, f"{bound}{row['count']:,}", any(row[one] is None for one in counted.dims), f"{100 * row['count'] / most:.1f}")


def _label(dimension: Dimension, code: str | None, called: Mapping[str, str]) -> str:
    if code is not None and dimension.code == "register":
        return called.get(code, code)
    if code is not None and dimension.kind == "month":
        return day(code)
    if code is not None and dimension.kind == "semester":
        year, half = code.split("-S")
        return _("primer semestre de %(year)s") % {"year": year} if half == "1" else _("segundo semestre de %(year)s") % {"year": year}
    return dimension.label(code)
