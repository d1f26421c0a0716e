"""Where the series of a source breaks: from a year on it counts by other articles of the law, so that it is not compared with before.

In: rows side by side. Out: the same rows, those that begin anew marked BRK (OBSERVATION.md). Trafficking was article 153 of the Penal Code
and is 129-A since Ley 31146: a change of the number, and of what prosecutors open under it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from intertrata.figures.told.rows import Cell, Row

BREAK = "BRK"
Series = tuple[str, str, Cell]


def marked(rows: Iterable[Row]) -> list[Row]:
    """Mark the rows with which a series of one source about one place and category begins anew: no article is one of before."""
    ordered = sorted(rows, key=lambda one: (_of(one), one.period.days))
    return [made for _, series in groupby(ordered, key=_of) for made in _series(series)]


def _of(one: Row) -> Series:
    """Of which series a row is."""
    return one.source, one.department or "", one.cell


def _series(rows: Iterable[Row]) -> Iterable[Row]:
    before: frozenset[str] = frozenset()
    for one in rows:
        articles = frozenset(part.article for part in one.parts if part.article)
        anew = bool(before and articles and not before & articles)
        before = articles or before
        yield replace(one, status=tuple(sorted({*one.status, BREAK}))) if anew else one
