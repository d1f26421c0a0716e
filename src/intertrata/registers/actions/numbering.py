"""The case numbers of events, written down beside them, so that what waits for whom is found without reading any payload.

In: events as they are kept. Out: rows of ``CaseNumbers``, keyed and packed. They count when their event's deposit is closed, as the event does.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from django.conf import settings

from intertrata.access import keys
from intertrata.registers.ids import keyed_numbers
from intertrata.registers.models import CaseNumbers, RecordEvent
from intertrata.registers.packed import packed
from intertrata.registers.records import fields_of, typed
from intertrata.registers.references import numbered, numbers_told
from intertrata.registers.state import VERSION
from intertrata.storage.bulk import insert_rows, read_rows
from intertrata.vocabulary.records import record_types

COLUMNS = ("deposit", "cut_off", "order", "field", "borne", "bucket", "keys", "records")
TOLD = ("record", "deposit", "cut_off", "order", "payload")
Moment = tuple[str, str, int]
"""Deposit, cut-off (ISO) and order of events: very many have the same."""


def write_numbers(record_type: str, records: Sequence[str], moments: Sequence[Moment], payloads: Sequence[str]) -> int:
    """Write the case numbers of versions of one record type, and give how many they are.

    Args:
        records: 32 hex digits of each. moments: when each was said. payloads: what each says, as JSON.
    """
    kind = record_types().get(record_type)
    fields = numbered(kind) if kind else []
    if kind is None or not fields or not payloads:
        return 0
    told = numbers_told(typed(payloads, {name: one for name, one in fields_of(kind).items() if name in fields}), kind)
    known = {moment: at for at, moment in enumerate(dict.fromkeys(moments))}
    ids = pl.Series("record", records, pl.String).str.decode("hex")
    said = pl.DataFrame([ids, pl.Series("moment", [known[moment] for moment in moments], pl.UInt32)])[told["at"]]
    keyed = told.select("field", "borne", keyed_numbers(told["key"], keys.load(settings.KEYS).ids))
    named = list(known)
    insert_rows("default", CaseNumbers._meta.db_table, COLUMNS, ((*named[at], *row) for at, *row in packed(said.hstack(keyed))))
    return told.height


def number_what_stands() -> int:
    """Write the case numbers of every event that is kept, where a house was kept before it wrote them; give how many.

    Who asks sees to it that none is written yet.
    """
    names, written = ", ".join(f'"{name}"' for name in TOLD), 0
    for kind in record_types().values():
        sql = f'SELECT {names} FROM "{RecordEvent._meta.db_table}" WHERE "kind" = %s AND "record_type" = %s'
        for batch in read_rows("default", sql, [VERSION, kind.name]):
            moments = [(deposit, str(cut_off), order) for _, deposit, cut_off, order, _ in batch]
            written += write_numbers(kind.name, [row[0] for row in batch], moments, [row[-1] for row in batch])
    return written
