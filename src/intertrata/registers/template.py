"""The XLSX that an institution fills in: one sheet a table, with lists, checks and help, from the declaration alone.

In: a ``Source`` and a path. Out: a workbook whose heads are the declared columns, whose cells offer the declared
lists, and which the reader takes back as it is. The one example row stands in a sheet of its own: it is nobody.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from intertrata.registers.declaration import SYNTHETIC_COLUMNS, Column, Source, Table
from intertrata.registers.dictionary import allowed, asked

_EPOCH = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
ROWS = 2_000
"""Rows that carry lists and checks; more may be written below."""
LISTS = "listas"
HELP = "ayuda"
LONGEST_INPUT = 255
LONGEST_TITLE = 32


def write_template(source: Source, path: Path) -> None:
    """Write the import template of a register, the same bytes each time."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "yyyy-mm-dd"})
    book.set_properties({"title": source.name, "created": _EPOCH})
    heads = {False: book.add_format({"bold": True, "bottom": 1}), True: book.add_format({"bold": True, "bottom": 1, "bg_color": "#FFE9A8"})}
    text = book.add_format({"num_format": "@"})
    sheets = [(table, book.add_worksheet(table.name[:31])) for table in source.tables]
    ranges = _write_lists(book, source)
    for table, sheet in sheets:
        sheet.freeze_panes(1, 0)
        for number, heading in enumerate((*table.headings, SYNTHETIC_COLUMNS[0])):
            column = table.column(heading)
            sheet.set_column(number, number, max(12, len(heading) + 2), text)
            sheet.write_string(0, number, heading, heads[bool(column and column.required)])
            if column is not None:
                sheet.data_validation(1, number, ROWS, number, _check(column, ranges.get((table.name, heading))))
    _write_help(book, source, heads[False])
    book.close()


def _check(column: Column, where: str | None) -> dict[str, object]:
    """A list to choose from where one code is asked; else the help that shows when the cell is chosen."""
    said = f"{column.field.es if column.field else column.name}: {asked(column)}. {column.help}".strip()
    check: dict[str, object] = {"input_title": column.name[:LONGEST_TITLE], "input_message": said[:LONGEST_INPUT], "validate": "any"}
    if where and not column.separator:
        check |= {"validate": "list", "source": where, "error_title": "Valor fuera de la lista"}
        check |= {"error_message": "Elija uno de los valores de la lista, o deje la celda vacía si no se sabe."}
    return check


def _write_lists(book: xlsxwriter.Workbook, source: Source) -> dict[tuple[str, str], str]:
    """Write each list once into a sheet of lists and give where it stands, by table and column."""
    sheet = book.add_worksheet(LISTS)
    found: dict[tuple[str, str], str] = {}
    written: dict[tuple[str, ...], str] = {}
    for table in source.tables:
        for column in table.columns:
            values = tuple(allowed(column))
            if not values:
                continue
            if values not in written:
                number = len(written)
                sheet.write_column(0, number, values)
                name = xl_col_to_name(number)
                written[values] = f"={LISTS}!${name}$1:${name}${len(values)}"
            found[(table.name, column.name)] = written[values]
    sheet.hide()
    return found


def _write_help(book: xlsxwriter.Workbook, source: Source, bold: object) -> None:
    sheet = book.add_worksheet(HELP)
    sheet.set_column(0, 3, 40)
    for number, head in enumerate(("tabla", "columna", "qué es", "qué se escribe")):
        sheet.write_string(0, number, head, bold)
    rows = [(table, column) for table in source.tables for column in table.columns]
    for line, (table, column) in enumerate(rows, start=1):
        meaning = column.field.es if column.field is not None else "se lee para la clave o para derivar"
        for number, value in enumerate((table.title, column.name, meaning, _said(table, column))):
            sheet.write_string(line, number, value)


def _said(table: Table, column: Column) -> str:
    required = "; obligatoria" if column.required else ""
    key = "; forma la clave de la fila" if column.name in table.key else ""
    return f"{asked(column)}{required}{key}"
