"""Numbers that are borne and quoted, read from beside the events, and what a deposit or a record waits for.

In: a deposit, records. Out: ``References``, counts, the numbers as they were written. Only what closed deposits brought is
ever seen, and the one that is about to close where it is asked about.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import polars as pl
from django.conf import settings
from django.db.models import Count, Max

from intertrata.access import keys
from intertrata.registers.case_records import one_step
from intertrata.registers.contradictions import CONTRADICTIONS, DAYS, EVENT, Watched, pairs, watched
from intertrata.registers.contradictions import contradictions as contradictions_of
from intertrata.registers.declared.queries import quotings, sources
from intertrata.registers.ids import keyed_numbers
from intertrata.registers.models import CaseNumbers, Deposit, Entry
from intertrata.registers.packed import KEYED, bucket, unpacked
from intertrata.registers.records import fields_of, plain, typed
from intertrata.registers.references import (
    MOMENTS,
    NUMBERS,
    REFERENCE,
    Quoting,
    References,
    effect,
    numbers_told,
    standing,
    told_anew,
    waiting,
)
from intertrata.registers.standing.queries import DEPOSIT_TABLE, EVENT_TABLE, in_pieces
from intertrata.storage.bulk import read_rows
from intertrata.vocabulary.records import RecordType, record_types

NUMBER_TABLE = CaseNumbers._meta.db_table
PLACES = pl.Schema({name: kind for name, kind in NUMBERS.items() if name not in KEYED})
PACKED = tuple(f'{"d" if name in {"register", "table"} else "n"}."{name}"' for name in (*PLACES, "bucket", "keys", "records"))
NOBODY = "0" * 32
COUNTED = 'd."id" = %s."deposit" AND (d."closed_at" IS NOT NULL OR d."id" = %%s)'
"""A deposit that closed, or the one that is named."""

MANY = 2_000
"""Typed deposits after which all is computed again; records above which reading every one that was told twice is cheaper than asking
for each."""

STEPS = 3
"""From her record to her complaint, from there to the carpeta, from there to what was notified of it: farther off are other cases."""

MEANWHILE = timedelta(minutes=1)
"""A deposit may be seen after another that says it closed later: their moments are written before their commits."""

AGAIN = f'SELECT "record" FROM "{EVENT_TABLE}" GROUP BY "record" HAVING COUNT(*) > 1'
"""The records with more than one event: who has one says what that says."""


def references() -> References:
    """Give the case numbers that are quoted and nobody has sent yet; not to be written in.

    All of it is computed once a delivery closed or a declaration changed; of what was typed since then only the numbers it tells are looked
    at again.
    """
    return _references(quotings(), *_closings())


@lru_cache(maxsize=4)
def _references(asked: tuple[Quoting, ...], files: tuple[Any, ...], _closed: object) -> References:
    """The last says until when it holds."""
    whole, until = _whole(asked, files)
    deposits = _typed_since(until)
    if len(deposits) > MANY:
        _whole.cache_clear()
        return _whole(asked, files)[0]
    return _told_since(whole, deposits, asked) if deposits else whole


@lru_cache(maxsize=2)
def _whole(asked: tuple[Quoting, ...], _files: object) -> tuple[References, datetime]:
    """What waits by all that is closed, and the closing of the last deposit in it."""
    until = _last_closing()
    return waiting(standing(_numbers(), _events(AGAIN)), asked, _sent()), until


def _closings() -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """What changes whenever a file, or whenever anything, closed."""
    closed = Deposit.objects.exclude(closed_at=None)
    files = closed.filter(way=Deposit.Way.FILE).aggregate(many=Count("id"), last=Max("closed_at"))
    everything = closed.aggregate(many=Count("id"), last=Max("closed_at"))
    return tuple(files.values()), tuple(everything.values())


def _last_closing() -> datetime:
    last: datetime | None = Deposit.objects.exclude(closed_at=None).aggregate(last=Max("closed_at"))["last"]
    return last or datetime.fromtimestamp(10**9, UTC)


def _typed_since(until: datetime) -> list[str]:
    """The typed deposits that closed since then."""
    typed = Deposit.objects.exclude(closed_at=None).exclude(way=Deposit.Way.FILE).filter(closed_at__gt=until - MEANWHILE)
    return [one.hex for one in typed.values_list("id", flat=True)]


def _touched(deposits: list[str]) -> pl.Series:
    """The numbers that the records of typed deposits tell, or told before."""
    records = [one.hex for some in in_pieces(deposits) for one in Entry.objects.filter(deposit__in=some).values_list("record", flat=True)]
    return _told(sorted(set(records)), every=True)["key"].unique()


def _told_since(whole: References, deposits: list[str], asked: tuple[Quoting, ...]) -> References:
    """What waits after these typed deposits: the numbers that their records tell, or told before, are looked at again."""
    touched, sent = _touched(deposits), _sent()
    told = told_anew(whole, waiting(standing(*_around(touched)), asked, sent), touched)
    named = References(told.waiting, told.left_out.filter(pl.col("key").is_not_null()), told.never_sent)
    return told_anew(named, waiting(standing(*_nameless()), asked, sent), touched.clear())


def _sent() -> set[tuple[str, str]]:
    """The registers and tables of which anything was ever received."""
    return set(Deposit.objects.exclude(closed_at=None).filter(kept__gt=0).values_list("register", "table").distinct())


def effect_of(deposit: str) -> tuple[int, int]:
    """Give how many references a deposit told that wait, and how many that waited it closes; it is closed, or its rows are all written."""
    mine = _numbers('WHERE n."deposit" = %s', [deposit], deposit).drop_nulls("key")
    if mine.is_empty():
        return 0, 0
    numbers = pl.concat([mine, _others(mine["key"].unique(), deposit)])
    return effect(numbers, _events_of(numbers["record"].unique(), deposit), quotings(), deposit=deposit)


def contradictions() -> pl.DataFrame:
    """Give what contradicts (``CONTRADICTIONS``) in the whole house; not to be written in. Computed as ``references`` is."""
    return _contradictions(tuple(watched(sources().values())), *_closings())


@lru_cache(maxsize=4)
def _contradictions(asked: tuple[Watched, ...], files: tuple[Any, ...], _closed: object) -> pl.DataFrame:
    whole, until = _all_contradictions(asked, files)
    deposits = _typed_since(until)
    if len(deposits) > MANY:
        _all_contradictions.cache_clear()
        return _all_contradictions(asked, files)[0]
    touched = _touched(deposits)
    anew = _contradicting(_others(touched), asked)
    return pl.concat([whole.filter(~pl.col("key").is_in(touched.implode())), anew]).sort(*REFERENCE, "record")


@lru_cache(maxsize=2)
def _all_contradictions(asked: tuple[Watched, ...], _files: object) -> tuple[pl.DataFrame, datetime]:
    """What contradicts by all that is closed, and the closing of the last deposit in it."""
    until = _last_closing()
    quoted = _quoted_in(asked)
    return _contradicting(pl.concat([quoted, _others(quoted["key"].unique()).filter("borne")]), asked), until


def contradicts(deposit: Deposit) -> int:
    """Give how many of the numbers that a deposit quotes contradict its dates; it is closed, or its rows are all written.

    Who bears a number is not told who quotes it; of tables that are not watched nothing is read.
    """
    asked = [one for one in watched(sources().values()) if (one.register, one.table) == (deposit.register, deposit.table)]
    if not asked:
        return 0
    mine = _numbers('WHERE n."deposit" = %s', [deposit.id.hex], deposit.id.hex).drop_nulls("key")
    borne = _others(mine.filter(~pl.col("borne"))["key"].unique(), deposit.id.hex).filter("borne")
    return _contradicting(pl.concat([mine, borne]), asked, deposit.id.hex).height


def _quoted_in(asked: Iterable[Watched]) -> pl.DataFrame:
    """What the fields that are watched quote."""
    where = 'WHERE NOT n."borne" AND n."bucket" IS NOT NULL AND d."register" = %s AND d."table" = %s AND n."field" = %s'
    told = [_numbers(where, [one.register, one.table, one.field]) for one in asked]
    return pl.concat([pl.DataFrame(schema=NUMBERS), *told])


def _contradicting(numbers: pl.DataFrame, asked: Iterable[Watched], deposit: str = NOBODY) -> pl.DataFrame:
    """What contradicts among some numbers: of the records that are a pair the days are read."""
    found = pairs(standing(numbers, _events_of(numbers["record"].unique(), deposit)), asked)
    if found.is_empty():
        return pl.DataFrame(schema=CONTRADICTIONS)
    records = pl.concat([found["record"], found["other"]]).unique().sort().to_list()
    return contradictions_of(found, _days(records, {EVENT, *(one.day for one in asked)}, deposit), asked)


def _days(records: list[str], names: Collection[str], deposit: str = NOBODY) -> pl.DataFrame:
    """What these records say now in fields of days, as ``DAYS``."""
    frames = [pl.DataFrame(schema=DAYS)]
    for kind, mine in _said(records, deposit=deposit):
        fields = {name: one for name, one in fields_of(kind).items() if name in names}
        told = typed(mine["payload"].to_list(), fields).with_columns(mine["record"])
        frames.append(told.unpivot(index="record", variable_name="of", value_name="day").drop_nulls("day"))
    return pl.concat(frames)


def as_written(rows: pl.DataFrame) -> list[str]:
    """Give the number of each reference (``WAITING``) as the record that first quotes it writes it, in order."""
    wanted = rows.select("record", "field", "key")
    told = _told(wanted["record"].unique().to_list())
    return wanted.join(told, on=["record", "field", "key"], how="left", maintain_order="left")["number"].fill_null("").to_list()


def waits_of(records: Iterable[str]) -> dict[str, frozenset[str]]:
    """Give, by record, the numbers it quotes, as it writes them now, that nobody has sent yet; what says nothing waits for none."""
    (told, stands), asked = _reach(tuple(sorted(set(records))), _closings()), quotings()
    open_ones = waiting(stands, asked, ()).waiting
    mine = told.join(open_ones, on=["register", "table", "field", "key"], how="semi").group_by("record").agg("number")
    return {record: frozenset(numbers) for record, numbers in mine.rows()}


def of_the_case(records: Iterable[str]) -> list[str]:
    """Give the records of events (complaints, proceedings, notifications and the like) that speak of the case these records stand in, sorted:
    those whose number they quote or that quote theirs, and so on from there. Records of other persons are never given, nor gone through."""
    known, front, asked, events, closed = set(records), set(records), quotings(), _tables_of_events(), _closings()
    found: set[str] = set()
    for _ in range(STEPS):
        _, numbers = _reach(tuple(sorted(front)), closed)
        told = numbers.filter(pl.col("record").is_in(sorted(front)) | pl.concat_str("register", "table", separator=" ").is_in(events))
        front = one_step(front, told, asked) - known
        known, found = known | front, found | front
        if not front:
            break
    return sorted(found)


@lru_cache(maxsize=4)
def _reach(records: tuple[str, ...], _closed: object) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What these records tell, and all numbers of the same keys as they stand; a page asks for it twice. The last says until when it holds."""
    told = _told(list(records))
    return told, standing(*_around(told["key"].unique()))


def _tables_of_events() -> list[str]:
    told = ((source.code, table) for source in sources().values() for table in source.tables)
    return [f"{register} {table.name}" for register, table in told if table.record_type.of == "event"]


def _around(keys: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
    """All numbers of some keys, and all events of the records that ever told them: enough to say what of these stands and what waits."""
    numbers = _others(keys)
    return numbers, _events_of(numbers["record"].unique())


def _nameless() -> tuple[pl.DataFrame, pl.DataFrame]:
    """All that is quoted and says nothing, and the events as for ``_around``."""
    numbers = _numbers('WHERE n."bucket" IS NULL')
    return numbers, _events_of(numbers["record"].unique())


def _others(keys: pl.Series, deposit: str = NOBODY) -> pl.DataFrame:
    """All numbers of some keys, but those that one deposit told."""
    buckets = keys.to_frame("key").select(bucket(pl.col("key")).unique()).to_series().to_list()
    where = f'WHERE n."deposit" <> %s AND n."bucket" IN ({", ".join(["%s"] * len(buckets)) or "NULL"})'
    return _numbers(where, [deposit, *buckets], among=keys)


def _numbers(where: str = "", asked: Iterable[Any] = (), deposit: str = NOBODY, *, among: pl.Series | None = None) -> pl.DataFrame:
    """The numbers that count, those of some keys only where these are named."""
    names = ", ".join(plain(name) for name in PACKED)
    sql = f'SELECT {names} FROM "{NUMBER_TABLE}" n JOIN "{DEPOSIT_TABLE}" d ON {COUNTED % "n"} {where}'
    frames = [pl.DataFrame(schema=NUMBERS)]
    for batch in read_rows("default", sql, [deposit, *asked]):
        *columns, buckets, keys, records = zip(*batch, strict=True)
        told = unpacked(buckets, keys, records, among=among)
        places = _plain(columns, PLACES)[told["at"]]
        frames.append(places.hstack(told.select(*KEYED)).select(*NUMBERS))
    return pl.concat(frames)


def _events_of(records: pl.Series, deposit: str = NOBODY) -> pl.DataFrame:
    """The events of some records; of many, those of every record that has more than one."""
    if len(records) > MANY:
        return _events(AGAIN, [], deposit)
    named = [_events(", ".join(["%s"] * len(some)), some, deposit) for some in in_pieces(records.to_list())]
    return pl.concat([pl.DataFrame(schema=MOMENTS), *named])


def _events(records: str, asked: Iterable[Any] = (), deposit: str = NOBODY) -> pl.DataFrame:
    names = ", ".join(plain(f'e."{name}"') for name in MOMENTS)
    sql = f'SELECT {names} FROM "{EVENT_TABLE}" e JOIN "{DEPOSIT_TABLE}" d ON {COUNTED % "e"} WHERE e."record" IN ({records})'
    batches = read_rows("default", sql, [deposit, *asked])
    return pl.concat([pl.DataFrame(schema=MOMENTS), *(_plain(zip(*batch, strict=True), MOMENTS) for batch in batches)])


def _plain(columns: Iterable[tuple[Any, ...]], schema: pl.Schema) -> pl.DataFrame:
    """Columns as the engine gives them: days are ISO text, and SQLite says 0 and 1 for no and yes."""
    read = {pl.Date(): pl.String(), pl.Boolean(): pl.Int8()}
    told = [pl.Series(name, values, read.get(kind, kind)) for (name, kind), values in zip(schema.items(), columns, strict=True)]
    return pl.DataFrame(told).with_columns(pl.col("cut_off").str.to_date()).cast(schema)


def _told(records: list[str], *, every: bool = False) -> pl.DataFrame:
    """What these records quote and bear by what they say now, or by all they ever said: record, register, table, field, number, key."""
    names = ("record", "register", "table", "field", "number", "key")
    house, frames = keys.load(settings.KEYS).ids, [pl.DataFrame(schema=dict.fromkeys(names, pl.String()) | {"key": pl.UInt64()})]
    for kind, mine in _said(records, every=every):
        numbers = numbers_told(typed(mine["payload"].to_list(), fields_of(kind)), kind)
        keyed = numbers.with_columns(keyed_numbers(numbers["key"], house)).drop_nulls("key")
        placed = keyed.join(mine.with_row_index("at").select("at", "record", "register", "table"), on="at")
        frames.append(placed.select(names))
    return pl.concat(frames)


def _said(records: list[str], *, every: bool = False, deposit: str = NOBODY) -> Iterator[tuple[RecordType, pl.DataFrame]]:
    """What these records say last, or all they ever said, type by type: record, register, table, record_type, payload."""
    names = ("record", "register", "table", "record_type", "payload")
    for some in in_pieces(records):
        sql = f'''SELECT {", ".join(plain(f'e."{name}"') for name in names)}
                  FROM "{EVENT_TABLE}" e JOIN "{DEPOSIT_TABLE}" d ON {COUNTED % "e"}
                  WHERE e."kind" = 'v' AND e."record" IN ({", ".join(["%s"] * len(some))}) ORDER BY e."cut_off", e."order"'''
        rows = [row for batch in read_rows("default", sql, [deposit, *some]) for row in batch]
        told = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String()), orient="row")
        now = told if every else told.unique("record", keep="last", maintain_order=True)
        for (name,), mine in now.partition_by("record_type", as_dict=True).items():
            kind = record_types().get(str(name))
            if kind is not None:
                yield kind, mine
