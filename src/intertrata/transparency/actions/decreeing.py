"""Days that a decree makes non-working: adding one, or taking it back, computes every deadline anew and logs what moved.

In: a day, its norm; why it is taken back. Out: rows that are added.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from intertrata.access.actions import note
from intertrata.transparency.models import DecreeDay, DecreeTakenBack, DueMoved
from intertrata.transparency.queries import Asked, calendars, filed
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
        again = DecreeDay.objects.filter(day=day, scope=",".join(places)).count()
        DecreeDay.objects.create(day=day, norm=seen(norm), scope=",".join(places), again=again, by=by, at=timezone.now())
        moved = _log(day, standing, taken_back=False)
    note("add_decree_day", by=by, thing="decree", thing_id=day.isoformat(), found=moved)
    return moved


def take_decree_day_back(decree: int, *, why: str, by: str) -> int:
    """Let a day that was added by mistake count again: the row stays, with what takes it back; give how many deadlines that moved.

    Raises:
        Problem: ``decree_unknown`` where none was added under that number, or it was taken back already; ``decree_without_reason``.
    """
    if not any(map(str.isalnum, why)):
        raise Problem("decree_without_reason")
    with transaction.atomic(using="default"):
        found = DecreeDay.objects.select_for_update().filter(pk=decree).first()
        if found is None or DecreeTakenBack.objects.filter(decree=decree).exists():
            raise Problem("decree_unknown")
        standing = filed(timezone.localdate())
        DecreeTakenBack.objects.create(decree=decree, why=seen(why), by=by, at=timezone.now())
        moved = _log(found.day, standing, taken_back=True)
    note("take_decree_day_back", by=by, thing="decree", thing_id=found.day.isoformat(), found=moved)
    return moved


def _log(day: date, standing: Sequence[Asked], *, taken_back: bool) -> int:
    """Compute every deadline anew, of answers, of appeals and of rulings on them, and write which moved; give how many."""
    before = {(one.id, code): limit.due for one in standing for code, limit in one.deadlines.items()}
    now = timezone.now()
    moved = [
        DueMoved(request=one.uuid, term=code, decree=day, taken_back=taken_back, before=before[one.id, code], after=limit.due, at=now)
        for one in filed(timezone.localdate())
        for code, limit in one.deadlines.items()
        if before.get((one.id, code), limit.due) != limit.due
    ]
    DueMoved.objects.bulk_create(moved)
    return len(moved)
