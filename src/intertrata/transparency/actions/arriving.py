"""That a form came back is an answer: it is recorded by itself, once; what is corrected later is told in the history and is no second answer.

In: a request, what its form brought, not kept yet, the day. Out: the rows kept, tied to the event of the answer that they came with.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from intertrata.transparency import catalogue
from intertrata.transparency.actions.asking import Happening, record
from intertrata.transparency.happenings import WHOLE
from intertrata.transparency.models import Capture, Event, Request
from intertrata.transparency.queries import events_of, questionnaire_of

PARTLY, CORRECTED, FORM = "answered_partly", "corrected", "form"


def arrived(row: Request, brought: Sequence[Capture], *, day: date, by: str) -> int | None:
    """Record that a form of a request came with these answers; give the event of the answer that they belong to.

    A form that leaves a question without answer or reason answers in part; when a later one fills the last, the whole answer is recorded, at its
    own day. Where somebody wrote the answer down already, it is that one. None where nothing was brought, or the request was not filed by
    that day: who asks must say first when it was.

    Raises:
        Problem: as ``record``.
    """
    told = events_of([row.id]).get(row.id, [])
    if not brought or not any(one.kind == "filed" and one.day <= day for one in told):
        return None
    standing = {one.kind: one for one in reversed(told) if one.kind in (WHOLE, PARTLY)}
    kind = WHOLE if _whole(row, brought) else PARTLY
    if not {WHOLE, kind} & set(standing):
        return record([row.id], Happening(kind, day, channel=FORM), by=by)[0]
    answer = standing[WHOLE if WHOLE in standing else kind]
    before = Capture.objects.filter(request=row.id, direct=True).exists()
    if before and not any(_same(one, answer, day=day, by=by) for one in told):
        record([row.id], Happening(CORRECTED, day, channel=FORM, refers_to=answer.pk), by=by)
    return int(answer.pk)


def _whole(row: Request, brought: Sequence[Capture]) -> bool:
    """Whether each question of each period has an answer of the entity, or its reason why there is none."""
    cells = questionnaire_of(row.campaign).cells(catalogue.entity(row.entity))
    said = set(Capture.objects.filter(request=row.id, direct=True).values_list("item", "period"))
    said |= {(one.item, one.period) for one in brought}
    return {(item.code, period.iso()) for item, period in cells} <= said


def _same(one: Event, answer: Event, *, day: date, by: str) -> bool:
    """Whether that correction was told already: who fills a form saves it many times a day."""
    return (one.kind, one.refers_to, one.day, one.by) == (CORRECTED, answer.pk, day, by) or (one.pk, one.day, one.by) == (
        answer.pk,
        day,
        by,
    )
