"""Home: what waits for a person, what there is, what came last. In: counts of the rooms. Out: one page, no name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from intertrata.access.permissions import Permission, allowed, needs, screens
from intertrata.casefile import queries as casefile
from intertrata.figures import queries as figures
from intertrata.identity import queries as identity
from intertrata.notices import queries as notices
from intertrata.project.web.home import Waiting, first_of, refusing
from intertrata.registers import queries as registers
from intertrata.registers.web import judged
from intertrata.registers.web.deposits import shown
from intertrata.transparency import queries as transparency

LAST = 6
ALARMS, REFUSING = 3, 5
"""How many are shown at once; the page of quality has them all."""


@needs(Permission.SEE_HOME)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show first what waits for a person, then the state of everything in counts; nothing that every record typed in makes longer."""
    sources, received = registers.sources(), registers.received()
    refused = refusing(registers.quality().tables.rows(named=True), sources)
    context = {
        **_waiting(request.user.role, request.user.institution, sources),
        "received": received,
        "deposits": shown(registers.deliveries(last=LAST), sources),
        "more": received["deposits"] > LAST,
        "run": identity.last_run(),
        "persons": identity.persons_count(),
        "cut": next(iter(figures.cuts()), None),
        "refusing": refused[:REFUSING],
        "more_refusing": len(refused) - REFUSING,
    }
    return render(request, "project/home.html", context)


def _waiting(role: str, institution: str, sources: Mapping[str, registers.Source]) -> dict[str, Any]:
    """What waits for a person, as far as an account of this role and institution may see it."""
    alarms = judged.said(registers.alarms(), sources) if allowed(role, Permission.SEE_REFUSALS) else None
    doubts, (said, late) = identity.doubtful_count(), first_of(alarms or [], ALARMS)
    waiting = Waiting(
        None if alarms is None else len(alarms),
        doubts if allowed(role, Permission.SEE_DOUBTS) else None,
        registers.arrived_since(identity.linked_until()[1]),
        notices.unwell() if allowed(role, Permission.SEE_NOTICES) else None,
        _screenings([one for one in casefile.read_by_rules() if screens(role, institution, keeper=sources[one].institution)]),
        transparency.overdue(timezone.localdate()) if allowed(role, Permission.ASK) else None,
    )
    return {"waiting": waiting, "alarms": said, "late": late, "doubts": doubts}


def _screenings(mine: list[str]) -> int | None:
    """How many records of these registers a rule picked for which somebody must act; None where none is this account's to read."""
    if not mine:
        return None
    return casefile.screenings(casefile.Asked(waiting=True), today=timezone.localdate()).filter(pl.col("register").is_in(mine)).height
