"""New mentions joined to persons already known, without linking everything anew: who of them may be meant, and what must be looked at again.

In: new mentions normalised, where their search keys lead, packed persons. Out: the few persons whose records are linked again together with
the new ones. What a person looks up while typing and what a delivery is joined by are the same keys and the same profiles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import polars as pl

from intertrata.identity import search_keys
from intertrata.identity.linking import TOLD
from intertrata.identity.model import Model
from intertrata.identity.scoring import compare

MOST = 40  # persons compared with one new mention
AT_ONCE = 200_000  # mentions of persons compared at once


def sought(new: pl.DataFrame, secret: bytes) -> pl.DataFrame:
    """Give ``n``, ``key`` of everything by which each new mention is looked for, sorted."""
    rows = ((row["n"], one) for row in new.iter_rows(named=True) for one in search_keys.sought(row))
    table = pl.DataFrame(rows, schema={"n": pl.Int32, "compound": pl.String}, orient="row")
    distinct = table["compound"].unique()
    keyed = pl.Series([search_keys.key(one, secret) for one in distinct], dtype=pl.Int64)
    return table.select("n", pl.col("compound").replace_strict(distinct, keyed, return_dtype=pl.Int64).alias("key")).sort("n", "key")


def chosen(asked: pl.DataFrame, postings: Mapping[int, Sequence[int]], *, most: int = MOST) -> pl.DataFrame:
    """Give ``n``, ``place``: the persons each mention may be, at most ``most``, first those to whom keys lead that lead to few others.

    Args:
        asked: ``n``, ``key``. postings: by key, the places of persons.
    """
    schema = {"key": pl.Int64, "place": pl.List(pl.Int64)}
    led = pl.DataFrame(list(postings.items()), schema=schema, orient="row").with_columns(pl.col("place").list.len().alias("many"))
    each = asked.join(led, on="key").explode("place").drop_nulls("place")
    told = each.group_by("n", "place").agg((1.0 / pl.col("many")).sum().round(9).alias("told"))
    best = told.sort("n", "told", "place", descending=[False, True, False]).group_by("n", maintain_order=True).head(most)
    return best.select("n", "place").sort("n", "place")


def near(
    new: pl.DataFrame,
    held: Iterable[tuple[int, Sequence[Sequence[Any]]]],
    may: pl.DataFrame,
    model: Model,
    *,
    columns: Sequence[str],
    mentions: int,
    shift: float,
) -> set[int]:
    """Give the places of the persons of whom a mention reaches probability ``TOLD`` with a new one.

    Args:
        new: normalised, ``n`` and ``columns``. held: place, her mentions as packed. may: ``n``, ``place``. mentions: of the whole register.
        shift: bits that the run added to every weight.
    """
    found: set[int] = set()
    shape = {name: new.schema[name] for name in columns}
    reaching = partial(_reaching, new, may, model, shape=shape, mentions=mentions, shift=shift)
    rows: list[tuple[int, Sequence[Any]]] = []
    for place, hers in held:
        rows += [(place, one) for one in hers]
        if len(rows) >= AT_ONCE:
            found |= reaching(rows)
            rows = []
    return found | (reaching(rows) if rows else set())


def _reaching(
    new: pl.DataFrame, may: pl.DataFrame, model: Model, rows: Sequence[tuple[int, Sequence[Any]]], *, shape: Mapping[str, Any], mentions: int, shift: float
) -> set[int]:  # fmt: skip
    told = pl.DataFrame([one for _, one in rows], schema=dict(shape), orient="row", strict=False)
    told = told.with_columns(pl.Series("place", [place for place, _ in rows], dtype=pl.Int64)).with_row_index("n")
    held = told.with_columns(pl.col("n").cast(pl.Int32))
    pairs = may.join(held.select(pl.col("n").alias("b"), "place"), on="place").select(pl.col("n").alias("a"), "b", "place")
    weighed = compare(new, held, pairs, model, mentions=mentions).with_columns((pl.col("weight") + shift).alias("weight"))
    likely = weighed.filter(1 / (1 + 2.0 ** -pl.col("weight")) >= TOLD)
    return set(likely.join(pairs, on=["a", "b"])["place"].to_list())
