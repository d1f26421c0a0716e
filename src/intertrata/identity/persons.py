"""From clusters of one run to persons that last: who keeps her id, who is new, what changed.

In: clusters, and whose each record was before. Out: whose each is now, and only the rows that differ.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl


def keep_ids(clusters: pl.DataFrame, before: pl.DataFrame, fresh: Callable[[int], list[str]]) -> tuple[pl.DataFrame, int]:
    """Give (``record``, ``person``) sorted by record, and how many persons are new.

    A cluster takes the id of the person it shares most records with; an id goes to one cluster only. Ties go to the smaller id.

    Args:
        clusters: record_id, person_id as ``link_table`` gives them. before: record, person. fresh: gives so many new ids.
    """
    shared = (
        clusters.join(before.rename({"record": "record_id"}), on="record_id").group_by("person_id", "person").len()
        .sort("len", "person", "person_id", descending=[True, False, False])
    )  # fmt: skip
    id_of: dict[str, str] = {}
    taken: set[str] = set()
    for cluster, person, _ in shared.iter_rows():
        if cluster not in id_of and person not in taken:
            id_of[cluster] = person
            taken.add(person)
    new = [cluster for cluster in clusters["person_id"].unique().sort() if cluster not in id_of]
    id_of.update(zip(new, fresh(len(new)), strict=True))
    now = clusters.select(
        pl.col("record_id").alias("record"), pl.col("person_id").replace_strict(id_of, return_dtype=pl.String).alias("person")
    )
    return now.sort("record"), len(new)


def changes(before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """Give the memberships that are new or differ, sorted by record; ``person`` is null where a record is nobody's any more."""
    both = before.rename({"person": "was"}).join(now, on="record", how="full", coalesce=True)
    return both.filter(pl.col("was").ne_missing(pl.col("person"))).select("record", "person").sort("record")
