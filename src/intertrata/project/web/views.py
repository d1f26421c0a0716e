"""Home: what came in, how good it is, who it speaks of, what waits for a person. In: counts of the rooms. Out: one page, no name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intertrata.access.permissions import Permission, needs
from intertrata.figures import queries as figures
from intertrata.identity import queries as identity
from intertrata.project.web.home import judged, received
from intertrata.registers import queries as registers
from intertrata.registers.web.deposits import shown

LAST = 8


@needs(Permission.SEE_HOME)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the state of everything in counts."""
    sources, deposits = registers.sources(), registers.deliveries()
    context = {
        "received": received(deposits),
        "deposits": shown(deposits[:LAST], sources),
        "more": len(deposits) > LAST,
        "run": identity.last_run(),
        "persons": identity.persons_count(),
        "doubts": identity.doubtful_count(),
        "cut": next(iter(figures.cuts()), None),
        "registers": judged(registers.quality().tables.rows(named=True), sources),
    }
    return render(request, "project/home.html", context)
