"""An entity's own form, without an account: a code and a key open it. In: what it types. Out: its questions with what it said, and what to correct."""

from __future__ import annotations

import time
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from intertrata.access.permissions import Permission, needs
from intertrata.transparency import actions, queries
from intertrata.transparency.web.own import REASONS, changed, sections
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

OPEN_FOR = 4 * 60 * 60


@needs(Permission.ENTER)
@login_not_required
@sensitive_post_parameters("key")
@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the letter and its key."""
    if request.method == "POST":
        code, key = request.POST.get("code", "")[:80], request.POST.get("key", "")[:40]
        try:
            opened = actions.open_form(code, key, today=timezone.localdate(), origin=request.origin)
            request.session.cycle_key()
            request.session["form"] = {"request": opened.hex, "since": time.time()}
            return redirect("own_form")
        except Problem as problem:
            return render(request, "transparency/own_enter.html", {"problem": sentence(problem), "code": code}, status=403)
    return render(request, "transparency/own_enter.html", {})


@needs(Permission.ENTER)
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_form(request: HttpRequest) -> HttpResponse:
    """Show an entity its questions with what it said, and take what it writes."""
    opened = _opened(request)
    if opened is None:
        return redirect("open_form")
    refused = {}
    if request.method == "POST":
        wrong = actions.answer(opened, changed(opened, request.POST))
        refused = {(one.item, one.period): (one, sentence(problem)) for one, problem in wrong}
        if not refused:
            messages.success(request, _("Guardado. Puede volver con la misma clave y corregirlo."))
            return redirect("own_form")
    asked = queries.request(opened, today=timezone.localdate())
    context = {
        "asked": asked,
        "campaign": queries.campaign(asked.campaign),
        "sections": sections(opened, refused),
        "reasons": REASONS,
        "refused": len(refused),
    }
    return render(request, "transparency/own_form.html", context)


@needs(Permission.ENTER)
@login_not_required
@require_POST
def closing(request: HttpRequest) -> HttpResponse:
    """Close the form."""
    request.session.pop("form", None)
    return redirect("open_form")


@needs(Permission.ASK)
@require_POST
def inviting(request: HttpRequest, request_id: str) -> HttpResponse:
    """Make an entity's key and show it once."""
    key = actions.invite(UUID(request_id), by=request.user.get_username())
    asked = queries.request(UUID(request_id), today=timezone.localdate())
    return render(request, "transparency/invited.html", {"asked": asked, "key": key})


def _opened(request: HttpRequest) -> UUID | None:
    """The request whose form this session opened, while it lasts and its key is the newest."""
    kept = request.session.get("form") or {}
    if kept.get("since", 0) + OPEN_FOR <= time.time():
        return None
    opened = UUID(kept["request"])
    return opened if queries.form_stands(opened, since=kept["since"], today=timezone.localdate()) else None
