"""The words of a page as lines and columns, to fill a capture in beforehand: offered to a person, never taken for values.

In: words with their boxes. Out: ``Row`` values from the top down; every word stands in exactly one cell. Nothing here reads a number, and a
title that stands over several columns says over how many.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

WIDE_GAP = 0.8
"""Between two words, in heights of the line: more than a blank of justified text, less than what stands between two columns."""
SAME_LINE = 0.5
"""How far the middles of two words of one line may lie apart, in heights."""
Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in points from the upper left corner of the page as it is shown."""


@dataclass(frozen=True)
class Word:
    """A run of signs without a blank, and where it stands."""

    text: str
    box: Box

    @property
    def height(self) -> float:
        """How high its line is."""
        return self.box[3] - self.box[1]

    @property
    def middle(self) -> float:
        """Where the middle of its line lies."""
        return (self.box[1] + self.box[3]) / 2


@dataclass(frozen=True)
class Cell:
    """Words of one line that belong together: in which column (0 is the first), over how many, and where."""

    text: str
    column: int
    span: int
    box: Box


@dataclass(frozen=True)
class Row:
    """A line of a page: its cells from left to right, no two in one column."""

    cells: tuple[Cell, ...]

    @property
    def text(self) -> str:
        """The line as text, its cells apart by tabs."""
        return "\t".join(cell.text for cell in self.cells)


def rows(words: list[Word]) -> tuple[Row, ...]:
    """Group the words of a page into lines and columns."""
    lines = [_cells(line) for line in _lines(words)]
    columns = _columns([box for line in lines for _, box in line])
    return tuple(_row(line, columns) for line in lines)


def _lines(words: list[Word]) -> list[list[Word]]:
    """The words by line from the top down, each line from left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda one: (one.middle, one.box[0], one.text)):
        last = lines[-1] if lines else []
        if last and word.middle - last[0].middle <= SAME_LINE * min(word.height, last[0].height):
            last.append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda one: (one.box[0], one.text)) for line in lines]


def _cells(line: list[Word]) -> list[tuple[str, Box]]:
    """The words of a line, joined where no wide gap parts them."""
    gap = WIDE_GAP * median(word.height for word in line)
    cells: list[tuple[str, Box]] = []
    for word in line:
        if cells and word.box[0] - cells[-1][1][2] <= gap:
            text, box = cells[-1]
            cells[-1] = (f"{text} {word.text}", _around(box, word.box))
        else:
            cells.append((word.text, word.box))
    return cells


def _columns(boxes: list[Box]) -> list[tuple[float, float]]:
    """From where to where each column goes, from left to right.

    The narrowest cells make the columns, so that a title over several does not join them; a wider cell widens the one column that it
    touches, and none where it touches several: no two columns ever meet.
    """
    columns: list[tuple[float, float]] = []
    for left, _, right, _ in sorted(boxes, key=lambda box: (box[2] - box[0], box)):
        touched = [column for column in columns if _touch(column, (left, right))]
        if not touched:
            columns.append((left, right))
        elif len(touched) == 1:
            columns[columns.index(touched[0])] = (min(left, touched[0][0]), max(right, touched[0][1]))
    return sorted(columns)


def _row(line: list[tuple[str, Box]], columns: list[tuple[float, float]]) -> Row:
    """Put each cell into the columns that it touches; one whose column is taken by its neighbour goes into the next."""
    cells: list[Cell] = []
    following = 0
    for text, box in line:
        touched = [number for number, column in enumerate(columns) if _touch(column, (box[0], box[2]))]
        first = max(touched[0], following)
        span = max(touched[-1] - first, 0) + 1
        cells.append(Cell(text, first, span, box))
        following = first + span
    return Row(tuple(cells))


def _touch(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether two stretches share a point."""
    return one[0] <= other[1] and other[0] <= one[1]


def _around(one: Box, other: Box) -> Box:
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))
