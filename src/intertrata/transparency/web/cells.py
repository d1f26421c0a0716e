"""What was taken from the answers of one request, cell by cell, with page and words. In: an id, who looks. Out: lines of the request's page.

Who reads answers is not shown what another read alone before she read it herself: two readings are worth two only where neither saw the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from intertrata.transparency import catalogue, queries
from intertrata.transparency.matrix import MAY_ANSWER, TO_READ, Standing, reason_of
from intertrata.transparency.queries import Asked, Item
from intertrata.transparency.web.grid import anchor
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.periods import Period

WAITS = {TO_READ: _("Por leer"), MAY_ANSWER: _("Puede responder todavía")}
STANDS = {
    Standing.DIRECT: _("Lo escribió la entidad"), Standing.AGREED: _("Dos lecturas iguales"), Standing.CHOSEN: _("Decidido por una tercera persona"), Standing.SINGLE: _("Una sola lectura"),
    Standing.DIFFER: _("Las lecturas difieren"),
}  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """One person's reading of a cell: its number, of which item and period, what it says, where, with which words around, by whom."""

    id: int
    title: str
    text: str
    document: str
    page: int | None
    quote: str
    by: str


@dataclass(frozen=True)
class Cell:
    """An item and period: what holds, how far, and the readings that it rests on."""

    anchor: str
    title: str
    period: str
    text: str
    standing: str
    differs: bool
    readings: tuple[Reading, ...]


def cells(request: UUID, asked: Asked, *, by: str = "", reads: bool = False) -> list[Cell]:
    """Give every cell that the campaign asks of this entity.

    Args:
        by, reads: the account that looks, and whether it reads answers: what only another read is then not shown.
    """
    held = {(row["item"], row["period"]): row for row in queries.settled_of(request).iter_rows(named=True)}
    readings = _readings(request)
    reason = reason_of(asked.code)
    waiting = str(WAITS.get(reason) or code_list("statement_status").es(reason))
    made = []
    for item, period in queries.questionnaire_of(asked.campaign).cells(asked.entity):
        of = readings.get((item.code, period.iso()), ())
        alone = reads and len(of) == 1 and of[0].by != by
        row = None if alone else held.get((item.code, period.iso()))
        waits = str(_("Otra persona ya lo leyó; falta su lectura")) if alone else waiting
        made.append(_cell(item, period, row, () if alone else of, waiting=waits))
    return made


def asked_for(request: UUID) -> list[tuple[str, str]]:
    """The items and periods that a request asks for, to choose from."""
    row = queries.request_row(request)
    asked = queries.questionnaire_of(row.campaign).cells(catalogue.entity(row.entity))
    return [(f"{item.code}|{period.iso()}", f"{item.question} ({period.es})") for item, period in asked]


def mine(request: UUID, by: str) -> list[Reading]:
    """What an account itself took from a request's answers, the newest first."""
    return [one for several in _readings(request).values() for one in several if one.by == by][::-1]


def _cell(item: Item, period: Period, row: Any, readings: tuple[Reading, ...], *, waiting: str) -> Cell:
    at = anchor(item.code, period.iso())
    if row is None:
        return Cell(at, item.question, period.es, waiting, "", differs=False, readings=readings)
    differs = row["standing"] == Standing.DIFFER
    missing = row["status"] and not row["value"]
    text = "" if differs else (code_list("statement_status").es(row["status"]) if missing else row["as_written"])
    return Cell(at, item.question, period.es, text, str(STANDS[Standing(row["standing"])]), differs=differs, readings=readings)


def _readings(request: UUID) -> dict[tuple[str, str], tuple[Reading, ...]]:
    """The last reading of each person, by cell."""
    last: dict[tuple[str, str], dict[str, Reading]] = {}
    titles = dict(asked_for(request))
    for row in queries.taken(request).iter_rows(named=True):
        one = Reading(
            row["id"],
            titles.get(f"{row['item']}|{row['period']}", row["item"]),
            row["as_written"],
            row["document"] or "",
            row["page"],
            row["quote"],
            row["by"],
        )
        last.setdefault((row["item"], row["period"]), {})[row["by"]] = one
    return {cell: tuple(several.values()) for cell, several in last.items()}
