"""Values taken from answers, by two people each for herself, and by a third where they differ. In: what was read and where. Out: rows."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from uuid import UUID

import polars as pl
from django.conf import settings
from django.utils import timezone

from intertrata.access import keys
from intertrata.access.actions import note
from intertrata.transparency import catalogue, sealing
from intertrata.transparency.matrix import DECIDED, SAID
from intertrata.transparency.models import Capture, Choice, Document, Request, TextClearance
from intertrata.transparency.queries import held_of, questionnaire_of, request_row, settled_of
from intertrata.transparency.questionnaire import Item
from intertrata.transparency.readings import Said, is_text, plain, said, seen
from intertrata.vocabulary.errors import Problem


@dataclass(frozen=True)
class Taken:
    """What one person read for one item and period: as written, the words around it, the page of which document."""

    item: str
    period: str
    as_written: str
    document: UUID | None = None
    page: int | None = None
    quote: str = ""


def capture(request: UUID, taken: Taken, *, by: str) -> int:
    """Keep what a person took from an answer, in the place of what she took for that cell before; give its number.

    Raises:
        Problem: ``request_unknown``, ``item_unknown``, ``cell_not_asked``; ``document_unknown``, ``page_unknown``; ``captured_not_quoted`` where
            the value does not stand in the words quoted; ``number_ambiguous``, ``not_a_number`` and what else cannot be read as what the
            item asks for: it asks, it never guesses.
    """
    row = request_row(request)
    item = item_of(row, taken.item, taken.period)
    if taken.document is not None:
        _page(row, taken)
    written, quote = seen(taken.as_written), seen(taken.quote)
    if quote and plain(written) not in plain(quote):
        raise Problem("captured_not_quoted", value=written)
    read = said(written, item)
    made = captured(row, item, taken.period, read, written, quote=quote, by=by)
    made.document, made.page = taken.document, taken.page if taken.document else None
    made.save(force_insert=True)
    note("capture", by=by, thing="request", thing_id=row.id.hex)
    return int(made.pk)


def choose(request: UUID, capture: int, *, why: str, by: str) -> None:
    """Say, as a third person, which of the captures of a request that differ holds.

    Raises:
        Problem: ``request_unknown``; ``capture_unknown`` where the request has none of that number, or its person has read something else
            since; ``choice_of_ones_own`` where who chooses took one of them; ``choice_without_difference`` where they say the same;
            ``choice_without_reason``.
    """
    row = request_row(request)
    found = Capture.objects.filter(pk=capture, request=row.id).first()
    if found is None:
        raise Problem("capture_unknown")
    if not seen(why):
        raise Problem("choice_without_reason")
    held = held_of(found.request).filter(item=found.item, period=found.period)
    if found.pk not in held["id"]:
        raise Problem("capture_unknown")
    if Capture.objects.filter(request=found.request, item=found.item, period=found.period, by=by).exists():
        raise Problem("choice_of_ones_own")
    if held.select(pl.struct(SAID).n_unique()).item() == 1:
        raise Problem("choice_without_difference")
    Choice.objects.create(
        campaign=found.campaign, request=found.request, item=found.item, period=found.period, capture=capture, why=seen(why), by=by, at=timezone.now()
    )  # fmt: skip
    note("choose_capture", by=by, thing="request", thing_id=found.request.hex)


def clear_text(request: UUID, capture: int, *, clears: bool, by: str) -> None:
    """Say of a text that holds in a cell whether it says who nobody is. Who reads requests and no documents sees it once two people said so and
    nobody the contrary (SAFEGUARDS 16); who read it may be one of them.

    Raises:
        Problem: ``request_unknown``; ``capture_unknown`` where no cell of the request holds that capture; ``text_of_figures`` where it is no text.
    """
    row = request_row(request)
    holding = settled_of(row.id).filter(capture=capture)
    if holding.is_empty() or holding["standing"].item() not in DECIDED:
        raise Problem("capture_unknown")
    if not is_text(holding["value"].item()):
        raise Problem("text_of_figures")
    TextClearance.objects.create(request=row.id, capture=capture, clears=clears, by=by, at=timezone.now())
    note("clear_text", by=by, thing="request", thing_id=row.id.hex)


def captured(
    row: Request, item: Item, period: str, read: Said, written: str, *, quote: str = "", by: str, event: int | None = None
) -> Capture:
    """Make the row of what was taken for a cell, its words sealed, not saved yet; ``event`` is the answer it came with, where the entity itself
    wrote it."""
    at = timezone.now()
    where = sealing.place(row.id, item.code, period, at)
    kept = sealing.kept(written, read, quote, closed=bool(item.choices), where=where, keys=keys.load(settings.KEYS))
    return Capture(
        campaign=row.campaign, request=row.id, item=item.code, period=period, kind=read.kind, status=read.status, by=by, at=at, event=event, **asdict(kept)
    )  # fmt: skip


def item_of(row: Request, code: str, period: str) -> Item:
    """Give an item that a request asks for that period.

    Raises:
        Problem: ``item_unknown``, ``cell_not_asked``.
    """
    item = questionnaire_of(row.campaign).item(code)
    if period not in {each.iso() for each in item.years} or not item.asked_of(catalogue.entity(row.entity)):
        raise Problem("cell_not_asked", item=item.question, period=period)
    return item


def _page(row: Request, taken: Taken) -> None:
    """Prove that the document is one of the request's and has that page."""
    document = Document.objects.filter(pk=taken.document, request=row.id).first()
    if document is None:
        raise Problem("document_unknown")
    if taken.page is None or not 1 <= taken.page <= document.pages:
        raise Problem("page_unknown", pages=document.pages)
