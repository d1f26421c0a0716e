"""What draws are made from: the records of a run that might be another's, and how much speaks for each pair of them.

In: a linked table. Out: ``Ground``, and its bytes as one Parquet file. Record ids, weights and numbers without meaning: no value of identity.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import numpy as np
import polars as pl
from numpy.typing import NDArray

from intertrata.identity.linking import Linked

SURE = 0.99  # a pair above it, or under one less it, is left as it is
Places = NDArray[np.int64]
PAIRS = pl.Schema({"a": pl.Int32, "b": pl.Int32, "weight": pl.Float64})
FILE = pl.Schema(
    {"record": pl.String(), "act": pl.Int32(), "document": pl.Int32(), "others": pl.List(pl.Int32), "weights": pl.List(pl.Float64)}
)


@dataclass(frozen=True)
class Ground:
    """The records that a pair in doubt touches, directly or through others.

    Attributes:
        records: ``record`` (sorted; its place is its number), ``act`` and ``document`` as numbers of this run: two mentions of one act are
            different people, and so are two whose checked documents differ.
        pairs: ``a`` < ``b`` (places), ``weight`` (bits); sorted.
    """

    records: pl.DataFrame
    pairs: pl.DataFrame


def ground(linked: Linked) -> Ground:
    """Give the ground of a run: whole components of the pairs that may link, those with a pair that may as well not."""
    may = linked.scored.filter(pl.col("probability") >= 1 - SURE)
    home = united(np.arange(len(linked.normalised)), may["a"].to_numpy(), may["b"].to_numpy())
    touched = np.zeros(len(home), dtype=np.bool_)
    touched[home[may.filter(pl.col("probability") <= SURE)["a"].to_numpy()]] = True
    kept = touched[home]
    a, b = linked.scored["a"].to_numpy(), linked.scored["b"].to_numpy()
    inside = kept[a] & (home[a] == home[b])
    at = np.cumsum(kept) - 1
    pairs = pl.DataFrame(
        {"a": at[a[inside]], "b": at[b[inside]], "weight": linked.scored["weight"].filter(pl.Series(inside))}, schema=PAIRS
    )
    proved = pl.when("doc_checked").then(pl.concat_str("doc_kind", "doc"))
    records = (
        linked.normalised.filter(pl.Series(kept))
        .with_row_index("at")
        .select(pl.col("record_id").alias("record"), _numbered(pl.col("act")).alias("act"), _numbered(proved).alias("document"))
    )
    return Ground(records, pairs.sort("a", "b"))


def _numbered(values: pl.Expr) -> pl.Expr:
    """Number the values by where each stands first: the number of a document says nothing of it, not even its order."""
    return pl.when(values.is_not_null()).then(pl.col("at").first().over(values)).cast(pl.Int32)


def only(held: Ground, records: pl.Series) -> Ground:
    """Give the ground of these records alone."""
    kept = held.records["record"].is_in(records.implode())
    at = (kept.cast(pl.Int32).cum_sum() - 1).cast(pl.Int32)
    inside = held.pairs.filter(kept.gather(held.pairs["a"]) & kept.gather(held.pairs["b"]))
    pairs = inside.with_columns(at.gather(inside["a"]).alias("a"), at.gather(inside["b"]).alias("b"))
    return Ground(held.records.filter(kept), pairs)


def packed(held: Ground) -> bytes:
    """Give the ground as the bytes of one Parquet file: a row a record, with the pairs in which it comes first."""
    pairs = held.pairs.group_by("a", maintain_order=True).agg(pl.col("b").alias("others"), pl.col("weight").alias("weights"))
    placed = held.records.with_columns(a=pl.int_range(pl.len(), dtype=pl.Int32))
    whole = placed.join(pairs, on="a", how="left", maintain_order="left").select(*FILE).cast(FILE)
    written = BytesIO()
    whole.write_parquet(written, statistics=False)
    return written.getvalue()


def unpacked(content: bytes) -> Ground:
    """Read the ground back, exactly as it was."""
    whole = pl.read_parquet(BytesIO(content)).with_columns(a=pl.int_range(pl.len(), dtype=pl.Int32))
    pairs = whole.select("a", b="others", weight="weights").drop_nulls("b").explode("b", "weight").cast(PAIRS)
    return Ground(whole.select("record", "act", "document"), pairs)


def united(home: Places, a: Places, b: Places) -> Places:
    """Give by place the smallest place that ``home`` and the pairs (a, b) lead to; ``home`` holds smallest places already."""
    label, a, b = home.copy(), home[a], home[b]
    while True:
        one, other = label[a], label[b]
        if (one == other).all():
            return label[home]
        low = np.minimum(one, other)
        np.minimum.at(label, one, low)
        np.minimum.at(label, other, low)
        while (label != label[label]).any():
            label = label[label]
