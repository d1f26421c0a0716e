"""Pairs that people should decide: too alike to part, too unlike to join. In: a linked table. Out: pairs with reason codes, no values."""

from __future__ import annotations

import polars as pl

from intertrata.identity.linking import Linked
from intertrata.identity.model import Model
from intertrata.identity.scoring import compare, reasons

MOST = 5_000


def doubts(linked: Linked, model: Model, *, most: int = MOST) -> pl.DataFrame:
    """Give ``record_a``, ``record_b``, ``probability``, ``evidence`` (codes) of the pairs in doubt, those nearest to a coin's toss first.

    In doubt is what links two clusters, or holds one of two together, with a probability between ``model.doubtful`` and one less it;
    of several pairs between the same clusters the likeliest stands for all. Pairs of one act are no doubt.
    """
    table, home = linked.normalised, linked.clusters["person_id"]
    sizes = linked.clusters["person_id"].value_counts().rename({"person_id": "home_a", "count": "size"})
    act = table["act"]
    pairs = linked.scored.filter(pl.col("probability").is_between(model.doubtful, 1 - model.doubtful))
    pairs = pairs.with_columns(home.gather(pairs["a"]).alias("home_a"), home.gather(pairs["b"]).alias("home_b"))
    pairs = pairs.filter(~(act.gather(pairs["a"]) == act.gather(pairs["b"])).fill_null(value=False)).join(sizes, on="home_a", how="left")
    open_ones = pairs.filter((pl.col("home_a") != pl.col("home_b")) | (pl.col("size") == 2))
    low, high = pl.min_horizontal("home_a", "home_b"), pl.max_horizontal("home_a", "home_b")
    open_ones = open_ones.sort("probability", "a", "b", descending=[True, False, False]).unique(
        [low, high], keep="first", maintain_order=True
    )
    chosen = open_ones.sort((pl.col("probability") - 0.5).abs(), "a", "b").head(most)
    compared = compare(table, table, chosen, model, mentions=len(table))
    evidence = pl.Series([list(reasons(row, model)) for row in compared.iter_rows(named=True)], dtype=pl.List(pl.String))
    told = chosen.select("a", "b", "probability").join(
        compared.select("a", "b", evidence.alias("evidence")), on=["a", "b"], maintain_order="left"
    )
    ids = table["record_id"]
    return told.select(ids.gather(told["a"]).alias("record_a"), ids.gather(told["b"]).alias("record_b"), "probability", "evidence")
