"""Persons who may be two: what in one cluster does not go together. In: a linked table. Out: clusters with the reasons, the largest first."""

from __future__ import annotations

import polars as pl

from intertrata.identity.linking import Linked

LARGE = 15  # records
YEARS_APART = 3 * 365
STRONG = 0.9
MOST = 500


def suspects(linked: Linked, *, most: int = MOST) -> pl.DataFrame:
    """Give ``person_id``, ``records``, ``reasons`` (``documents``, ``births``, ``large``, ``thread``) of clusters that may be two persons.

    ``documents``: two documents that each prove themselves; ``births``: two full birth dates more than three years apart; ``large``: more
    than 15 records; ``thread``: without pairs under 0.9 it falls into parts of two and more.
    """
    table = linked.normalised.join(linked.clusters, on="record_id", how="left", maintain_order="left")
    dated, proved = pl.col("b_known") == 3, pl.col("doc_checked").fill_null(value=False)
    told = table.group_by("person_id").agg(
        pl.len().alias("records"),
        (pl.concat_str("doc_kind", "doc").filter(proved).n_unique() > 1).alias("documents"),
        (pl.col("b_low").filter(dated).max() - pl.col("b_low").filter(dated).min() > YEARS_APART).fill_null(value=False).alias("births"),
        (pl.len() > LARGE).alias("large"),
    )
    told = told.join(_threads(linked, table), on="person_id", how="left").with_columns(pl.col("thread").fill_null(value=False))
    reasons = [pl.when(name).then(pl.lit(name)) for name in ("documents", "births", "large", "thread")]
    named = told.select("person_id", pl.col("records").cast(pl.Int64), pl.concat_list(reasons).list.drop_nulls().alias("reasons"))
    return named.filter(pl.col("reasons").list.len() > 0).sort("records", "person_id", descending=[True, False]).head(most)


def sizes(linked: Linked) -> list[list[int]]:
    """Give [records, persons]: how many persons have so many records, sorted."""
    per = linked.clusters.group_by("person_id").len()["len"].value_counts().sort("len")
    return [[int(records), int(persons)] for records, persons in per.rows()]


def _threads(linked: Linked, table: pl.DataFrame) -> pl.DataFrame:
    """Clusters that strong pairs alone would leave in several parts of at least two records."""
    home = table["person_id"]
    strong = linked.scored.filter(pl.col("probability") >= STRONG)
    inside = strong.filter(home.gather(strong["a"]) == home.gather(strong["b"]))
    parent: dict[int, int] = {}
    for a, b in inside.select("a", "b").iter_rows():
        low, high = sorted((_root(parent, a), _root(parent, b)))
        parent[high] = low
    held = sorted(parent | dict.fromkeys(parent.values(), 0))
    places = pl.Series("n", held, dtype=pl.Int64)
    parts = pl.DataFrame(
        {"part": [_root(parent, one) for one in held], "person_id": home.gather(places)}, schema={"part": pl.Int64, "person_id": pl.String}
    )
    return parts.group_by("person_id").agg((pl.col("part").n_unique() > 1).alias("thread"))


def _root(parent: dict[int, int], one: int) -> int:
    while parent.get(one, one) != one:
        one = parent[one]
    return one
