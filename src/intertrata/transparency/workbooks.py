"""A workbook that somebody else filled in: its visible cells as text, and what was not read of it, said.

In: the bytes of an XLSX. Out: a frozen ``Workbook``: rows of texts by sheet, with the line of each; cells whose value a formula computed, kept
as they stand and flagged; and every hidden sheet, row and column, merged range and error in a cell, told as ``Skipped``.

Values come from fastexcel, which gives a formula's last result as if it were typed and says nothing of what is hidden: so each sheet's own
XML is walked for that, with a parser that refuses document types (``registers.reading.workbook`` does the same for deposits). fastexcel lays
out every cell between the first and the farthest, and ends the process where memory does: what it is given was weighed before, and is given
unpacked, so that it sees the members and sizes that were weighed and no others.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from xml.parsers import expat

import fastexcel

from intertrata.storage import shared_texts
from intertrata.storage.workbook_parts import parts as parts_of
from intertrata.storage.xml_walk import walk
from intertrata.storage.zips import UNREADABLE
from intertrata.vocabulary.errors import Problem

LARGEST = 64 << 20
"""Bytes of XML: a form of a few hundred rows needs a thousandth of it."""
MOST_CELLS = 4 << 20
MOST_LETTERS = 64 << 20
"""Of all cells together: a text that cells share stands once in the file, and once a cell in memory."""
MOST_COLUMNS = 1 << 14
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
DATE_WITHOUT_TIME = " 00:00:00"
HIDDEN_SHEET, HIDDEN_ROW, HIDDEN_COLUMN, MERGED, FORMULA, ERROR = (
    "hidden_sheet",
    "hidden_row",
    "hidden_column",
    "merged",
    "formula",
    "error",
)
ON = frozenset({"1", "true"})
VALUES = frozenset({"v", "is", "t"})


@dataclass(frozen=True)
class Skipped:
    """What was not read, or not as it seems: why (``hidden_sheet``, ``hidden_row``, ``hidden_column``, ``merged``, ``formula``, ``error``), the
    sheet, and where in it («B7», «B2:D2», «12», «C»; empty for a sheet)."""

    why: str
    sheet: str
    where: str = ""


@dataclass(frozen=True)
class SheetRows:
    """A visible sheet: each visible row that holds anything, by its line, as texts by column letter."""

    name: str
    rows: tuple[tuple[int, dict[str, str]], ...]
    formulas: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Workbook:
    """The visible sheets in order, and what was skipped; ``hidden`` holds hidden sheets for who knows what they are."""

    sheets: tuple[SheetRows, ...]
    skipped: tuple[Skipped, ...]
    hidden: tuple[SheetRows, ...] = ()


@dataclass
class _Shape:
    """What the XML of one sheet says beside its values: where they begin and end, how far cells are laid out, how many letters they hold."""

    first_line: int
    first_column: int
    last_line: int
    last_column: int
    hidden_lines: set[int]
    hidden_columns: set[int]
    merged: list[str]
    formulas: list[str]
    errors: list[str]
    farthest_line: int = 0
    farthest_column: int = 0
    letters: int = 0

    def reach(self, reference: str) -> None:
        """Widen it by a cell with a value."""
        line, column = _place(reference)
        self.first_line, self.last_line = min(self.first_line or line, line), max(self.last_line, line)
        self.first_column, self.last_column = min(self.first_column or column, column), max(self.last_column, column)

    def lay_out(self, reference: str) -> None:
        """Widen what fastexcel lays out, by a cell that may have a value, were it an empty text."""
        line, column = _place(reference)
        self.farthest_line, self.farthest_column = max(self.farthest_line, line), max(self.farthest_column, column)


def workbook(content: bytes, *, file: str) -> Workbook:
    """Read a workbook.

    Args:
        content: the bytes.
        file: its name, for problems.

    Raises:
        Problem: ``workbook_broken`` (also one with a password, or an old .xls), ``workbook_too_large``, ``workbook_stretched``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > LARGEST:
                raise Problem("workbook_too_large", file=file, megabytes=LARGEST >> 20)
            plain = _unpacked(archive)
        with zipfile.ZipFile(io.BytesIO(plain)) as archive:
            parts, texts = parts_of(archive), shared_texts.lengths(archive)
            shapes = {part.name: _shape(archive, part.path, texts) for part in parts}
        if any(shape.farthest_line * shape.farthest_column > MOST_CELLS for shape in shapes.values()):
            raise Problem("workbook_stretched", file=file)
        if sum(shape.letters for shape in shapes.values()) > MOST_LETTERS:
            raise Problem("workbook_too_large", file=file, megabytes=MOST_LETTERS >> 20)
        reader = fastexcel.read_excel(plain)
        rows = {name: _rows(reader, name, shape) for name, shape in shapes.items()}
    except (*UNREADABLE, fastexcel.FastExcelError, expat.ExpatError, LookupError, ValueError) as error:
        raise Problem("workbook_broken", file=file) from error
    hidden = {part.name for part in parts if part.hidden}
    told = [Skipped(HIDDEN_SHEET, part.name) for part in parts if part.hidden]
    told += [skipped for part in parts if not part.hidden for skipped in _skipped(part.name, shapes[part.name])]
    read = {name: SheetRows(name, rows[name], frozenset(shapes[name].formulas)) for name in shapes}
    return Workbook(
        tuple(read[name] for name in read if name not in hidden), tuple(told), tuple(read[name] for name in read if name in hidden)
    )


def _rows(reader: fastexcel.ExcelReader, name: str, shape: _Shape) -> tuple[tuple[int, dict[str, str]], ...]:
    """The visible cells that hold something. fastexcel starts at the first line, and at the first column with a value: were that another than
    the one found in the XML, no value would be sure of its column, and the book counts as broken (``strict``)."""
    table = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars()
    found: list[tuple[int, dict[str, str]]] = []
    columns = range(shape.first_column, shape.last_column + 1)
    for line, row in enumerate(table.iter_rows(), 1):
        cells = {
            letters_of(column): text.removesuffix(DATE_WITHOUT_TIME)
            for column, text in zip(columns, row, strict=True)
            if text and column not in shape.hidden_columns
        }
        if cells and line not in shape.hidden_lines:
            found.append((line, cells))
    return tuple(found)


def _skipped(name: str, shape: _Shape) -> list[Skipped]:
    """What a visible sheet hides: only rows and columns between its first and last value, the others hide nothing."""
    lines = sorted(line for line in shape.hidden_lines if shape.first_line <= line <= shape.last_line)
    columns = sorted(column for column in shape.hidden_columns if shape.first_column <= column <= shape.last_column)
    return [
        *(Skipped(HIDDEN_ROW, name, str(line)) for line in lines),
        *(Skipped(HIDDEN_COLUMN, name, letters_of(column)) for column in columns),
        *(
            Skipped(why, name, where)
            for why, several in ((MERGED, shape.merged), (FORMULA, shape.formulas), (ERROR, shape.errors))
            for where in several
        ),
    ]


def _unpacked(archive: zipfile.ZipFile) -> bytes:
    """Give the same members without packing, each as long as it says to be and no longer.

    Raises:
        zipfile.BadZipFile: where one is damaged, or two have one name for readers to whom large and small letters are the same.
    """
    members = archive.infolist()
    if len({member.filename.casefold() for member in members}) < len(members):
        raise zipfile.BadZipFile
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as copy:
        for member in members:
            with archive.open(member) as packed:
                copy.writestr(member.filename, packed.read(member.file_size))
    return plain.getvalue()


def _shape(archive: zipfile.ZipFile, path: str, texts: list[int]) -> _Shape:
    """Walk a sheet once for what its values do not say."""
    found = _Walked(texts)
    with archive.open(path) as file:
        walk(file, found.element, text=found.text, end=found.end)
    columns = reversed(bin(found.columns)[2:])
    found.shape.hidden_columns.update(number for number, sign in enumerate(columns) if sign == "1")
    return found.shape


class _Walked:
    """A sheet while its XML is walked: in which cell and element it is; hidden columns as bits, since a file may name each a million times."""

    def __init__(self, texts: list[int]) -> None:
        self.shape = _Shape(0, 0, 0, 0, set(), set(), [], [], [])
        self.columns = 0
        self._texts = texts
        self._cell = self._inside = self._said = ""
        self._shares = False

    def element(self, tag: str, told: dict[str, str]) -> None:
        """Take what begins."""
        self._inside = tag
        if tag == "row" and told.get("hidden") in ON:
            self.shape.hidden_lines.add(int(told["r"]))
        elif tag == "col" and told.get("hidden") in ON:
            first, last = max(int(told["min"]), 1), min(int(told["max"]), MOST_COLUMNS)
            self.columns |= max((2 << last) - (1 << first), 0) if last > 0 else 0
        elif tag == "mergeCell":
            self.shape.merged.append(told["ref"])
        elif tag == "c":
            self._cell, self._shares = told["r"], told.get("t") == "s"
            if told.get("t") == "e":
                self.shape.errors.append(self._cell)
        elif tag == "f" and self._cell:
            self.shape.formulas.append(self._cell)
        elif tag in VALUES and self._cell:
            self.shape.lay_out(self._cell)
        elif tag in {"extLst", "dataValidations", "conditionalFormatting"}:  # below the cells, and they call their ranges «f» too
            self._cell = ""

    def text(self, said: str) -> None:
        """Take what stands in the element that began last."""
        if self._cell and self._inside in {"v", "t"}:
            self.shape.reach(self._cell)
            self.shape.letters += len(said)
            self._said += said if self._shares else ""

    def end(self, tag: str) -> None:
        """Take what ends: a cell that shares its text, as long as that text."""
        if tag == "v" and self._said:
            self.shape.letters += self._texts[int(self._said)]
            self._said = ""


def _place(reference: str) -> tuple[int, int]:
    """The line and column of a cell."""
    match = REFERENCE.fullmatch(reference)
    if match is None:
        raise KeyError(reference)
    return int(match[2]), number_of(match[1])


def number_of(letters: str) -> int:
    """Give the number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def letters_of(number: int) -> str:
    """Give the letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
