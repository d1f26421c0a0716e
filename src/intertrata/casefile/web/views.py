"""A person's page. In: an opaque id and a purpose. Out: her page, never kept by any cache; the look is in the log before it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from intertrata.access.permissions import Permission, allowed, needs, sees_suspects
from intertrata.casefile.referrals.queries import of_records
from intertrata.casefile.web.person import page
from intertrata.casefile.web.referrals.listing import row
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
    suspects = sees_suspects(request.user.role, request.user.institution)
    visible = open_person(person, by=request.user.get_username(), purpose=request.purpose, origin=request.origin, suspects=suspects)
    history = registers.records(record.record for record in visible.records).rows(named=True)
    waits = registers.waits_of(record.record for record in visible.records)
    called = {code: source.called for code, source in registers.sources().items()}
    hers = of_records([record.record for record in visible.records], request.user.institution, today=timezone.localdate())
    context = {
        "person": page(visible, history, called, waits),
        "purpose": dict(request.purposes)[request.purpose],
        "referrals": [row(one) for one in hers] if allowed(request.user.role, Permission.SEE_REFERRALS) else [],
    }
    return render(request, "casefile/person.html", context)
