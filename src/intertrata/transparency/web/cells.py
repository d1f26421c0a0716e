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
    """An item and period: what holds, how far, the readings that it rests on, why one was chosen, and whether who looks may choose."""

    anchor: str
    title: str
    period: str
    text: str
    standing: str
    differs: bool
    readings: tuple[Reading, ...]
    why: str = ""
    may_choose: bool = False


def cells(request: UUID, asked: Asked, *, by: str = "", reads: bool = False) -> list[Cell]:
    """Give every cell that the campaign asks of this entity.

    Args:
        by, reads: the account that looks, and whether it reads answers: what only another read is then not shown.
    """
    held = {(row["item"], row["period"]): row for row in queries.settled_of(request).iter_rows(named=True)}
    readings, chosen = _readings(request), queries.chosen_of(request)
    reason = reason_of(asked.code)
    waiting = str(WAITS.get(reason) or code_list("statement_status").es(reason))
    made = []
    for item, period in queries.questionnaire_of(asked.campaign).cells(asked.entity):
        at = (item.code, period.iso())
        row, of = held.get(at), readings.get(at, ())
        if row is None:
            made.append(_empty(item, period, waiting))
        elif reads and row["standing"] == Standing.SINGLE and row["reader"] != by:
            made.append(_empty(item, period, str(_("Otra persona ya lo leyó; falta su lectura"))))
        else:
            why = f"{chosen[at].why} ({chosen[at].by})" if row["standing"] == Standing.CHOSEN and reads else ""
            made.append(_cell(item, period, row, of, why=why, may_choose=reads and by not in {one.by for one in of}))
    return made


def asked_for(request: UUID) -> list[tuple[str, str]]:
    """The items and periods that a request asks for, to choose from."""
    row = queries.request_row(request)
    asked = queries.questionnaire_of(row.campaign).cells(catalogue.entity(row.entity))
    return [(f"{item.code}|{period.iso()}", f"{item.question} ({period.es})") for item, period in asked]


def mine(request: UUID, by: str) -> list[Reading]:
    """What an account itself took from a request's answers, the newest first."""
    return [one for several in _readings(request).values() for one in several if one.by == by][::-1]


def _empty(item: Item, period: Period, waiting: str) -> Cell:
    return Cell(anchor(item.code, period.iso()), item.question, period.es, waiting, "", differs=False, readings=())


def _cell(item: Item, period: Period, row: Any, readings: tuple[Reading, ...], *, why: str, may_choose: bool) -> Cell:
    at = anchor(item.code, period.iso())
    differs = row["standing"] == Standing.DIFFER
    missing = row["status"] and not row["value"]
    text = "" if differs else (code_list("statement_status").es(row["status"]) if missing else row["as_written"])
    standing = str(STANDS[Standing(row["standing"])])
    return Cell(
        at, item.question, period.es, text, standing, differs=differs, readings=readings, why=why, may_choose=differs and may_choose
    )


def _readings(request: UUID) -> dict[tuple[str, str], tuple[Reading, ...]]:
    """What each person, and the entity itself, says now, by cell."""
    held: dict[tuple[str, str], list[Reading]] = {}
    titles = dict(asked_for(request))
    for row in queries.held_of(request).iter_rows(named=True):
        one = Reading(
            row["id"],
            titles.get(f"{row['item']}|{row['period']}", row["item"]),
            row["as_written"],
            row["document"] or "",
            row["page"],
            row["quote"],
            row["by"],
        )
        held.setdefault((row["item"], row["period"]), []).append(one)
    return {cell: tuple(several) for cell, several in held.items()}
