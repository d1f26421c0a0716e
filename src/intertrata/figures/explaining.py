"""Why one register counts a record and the other does not: each record is asked the same tests, and gets one cause.

In: records of two registers, of which person or case each speaks, a question. Out: one row a counted record with its
cause, null where the other side counts it too. Both sides always have the same number of nulls: so parts add up.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from intertrata.figures.conditions import Question, predicates
from intertrata.figures.sides import NUMBERS, Side

# In the order in which they are asked of a record that fails several; and the cause that each failure is.
TESTS = {
    "offence": "other_offence",
    "period": "other_period",
    "place": "other_territory",
    "value": "other_value",
    "condition": "other_condition",
}
NEVER = date.max
# How far a record is from being counted: 0 is counted; failed tests by the dozen, and then the first of them; vanished is furthest.
DOZEN, GONE = 12, 255
CAUSES = {GONE: "vanished"} | {
    failed * DOZEN + place: cause for failed in range(1, len(TESTS) + 1) for place, cause in enumerate(TESTS.values())
}


def tested(engine: duckdb.DuckDBPyConnection, question: Question, side: Side, *, same_register: bool) -> pl.DataFrame:
    """Ask each record of a register each test of the question.

    Args:
        engine: where it is asked.
        side: a register, numbered.
        same_register: the other side is the same register: then each record is compared with itself.

    Returns:
        cut_off, happened, linked, far (``CAUSES``), inner (person or case inside the register), unit (across registers, or
        the record itself), absent_on (the last delivery known not to have held the record yet; null for a register's
        first); a row a record, first told first.
    """
    tests, one = predicates(question, own=True), question.indicator
    inner, unit = NUMBERS[one.unit]
    parameters, source = dict(tests.parameters), "told"
    if isinstance(side.rows, Path):
        parameters |= {"table": str(side.rows), "register": side.register}
        source = "read_parquet($table) WHERE register = $register"
    else:
        engine.register("told", side.rows.to_arrow())
    answers = ", ".join(f"({getattr(tests, name)}) AS {name}" for name in TESTS)
    number = " + ".join(f"CAST(NOT {name} AS TINYINT)" for name in TESTS)
    first = " ".join(f"WHEN NOT {name} THEN {place}" for place, name in enumerate(TESTS))
    linked = "linked" if one.unit == "person" else "true AS linked"
    sql = f"""
        WITH answered AS (
            SELECT cut_off, "{one.date_field}_first" AS happened, {linked}, vanished, {answers},
                   "{inner}" AS inside, "{"record" if same_register else unit}" AS unit
            FROM {source})
        SELECT cut_off, happened, linked, inside AS inner, unit,
               CASE WHEN vanished THEN {GONE} ELSE ({number}) * {DOZEN} + CASE {first} ELSE 0 END END AS far
        FROM answered"""
    table = pl.DataFrame(engine.execute(sql, parameters).to_arrow_table())
    deliveries = table.select(pl.col("cut_off").unique().sort()).with_columns(pl.col("cut_off").shift(1).alias("absent_on"))
    return table.join(deliveries, on="cut_off", how="left", validate="m:1").sort("cut_off", maintain_order=True)


def explain(here: pl.DataFrame, there: pl.DataFrame, *, other_cut_off: date | None, same_register: bool) -> pl.DataFrame:
    """Give each counted record of one side its cause; null where the other side counts the same.

    Args:
        here, there: as ``tested`` gives them.
        other_cut_off: until when the other side has told (None: unknown, so that nothing is called late).
        same_register: the same register at two dates: the unit is the record itself.

    Returns:
        cause; one row a counted record of ``here``.
    """
    counted, originals = (_ranked(side, same_register=same_register) for side in (here, there))
    matches = originals.filter(~pl.col("copy")).group_by("unit").agg(pl.len().alias("matches"))
    nearest = there.group_by("unit").agg(pl.col("far").min())
    late = (pl.col("absent_on") >= pl.lit(other_cut_off or NEVER)) | (pl.col("happened") > pl.lit(other_cut_off or NEVER))
    told_later = pl.lit(same_register) | late.fill_null(value=False)
    matched, cause_there = pl.col("matches").fill_null(0), pl.col("far").replace_strict(CAUSES, default=None, return_dtype=pl.String)
    found = counted.drop("far").join(matches, on="unit", how="left").join(nearest, on="unit", how="left")
    return found.select(
        pl.when(~pl.col("copy") & (pl.col("of_unit") < matched)).then(None)
        .when("repeats").then(pl.lit("duplicates"))
        .when(matched > 0).then(pl.lit("other_unit"))
        .when(pl.col("far") > 0).then(cause_there)
        .when(told_later).then(pl.lit("late_entry"))
        .when(~pl.col("linked")).then(pl.lit("unlinked"))
        .otherwise(pl.lit("only_here"))
        .alias("cause")
    )  # fmt: skip


def _ranked(rows: pl.DataFrame, *, same_register: bool) -> pl.DataFrame:
    """The counted records with their place among those of their case: the first told is the original, the rest its copies.

    ``repeats``: whether it is not the first of its person or case inside its register. ``copy``: the same, but none is where
    the unit is the record. ``of_unit``: the place of an original among the originals of its unit.
    """
    counted = rows.filter(pl.col("far") == 0).with_columns((~pl.col("inner").is_first_distinct()).alias("repeats"))
    counted = counted.with_columns((pl.lit(value=False) if same_register else pl.col("repeats")).alias("copy"))
    return counted.with_columns((~pl.col("copy")).cast(pl.UInt32).cum_sum().over("unit").alias("of_unit") - 1)
