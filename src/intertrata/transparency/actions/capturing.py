"""Values taken from answers, by two people each for herself, and by a third where they differ. In: what was read and where. Out: rows."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import polars as pl
from django.utils import timezone

from intertrata.access.actions import note
from intertrata.transparency import catalogue
from intertrata.transparency.matrix import SAID
from intertrata.transparency.models import Capture, Choice, Document, Request
from intertrata.transparency.queries import held_of, questionnaire_of, request_row
from intertrata.transparency.questionnaire import Item
from intertrata.transparency.readings import plain, said, seen
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
    made = Capture.objects.create(
        campaign=row.campaign, request=row.id, document=taken.document, item=taken.item, period=taken.period,
        page=taken.page if taken.document else None, quote=quote, as_written=written, kind=read.kind, value=read.value, status=read.status, by=by, at=timezone.now(),
    )  # fmt: skip
    note("capture", by=by, thing="request", thing_id=row.id.hex)
    return int(made.pk)


def choose(capture: int, *, why: str, by: str) -> None:
    """Say, as a third person, which of the captures that differ holds.

    Raises:
        Problem: ``capture_unknown`` where there is none, or its person has read something else since; ``choice_of_ones_own`` where who
            chooses took one of them; ``choice_without_difference`` where they say the same; ``choice_without_reason``.
    """
    found = Capture.objects.filter(pk=capture).first()
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
