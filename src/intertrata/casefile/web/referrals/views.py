"""Referrals: the list of an institution, the same as a file, one with its steps and what may follow, a new one from a person's page.

In: codes and opaque ids, a purpose. Out: pages; who a referral is of stands on its own page only, opened for a purpose and noted.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import polars as pl
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intertrata.access.actions import note
from intertrata.access.permissions import Permission, allowed, needs
from intertrata.casefile.referrals import actions, queries
from intertrata.casefile.referrals.queries import Referral
from intertrata.casefile.referrals.states import Party, life
from intertrata.casefile.web.referrals import listing
from intertrata.casefile.web.referrals.forms import Filters, Referring, Stepping
from intertrata.registers import queries as registers
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence
from intertrata.vocabulary.wording import day, personal

A_PAGE = 50
OPENING = {
    "title": _("¿Para qué abre esta derivación?"),
    "lead": _("Lleva el nombre de una persona. Se abre con un propósito: dígalo antes de verla."),
    "deed": _("Abrir la derivación"),
}
REFERRING = {
    "title": _("¿Para qué la deriva?"),
    "lead": _("Derivar lleva los datos de una persona a otra institución. Diga antes para qué."),
    "deed": _("Seguir"),
}
NEEDED = {Party.SENDER: Permission.REFER, Party.RECEIVER: Permission.ANSWER_REFERRAL}


@needs(Permission.SEE_REFERRALS)
@require_safe
def referrals(request: HttpRequest) -> HttpResponse:
    """List what the account's institution sent, was sent and redirected: numbers, units and states, no name."""
    form, own = Filters(request.GET), request.user.institution
    context: dict[str, Any] = {"form": form, "own": own}
    if form.is_valid() and own:
        asked = queries.found(own, form.sought, today=timezone.localdate())
        page = Paginator(range(asked.height), A_PAGE).get_page(request.GET.get("pagina"))
        lines = asked[page.start_index() - 1 : page.end_index()] if asked.height else asked
        note("see_referrals", by=request.user.get_username(), origin=request.origin, found=lines.height)
        rows = [listing.row(one) for one in queries.shown(lines, own)]
        context |= {"page": page, "rows": rows, "total": asked.height, "kept": _asked(request), "counts": _counts(own)}
    return render(request, "casefile/referrals.html", context)


@needs(Permission.SEE_REFERRALS)
@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """Give the same rows as one table; that it was taken is noted."""
    form = Filters(request.GET)
    if not form.is_valid():
        raise Problem("referral_filters")
    rows = [listing.row(one) for one in queries.listed(request.user.institution, form.sought, today=timezone.localdate())]
    note("referrals_downloaded", by=request.user.get_username(), origin=request.origin, found=len(rows))
    mark = "-sintetico" if registers.synthetic_only() else ""
    headers = {"Content-Disposition": f'attachment; filename="uso-interno-derivaciones{mark}.csv"'}
    return HttpResponse("\ufeff" + listing.as_csv(rows), content_type="text/csv; charset=utf-8", headers=headers)


@needs(Permission.REFER)
@require_http_methods(["GET", "HEAD", "POST"])
def refer(request: HttpRequest, person: str) -> HttpResponse:
    """Send the person whose page is open to another institution, once however often the form is sent."""
    if request.purpose is None:
        return render(request, "access/ask_purpose.html", REFERRING)
    sending = "receiver_unit" in request.POST
    if request.method == "POST" and not sending:  # the purpose was said, nothing else
        return redirect("refer", person)
    form = Referring(request.POST if sending else None, institution=request.user.institution)
    context = {"form": form, "person": person, "key": request.POST.get("key") or uuid4().hex, "why": ""}
    if not sending:
        return render(request, "casefile/refer.html", context)
    if not form.is_valid():
        return render(request, "casefile/refer.html", context, status=422)
    try:
        done = actions.send(
            person, form.cleaned_data, by=request.user.get_username(), purpose=request.purpose, key=context["key"], origin=request.origin,
            synthetic=request.POST.get("invented") == "1",
        )  # fmt: skip
    except Problem as problem:
        if problem.code not in {"referral_not_lawful", "referral_incomplete", "entry_not_synthetic"}:
            raise
        return render(request, "casefile/refer.html", context | {"why": sentence(problem)}, status=422)
    return redirect("referral", done.record)


@needs(Permission.SEE_REFERRALS)
@require_http_methods(["GET", "HEAD", "POST"])
def referral(request: HttpRequest, referral: str) -> HttpResponse:
    """Open one for a purpose: who it is of, its steps, and what may follow."""
    one = queries.one(referral, request.user.institution, today=timezone.localdate())
    if request.purpose is None:
        return render(request, "access/ask_purpose.html", OPENING)
    if request.method == "POST":
        return redirect("referral", referral)
    return _shown(request, one)


@needs(Permission.REFER)
@require_POST
def withdraw(request: HttpRequest, referral: str) -> HttpResponse:
    """Take back what the account's institution sent."""
    return _step(request, referral, "withdraw")


@needs(Permission.ANSWER_REFERRAL)
@require_POST
def answer(request: HttpRequest, referral: str) -> HttpResponse:
    """Accept, reject, redirect or close what was sent to the account's institution."""
    return _step(request, referral, request.POST.get("step", ""))


def _step(request: HttpRequest, referral: str, code: str) -> HttpResponse:
    one = queries.one(referral, request.user.institution, today=timezone.localdate())
    step = life().steps.get(code)
    if step is None:
        raise Problem("referral_unknown")
    if request.purpose is None:
        return redirect("referral", referral)
    form = Stepping(request.POST, step=step, institution=_first(one, request))
    if not form.is_valid():
        return _shown(request, one, wrong=form, status=422)
    try:
        actions.take(
            referral, code, form.cleaned_data, upon=request.POST.get("upon", ""), by=request.user.get_username(), purpose=request.purpose,
            key=request.POST.get("key", ""), origin=request.origin,
        )  # fmt: skip
    except Problem as problem:
        if problem.code != "referral_not_lawful":
            raise
        return _shown(request, one, wrong=form, why=sentence(problem), status=422)
    return redirect("referral", referral)


def _shown(request: HttpRequest, one: Referral, *, wrong: Stepping | None = None, why: str = "", status: int = 200) -> HttpResponse:
    by, own = request.user.get_username(), request.user.institution
    who = actions.open_referral(one.record, by=by, purpose=request.purpose, origin=request.origin) if one.names else {}
    may = [step for step in one.next if allowed(request.user.role, NEEDED[step.by])]
    forms = [
        (listing.DEEDS[step.code], wrong if wrong and wrong.step == step else Stepping(step=step, institution=_first(one, request)))
        for step in may
    ]
    name = personal(" ".join(filter(None, (who.get(field, "") for field in ("given_names", "surname_1", "surname_2")))))
    context = {
        "one": listing.row(one), "upon": one.version, "told": listing.told(one), "steps": listing.steps(one), "forms": forms, "why": why, "own": own,
        "name": name, "document": " ".join(filter(None, (who.get("document_type"), who.get("document_number")))),
        "born": day(who["birth_date"]) if who.get("birth_date") else "", "names": one.names, "key": uuid4().hex,
        "purpose": dict(request.purposes)[request.purpose],
    }  # fmt: skip
    return render(request, "casefile/referral.html", context, status=status)


def _first(one: Referral, request: HttpRequest) -> str:
    """Who must be able to send where it is redirected to: who sent it."""
    return str(one.shown.get("sender") or request.user.institution)


def _counts(own: str) -> dict[str, int]:
    """How many wait, and for whom."""
    every = queries.found(own, today=timezone.localdate())
    side, state = pl.col("standing").str.strip_prefix("police_"), pl.col("state")
    asked = {
        "new": (side == "receiver") & (state == "sent"), "late": (side == "receiver") & pl.col("overdue"),
        "open": (side == "receiver") & (state == "accepted"), "awaited": (side == "sender") & (state == "sent"),
    }  # fmt: skip
    return every.select(**{name: which.sum() for name, which in asked.items()}).row(0, named=True)


def _asked(request: HttpRequest) -> str:
    """The filters of the address without its page."""
    told = request.GET.copy()
    told.pop("pagina", None)
    return told.urlencode()
