"""The case numbers of events, written down beside them, so that what waits for whom is found without reading any payload.

In: events as they are kept. Out: rows of ``CaseNumber``, keyed. They count when their event's deposit is closed, as the event does.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings

from intertrata.access import keys
from intertrata.registers.ids import keyed_numbers
from intertrata.registers.models import CaseNumber, RecordEvent
from intertrata.registers.records import fields_of, typed
from intertrata.registers.references import numbered, numbers_told
from intertrata.registers.state import VERSION
from intertrata.storage.bulk import insert_rows, read_rows
from intertrata.vocabulary.records import record_types

COLUMNS = ("key", "record", "deposit", "register", "table", "field", "borne", "cut_off", "order")
TOLD = ("record", "deposit", "register", "table", "cut_off", "order", "record_type", "payload")


def write_numbers(record_type: str, events: Sequence[tuple[str, str, str, str, str, int]], payloads: Sequence[str]) -> int:
    """Write the case numbers of versions of one record type.

    Args:
        events: record, deposit, register, table, cut-off (ISO) and order of each. payloads: what each says, as JSON.
    """
    kind = record_types().get(record_type)
    fields = numbered(kind) if kind else []
    if kind is None or not fields or not payloads:
        return 0
    told = numbers_told(typed(payloads, {name: one for name, one in fields_of(kind).items() if name in fields}), kind)
    keyed = told.with_columns(keyed_numbers(told["key"], keys.load(settings.KEYS).ids))
    rows = (
        (key, *events[at][:4], field, borne, *events[at][4:])
        for at, field, borne, key in keyed.select("at", "field", "borne", "key").rows()
    )
    return insert_rows("default", CaseNumber._meta.db_table, COLUMNS, rows)


def number_what_stands() -> int:
    """Write the case numbers of every event that is kept, where a house was kept before it wrote them; give how many.

    Who asks sees to it that none is written yet.
    """
    names, written = ", ".join(f'"{name}"' for name in TOLD), 0
    for kind in record_types().values():
        sql = f'SELECT {names} FROM "{RecordEvent._meta.db_table}" WHERE "kind" = %s AND "record_type" = %s'
        for batch in read_rows("default", sql, [VERSION, kind.name]):
            written += write_numbers(kind.name, [(*row[:4], str(row[4]), row[5]) for row in batch], [row[7] for row in batch])
    return written
