"""Plausible linkages: what a run might as well have decided, drawn many times, for estimates that must carry its doubt.

In: a linked table. Out: for each draw whose each record is, where that differs from what was decided. A pair's weight takes a logistic
disturbance, so that it links with just its probability (the latent variable of a logistic choice: Train, «Discrete Choice Methods», ch. 3);
the clusters of a draw then keep every rule that those of the run keep. Records whose pairs are all sure are the same in every draw.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import log

import numpy as np
import polars as pl

from intertrata.identity.linking import Linked, cluster
from intertrata.identity.model import Model

MANY = 50
SURE = 0.99  # a pair above it, or under one less it, is left as it is
SCHEMA = {"draw": pl.Int16, "record_id": pl.String, "person_id": pl.String}


def draws(linked: Linked, model: Model, *, many: int = MANY, seed: int = 1) -> pl.DataFrame:
    """Give ``draw`` (1 to ``many``), ``record_id``, ``person_id`` of the records that are another's in that draw; sorted.

    ``person_id`` is the smallest record id of the draw's person, as in ``Linked.clusters``. The same seed gives the same rows.
    """
    table, scored = _open(linked)
    even = replace(model, threshold=0.5)  # a disturbed pair links where more speaks for it than against it
    found = list(_drawn(table, scored, even, many=many, seed=seed)) if len(table) else []
    decided = linked.clusters.rename({"person_id": "decided"})
    whole = pl.concat([pl.DataFrame(schema=SCHEMA), *found])
    other = whole.join(decided, on="record_id", how="left", maintain_order="left").filter(pl.col("person_id") != pl.col("decided"))
    return other.drop("decided").sort("draw", "record_id")


def _drawn(table: pl.DataFrame, scored: pl.DataFrame, model: Model, *, many: int, seed: int) -> Iterator[pl.DataFrame]:
    unsure = scored["probability"].is_between(1 - SURE, SURE).to_numpy()
    for draw in range(1, many + 1):
        noise = np.random.default_rng([seed, draw]).logistic(size=len(scored)) / log(2)
        weight = scored["weight"].to_numpy() + np.where(unsure, noise, 0.0)
        disturbed = scored.with_columns(pl.Series("weight", weight)).with_columns((1 / (1 + 2.0 ** -pl.col("weight"))).alias("probability"))
        yield cluster(table, disturbed, model).with_columns(pl.lit(draw, pl.Int16).alias("draw")).select(*SCHEMA)


def _open(linked: Linked) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The records that an unsure pair touches, directly or through others, and the pairs among them, with places of their own."""
    component = _components(len(linked.normalised), linked.scored)
    unsure = linked.scored.filter(pl.col("probability").is_between(1 - SURE, SURE))
    touched = component.gather(unsure["a"]).unique()
    kept = linked.normalised.filter(component.is_in(touched.implode())).with_columns(pl.col("n").alias("was"))
    table = kept.with_columns(pl.int_range(pl.len(), dtype=pl.Int32).alias("n"))
    placed = table.select("was", "n")
    scored = linked.scored.join(placed.rename({"was": "a", "n": "at"}), on="a", how="inner").join(
        placed.rename({"was": "b", "n": "bt"}), on="b"
    )
    pairs = scored.select(pl.col("at").alias("a"), pl.col("bt").alias("b"), "weight", "probability").sort("a", "b")
    return table.drop("was"), pairs


def _components(records: int, scored: pl.DataFrame) -> pl.Series:
    """The smallest place of each record's component, all scored pairs being bridges."""
    parent = list(range(records))
    for a, b in scored.select("a", "b").iter_rows():
        low, high = sorted((_root(parent, a), _root(parent, b)))
        parent[high] = low
    return pl.Series("component", [_root(parent, one) for one in range(records)], dtype=pl.Int64)


def _root(parent: list[int], one: int) -> int:
    while parent[one] != one:
        parent[one] = parent[parent[one]]
        one = parent[one]
    return one
