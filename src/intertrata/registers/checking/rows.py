"""One batch of a table checked: every cell read as its column says, every rule of the row tried, every fault told.

In: a batch as read, the table it was fitted to, today. Out: ``Checked``: canonical values, faults by line, column and rule,
and how many rows each note is about. A row with a fault is refused whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from intertrata.registers.checking.cells import LONGEST, NUL, formula, known, tidy
from intertrata.registers.checking.codes import read_codes, read_texts
from intertrata.registers.checking.dates import FIRST_YEAR, read_dates
from intertrata.registers.checking.entities import read_entities
from intertrata.registers.checking.numbers import read_decimals, read_integers, without_unit
from intertrata.registers.checking.places import read_place_names, read_ubigeos
from intertrata.registers.checking.reading import Reading, as_it_stands
from intertrata.registers.checking.rules import broken
from intertrata.registers.declaration import Column, Rule
from intertrata.registers.reading.matching import Fitted
from intertrata.registers.reading.sheet import LINE, MANY, Batch, CellFault, Notes

FAULT = pl.Schema({LINE: pl.Int64(), "column": pl.String(), "rule": pl.String(), "expected": pl.String()})
SEVERAL_ALLOWED = frozenset({"codes", "texts"})
TYPED_IN_KEYS = frozenset({"integer", "decimal", "date"})
KEY_BETWEEN = "\x1f"
ACCENTS, SEVERAL = "mended_accents", "several"


@dataclass(frozen=True)
class Checked:
    """One batch checked.

    ``lines``: of every row that could be split. ``values``: canonical text of each declared column, in their order, named
    "0", "1", …; ``places``: of each place derived by names, by field. ``keys``: the key's text, null where it cannot be read.
    ``faults``: ``line``, ``column``, ``rule``, ``expected``, sorted. ``good``: whether the row has none.
    """

    lines: pl.Series
    values: list[pl.Series]
    places: dict[str, pl.Series]
    keys: pl.Series
    good: pl.Series
    faults: pl.DataFrame
    notes: Notes

    def of(self, wanted: pl.Series) -> Checked:
        """Give the same of some rows only; every row with a fault must be among them."""
        if wanted.all():
            return self
        values = [value.filter(wanted) for value in self.values]
        places = {field: value.filter(wanted) for field, value in self.places.items()}
        lines, keys, good = (one.filter(wanted) for one in (self.lines, self.keys, self.good))
        return Checked(lines, values, places, keys, good, self.faults, self.notes)


class RowCheck:
    """Checks the batches of one fitted sheet."""

    def __init__(self, fitted: Fitted, today: str) -> None:
        self._fitted, self._table, self._today = fitted, fitted.table, today

    def check(self, batch: Batch) -> Checked:
        """Check one batch."""
        lines = batch.rows[LINE]
        faults = _Faults(lines)
        notes: Notes = Notes()
        blank = self._blank(batch)
        tidied = self._tidied(batch, faults, notes, blank)
        values = [self._read(column, tidied, faults, notes, blank=column.name in blank) for column in self._table.columns]
        places = self._places(tidied, faults)
        keys = self._keys(tidied, values, faults)
        for rule in self._table.rules:
            self._try(rule, values, faults)
        for spoiled in batch.spoiled:
            faults.at_line(spoiled.line, "", spoiled.rule, spoiled.expected)
        told = faults.sorted()
        good = ~lines.is_in(told[LINE].unique().to_list()) if told.height else pl.repeat(True, len(lines), eager=True)
        return Checked(lines, values, places, keys, good, told, notes)

    def _tidied(self, batch: Batch, faults: _Faults, notes: Notes, blank: frozenset[str]) -> dict[str, pl.Series]:
        """Give each heading's cells, tidy, "" where nothing stands, null where what stands is no value."""
        found: dict[str, pl.Series] = {}
        for name in self._table.headings:
            place = self._fitted.places.get(name)
            if place is None or name in blank:
                found[name] = pl.repeat("", len(batch.rows), dtype=pl.String, eager=True)
                continue
            raw = batch.rows[str(place)]
            cells, mended = tidy(raw)
            if mended:
                notes[ACCENTS, name] += mended
            holds_nul = raw.str.contains(NUL, literal=True)
            for rule, bad, expected in (
                ("nul", holds_nul, ""),
                ("formula", formula(cells), ""),
                ("too_long", cells.str.len_bytes() > LONGEST, str(LONGEST)),
                *_given(batch.faults, place, batch.rows[LINE]),
            ):
                if bad.any():
                    faults.where(bad, name, rule, expected)
                    cells = cells.set(bad.fill_null(False), None)
            found[name] = cells
        for place in self._fitted.unnamed:
            faults.where(batch.rows[str(place)].str.strip_chars() != "", "", "unnamed_column", str(place + 1))
        return found

    def _blank(self, batch: Batch) -> frozenset[str]:
        """The headings under which nothing stands in the whole batch: most of them, where one record is typed."""
        longest = batch.rows.select(pl.exclude(LINE).str.len_bytes().max()).row(0, named=True)
        stands = {
            name for name, place in self._fitted.places.items() if longest[str(place)] or place in {one.column for one in batch.faults}
        }
        return frozenset(name for name in self._table.headings if name not in stands)

    def _read(self, column: Column, tidied: dict[str, pl.Series], faults: _Faults, notes: Notes, *, blank: bool) -> pl.Series:
        cells = tidied[column.name]
        if blank:
            if column.required:
                faults.where(cells.is_not_null(), column.name, "required", "")
            return pl.repeat(None, len(cells), dtype=pl.String, eager=True)
        told = cells.set(cells == "", None) if column.verbatim else known(cells, column.unknown)
        if column.required:
            faults.where(told.is_null() & cells.is_not_null(), column.name, "required", "")
        if column.type not in SEVERAL_ALLOWED:
            several = told.str.contains(MANY, literal=True)
            faults.where(several, column.name, SEVERAL, "1")
            told = told.set(several.fill_null(False), None)
        reading = _reader(column)(told)
        faults.add(reading, column.name)
        for note, rows in reading.mended.items():
            notes[note, column.name] += rows
        return reading.value

    def _places(self, tidied: dict[str, pl.Series], faults: _Faults) -> dict[str, pl.Series]:
        found: dict[str, pl.Series] = {}
        for derive in self._table.derives:
            if derive.territory:
                reading = read_place_names([known(tidied[name], ()) for name in derive.territory])
                faults.add(reading, derive.territory[-1])
                found[derive.field.name] = reading.value
        return found

    def _keys(self, tidied: dict[str, pl.Series], values: list[pl.Series], faults: _Faults) -> pl.Series:
        """The key as text: numbers and dates as read, everything else as written, since a mapping may be mended later.

        Null where a part that must be there is not, or is no value: the row then says of no record that it is there.
        """
        parts = []
        for name in self._table.key:
            at, column = next((at, column) for at, column in enumerate(self._table.columns) if column.name == name)
            said = known(tidied[name], column.unknown)
            value = values[at] if column.type in TYPED_IN_KEYS else said
            unreadable = tidied[name].is_null() | (said.is_not_null() & value.is_null()) | (said.is_null() & column.required)
            parts.append(value.fill_null("").set(unreadable, None).alias(name))
        frame = pl.DataFrame(parts)
        empty = frame.select(pl.all_horizontal(pl.all() == "")).to_series().fill_null(False)
        faults.where(empty, self._table.key[0], "key_empty", ", ".join(self._table.key))
        text = frame.select(pl.concat_str(pl.all(), separator=KEY_BETWEEN)).to_series()
        return text.set(empty, None)

    def _try(self, rule: Rule, values: list[pl.Series], faults: _Faults) -> None:
        for bad, column, expected in broken(rule, lambda name: self._value(name, values), self._today):
            faults.where(bad, column, rule.kind, expected)

    def _value(self, name: str, values: list[pl.Series]) -> pl.Series:
        return next(values[at] for at, column in enumerate(self._table.columns) if column.name == name)


class _Faults:
    """The faults found so far in one batch."""

    def __init__(self, lines: pl.Series) -> None:
        self._lines = lines
        self._found: list[pl.DataFrame] = []

    def where(self, bad: pl.Series, column: str, rule: str, expected: str) -> None:
        """Tell the same fault of every row where ``bad`` is true."""
        if bad.any():
            self._tell(self._lines.filter(bad.fill_null(False)), column, rule, expected)

    def add(self, reading: Reading, column: str) -> None:
        """Tell the faults of one column read."""
        if reading.faults.height:
            lines = self._lines.gather(reading.faults["row"])
            told = reading.faults.select(lines.alias(LINE), pl.lit(column).alias("column"), "rule", "expected")
            self._found.append(told.cast(FAULT))

    def at_line(self, line: int, column: str, rule: str, expected: str) -> None:
        """Tell the fault of a row that could not even be split."""
        self._tell(pl.Series(LINE, [line], dtype=pl.Int64), column, rule, expected)

    def sorted(self) -> pl.DataFrame:
        """Give them all by line, column and rule, each once."""
        return pl.concat([pl.DataFrame(schema=FAULT), *self._found]).unique().sort(LINE, "column", "rule", "expected")

    def _tell(self, lines: pl.Series, column: str, rule: str, expected: str) -> None:
        told = (pl.lit(column).alias("column"), pl.lit(rule).alias("rule"), pl.lit(expected).alias("expected"))
        self._found.append(pl.DataFrame({LINE: lines}).with_columns(*told))


def _reader(column: Column) -> Callable[[pl.Series], Reading]:
    readers: dict[str, Callable[[pl.Series], Reading]] = {
        "integer": lambda cells: read_integers(without_unit(cells, column.units), column.low, column.high),
        "decimal": lambda cells: read_decimals(without_unit(cells, column.units), column.low, column.high),
        "date": lambda cells: read_dates(cells, column.format, column.low or FIRST_YEAR),
        "code": lambda cells: read_codes(cells, column),
        "codes": lambda cells: read_codes(cells, column),
        "boolean": lambda cells: read_codes(cells, column),
        "texts": lambda cells: read_texts(cells, column.separator),
        "territory": lambda cells: read_ubigeos(cells, column.scheme),
        "entity": read_entities,
        "text": (lambda cells: read_codes(cells, column)) if column.codes is not None else as_it_stands,
    }
    return readers[column.type]


def _given(faults: Sequence[CellFault], place: int, lines: pl.Series) -> list[tuple[str, pl.Series, str]]:
    """The faults the reader of the file found in this column: formulas and errors of a workbook."""
    found: dict[str, list[int]] = {}
    for fault in faults:
        if fault.column == place:
            found.setdefault(fault.rule, []).append(fault.line)
    return [(rule, lines.is_in(where), "") for rule, where in sorted(found.items())]
