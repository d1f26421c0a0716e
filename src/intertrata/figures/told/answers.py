"""What entities answered, as rows of a delivery of told figures: they enter by the same door as any other.

In: a frame of ``transparency.queries.answered``, its campaign. Out: a frame with the columns of the register ``respuestas``. Only what is a
number is a figure; a range or a bound is none, and stays in the matrix.
"""

from __future__ import annotations

import polars as pl

from intertrata.vocabulary.periods import parse

SOURCE = "respuestas"
UNVALIDATED, READ_ONCE = "NOVAL", "read_once=true"
FIGURES = ("number", "percentage", "missing")


def delivery(answered: pl.DataFrame, *, campaign: str, title: str) -> pl.DataFrame:
    """Give what was answered in a campaign as rows to deliver.

    Args:
        answered: ``entity``, ``name``, ``ubigeo``, ``indicator``, ``item``, ``question``, ``unit``, ``period``, ``kind``, ``value``, ``status``, ``as_written``.
        campaign, title: its name, which with entity, item and period makes the key of a row, and what it is called.
    """
    told = answered.filter(pl.col("kind").is_in(FIGURES))
    spans = {one: parse(one) for one in told["period"].unique()}
    starts = {one: span.start.isoformat() for one, span in spans.items()}
    ends = {one: span.end.isoformat() if span.end else "" for one, span in spans.items()}
    once = pl.col("status") == UNVALIDATED
    return told.select(
        id=pl.concat_str(pl.lit(campaign), "entity", "item", "period", separator="."),
        campaign=pl.lit(title),
        answered="question",
        entity="name",
        ubigeo="ubigeo",
        indicator="indicator",
        unit="unit",
        period_start=pl.col("period").replace_strict(starts, return_dtype=pl.String),
        period_end=pl.col("period").replace_strict(ends, return_dtype=pl.String),
        qualifiers=pl.when(once).then(pl.lit(READ_ONCE)).otherwise(pl.lit("")),
        value="value",
        as_written="as_written",
        status=pl.when(once).then(pl.lit("")).otherwise("status"),
    )
