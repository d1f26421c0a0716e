"""Days that a decree makes non-working: adding one computes every open deadline anew and logs what moved. In: a day, its norm. Out: rows."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from intertrata.access.actions import note
from intertrata.transparency import deadlines
from intertrata.transparency.models import DecreeDay, DueMoved
from intertrata.transparency.queries import calendar, open_requests
from intertrata.vocabulary.errors import Problem


def add_decree_day(day: date, norm: str, *, by: str) -> int:
    """Add a non-working day of the public sector; give how many open deadlines it moved.

    Raises:
        Problem: ``decree_without_norm``; ``decree_day_known`` where it is not a working day already.
    """
    if not norm.strip():
        raise Problem("decree_without_norm", day=day.isoformat())
    with transaction.atomic(using="default"):
        before = calendar()
        if not before.is_workday(day):
            raise Problem("decree_day_known", day=day.isoformat(), why=before.why_not(day))
        filed = open_requests(timezone.localdate())
        DecreeDay.objects.create(day=day, norm=norm.strip(), by=by, at=timezone.now())
        moved = deadlines.moved(filed, before=before, after=calendar())
        now = timezone.now()
        DueMoved.objects.bulk_create(DueMoved(request=one.request, decree=day, before=one.before, after=one.after, at=now) for one in moved)
    note("add_decree_day", by=by, thing="decree", thing_id=day.isoformat(), found=len(moved))
    return len(moved)
