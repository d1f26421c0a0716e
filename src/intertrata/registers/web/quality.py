"""How good each register is, as a page, as JSON and as CSV. In: a register in the address, or none for all. Out: counts and alarms; no person."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intertrata.access.permissions import Permission, needs, sees_offices
from intertrata.registers import queries
from intertrata.registers.web import judged


@needs(Permission.SEE_REFUSALS)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the alarms first, then how good each table is; for one register also its fields, offices, lateness and codes in no list."""
    told, sources = _asked(request), queries.sources()
    sent = sorted({one.register for one in queries.deliveries()} | {told.register} - {""})
    context = {
        "told": told,
        "registers": [(code, sources[code].called) for code in sent if code in sources],
        "called": sources[told.register].called if told.register else "",
        "tables": judged.tables(told, sources),
    }
    return render(request, "registers/quality.html", context)


@needs(Permission.SEE_REFUSALS)
@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """Give the same as one JSON document; what is not known, not asked or not for this account is null, never zero."""
    return JsonResponse(asdict(_asked(request)))


@needs(Permission.SEE_REFUSALS)
@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """Give the same as one table, a measure a row; what is not known has no value."""
    told = _asked(request)
    mark = "-sintetico" if queries.synthetic_only() else ""
    name = "-".join([_("calidad"), told.register or _("registros")]) + mark
    headers = {"Content-Disposition": f'attachment; filename="uso-interno-{name}.csv"'}
    return HttpResponse("\ufeff" + judged.as_csv(told), content_type="text/csv; charset=utf-8", headers=headers)


def _asked(request: HttpRequest) -> judged.Told:
    """Read what the address asks: without a register nothing is read again, only what deposits left written."""
    code, sources, whole = request.GET.get("registro", ""), queries.sources(), None
    named = False
    if code:
        keeper = queries.source(code).institution
        whole, named = queries.wholeness(code), sees_offices(request.user.role, request.user.institution, keeper=keeper)
    alarms = whole.alarms if whole else queries.alarms()
    return judged.told(code, queries.quality(), whole, alarms=judged.said(alarms, sources), offices=named)
