"""Reading a table of statements.

In: a CSV with the columns of ``COLUMNS``, in any order. Out: ``Said`` values, one a row, as the row says it: nothing is
mended, a value that is no number keeps its text and has none.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from intertrata.figures.audit.grammar import LOOSE, Cats, categories, home_of, is_everyone, is_everywhere, plain
from intertrata.vocabulary import statement
from intertrata.vocabulary.errors import Problem

COLUMNS = (
    "id", "line", "axis", "table", "indicator", "institution", "source_system", "territory", "period_start", "period_end",
    "dimension", "value", "unit", "status", "verbatim",
)  # fmt: skip
DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
PLAIN = re.compile(r"[-−]?\d+(?:\.\d+)?", re.ASCII)
LONGEST_ROW = 1 << 20


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """One statement. Days are ordinal numbers, None where open; ``cats`` is what was counted, ``notes`` how it was printed.

    ``place`` is the territory, empty for the whole country; ``teller`` the institution, empty for everybody or nobody named.
    ``digits`` is how many decimals the value is written with, the precision that it claims.
    """

    row: int
    id: str
    line: int
    table: str
    indicator: str
    institution: str
    source: str
    territory: str
    place: str
    teller: str
    start: int | None
    end: int | None
    cats: Cats
    notes: Mapping[str, str]
    value: Decimal | None
    text: str
    unit: str
    status: str
    verbatim: str
    loose: bool

    @property
    def is_base(self) -> bool:
        """Whether it only says of what something is a share («del 100%»)."""
        return self.notes.get("denominator") in {"yes", "si", "sí"}

    @property
    def digits(self) -> int:
        """Decimals with which the value is written."""
        return len(self.text.partition(".")[2]) if self.value is not None else 0


def read(path: Path) -> list[Said]:
    """Read a file of statements.

    Raises:
        Problem: ``audit_file_missing``; ``audit_file_torn`` for a line that is no row; ``audit_no_column`` for columns that
            lack, ``audit_line_unreadable``, ``audit_period_unreadable`` and ``audit_id_twice`` with file and line.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Problem("audit_file_missing", file=str(path)) from error
    except UnicodeDecodeError as error:
        raise Problem("audit_file_not_text", file=str(path), line=error.object[: error.start].count(b"\n") + 1) from error
    return list(_statements(_rows(text, str(path)), str(path)))


def of_rows(rows: Iterable[Mapping[str, str]]) -> list[Said]:
    """Read statements that are rows already (columns that lack are empty); for callers that hold them in a table."""
    full = ({name: str(row.get(name) or "") for name in COLUMNS} for row in rows)
    return list(_statements(enumerate(full, start=2), "—"))


def _rows(text: str, file: str) -> Iterator[tuple[int, dict[str, str]]]:
    csv.field_size_limit(LONGEST_ROW)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        head = [name.strip() for name in next(reader, [])]
        lacking = [name for name in COLUMNS if name not in head]
        if lacking:
            raise Problem("audit_no_column", file=file, columns=lacking)
        for cells in reader:
            if len(cells) != len(head) and cells:
                raise Problem("audit_file_torn", file=file, line=reader.line_num)
            if cells:
                yield reader.line_num, dict(zip(head, cells, strict=True))
    except csv.Error as error:
        raise Problem("audit_file_torn", file=file, line=reader.line_num) from error


def _statements(rows: Iterable[tuple[int, Mapping[str, str]]], file: str) -> Iterator[Said]:
    every, seen = list(rows), dict[str, int]()
    home = home_of(row["territory"] for _, row in every)
    for number, (at, row) in enumerate(every):
        first = seen.setdefault(row["id"], at)
        if first != at:
            raise Problem("audit_id_twice", file=file, line=at, other=first)
        yield _said(number, at, row, file, home)


def _said(number: int, at: int, row: Mapping[str, str], file: str, home: str) -> Said:
    cats, notes, everything = categories(row["dimension"])
    if everything:
        notes = notes | {"declared": "total"}
    written = row["value"].strip()
    return Said(
        number, row["id"], _line(row["line"], at, file), row["table"].strip(), row["indicator"].strip(), row["institution"].strip(),
        row["source_system"].strip(), row["territory"].strip(),
        "" if is_everywhere(row["territory"], home) else row["territory"].strip(),
        "" if is_everyone(row["institution"]) else row["institution"].strip(),
        _day(row["period_start"], "period_start", at, file, last=False), _day(row["period_end"], "period_end", at, file, last=True),
        cats, notes, _number(written), written, row["unit"].strip(), row["status"].strip(), row["verbatim"], plain(row["table"]) in LOOSE,
    )  # fmt: skip


def _number(written: str) -> Decimal | None:
    if PLAIN.fullmatch(written):
        return Decimal(written.replace("−", "-"))
    try:
        return statement.exact(written)
    except Problem:
        return None


def _line(text: str, at: int, file: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise Problem("audit_line_unreadable", file=file, line=at, text=text) from error


def _day(text: str, column: str, at: int, file: str, *, last: bool) -> int | None:
    """The day as a number; a month or a year alone is its first day, or where ``last`` its last."""
    if not text.strip():
        return None
    found = DAY.fullmatch(text.strip())
    try:
        if not found:
            raise ValueError(text)
        year, month, day = (int(part) if part else 0 for part in found.groups())
        if day:
            return date(year, month, day).toordinal()
        if not last:
            return date(year, month or 1, 1).toordinal()
        return date(year + (month or 12) // 12, (month or 12) % 12 + 1, 1).toordinal() - 1
    except ValueError as error:
        raise Problem("audit_period_unreadable", file=file, line=at, column=column, text=text) from error
