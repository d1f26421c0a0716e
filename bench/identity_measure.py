"""Measures of a linkage against the truth, shared by training and reporting.

In: clusters and whose each mention is. Out: pair, cluster-pair and exact-cluster precision, recall, F1.
"""

from __future__ import annotations

import polars as pl
from identity_truth import make

from intertrata.identity import blocking, mentions, normal
from intertrata.identity.linking import cluster, weigh
from intertrata.identity.model import Model


def truth_table(persons: int, seed: int, maker: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give the mentions (contract of link-table) and the truth of one invented set."""
    rows, whose = make(persons, seed, maker)
    return mentions.complete(pl.DataFrame(rows)), pl.DataFrame(whose, schema=["record_id", "person"], orient="row")


def prepared(persons: int, seed: int, maker: str, model: Model) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Give the normalised table, the truth and the blocked pairs."""
    told, truth = truth_table(persons, seed, maker)
    table = normal.normalise(told)
    return table, truth, blocking.pairs(table, model.rules)


def _f1(right: int, said: int, true: int) -> dict[str, float]:
    precision, recall = right / max(said, 1), right / max(true, 1)
    return {"precision": precision, "recall": recall, "f1": 2 * right / max(said + true, 1)}


def _choose_two(counts: pl.Series) -> int:
    return int((counts * (counts - 1) // 2).sum())


def measured(clusters: pl.DataFrame, truth: pl.DataFrame) -> dict[str, float]:
    """Compare clusters (record_id, person_id) with the truth: pairs within clusters, and clusters exactly right."""
    both = clusters.join(truth, on="record_id", how="inner")
    cells = both.group_by("person_id", "person").len()
    sizes, true_sizes = both.group_by("person_id").len("size"), both.group_by("person").len("true_size")
    pairs = _f1(_choose_two(cells["len"]), _choose_two(sizes["size"]), _choose_two(true_sizes["true_size"]))
    same = (
        cells.join(sizes, on="person_id")
        .join(true_sizes, on="person")
        .filter((pl.col("len") == pl.col("size")) & (pl.col("len") == pl.col("true_size")))
    )
    exact = _f1(len(same), len(sizes), len(true_sizes))
    return {
        "cluster_pair_f1": pairs["f1"],
        "cluster_pair_precision": pairs["precision"],
        "cluster_pair_recall": pairs["recall"],
        "exact_f1": exact["f1"],
    }


def true_pairs(table: pl.DataFrame, truth: pl.DataFrame) -> pl.DataFrame:
    """Give every true pair of places (a < b)."""
    whose = table.select("n", "record_id").join(truth, on="record_id").select("n", "person")
    return (
        whose.join(whose, on="person", suffix="_b")
        .filter(pl.col("n") < pl.col("n_b"))
        .select(pl.col("n").alias("a"), pl.col("n_b").alias("b"))
    )


def measured_pairs(scored: pl.DataFrame, true: pl.DataFrame, threshold: float) -> dict[str, float]:
    """Compare pairs at or above the threshold with all true pairs."""
    said = scored.filter(pl.col("probability") >= threshold)
    got = _f1(len(said.join(true, on=["a", "b"], how="semi")), len(said), len(true))
    return {f"pair_{name}": value for name, value in got.items()}


def figures_of(persons: int, seed: int, maker: str, model: Model) -> dict[str, object]:
    """Measure a model on one invented set."""
    table, truth, pairs = prepared(persons, seed, maker, model)
    true = true_pairs(table, truth)
    scored = weigh(table, pairs, model)
    out = {"persons": persons, "seed": seed, "maker": maker, "mentions": len(table), "pairs": len(pairs)}
    recall = len(true.join(pairs, on=["a", "b"], how="semi")) / len(true)
    values = {"blocking_recall": recall} | measured_pairs(scored, true, model.threshold) | measured(cluster(table, scored, model), truth)
    return out | {name: round(value, 4) for name, value in values.items()}
