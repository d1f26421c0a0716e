"""Which pairs that share a key are worth comparing: what is seen at a glance, before anything is compared.

In: pairs by key, the normalised table. Out: those that stand. Of the pairs of a common key few are true, and the more mentions there are the
fewer; left in, they would grow faster than the mentions do. The literature calls the like comparison cleaning (Papadakis et al.,
"Blocking and filtering techniques for entity resolution: a survey", ACM Computing Surveys 53(2), 2020).
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from intertrata.identity.dates import AGE

YEAR = 366  # days
GENERATION = 12 * YEAR
PLACED = ("h_g1", "h_s1", "h_s2")  # a name fits where both have it in the same place
TOLD = ("sex", "doc")

Limits = tuple[int, int, int, int, int]
"""How many may share a key: where whole generations lie between the births; else by what speaks for a pair less what speaks against it: less
than nothing, nothing, one thing, more."""


def seen(table: pl.DataFrame) -> pl.DataFrame:
    """Give what a glance at each mention sees; texts as numbers, since it is millions of pairs that are looked at."""
    coded = (pl.col(name).rank("dense").cast(pl.Int32) for name in (*PLACED, *TOLD))
    return table.select(*coded, "b_low", "b_high", dated=pl.col("b_known") > AGE)


def likely(met: Iterable[pl.DataFrame], limits: Limits, glanced: pl.DataFrame) -> pl.Series:
    """Give the pairs that stand, each once.

    A name that fits speaks for a pair; another sex, another document, another birth speak against it.

    Args:
        met: parts with ``pair`` (a · 2³² + b) and ``size`` (how many share the key).
    """
    kept = [_standing(part, limits, glanced) for part in met]
    return pl.concat([pl.Series("pair", [], dtype=pl.Int64), *kept]).unique()


def _standing(met: pl.DataFrame, limits: Limits, glanced: pl.DataFrame) -> pl.Series:
    sides = (glanced[met["pair"] // (1 << 32)].rename(_left), glanced[met["pair"] % (1 << 32)].rename(_right))
    speaks = pl.sum_horizontal(_same(name) for name in PLACED) - pl.sum_horizontal(_apart(), *(_other(name) for name in TOLD))
    generations, against, none, one, more = limits
    by_what_speaks = pl.when(speaks < 0).then(against).when(speaks == 0).then(none).when(speaks == 1).then(one).otherwise(more)
    limit = pl.when(_between() >= GENERATION).then(generations).otherwise(by_what_speaks)
    return pl.concat([met, *sides], how="horizontal").filter(pl.col("size") <= limit)["pair"].unique()


def _left(name: str) -> str:
    return f"{name}_l"


def _right(name: str) -> str:
    return f"{name}_r"


def _same(name: str) -> pl.Expr:
    return (pl.col(_left(name)) == pl.col(_right(name))).fill_null(value=False).cast(pl.Int8)


def _other(name: str) -> pl.Expr:
    return (pl.col(_left(name)) != pl.col(_right(name))).fill_null(value=False).cast(pl.Int8)


def _between() -> pl.Expr:
    """Give the days that lie at least between two births; nothing where either is unknown.

    Whole generations weigh more than all names that fit: a daughter has her mother's name.
    """
    lows, highs = ([_left(name), _right(name)] for name in ("b_low", "b_high"))
    return pl.when(pl.all_horizontal(pl.col(lows).is_not_null())).then(pl.max_horizontal(lows) - pl.min_horizontal(highs)).otherwise(0)


def _apart() -> pl.Expr:
    """Born more than three years apart, or more than one where neither birth is told by an age; unknown is never apart."""
    most = pl.when(pl.all_horizontal(_left("dated"), _right("dated"))).then(YEAR).otherwise(3 * YEAR)
    return (_between() > most).cast(pl.Int8)
