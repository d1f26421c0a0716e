"""The case numbers of events, written down beside them, so that what waits for whom is found without reading any payload.

In: events as they are kept. Out: rows of ``CaseNumbers``, keyed and packed. They count when their event's deposit is closed, as the event does.
Whose identity is reserved is quoted by no number here (SAFEGUARDS 10).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import polars as pl
from django.conf import settings

from intertrata.access import keys
from intertrata.registers.ids import keyed_numbers
from intertrata.registers.models import CaseNumbers, RecordEvent
from intertrata.registers.packed import packed, unpacked
from intertrata.registers.records import fields_of, plain, typed
from intertrata.registers.references import RESERVED, numbered, numbers_told
from intertrata.registers.state import VERSION
from intertrata.storage.bulk import insert_rows, read_rows
from intertrata.vocabulary.records import record_types

NUMBERS_TABLE = CaseNumbers._meta.db_table
COLUMNS = ("deposit", "cut_off", "order", "field", "borne", "bucket", "keys", "records")
TOLD = ("record", "deposit", "cut_off", "order", "payload")
Moment = tuple[str, str, int]
"""Deposit, cut-off (ISO) and order of events: very many have the same."""


def write_numbers(record_type: str, records: Sequence[str], moments: Sequence[Moment], payloads: Sequence[str]) -> int:
    """Write the case numbers of versions of one record type, and give how many they are.

    Args:
        records: 32 hex digits of each. moments: when each was said. payloads: what each says, as JSON.
    """
    named, numbers = _numbers(record_type, records, moments, payloads)
    rows = ((*named[at], *row) for at, *row in packed(numbers))
    insert_rows("default", NUMBERS_TABLE, COLUMNS, rows)
    return numbers.height


def number_what_stands() -> int:
    """Write the case numbers of every event that is kept anew, where a house was kept before it wrote them or wrote them otherwise; give
    how many. Nobody writes an event meanwhile, and it stands whole or not at all: who asks sees to both."""
    CaseNumbers.objects.all().delete()
    return sum(write_numbers(*events) for events in _what_stands())


def amiss() -> list[str]:
    """Give the deposits whose case numbers are not those that their events tell: a database that was put back in part, or an event that an
    older program wrote while this one was put in place."""
    told, written = Counter[str](), Counter[str]()
    for events in _what_stands():
        told.update(_sums(*_numbers(*events)))
    columns = ", ".join(plain(f'n."{name}"') for name in COLUMNS)
    for batch in read_rows("default", f'SELECT {columns} FROM "{NUMBERS_TABLE}" n'):
        rows = pl.DataFrame([(at, row[3], bool(row[4])) for at, row in enumerate(batch)], ["moment", "field", "borne"], orient="row")
        numbers = unpacked(*([row[at] for row in batch] for at in (5, 6, 7)))
        named = [(row[0], str(row[1]), row[2]) for row in batch]
        written.update(_sums(named, rows[numbers["at"]].hstack(numbers.select("key", pl.col("record").str.decode("hex")))))
    return sorted(deposit for deposit in told.keys() | written.keys() if told[deposit] != written[deposit])


def _numbers(
    record_type: str, records: Sequence[str], moments: Sequence[Moment], payloads: Sequence[str]
) -> tuple[list[Moment], pl.DataFrame]:
    """Give the moments, each once, and the numbers told: ``moment`` (its place), ``field``, ``borne``, ``key``, ``record`` as bytes."""
    kind = record_types().get(record_type)
    fields = numbered(kind) if kind else []
    known = {moment: at for at, moment in enumerate(dict.fromkeys(moments))}
    ids = pl.Series("record", records, pl.String).str.decode("hex")
    said = pl.DataFrame([ids, pl.Series("moment", [known[moment] for moment in moments], pl.UInt32)])
    if kind is None or not fields or not payloads:
        nothing = {"moment": pl.UInt32, "field": pl.String, "borne": pl.Boolean, "key": pl.UInt64, "record": pl.Binary}
        return list(known), pl.DataFrame(schema=nothing)
    told = numbers_told(typed(payloads, {name: one for name, one in fields_of(kind).items() if name in {*fields, RESERVED}}), kind)
    keyed = told.select("field", "borne", keyed_numbers(told["key"], keys.load(settings.KEYS).ids))
    return list(known), said[told["at"]].hstack(keyed).select("moment", "field", "borne", "key", "record")


def _what_stands() -> Iterator[tuple[str, list[str], list[Moment], list[str]]]:
    """Every event that is kept, batch by batch, as ``write_numbers`` takes them."""
    names = ", ".join(plain(f'e."{name}"') for name in TOLD)
    for kind in record_types().values():
        sql = f'SELECT {names} FROM "{RecordEvent._meta.db_table}" e WHERE e."kind" = %s AND e."record_type" = %s'
        for batch in read_rows("default", sql, [VERSION, kind.name]):
            moments = [(deposit, str(cut_off), order) for _, deposit, cut_off, order, _ in batch]
            yield kind.name, [row[0] for row in batch], moments, [row[-1] for row in batch]


def _sums(named: Sequence[Moment], numbers: pl.DataFrame) -> dict[str, int]:
    """Give by deposit a sum over its numbers that does not depend on their order."""
    moments = pl.DataFrame(named, {"deposit": pl.String, "cut_off": pl.String, "order": pl.Int64}, orient="row")
    whole = moments[numbers["moment"]].hstack(numbers.select("field", "borne", "key", "record"))
    each = whole.select("deposit", sum=(whole.hash_rows(seed=1) % (1 << 40)).cast(pl.Int64))
    return dict(each.group_by("deposit").agg(pl.col("sum").sum()).iter_rows())
