"""References that wait for their record, as a page and as CSV. In: filters in the address. Out: counts, and numbers for who may see them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intertrata.access.permissions import Permission, counts_quoted, needs, sees_numbers
from intertrata.registers import queries
from intertrata.registers.web import awaited, contradicted

A_PAGE = 100


@needs(Permission.SEE_REFUSALS)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show which tables quote numbers that nobody has sent, then the numbers themselves of the registers that are hers to see."""
    found, asked, sources = _found(request), _asked(request), queries.sources()
    rows = awaited.shown(found, asked, _sees(request))
    paged = Paginator(range(rows.height), A_PAGE).get_page(request.GET.get("pagina"))
    here = rows[paged.start_index() - 1 : paged.end_index()] if rows.height else rows
    against = contradicted.counted(queries.contradictions(), asked.register, _counts(request))
    told = {name: request.GET[name] for name in ("registro", "clase", "desde") if request.GET.get(name)}
    context = {
        "asked": asked,
        "places": awaited.places(found, asked, sources),
        "rows": awaited.in_words(found, here, sources),
        "many": asked.of(found.waiting).height,
        "hers_only": not counts_quoted(request.user.role, request.user.institution, keeper=""),
        "page": paged,
        "left_out": awaited.left_out(found, asked),
        "registers": [(code, awaited.called(code, sources)) for code in found.waiting["register"].unique().sort().to_list()],
        "between": contradicted.between(against, sources),
        "contradictions": contradicted.one_by_one(against, sources, _sees(request)),
        "kept": urlencode(told),
        "sent": bool(queries.last_order() >= 0),
    }
    return render(request, "registers/references.html", context)


@needs(Permission.SEE_REFUSALS)
@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """Give the same as one table."""
    told = awaited.as_csv(_found(request), _asked(request), queries.sources(), _sees(request))
    mark = "-sintetico" if queries.synthetic_only() else ""
    headers = {"Content-Disposition": f'attachment; filename="uso-interno-{_("referencias")}{mark}.csv"'}
    return HttpResponse("\ufeff" + told, content_type="text/csv; charset=utf-8", headers=headers)


def _found(request: HttpRequest) -> queries.References:
    """What waits, of the registers of which this account is told how many."""
    return awaited.of_registers(queries.references(), _counts(request))


def _counts(request: HttpRequest) -> awaited.Sees:
    role, institution, sources = request.user.role, request.user.institution, queries.sources()
    return lambda code: counts_quoted(role, institution, keeper=sources[code].institution if code in sources else "")


def _sees(request: HttpRequest) -> awaited.Sees:
    role, institution, sources = request.user.role, request.user.institution, queries.sources()
    return lambda code: sees_numbers(role, institution, keeper=sources[code].institution if code in sources else "")


def _asked(request: HttpRequest) -> awaited.Asked:
    """Read the filters of the address; a register that nobody declared is said to be unknown, a day or kind that is none asks nothing."""
    code, state, since = (request.GET.get(name, "") for name in ("registro", "clase", "desde"))
    if code:
        queries.source(code)
    day = None
    with suppress(ValueError):
        day = date.fromisoformat(since) if since else None
    return awaited.Asked(code, state if state in awaited.STATES else "", day)
