"""A person's page. In: an opaque id and a purpose. Out: her page, never kept by any cache; the look is in the log before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from intertrata.access.permissions import Permission, allowed, needs
from intertrata.access.sight import Sight, reached
from intertrata.casefile.queries import followed
from intertrata.casefile.referrals.queries import of_records
from intertrata.casefile.shown import shown
from intertrata.casefile.web.due import Due, due
from intertrata.casefile.web.person import page
from intertrata.casefile.web.referrals.listing import row
from intertrata.identity.actions import PersonView, open_person
from intertrata.identity.queries import records_of, went_to
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
    hers, today = records_of(visible.person), timezone.localdate()
    waits = registers.waits_of(hers)  # of all that is hers, as her case is looked for: the page shows those of what is in sight
    called = {code: source.called for code, source in sources.items()}
    refers = allowed(request.user.role, Permission.SEE_REFERRALS)
    context = {
        "person": page(visible, told, called, waits),
        "purpose": dict(request.purposes)[request.purpose],
        "due": _due(visible, hers, request.sight, today),
        "referrals": [row(one) for one in of_records(hers, request.user.institution, today=today)] if refers else [],
    }
    return render(request, "casefile/person.html", context)


def _due(visible: PersonView, hers: Sequence[str], sight: Sight, today: date) -> Due | None:
    """What is done and owed of her, as far as this sight reaches: to one that reads only who, where and when, nothing."""
    if sight.bare:
        return None
    told = followed(visible.person, hers, today=today)
    on_page = {record.record: number for number, record in enumerate(visible.records, 1)}
    numbers = {line: on_page[record] for line, record in told.records.items() if record in on_page}
    unseen = {line for line, record in told.records.items() if record in set(hers) - set(on_page)}
    return due(shown(told.known, sight, unseen=unseen), numbers, unread=len(told.unread))
