"""The rules of a row tried: what a declaration says must hold between the cells of one row.

In: a rule, the canonical values of the columns it names, today. Out: which rows break it, at which column, and what that column
was held against. Only what is certain breaks a rule: an unknown value or a date known by its year alone breaks none it might keep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl

from intertrata.registers.declaration import Rule

Values = Callable[[str], pl.Series]
Broken = Iterator[tuple[pl.Series, str, str]]


def broken(rule: Rule, values: Values, today: str) -> Broken:
    """Give, for each column that the rule can refuse: which rows break it there, the column, what is told as expected.

    Args:
        values: canonical text of a column by its name, null where nothing is known.
    """
    if rule.kind == "not_future":
        yield after(values(rule.columns[0]), pl.lit(today)), rule.columns[0], today
    elif rule.kind == "not_after":
        yield after(values(rule.columns[0]), pl.lit(values(rule.columns[1]))), rule.columns[0], rule.columns[1]
    elif rule.kind == "within":
        first, second = (values(name) for name in rule.columns)
        yield after(second, pl.lit(_years_on(first, rule.years))), rule.columns[0], rule.columns[1]
    elif rule.kind == "at_most":
        first, second = (values(name).cast(pl.Float64) for name in rule.columns)
        yield (first > second).fill_null(False), rule.columns[0], rule.columns[1]
    else:
        asked = _said(values(rule.when), rule.codes)
        for name in rule.columns:
            empty = values(name).is_null()
            yield asked & (empty if rule.kind == "needs" else ~empty), name, rule.when


def after(first: pl.Series, second: pl.Expr) -> pl.Series:
    """Whether the first date is certainly after the second: as far as both are known."""
    frame = pl.DataFrame({"first": first}).with_columns(second.alias("second"))
    shared = pl.min_horizontal(pl.col("first").str.len_bytes(), pl.col("second").str.len_bytes())
    return frame.select(pl.col("first").str.head(shared) > pl.col("second").str.head(shared)).to_series().fill_null(False)


def _years_on(dates: pl.Series, years: int) -> pl.Series:
    """The same day so many years later, as text that is compared and never read as a date (29 February stays).

    Years have four digits on both sides: what is read stands between 1900 and 2100."""
    later = dates.str.head(4).cast(pl.Int64) + years
    return pl.select(pl.concat_str(later.cast(pl.String), dates.str.slice(4))).to_series()


def _said(values: pl.Series, codes: tuple[str, ...]) -> pl.Series:
    """Where the column says one of the codes (or anything, where none are named); several codes stand as a JSON list."""
    if not codes:
        return values.is_not_null()
    listed = [f'"{code}"' for code in codes]
    return (values.is_in(list(codes)) | (values.str.starts_with("[") & values.str.contains_any(listed))).fill_null(False)
