"""Which case numbers are quoted that nobody bears yet: references that wait for their record.

In: the numbers that records bear and quote, as keys, and what declarations say of the fields that quote. Out: what waits, and
whether it can have come at all. Registers number apart, so a number is borne where its field's declaration looks for it (``quotes``),
else in any register, else in the quoter's own (``figures.ties`` reads numbers so); the case that a person stands in (``act``), by an
event of her own register. Nothing is written when a reference closes or opens: it follows from what stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from intertrata.registers.declaration import Source
from intertrata.vocabulary.case_numbers import case_key
from intertrata.vocabulary.records import RecordType

OWN: Final = "number"
ACT: Final = "act"
RESERVED: Final = "reserved"
FEWEST_SIGNS: Final = 3
"""Letters and digits of a quoted number below which, or without any digit, it names nothing («12», «en trámite»)."""

WIDELY_QUOTED: Final = 60
"""Records that quote a number above which it is no reference to one case, as identity has it."""

NUMBERS: Final = pl.Schema({
    "record": pl.String(), "key": pl.UInt64(), "deposit": pl.String(), "register": pl.String(), "table": pl.String(), "field": pl.String(),
    "borne": pl.Boolean(), "cut_off": pl.Date(), "order": pl.Int64(),
})  # fmt: skip
"""A number in one version of a record; the key is null where what is quoted says nothing."""

NUMBERS_TOLD: Final = pl.Schema({"at": pl.UInt32(), "field": pl.String(), "borne": pl.Boolean(), "number": pl.String()})
"""A number as a record writes it, before its key is found: the row, the field, whether it is its own."""

MOMENTS: Final = pl.Schema({"record": pl.String(), "deposit": pl.String(), "cut_off": pl.Date(), "order": pl.Int64()})
"""When an event was said; a vanishing tells no number, so that none stands after it."""

REFERENCE: Final = ("register", "table", "field", "key")
QUOTED: Final = ("place", "key")
MISSING, UNSENT = "missing", "unsent"
TOO_SHORT, WIDELY = "too_short", "widely"
WAITING: Final = pl.Schema({
    "register": pl.String(), "table": pl.String(), "field": pl.String(), "key": pl.UInt64(), "record": pl.String(), "records": pl.UInt32(),
    "since": pl.Date(), "state": pl.String(),
})  # fmt: skip
LEFT_OUT: Final = pl.Schema({
    "register": pl.String(), "table": pl.String(), "field": pl.String(), "key": pl.UInt64(), "why": pl.String(), "numbers": pl.UInt32(),
    "records": pl.UInt32(),
})  # fmt: skip


@dataclass(frozen=True)
class Quoting:
    """A field of a table that quotes: the tables that may bear what it quotes, and the registers its declaration names (none: any)."""

    register: str
    table: str
    field: str
    bearers: frozenset[tuple[str, str]]
    named: tuple[str, ...] = ()

    def never_sent(self, sent: Collection[tuple[str, str]]) -> tuple[str, ...]:
        """Give the registers that may bear it and sent none of the tables that would, where that may be why it waits.

        Of registers that are named, each may be the one; where none is, what any other sent is enough to say that it does not wait for
        the first delivery.
        """
        asked = self.named or tuple(sorted({register for register, _ in self.bearers} - {self.register}))
        silent = tuple(one for one in asked if not any(register == one and (register, table) in sent for register, table in self.bearers))
        return silent if self.named or len(silent) == len(asked) else ()


@dataclass(frozen=True)
class References:
    """What waits: ``waiting`` (``WAITING``, the oldest first), ``left_out`` (``LEFT_OUT``: what is quoted and no reference), and by
    register, table and field which registers have never sent what it waits for."""

    waiting: pl.DataFrame
    left_out: pl.DataFrame
    never_sent: Mapping[tuple[str, str, str], tuple[str, ...]]


def numbers_told(payload: pl.DataFrame, kind: RecordType) -> pl.DataFrame:
    """Give the case numbers of payloads, each once: ``at`` (the row), ``field``, ``borne``, ``number`` and ``key``, as records write them.

    The key is null where what is quoted says nothing; a borne one that says nothing is left out. What stands in ``act`` is never too
    short: only its own register is asked for it. Reserved identities tell none (SAFEGUARDS 10): that a protected witness quotes a case or
    bears a number is nobody's to count, list or try out; of a type that can say so, only rows that say no are read.
    """
    fields = numbered(kind)
    rows = payload.with_row_index("at")
    rows = rows.filter(pl.col(RESERVED).not_().fill_null(value=False)) if kind.field(RESERVED) else rows
    found = [pl.DataFrame(schema=NUMBERS_TOLD)]
    for name in fields:
        told = rows.select("at", pl.lit(name).alias("field"), pl.lit(name == OWN).alias("borne"), pl.col(name).alias("number")).drop_nulls()
        found.append(told.explode("number").drop_nulls() if told.schema["number"] == pl.List(pl.String) else told)
    own = pl.col("field").is_in([OWN, ACT])  # the keys of all fields at once: a page reads few records, and each step on a table costs it
    keyed = pl.concat(found).with_columns(case_key(pl.col("number")).alias("key"))
    says = keyed.with_columns(pl.when(own | names_a_case(pl.col("key"))).then("key").alias("key"))
    return says.filter(~own | pl.col("key").is_not_null()).unique(["at", "field", "key"], keep="first", maintain_order=True)


def names_a_case(key: pl.Expr) -> pl.Expr:
    """Whether the key of a quoted number says enough to name a case («12» and «en trámite» do not)."""
    return key.str.contains(r"\d") & (key.str.replace_all(" ", "").str.len_chars() >= FEWEST_SIGNS)


def numbered(kind: RecordType) -> list[str]:
    """Give the fields of a record type that hold case numbers."""
    return [field.name for field in kind.payload_fields if field.case_number]


def quotings(sources: Iterable[Source]) -> list[Quoting]:
    """Give every field that quotes, with who may bear what it quotes; an ``act`` whose register sends no events is only that register's
    way to group its persons, and no reference."""
    known = list(sources)
    tables = [table for source in known for table in source.tables]
    bearing = [
        table
        for table in tables
        if OWN in numbered(table.record_type) and (column := table.filling(OWN)) is not None and not column.identity
    ]
    found = []
    for table in tables:
        for name in numbered(table.record_type):
            column = table.filling(name)
            if name == OWN or column is None:
                continue
            if name == ACT:
                mine = frozenset(
                    (one.register, one.name) for one in bearing if one.register == table.register and one.record_type.of == "event"
                )
                found += [Quoting(table.register, table.name, name, mine, (table.register,))] if mine else []
                continue
            asked = {*column.quotes, table.register} if column.quotes else {source.code for source in known}
            bearers = frozenset((one.register, one.name) for one in bearing if one.register in asked)
            found.append(Quoting(table.register, table.name, name, bearers, column.quotes))
    return found


def standing(numbers: pl.DataFrame, events: pl.DataFrame, *, without: str = "") -> pl.DataFrame:
    """Give the numbers that stand, with ``since``: the day of the first delivery that told the record with that number in that field.

    Args:
        numbers: as ``NUMBERS``, of every version ever told.
        events: as ``MOMENTS``, every event of the records that have more than one; who has one event says what that says.
        without: leave out what this deposit told: what stood before it.
    """
    rows, told = (frame.filter(pl.col("deposit") != without) if without else frame for frame in (numbers, events))
    last = told.sort("cut_off", "order").unique("record", keep="last")
    once = rows.join(last, on="record", how="anti").with_columns(pl.col("cut_off").alias("since"))
    moved = rows.join(last.select("record"), on="record", how="semi")
    moved = moved.with_columns(pl.col("cut_off").min().over("record", "field", "key").alias("since"))
    return pl.concat([once, moved.join(last, on=["record", "cut_off", "order"], how="semi")])


def waiting(numbers: pl.DataFrame, asked: Iterable[Quoting], sent: Collection[tuple[str, str]]) -> References:
    """Say what waits.

    Args:
        numbers: as ``standing`` gives them. asked: as ``quotings``. sent: the registers and tables of which anything was ever received.
    """
    known = list(asked)
    silent = {(one.register, one.table, one.field): one.never_sent(sent) for one in known}
    quoted = _quoted(numbers, known)
    names_one, widely = _open(quoted, numbers, known)
    left = [_left_out(widely, known, WIDELY), _left_out(quoted.filter(pl.col("key").is_null()), known, TOO_SHORT)]
    return References(_stated(_placed(_each(names_one), known), silent), pl.concat(left).sort(*REFERENCE, "why"), silent)


def told_anew(before: References, anew: References, keys: Iterable[int]) -> References:
    """Give what waits after what touched some keys only: ``anew`` is what waits of all numbers of these keys and of those without one."""
    touched = pl.Series(list(keys), dtype=pl.UInt64)
    waits, left = (rows.filter(~pl.col("key").is_in(touched.implode())) for rows in (before.waiting, before.left_out))
    told = pl.concat([waits, anew.waiting]).drop("state")
    return References(_stated(told, anew.never_sent), pl.concat([left, anew.left_out]).sort(*REFERENCE, "why"), anew.never_sent)


def asked_for(found: pl.DataFrame, *, register: str = "", state: str = "", since: date | None = None) -> pl.DataFrame:
    """Give the references (``WAITING``) of one register, of one kind, that have waited since a day or longer; what is left blank asks nothing."""
    for name, value in (("register", register), ("state", state)):
        found = found.filter(pl.col(name) == value) if value else found
    return found.filter(pl.col("since") <= since) if since else found


def by_place(found: pl.DataFrame) -> list[dict[str, Any]]:
    """Give, for each field that quotes and each kind, how many numbers wait (``waits``), in how many ``records``, ``since`` when; the longest
    waiting first."""
    rows = found.group_by(*REFERENCE[:3], "state").agg(pl.len().alias("waits"), pl.col("records").sum(), pl.col("since").min())
    return rows.sort("since", *REFERENCE[:3]).to_dicts()


def left_out_by_place(found: References, register: str = "") -> list[dict[str, Any]]:
    """Give how many ``numbers`` in how many ``records`` are no reference, by field that quotes and reason (``why``)."""
    rows = found.left_out.filter(pl.col("register") == register) if register else found.left_out
    return rows.group_by(*REFERENCE[:3], "why").agg(pl.col("numbers", "records").sum()).sort(*REFERENCE[:3], "why").to_dicts()


def effect(numbers: pl.DataFrame, events: pl.DataFrame, asked: Iterable[Quoting], *, deposit: str) -> tuple[int, int]:
    """Give how many references a deposit told that wait, and how many that waited it closes.

    Args:
        numbers, events: as for ``standing``: at least all that has a key in common with what the deposit told.
        deposit: closed, or about to be.
    """
    known, after, mine = list(asked), standing(numbers, events), pl.col("deposit") == deposit
    quoted = _quoted(after, known)
    now, _ = _open(quoted, after, known)
    waits = now.filter(mine).select(QUOTED).n_unique()
    brought = numbers.filter(mine, pl.col("borne"))["key"].unique()
    about = numbers.filter(~mine, pl.col("key").is_in(brought.implode()))
    if about["borne"].all():  # nobody else quotes what it brought, and most tables of persons bring nothing: there is nothing to close
        return waits, 0
    before = standing(about, events, without=deposit)
    was, _ = _open(_quoted(before, known), before, known)
    still = was.select(QUOTED).unique().join(quoted, on=list(QUOTED), how="semi")
    return waits, still.join(now, on=list(QUOTED), how="anti").height


def _quoted(numbers: pl.DataFrame, asked: list[Quoting]) -> pl.DataFrame:
    """What is quoted in fields that a declaration still has: by ``place``, the field's among these, since a number compares faster than names."""
    names = [(at, one.register, one.table, one.field) for at, one in enumerate(asked)]
    fields = pl.DataFrame(names, schema={"place": pl.UInt32, **dict.fromkeys(REFERENCE[:3], pl.String)}, orient="row")
    quoted = numbers.filter(~pl.col("borne")).join(fields, on=list(REFERENCE[:3]), maintain_order="left")
    return quoted.select("place", "key", "field", "record", "deposit", "since")


def _open(quoted: pl.DataFrame, numbers: pl.DataFrame, asked: list[Quoting]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of what is quoted whose number nobody bears, and apart those whose number too many quote to name one case."""
    said = quoted.filter(pl.col("key").is_not_null())
    open_ones = said.join(_closed(said, numbers, asked), on=list(QUOTED), how="anti")
    by_act = pl.col("field") == ACT
    # Few numbers have so many rows: of these only it is asked which records they are of.
    often = open_ones.filter(~by_act).group_by("key").len().filter(pl.col("len") > WIDELY_QUOTED)
    if often.is_empty():
        return open_ones, open_ones.clear()
    times = open_ones.filter(~by_act).join(often, on="key", how="semi").group_by("key").agg(pl.col("record").n_unique().alias("times"))
    wide = ~by_act & pl.col("key").is_in(times.filter(pl.col("times") > WIDELY_QUOTED)["key"].implode())
    return open_ones.filter(~wide), open_ones.filter(wide)


def _closed(quoted: pl.DataFrame, numbers: pl.DataFrame, asked: list[Quoting]) -> pl.DataFrame:
    """The references whose number is borne where their field looks."""
    bearers = [(at, *bearer) for at, one in enumerate(asked) for bearer in sorted(one.bearers)]
    looked_in = pl.DataFrame(bearers, schema={"place": pl.UInt32, "register": pl.String, "table": pl.String}, orient="row")
    borne = numbers.filter("borne").select("key", "register", "table")
    met = quoted.select(QUOTED).join(borne, on="key")
    return met.join(looked_in, on=["place", "register", "table"], how="semi").select(QUOTED).unique()


def _each(rows: pl.DataFrame) -> pl.DataFrame:
    """Each reference: the record that quoted it first, in how many ``records``, ``since`` when."""
    told = rows.select(*QUOTED, "record", "since")
    again = told.select(QUOTED).is_duplicated()
    once = told.filter(~again).with_columns(pl.lit(1, pl.UInt32).alias("records"))
    first, records = pl.col("record").sort_by("since", "record").first(), pl.col("record").n_unique().alias("records")
    several = told.filter(again).group_by(QUOTED).agg(first, pl.col("since").min(), records)
    return pl.concat([once, several.select(once.columns)])


def _placed(rows: pl.DataFrame, asked: list[Quoting]) -> pl.DataFrame:
    """Rows with the names of their place."""
    names = [(one.register, one.table, one.field) for one in asked]
    places = pl.DataFrame(names, schema=dict.fromkeys(REFERENCE[:3], pl.String), orient="row")
    return rows.hstack(places[rows["place"]])


def _stated(rows: pl.DataFrame, silent: Mapping[tuple[str, str, str], tuple[str, ...]]) -> pl.DataFrame:
    """Say of each reference whether the registers that may bear it ever sent."""
    told = [(*place, UNSENT if registers else MISSING) for place, registers in silent.items()]
    states = pl.DataFrame(told, schema=[(name, pl.String()) for name in (*REFERENCE[:3], "state")], orient="row")
    return rows.join(states, on=list(REFERENCE[:3])).select(*WAITING).sort("since", *REFERENCE).cast(WAITING)


def _left_out(rows: pl.DataFrame, asked: list[Quoting], why: str) -> pl.DataFrame:
    """Each number that is no reference and in how many records it is quoted; of those that say nothing, how many there are."""
    numbers, records = pl.lit(1) if why == WIDELY else pl.len(), pl.col("record").n_unique()
    told = rows.group_by(QUOTED).agg(numbers.cast(pl.UInt32).alias("numbers"), records.alias("records"))
    return _placed(told, asked).with_columns(pl.lit(why).alias("why")).select(*LEFT_OUT).cast(LEFT_OUT)
