"""Forms that come back filled: each answer kept as the entity wrote it. In: a workbook. Out: rows, and what could not be taken, by line."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from intertrata.access.actions import note
from intertrata.transparency import filled_form
from intertrata.transparency.actions.arriving import arrived
from intertrata.transparency.actions.asking import hold
from intertrata.transparency.actions.capturing import captured
from intertrata.transparency.actions.keeping import keep
from intertrata.transparency.filled_form import Answer
from intertrata.transparency.models import Capture, Document, Request
from intertrata.transparency.queries import questionnaire_of, request_row
from intertrata.transparency.questionnaire import Item
from intertrata.transparency.readings import Said, said
from intertrata.transparency.workbooks import Skipped
from intertrata.vocabulary.errors import Problem

NAME = "formulario.xlsx"
"""How a problem calls the file: its own name may be somebody's."""


@dataclass(frozen=True)
class Taken:
    """What a form brought: of which request, how many answers, what could not be taken (in which cell, why), how many of its questions are not in
    it any more, what of the file was not read, and whether it belongs to an answer of the request's history (not where it was not filed yet)."""

    request: str
    answers: int
    refused: tuple[tuple[str, Problem], ...]
    lacking: int
    skipped: tuple[Skipped, ...]
    recorded: bool


def take_form(request: UUID, content: bytes, *, by: str, day: date | None = None) -> Taken:
    """Keep a filled form and what it answers, the same file once; an answer that cannot be read for sure is not taken, and said. That it came
    is recorded by itself (``arriving``).

    Args:
        day: on which it came; today where nobody says.

    Raises:
        Problem: ``request_unknown``; as ``filled_form.filled``, ``keep`` and ``record``: then nothing is kept.
    """
    row = request_row(request)
    asked = questionnaire_of(row.campaign)
    found = filled_form.filled(content, asked, campaign=row.campaign, by=row.entity, file=NAME)
    read: list[tuple[Answer, Said]] = []
    refused = [("", problem) for problem in found.refused]
    for one in found.answers:
        try:
            if one.computed:
                raise Problem("answer_computed")
            read.append((one, Said("missing", "", one.status) if one.status else said(one.as_written, asked.item(one.item))))
        except Problem as problem:
            refused.append((one.where, problem))
    made = [_capture(row, asked.item(one.item), one, value, by=by) for one, value in read]
    with transaction.atomic(using="default"):
        hold([row])
        kept = Document.objects.filter(request=row.id, sha256=hashlib.sha256(content).hexdigest()).first()
        held = kept is not None and Capture.objects.filter(request=row.id, document=kept.id, direct=True).exists()
        event = kept.event if kept is not None and held else arrived(row, made, day=day or timezone.localdate(), by=by)
        document = UUID(keep(request, content, by=by, event=event))
        for one in [] if held else made:
            one.document, one.event = document, event
            one.save(force_insert=True)
    note("take_form", by=by, thing="request", thing_id=request.hex, found=len(read))
    return Taken(request.hex, len(read), tuple(refused), len(found.lacking), found.skipped, event is not None)


def take_forms(campaign: str, content: bytes, *, by: str, day: date | None = None) -> Taken:
    """Keep a filled form of a campaign, whichever entity it says that it was made for.

    Raises:
        Problem: as ``take_form``; ``form_of_another_campaign``; ``form_of_nobody_asked`` where the campaign asks no such entity.
    """
    of, entity = filled_form.whose(content, file=NAME)
    if of != campaign:
        raise Problem("form_of_another_campaign", file=NAME, campaign=of, expected=campaign)
    row = Request.objects.filter(campaign=campaign, entity=entity).first()
    if row is None:
        raise Problem("form_of_nobody_asked", entity=entity, campaign=campaign)
    return take_form(row.id, content, by=by, day=day)


def _capture(row: Request, item: Item, one: Answer, value: Said, *, by: str) -> Capture:
    made = captured(row, item, one.year.iso(), value, one.as_written or one.status, quote=one.note, by=by)
    made.page, made.direct = 1, True
    return made
