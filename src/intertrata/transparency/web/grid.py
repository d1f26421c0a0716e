"""The matrix as one table, light enough for 47,200 cells: a letter or two a reason, a value as Peru writes it, no mark that says nothing.

In: a ``Matrix``, the requests of its rows. Out: the rows of an HTML table as text, cells in the order of the columns; end tags that HTML lets
out are left out (HTML, optional tags), since they weigh as much as the cells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import polars as pl
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from intertrata.transparency.matrix import MAY_ANSWER, TO_READ, Matrix, Standing
from intertrata.transparency.queries import Asked
from intertrata.transparency.readings import in_clear

SHORT = 14
"""Letters of a text that stand in a cell; the whole is one click away."""
UNASKED = "·"
EMPTY = {TO_READ: "…", MAY_ANSWER: ""}
MARKS = {Standing.SINGLE: "*", Standing.DIFFER: "≠"}
"""Nothing where two people read the same or a third chose."""
FEW = 5_000
"""So many cells or fewer each lead to what they rest on; of more only the row does, since an address weighs ten times a cell."""


def rows(found: Matrix, asked: Sequence[Asked], *, texts: Mapping[int, str]) -> SafeString:
    """Give the rows of the table, one a request, the entity's name first, with what became of its appeal.

    Args:
        texts: by reading, the free texts that may be seen; of the others a cell only says that there is one.
    """
    places = {column: number for number, column in enumerate(found.columns)}
    links = found.cells <= FEW
    held = _by_request(found, places, texts, links=links)
    made = []
    for one in asked:
        reason = found.reasons[one.id]
        cells = [f"<td>{EMPTY.get(reason, reason)}"] * len(places)
        for place in (place for place, (item, _period) in enumerate(found.columns) if item in found.unasked.get(one.id, ())):
            cells[place] = f"<td>{UNASKED}"
        for place, cell in held.get(one.id, ()):
            cells[place] = cell
        head = f'<tr><th scope=row><a href="{reverse("request", args=[one.id])}">{escape(one.entity.name)}</a>{_appealed(one)}'
        made.append(head + "".join(cells))
    return mark_safe("\n".join(made))  # noqa: S308 - everything that anybody wrote is escaped above and in _by_request


def anchor(item: str, period: str) -> str:
    """Where the page of a request speaks of an item and period."""
    return f"{item}-{period.replace('/', '_')}"


def _appealed(one: Asked) -> str:
    """What became of the appeal, once there is one."""
    return f" <small>{escape(one.appeal_es)}</small>" if one.appeal and one.appeal.event else ""


def _by_request(
    found: Matrix, places: Mapping[tuple[str, str], int], texts: Mapping[int, str], *, links: bool
) -> dict[str, list[tuple[int, str]]]:
    """The cells of which something was taken, by request: at which place, what stands there."""
    held: dict[str, list[tuple[int, str]]] = {}
    shown = _texts(found.taken, texts)
    request_, item_, period_, standing_ = (found.taken[name].to_list() for name in ("request", "item", "period", "standing"))
    for request, item, period, text, standing in zip(request_, item_, period_, shown, standing_, strict=True):
        mark = MARKS.get(standing, "")
        cell = f'<a href="{reverse("request", args=[request])}#{anchor(item, period)}">{text}{mark}</a>' if links else f"{text}{mark}"
        held.setdefault(request, []).append((places[item, period], f"<td>{cell}"))
    return held


def _texts(taken: pl.DataFrame, texts: Mapping[int, str]) -> list[str]:
    """What each cell says: the reason why it has no value, a number as Peru writes it, the beginning of a text that may be seen."""
    said = zip(*(taken[name].to_list() for name in ("kind", "value", "status", "capture")), strict=True)
    return [_short(texts[capture]) if capture in texts else _text(kind, value, status) for kind, value, status, capture in said]


@lru_cache(maxsize=1 << 15)
def _text(kind: str, value: str, status: str) -> str:
    if not value:  # where people differ there is neither
        return escape(status)
    return in_clear(kind, value) if kind == "number" else _short(in_clear(kind, value))


def _short(text: str) -> str:
    return escape(text if len(text) <= SHORT else f"{text[: SHORT - 1]}…")
