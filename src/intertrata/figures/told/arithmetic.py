"""Parts that do not add up to the total that the same source states beside them.

In: statements of one indicator. Out: ``Mismatch`` values, one a total that its parts do not make, with the lines to look
at. Where a part is missing nothing can be proved, unless the parts there are already exceed the total.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from intertrata.figures.told.reading import ALL, Told

Cell = tuple[tuple[str, str], ...]
Sheet = dict[Cell, Told]
Split = tuple[str, Cell, str]


@dataclass(frozen=True)
class Mismatch:
    """A stated total and what its parts make: where, when, in which office, by which dimension, on which lines."""

    source: str
    indicator: str
    department: str | None
    office: str
    period: str
    dimension: str
    within: Cell
    total: Decimal
    parts: Decimal
    document: str
    lines: tuple[str, ...]

    @property
    def difference(self) -> Decimal:
        """Parts less total."""
        return self.parts - self.total

    def as_json(self) -> dict[str, Any]:
        """The finding as plain values, for a document or a page."""
        plain = {name: getattr(self, name) for name in ("source", "indicator", "office", "period", "dimension", "document")}
        numbers = {name: int(number) if number == int(number) else str(number) for name, number in self._numbers()}
        return {
            **plain,
            "territory": self.department,
            "within": dict(self.within),
            **numbers,
            "lines": list(self.lines),
            "verdict": "arithmetic",
        }

    def _numbers(self) -> list[tuple[str, Decimal]]:
        return [("total", self.total), ("parts", self.parts), ("difference", self.difference)]


def mismatches(told: Iterable[Told]) -> list[Mismatch]:
    """Compare every stated total with its parts, sheet by sheet (one office and period of one source).

    What a document gathered from several is no sheet of one: its tables are compared as tables (``figures.cuadros``).
    """
    statements = [one for one in told if not one.gathered]
    usual = _usual_parts(statements)
    return [one for sheet in _sheets(statements).values() for one in _of_sheet(sheet, usual)]


def _of_sheet(sheet: Sheet, usual: Mapping[Split, set[str]]) -> Iterator[Mismatch]:
    for (within, dimension), parts in _splits(sheet).items():
        whole = sheet.get(_with(within, dimension)) or sheet.get(within)
        if whole is not None:
            yield from _of_parts(whole, parts, within, dimension, usual=usual[whole.statement.source, within, dimension])
    for cell, one in sheet.items():
        for dimension in (dimension for dimension, code in cell if code == ALL):
            within = _without(cell, dimension)
            if within in sheet:
                yield from _of_parts(sheet[within], [one], within, dimension, usual={ALL})


def _of_parts(whole: Told, parts: list[Told], within: Cell, dimension: str, *, usual: set[str]) -> Iterator[Mismatch]:
    """The mismatch of a total with its parts, if there is one that nothing missing can mend."""
    known = [part.statement.value for part in parts if part.statement.value is not None]
    complete = len(known) == len(parts) and {part.cell[dimension] for part in parts} == usual
    said, added = whole.statement, sum(known, Decimal(0))
    if said.value is None or not (added > said.value or (complete and added < said.value)):
        return
    lines = sorted({part.statement.page for part in (whole, *parts)}, key=lambda line: (len(line), line))
    yield Mismatch(
        said.source, said.fact.indicator, whole.department, whole.office, whole.period.iso(), dimension, within,
        said.value, added, said.document, tuple(lines),
    )  # fmt: skip


def _splits(sheet: Sheet) -> dict[tuple[Cell, str], list[Told]]:
    """The parts, by the cell that they split and the dimension they split it by."""
    found: dict[tuple[Cell, str], list[Told]] = {}
    for cell, one in sheet.items():
        for dimension in (dimension for dimension, code in cell if code != ALL):
            found.setdefault((_without(cell, dimension), dimension), []).append(one)
    return found


def _sheets(told: list[Told]) -> dict[tuple[Any, ...], Sheet]:
    sheets: dict[tuple[Any, ...], Sheet] = {}
    for one in told:
        key = (one.statement.source, one.period, one.statement.fact.place, one.statement.fact.jurisdiction, one.office, one.offence)
        sheets.setdefault(key, {})[_key(one.cell)] = one
    return sheets


def _usual_parts(told: list[Told]) -> dict[Split, set[str]]:
    """Every category that a source has ever told of a dimension: a sheet that lacks one is not complete."""
    usual: dict[Split, set[str]] = {}
    for one in told:
        for dimension in (dimension for dimension, code in one.cell.items() if code != ALL):
            split = (one.statement.source, _without(_key(one.cell), dimension), dimension)
            usual.setdefault(split, set()).add(one.cell[dimension])
    return usual


def _key(cell: Mapping[str, str]) -> Cell:
    return tuple(sorted(cell.items()))


def _without(cell: Cell, dimension: str) -> Cell:
    return tuple(pair for pair in cell if pair[0] != dimension)


def _with(cell: Cell, dimension: str) -> Cell:
    return _key({**dict(cell), dimension: ALL})
