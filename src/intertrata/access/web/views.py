"""Entering, leaving, leaving in a hurry, and the log. In: requests. Out: pages; each way in and out is noted."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from intertrata.access.actions import DEMONSTRATION_PASSWORD, demonstration_logins, let_in, note
from intertrata.access.permissions import Permission, needs
from intertrata.access.queries import looks
from intertrata.access.web.forms import Entering, LogFilter
from intertrata.access.web.words import DEEDS, PURPOSES, REASONS, THINGS
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

SOMEWHERE_ELSE = "https://www.gob.pe/"
A_PAGE = 100
WORDS = {"deed": DEEDS, "thing": THINGS, "purpose": {**PURPOSES, **REASONS}}


@needs(Permission.ENTER)
@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Let an account in and send it where it wanted to go."""
    form = Entering(request.POST or None)
    if form.is_valid():
        try:
            account = let_in(form.cleaned_data["name"], form.cleaned_data["password"], origin=request.origin)
        except Problem as problem:
            form.add_error(None, sentence(problem))
            return render(request, "access/enter.html", {"form": form, **_demonstration()}, status=429)
        if account is not None:
            login(request, account)
            return redirect(_wanted(request))
        form.add_error(None, _("La cuenta o la clave no son correctas."))
    return render(request, "access/enter.html", {"form": form, "next": _wanted(request), **_demonstration()})


@needs(Permission.ENTER)
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the session."""
    note("logout", by=request.user.get_username(), origin=request.origin)
    logout(request)
    return redirect("login")


@needs(Permission.ENTER)
@login_not_required
@require_GET
def quick_exit(request: HttpRequest) -> HttpResponse:
    """Close the session and show another site at once; a plain link, so that it works with one key."""
    if request.user.is_authenticated:
        note("quick_exit", by=request.user.get_username(), origin=request.origin)
    logout(request)
    response = HttpResponseRedirect(SOMEWHERE_ELSE)
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@needs(Permission.READ_LOG)
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Show auditors who looked at what, and why; the log says opaque ids, never a name."""
    form = LogFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = looks(most=A_PAGE, account=asked.get("account", ""), deed=asked.get("deed", ""), before=asked.get("before"))
    for row in rows:
        row |= {f"{column}_es": words.get(row[column], row[column]) for column, words in WORDS.items()}
    context = {"rows": rows, "deeds": DEEDS, "asked": asked, "older": rows[-1]["id"] if len(rows) == A_PAGE else None}
    return render(request, "access/log.html", context)


def _wanted(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return wanted if ours else resolve_url(settings.LOGIN_REDIRECT_URL)


def _demonstration() -> dict[str, object]:
    if not settings.DEMO_LOGINS:
        return {}
    return {"demonstration": [(name, role) for name, role, _password in demonstration_logins()], "password": DEMONSTRATION_PASSWORD}
