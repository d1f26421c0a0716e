"""What was taken from the answers of one request, cell by cell, with page and words. In: an id, who looks, the words that she may see. Out: lines of the
request's page; which questions wait to be read.

Who reads answers is not shown what another read alone before she read it herself: two readings are worth two only where neither saw the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from intertrata.transparency import catalogue, queries
from intertrata.transparency.matrix import DECIDED, MAY_ANSWER, TO_READ, Standing, reason_of
from intertrata.transparency.queries import Asked, Item
from intertrata.transparency.readings import TEXT, in_clear, is_text
from intertrata.transparency.sealing import Words
from intertrata.transparency.web.grid import anchor
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.periods import Period

WAITS = {TO_READ: _("Por leer"), MAY_ANSWER: _("Puede responder todavía")}
STANDS = {
    Standing.DIRECT: _("Lo escribió la entidad"), Standing.AGREED: _("Dos lecturas iguales"), Standing.CHOSEN: _("Decidido por una tercera persona"), Standing.SINGLE: _("Una sola lectura"),
    Standing.DIFFER: _("Las lecturas difieren"),
}  # fmt: skip


SEALED = _("Un texto, que por ahora ven solo quienes leen los documentos")


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
    """An item and period: what holds, how far, the readings that it rests on, why one was chosen, whether who looks may choose; where it is a text,
    which reading holds, and whether everybody may see it."""

    anchor: str
    title: str
    period: str
    text: str
    standing: str
    differs: bool
    readings: tuple[Reading, ...]
    why: str = ""
    may_choose: bool = False
    sealed_text: int = 0
    cleared: bool = False


def cells(request: UUID, asked: Asked, *, by: str = "", words: Mapping[int, Words] | None = None) -> list[Cell]:
    """Give every cell that the campaign asks of this entity.

    Args:
        by: the account that looks. words: where it reads answers, what ``actions.open_words`` opened for it: what only another read is then not
            shown; None for who reads no documents, and sees figures, and texts once they are cleared.
    """
    held = {(row["item"], row["period"]): row for row in queries.settled_of(request).iter_rows(named=True)}
    cleared = queries.cleared_texts(row["capture"] for row in held.values() if is_text(row["value"]))
    readings, chosen = _readings(request, words, cleared), queries.chosen_of(request)
    reads = words is not None
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
            made.append(
                _cell(
                    item, period, row, of, why=why, may_choose=reads and by not in {one.by for one in of}, cleared=row["capture"] in cleared
                )
            )
    return made


def asked_for(request: UUID) -> list[tuple[str, str]]:
    """The items and periods that a request asks for, to choose from."""
    row = queries.request_row(request)
    asked = queries.questionnaire_of(row.campaign).cells(catalogue.entity(row.entity))
    return [(f"{item.code}|{period.iso()}", f"{item.question} ({period.es})") for item, period in asked]


def mine(request: UUID, by: str, words: Mapping[int, Words]) -> list[Reading]:
    """What an account itself took from a request's answers, the newest first."""
    return [one for several in _readings(request, words, {}).values() for one in several if one.by == by][::-1]


@dataclass(frozen=True)
class Waiting:
    """The questions of a request in the order they were asked, which of them an account may still read, and how many nobody read."""

    order: tuple[str, ...]
    cells: frozenset[str]
    unread: int

    def after(self, cell: str) -> str:
        """The next that waits after a question, and from the end on the first again; empty where none other does."""
        at = self.order.index(cell) + 1 if cell in self.order else 0
        return next((one for one in (*self.order[at:], *self.order[:at]) if one in self.cells and one != cell), "")


def waiting(request: UUID, by: str) -> Waiting:
    """Give what an account may still read: what nobody read, and what one other person alone did. Where two differ a third decides, and who
    reads there too may not; what the entity itself wrote needs no reading."""
    held = {f"{row['item']}|{row['period']}": row for row in queries.settled_of(request).iter_rows(named=True)}
    order = tuple(code for code, _title in asked_for(request))
    unread = frozenset(order) - frozenset(held)
    single = {code for code, row in held.items() if row["standing"] == Standing.SINGLE and row["reader"] != by}
    return Waiting(order, unread | (single & set(order)), len(unread))


def _empty(item: Item, period: Period, waiting: str) -> Cell:
    return Cell(anchor(item.code, period.iso()), item.question, period.es, waiting, "", differs=False, readings=())


def _cell(item: Item, period: Period, row: Any, readings: tuple[Reading, ...], *, why: str, may_choose: bool, cleared: bool) -> Cell:
    at = anchor(item.code, period.iso())
    differs = row["standing"] == Standing.DIFFER
    missing = row["status"] and not row["value"]
    holds = next((one.text for one in readings if one.id == row["capture"]), "")
    text = "" if differs else (code_list("statement_status").es(row["status"]) if missing else holds)
    sealed = row["capture"] if is_text(row["value"]) and row["standing"] in DECIDED else 0
    standing = str(STANDS[Standing(row["standing"])])
    return Cell(
        at, item.question, period.es, text, standing, differs=differs, readings=readings, why=why, may_choose=differs and may_choose,
        sealed_text=sealed, cleared=cleared,
    )  # fmt: skip


def _readings(request: UUID, words: Mapping[int, Words] | None, cleared: Mapping[int, str]) -> dict[tuple[str, str], tuple[Reading, ...]]:
    """What each person, and the entity itself, says now, by cell; without words, in clear what may be."""
    held: dict[tuple[str, str], list[Reading]] = {}
    titles = dict(asked_for(request))
    for row in queries.held_of(request).iter_rows(named=True):
        one = Reading(
            row["id"],
            titles.get(f"{row['item']}|{row['period']}", row["item"]),
            words[row["id"]].as_written if words is not None else cleared.get(row["id"]) or _clear(row),
            row["document"] or "",
            row["page"],
            words[row["id"]].quote if words is not None else "",
            row["by"],
        )
        held.setdefault((row["item"], row["period"]), []).append(one)
    return {cell: tuple(several) for cell, several in held.items()}


def _clear(row: Mapping[str, str]) -> str:
    """What a reading says to who may not see its words."""
    if not row["value"]:
        return code_list("statement_status").es(row["status"])
    said = in_clear(row["kind"], row["value"])
    return row["as_written"] or (str(SEALED) if said == TEXT else said)
