"""One record as somebody types it or a system sends it, taken for what it is: a delivery of one row, written as JSON lines.

In: a declared table and values by heading. Out: the line as it is sealed, the sheet that receiving reads (so that what is typed and
what is exported are checked by the same code, cell by cell), and what the row says in common words, for who asks before it is kept.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from intertrata.registers.checking.rows import Checked, RowCheck
from intertrata.registers.declaration import SYNTHETIC_COLUMNS, Column, Source, Table, heading
from intertrata.registers.ids import payload_and_identity
from intertrata.registers.marks import SYNTHETIC_VALUES
from intertrata.registers.reading.jsonlines import jsonlines
from intertrata.registers.reading.matching import SERVICE, SYNTHETIC, Fitted, fit
from intertrata.registers.reading.sheet import Notes
from intertrata.vocabulary.codes import fold
from intertrata.vocabulary.errors import Problem

MARK = SYNTHETIC_COLUMNS[0]
NUMBERS = frozenset({"number", "ordinal", "user_code"})
"""Fields by which a register numbers its own records: where its key has one and it is left blank, the record is given a number."""
WRONG_NAMES = "json_names"
NO_ROW = "json"
NESTED = "json_nested"


@dataclass(frozen=True)
class Refused:
    """Why a record cannot be kept: the heading it is about ("" for the whole), the rule and what was expected; never the value."""

    column: str
    rule: str
    expected: str


@dataclass(frozen=True)
class Considered:
    """What a record says before it is kept: its fields in common words, derived ones too, and what is wrong with it."""

    said: dict[str, Any]
    refused: tuple[Refused, ...]


def numbering(table: Table) -> Column | None:
    """Give the column whose number we can give: the last of the key by which the register numbers its own records, or None."""
    columns = [table.column(name) for name in table.key]
    found = [one for one in columns if one is not None and one.field is not None and one.field.name in NUMBERS and one.type == "text"]
    return found[-1] if found else None


def numbered(table: Table, values: Mapping[str, Any], number: str) -> dict[str, Any]:
    """Give the values with our number where the record's own is blank."""
    column = numbering(table)
    if column is None:
        return dict(values)
    written = {heading(name) for name in (column.name, *column.aliases)}
    own = [name for name in values if heading(name) in written]
    if any(not blank(values[name]) for name in own):
        return dict(values)
    return {name: value for name, value in values.items() if name not in own} | {column.name: number}


def no_row(table: Table, values: Mapping[str, Any]) -> str:
    """Give the rule by which the values are no row of the table, whatever they say, or "": a name that no column has, a value that is itself
    an object or a list of lists. It is asked before anything waits for the record: neither thousands of names nor a list that nests without
    end may hold others up."""
    if any(heading(name) not in table.names | SERVICE for name, value in values.items() if not blank(value)):
        return WRONG_NAMES
    return NESTED if any(_nests(one) for one in values.values()) else ""


def _nests(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(one, dict | list) for one in value))


def line(values: Mapping[str, Any], *, synthetic: bool) -> bytes:
    """Give the record as the one line that is sealed: what is blank left out, the mark of SAFEGUARDS 19 in it."""
    told = {name: value for name, value in values.items() if not blank(value) and heading(name) not in SERVICE}
    if synthetic:
        told[MARK] = "SI"
    return json.dumps(told, sort_keys=True).encode() + b"\n"  # ASCII: half a character stays one that the reader refuses


def fitted(source: Source, table: Table, told: bytes, *, file: str) -> Fitted:
    """Give the line as a sheet of that table; columns it says nothing of are blank.

    Raises:
        Problem: one of ``columns_*``, ``column_twice``: a name in it is no column of the table.
    """
    values = json.loads(told)
    whole = json.dumps(dict.fromkeys(_left_out(table, values), "") | values, sort_keys=True).encode()
    (found,) = fit([jsonlines(lambda: io.BytesIO(whole), file=file)], [replace(source, tables=(table,))])
    return found


def _left_out(table: Table, values: Mapping[str, Any]) -> list[str]:
    """The columns that a record says nothing of: a form leaves no column out."""
    said = {heading(name) for name in values}
    return [one.name for one in table.columns if one.name not in values and not said & {heading(name) for name in (one.name, *one.aliases)}]


def consider(source: Source, table: Table, values: Mapping[str, Any], *, today: str) -> Considered:
    """Say what a record says and what is wrong with it; nothing is kept."""
    try:
        one = fitted(source, table, line(values, synthetic=True), file="")
    except Problem as problem:
        return Considered({}, (unreadable(problem),))
    (batch,) = one.sheet.batches(Notes())
    checked = RowCheck(one, today).check(batch)
    return Considered(_said(checked, table), refusals(checked.faults))


def unreadable(problem: Problem) -> Refused:
    """Give what is wrong with a record that is no row of its table at all."""
    return Refused("", NO_ROW if problem.code == "json_broken" else WRONG_NAMES, "")


def refusals(faults: pl.DataFrame) -> tuple[Refused, ...]:
    """Give faults (``column``, ``rule``, ``expected``) as values."""
    return tuple(Refused(*row) for row in faults.select("column", "rule", "expected").rows())


def says_synthetic(values: Mapping[str, Any]) -> bool:
    """Whether the record itself says that the persons in it are invented (SAFEGUARDS 19)."""
    said = [fold(str(value)) for name, value in values.items() if heading(name) in SYNTHETIC]
    return bool(said) and set(said) <= SYNTHETIC_VALUES


def blank(value: Any) -> bool:
    """Whether nothing was typed."""
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _said(checked: Checked, table: Table) -> dict[str, Any]:
    if not len(checked.lines):
        return {}
    payload, identity = payload_and_identity(checked, table)
    return {**json.loads(payload[0]), **json.loads(identity[0])}
