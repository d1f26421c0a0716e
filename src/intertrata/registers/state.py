"""What a table of a register says as of a day, and what a delivery changes in it.

In: events of records, the ids of a delivery's rows. Out: the state as of a cut-off, a verdict for each row, what vanished,
and what must be said again where a delivery arrives after a later one. No row is ever changed or deleted.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from intertrata.registers.reading.sheet import LINE

EVENTS = pl.Schema({"record": pl.Binary(), "version": pl.Binary(), "kind": pl.String(), "cut_off": pl.Date(), "order": pl.Int64()})
VERSION, VANISHED = "v", "x"
NEW, BACK, CORRECTED, UNCHANGED, REPEATED, REFUSED, CLASHING = "new", "back", "corrected", "unchanged", "repeated", "refused", "clashing"
WRITTEN = (NEW, BACK, CORRECTED)


@dataclass(frozen=True)
class Moment:
    """A place in the order of what was said: the cut-off first, then the order of arrival."""

    cut_off: date
    order: int


@dataclass(frozen=True)
class Change:
    """What a delivery does to the state. ``rows``: ``line``, ``record``, ``version``, ``verdict``, ``other`` (the line it clashes
    with). ``vanished``: ``record``, ``version`` of what a full delivery lacks."""

    rows: pl.DataFrame
    vanished: pl.DataFrame

    def count(self, *verdicts: str) -> int:
        """How many rows got one of these verdicts."""
        return int(self.rows["verdict"].is_in(verdicts).sum())


def state_as_of(events: pl.DataFrame, cut_off: date) -> pl.DataFrame:
    """Give the last event of each record up to a day: ``record``, ``version``, ``kind``."""
    told = events.filter(pl.col("cut_off") <= cut_off)
    if told["record"].n_unique() < told.height:
        told = told.sort("cut_off", "order").unique("record", keep="last")
    return told.select("record", "version", "kind")


def typed_only(events: pl.DataFrame, orders: Collection[int]) -> pl.Series:
    """Give the records that people typed in and no delivery ever told: they stand in no system that a full delivery would be whole of.

    Args:
        events: all events of a table. orders: the places in the order of arrival of what was typed.
    """
    if not orders:
        return events["record"].clear()
    typed = pl.col("order").is_in(list(orders)).all()
    return events.group_by("record").agg(typed.alias("typed")).filter("typed")["record"]


def change(rows: pl.DataFrame, state: pl.DataFrame, *, full: bool, apart: pl.Series | None = None) -> Change:
    """Give each row its verdict against the state as of the delivery's own cut-off.

    Args:
        rows: ``line``, ``record`` (null where the key cannot be read), ``version`` (null where the row is refused).
        state: as ``state_as_of`` gives it.
        full: whether the delivery holds every record. apart: the records that it need not hold (``typed_only``).

    Rows of one key with one content are one row and its repeats; with several contents none can be believed, and each
    names the line of another. A record whose row was refused is there, so it did not vanish.
    """
    judged = _alone_or_together(rows).join(state.rename({"version": "stood"}), on="record", how="left", maintain_order="left")
    by_state = (
        pl.when(pl.col("kind").is_null())
        .then(pl.lit(NEW))
        .when(pl.col("kind") == VANISHED)
        .then(pl.lit(BACK))
        .when(pl.col("stood") == pl.col("version"))
        .then(pl.lit(UNCHANGED))
        .otherwise(pl.lit(CORRECTED))
    )
    verdicts = judged.select(LINE, "record", "version", pl.coalesce("verdict", by_state).alias("verdict"), "other")
    vanished = state.clear().select("record", "version")
    if full:
        stood = state.filter(pl.col("kind") == VERSION).select("record", "version")
        vanished = stood.join(rows.select("record").drop_nulls(), on="record", how="anti").sort("record")
        if apart is not None:
            vanished = vanished.filter(~pl.col("record").is_in(apart.implode()))
    return Change(verdicts, vanished)


def _alone_or_together(rows: pl.DataFrame) -> pl.DataFrame:
    """Give ``verdict`` to the rows that get it from the file alone (refused, clashing, repeated), and ``other``."""
    refused = pl.when(pl.col("version").is_null()).then(pl.lit(REFUSED)).alias("verdict")
    plain = rows.with_columns(refused, pl.lit(None, pl.Int64).alias("other"))
    good = rows.filter(pl.col("version").is_not_null())
    if good["record"].n_unique() == good.height:
        return plain
    by_record = good.with_columns(
        pl.col("version").n_unique().over("record").alias("contents"),
        pl.col(LINE).first().over("record").alias("first"),
        pl.col(LINE).rank("ordinal").over("record").alias("place"),
        pl.col(LINE).get(1, null_on_oob=True).over("record").alias("second"),
    )
    clashing, first = pl.col("contents") > 1, pl.col("place") == 1
    told = by_record.select(
        LINE,
        pl.when(clashing).then(pl.lit(CLASHING)).when(~first).then(pl.lit(REPEATED)).alias("together"),
        pl.when(clashing & first).then("second").when(clashing).then("first").alias("with"),
    )
    joined = plain.join(told, on=LINE, how="left", maintain_order="left")
    return joined.select(LINE, "record", "version", pl.coalesce("verdict", "together").alias("verdict"), pl.col("with").alias("other"))


def said_again(made: Change, events: pl.DataFrame, *, here: Moment, full: Sequence[Moment]) -> pl.DataFrame:
    """Give the events that keep a late delivery from hiding what a later, full one had said in silence.

    A full delivery that repeats a record writes no event: the state already said it. When an older delivery then arrives and
    changes that state, the silence would mean something else; so what the first full delivery after it had said is written
    down, at its moment. Deliveries that are not full are silent about what they do not hold.

    Args:
        made: what the late delivery changes.
        events: all events of the table that stand.
        here: the moment of the late delivery.
        full: the moments of all full deliveries of the table, in order.

    Returns:
        ``record``, ``version``, ``kind``, ``cut_off``, ``order``.
    """
    nothing = pl.DataFrame(schema=EVENTS)
    later = next((moment for moment in full if (moment.cut_off, moment.order) > (here.cut_off, here.order)), None)
    if later is None:
        return nothing
    touched = pl.concat([made.rows.filter(pl.col("verdict").is_in(WRITTEN)).select("record", "version"), made.vanished])
    between = events.filter(_after(here) & ~_after(later))["record"]
    silent = touched.filter(~pl.col("record").is_in(between.implode()))
    stood = state_as_of(events, here.cut_off).rename({"version": "stood"})
    return (
        silent.join(stood, on="record", how="left")
        .select(
            "record",
            pl.when(pl.col("kind") == VERSION).then("stood").otherwise("version").alias("version"),
            pl.when(pl.col("kind") == VERSION).then(pl.lit(VERSION)).otherwise(pl.lit(VANISHED)).alias("kind"),
            pl.lit(later.cut_off).alias("cut_off"),
            pl.lit(later.order, pl.Int64).alias("order"),
        )
        .sort("record")
    )


def _after(moment: Moment) -> pl.Expr:
    same_day = (pl.col("cut_off") == moment.cut_off) & (pl.col("order") > moment.order)
    return (pl.col("cut_off") > moment.cut_off) | same_day
