"""A person's page. In: an opaque id and a purpose. Out: her page, never kept by any cache; the look is in the log before it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from intertrata.access.permissions import Permission, needs
from intertrata.access.sight import reached
from intertrata.casefile.web.person import page
from intertrata.identity.actions import open_person
from intertrata.identity.queries import went_to
from intertrata.registers import queries as registers

ASKING = {
    "title": _("¿Para qué abre esta página?"),
    "lead": _("La página de una persona se abre con un propósito. Dígalo antes de verla."),
    "deed": _("Abrir la página"),
}


@needs(Permission.OPEN_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, person: str) -> HttpResponse:
    """Ask for the purpose, where none was said lately; else open the person."""
    if request.purpose is None:
        return render(request, "access/ask_purpose.html", ASKING)
    if request.method == "POST":
        return redirect("person", person)
    led = went_to(person)
    if led and person not in led:
        return redirect("person", led[0])
    visible = open_person(person, by=request.user.get_username(), purpose=request.purpose, origin=request.origin, sight=request.sight)
    sources = registers.sources()
    history = registers.records(record.record for record in visible.records).rows(named=True)
    told = reached(history, request.sight, {code: source.institution for code, source in sources.items()})
    waits = registers.waits_of(record.record for record in visible.records)
    called = {code: source.called for code, source in sources.items()}
    return render(
        request,
        "casefile/person.html",
        {"person": page(visible, told, called, waits), "purpose": dict(request.purposes)[request.purpose]},
    )
