"""The door of the registers to read: sources, deposits, refusals, current records, history, quality.

In: codes of registers and record types, days, ids. Out: declarations, frozen values and Polars tables with ids as 32 hex
digits; no identity, since the main database has none. Only what closed deposits brought is ever seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import polars as pl
from django.db.models import Max

from intertrata.registers import completeness
from intertrata.registers.alarms import Alarm
from intertrata.registers.alarms import alarms as alarms_of
from intertrata.registers.alarms import problem as problem_of
from intertrata.registers.contradictions import by_place as contradictions_by_place  # noqa: F401
from intertrata.registers.declaration import Source, Table  # noqa: F401 - what other rooms are given
from intertrata.registers.declared.queries import source, sources, table_of_records, written
from intertrata.registers.declared.queries import written_by as written_by
from intertrata.registers.dictionary import described
from intertrata.registers.entered.queries import as_entered, current_of_record, entries, entry, entry_of_key, keyed_entry, last_entry  # noqa: F401
from intertrata.registers.entered.queries import typed_by as typed_by
from intertrata.registers.entry_numbers import read_number as read_number
from intertrata.registers.models import Deposit, Refusal
from intertrata.registers.quality import Quality, quality_of
from intertrata.registers.questions import Part, Question, label, parts, questions  # noqa: F401 - forms and the API are made of them
from intertrata.registers.quoted.queries import as_written as as_written
from intertrata.registers.quoted.queries import contradictions as contradictions
from intertrata.registers.quoted.queries import of_the_case as of_the_case
from intertrata.registers.quoted.queries import references as references
from intertrata.registers.quoted.queries import waits_of as waits_of
from intertrata.registers.receipts import Delivered
from intertrata.registers.receipts import Entered as Entered
from intertrata.registers.records import current_of, picked
from intertrata.registers.references import References, asked_for, by_place, left_out_by_place  # noqa: F401
from intertrata.registers.returning import reason
from intertrata.registers.standing.queries import CLOSED, EVENT_TABLE, delivered_until, files, in_pieces
from intertrata.registers.standing.queries import Arrival as Arrival
from intertrata.registers.standing.queries import arrivals as arrivals
from intertrata.registers.standing.queries import arrived_since as arrived_since
from intertrata.registers.standing.queries import events_told as events_told
from intertrata.registers.standing.queries import last_closed as last_closed
from intertrata.registers.standing.queries import received as received
from intertrata.registers.standing.queries import reserved as reserved
from intertrata.registers.standing.queries import told_by as told_by
from intertrata.registers.standing.queries import told_since as told_since
from intertrata.registers.standing.queries import whole_until as whole_until
from intertrata.registers.state import VANISHED
from intertrata.registers.typed import Considered, Refused, consider, numbered, says_synthetic  # noqa: F401
from intertrata.storage.bulk import read_rows
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.records import record_types

LEAST_PREFIX = 6
NOT_YET = "0000-000000-0"
WHOLE_ID = re.compile("[0-9a-f]{32}")
REFUSAL_COLUMNS = ("deposit", "register", "table", "file", "sheet", "line", "column", "rule", "expected", "reason")


def deposits(register: str | None = None, *, kind: str | None = None) -> list[Delivered]:
    """Give every closed deposit (of one register, of one kind, or of all), the newest first."""
    found = Deposit.objects.exclude(closed_at=None).order_by("-order")
    found = found.filter(register=register) if register else found
    return [_delivered(one) for one in (found.filter(kind=kind) if kind else found)]


def deliveries(*, last: int | None = None) -> list[Delivered]:
    """Give every closed deposit that came as a file (or the last of them), the newest first: what pages list and deliveries are judged by.

    What is typed in makes one deposit a record: tens of thousands a year, each of which its sender sees (``entries``)."""
    return [_delivered(one) for one in files().order_by("-order")[:last]]


def deposit(asked: str) -> Delivered:
    """Give one closed deposit by its id, or by the first six digits of it or more.

    Raises:
        Problem: ``deposit_unknown``; ``deposit_ambiguous`` where several begin so.
    """
    wanted, closed = asked.replace("-", "").lower(), Deposit.objects.exclude(closed_at=None)
    whole = WHOLE_ID.fullmatch(wanted)
    found = [one for one in (closed.filter(pk=wanted) if whole else closed) if one.id.hex.startswith(wanted)]
    if not found or len(wanted) < LEAST_PREFIX:
        raise Problem("deposit_unknown", deposit=asked)
    if len(found) > 1:
        raise Problem("deposit_ambiguous", deposit=asked)
    return _delivered(found[0])


def refusals(deposit_id: str | None = None) -> pl.DataFrame:
    """Give why rows were refused, of one deposit or of all: ``deposit``, ``register``, ``table``, ``file``, ``sheet``, ``line``,
    ``column``, ``rule``, ``expected``, ``reason`` (the Spanish sentence); by order of arrival, line and column."""
    known = {one.id: one for one in (deposits() if deposit_id is None else [deposit(deposit_id)])}
    sql = f'SELECT "deposit", "line", "column", "rule", "expected" FROM "{Refusal._meta.db_table}"'
    only = ("", []) if deposit_id is None else (' WHERE "deposit" = %s', [UUID(next(iter(known)))])
    rows = [row for batch in read_rows("default", sql + only[0], only[1]) for row in batch if row[0] in known]
    rows.sort(key=lambda row: (known[row[0]].order, *row[1:]))
    found = [
        (one.id, one.register, one.table, one.file, one.sheet, line, column, rule, expected, reason(rule, column=column, expected=expected))
        for one, line, column, rule, expected in ((known[row[0]], *row[1:]) for row in rows)
    ]
    schema = {name: pl.Int64 if name == "line" else pl.String for name in REFUSAL_COLUMNS}
    return pl.DataFrame(found, schema=schema, orient="row")


def current(record_type: str, register: str | None = None, as_of: date | None = None) -> pl.DataFrame:
    """Give what stands of one record type, sorted by record.

    Args:
        record_type: as in ``vocabulary.records``.
        register: only this one.
        as_of: only what deliveries cut up to this day told; None: all that was told.

    Returns:
        ``record``, ``version``, ``register``, ``table``, ``deposit``, ``cut_off`` (of the first deposit that told the record), ``line``,
        ``vanished``, then every payload field: codes and texts as List(String), integers as Int64, booleans as Boolean, the
        rest String (dates ISO, perhaps a year or month only; decimals exact). A vanished record shows what it last said.
    """
    sql = f'SELECT {picked("e")} FROM "{EVENT_TABLE}" e {CLOSED} WHERE e."record_type" = %s'
    asked: list[Any] = [record_type]
    for clause, value in ((' AND e."register" = %s', register), (' AND e."cut_off" <= %s', as_of and as_of.isoformat())):
        if value is not None:
            sql, asked = sql + clause, [*asked, value]
    return current_of(read_rows("default", sql, asked), record_types()[record_type])


def last_order() -> int:
    """Give the order of the last closed deposit; -1 before the first."""
    last = Deposit.objects.exclude(closed_at=None).aggregate(last=Max("order"))["last"]
    return -1 if last is None else int(last)


def records(ids: Iterable[str]) -> pl.DataFrame:
    """Give all that was ever told of these records, for the page of a person: one row a version or vanishing, oldest first.

    Returns:
        ``record``, ``version``, ``vanished``, ``register``, ``table``, ``record_type``, ``deposit``, ``cut_off``, ``file``, ``sheet``, ``line``,
        ``received_at``, ``payload`` (JSON text of the payload fields that are known).
    """
    names = ("record", "version", "kind", "register", "table", "record_type", "deposit", "cut_off", "line", "payload", "order")
    schema = dict.fromkeys(names, pl.String()) | {"line": pl.Int64(), "order": pl.Int64()}
    columns = ", ".join(f'e."{name}"' for name in names)
    rows: list[tuple[Any, ...]] = []
    for some in in_pieces(sorted(set(ids))):
        places = ", ".join("%s" for _ in some)
        sql = f'SELECT {columns} FROM "{EVENT_TABLE}" e {CLOSED} WHERE e."record" IN ({places})'
        rows += [tuple(str(v) if isinstance(v, date) else v for v in row) for batch in read_rows("default", sql, some) for row in batch]
    told = pl.DataFrame(rows, schema=schema, orient="row").sort("record", "cut_off", "order")
    brought = pl.DataFrame(
        [
            (key.hex, *rest)
            for key, *rest in Deposit.objects.filter(pk__in=set(told["deposit"])).values_list("pk", "file", "sheet", "received_at")
        ],
        schema={"deposit": pl.String, "file": pl.String, "sheet": pl.String, "received_at": pl.Datetime(time_zone="UTC")},
        orient="row",
    )
    joined = told.join(brought, on="deposit", how="left", maintain_order="left").with_columns(pl.col("cut_off").str.to_date())
    vanished = (pl.col("kind") == VANISHED).alias("vanished")
    place = ("deposit", "cut_off", "file", "sheet", "line", "received_at", "payload")
    return joined.select("record", "version", vanished, "register", "table", "record_type", *place)


def quality() -> Quality:
    """Give how good each table of each register is, by its last full delivery (or its last, where none is full)."""
    return _judged(written(), delivered_until())[0]


def alarms() -> list[Alarm]:
    """Give what changed so much in the last delivery of a table that somebody must look before anything is linked, by register."""
    return list(_judged(written(), delivered_until())[1])


@lru_cache(maxsize=4)
def _judged(_written_as: object, _closed: object) -> tuple[Quality, tuple[Alarm, ...]]:
    """Judge every delivery, as in ``wholeness``: once until a deposit closed or a declaration changed, however often a page asks."""
    brought = deliveries()
    return quality_of(brought, sources()), tuple(alarms_of(brought))


def alarm_problem(one: Alarm, *, register: str, table: str, field: str = "") -> Problem:
    """Give an alarm as what a person can mend, in the words that people call the register, the table and the field by."""
    return problem_of(one, register=register, table=table, field=field)


@dataclass(frozen=True)
class Wholeness:
    """How whole and prompt the tables of one register are: ``offices`` (each field by office), ``lateness`` (days), ``outside`` (cells
    of the last delivery refused because they are in no list, by table and column), ``alarms`` with the sums that fell."""

    offices: pl.DataFrame
    lateness: pl.DataFrame
    outside: pl.DataFrame
    alarms: list[Alarm]


def wholeness(code: str) -> Wholeness:
    """Judge what stands of one register, record by record; what ``quality`` says costs nothing, this reads the register once or twice.

    It is judged again once a deposit of the register closed or a declaration changed; until then the same is given, not to be written in.

    Raises:
        Problem: ``source_unknown``.
    """
    source(code)
    closed = Deposit.objects.filter(register=code).exclude(closed_at=None).aggregate(last=Max("closed_at"), order=Max("order"))
    return _wholeness(code, written(), (closed["last"], closed["order"]))


@lru_cache(maxsize=32)
def _wholeness(code: str, _written_as: object, _closed: object) -> Wholeness:
    """The two last say until when a judgement holds."""
    declared_as, brought = source(code), [one for one in deliveries() if one.register == code]
    offices, late, outside, found = [], [], [], [one for one in alarms() if one.register == code]
    for table in declared_as.tables:
        mine = [one for one in brought if one.table == table.name]
        if not mine:
            continue
        now = _of_table(table)
        offices.append(completeness.by_office(now, table))
        late.append(completeness.lateness(now, table))
        outside.append(refusals(mine[0].id).filter(pl.col("rule") == "code").group_by("table", "column").len("cells"))
        cuts = sorted({one.cut_off for one in mine})
        before = _of_table(table, cuts[-2]) if len(cuts) > 1 else now
        for field, was, is_now in completeness.fallen_sums(before, now, table):
            found.append(Alarm("alarm_sum_fell", mine[0].id, code, table.name, float(was), float(is_now), field))
    nowhere = pl.DataFrame(schema={"table": pl.String, "column": pl.String, "cells": pl.UInt32})
    return Wholeness(
        pl.concat([pl.DataFrame(schema=completeness.OFFICES), *offices]), pl.concat([pl.DataFrame(schema=completeness.LATENESS), *late]),
        pl.concat([nowhere, *outside]).sort("table", "column"), sorted(found, key=lambda one: (one.table, one.code, one.field)),
    )  # fmt: skip


def _of_table(table: Table, as_of: date | None = None) -> pl.DataFrame:
    rows = current(table.record_type.name, register=table.register, as_of=as_of)
    return rows.filter(pl.col("table") == table.name, ~pl.col("vanished"))


def synthetic_only() -> bool:
    """Whether there are records of persons and events, and every one of them is marked synthetic."""
    marks = set(Deposit.objects.exclude(closed_at=None).exclude(kind="figures").values_list("synthetic", flat=True).distinct())
    return marks == {True}


def cut_off_of(deposit_id: str) -> date | None:
    """Give the cut-off of a closed deposit, or None where there is no such deposit."""
    try:
        return deposit(deposit_id).cut_off
    except Problem:
        return None


def _delivered(one: Deposit) -> Delivered:
    told = {name: getattr(one, name) for name in Delivered.__dataclass_fields__ if name not in {"id", "notes"}}
    return Delivered(id=one.id.hex, notes=tuple(one.notes), **told)


def considered(code: str, name: str, values: Mapping[str, Any], *, today: date) -> Considered:
    """Say what a record says, in common words, and what is wrong with it; nothing is kept, and no number is given or asked for.

    Raises:
        Problem: as ``table_of_records``.
    """
    one, table = table_of_records(code, name)
    return consider(one, table, numbered(table, values, NOT_YET), today=today.isoformat())


def said_of(one: Refused, code: str, name: str) -> str:
    """Say why a record cannot be kept, in one sentence that calls its columns as its form does."""
    _source, table = table_of_records(code, name)
    return reason(one.rule, column=label(table, one.column), expected=label(table, one.expected))


def parts_asked(code: str, name: str) -> tuple[Part, ...]:
    """Give the questions that the form of a table asks, part by part. Raises as ``table_of_records``."""
    return parts(table_of_records(code, name)[1])


def dictionary(code: str) -> str:
    """Give the dictionary page of a register as Markdown. Raises as ``source``."""
    return described(source(code))


def write_template(code: str, path: Path) -> None:
    """Write the import template (XLSX) of a register.

    Raises:
        Problem: as ``source``; ``not_writable``.
    """
    from xlsxwriter.exceptions import (
        FileCreateError,  # here, since what writes XLSX loads for a tenth of a second and hardly anybody asks for one
    )

    from intertrata.registers import template

    try:
        template.write_template(source(code), path)
    except (OSError, FileCreateError) as error:
        raise Problem("not_writable", file=str(path)) from error
