"""What stands of one table before something is written to it: its events, the moments of its deliveries, what versions came with.

In: a table, versions. Out: tables of ids as bytes, moments, payloads. Only what closed deposits brought is ever seen.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
from django.db.models import Count, Max, Min, QuerySet, Sum

from intertrata.registers.declaration import Check, Table
from intertrata.registers.interviews import RECEIVED, keys_of_cases
from intertrata.registers.models import Deposit, Interviewed, RecordEvent
from intertrata.registers.records import events_of, fields_of, picked, plain, typed
from intertrata.registers.state import EVENTS, VERSION, Moment
from intertrata.storage.bulk import read_rows
from intertrata.vocabulary.records import record_types

EVENT_TABLE, DEPOSIT_TABLE = RecordEvent._meta.db_table, Deposit._meta.db_table
CLOSED = f'JOIN "{DEPOSIT_TABLE}" d ON d."id" = e."deposit" AND d."closed_at" IS NOT NULL'
PERSON_TABLE = Interviewed._meta.db_table
NAMED_AT_ONCE = 900
MANY_PERSONS = 20_000
"""Above so many persons all interviews of a table are read in one query."""

RESERVED = "reserved"


def events(table: Table, *, record: str = "") -> pl.DataFrame:
    """Give every event of a table that stands (or of one record of it): ``record``, ``version``, ``kind``, ``cut_off``, ``order``; ids as bytes."""
    names = ", ".join(plain(f'e."{name}"') for name in EVENTS.names())
    of_all = ('e."record_type" = %s AND e."register" = %s AND e."table" = %s', [table.record_type.name, table.register, table.name])
    where, asked = ('e."record" = %s', [record]) if record else of_all
    sql = f'SELECT {names} FROM "{EVENT_TABLE}" e {CLOSED} WHERE {where}'
    frames = [_events(batch) for batch in read_rows("default", sql, asked)]
    return pl.concat([pl.DataFrame(schema=EVENTS), *frames])


def payloads(versions: Sequence[str]) -> dict[str, tuple[int, str]]:
    """Give the line and payload that each of these versions came with."""
    found: dict[str, tuple[int, str]] = {}
    for some in in_pieces(versions):
        places = ", ".join("%s" for _ in some)
        sql = f'SELECT "version", "line", "payload" FROM "{EVENT_TABLE}" WHERE "kind" = %s AND "version" IN ({places})'
        for batch in read_rows("default", sql, [VERSION, *some]):
            found |= {version: (line, payload) for version, line, payload in batch}
    return found


def events_told(record_type: str, deposits: Sequence[str] | None = None) -> Iterator[pl.DataFrame]:
    """Give every event of a record type that closed deposits brought (or these of them), in batches: ``record``, ``version``, ``kind`` (``x``:
    vanished), ``deposit``, ``register``, ``table``, ``cut_off``, ``order``, ``line``, then the fields of the payload."""
    sql = f'SELECT {picked("e")} FROM "{EVENT_TABLE}" e {CLOSED} WHERE e."record_type" = %s'
    for some in ([],) if deposits is None else in_pieces(deposits):
        only = f' AND e."deposit" IN ({", ".join(["%s"] * len(some))})' if some else ""
        yield from events_of(read_rows("default", sql + only, [record_type, *some]), record_types()[record_type])


def reserved(ids: Sequence[str]) -> set[str]:
    """Give those of these records that are of a reserved identity by what they say now (SAFEGUARDS 10): where a type can say it, every one
    that does not say no."""
    kinds = [kind.name for kind in record_types().values() if kind.field(RESERVED)]
    last: dict[str, str] = {}
    for some in in_pieces(ids):
        records, types = (", ".join(["%s"] * len(each)) for each in (some, kinds))
        sql = f'''SELECT e."record", e."payload" FROM "{EVENT_TABLE}" e {CLOSED} WHERE e."record" IN ({records}) AND e."kind" = %s
                  AND e."record_type" IN ({types}) ORDER BY e."cut_off", e."order"'''
        last |= dict(row for batch in read_rows("default", sql, [*some, VERSION, *kinds]) for row in batch)
    return {record for record, payload in last.items() if json.loads(payload).get(RESERVED) is not False}


@dataclass(frozen=True)
class Arrival:
    """A closed deposit: its id, its place in the order of arrival, its register and table."""

    id: str
    order: int
    register: str
    table: str


def whole_until() -> int:
    """Give the place in the order of arrival up to which no deposit is still open.

    A long delivery takes its place when it begins and counts when it closes, perhaps after many that came later: who reads on from here
    passes none over.
    """
    last = Deposit.objects.aggregate(last=Max("order"))["last"] or 0  # first: what opens from here on stands after it
    opened = Deposit.objects.filter(closed_at=None).aggregate(first=Min("order"))["first"]
    return int(last if opened is None else min(last, opened - 1))


def last_closed(registers: Sequence[str], tables: Sequence[str]) -> tuple[datetime | None, int | None]:
    """Give what is another value whenever a deposit of these tables of these registers closed since: what was computed from them holds as
    long as it is the same."""
    of = Deposit.objects.filter(register__in=registers, table__in=tables).exclude(closed_at=None)
    told = of.aggregate(last=Max("closed_at"), order=Max("order"))
    return told["last"], told["order"]


def arrivals(after: int) -> list[Arrival]:
    """Give the closed deposits after a place in the order of arrival, in that order; who asks ``whole_until`` before misses none up to it."""
    closed = Deposit.objects.exclude(closed_at=None).filter(order__gt=after).order_by("order")
    return [Arrival(one.hex, *rest) for one, *rest in closed.values_list("id", "order", "register", "table")]


def told_by(deposits: Sequence[str], table: Table) -> list[str]:
    """Give the records of a table of which these deposits told a version, sorted."""
    found: set[str] = set()
    for some in in_pieces(sorted(deposits)):
        sql = f'''SELECT DISTINCT e."record" FROM "{EVENT_TABLE}" e {CLOSED} WHERE e."record_type" = %s AND e."register" = %s
                  AND e."table" = %s AND e."kind" = %s AND e."deposit" IN ({", ".join(["%s"] * len(some))})'''
        asked = [table.record_type.name, table.register, table.name, VERSION, *some]
        found |= {record for batch in read_rows("default", sql, asked) for (record,) in batch}
    return sorted(found)


def told_since(order: int, record_types: Sequence[str]) -> pl.DataFrame:
    """Give ``record``, ``order``: the records of these types of which closed deposits after that one told something new, and the last of
    these; sorted by record. That a record vanished is nothing new: what was told once was told of somebody."""
    types = ", ".join(["%s"] * len(record_types))
    sql = f'''SELECT e."record", MAX(d."order") FROM "{EVENT_TABLE}" e {CLOSED} AND d."order" > %s
              WHERE e."kind" = %s AND e."record_type" IN ({types}) GROUP BY e."record"'''
    told = [row for batch in read_rows("default", sql, [order, VERSION, *record_types]) for row in batch] if record_types else []
    return pl.DataFrame(told, schema={"record": pl.String, "order": pl.Int64}, orient="row").sort("record")


def received() -> dict[str, int]:
    """Give how many deposits came as files and what became of their rows: ``deposits``, ``read``, ``kept``, ``corrected``, ``refused``."""
    counts = ("read", "kept", "corrected", "refused")
    told = files().aggregate(deposits=Count("id"), **{name: Sum(name, default=0) for name in counts})
    return {name: int(told[name]) for name in ("deposits", *counts)}


def arrived_since(order: int) -> int:
    """Give how many deposits of persons and events closed after a place in the order of arrival."""
    return int(Deposit.objects.exclude(closed_at=None).filter(order__gt=order, kind="records").count())


def files() -> QuerySet[Deposit]:
    """Give the closed deposits that came as files, and not typed in."""
    return Deposit.objects.exclude(closed_at=None).filter(way=Deposit.Way.FILE)


def delivered_until() -> tuple[int, datetime | None, int | None]:
    """What changes with every deposit that closes: how many came as files, when the last one closed, the last place."""
    told = files().aggregate(many=Count("id"), closed=Max("closed_at"), order=Max("order"))
    return told["many"], told["closed"], told["order"]


def full_moments(table: Table) -> list[Moment]:
    """Give the moments of the full deliveries of a table, in order."""
    told = Deposit.objects.filter(register=table.register, table=table.name, full=True).exclude(closed_at=None)
    return [Moment(cut_off, order) for cut_off, order in told.order_by("cut_off", "order").values_list("cut_off", "order")]


def orders_typed(table: Table) -> list[int]:
    """Give the places, in the order of arrival, of what was typed into a table."""
    typed = Deposit.objects.filter(register=table.register, table=table.name).exclude(way=Deposit.Way.FILE)
    return list(typed.exclude(closed_at=None).values_list("order", flat=True))


def interviews(table: Table, check: Check, persons: pl.Series) -> pl.DataFrame:
    """Give what each interview of these persons (ids as bytes) says last, as ``interviews.RECEIVED``."""
    names = ", ".join(plain(name) for name in ('e."record"', 'p."person"', 'e."kind"', 'e."cut_off"', 'e."order"', 'e."payload"'))
    sql = f'''SELECT {names} FROM "{EVENT_TABLE}" e {CLOSED}
              LEFT JOIN "{PERSON_TABLE}" p ON p."record" = e."record" AND p."version" = e."version" WHERE'''
    whole = f'{sql} e."record_type" = %s AND e."register" = %s AND e."table" = %s'
    asked = [(whole, [table.record_type.name, table.register, table.name])]
    if len(persons) <= MANY_PERSONS:
        named = f'{sql} e."record" IN (SELECT "record" FROM "{PERSON_TABLE}" WHERE "person" IN (%s))'
        asked = [(named % ", ".join(["%s"] * len(some)), some) for some in in_pieces(_hex(persons))]
    rows = [row for one in asked for batch in read_rows("default", *one) for row in batch]
    rows.sort(key=lambda row: (str(row[3]), row[4]))
    last = {row[0]: row for row in rows}  # what vanished says what it said last, and no longer stands
    said = {row[0]: row for row in rows if row[2] == VERSION}
    fields = {name: kind for name, kind in fields_of(table.record_type).items() if name in {table.filled_by(one) for one in check.payload}}
    told = typed([row[5] for row in said.values()], fields) if said else pl.DataFrame(schema=fields)
    day, reason, cases = (told[table.filled_by(one)] for one in (check.on, check.column, check.through))
    columns = [
        pl.Series("record", list(said), pl.String).str.decode("hex"),
        pl.Series("person", [row[1] for row in said.values()], pl.String).str.decode("hex"),
        day.alias("day"), reason.is_not_null().alias("reason"), keys_of_cases(cases).alias("cases"),
        pl.Series("stands", [last[record][2] == VERSION for record in said], pl.Boolean),
    ]  # fmt: skip
    return pl.DataFrame(columns).cast(RECEIVED)


def interviewed(persons: pl.Series) -> pl.DataFrame:
    """Give the ``record`` and ``version`` (bytes) of which it is written already that they are of these persons."""
    names = ", ".join(plain(f'p."{name}"') for name in ("record", "version"))
    rows: list[tuple[Any, ...]] = []
    for some in in_pieces(_hex(persons)):
        sql = f'SELECT {names} FROM "{PERSON_TABLE}" p WHERE p."person" IN ({", ".join(["%s"] * len(some))})'
        rows += [row for batch in read_rows("default", sql, some) for row in batch]
    return pl.DataFrame(rows, schema={"record": pl.String, "version": pl.String}, orient="row").select(pl.all().str.decode("hex"))


def same_file(digest: str, table: Table) -> str:
    """Give the name under which this very file already brought the table, or ""."""
    told = Deposit.objects.filter(digest=digest, register=table.register, table=table.name).exclude(closed_at=None)
    return told.order_by("order").values_list("file", flat=True).first() or ""


def _events(batch: list[tuple[Any, ...]]) -> pl.DataFrame:
    record, version, kind, cut_off, order = zip(*batch, strict=True)
    return pl.DataFrame([
        pl.Series("record", record, pl.String).str.decode("hex"),
        pl.Series("version", version, pl.String).str.decode("hex"),
        pl.Series("kind", kind, pl.String),
        pl.Series("cut_off", cut_off, pl.String).str.to_date(),
        pl.Series("order", order, pl.Int64),
    ])  # fmt: skip


def _hex(ids: pl.Series) -> list[str]:
    """Ids as 32 hex digits, sorted."""
    return ids.bin.encode("hex").sort().to_list()


def in_pieces(ids: Sequence[str]) -> Iterator[list[str]]:
    """Give ids in pieces that one query may name."""
    for start in range(0, len(ids), NAMED_AT_ONCE):
        yield list(ids[start : start + NAMED_AT_ONCE])
