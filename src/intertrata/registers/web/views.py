"""Deposits and what was refused of them. In: ids of deposits. Out: pages without values; the values themselves only as a logged download."""

from __future__ import annotations

from io import BytesIO

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from intertrata.access.actions import note
from intertrata.access.permissions import Permission, counts_closed, counts_quoted, needs, takes_back
from intertrata.registers import actions, queries
from intertrata.registers.web.deposits import filled, shown
from intertrata.vocabulary.errors import Problem

DEPOSITS_A_PAGE = 50
REFUSALS_A_PAGE = 200
ASKING = {
    "title": _("¿Para qué descarga estas filas?"),
    "lead": _("Las filas rechazadas llevan nombres y documentos. Diga el propósito antes de descargarlas: queda anotado."),
    "deed": _("Descargar las filas (CSV)"),
}


@needs(Permission.SEE_HOME)
@require_safe
def deposits(request: HttpRequest) -> HttpResponse:
    """List every deposit, the newest first."""
    page = Paginator(queries.deliveries(), DEPOSITS_A_PAGE).get_page(request.GET.get("pagina"))
    return render(request, "registers/deposits.html", {"page": page, "deposits": shown(page, queries.sources())})


@needs(Permission.SEE_REFUSALS)
@require_safe
def deposit(request: HttpRequest, deposit: str) -> HttpResponse:
    """Show one deposit and why rows of it were refused: file, sheet, line, column and rule, never a value."""
    one = queries.deposit(deposit)
    page = Paginator(queries.refusals(one.id).rows(named=True), REFUSALS_A_PAGE).get_page(request.GET.get("pagina"))
    quality = queries.quality()
    judged = one.id in quality.tables["deposit"].to_list()
    quotes = counts_quoted(request.user.role, request.user.institution, keeper=_keeper(one))
    context = {
        "deposit": shown([one], queries.sources(), quotes=quotes)[0],
        "page": page,
        "fields": filled(quality.fields.rows(named=True), one) if judged else [],
        "hers": _takes_back(request, one),
        "waits": quotes,
        "closes": counts_closed(request.user.role),
    }
    return render(request, "registers/deposit.html", context)


@needs(Permission.RETURN_REFUSED)
@require_POST
def refused_rows(request: HttpRequest, deposit: str) -> HttpResponse:
    """Give the refused rows with their values as CSV, for a purpose; a deed, so that no link can carry it."""
    one, held = queries.deposit(deposit), BytesIO()
    by, origin = request.user.get_username(), request.origin
    if not _takes_back(request, one):
        note("refused", by=by, thing="deposit", thing_id=one.id, origin=origin)
        raise Problem("rows_not_yours")
    if request.purpose is None:
        return render(request, "access/ask_purpose.html", ASKING)
    actions.return_refused(one.id, by=by, purpose=request.purpose, origin=origin).write_csv(held, include_bom=True)
    mark = "-sintetico" if one.synthetic else ""
    name = f"rechazadas-{one.register}-{one.table}-{one.id[:8]}{mark}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(held.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _takes_back(request: HttpRequest, one: queries.Delivered) -> bool:
    """Whether the account is given the rows; those of a register that is declared no more only supervisors are."""
    return takes_back(request.user.role, request.user.institution, keeper=_keeper(one))


def _keeper(one: queries.Delivered) -> str:
    source = queries.sources().get(one.register)
    return source.institution if source else ""
