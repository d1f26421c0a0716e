"""The page of one number: who said it, where, what contradicts it, how it came to be. In: an address. Out: tables of statements; no person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intertrata.access.permissions import Permission, needs
from intertrata.figures import actions, queries
from intertrata.figures.contradictions import queries as contradictions
from intertrata.figures.told.numbers import Number, NumberAsked
from intertrata.figures.told.reading import Told, cell_of
from intertrata.figures.told.rows import Row
from intertrata.figures.web.counts import period_of
from intertrata.figures.web.drawn import drawn
from intertrata.registers import queries as registers
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.jurisdictions import jurisdiction_name
from intertrata.vocabulary.periods import ANY_TIME, Period
from intertrata.vocabulary.sentences import sentence
from intertrata.vocabulary.statement import number_es
from intertrata.vocabulary.wording import day


@dataclass(frozen=True)
class Said:
    """One statement in words: who, of when, what, where it stands, as written."""

    who: str
    period: str
    text: str
    gap: bool
    at: str
    quote: str
    vintage: str
    why: str = ""


def address(row: Mapping[str, Any]) -> str:
    """Give the address of the number that a row of ``queries.statements`` says."""
    asked = {
        "indicator": row["indicator"], "department": row["territory"], "start": row["period_start"], "end": row["period_end"],
        "cell": ";".join(f"{name}={code}" for name, code in row["breakdown"].items() if name != "institution"),
        "institution": row["institution"], "place": row["place"] if row["table"] else "",
    }  # fmt: skip
    return f"{reverse('number')}?{urlencode({name: text for name, text in asked.items() if text})}"


@needs(Permission.READ_TOLD)
@require_safe
def number(request: HttpRequest) -> HttpResponse:
    """Show everything that was told of one number."""
    codes = code_list("told_indicator")
    indicator = codes.resolve(request.GET.get("indicator", ""))
    try:
        asked = _asked(request.GET)
        found = queries.number(indicator or "", asked)
        where = jurisdiction_name(asked.department) if asked.department else asked.place or _("Todo el país")
    except (Problem, ValueError) as problem:
        raise Http404 from problem
    context = {
        "title": codes.es(indicator or ""),
        "definition": codes[indicator or ""].definition,
        "where": where,
        "caption": f"{codes.es(indicator or '')}: {asked.institution or where}",
        "asked": asked,
        "code": indicator,
    }
    return render(request, "figures/number.html", context | _told(found) | _ruled(indicator or "", asked, found))


@needs(Permission.RULE)
@require_POST
def ruling(request: HttpRequest) -> HttpResponse:
    """Keep what a person found of why sources differ in a number."""
    indicator = code_list("told_indicator").resolve(request.GET.get("indicator", ""))
    try:
        asked = _asked(request.GET)
    except (Problem, ValueError) as problem:
        raise Http404 from problem
    try:
        actions.rule(
            indicator or "", asked, request.POST.get("verdict", ""), why=request.POST.get("why", ""), by=request.user.get_username()
        )
        messages.success(request, _("Guardado: la página muestra lo que se propuso y lo que usted decidió."))
    except Problem as problem:
        messages.error(request, sentence(problem))
    return redirect(f"{reverse('number')}?{request.GET.urlencode()}")


def _ruled(indicator: str, asked: NumberAsked, found: Number) -> dict[str, Any]:
    """What people found of why sources differ, and the verdicts to choose from where there is something to find."""
    disputed = any(row.reasons for row in (*found.rows, *found.others))
    said = [(code_list("verdict").es(one.verdict), one) for one in queries.rulings(indicator, asked)]
    return {"rulings": said, "verdicts": [(one.code, one.es, one.definition) for one in code_list("verdict")] if disputed else []}


def _asked(said: QueryDict) -> NumberAsked:
    start, end = (date.fromisoformat(text) if text else None for text in (said.get("start"), said.get("end")))
    words = [said.get(name, "") for name in ("department", "institution", "place")]
    return NumberAsked(words[0], start, end, tuple(sorted(cell_of(said.get("cell")).items())), words[1], words[2])


def _told(found: Number) -> dict[str, Any]:
    """The parts of the page."""
    called = {code: source.called for code, source in registers.sources().items()}
    parts = [one for row in found.rows for one in row.parts]
    return {
        "period": _when(found.asked.period),
        "cell": ", ".join(f"{name}: {code}" for name, code in found.asked.cell),
        "rows": [_row(row, called) for row in found.rows],
        "others": [_row(row, called) for row in found.others],
        "parts": [_said(one, called) for one in parts if one.statement.document] if len(parts) > len(found.rows) else [],
        "gaps": _gaps([one for one in parts if not one.statement.document], called),
        "history": [_event(one.told, one.cut_off, called) for one in found.history if one.told],
        "wrong": found.wrong,
        "drawings": drawn(found.series, called),
        "contradictions": _contradictions(found),
    }


def _contradictions(found: Number) -> list[tuple[str, str, str, str]]:
    """The contradictions that touch a number: id, kind, state, sentence."""
    kinds, states = code_list(contradictions.KINDS), code_list(contradictions.STATES)
    touching = contradictions.touching(one.record for one in found.history)
    return [(one.id, kinds.es(one.kind), states.es(one.state), one.explanation) for one in touching]


def _gaps(missing: list[Told], called: Mapping[str, str]) -> list[str]:
    """What each source did not say: «Datos abiertos del RETA: enero de 2018, febrero de 2018»."""
    by_source: dict[str, dict[str, None]] = {}
    for one in missing:
        by_source.setdefault(_who(one, called), {})[_when(one.period)] = None
    return [f"{who}: {', '.join(periods)}" for who, periods in by_source.items()]


def _row(row: Row, called: Mapping[str, str]) -> Said:
    first, status = row.parts[0], code_list("statement_status")
    why = "; ".join(code_list("verdict").es(code) for code in row.reasons)
    text = row.total.es if row.total.n_known else ", ".join(status.es(code).lower() for code in row.status)
    missing = ", ".join(f"{status.es(code).lower()}: {many}" for code, many in row.total.missing)
    flags = ", ".join(status.es(code).lower() for code in row.status if row.total.n_known)
    more = " · ".join(word for word in (text, flags, missing if row.total.n_known else "") if word)
    return Said(_who(first, called), "", more, not row.total.n_known, _at(first), first.quote, day(row.vintage.isoformat()), why)


def _said(one: Told, called: Mapping[str, str]) -> Said:
    said = one.statement
    status = ", ".join(code_list("statement_status").es(code).lower() for code in sorted(said.status))
    text = " · ".join(word for word in ("" if said.value is None else number_es(said.value), status) if word)
    return Said(
        _who(one, called), _when(one.period), text, said.value is None, _at(one), one.quote or one.article, day(said.vintage.isoformat())
    )


def _event(one: Told, held: date, called: Mapping[str, str]) -> Said:
    said = _said(one, called)
    return Said(said.who, said.period, said.text, said.gap, said.at, said.quote, day(held.isoformat()))


def _when(period: Period) -> str:
    """A period in words."""
    if period == ANY_TIME:
        return _("sin período")
    return period_of(period.start.isoformat(), period.end.isoformat() if period.end else None)


def _who(one: Told, called: Mapping[str, str]) -> str:
    source = called.get(one.statement.source, one.statement.source)
    return " · ".join(text for text in (one.institution, one.system, source) if text)


def _at(one: Told) -> str:
    said = one.statement
    if not said.document:
        return _("no lo dice")
    return f"{said.document}: {one.at}, {_('línea')} {said.page}" if one.at else f"{said.document}: {_('línea')} {said.page}"
