"""Files as institutions write them: CSV of Windows, workbooks, JSON lines inside a zip; the same rows give the same bytes.

In: batches of rows. Out: one file; each batch answers with the line of its first row, as a reader would number it.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Protocol

import polars as pl
import xlsxwriter

CREATED = datetime(2017, 10, 2, tzinfo=UTC).replace(tzinfo=None)
ZIP_TIME = (2017, 10, 2, 9, 0, 0)
XLSX_ROWS = 50_000
"""Above it a system exports CSV: a sheet holds 1,048,576 rows, and long before that nobody opens it."""


class Delivery(Protocol):
    """One file being written; ``name`` as the receiver names it (``entrega.zip/expedientes.jsonl``)."""

    name: str

    def write(self, rows: pl.DataFrame) -> int:
        """Write the rows and give the line of the first one."""
        ...

    def close(self) -> None:
        """Finish the file."""
        ...


class Csv:
    """Rows of text with a delimiter; lines end as on Windows."""

    def __init__(self, path: Path, columns: list[str], *, separator: str, encoding: str) -> None:
        self.name = path.name
        self._file = path.open("wb")
        self._separator, self._encoding = separator, encoding.removesuffix("-sig")
        self._line = 2
        header = (f'"{name}"' if separator in name else name for name in columns)
        self._file.write((separator.join(header) + "\r\n").encode(encoding))

    def write(self, rows: pl.DataFrame) -> int:
        # An empty text would be written as two quotes; institutions write nothing.
        bare = rows.with_columns(
            pl.when(text != "").then(text) for text in (pl.col(one) for one in rows.columns if rows[one].dtype == pl.String)
        )
        text = bare.write_csv(include_header=False, separator=self._separator, line_terminator="\r\n")
        self._file.write(text.encode(self._encoding))
        self._line += rows.height
        return self._line - rows.height

    def close(self) -> None:
        self._file.close()


class Xlsx:
    """One sheet; whole numbers are numbers, everything else text."""

    def __init__(self, path: Path, columns: list[str], *, sheet: str) -> None:
        self.name = path.name
        self._book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        self._book.set_properties({"title": "Datos sintéticos: ninguna de estas personas existe", "created": CREATED})
        self._sheet = self._book.add_worksheet(sheet)
        self._line = 2
        self._sheet.write_row(0, 0, columns)

    def write(self, rows: pl.DataFrame) -> int:
        first = self._line
        for row in rows.iter_rows():
            for place, value in enumerate(row):
                if isinstance(value, int):
                    self._sheet.write_number(self._line - 1, place, value)
                elif value:
                    self._sheet.write_string(self._line - 1, place, value)
            self._line += 1
        return first

    def close(self) -> None:
        self._book.close()


class JsonLines:
    """One object a line, inside a zip."""

    def __init__(self, archive: zipfile.ZipFile, path: Path, member: str) -> None:
        self.name = f"{path.name}/{member}"
        about = zipfile.ZipInfo(member, ZIP_TIME)
        about.compress_type = zipfile.ZIP_DEFLATED
        self._file: IO[bytes] = archive.open(about, "w", force_zip64=True)
        self._line = 1

    def write(self, rows: pl.DataFrame) -> int:
        lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows.iter_rows(named=True))
        self._file.write("".join(lines).encode())
        self._line += rows.height
        return self._line - rows.height

    def close(self) -> None:
        self._file.close()


@contextmanager
def zipped(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a zip that is written member by member."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        yield archive


def workbook_or_csv(folder: Path, stem: str, columns: list[str], rows: int) -> Csv | Xlsx:
    """Open a workbook, or a CSV in UTF-8 with its mark where a workbook would be too large."""
    if rows > XLSX_ROWS:
        return Csv(folder / f"{stem}.csv", columns, separator=",", encoding="utf-8-sig")
    return Xlsx(folder / f"{stem}.xlsx", columns, sheet="Hoja1")
