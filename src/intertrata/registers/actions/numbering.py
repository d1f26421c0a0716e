"""The case numbers of events, written down beside them, so that what waits for whom is found without reading any payload.

In: events as they are kept. Out: rows of ``CaseNumber``, keyed. They count when their event's deposit is closed, as the event does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.conf import settings

from intertrata.access import keys
from intertrata.registers.ids import keyed_numbers
from intertrata.registers.models import CaseNumber, RecordEvent
from intertrata.registers.records import fields_of, plain, typed
from intertrata.registers.references import RESERVED, numbered, numbers_told
from intertrata.registers.state import VERSION
from intertrata.storage.bulk import insert_rows, read_rows
from intertrata.vocabulary.records import record_types

NUMBER_TABLE = CaseNumber._meta.db_table
COLUMNS = ("key", "record", "deposit", "register", "table", "field", "borne", "cut_off", "order")
TOLD = ("record", "deposit", "register", "table", "cut_off", "order", "record_type", "payload")


def write_numbers(record_type: str, events: Sequence[tuple[str, str, str, str, str, int]], payloads: Sequence[str]) -> int:
    """Write the case numbers of versions of one record type.

    Args:
        events: record, deposit, register, table, cut-off (ISO) and order of each. payloads: what each says, as JSON.
    """
    return insert_rows("default", NUMBER_TABLE, COLUMNS, _rows(record_type, events, payloads))


def number_what_stands() -> int:
    """Write the case numbers of every event that is kept anew, where a house was kept before it wrote them or wrote them otherwise; give
    how many. Nobody writes an event meanwhile, and it stands whole or not at all: who asks sees to both."""
    CaseNumber.objects.all().delete()
    return sum(insert_rows("default", NUMBER_TABLE, COLUMNS, rows) for rows in _of_what_stands())


def amiss() -> list[str]:
    """Give the deposits whose case numbers are not those that their events tell: a database that was put back in part, or an event that an
    older program wrote while this one was put in place."""
    told, written = defaultdict[str, int](int), defaultdict[str, int](int)
    for rows in _of_what_stands():
        for row in rows:
            told[row[2]] += hash(_same(row))
    columns = ", ".join(plain(f'n."{name}"') for name in COLUMNS)
    for batch in read_rows("default", f'SELECT {columns} FROM "{NUMBER_TABLE}" n'):
        for row in batch:
            written[row[2]] += hash(_same(row))
    return sorted(deposit for deposit in told.keys() | written.keys() if told[deposit] != written[deposit])


def _same(row: Sequence[Any]) -> tuple[Any, ...]:
    """A row of ``COLUMNS`` as both engines give it."""
    return (*row[:6], bool(row[6]), *row[7:])


def _rows(record_type: str, events: Sequence[tuple[str, str, str, str, str, int]], payloads: Sequence[str]) -> Iterable[tuple[Any, ...]]:
    kind = record_types().get(record_type)
    fields = numbered(kind) if kind else []
    if kind is None or not fields or not payloads:
        return ()
    told = numbers_told(typed(payloads, {name: one for name, one in fields_of(kind).items() if name in {*fields, RESERVED}}), kind)
    keyed = told.with_columns(keyed_numbers(told["key"], keys.load(settings.KEYS).ids))
    return (
        (key, *events[at][:4], field, borne, *events[at][4:])
        for at, field, borne, key in keyed.select("at", "field", "borne", "key").rows()
    )


def _of_what_stands() -> Iterator[Iterable[tuple[Any, ...]]]:
    """The rows of every event that is kept, batch by batch."""
    names = ", ".join(plain(f'e."{name}"') for name in TOLD)
    for kind in record_types().values():
        sql = f'SELECT {names} FROM "{RecordEvent._meta.db_table}" e WHERE e."kind" = %s AND e."record_type" = %s'
        for batch in read_rows("default", sql, [VERSION, kind.name]):
            yield _rows(kind.name, [row[:6] for row in batch], [row[7] for row in batch])
