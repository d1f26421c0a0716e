"""A single interview is a right (SAFEGUARDS 4): of the interviews of one person about the same facts, only the first goes without a reason.

In: the interviews of a delivery and those received before. Out: the lines that lack their reason. Only what is certain calls an interview a
second one: its date is surely later, or another that stands gives no reason either. What a full delivery no longer tells was held all
the same. Of the same facts are those that share a case number, or of which one tells none: who says the number sets them apart.
Nothing is compared pair by pair: a code that a whole delivery bears costs no more than one that nobody shares.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from intertrata.registers.references import names_a_case
from intertrata.vocabulary.case_numbers import case_key

ROWS: Final = pl.Schema({
    "line": pl.Int64(), "record": pl.Binary(), "version": pl.Binary(), "person": pl.Binary(), "day": pl.String(), "reason": pl.Boolean(),
    "cases": pl.List(pl.String),
})  # fmt: skip
"""Good rows of a delivery: the day may be a year or a month; ``reason``: whether one is given; ``cases``: keys, none that names nothing."""

RECEIVED: Final = pl.Schema({name: kind for name, kind in ROWS.items() if name not in {"line", "version"}} | {"stands": pl.Boolean()})
"""What each record received before says last, and whether it still stands or vanished."""

NOWHERE, ANYWHERE = "", "*"
LATEST = "~"  # stands after any digit: a day known by its year is over, for certain, when the year is


def keys_of_cases(numbers: pl.Series) -> pl.Series:
    """Give the case numbers of each row (one text or a list) as the keys that name a case."""
    told = numbers.to_frame("number").with_row_index("at")
    told = told if numbers.dtype == pl.List(pl.String) else told.with_columns(pl.concat_list("number"))
    each = told.explode("number").with_columns(case_key(pl.col("number")).alias("key")).filter(names_a_case(pl.col("key")))
    found = told.select("at").join(each.group_by("at").agg("key"), on="at", how="left", maintain_order="left")["key"]
    return found.cast(pl.List(pl.String)).fill_null([])


def without_reason(rows: pl.DataFrame, received: pl.DataFrame) -> pl.Series:
    """Give the lines (sorted) of the interviews that are not the first of their person and give no reason.

    Args:
        rows: as ``ROWS``; a record may stand on several lines, then all say the same. received: as ``RECEIVED``; a record that is among
            the rows says what the row says.
    """
    now = rows.filter(pl.col("person").is_not_null()).unique("record", keep="first", maintain_order=True)
    before = received.join(rows, on="record", how="anti").filter(pl.col("person").is_not_null())
    asked = _asking(now.filter(~pl.col("reason")))
    held = _told(pl.concat([now.select(*_PLAIN), before.select(*_PLAIN)]))
    open_ones = _told(before.filter("stands", ~pl.col("reason")).select(*_PLAIN))
    ended = held.group_by("person", "case").agg((pl.col("day") + LATEST).min().alias("over"))
    later = asked.join(ended, on=["person", "case"]).filter(pl.col("over") < pl.col("day"))
    second = pl.concat([later.select("record"), asked.join(open_ones, on=["person", "case"], how="semi").select("record")]).unique()
    left = now.filter(~pl.col("reason")).join(second, on="record", how="anti")
    first = _told(left.select(*_PLAIN, "line")).group_by("person", "case").agg(pl.col("line").min().alias("first"))
    tied = _asking(left).join(first, on=["person", "case"]).filter(pl.col("first") < pl.col("line"))
    lacking = pl.concat([second, tied.select("record")]).unique()
    return rows.join(lacking, on="record", how="semi")["line"].sort()


_PLAIN = ("record", "person", "day", "cases")


def _told(interviews: pl.DataFrame) -> pl.DataFrame:
    """Where each interview is found: under each case it tells, or as one that tells none, and as one of its person."""
    named = interviews.with_columns(pl.when(pl.col("cases").list.len() > 0).then("cases").otherwise([NOWHERE]).alias("case"))
    return pl.concat([named.explode("case"), interviews.with_columns(pl.lit(ANYWHERE).alias("case"))]).drop("cases")


def _asking(interviews: pl.DataFrame) -> pl.DataFrame:
    """Where each interview looks for others: under its cases and among those that tell none; who tells none, among all of the person."""
    said = pl.concat_list("cases", pl.lit([NOWHERE], pl.List(pl.String)))
    return interviews.with_columns(pl.when(pl.col("cases").list.len() > 0).then(said).otherwise([ANYWHERE]).alias("case")).explode("case")
