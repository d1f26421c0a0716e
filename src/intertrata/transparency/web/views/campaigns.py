"""Campaigns: what was asked of whom, what became of it, who answers what. In: filters in the address. Out: counts, lists, the matrix."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intertrata.access.permissions import Permission, allowed, needs
from intertrata.transparency import actions, queries
from intertrata.transparency.actions.asking import Happening
from intertrata.transparency.web.asked import appealed, called, chosen, counted, filters, offered, outcomes
from intertrata.transparency.web.filled import told
from intertrata.transparency.web.forms import Arriving, Decreeing, Filing, Opening
from intertrata.transparency.web.grid import FEW, rows
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence
from intertrata.vocabulary.territory import place

TO_FOLLOW = ("may_appeal", "appealed", "unresolved")


@needs(Permission.READ_REQUESTS)
@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """List the campaigns."""
    return render(request, "transparency/campaigns.html", {"campaigns": [(one, called(one.sender)) for one in queries.campaigns()]})


@needs(Permission.ASK)
@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: HttpRequest) -> HttpResponse:
    """Open a campaign: a questionnaire and whom to ask."""
    known = list(queries.questionnaires().items())
    form = Opening(request.POST or None, questionnaires=known, groups=offered(), initial={"sender": request.user.institution})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            entities = chosen(said["groups"], said["department"], said["more"])
            name = actions.open_campaign(
                said["questionnaire"], name=said["name"], title=said["title"], asking=form.asking, entities=entities, by=request.user.get_username()
            )  # fmt: skip
            return redirect("campaign", name)
        except Problem as problem:
            form.add_error(None, sentence(problem))
    return render(request, "transparency/opening.html", {"form": form})


@needs(Permission.READ_REQUESTS)
@require_safe
def campaign(request: HttpRequest, campaign: str) -> HttpResponse:
    """Show what became of the requests of a campaign, by level and department, and who is overdue."""
    return _shown(request, campaign)


def _shown(request: HttpRequest, campaign: str) -> HttpResponse:
    found, today = queries.campaign(campaign), timezone.localdate()
    asked = queries.requests(campaign, today=today)
    form = filters(request, asked)
    shown = form.kept(asked)
    context: dict[str, Any] = {
        "campaign": found, "sender": called(found.sender), "form": form, "asked": shown, "total": len(asked),
        "outcomes": outcomes(), "by_level": counted(asked, "level"), "by_department": counted(asked, "department"),
        "overdue": [one for one in asked if one.code == "overdue"], "appealing": [one for one in asked if one.appeal and one.appeal.code in TO_FOLLOW], "unfiled": [one for one in asked if one.deadline is None],
        "filing": Filing(initial={"day": today}), "arriving": Arriving(initial={"arrived": today}),
        "appeals": appealed(asked), "appeal_heads": [one.es for one in code_list("request_appeal")],
    }  # fmt: skip
    return render(request, "transparency/campaign.html", context)


@needs(Permission.ASK)
@require_POST
def filing(request: HttpRequest, campaign: str) -> HttpResponse:
    """Record that the requests not filed yet were filed on one day."""
    form = Filing(request.POST)
    waiting = [UUID(one.id) for one in queries.requests(campaign, today=timezone.localdate()) if one.deadline is None]
    if form.is_valid() and waiting:
        said = form.cleaned_data
        try:
            actions.record(waiting, Happening("filed", said["day"], channel=said["channel"]), by=request.user.get_username())
        except Problem as problem:
            messages.error(request, sentence(problem))
    else:
        messages.error(request, _("No se anotó nada: diga el día y el medio por el que se presentaron."))
    return redirect("campaign", campaign)


@needs(Permission.CAPTURE)
@require_POST
def filling(request: HttpRequest, campaign: str) -> HttpResponse:
    """Take filled forms, whichever entities of the campaign they are of; each says what it brought.

    It is said on the page that answers, at once: what an entity wrote and could not be read may be a name, and what waits for a next page
    stands meanwhile where sessions do, in clear.
    """
    queries.campaign(campaign)
    form, files = Arriving(request.POST), request.FILES.getlist("files")
    if not files or not form.is_valid():
        messages.error(request, _("No se recibió nada: elija uno o más formularios llenos, y el día en que llegaron."))
    for number, file in enumerate(files if form.is_valid() else [], start=1):
        try:
            day = form.cleaned_data["arrived"]
            told(request, number, actions.take_forms(campaign, file.read(), by=request.user.get_username(), day=day))
        except Problem as problem:
            messages.error(request, _("Archivo %(number)s: %(why)s") % {"number": number, "why": sentence(problem)})
    return _shown(request, campaign)


@needs(Permission.READ_REQUESTS)
@gzip_page
@require_safe
def matrix(request: HttpRequest, campaign: str) -> HttpResponse:
    """Show who answered what: entity × item × period, of all items and periods or of one of them."""
    found, today = queries.campaign(campaign), timezone.localdate()
    asked = queries.requests(campaign, today=today)
    form = filters(request, asked, items=queries.questionnaire_of(campaign).items)
    shown = form.kept(asked)
    reader = request.user.get_username() if allowed(request.user.role, Permission.CAPTURE) else ""
    cells = queries.matrix_of(campaign, shown, item=form.item, period=form.period, reader=reader)
    context = {
        "campaign": found,
        "form": form,
        "matrix": cells,
        "rows": rows(cells, shown, texts=queries.texts_of(cells) if cells.cells <= FEW else {}),
        "heads": form.heads(cells),
        "entities": len(shown),
    }
    return render(request, "transparency/matrix.html", context)


@needs(Permission.READ_REQUESTS)
@require_safe
def days(request: HttpRequest) -> HttpResponse:
    """Show the non-working days that were added here, each with its norm."""
    return render(request, "transparency/days.html", {"form": Decreeing(), "days": _days()})


@needs(Permission.ASK)
@require_POST
def adding_day(request: HttpRequest) -> HttpResponse:
    """Add a day that a decree makes non-working: every open deadline is computed anew."""
    form = Decreeing(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            moved = actions.add_decree_day(
                said["day"], said["norm"], scope=list(filter(None, [said["scope"]])), by=request.user.get_username()
            )
            messages.success(request, _("Día agregado. Plazos que se movieron: %(moved)s.") % {"moved": moved})
            return redirect("decree_days")
        except Problem as problem:
            form.add_error(None, sentence(problem))
    return render(request, "transparency/days.html", {"form": form, "days": _days()})


@needs(Permission.ASK)
@require_POST
def taking_day_back(request: HttpRequest, decree: str) -> HttpResponse:
    """Let a day that was added by mistake count again."""
    try:
        moved = actions.take_decree_day_back(int(decree), why=request.POST.get("why", "")[:300], by=request.user.get_username())
        messages.success(request, _("Día retirado: vuelve a ser hábil. Plazos que se movieron: %(moved)s.") % {"moved": moved})
    except Problem as problem:
        messages.error(request, sentence(problem))
    return redirect("decree_days")


def _days() -> list[tuple[Any, str, Any]]:
    """The days that were added, each with the places where it holds and what took it back."""
    everywhere = str(_("En todo el país"))
    return [
        (one, ", ".join(place(code).name for code in one.scope.split(",")) if one.scope else everywhere, gone)
        for one, gone in queries.decree_days()
    ]
