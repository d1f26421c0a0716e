"""Counts, bridges and told figures. In: filters that stand in the address. Out: tables with their definition and cut; no person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intertrata.access.actions import note
from intertrata.access.permissions import Permission, needs
from intertrata.figures import queries
from intertrata.figures.web.bridged import bridged
from intertrata.figures.web.counts import Table, as_csv, period_of, short, table
from intertrata.figures.web.forms import Bridging, Counting, Telling
from intertrata.figures.web.told_table import DRAWN, gathered, places, unsound
from intertrata.registers import queries as registers
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.jurisdictions import jurisdictions
from intertrata.vocabulary.sentences import sentence

COUNTED_FIRST, BRIDGED_FIRST, TOLD_FIRST = "indicator=victims&by=year", "a=reta&b=sistra&indicator=victims", "indicator=complaints"


@needs(Permission.COUNT)
@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """Count an indicator by what the address asks."""
    form = _counting(request)
    counted, problem = _asked(form, lambda said: queries.count(said["indicator"], dims=said["by"], **form.period))
    context: dict[str, Any] = {"form": form, "problem": problem, "asked": form.data.urlencode()}
    if counted is not None:
        context |= {"counted": counted, "table": _table(counted), "one": _indicators()[counted.indicator]}
    return render(request, "figures/count.html", context)


@needs(Permission.COUNT)
@require_safe
def count_csv(request: HttpRequest) -> HttpResponse:
    """Give the same count as a file; that it was taken is noted."""
    form = _counting(request)
    if not form.is_valid():
        raise Problem("filters_unreadable")
    counted = queries.count(form.cleaned_data["indicator"], dims=form.cleaned_data["by"], **form.period)
    note("count_downloaded", by=request.user.get_username(), thing="cut", thing_id=counted.cut[:64], origin=request.origin)
    mark = "-sintetico" if registers.synthetic_only() else ""
    headers = {"Content-Disposition": f'attachment; filename="uso-interno-{counted.indicator}-{counted.cut}{mark}.csv"'}
    text = "\ufeff" + as_csv(counted, _table(counted))
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


@needs(Permission.COUNT)
@require_safe
def bridge(request: HttpRequest) -> HttpResponse:
    """Explain why two registers count differently."""
    indicators = {code: one for code, one in _indicators().items() if one.unit != "number"}
    form = Bridging(
        request.GET or QueryDict(BRIDGED_FIRST), registers=_registers(), indicators=[(code, one.es) for code, one in indicators.items()]
    )
    found, problem = _asked(form, lambda said: queries.bridge(said["a"], said["b"], indicator=said["indicator"], **form.period))
    context: dict[str, Any] = {"form": form, "problem": problem}
    if found is not None:
        one = indicators[found.indicator]
        when = period_of(*(day and day.isoformat() for day in form.period.values()))
        context |= {"found": found, "bridge": bridged(found, _called(), unit=one.unit), "one": one, "when": when}
    return render(request, "figures/bridge.html", context)


@needs(Permission.READ_TOLD)
@require_safe
def statements(request: HttpRequest) -> HttpResponse:
    """Put what institutions told side by side."""
    departments = [("", "Todos los lugares"), *((one.code, one.name) for one in jurisdictions())]
    named = [(code, code_list("told_indicator").es(code)) for code in queries.told_indicators()]
    form = Telling(request.GET or QueryDict(TOLD_FIRST), indicators=named, departments=departments)
    where = {"department": form.data["department"]} if form.data.get("department") else {}
    rows, problem = _asked(form, lambda said: queries.statements(said["indicator"], where=where)) if named else (None, "")
    context: dict[str, Any] = {"form": form, "problem": problem, "nothing": not named}
    if rows is not None:
        wrong = unsound(queries.mismatches(form.cleaned_data["indicator"], where=where), _dimensions())
        context |= {
            "places": (found := places(rows, _called(), queries.series(form.cleaned_data["indicator"], where=where))),
            "choose": len(found) > DRAWN,
            "gathered": gathered(rows),
            "mismatches": wrong[:50],
            "wrong": len(wrong),
            "title": dict(named)[form.cleaned_data["indicator"]],
        }
    return render(request, "figures/statements.html", context)


def _asked(form: Any, ask: Callable[[dict[str, Any]], Any]) -> tuple[Any, str]:
    """Give the answer, or the sentence that says why there is none."""
    if not form.is_valid():
        return None, ""
    try:
        return ask(form.cleaned_data), ""
    except Problem as problem:
        return None, sentence(problem)


def _counting(request: HttpRequest) -> Counting:
    indicators = [(code, one.es) for code, one in _indicators().items()]
    dimensions = [(code, short(one)) for code, one in _dimensions().items()]
    return Counting(request.GET or QueryDict(COUNTED_FIRST), indicators=indicators, dimensions=dimensions)


def _table(counted: queries.Counted) -> Table:
    return table(counted, _dimensions(), _called(), what=_indicators()[counted.indicator].es)


def _indicators() -> dict[str, Any]:
    return {one.code: one for one in queries.indicators()}


def _dimensions() -> dict[str, Any]:
    return {one.code: one for one in queries.dimensions()}


def _registers() -> list[tuple[str, str]]:
    return [(code, source.called) for code, source in registers.sources().items() if source.kind == "records"]


def _called() -> dict[str, str]:
    return {code: source.called for code, source in registers.sources().items()}
