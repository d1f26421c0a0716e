"""The contradictions found in what was told: the list with its filters, the same as a file, the page of one, the ruling of a person.

In: filters in the address, an id. Out: what the machine proposes and what a person decided, each statement down to its number and its document.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intertrata.access.actions import note
from intertrata.access.permissions import Permission, needs
from intertrata.figures import actions
from intertrata.figures.contradictions import queries
from intertrata.figures.contradictions.queries import Asked
from intertrata.figures.web.contradicted import audits, counts, shown, written
from intertrata.figures.web.forms import Contradicting
from intertrata.registers import queries as registers
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

A_PAGE = 25


@needs(Permission.READ_TOLD)
@require_safe
def contradictions(request: HttpRequest) -> HttpResponse:
    """Show how many identities hold and how many do not, and the contradictions asked for, the proved ones first."""
    called, form = _called(), _filters(request)
    context: dict[str, Any] = {"form": form, **audits(queries.audits(), called)}
    if form.is_valid():
        asked = Asked(**form.cleaned_data)
        counted = queries.counted(asked)
        page = Paginator(range(counted.total), A_PAGE).get_page(request.GET.get("pagina"))
        rows = queries.contradictions(asked, first=max(page.start_index() - 1, 0), most=A_PAGE)
        context |= {
            "page": page,
            "total": counted.total,
            "kept": _kept(request),
            "rows": [shown(one, called) for one in rows],
            **counts(counted),
        }
    return render(request, "figures/contradictions.html", context)


@needs(Permission.READ_TOLD)
@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """Give the same contradictions as one table, a row a statement; that it was taken is noted."""
    form = _filters(request)
    if not form.is_valid():
        raise Problem("filters_unreadable")
    asked = Asked(**form.cleaned_data)
    note("contradictions_downloaded", by=request.user.get_username(), origin=request.origin, found=queries.counted(asked).total)
    mark = "-sintetico" if registers.synthetic_only() else ""
    headers = {"Content-Disposition": f'attachment; filename="contradicciones{mark}.csv"'}
    return HttpResponse("\ufeff" + written(queries.every(asked), _called()), content_type="text/csv; charset=utf-8", headers=headers)


@needs(Permission.READ_TOLD)
@require_safe
def contradiction(request: HttpRequest, contradiction: str) -> HttpResponse:
    """Show what the machine proposes of some statements, and what people decided."""
    try:
        found = queries.contradiction(contradiction)
    except Problem as problem:
        raise Http404 from problem
    decisions = [(one.code, one.es, one.definition) for one in code_list(queries.STATES) if one.code in queries.DECISIONS]
    verdicts = [(one.code, one.es) for one in code_list("verdict")]
    context = {"one": shown(found, _called()), "decisions": [] if found.gone else decisions, "verdicts": verdicts}
    return render(request, "figures/contradiction.html", context)


@needs(Permission.RULE)
@require_POST
def ruling(request: HttpRequest, contradiction: str) -> HttpResponse:
    """Keep what a person found of a contradiction."""
    said = {name: request.POST.get(name, "") for name in ("decision", "verdict", "why")}
    try:
        actions.rule_contradiction(
            contradiction, said["decision"], verdict=said["verdict"], why=said["why"], by=request.user.get_username()
        )
        messages.success(request, _("Guardado: la página muestra lo que propuso la máquina y lo que usted decidió."))
    except Problem as problem:
        if problem.code == "contradiction_unknown":
            raise Http404 from problem
        messages.error(request, sentence(problem))
    return redirect("contradiction", contradiction)


def _filters(request: HttpRequest) -> Contradicting:
    listed = {"kind": queries.KINDS, "certainty": queries.CERTAINTIES, "state": queries.STATES}
    choices = {name: [(one.code, one.es) for one in code_list(codes)] for name, codes in listed.items()}
    choices["institution"] = [(name, name) for name in queries.institutions()]
    choices["source"] = [(code, _called().get(code, code)) for code in queries.brought()]
    return Contradicting(request.GET, choices=choices)


def _called() -> dict[str, str]:
    return {code: source.called for code, source in registers.sources().items()}


def _kept(request: HttpRequest) -> str:
    """The filters of the address without its page."""
    told = request.GET.copy()
    told.pop("pagina", None)
    return told.urlencode()
