"""Direct entry: choose a table, write a record, see its receipt, correct it. In: what was typed, in one request. Out: pages.

What is typed stands in no address, no log and no cache: until it is kept, in a draft of the vault, if at all.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intertrata.access.permissions import Permission, needs
from intertrata.casefile.web.entry import desk, listing
from intertrata.casefile.web.entry.known import KNOWN, known
from intertrata.registers import actions, queries

WARNED = "warned"
WARNINGS_KEPT = 20
ASKING = {
    "title": _("¿Para qué abre este registro?"),
    "lead": _("Lo que escribió lleva datos de una persona. Se abre con un propósito: dígalo antes de verlo."),
    "deed": _("Abrir el registro"),
}


@needs(Permission.ENTER_RECORDS)
@require_safe
def entering(request: HttpRequest) -> HttpResponse:
    """Choose where to write: the tables of the registers of the account's institution; drafts first."""
    return render(request, "casefile/entering.html", listing.choices(request.user.institution, by=request.user.get_username()))


@needs(Permission.ENTER_RECORDS)
@require_safe
def start(request: HttpRequest, register: str, table: str) -> HttpResponse:
    """Begin a form, with an id of its own: whatever happens to the line, it is one record."""
    desk.sheet(request, register, table, "")
    carried = request.GET.get("de", "")
    address = redirect("record", register, table, uuid4().hex)
    if carried and set(carried) <= set("0123456789-"):
        address["Location"] += f"?de={carried}"
    return address


@needs(Permission.ENTER_RECORDS)
@sensitive_post_parameters()
@csp_update({"script-src": ["'self'"], "connect-src": ["'self'"]})
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, register: str, table: str, form: str) -> HttpResponse:
    """Write one record: keep it, ask whether its person is known, or save what there is of it."""
    one, by = desk.sheet(request, register, table, form), request.user.get_username()
    deed = request.POST.get("deed", "")
    if deed == "draft":
        return _save(request, one)
    if deed:
        return _keep(request, one) if deed == "keep" else _ask(request, one)
    before = queries.entry_of_key(form, by=by)
    if before is not None:
        return redirect("receipt", before.number)
    if request.method == "POST":  # the purpose was said, nothing else
        return redirect(request.get_full_path())
    return _open(request, one)


def _open(request: HttpRequest, one: desk.Sheet) -> HttpResponse:
    by = request.user.get_username()
    held = next((each for each in actions.drafts(by=by) if each.form == one.form), None)
    if held is not None and (held.register, held.table) != (one.source.code, one.table.name):
        return redirect("record", held.register, held.table, held.form)  # what was typed in one form is shown in no other
    if held is not None and request.purpose is None:
        return render(request, "access/ask_purpose.html", ASKING)
    draft = actions.open_draft(one.form, by=by, purpose=request.purpose or "", origin=request.origin)
    if draft is not None:
        one = replace(one, typed=draft.values, correcting=draft.correcting)
    elif "de" in request.GET:
        one = replace(one, typed=desk.carried(one, request.GET["de"], by=by))
    return render(request, "casefile/record.html", {"one": one})


def _save(request: HttpRequest, one: desk.Sheet) -> HttpResponse:
    by = request.user.get_username()
    actions.save_draft(one.form, one.source.code, one.table.name, one.typed, by=by, correcting=one.correcting)
    if "X-Draft" in request.headers:
        return HttpResponse(status=204)
    before = queries.entry_of_key(one.form, by=by)
    if before is not None:
        return redirect("receipt", before.number)
    return render(request, "casefile/record.html", {"one": replace(one, saved=True)})


def _ask(request: HttpRequest, one: desk.Sheet) -> HttpResponse:
    checked, _values, said = desk.considered(one)
    missing = {name: told for name, told in checked.mistakes.items() if one.typed.get(name)}  # what is still blank is no mistake yet
    shown = replace(one, mistakes=missing, notice=checked.notice, known=known(request, said))
    return render(request, "casefile/record.html", {"one": shown})


def _keep(request: HttpRequest, one: desk.Sheet) -> HttpResponse:
    checked, values, said = desk.considered(one)
    before = queries.entry_of_key(one.form, by=request.user.get_username())
    asked = known(request, said) if one.of_person and before is None else ""
    ready = desk.unsaid(checked, purpose=request.purpose)
    if not (ready.mistakes or ready.general):
        told = desk.keep(one, values, by=request.user.get_username())
        if told.number:
            if asked == KNOWN:
                request.session[WARNED] = [*request.session.get(WARNED, []), told.number][-WARNINGS_KEPT:]
            return redirect("receipt", told.number)
        ready = desk.refused(ready, told.refusals)
    return render(request, "casefile/record.html", {"one": replace(ready, known=asked if asked == KNOWN else "")}, status=422)


@needs(Permission.ENTER_RECORDS)
@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Show the receipt of a record: number, moment, what was kept; of a person only which data, never what they say."""
    one = queries.entry(number, by=request.user.get_username())
    desk.only_its_own(request, one.register)
    return render(request, "casefile/receipt.html", listing.receipt(one, known=one.number in request.session.get(WARNED, [])))


@needs(Permission.ENTER_RECORDS)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, number: str) -> HttpResponse:
    """Open what was typed, for a purpose, as a form that corrects it."""
    by = request.user.get_username()
    last = queries.last_entry(number, by=by)
    desk.only_its_own(request, last.register)
    if request.purpose is None or request.method != "POST":
        return render(request, "access/ask_purpose.html", ASKING)
    opened = actions.open_entry(last.number, by=by, purpose=request.purpose, origin=request.origin)
    form, at = uuid4().hex, opened.receipt
    values = {name: told for name, told in opened.values.items() if name not in listing.MARKS}
    actions.save_draft(form, at.register, at.table, values, by=by, correcting=at.number)
    return redirect("record", at.register, at.table, form)


@needs(Permission.ENTER_RECORDS)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List what the account wrote: numbers, moments, states; no name."""
    return render(request, "casefile/mine.html", listing.mine(request.GET.get("pagina"), by=request.user.get_username()))


@needs(Permission.ENTER_RECORDS)
@require_POST
def discard(request: HttpRequest, form: str) -> HttpResponse:
    """Throw a draft away."""
    actions.forget_draft(form, by=request.user.get_username())
    return redirect("entering")
