"""What happened to a request, in words. In: events as they were recorded. Out: lines of a history; what was taken back is said, never hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from intertrata.transparency import catalogue
from intertrata.transparency.happenings import ANSWERS
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.wording import day

ANSWERING = frozenset[str]().union(*ANSWERS)


@dataclass(frozen=True)
class Told:
    """One event: its number, day, what happened, what else it says, by which account, whether it was taken back."""

    id: int
    day: date
    title: str
    said: tuple[str, ...]
    by: str
    gone: bool


def happened(events: Sequence[Any]) -> list[Told]:
    """Give the history of a request, in the order of the days."""
    gone = {one.refers_to for one in events if one.takes_back}
    told = [_told(one, gone=one.pk in gone) for one in events if not one.takes_back]
    return sorted(told, key=lambda one: (one.day, one.id))


def answers(events: Sequence[Any]) -> list[tuple[int, str]]:
    """The answers that a later one may repeat."""
    return [(one.id, f"{one.title}, {day(one.day.isoformat())}") for one in happened(events) if _is_answer(events, one.id) and not one.gone]


def _is_answer(events: Sequence[Any], number: int) -> bool:
    return any(one.pk == number and one.kind in ANSWERING for one in events)


def _told(one: Any, *, gone: bool) -> Told:
    said = (
        code_list("request_channel").es(one.channel) if one.channel else "",
        _("documento %(reference)s") % {"reference": one.reference} if one.reference else "",
        _("promete responder el %(day)s") % {"day": day(one.promised.isoformat())} if one.promised else "",
        _("enviado a %(entity)s") % {"entity": catalogue.entity(one.entity).name} if one.entity else "",
        _("repite una respuesta anterior") if one.refers_to and one.kind == "duplicate" else "",
    )
    return Told(one.pk, one.day, code_list("request_event").es(one.kind), tuple(filter(None, said)), one.by, gone)
