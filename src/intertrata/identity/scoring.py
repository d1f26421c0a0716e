"""Scores of pairs by Splink on DuckDB. In: the normalised table, the pairs to compare, a model. Out: a probability for each.

Blocking is ours (``blocking``); Splink compares and weighs what it is given. ``compare`` gives the same weights for a
handful of pairs without its preparations, and says at which level each comparison stands.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from math import log2
from typing import Any

import duckdb
import polars as pl
from splink import DuckDBAPI, Linker

from intertrata.identity.comparisons import Comparison
from intertrata.identity.model import COMPARED, Model

# Names never lie on a disk in clear (DESIGN.md law 2): what does not fit in memory fails, where DuckDB would write it to ./.tmp.
NOT_ON_DISK: dict[str, str | bool | int | float | list[str]] = {"temp_directory": ""}
AT_ONCE = 8_000_000  # pairs compared at a time
SHY, ROUNDS, BELIEVED = 200, 40, 0.5
FEW = 10_000  # pairs that one thread compares before others have started
NOTHING = pl.DataFrame(schema={"a": pl.Int32, "b": pl.Int32, "weight": pl.Float64})

for _noisy in ("splink", "splink.internals"):
    logging.getLogger(_noisy).setLevel(logging.ERROR)  # its messages quote SQL and table names; nobody asked


def score(table: pl.DataFrame, pairs: pl.DataFrame, model: Model, *, least: float = 0.0) -> pl.DataFrame:
    """Give ``a``, ``b``, ``weight`` (bits) and ``probability`` of every pair at or above ``least``, sorted by a, b.

    Args:
        table: normalised mentions. pairs: ``a`` < ``b``, places in the table (``n``).
    """
    weighed = pl.concat([NOTHING, *(_weigh(table, some, model) for some in pairs.iter_slices(AT_ONCE))])
    scored = weighed.with_columns((1 / (1 + 2.0 ** -pl.col("weight"))).alias("probability"))
    return scored.filter(pl.col("probability") >= least).sort("a", "b")


def shift(weights: pl.Series, model: Model, *, mentions: int) -> float:
    """Give the bits that a table adds to every weight because more, or fewer, of its blocked pairs are true than is usual.

    The share of true pairs is estimated from the weights themselves (EM of that one number; the other weights stand). ``SHY`` pairs of the
    usual share are thought beside the table's own, and the usual is believed within ``BELIEVED`` bits, so that small differences
    leave a probability as a single look-up gives it. Weights are counted by hundredths of a bit: the sum does not depend on order.
    """
    usual = model.share(mentions)
    counted = (weights * 100).round().cast(pl.Int32).value_counts(name="times").sort(weights.name)
    bits, times = counted[weights.name].to_numpy() / 100, counted["times"].to_numpy()
    at_first = SHY / (1 + 2.0**-usual)
    more = 0.0
    for _ in range(ROUNDS):
        true = float((times / (1 + 2.0 ** -(bits + more))).sum()) + at_first
        more = log2(true / (float(times.sum()) + SHY - true)) - usual
    return round(max(0.0, more - BELIEVED) + min(0.0, more + BELIEVED), 6)


def _weigh(table: pl.DataFrame, pairs: pl.DataFrame, model: Model) -> pl.DataFrame:
    connection = duckdb.connect(":memory:", config=NOT_ON_DISK)
    try:
        api = DuckDBAPI(connection=connection)
        settings = model.settings(len(table))
        # What Splink finds when it looks over the settings goes to its log, which is silent here, and the look takes longer than a small table.
        linker = Linker(
            api.register(table.select("n", *COMPARED).to_arrow(), dataset_display_name="mentions"), settings, validate_settings=False
        )
        blocked = pairs.select(pl.lit("0").alias("match_key"), pl.col("a").alias("join_key_l"), pl.col("b").alias("join_key_r"))
        linker.table_management.register_blocked_pairs_for_predict(api.register(blocked.to_arrow(), dataset_display_name="blocked"))
        scored = linker.inference.predict(warning_mode="never")
        sql = f"SELECT n_l AS a, n_r AS b, match_weight AS weight FROM {scored.physical_name}"
        return pl.DataFrame(connection.sql(sql).to_arrow_table())
    finally:
        connection.close()


def compare(left: pl.DataFrame, right: pl.DataFrame, pairs: pl.DataFrame, model: Model, *, mentions: int) -> pl.DataFrame:
    """Compare pairs of rows of two normalised tables by the model.

    Args:
        pairs: ``a`` (``n`` of left), ``b`` (``n`` of right). mentions: size of the table whose prior holds.

    Returns:
        a, b, one column a comparison (the code of the level it stands at, null where nothing is known), ``weight``, ``probability``;
        sorted by a, b.
    """
    prior = model.prior.bits + model.share(mentions)
    codes = ", ".join(f"{_case(one)} AS {one.name}" for one in model.comparisons)
    connection = duckdb.connect(":memory:", config=NOT_ON_DISK | ({"threads": 1} if len(pairs) < FEW else {}))
    try:
        for name, held in (("tl", left), ("tr", right)):
            side = name[-1]
            connection.register(
                name, held.select(pl.col("n"), *(pl.col(column).alias(f"{column}_{side}") for column in COMPARED)).to_arrow()
            )
        connection.register("pairs", pairs.select("a", "b").to_arrow())
        sql = f"SELECT a, b, {codes} FROM pairs JOIN tl ON tl.n = a JOIN tr ON tr.n = b ORDER BY a, b"
        levels = pl.DataFrame(connection.sql(sql).to_arrow_table())
    finally:
        connection.close()
    bits = [
        pl.col(one.name).replace_strict({code: w.bits for code, w in model.weights[one.name].items()}, default=0.0, return_dtype=pl.Float64)
        for one in model.comparisons
    ]
    weight = prior + pl.sum_horizontal(bits)
    return levels.with_columns(weight.alias("weight")).with_columns((1 / (1 + (2.0 ** -pl.col("weight")))).alias("probability"))


def reasons(row: Mapping[str, Any], model: Model) -> tuple[str, ...]:
    """Give why a compared pair weighs what it does: codes comparison:level, the weightiest first; no value of identity."""
    known = [
        (abs(model.weights[one.name][code].bits), f"{one.name}:{one.reasons[code]}") for one in model.comparisons if (code := row[one.name])
    ]
    return tuple(code for _, code in sorted(known, key=lambda one: (-one[0], one[1])))


def levels(row: Mapping[str, Any], model: Model) -> tuple[str, ...]:
    """Give the level of each comparison of a compared pair, exact where ``reasons`` tells several in one word: comparison:level."""
    return tuple(f"{one.name}:{row[one.name]}" for one in model.comparisons if row[one.name])


def _case(comparison: Comparison) -> str:
    levels = " ".join(f"WHEN {level.sql} THEN '{level.code}'" for level in comparison.levels)
    return f"CASE WHEN {comparison.null} THEN NULL {levels} ELSE 'else' END"
