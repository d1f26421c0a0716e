"""Workbooks of Excel: every sheet as text, with its formulas and errors told apart from values.

In: the bytes of an XLSX. Out: one ``Sheet`` for each visible sheet with something in it. Values come from fastexcel,
which gives a formula's last result as if it were typed and an error as nothing; so each sheet's own XML is searched
for both first, and only where one is found is it read cell by cell.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterator
from functools import partial
from typing import IO, BinaryIO
from xml.parsers import expat

import fastexcel
import polars as pl

from intertrata.registers.reading.sheet import ABOVE, LINE, ROWS_ABOVE, Batch, CellFault, Notes, Sheet, frame, headings_at
from intertrata.storage import shared_texts
from intertrata.storage.workbook_parts import Part
from intertrata.storage.workbook_parts import parts as parts_of
from intertrata.storage.xml_walk import walk
from intertrata.storage.zips import UNREADABLE
from intertrata.vocabulary.errors import Problem

ROWS = 50_000
LARGEST = 512 << 20  # bytes of XML; above it fastexcel would need more than 1 GB
MOST_CELLS = 32 << 20  # between the first cell and the farthest: fastexcel lays out all of them, 32 bytes each, filled or not
MOST_LETTERS = 1 << 30  # of the texts that cells share, laid out: each stands once in the file, and once a cell in memory
PIECE = 1 << 20
OVERLAP = 64
NOT_A_VALUE = re.compile(rb"<(?:\w+:)?f[\s/>]|\st=[\"']e[\"']")
REFERENCE = re.compile(r"([A-Z]+)([0-9]+)")
SHARES = re.compile(rb"\st\s*=\s*[\"']s[\"']")
IN_COLUMN = re.compile(rb"\sr\s*=\s*[\"']([A-Z]{1,3})[0-9]")
IN_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br\s*=\s*[\"']([0-9]{1,7})")
DATE_WITHOUT_TIME = " 00:00:00"
NOWHERE = (0, 0)


def workbook(content: BinaryIO, *, file: str, known: Collection[str] = ()) -> tuple[Sheet, ...]:
    """Give the visible sheets that hold anything; they are read into memory, so their size is limited.

    Args:
        content: the bytes, seekable.
        file: its name, for problems.
        known: the headings, folded, that registers declare.

    Raises:
        Problem: ``workbook_broken``, ``workbook_too_large``, ``workbook_stretched``, ``file_empty`` where no sheet holds anything,
            ``header_only`` where none holds more than its first row.
    """
    try:
        with zipfile.ZipFile(content) as archive:
            if sum(member.file_size for member in archive.infolist()) > LARGEST:
                raise Problem("workbook_too_large", file=file, megabytes=LARGEST >> 20)
            if archive.testzip():  # a size that lies is found here, before anything is read into memory
                raise zipfile.BadZipFile
            parts = [part for part in parts_of(archive) if not part.hidden]
            if any(_extent(archive, part.path) > MOST_CELLS for part in parts):
                raise Problem("workbook_stretched", file=file)
            if _letters(archive, parts) > MOST_LETTERS:
                raise Problem("workbook_too_large", file=file, megabytes=MOST_LETTERS >> 20)
            faults = {part.name: _faults(archive, part.path) for part in parts}
        content.seek(0)
        reader = fastexcel.read_excel(content.read())
        tables = {part.name: _table(reader, part.name) for part in parts}
    except (*UNREADABLE, fastexcel.FastExcelError, expat.ExpatError, LookupError, ValueError) as error:
        raise Problem("workbook_broken", file=file) from error
    found = [_sheet(name, table, faults[name], file=file, known=known) for name, table in tables.items() if table.height]
    if not found:
        raise Problem("file_empty", file=file)
    return tuple(found)


def _table(reader: fastexcel.ExcelReader, name: str) -> pl.DataFrame:
    """Give the sheet from its first row on, a text column a column, "0", "1", …; numbers as Excel writes them in full."""
    sheet = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    table = sheet.to_polars()
    table.columns = [str(place) for place in range(table.width)]
    return table.with_columns(pl.all().str.strip_suffix(DATE_WITHOUT_TIME))


def _sheet(name: str, table: pl.DataFrame, faults: tuple[CellFault, ...], *, file: str, known: Collection[str]) -> Sheet:
    """The first row of declared headings is the header, else the first with anything in it; a column without heading, cells and faults is no column."""
    lined = _stretched(table, faults).with_row_index(LINE, offset=1).with_columns(pl.col(LINE).cast(pl.Int64))
    filled = lined.filter(pl.any_horizontal(pl.exclude(LINE).is_not_null())).head(ROWS_ABOVE).rows(named=True)
    above = headings_at([[row[name] or "" for name in lined.columns[1:]] for row in filled], known)
    first = filled[above]
    rows = lined.filter(pl.col(LINE) > first[LINE])
    below = tuple(fault for fault in faults if fault.line > first[LINE])
    at_fault = {str(fault.column) for fault in below}
    used = [name for name in lined.columns[1:] if first[name] is not None or name in at_fault or rows[name].is_not_null().any()]
    places = {column: place for place, column in enumerate(used)}
    mine = tuple(CellFault(fault.line, places[str(fault.column)], fault.rule) for fault in below)
    header = tuple((first[column] or "").strip() for column in used)
    return Sheet(file, name, header, partial(_batches, rows.select(LINE, *used), mine, above))


def _stretched(table: pl.DataFrame, faults: tuple[CellFault, ...]) -> pl.DataFrame:
    """Give the table as far as its faults go: fastexcel ends it at the last cell with a value, and a formula may have none."""
    width = max([table.width, *(fault.column + 1 for fault in faults)])
    height = max([table.height, *(fault.line for fault in faults)])
    wide = table.with_columns(pl.lit(None, pl.String).alias(str(place)) for place in range(table.width, width))
    return pl.concat([wide, wide.clear(height - table.height)])


def _batches(rows: pl.DataFrame, faults: tuple[CellFault, ...], above: int, notes: Notes) -> Iterator[Batch]:
    if above:
        notes[ABOVE, ""] = above
    for piece in rows.iter_slices(ROWS):
        lines = piece[LINE]
        columns = [piece[column].fill_null("") for column in piece.columns if column != LINE]
        here = tuple(fault for fault in faults if lines[0] <= fault.line <= lines[-1])
        yield Batch(frame(lines, columns, keep=[fault.line for fault in here]), faults=here)


def _extent(archive: zipfile.ZipFile, path: str) -> int:
    """Give how many cells lie between the sheet's first and its farthest: two cells far apart are a few bytes of XML
    and, laid out, more than any machine holds."""
    columns: set[bytes] = {b"A"}
    last = 1
    with archive.open(path) as file:
        rest = b""
        while piece := file.read(PIECE):
            columns.update(IN_COLUMN.findall(rest + piece))
            last = max(last, *map(int, IN_ROW.findall(rest + piece)), 1)
            rest = piece[-OVERLAP:]
    return last * max(_number(letters.decode()) for letters in columns)


def _letters(archive: zipfile.ZipFile, parts: list[Part]) -> int:
    """Give how many letters the texts that cells share make once they are laid out, or more; cell by cell only where that may be too many."""
    most = shared_texts.longest(archive) * sum(_matches(archive, part.path, SHARES) for part in parts)
    if most <= MOST_LETTERS:
        return most
    lengths = shared_texts.lengths(archive)
    return sum(_shared(archive, part.path, lengths) for part in parts)


def _matches(archive: zipfile.ZipFile, path: str, sign: re.Pattern[bytes]) -> int:
    """Count where a sign stands, or a little more: what lies across two pieces may be counted twice."""
    found = 0
    with archive.open(path) as file:
        rest = b""
        while piece := file.read(PIECE):
            found += len(sign.findall(rest + piece))
            rest = piece[-OVERLAP:]
    return found


def _shared(archive: zipfile.ZipFile, path: str, lengths: list[int]) -> int:
    """The letters of the texts that the cells of one sheet share."""
    total, shares, said = 0, False, ""

    def start(tag: str, told: dict[str, str]) -> None:
        nonlocal shares, said
        if tag == "c":
            shares = told.get("t") == "s"
        said = ""

    def text(told: str) -> None:
        nonlocal said
        said += told if shares else ""

    def end(tag: str) -> None:
        nonlocal total
        total += lengths[int(said)] if tag == "v" and said else 0

    with archive.open(path) as file:
        walk(file, start, text=text, end=end)
    return total


def _faults(archive: zipfile.ZipFile, path: str) -> tuple[CellFault, ...]:
    """Give the cells that hold a formula or an error, by line and column counted from the sheet's first used column."""
    with archive.open(path) as file:
        if not _mentions_one(file):
            return ()
    cells: list[tuple[int, int, str]] = []
    first = [1 << 20]
    now = [NOWHERE]

    def cell(tag: str, told: dict[str, str]) -> None:
        if tag == "c":
            match = REFERENCE.fullmatch(told["r"])
            if match is None:
                raise KeyError(told["r"])
            now[0] = (int(match[2]), _number(match[1]))
            first[0] = min(first[0], now[0][1])
            if told.get("t") == "e":
                cells.append((*now[0], "error"))
        elif tag == "extLst":  # lists of choices of newer Excel stand below the cells, and call their range «f» too
            now[0] = NOWHERE
        elif tag == "f" and now[0] != NOWHERE:
            cells.append((*now[0], "formula"))

    with archive.open(path) as file:
        walk(file, cell)
    told = {(line, column): rule for line, column, rule in sorted(cells, key=lambda one: one[2] == "formula")}
    return tuple(CellFault(line, column - first[0], rule) for (line, column), rule in sorted(told.items()))


def _mentions_one(file: IO[bytes]) -> bool:
    rest = b""
    while piece := file.read(PIECE):
        if NOT_A_VALUE.search(rest + piece):
            return True
        rest = piece[-OVERLAP:]
    return False


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
