"""Where the series of a source breaks: from a year on it counts by other articles of the law, so that it is not compared with before.

In: rows side by side. Out: the same rows, those that begin anew marked BRK (OBSERVATION.md). Trafficking was article 153 of the Penal Code
and is 129-A since Ley 31146: a change of the number, and of what prosecutors open under it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from intertrata.figures.told.rows import Cell, Row

BREAK = "BRK"
Series = tuple[str, str, Cell]
Articles = frozenset[str]


def marked(rows: Iterable[Row]) -> list[Row]:
    """Mark the rows with which a series of one source about one place and category begins anew: no article is one of before."""
    ordered = sorted(rows, key=lambda one: (_of(one), one.period.days))
    series = (turning(each) for _, each in groupby(ordered, key=_of))
    return [replace(one, status=tuple(sorted({*one.status, BREAK}))) if before else one for rows in series for one, before in rows]


def turning(series: Iterable[Row]) -> Iterator[tuple[Row, Articles]]:
    """Give each row of a series, in order, with the articles of before where it counts by none of them; else with nothing."""
    before: Articles = frozenset()
    for one in series:
        articles = frozenset(part.article for part in one.parts if part.article)
        anew = bool(before and articles and not before & articles)
        yield one, before if anew else frozenset()
        before = articles or before


def _of(one: Row) -> Series:
    """Of which series a row is."""
    return one.source, one.department or "", one.cell
