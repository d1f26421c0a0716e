"""The bytes of an exported file: CSV, or a workbook in the shape that the standard publishes (names hidden, labels below).

In: a header, labels, rows of text. Out: bytes, the same for the same rows. A cell that a spreadsheet would run as a formula is neutralised with
an apostrophe, which our reader takes off again; a number or a telephone is none.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime

import xlsxwriter

from intertrata.storage.spreadsheets import neutral
from intertrata.vocabulary.errors import Problem

_EPOCH = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def content(suffix: str, header: Sequence[str], rows: Sequence[Sequence[str]], *, labels: Sequence[str] = ()) -> bytes:
    """Give the file.

    Args:
        suffix: ``.csv`` or ``.xlsx``. labels: what people call each column, shown in a workbook only.

    Raises:
        Problem: ``export_kind`` for another suffix.
    """
    if suffix not in WRITERS:
        raise Problem("export_kind", suffix=suffix)
    safe = [[neutral(cell, numbers=True) for cell in row] for row in rows]
    return WRITERS[suffix](header, safe, labels)


def _csv(header: Sequence[str], rows: Sequence[Sequence[str]], labels: Sequence[str]) -> bytes:
    held = io.StringIO(newline="")
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return held.getvalue().encode()


def _xlsx(header: Sequence[str], rows: Sequence[Sequence[str]], labels: Sequence[str]) -> bytes:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(
        held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"created": _EPOCH})
    sheet = book.add_worksheet("Case Sheet" if labels else "tablas")
    heads = [header, labels] if labels else [header]
    if labels:
        sheet.set_row(0, None, None, {"hidden": True})
    for line, row in enumerate([*heads, *rows]):
        for place, cell in enumerate(row):
            if cell:
                sheet.write_string(line, place, cell)
    sheet.freeze_panes(len(heads), 0)
    book.close()
    return held.getvalue()


WRITERS = {".csv": _csv, ".xlsx": _xlsx}
