"""A page of a document in words. In: a file, the number of a page. Out: its lines as rows of cells, and what of a workbook was not read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intertrata.transparency.documents import Document

MOST_LINES = 400
WHY = {
    "hidden_sheet": gettext_lazy("la hoja «%(sheet)s» está oculta"),
    "hidden_row": gettext_lazy("en la hoja «%(sheet)s» la fila %(where)s está oculta"),
    "hidden_column": gettext_lazy("en la hoja «%(sheet)s» la columna %(where)s está oculta"),
    "merged": gettext_lazy("en la hoja «%(sheet)s» las celdas %(where)s están unidas: su valor está solo en la primera"),
    "formula": gettext_lazy("en la hoja «%(sheet)s» la celda %(where)s es una fórmula: se muestra su resultado"),
    "error": gettext_lazy("en la hoja «%(sheet)s» la celda %(where)s tiene un error"),
}


def lines(file: Document, page: int) -> list[list[str]]:
    """Give the lines of a page, each with its cells by column, the empty ones too."""
    made = []
    for row in file.rows(page)[:MOST_LINES]:
        cells = {cell.column: cell.text for cell in row.cells}
        made.append([cells.get(column, "") for column in range(max(cells, default=-1) + 1)])
    return made


def skipped(notes: Iterable[Mapping[str, str]]) -> list[str]:
    """Give what of a workbook was not read, or is not as it seems, one sentence each."""
    return [_("De este archivo: %(why)s.") % {"why": WHY[one["why"]] % one} for one in notes]
