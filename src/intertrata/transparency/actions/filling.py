"""Forms that come back filled: each answer kept as the entity wrote it. In: a workbook. Out: rows, and what could not be taken, by line."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from intertrata.access.actions import note
from intertrata.transparency import filled_form
from intertrata.transparency.actions.keeping import keep
from intertrata.transparency.filled_form import Answer
from intertrata.transparency.models import Capture, Request
from intertrata.transparency.queries import questionnaire_of, request_row
from intertrata.transparency.readings import Said, said
from intertrata.transparency.workbooks import Skipped
from intertrata.vocabulary.errors import Problem

NAME = "formulario.xlsx"
"""How a problem calls the file: its own name may be somebody's."""


@dataclass(frozen=True)
class Taken:
    """What a form brought: of which request, how many answers, what could not be taken (in which cell, why), how many of its questions are not in
    it any more, what of the file was not read."""

    request: str
    answers: int
    refused: tuple[tuple[str, Problem], ...]
    lacking: int
    skipped: tuple[Skipped, ...]


def take_form(request: UUID, content: bytes, *, by: str) -> Taken:
    """Keep a filled form and what it answers, the same file once; an answer that cannot be read for sure is not taken, and said.

    Raises:
        Problem: ``request_unknown``; as ``filled_form.filled`` and ``keep``: then nothing is kept.
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
    with transaction.atomic(using="default"):
        document = UUID(keep(request, content, by=by))
        if not Capture.objects.filter(request=row.id, document=document, direct=True).exists():
            Capture.objects.bulk_create(_capture(row, document, one, value, by=by) for one, value in read)
    note("take_form", by=by, thing="request", thing_id=request.hex, found=len(read))
    return Taken(request.hex, len(read), tuple(refused), len(found.lacking), found.skipped)


def take_forms(campaign: str, content: bytes, *, by: str) -> Taken:
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
    return take_form(row.id, content, by=by)


def _capture(row: Request, document: UUID, one: Answer, value: Said, *, by: str) -> Capture:
    return Capture(
        campaign=row.campaign, request=row.id, document=document, item=one.item, period=one.year.iso(), page=1, quote=one.note,
        as_written=one.as_written or one.status, kind=value.kind, value=value.value, status=value.status, direct=True, by=by, at=timezone.now(),
    )  # fmt: skip
