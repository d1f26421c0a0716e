"""One request: what happened to it, why it was due when, its letter, what was taken from its answers. In: ids. Out: its pages and its letter."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intertrata.access.permissions import Permission, allowed, needs
from intertrata.transparency import actions, catalogue, letters, queries
from intertrata.transparency.sealing import Words
from intertrata.transparency.sending import queries as sending
from intertrata.transparency.web.cells import cells
from intertrata.transparency.web.forms import Keeping, Recording, Replying
from intertrata.transparency.web.pages import number
from intertrata.transparency.web.told import answers, happened
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

KINDS = {"carta": letters.REQUEST, "reiteracion": letters.CHASE, "apelacion": letters.APPEAL}
APPEALABLE = ("overdue", "none", "denied", "partial")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs(Permission.READ_REQUESTS)
@require_safe
def request(request: HttpRequest, request_id: str) -> HttpResponse:
    """Show one request whole."""
    one, today = UUID(request_id), timezone.localdate()
    asked = queries.request(one, today=today)
    history = queries.history(one)
    context: dict[str, Any] = {
        "asked": asked, "campaign": queries.campaign(asked.campaign), "events": happened(history), "moved": queries.moved(one),
        "recording": Recording(initial={"day": today, "kind": "answered" if asked.deadline else "filed"}, answers=answers(history)),
        "cells": cells(one, asked, by=request.user.get_username(), words=_words(request, one)), "appeal": asked.appeal,
        "documents": queries.documents_of(one), "appealable": asked.code in APPEALABLE, "keeping": Keeping(originals=_originals(one)), "replies": queries.replies(asked.entity.code),
        "replying": Replying(initial={"day": today}, prefix="reply"),
    }  # fmt: skip
    return render(request, "transparency/request.html", context)


@needs(Permission.ASK)
@require_POST
def recording(request: HttpRequest, request_id: str) -> HttpResponse:
    """Record what happened to a request."""
    one = UUID(request_id)
    form = Recording(request.POST, answers=answers(queries.history(one)))
    if form.is_valid():
        try:
            named = form.cleaned_data["entity"]
            actions.record([one], form.happening(catalogue.found(named).code if named else ""), by=request.user.get_username())
            messages.success(request, _("Anotado."))
        except Problem as problem:
            messages.error(request, sentence(problem))
    else:
        messages.error(request, _("No se anotó: revise qué pasó y qué día."))
    return redirect("request", request_id)


@needs(Permission.ASK)
@require_POST
def taking_back(request: HttpRequest, request_id: str) -> HttpResponse:
    """Take an event back that was recorded by mistake."""
    told = request.POST.get("event", "")
    try:
        actions.take_back(UUID(request_id), number(told), by=request.user.get_username())
        messages.success(request, _("Retirado: queda en la historia y ya no cuenta."))
    except Problem as problem:
        messages.error(request, sentence(problem))
    return redirect("request", request_id)


@needs(Permission.CAPTURE)
@require_POST
def choosing(request: HttpRequest, request_id: str) -> HttpResponse:
    """Say, as a third person, which of two readings holds."""
    told = request.POST.get("capture", "")
    try:
        actions.choose(UUID(request_id), number(told), why=request.POST.get("why", "")[:300], by=request.user.get_username())
        messages.success(request, _("Decidido."))
    except Problem as problem:
        messages.error(request, sentence(problem))
    return redirect("request", request_id)


@needs(Permission.CLEAR)
@require_POST
def clearing(request: HttpRequest, request_id: str) -> HttpResponse:
    """Say of a text that an entity answered whether it says who somebody is."""
    told, clears = request.POST.get("capture", ""), request.POST.get("clears") == "yes"
    try:
        actions.clear_text(UUID(request_id), number(told), clears=clears, by=request.user.get_username())
        messages.success(request, _("Anotado."))
    except Problem as problem:
        messages.error(request, sentence(problem))
    return redirect("request", request_id)


@needs(Permission.ASK)
@require_POST
def replying(request: HttpRequest, request_id: str) -> HttpResponse:
    """Keep what an entity replies to what is said of it."""
    form, entity = Replying(request.POST, prefix="reply"), queries.request(UUID(request_id), today=timezone.localdate()).entity.code
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.reply(entity, said["about"], said["text"], day=said["day"], by=request.user.get_username())
            messages.success(request, _("Réplica guardada: se imprime con lo que se publica."))
        except Problem as problem:
            messages.error(request, sentence(problem))
    else:
        messages.error(request, _("No se guardó la réplica: escriba su fecha, de qué habla y su texto."))
    return redirect("request", request_id)


@needs(Permission.READ_REQUESTS)
@require_safe
def letter(request: HttpRequest, request_id: str, kind: str) -> HttpResponse:
    """Give the letter to an entity as PDF."""
    made = letters.pdf(sending.letter(UUID(request_id), KINDS[kind], today=timezone.localdate()))
    return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{kind}.pdf"'})


@needs(Permission.READ_REQUESTS)
@require_safe
def mail(request: HttpRequest, request_id: str, kind: str) -> HttpResponse:
    """Give the text of the mail that carries the letter, to be copied."""
    made = letters.mail(sending.letter(UUID(request_id), KINDS[kind], today=timezone.localdate()))
    return HttpResponse(f"{made.subject}\n\n{made.body}", content_type="text/plain; charset=utf-8")


@needs(Permission.READ_REQUESTS)
@require_safe
def form(request: HttpRequest, request_id: str) -> HttpResponse:
    """Give the form that the entity fills, as XLSX."""
    headers = {"Content-Disposition": 'attachment; filename="formulario.xlsx"'}
    return HttpResponse(sending.form(UUID(request_id)), content_type=XLSX, headers=headers)


def _words(request: HttpRequest, one: UUID) -> dict[int, Words] | None:
    """The words of a request's answers, for who reads documents; the look is in the log."""
    if not allowed(request.user.role, Permission.CAPTURE):
        return None
    return actions.open_words(one, by=request.user.get_username(), origin=request.origin)


def _originals(request: UUID) -> list[tuple[str, str]]:
    return [(one.id, _("Documento %(hash)s") % {"hash": one.sha256[:8]}) for one in queries.documents_of(request) if not one.redacts]
