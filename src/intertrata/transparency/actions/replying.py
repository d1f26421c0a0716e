"""An entity's right of reply. In: what it says about something published of it. Out: a row, printed beside it as it was written."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from intertrata.access.actions import note
from intertrata.transparency import catalogue
from intertrata.transparency.models import Reply
from intertrata.transparency.readings import seen
from intertrata.vocabulary.errors import Problem

LONGEST = 4_000


def reply(entity: str, about: str, text: str, *, day: date, by: str) -> None:
    """Keep what an entity replies.

    Args:
        about: the campaign, the item and year of one (``trata-2016/presupuesto/2016``), or a figure, that it speaks of.

    Raises:
        Problem: ``entity_unknown``; ``reply_empty``; ``reply_too_long``.
    """
    said = seen(text)
    if not said or not seen(about):
        raise Problem("reply_empty")
    if len(said) > LONGEST:
        raise Problem("reply_too_long", longest=LONGEST)
    Reply.objects.create(entity=catalogue.entity(entity).code, about=seen(about), day=day, text=said, by=by, at=timezone.now())
    note("reply", by=by, thing="entity", thing_id=entity)
