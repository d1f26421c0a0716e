"""Age, minority and age group of a person, from what the row says: age, birth date, date of the act.

In: canonical columns of persons. Out: the derived ones. What is doubtful stays unknown here (``minor`` null): that
doubt means a minor (SAFEGUARDS 2) is applied where persons are counted and cared for, and stays visible as doubt.
"""

from __future__ import annotations

import polars as pl

ADULT = 18
GROUPS = ((0, "a00_05"), (6, "a06_11"), (12, "a12_17"), (18, "a18_29"), (30, "a30_59"), (60, "a60_plus"))


def derived_of_person(said: pl.DataFrame) -> pl.DataFrame:
    """Give ``age``, ``minor`` and ``age_group``, as canonical text.

    Args:
        said: ``age``, the age that was stated, in whole years; ``birth_date`` and ``event_date``, ISO, perhaps a year or month only;
            all as text.

    The age is computed where none was stated and the dates allow one age only. Where the stated age and the dates
    disagree on whether the person was a minor, neither ``minor`` nor ``age_group`` is said.
    """
    birth, event = pl.col("birth_date"), pl.col("event_date")
    ages = said.select(
        pl.col("age").cast(pl.Int64).alias("stated"),
        _years(_parts(birth, latest=True), _parts(event, latest=False)).alias("least"),
        _years(_parts(birth, latest=False), _parts(event, latest=True)).alias("most"),
    )
    # In steps: as one nest of conditions each of them would be computed many times over.
    possible = (pl.col("least") >= 0) & (pl.col("most") >= pl.col("least"))
    ages = ages.with_columns(pl.when(possible).then("least").alias("least"), pl.when(possible).then("most").alias("most"))
    ages = ages.with_columns(
        (pl.col("stated") < ADULT).alias("by_age"),
        pl.when(pl.col("most") < ADULT).then(True).when(pl.col("least") >= ADULT).then(False).alias("by_dates"),
        pl.coalesce("stated", pl.when(pl.col("least") == pl.col("most")).then("least")).alias("known"),
    )
    agree = pl.col("by_age").ne_missing(pl.col("by_dates")).not_() | pl.col("by_age").is_null() | pl.col("by_dates").is_null()
    ages = ages.with_columns(pl.when(agree).then(pl.coalesce("by_age", "by_dates")).alias("minor"))
    group = pl.coalesce(pl.when(pl.col("known") >= least).then(pl.lit(code)) for least, code in reversed(GROUPS))
    return ages.select(
        pl.col("known").cast(pl.String).alias("age"),
        pl.when("minor").then(pl.lit("true")).when(pl.col("minor").not_()).then(pl.lit("false")).alias("minor"),
        pl.when(pl.col("minor").is_not_null()).then(group).alias("age_group"),
    )


def _parts(date: pl.Expr, *, latest: bool) -> tuple[pl.Expr, pl.Expr]:
    """Year, and month with day as one number; what is not said is taken as early or as late as it can be."""
    month = pl.when(date.str.len_bytes() >= 7).then(date.str.slice(5, 2)).otherwise(pl.lit("12" if latest else "01"))
    day = pl.when(date.str.len_bytes() >= 10).then(date.str.slice(8, 2)).otherwise(pl.lit("31" if latest else "01"))
    return date.str.slice(0, 4).cast(pl.Int64), month.cast(pl.Int64) * 100 + day.cast(pl.Int64)


def _years(birth: tuple[pl.Expr, pl.Expr], event: tuple[pl.Expr, pl.Expr]) -> pl.Expr:
    return event[0] - birth[0] - (event[1] < birth[1]).cast(pl.Int64)
