"""A page of a document in words. In: a file, the number of a page. Out: its lines as rows of cells, and what of a workbook was not read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intertrata.transparency.documents import Document

MOST_LINES, MOST_COLUMNS, MOST_LETTERS = 400, 60, 300
"""Of a page as text beside its picture: a file may hold a line of a hundred megabytes."""
MOST_NOTES = 30
LONGEST_NUMBER = 18
WHY = {
    "hidden_sheet": gettext_lazy("la hoja «%(sheet)s» está oculta"),
    "hidden_row": gettext_lazy("en la hoja «%(sheet)s» la fila %(where)s está oculta"),
    "hidden_column": gettext_lazy("en la hoja «%(sheet)s» la columna %(where)s está oculta"),
    "merged": gettext_lazy("en la hoja «%(sheet)s» las celdas %(where)s están unidas: su valor está solo en la primera"),
    "formula": gettext_lazy("en la hoja «%(sheet)s» la celda %(where)s es una fórmula: se muestra su resultado"),
    "error": gettext_lazy("en la hoja «%(sheet)s» la celda %(where)s tiene un error"),
}


def number(told: str) -> int:
    """Give a number of an address or a field; 0 where it is none, or longer than any that there is."""
    return int(told) if told.isdecimal() and len(told) <= LONGEST_NUMBER else 0


def lines(file: Document, page: int) -> list[list[str]]:
    """Give the lines of a page, each with its cells by column, the empty ones too; where there is more, a last line says so."""
    rows, made = file.rows(page), []
    for row in rows[:MOST_LINES]:
        cells = {cell.column: _short(cell.text) for cell in row.cells if cell.column < MOST_COLUMNS}
        made.append([cells.get(column, "") for column in range(max(cells, default=-1) + 1)])
    wide = any(cell.column >= MOST_COLUMNS for row in rows[:MOST_LINES] for cell in row.cells)
    if len(rows) > MOST_LINES or wide:
        made.append([_("… Hay más líneas o columnas: para verlas, descargue el archivo entero.")])
    return made


def skipped(notes: Iterable[Mapping[str, str]]) -> list[str]:
    """Give what of a workbook was not read, or is not as it seems, one sentence each; of very many the first and how many more."""
    told = list(notes)
    said = [_("De este archivo: %(why)s.") % {"why": WHY[one["why"]] % one} for one in told[:MOST_NOTES]]
    more = len(told) - MOST_NOTES
    return [*said, _("De este archivo: y %(more)s avisos más.") % {"more": more}] if more > 0 else said


def _short(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…"
