"""Text with a delimiter, read as a stream: any of ``, ; tab |``, quoted or not, each row with its physical line.

In: a stream of bytes and the headings that registers declare. Out: a ``Sheet``. PyArrow splits the text (300 MB in
seconds, in blocks); lines are counted here, since a quoted cell may hold several.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

import polars as pl
import pyarrow as pa
import pyarrow.csv

from intertrata.registers.declaration import heading
from intertrata.registers.reading.encoding import Utf8
from intertrata.registers.reading.sheet import ABOVE, ROWS_ABOVE, Batch, Notes, Sheet, Spoiled, Stream, frame, headings_at
from intertrata.vocabulary.errors import Problem

DELIMITERS = (";", ",", "\t", "|")
SEPARATOR_LINE = re.compile(r"\s*sep=([;,\t|])[ \r]*(?=\n|$)", re.IGNORECASE)  # Excel writes it above the header
HEAD = 256 * 1024
BLOCK = 1 << 20  # PyArrow reads up to 32 blocks ahead
ROWS = 40_000
WIDE = 3
LONGEST_CELL = 1 << 17
"""Signs above which a cell among the headings is one that a quote left open; said here, since the limit of ``csv`` is of the whole process."""


def delimited(stream: Stream, *, file: str, known: Collection[str]) -> Sheet:
    """Find the delimiter and the header of a text; its rows are read later, when asked for.

    Args:
        stream: opens the file.
        file: its name, for problems.
        known: the headings (folded by ``declaration.heading``) that any register declares: the delimiter
            that finds most of them is the right one.

    Raises:
        Problem: ``file_empty``, ``header_only``, ``delimiter_unknown``, ``quotes_unclosed``, or as ``encoding.Utf8``.
    """
    with Utf8(stream(), file=file) as text:
        head = text.read(HEAD).decode(errors="ignore")
    delimiter, header, lines, above = _header(head, file=file, known=known)
    if not head[_after(head, lines) :].strip():
        raise Problem("header_only", file=file)

    def batches(notes: Notes) -> Iterator[Batch]:
        with Utf8(stream(), file=file) as text:
            text.skip_lines(lines)
            yield from _Rows(text, header, delimiter, file=file, line=lines).batches()
            text.note(notes)
        if above:
            notes[ABOVE, ""] = above

    return Sheet(file, "", header, batches)


def _header(head: str, *, file: str, known: Collection[str]) -> tuple[str, tuple[str, ...], int, int]:
    """Give delimiter, header, how many lines they take, and how many rows that are none of headings stand above them."""
    if not head.strip():
        raise Problem("file_empty", file=file)
    try:
        tried = {delimiter: _heading_row(head, delimiter, known) for delimiter in DELIMITERS}
    except csv.Error as error:  # a quote in the header that takes everything after it into one cell
        raise Problem("quotes_unclosed", file=file, line=1) from error
    told = SEPARATOR_LINE.match(head)
    if told:
        row, lines, above = _heading_row(head, told[1], known, skip=told[0].count("\n") + 1)
        return told[1], tuple(name.strip() for name in row), lines, above

    def merit(delimiter: str) -> tuple[int, int]:
        row = tried[delimiter][0]
        return sum(heading(name) in known for name in row), len(row)

    best = max(DELIMITERS, key=merit)
    row, lines, above = tried[best]
    if len(row) == 1 and heading(row[0]) not in known:
        raise Problem("delimiter_unknown", file=file)
    return best, tuple(name.strip() for name in row), lines, above


def _heading_row(head: str, delimiter: str, known: Collection[str], skip: int = 0) -> tuple[list[str], int, int]:
    """Give the row of headings, the line where it ends, and how many rows stand above it."""
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    filled = ((row, reader.line_num) for row in reader if reader.line_num > skip and any(cell.strip() for cell in row))
    rows: list[tuple[list[str], int]] = []
    try:
        rows.extend(islice(filled, ROWS_ABOVE))
    except csv.Error:  # what stands below the first row is judged when the rows are read
        if not rows:
            raise
    whole = [one for one in rows if max(map(len, one[0])) <= LONGEST_CELL]
    if rows and rows[0] not in whole:
        raise csv.Error
    rows = whole
    if not rows:
        return [""], reader.line_num, 0
    place = headings_at([row for row, _ in rows], known)
    return *rows[place], place


def _after(head: str, lines: int) -> int:
    end = 0
    for _ in range(lines):
        end = head.find("\n", end) + 1 or len(head)
    return end


class _Rows:
    """The rows after the header, block by block, with the line where each begins."""

    def __init__(self, text: Utf8, header: Sequence[str], delimiter: str, *, file: str, line: int) -> None:
        self._file, self._header, self._delimiter, self._text = file, header, delimiter, text
        self._line = line + 1  # where the next row begins
        self._number = 1  # the number PyArrow gives the next row
        self._invalid: list[pa.csv.InvalidRow] = []
        self._last_line_ended_inside = 0  # the line of the last row, where its last cell ends with a line end
        names = [str(place) for place in range(len(header))]
        try:
            self._reader = pa.csv.open_csv(
                text,
                read_options=pa.csv.ReadOptions(use_threads=False, block_size=BLOCK, column_names=names),
                parse_options=pa.csv.ParseOptions(
                    delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=self._keep_invalid
                ),
                convert_options=pa.csv.ConvertOptions(
                    column_types={name: pa.string() for name in names}, strings_can_be_null=False, null_values=[]
                ),
            )
        except pa.ArrowInvalid as error:
            raise self._broken() from error

    def batches(self) -> Iterator[Batch]:
        """Give the rows, blocks joined to batches of a size that is worth the work on each column."""
        waiting: list[pa.RecordBatch] = []
        for block in self._blocks():
            waiting.append(block)
            if sum(one.num_rows for one in waiting) >= ROWS:
                yield self._batch(pa.concat_batches(waiting))
                waiting = []
        if waiting:
            yield self._batch(pa.concat_batches(waiting))
        if self._invalid:
            yield Batch(frame([], [pl.Series([], dtype=pl.String) for _ in self._header]), self._spoiled(self._invalid))
        elif self._last_line_ended_inside and self._text.quotes % 2:
            raise Problem("quotes_unclosed", file=self._file, line=self._last_line_ended_inside)

    def _blocks(self) -> Iterator[pa.RecordBatch]:
        try:
            yield from self._reader
        except pa.ArrowInvalid as error:
            raise self._broken() from error

    def _batch(self, block: pa.RecordBatch) -> Batch:
        columns = [pl.Series(pl.from_arrow(column)) for column in block.columns]
        last = self._number + block.num_rows
        broken = [row for row in self._invalid if row.number < last + len(self._invalid)]
        if not broken and not any(_holds_line_end(column) for column in block.columns):
            self._last_line_ended_inside = 0
            lines = pl.int_range(self._line, self._line + block.num_rows, dtype=pl.Int64, eager=True)
            self._line += block.num_rows
            self._number = last
            return Batch(frame(lines, columns))
        return self._uneven_batch(block.num_rows, columns)

    def _uneven_batch(self, rows: int, columns: list[pl.Series]) -> Batch:
        """Number the rows one by one: some hold line ends, or rows that could not be split stand between them."""
        cells = [column.to_list() if column.str.contains("\n", literal=True).any() else None for column in columns]
        lines: list[int] = []
        spoiled: list[Spoiled] = []
        for place in range(rows):
            spoiled += self._pass_invalid()
            lines.append(self._line)
            held = [column[place] for column in cells if column is not None and "\n" in column[place]]
            self._refuse_swallowed_rows(held)
            self._last_line_ended_inside = self._line if held and held[-1].endswith("\n") else 0
            self._line += 1 + sum(cell.count("\n") for cell in held)
            self._number += 1
        return Batch(frame(lines, columns), tuple(spoiled))

    def _pass_invalid(self) -> tuple[Spoiled, ...]:
        passed = []
        while self._invalid and self._invalid[0].number == self._number:
            passed.append(self._invalid.pop(0))
            self._number += 1
        return self._spoiled(passed)

    def _spoiled(self, rows: Sequence[pa.csv.InvalidRow]) -> tuple[Spoiled, ...]:
        spoiled: list[Spoiled] = []
        for row in rows:
            whole = len(self._header) - 1
            several_rows = whole >= WIDE and row.text.count(self._delimiter) >= 2 * whole
            if "\n" in row.text and (several_rows or row.text.count('"') % 2):
                raise self._broken()
            spoiled.append(Spoiled(self._line, "columns", row.text, str(len(self._header))))
            self._line += 1 + row.text.count("\n")
        return tuple(spoiled)

    def _refuse_swallowed_rows(self, cells: Sequence[str]) -> None:
        """A quote that was never closed takes rows into one cell, up to the next stray quote: they are not lost in silence.

        The row then has its columns all the same, and the cell as many delimiters as the rows it swallowed. In a narrow
        table an honest cell of several lines may have as many.
        """
        whole = len(self._header) - 1
        if whole >= WIDE and any(cell.count(self._delimiter) == whole * max(cell.rstrip("\n").count("\n"), 1) for cell in cells):
            raise self._broken()

    def _keep_invalid(self, row: pa.csv.InvalidRow) -> str:
        self._invalid.append(row)
        return "skip"

    def _broken(self) -> Problem:
        return Problem("quotes_unclosed", file=self._file, line=self._line)


def _holds_line_end(column: pa.Array) -> bool:
    data = column.buffers()[2]
    return data is not None and b"\n" in data.to_pybytes()
