"""Deciding who is who: a question side by side, a person parted, a change taken back. In: a form, for a purpose. Out: the next page.

Whoever decides sees names; each look at either person is in the log before the page. What accuses a victim is neither shown nor decided
outside justice (SAFEGUARDS 14).
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from intertrata.access.permissions import Permission, needs, sees_suspects
from intertrata.identity import queries
from intertrata.identity.actions import PersonView, open_person
from intertrata.identity.deciding import actions
from intertrata.identity.review import queries as review
from intertrata.identity.review.answers import REASONS, Answer
from intertrata.identity.web import side_by_side
from intertrata.identity.web.forms import Deciding, Parting
from intertrata.identity.web.reasons import in_words
from intertrata.registers import queries as registers
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

ASKING = {
    "title": gettext_lazy("¿Para qué revisa la identidad?"),
    "lead": gettext_lazy("Para decidir se ven los nombres de dos personas. Diga el propósito antes: queda anotado."),
    "deed": gettext_lazy("Continuar"),
}


@needs(Permission.DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, record_a: str, record_b: str) -> HttpResponse:
    """Show two persons side by side and take the answer; the next question follows."""
    if request.purpose is None:
        return render(request, "access/ask_purpose.html", ASKING)
    if request.method == "POST" and "said" not in request.POST:
        return redirect(request.path)
    shown, form = _asked(request, record_a, record_b), Deciding(request.POST or None)
    if form.is_valid():
        return _decided(request, record_a, record_b, form)
    return render(request, "identity/question.html", shown | {"form": form})


@needs(Permission.DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def changes(request: HttpRequest, person: str) -> HttpResponse:
    """Show what was changed of a person's identity, and her records to part."""
    if request.purpose is None:
        return render(request, "access/ask_purpose.html", ASKING)
    if request.method == "POST":
        return redirect(request.path)
    led = queries.went_to(person)
    if led and person not in led:
        return redirect("changes", led[0])
    opened, called = _open(request, person), _called()
    lines = side_by_side.lines(opened, called)
    context = {
        "person": person,
        "name": opened.name,
        "lines": lines,
        "changes": _told(review.changes(person)),
        "led": [one for one in led if one != person],
    }
    return render(request, "identity/changes.html", context | {"form": Parting([one.record for one in lines])})


@needs(Permission.DECIDE)
@require_POST
def split(request: HttpRequest, person: str) -> HttpResponse:
    """Part a person: the records marked are somebody else's."""
    if request.purpose is None:
        return render(request, "access/ask_purpose.html", ASKING)
    form = Parting([one.record for one in _open(request, person).records], request.POST)
    try:
        if not form.is_valid():
            raise Problem("split_of_nothing" if "leaving" in form.errors else "reason_unfit")
        actions.split(person, form.cleaned_data["leaving"], reason=form.cleaned_data["reason"], **_who(request))
        messages.success(request, _("La persona se separó en dos. Si fue un error, deshágalo aquí abajo."))
    except Problem as problem:
        messages.error(request, sentence(problem, _))
    return redirect("changes", person)


@needs(Permission.DECIDE)
@require_POST
def undo(request: HttpRequest, person: str, change: str) -> HttpResponse:
    """Take a change back; every record returns to whom it came from."""
    if request.purpose is None:
        return render(request, "access/ask_purpose.html", ASKING)
    try:
        actions.undo(int(change), **_who(request))
        messages.success(request, _("El cambio se deshizo: cada registro volvió a la persona de la que salió."))
    except Problem as problem:
        messages.error(request, sentence(problem, _))
    return redirect("changes", person)


def _decided(request: HttpRequest, record_a: str, record_b: str, form: Deciding) -> HttpResponse:
    """Keep the answer and go on with the next question, or with the list where none is left."""
    answer, reason = form.said_both
    try:
        done = actions.decide(record_a, record_b, answer=answer, reason=reason, **_who(request))
    except Problem as problem:
        messages.error(request, sentence(problem, _))
        return redirect(request.path)
    messages.success(request, _words(done))
    suspects = sees_suspects(request.user.role, request.user.institution)
    after = next(iter(review.questions(by=request.user.get_username(), limit=1, suspects=suspects)), None)
    return redirect("question", after.record_a, after.record_b) if after else redirect("doubts")


def _words(done: actions.Decided) -> str:
    if done.holds is None:
        return _("Su respuesta quedó guardada. Vale cuando otra persona dé la misma.")
    if done.holds is Answer.SAME:
        return _("Quedaron unidas en una persona. Se puede deshacer desde su página.")
    if done.holds is Answer.DIFFERENT:
        return _("Quedan como dos personas, también en los enlaces que vengan.")
    return _("Quedó anotado que no se puede saber.")


def _asked(request: HttpRequest, record_a: str, record_b: str) -> dict[str, Any]:
    """What the page of one question holds; who may not see accusations is asked nothing about a record that accuses."""
    asked = review.question(record_a, record_b, by=request.user.get_username())
    if asked is None:
        raise Problem("question_unknown")
    first, second = _open(request, asked.person_a), _open(request, asked.person_b)
    for record, opened in ((record_a, first), (record_b, second)):
        if record not in {one.record for one in opened.records}:
            raise Problem("question_unknown")
    called = _called()
    return {
        "asked": asked, "percent": f"{asked.probability:.0%}", "reasons": in_words(asked.evidence), "rows": side_by_side.rows(first, second, called),
        "sides": [(one, side_by_side.lines(one, called)) for one in (first, second)], "joined": asked.person_a == asked.person_b,
        "answers": [(answer, Deciding.choices_of(answer)) for answer in REASONS if answer is not Answer.WITHDRAWN],
    }  # fmt: skip


def _told(made: list[review.Change]) -> list[dict[str, Any]]:
    """Changes with the words of their reason."""
    listed = code_list("identity_reason")
    return [vars(one) | {"why": listed.es(one.reason)} for one in made]


def _open(request: HttpRequest, person: str) -> PersonView:
    return open_person(person, sight=request.sight, **_who(request))


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user.get_username(), "purpose": request.purpose, "origin": request.origin}


def _called() -> dict[str, str]:
    return {code: source.called for code, source in registers.sources().items()}
