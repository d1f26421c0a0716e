"""What a reader gives, whatever the file was: one table as it came, read in batches as often as needed.

In: nothing of its own. Out: ``Sheet``, ``Batch``, ``Spoiled`` and the notes a reader leaves about what it mended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import polars as pl

from intertrata.registers.declaration import heading

LINE = "line"
ABOVE = "above_headings"
FEWEST_HEADINGS = 3
ROWS_ABOVE = 20  # how far down headings are looked for, below titles and groups
MANY = "\x1f"  # stands between the values of one cell where the file itself says that they are several (JSON lists)


class Bytes(Protocol):
    """What a reader needs of a file."""

    def read(self, size: int = -1, /) -> bytes: ...

    def close(self) -> None: ...


Stream = Callable[[], Bytes]
"""Opens the bytes from their beginning; may be called again."""

Notes = Counter[tuple[str, str]]
"""How many rows a note is about, by (code of the note, heading or "")."""


@dataclass(frozen=True)
class Spoiled:
    """A row that could not be split in columns: its line, the rule it breaks, its text, what was expected."""

    line: int
    rule: str
    text: str
    expected: str


@dataclass(frozen=True)
class CellFault:
    """A cell that holds no value: a formula, or the error a formula gave. ``column`` is its place in the header, from 0."""

    line: int
    column: int
    rule: str


@dataclass(frozen=True)
class Batch:
    """Some rows in the order of the file: ``line`` (Int64) and one text column a heading, named "0", "1", … by place."""

    rows: pl.DataFrame
    spoiled: tuple[Spoiled, ...] = ()
    faults: tuple[CellFault, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One table of one file.

    ``open_ended``: rows may leave columns out (JSON lines), so the header may lack some. ``beside``: what came in the
    same file and is no table.
    """

    file: str
    sheet: str
    header: tuple[str, ...]
    batches: Callable[[Notes], Iterator[Batch]] = field(repr=False, compare=False)
    open_ended: bool = False
    beside: tuple[str, ...] = ()


def headings_at(rows: Sequence[Sequence[str]], known: Collection[str]) -> int:
    """Give the place of the first row of declared headings among the first rows of a file that hold anything, 0 where there is none.

    Only titles and groups may stand above it. A row that fills more than half as many cells as there are headings may be somebody's: then
    the first row stays the header and the file is refused, since a person passed over in silence would be lost.
    """
    found = next((place for place, row in enumerate(rows) if _is_heading(row, known)), 0)
    return found if all(2 * _filled(row) <= _filled(rows[found]) for row in rows[:found]) else 0


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _is_heading(row: Sequence[str], known: Collection[str]) -> bool:
    """Whether a row is one of headings: at least half of its words, and so many that no row of a help page has them, are declared."""
    told = {heading(name) for name in row} - {""}
    declared = sum(name in known for name in told)
    return declared >= FEWEST_HEADINGS and 2 * declared >= len(told)


def frame(lines: Sequence[int] | pl.Series, columns: Sequence[pl.Series], *, keep: Sequence[int] = ()) -> pl.DataFrame:
    """Give the rows of a batch from their lines and their columns, naming the columns by place and dropping blank rows.

    A row with nothing in it is no row: files end with them, and spreadsheets are full of them. The lines to
    ``keep`` stay all the same: what they hold is no value, but they hold something.
    """
    named = [column.alias(str(place)) for place, column in enumerate(columns)]
    rows = pl.DataFrame([pl.Series(LINE, lines, dtype=pl.Int64), *named])
    if not named or not rows.select(_blank(pl.col("0")).any()).item():
        return rows
    return rows.remove(pl.all_horizontal(_blank(pl.exclude(LINE))) & ~pl.col(LINE).is_in(keep))


def _blank(cell: pl.Expr) -> pl.Expr:
    return cell.is_null() | (cell.str.strip_chars() == "")
