"""The tables of published reports as pages. In: codes in the address. Out: each table as printed, with the right value beside a wrong one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intertrata.access.permissions import Permission, needs
from intertrata.figures.cuadros import Cell, Filled
from intertrata.figures.gathered import queries
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
