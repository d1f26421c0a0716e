"""What a rule picked to be looked at again, and the same as a file. In: filters in the address. Out: counts and rows without any name.

Rows are shown to who must find out: operators of the institution that keeps the register, and supervisors; who opens no person counts them.
"""

from __future__ import annotations

from typing import Any

import polars as pl
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intertrata.access.actions import note
from intertrata.access.permissions import Permission, counts_screened, needs, screens
from intertrata.casefile import queries
from intertrata.casefile.web.screening.forms import Filters
from intertrata.casefile.web.screening.listing import as_csv as written
from intertrata.casefile.web.screening.listing import counted, shown
from intertrata.registers import queries as registers
from intertrata.vocabulary.errors import Problem

A_PAGE = 50


@needs(Permission.COUNT_SCREENINGS)
@require_safe
def screenings(request: HttpRequest) -> HttpResponse:
    """Show how many stand where, and the rows that this account may read, the first due first."""
    sources, by = registers.sources(), request.user.get_username()
    form, counts, reads = _filters(request, counting=True), *(_registers(request, counting=one) for one in (True, False))
    context: dict[str, Any] = {"form": form, "term": queries.rules().term, "counts": bool(counts), "reads": bool(reads)}
    if form.is_valid() and counts:
        rows = _found(form, form.asked, reads)
        page = Paginator(range(rows.height), A_PAGE).get_page(request.GET.get("pagina"))
        lines = rows[page.start_index() - 1 : page.end_index()] if rows.height else rows
        note("see_screenings", by=by, origin=request.origin, found=lines.height)
        context |= counted(_found(form, form.where, counts), sources) | {"page": page, "total": rows.height, "kept": _asked(request)}
        context["rows"] = shown(lines.iter_rows(named=True), sources, by=by)
    return render(request, "casefile/screenings.html", context)


@needs(Permission.SEE_SCREENINGS)
@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """Give the same rows as one table; that it was taken is noted."""
    form = _filters(request, counting=False)
    if not form.is_valid():
        raise Problem("screening_filters")
    rows = _found(form, form.asked, _registers(request, counting=False))
    note("screenings_downloaded", by=request.user.get_username(), origin=request.origin, found=rows.height)
    mark = "-sintetico" if registers.synthetic_only() else ""
    headers = {"Content-Disposition": f'attachment; filename="uso-interno-por-revisar{mark}.csv"'}
    text = "\ufeff" + written(shown(rows.iter_rows(named=True), registers.sources()))
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


def _filters(request: HttpRequest, *, counting: bool) -> Filters:
    """The filters of the address, with the registers that this account may read or count."""
    sources = registers.sources()
    return Filters(request.GET, registers=[(one, sources[one].called) for one in _registers(request, counting=counting)])


def _found(form: Filters, asked: queries.Asked, of: list[str]) -> pl.DataFrame:
    """What is asked for of some registers, as of the day that the filters say."""
    return queries.screenings(asked, today=form.today, as_of=form.until).filter(pl.col("register").is_in(of))


def _registers(request: HttpRequest, *, counting: bool) -> list[str]:
    """The registers, of those that rules read, whose rows this account reads, or that it counts."""
    may, sources, who = counts_screened if counting else screens, registers.sources(), request.user
    return [one for one in queries.read_by_rules() if may(who.role, who.institution, keeper=sources[one].institution)]


def _asked(request: HttpRequest) -> str:
    """The filters of the address without its page."""
    told = request.GET.copy()
    told.pop("pagina", None)
    return told.urlencode()
