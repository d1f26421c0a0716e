"""Age, minority and age group of a person, from what the row says: age, birth date, date of the act.

In: canonical columns of persons. Out: the derived ones. What is doubtful stays unknown here (``minor`` null): that
doubt means a minor (SAFEGUARDS 2) is applied where persons are counted and cared for, and stays visible as doubt.
"""

from __future__ import annotations

import polars as pl

ADULT = 18
GROUPS = ((0, "a00_05"), (6, "a06_11"), (12, "a12_17"), (18, "a18_29"), (30, "a30_59"), (60, "a60_plus"))


def derived_of_person(age: pl.Expr, birth: pl.Expr, event: pl.Expr) -> dict[str, pl.Expr]:
    """Give ``age``, ``minor`` and ``age_group`` as expressions over canonical text.

    Args:
        age: the age that was stated, whole years, as text.
        birth: the birth date, ISO, perhaps a year or month only.
        event: the date of the act, likewise.

    The age is computed where none was stated and the dates allow one age only. Where the stated age and the dates
    disagree on whether the person was a minor, neither ``minor`` nor ``age_group`` is said.
    """
    stated = age.cast(pl.Int64)
    least = _years(_parts(birth, latest=True), _parts(event, latest=False))
    most = _years(_parts(birth, latest=False), _parts(event, latest=True))
    possible = (least >= 0) & (most >= least)
    computed = pl.when(possible & (least == most)).then(least)
    by_dates = pl.when(possible & (most < ADULT)).then(True).when(possible & (least >= ADULT)).then(False)
    by_age = stated < ADULT
    minor = pl.when((by_age == by_dates) | by_dates.is_null() | by_age.is_null()).then(pl.coalesce(by_age, by_dates))
    known = pl.coalesce(stated, computed)
    group = pl.lit(None, pl.String)
    for least_age, code in GROUPS:
        group = pl.when(known >= least_age).then(pl.lit(code)).otherwise(group)
    return {
        "age": known.cast(pl.String),
        "minor": pl.when(minor).then(pl.lit("true")).when(~minor).then(pl.lit("false")),
        "age_group": pl.when(minor.is_not_null()).then(group),
    }


def _parts(date: pl.Expr, *, latest: bool) -> tuple[pl.Expr, pl.Expr]:
    """Year, and month with day as one number; what is not said is taken as early or as late as it can be."""
    month = pl.when(date.str.len_bytes() >= 7).then(date.str.slice(5, 2)).otherwise(pl.lit("12" if latest else "01"))
    day = pl.when(date.str.len_bytes() >= 10).then(date.str.slice(8, 2)).otherwise(pl.lit("31" if latest else "01"))
    return date.str.slice(0, 4).cast(pl.Int64), month.cast(pl.Int64) * 100 + day.cast(pl.Int64)


def _years(birth: tuple[pl.Expr, pl.Expr], event: tuple[pl.Expr, pl.Expr]) -> pl.Expr:
    return event[0] - birth[0] - (event[1] < birth[1]).cast(pl.Int64)
