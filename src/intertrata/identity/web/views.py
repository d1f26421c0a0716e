"""Finding a person and pairs in doubt. In: what was typed, in one request. Out: candidates; nothing typed ever stands in an address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from intertrata.access.actions import note
from intertrata.access.permissions import Permission, Purpose, needs, sees_suspects
from intertrata.access.sight import reached, sight
from intertrata.identity import actions, queries
from intertrata.identity.review import queries as review
from intertrata.identity.web.candidates import shown
from intertrata.identity.web.doubts import pairs
from intertrata.identity.web.forms import Finding
from intertrata.registers import queries as registers
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

DOUBTS_SHOWN = 25


@needs(Permission.FIND_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Find persons by what is known of them, for a purpose said first."""
    form, suspects = Finding(request.POST or None), sees_suspects(request.user.role, request.user.institution)
    context = {"form": form, "results": None, "purpose_missing": request.method == "POST" and request.purpose is None}
    if form.is_valid() and request.purpose is not None:
        try:
            by, origin = request.user.get_username(), request.origin
            found = actions.find(form.asked, by=by, purpose=request.purpose, origin=origin, sight=request.sight)
        except Problem as problem:
            form.add_error(None, sentence(problem, _))
        else:
            called = {code: source.called for code, source in registers.sources().items()}
            context["results"] = shown(found, called, suspects=suspects)
    return render(request, "identity/find.html", context)


@needs(Permission.SEE_DOUBTS)
@require_safe
def doubts(request: HttpRequest) -> HttpResponse:
    """Show the open questions without names, those worth most first; each leads to where it is decided."""
    suspects = sees_suspects(request.user.role, request.user.institution)
    found = review.questions(by=request.user.get_username(), limit=DOUBTS_SHOWN, suspects=suspects)
    sources = registers.sources()
    history = registers.records(record for one in found for record in (one.record_a, one.record_b)).rows(named=True)
    seen = sight(request.user.role, request.user.institution, Purpose.IDENTITY_REVIEW)  # the list is of what is to be reviewed
    rows = reached(history, seen, {code: source.institution for code, source in sources.items()})
    called = {code: source.called for code, source in sources.items()}
    note("see_doubts", by=request.user.get_username(), origin=request.origin, found=len(found))
    context = {"pairs": pairs(found, rows, called, suspects=suspects), "total": queries.doubtful_count(), "suspects": suspects}
    return render(request, "identity/doubts.html", context)
