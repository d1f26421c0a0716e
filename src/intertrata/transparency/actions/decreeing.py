"""Days that a decree makes non-working: adding one computes every deadline anew and logs what moved. In: a day, its norm. Out: rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from intertrata.access.actions import note
from intertrata.transparency.deadlines import Change, Deadline, recomputed
from intertrata.transparency.models import DecreeDay, DueMoved
from intertrata.transparency.queries import Asked, Calendars, calendars, filed
from intertrata.transparency.readings import seen
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.territory import place


def add_decree_day(day: date, norm: str, *, by: str, scope: Sequence[str] = ()) -> int:
    """Add a non-working day of the public sector; give how many deadlines it moved, of requests that were answered too: what was late may
    turn out to have come in time.

    Args:
        scope: the UBIGEO codes of the places where it holds; none: in the whole country.

    Raises:
        Problem: ``decree_without_norm``; ``decree_day_known`` where it is no working day there already; ``ubigeo_unknown``.
    """
    if not any(map(str.isalnum, norm)):
        raise Problem("decree_without_norm", day=day.isoformat())
    places = [place(code).code for code in scope]
    with transaction.atomic(using="default"):
        before = calendars()
        for where in places or [""]:
            if why := before.at(where).why_not(day):
                raise Problem("decree_day_known", day=day.isoformat(), why=why)
        standing = filed(timezone.localdate())
        DecreeDay.objects.create(day=day, norm=seen(norm), scope=",".join(places), by=by, at=timezone.now())
        moved = _moved(standing, before, calendars())
        DueMoved.objects.bulk_create(
            DueMoved(request=UUID(one.key), decree=day, before=one.before.due, after=one.after.due, at=timezone.now()) for one in moved
        )
    note("add_decree_day", by=by, thing="decree", thing_id=day.isoformat(), found=len(moved))
    return len(moved)


def _moved(standing: Sequence[Asked], before: Calendars, after: Calendars) -> list[Change]:
    """What the new calendar changes of these deadlines, place by place."""
    by_place: dict[str, dict[str, Deadline]] = defaultdict(dict)
    for where, key, limit in [
        (one.entity.place.code if one.entity.place else "", one.id, one.deadline) for one in standing if one.deadline
    ]:
        by_place[where][key] = limit
    return [change for where, held in by_place.items() for change in recomputed(held, before.at(where), after.at(where))]
