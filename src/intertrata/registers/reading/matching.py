"""Which table of which register a sheet is: its header against every declaration.

In: sheets as read, sources as declared. Out: ``Fitted`` pairs, or a ``Problem`` that says what is missing, what is
unknown, or which two would fit. A header's own words are quoted only where most of them are known: the first row
of a file without header is somebody's name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from intertrata.registers.declaration import RETURNED_COLUMNS, RETURNED_FROM, SYNTHETIC_COLUMNS, Source, Table, heading
from intertrata.registers.reading.labelled import settled
from intertrata.registers.reading.sheet import Sheet
from intertrata.vocabulary.errors import Problem

SYNTHETIC = frozenset(heading(name) for name in SYNTHETIC_COLUMNS)
RETURNED = frozenset(heading(name) for name in RETURNED_COLUMNS)
SERVICE = SYNTHETIC | RETURNED


@dataclass(frozen=True)
class Fitted:
    """A sheet and the table it is; where each column stands in it (``places``, by declared name), where the marks stand.

    ``unnamed``: places of columns without heading, which must be empty. ``beside``: sheets of the same file that are
    no table of any register.
    """

    sheet: Sheet
    source: Source
    table: Table
    places: Mapping[str, int]
    synthetic: int | None
    returned_from: int | None
    unnamed: tuple[int, ...]
    beside: tuple[str, ...]


def headings(sources: Iterable[Source]) -> frozenset[str]:
    """Give every heading that any register declares, aliases included, folded."""
    return SERVICE | {name for source in sources for table in source.tables for name in table.names}


def fit(sheets: Sequence[Sheet], sources: Iterable[Source]) -> tuple[Fitted, ...]:
    """Give each sheet of one file its table.

    Raises:
        Problem: ``column_twice``, ``columns_unknown`` (hardly any is known), ``columns_do_not_fit`` (most are known: names
            the table, what lacks, what is too many), ``two_tables`` (it would fit both), ``two_sheets`` (of one file, for one table
            whose deliveries are whole).
    """
    tables = [(source, table) for source in sources for table in source.tables]
    likely = [sheet for sheet in sheets if _likeness(sheet, tables)] or [sheets[0]]
    beside = tuple(sheet.sheet or sheet.file for sheet in sheets if sheet not in likely)
    found = [_fit_one(sheet, tables, beside) for sheet in likely]
    for one, other in ((one, other) for place, one in enumerate(found) for other in found[:place]):
        if one.table.full and (one.source.code, one.table.name) == (other.source.code, other.table.name):
            names = f"«{other.sheet.sheet or other.sheet.file}» y «{one.sheet.sheet or one.sheet.file}»"
            raise Problem("two_sheets", file=one.sheet.file, sheets=names, table=_called(one.source, one.table))
    return tuple(found)


def _fit_one(sheet: Sheet, tables: Sequence[tuple[Source, Table]], beside: tuple[str, ...]) -> Fitted:
    where = {"file": sheet.file, "sheet": sheet.sheet or "–"}
    sheet = settled(sheet, [table.columns for _, table in tables if _likeness(sheet, [(_, table)])])
    if not _likeness(sheet, tables):
        raise Problem("columns_unknown", **where, sources=", ".join(sorted({source.code for source, _ in tables})))
    places: dict[str, int] = {}
    for place, name in enumerate(sheet.header):
        if heading(name) in places:
            raise Problem("column_twice", **where, column=name)
        if heading(name):
            places[heading(name)] = place
    fitting = [(source, table) for source, table in tables if not _lacking(table, sheet, places) and not _unknown(table, places)]
    if len(fitting) > 1:
        raise Problem("two_tables", **where, tables=", ".join(_called(source, table) for source, table in fitting))
    if not fitting:
        raise _no_fit(sheet, tables, places, where)
    source, table = fitting[0]
    return Fitted(
        sheet, source, table, _places(table, places), _first(places, SYNTHETIC), places.get(heading(RETURNED_FROM)),
        tuple(place for place, name in enumerate(sheet.header) if not heading(name)), (*beside, *sheet.beside),
    )  # fmt: skip


def _no_fit(sheet: Sheet, tables: Sequence[tuple[Source, Table]], places: Mapping[str, int], where: Mapping[str, str]) -> Problem:
    source, table = max(tables, key=lambda one: len(one[1].names & places.keys()) / (len(one[1].headings) + len(places)))
    lacking, unknown = _lacking(table, sheet, places), _unknown(table, places)
    told = [sheet.header[places[name]] for name in unknown]
    return Problem(
        "columns_do_not_fit",
        **where,
        table=_called(source, table),
        lacking=", ".join(lacking) or "ninguna",
        unknown=", ".join(told) or "ninguna",
    )


def _likeness(sheet: Sheet, tables: Sequence[tuple[Source, Table]]) -> bool:
    """Whether at least half of the sheet's headings, and one at least, belong to one table."""
    told = {heading(name) for name in sheet.header} - SERVICE - {""}
    return any(2 * len(told & table.names) >= max(len(told), 1) for _, table in tables)


def _places(table: Table, places: Mapping[str, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column in table.columns:
        for name in (column.name, *column.aliases):
            if heading(name) in places:
                found.setdefault(column.name, places[heading(name)])
    return found


def _lacking(table: Table, sheet: Sheet, places: Mapping[str, int]) -> list[str]:
    """The declared columns that the sheet lacks: optional ones it may; where rows may leave columns out, only those no row does without."""
    spared = {column.name for column in table.columns if column.optional}
    always = {column.name for column in table.columns if column.required} | (set(table.key) - spared)
    usual = {column.name for column in table.columns if not column.optional}
    needed = always if sheet.open_ended else always | usual
    there = _places(table, places)
    return [name for name in table.headings if name in needed and name not in there]


def _unknown(table: Table, places: Mapping[str, int]) -> list[str]:
    return [name for name in places if name not in table.names | SERVICE]


def _first(places: Mapping[str, int], names: Collection[str]) -> int | None:
    return next((place for name, place in places.items() if name in names), None)


def _called(source: Source, table: Table) -> str:
    return f"{source.code}/{table.name}"
