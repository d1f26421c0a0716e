"""Pairs that people look at: those in doubt, and those drawn to measure the linkage. In: a linked table. Out: pairs with codes, no values."""

from __future__ import annotations

import polars as pl

from intertrata.identity.linking import Linked
from intertrata.identity.model import Model
from intertrata.identity.quality import strata
from intertrata.identity.scoring import compare, levels, reasons

MOST = 5_000
SUSPECT = "suspect"
ASKED = ("record_a", "record_b", "probability", "evidence", "levels", "worth", "accuses", "stratum", "groups")
"""Columns of a pair that is asked about; ``stratum`` is empty and ``groups`` has nothing where it was not drawn."""


def doubts(linked: Linked, model: Model, *, most: int = MOST) -> pl.DataFrame:
    """Give the pairs in doubt (``ASKED``), those worth most first.

    In doubt is what links two clusters, or holds one of two together, with a probability between ``model.doubtful`` and one less it;
    of several pairs between the same clusters the likeliest stands for all. Pairs of one act are no doubt.
    """
    table, home = linked.normalised, linked.clusters["person_id"]
    sizes = linked.clusters["person_id"].value_counts()
    size_a, size_b = (sizes.rename({"person_id": f"home_{side}", "count": f"size_{side}"}) for side in "ab")
    act = table["act"]
    pairs = linked.scored.filter(pl.col("probability").is_between(model.doubtful, 1 - model.doubtful))
    pairs = pairs.with_columns(home.gather(pairs["a"]).alias("home_a"), home.gather(pairs["b"]).alias("home_b"))
    pairs = pairs.filter(~(act.gather(pairs["a"]) == act.gather(pairs["b"])).fill_null(value=False))
    pairs = pairs.join(size_a, on="home_a", how="left").join(size_b, on="home_b", how="left")
    apart = pl.col("home_a") != pl.col("home_b")
    hangs = pl.when(apart).then(pl.col("size_a") * pl.col("size_b")).otherwise(1)
    weighs = pl.min_horizontal("probability", 1 - pl.col("probability")) * hangs
    open_ones = pairs.filter(apart | (pl.col("size_a") == 2)).with_columns(weighs.alias("worth"))
    low, high = pl.min_horizontal("home_a", "home_b"), pl.max_horizontal("home_a", "home_b")
    open_ones = open_ones.sort("probability", "a", "b", descending=[True, False, False]).unique(
        [low, high], keep="first", maintain_order=True
    )
    chosen = open_ones.sort("worth", "a", "b", descending=[True, False, False]).head(most)
    nothing = pl.lit([], dtype=pl.List(pl.String))
    return _asked(linked, model, chosen.with_columns(pl.lit("").alias("stratum"), nothing.alias("groups")))


def drawn(linked: Linked, model: Model, grouped: pl.DataFrame) -> pl.DataFrame:
    """Give the pairs drawn to measure the run (``ASKED``), by stratum; an answer to one mends little, so their worth is 0.

    Args:
        grouped: the pairs of the run with stratum and groups (``quality.strata``).
    """
    chosen = strata.drawn(grouped, linked.normalised["record_id"])
    return _asked(linked, model, chosen.with_columns(pl.lit(0.0).alias("worth")))


def _asked(linked: Linked, model: Model, chosen: pl.DataFrame) -> pl.DataFrame:
    """Say of each pair at which level every comparison stands, the weightiest first, and whether one of the two accuses somebody."""
    table = linked.normalised
    compared = compare(table, table, chosen, model, mentions=len(table))
    evidence = pl.Series([list(reasons(row, model)) for row in compared.iter_rows(named=True)], dtype=pl.List(pl.String))
    exact = pl.Series([list(levels(row, model)) for row in compared.iter_rows(named=True)], dtype=pl.List(pl.String))
    known = compared.select("a", "b", evidence.alias("evidence"), exact.alias("levels"))
    told = chosen.join(known, on=["a", "b"], maintain_order="left")
    ids, accused = table["record_id"], (table["role"] == SUSPECT).fill_null(value=True)
    return told.with_columns(
        ids.gather(told["a"]).alias("record_a"), ids.gather(told["b"]).alias("record_b"),
        (accused.gather(told["a"]) | accused.gather(told["b"])).alias("accuses"),
    ).select(ASKED)  # fmt: skip
