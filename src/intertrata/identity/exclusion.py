"""One mention answers to at most one of an act: what a better match in the same act takes from the others.

In: scored pairs and the act of each mention. Out: the same pairs with their weights, made conditional on the rivals: the odds of
a pair are shared with every other pair of one of its two mentions with the other's act (odds / (1 + sum of the rivals' odds)).
Odds are summed as whole numbers, so that the sum does not depend on order.
"""

from __future__ import annotations

import polars as pl

STEPS = 1 << 20  # one odd in so many steps
HIGHEST = 20.0  # bits; beyond it one rival or the other makes no difference


def exclusive(scored: pl.DataFrame, act: pl.Series) -> pl.DataFrame:
    """Give the pairs (``a``, ``b``, ``weight``, ``probability``) with the rivals of one act weighed in, sorted as they came.

    Args:
        act: of each mention by place; null where nobody said who stood together.
    """
    odds = ((2.0 ** pl.col("weight").clip(upper_bound=HIGHEST)) * STEPS).round().cast(pl.Int64)
    told = scored.with_columns(act.gather(scored["a"]).alias("act_a"), act.gather(scored["b"]).alias("act_b"), odds.alias("odds"))
    with_b = pl.when(pl.col("act_b").is_not_null()).then(pl.col("odds").sum().over("a", "act_b") - pl.col("odds")).otherwise(0)
    with_a = pl.when(pl.col("act_a").is_not_null()).then(pl.col("odds").sum().over("b", "act_a") - pl.col("odds")).otherwise(0)
    weight = pl.col("weight") - sum(((1 + rivals / STEPS).log(2) for rivals in (with_b, with_a)), start=pl.lit(0.0))
    weighed = told.select("a", "b", weight.alias("weight"))
    return weighed.with_columns((1 / (1 + 2.0 ** -pl.col("weight"))).alias("probability"))
