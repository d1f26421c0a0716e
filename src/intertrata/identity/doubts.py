"""Pairs that people should decide: too alike to part, too unlike to join. In: a linked table. Out: pairs with reason codes, no values."""

from __future__ import annotations

import polars as pl

from intertrata.identity.linking import Linked
from intertrata.identity.model import Model
from intertrata.identity.scoring import compare, reasons

MOST = 5_000
SUSPECT = "suspect"


def doubts(linked: Linked, model: Model, *, most: int = MOST) -> pl.DataFrame:
    """Give ``record_a``, ``record_b``, ``probability``, ``evidence`` (codes), ``worth``, ``accuses`` of the pairs in doubt, those worth most first.

    In doubt is what links two clusters, or holds one of two together, with a probability between ``model.doubtful`` and one less it;
    of several pairs between the same clusters the likeliest stands for all. Pairs of one act are no doubt.
    """
    table, home = linked.normalised, linked.clusters["person_id"]
    sizes = linked.clusters["person_id"].value_counts()
    size_a, size_b = (sizes.rename({"person_id": f"home_{side}", "count": f"size_{side}"}) for side in "ab")
    act = table["act"]
    pairs = linked.scored.filter(pl.col("probability").is_between(model.doubtful, 1 - model.doubtful))
    pairs = pairs.with_columns(home.gather(pairs["a"]).alias("home_a"), home.gather(pairs["b"]).alias("home_b"))
    pairs = (
        pairs.filter(~(act.gather(pairs["a"]) == act.gather(pairs["b"])).fill_null(value=False))
        .join(size_a, on="home_a", how="left")
        .join(size_b, on="home_b", how="left")
    )
    apart = pl.col("home_a") != pl.col("home_b")
    weighs = pl.min_horizontal("probability", 1 - pl.col("probability")) * pl.when(apart).then(
        pl.col("size_a") * pl.col("size_b")
    ).otherwise(1)
    open_ones = pairs.filter(apart | (pl.col("size_a") == 2)).with_columns(weighs.alias("worth"))
    low, high = pl.min_horizontal("home_a", "home_b"), pl.max_horizontal("home_a", "home_b")
    open_ones = open_ones.sort("probability", "a", "b", descending=[True, False, False]).unique(
        [low, high], keep="first", maintain_order=True
    )
    chosen = open_ones.sort("worth", "a", "b", descending=[True, False, False]).head(most)
    compared = compare(table, table, chosen, model, mentions=len(table))
    evidence = pl.Series([list(reasons(row, model)) for row in compared.iter_rows(named=True)], dtype=pl.List(pl.String))
    told = chosen.select("a", "b", "probability", "worth").join(
        compared.select("a", "b", evidence.alias("evidence")), on=["a", "b"], maintain_order="left"
    )
    ids, accused = table["record_id"], (table["role"] == SUSPECT).fill_null(value=True)
    accuses = accused.gather(told["a"]) | accused.gather(told["b"])
    return told.select(
        ids.gather(told["a"]).alias("record_a"),
        ids.gather(told["b"]).alias("record_b"),
        "probability",
        "evidence",
        "worth",
        accuses.alias("accuses"),
    )
