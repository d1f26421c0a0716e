"""A sentence before the complaint: dates of two records, one of which quotes the number of the other, that cannot both be right.

In: the numbers that stand, what declarations say must not be before what it quotes (``Check``, ``not_before_quoted``), the days that
records say. Out: the contradictions. Which record is wrong nobody knows and either may come first, so both are kept, and nothing is written:
it follows from what stands, and is gone when either record is corrected. Only what is certain contradicts: a day known by its year or
month alone only where it is surely before; of several records that bear one number, all must be after, and say when they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from intertrata.registers.declaration import Source
from intertrata.registers.references import REFERENCE, quotings

EVENT: Final = "event_date"
AFTER_ANY_DAY: Final = "~"
"""Stands after any digit: a day known by its year is over, for certain, when the year is."""

PAIRS: Final = pl.Schema({
    "register": pl.String(), "table": pl.String(), "field": pl.String(), "key": pl.UInt64(), "record": pl.String(), "other": pl.String(),
    "other_register": pl.String(), "other_table": pl.String(),
})  # fmt: skip
DAYS: Final = pl.Schema({"record": pl.String(), "of": pl.String(), "day": pl.String()})
CONTRADICTIONS: Final = pl.Schema(dict(PAIRS) | {"day": pl.String(), "other_day": pl.String()})
PLACES: Final = (*REFERENCE[:3], "other_register", "other_table")


@dataclass(frozen=True)
class Watched:
    """A field that quotes and the field of its record (``day``) that is not before the day of the event whose number it quotes."""

    register: str
    table: str
    field: str
    bearers: frozenset[tuple[str, str]]
    day: str


def watched(sources: Iterable[Source]) -> list[Watched]:
    """Give what is declared: only events bear a number whose day can be held against another."""
    known = {(table.register, table.name): table for source in sources for table in source.tables}
    quoted = {(one.register, one.table, one.field): one for one in quotings(sources)}
    found = []
    for place, table in known.items():
        for check in table.checks:
            quoting = quoted.get((*place, table.filled_by(check.through)))  # none where nobody bears what it quotes
            if check.kind == "not_before_quoted" and quoting is not None:
                events = frozenset(bearer for bearer in quoting.bearers if known[bearer].record_type.of == "event")
                found.append(Watched(*place, quoting.field, events, table.filled_by(check.column)))
    return found


def pairs(numbers: pl.DataFrame, asked: Iterable[Watched]) -> pl.DataFrame:
    """Give who quotes whom in a field that is watched (``PAIRS``); ``numbers`` as ``references.standing`` gives them."""
    bearers = [(one.register, one.table, one.field, *bearer) for one in asked for bearer in sorted(one.bearers)]
    looked_in = pl.DataFrame(bearers, schema=[(name, pl.String()) for name in PLACES], orient="row")
    borne = numbers.filter("borne", pl.col("key").is_not_null()).select(
        "key", pl.col("record").alias("other"), pl.col("register").alias("other_register"), pl.col("table").alias("other_table")
    )
    quoted = numbers.filter(~pl.col("borne")).select(*REFERENCE, "record")
    met = quoted.join(looked_in, on=list(REFERENCE[:3])).join(borne, on=["key", "other_register", "other_table"])
    return met.filter(pl.col("record") != pl.col("other")).select(*PAIRS).unique()


def contradictions(found: pl.DataFrame, days: pl.DataFrame, asked: Iterable[Watched]) -> pl.DataFrame:
    """Give the pairs whose days contradict (``CONTRADICTIONS``), each reference once, held against the first record that bears its number.

    Args:
        found: as ``pairs``. days: as ``DAYS``: what records say now in the fields that are watched and as the day of their event.
    """
    watching = pl.DataFrame(
        [(one.register, one.table, one.field, one.day) for one in asked],
        schema=[(name, pl.String()) for name in (*REFERENCE[:3], "of")], orient="row",
    )  # fmt: skip
    said = found.join(watching, on=list(REFERENCE[:3])).join(days, on=["record", "of"]).drop("of")
    events = days.filter(pl.col("of") == EVENT).select(pl.col("record").alias("other"), pl.col("day").alias("other_day"))
    told = said.join(events, on="other", how="left").drop_nulls("day")
    sure = (pl.col("day") + AFTER_ANY_DAY < pl.col("other_day")).fill_null(value=False)
    one_reference = (*REFERENCE, "record", "day")
    all_after = told.filter(sure.all().over(one_reference)).sort("other_day", "other")
    return all_after.unique(one_reference, keep="first", maintain_order=True).sort(*REFERENCE, "record").select(*CONTRADICTIONS)


def by_place(found: pl.DataFrame) -> list[dict[str, Any]]:
    """Give, for each field that quotes and table that bears, how many contradictions (``many``) there are."""
    return found.group_by(*PLACES).agg(pl.len().alias("many")).sort(*PLACES).to_dicts()
