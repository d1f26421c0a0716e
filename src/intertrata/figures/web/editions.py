"""The tables of published reports as pages. In: codes in the address. Out: each table as printed, with the right value beside a wrong one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intertrata.access.permissions import Permission, needs
from intertrata.figures.told.cuadros import Cell, Filled
from intertrata.figures.told.gathered import queries
from intertrata.figures.told.gathered.queries import Judged
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem


@dataclass(frozen=True)
class Group:
    """A heading above columns, and over how many."""

    name: str
    span: int


@dataclass(frozen=True)
class Remark:
    """A cell that is not what it should be: where, what is printed, what is right, why."""

    line: str
    printed: str
    right: str
    why: str


@needs(Permission.READ_TOLD)
@require_safe
def cuadros(request: HttpRequest) -> HttpResponse:
    """List the tables of the report that ships."""
    context = {"edition": queries.edition(), "tables": queries.cuadros()}
    return render(request, "figures/cuadros.html", context)


@needs(Permission.READ_TOLD)
@require_safe
def cuadro(request: HttpRequest, code: str) -> HttpResponse:
    """Show one table as it is printed, and beside it what it should say."""
    try:
        filled = queries.cuadro(code)
    except Problem as problem:
        raise Http404 from problem
    first, last = filled.cuadro.printed_at
    context = {
        "edition": queries.edition(),
        "filled": filled,
        "one": filled.cuadro,
        "where": _("líneas %(first)s a %(last)s del informe") % {"first": first, "last": last},
        "groups": [Group(name, len(list(each))) for name, each in groupby(filled.cuadro.columns, key=lambda column: column.group)],
        "grouped": any(column.group for column in filled.cuadro.columns),
        "remarks": remarks(filled),
        "empty": not any(cell.told for cell in filled.cells),
    }
    return render(request, "figures/cuadro.html", context)


@needs(Permission.READ_TOLD)
@require_safe
def retos(request: HttpRequest) -> HttpResponse:
    """Show what the report closes with, each claim beside what follows from its own figures."""
    told = [(reto, [_judged(one) for one in judged]) for reto, judged in queries.retos()]
    return render(request, "figures/retos.html", {"edition": queries.edition(), "retos": told})


def _judged(one: Judged) -> dict[str, str]:
    """A claim in words."""
    missing = _("; %(many)d de sus cifras no tienen dato") % {"many": one.result.missing} if one.result.missing else ""
    fits = _("; lo impreso sale de: %(what)s") % {"what": one.fits} if one.fits else ""
    said = one.printed.statement.value if one.printed else None
    return {
        "name": one.claim.name,
        "printed": "—" if said is None else str(said),
        "right": one.right or "—",
        "why": (code_list("verdict").es(one.verdict) if one.verdict else "—") + fits + missing,
        "lines": ", ".join(one.result.lines),
        "note": one.claim.note,
    }


def remarks(filled: Filled) -> list[Remark]:
    """Give the cells that are not what they should be, in words."""
    column = {one.key: " ".join(text for text in (one.name, one.group) if text) for one in filled.cuadro.columns}
    return [
        Remark(_where(line.line.label or line.text, column.get(cell.choice.key, "")), cell.text, cell.right, _why(cell))
        for _, lines in filled.parts
        for line in lines
        for cell in line.cells
        if cell.verdict not in {None, "equal"}
    ]


def _where(line: str, column: str) -> str:
    return f"{line}: {column}" if column else line


def _why(cell: Cell) -> str:
    said = code_list("verdict").es(cell.verdict or "")
    if cell.bound and cell.bound.missing:
        missing = ", ".join(f"{code} {many}" for code, many in cell.bound.missing)
        return _("%(said)s: partes sin dato (%(missing)s)") % {"said": said, "missing": missing}
    return said
