"""How subscriptions stand, and what is behind a notice. In: a request. Out: a page without identity, or the way to a person's own page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from intertrata.access.actions import note
from intertrata.access.permissions import Permission, needs
from intertrata.casefile.queries import REFERRALS
from intertrata.identity.queries import whose
from intertrata.notices import queries
from intertrata.notices.judging import State
from intertrata.registers import queries as registers
from intertrata.vocabulary.errors import Problem

SHOWN = 200


@needs(Permission.SEE_NOTICES)
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Show every subscription with what waits and what could not be sent, then the notices that somebody must look at."""
    context = {"subscriptions": queries.subscriptions(), "dead": queries.notices(state=State.DEAD, most=SHOWN)}
    return render(request, "notices/notices.html", context)


@needs(Permission.OPEN_PERSON)
@require_safe
def notice(request: HttpRequest, notice: str) -> HttpResponse:
    """Lead from a notice to the person's page, which asks for a purpose; where nobody is linked yet, or it is of no person, say what it is
    about. Another institution's notice and none are one answer."""
    found = queries.pointed(notice, institution=request.user.institution)
    note(
        "open_notice", by=request.user.get_username(), thing="notice", thing_id=notice, origin=request.origin, found=int(found is not None)
    )
    if found is None:
        raise Problem("notice_not_yours")
    if found.register == REFERRALS:  # it has a page of its own, which says what may follow
        return redirect("referral", found.record)
    person = whose([found.record])["person"].to_list() if found.kind.of_person else []
    if person:
        return redirect("person", person[0])
    source = registers.sources().get(found.register)
    return render(request, "notices/notice.html", {"notice": found, "source": source.called if source else found.register})
