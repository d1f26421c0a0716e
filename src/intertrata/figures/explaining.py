"""Why one register counts a record and the other does not: each record is asked the same tests, and gets one cause.

In: records of two registers, of which person or case each speaks, a question. Out: one row a counted record with its
cause, null where the other side counts it too. Both sides always have the same number of nulls: so parts add up.
"""

from __future__ import annotations

from datetime import date

import duckdb
import polars as pl

from intertrata.figures.conditions import Question, predicates

# In the order in which they are asked of a record that fails several; and the cause that each failure is.
TESTS = {
    "offence": "other_offence",
    "period": "other_period",
    "place": "other_territory",
    "value": "other_value",
    "condition": "other_condition",
}
NEVER = date.max


def tested(question: Question, rows: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Ask each record of a register each test of the question.

    Args:
        rows: its records, as a bridge's side holds them.
        units: record, unit, inner (the unit inside the register: what repeats it is a second copy).

    Returns:
        record, cut_off, vanished, linked, happened, the tests as booleans, absent_on (the last delivery known not to have
        held the record yet; null for a register's first), unit, inner; sorted by first told, then record.
    """
    tests, one = predicates(question, own=True), question.indicator
    asked = {
        "record": "record",
        "cut_off": "cut_off",
        "vanished": "vanished",
        "linked": "linked" if one.unit == "person" else "true",
        "happened": f'"{one.date_field}_first"',
        **{name: f"({getattr(tests, name)})" for name in TESTS},
    }
    with duckdb.connect() as engine:
        engine.register("told", rows.to_arrow())
        sql = f"SELECT {', '.join(f'{test} AS {name}' for name, test in asked.items())} FROM told"
        table = pl.DataFrame(engine.sql(sql, params=dict(tests.parameters)).to_arrow_table())
    deliveries = table.select("cut_off").unique().sort("cut_off").with_columns(pl.col("cut_off").shift(1).alias("absent_on"))
    told = table.join(deliveries, on="cut_off", how="left", validate="m:1")
    return told.join(units, on="record", how="left", validate="1:1").sort("cut_off", "record")


def explain(here: pl.DataFrame, there: pl.DataFrame, *, other_cut_off: date | None, same_register: bool) -> pl.DataFrame:
    """Give each counted record of one side its cause; null where the other side counts the same.

    Args:
        here, there: as ``tested`` gives them.
        other_cut_off: until when the other side has told (None: unknown, so that nothing is called late).
        same_register: the same register at two dates: the unit is the record itself.

    Returns:
        record, cause; one row a counted record of ``here``.
    """
    counted = _ranked(here, same_register=same_register)
    matches = _ranked(there, same_register=same_register).filter(pl.col("copy") == 0).group_by("unit").agg(pl.len().alias("matches"))
    late = (pl.col("absent_on") >= pl.lit(other_cut_off or NEVER)) | (pl.col("happened") > pl.lit(other_cut_off or NEVER))
    told_later = pl.lit(same_register) | late.fill_null(value=False)
    copy, number, matched = pl.col("copy") > 0, pl.col("of_unit"), pl.col("matches").fill_null(0)
    return (
        counted.join(matches, on="unit", how="left")
        .join(_nearest(there), on="unit", how="left")
        .with_columns(
            pl.when(~copy & (number < matched)).then(None)
            .when(copy | (pl.lit(same_register) & (pl.col("of_case") > 0))).then(pl.lit("duplicates"))
            .when(matched > 0).then(pl.lit("other_unit"))
            .when(pl.col("cause_there").is_not_null()).then(pl.col("cause_there"))
            .when(told_later).then(pl.lit("late_entry"))
            .when(~pl.col("linked")).then(pl.lit("unlinked"))
            .otherwise(pl.lit("only_here"))
            .alias("cause")
        )
        .select("record", "cause")
    )  # fmt: skip


def _ranked(rows: pl.DataFrame, *, same_register: bool) -> pl.DataFrame:
    """The counted records with their place among those of their case: the first told is the original, the rest its copies.

    ``copy``: its place inside its register's unit (0 for all where the unit is the record). ``of_unit``: the place of an
    original among the originals of its unit. ``of_case``: its place inside the case, copies and all.
    """
    case = _place("inner")
    counted = rows.filter(~pl.col("vanished") & pl.all_horizontal(list(TESTS)))
    counted = counted.with_columns(case.alias("of_case"), (pl.lit(0, pl.Int64) if same_register else case).alias("copy"))
    return counted.with_columns(_place("unit", "copy").alias("of_unit"))


def _place(*group: str) -> pl.Expr:
    """The place of a record among those of its group, from 0, in the order of the rows."""
    return pl.int_range(pl.len()).over(*group)


def _nearest(there: pl.DataFrame) -> pl.DataFrame:
    """One row a unit of the other side: why its nearest record is not counted there, null where it is.

    The nearest is one that has not vanished, fails the fewest tests, and of those the first in the order of the tests.
    """
    failed = pl.sum_horizontal(~pl.col(name) for name in TESTS)
    reason = pl.coalesce([pl.when(~pl.col(name)).then(pl.lit(cause)) for name, cause in TESTS.items()])
    order = pl.coalesce([pl.when(~pl.col(name)).then(pl.lit(place)) for place, name in enumerate(TESTS)])
    rows = there.with_columns(
        pl.when("vanished").then(pl.lit("vanished")).otherwise(reason).alias("cause_there"), failed.alias("failed"), order.alias("order")
    )
    ranked = rows.sort("unit", "vanished", "failed", "order", "record", nulls_last=True)
    return ranked.unique("unit", keep="first", maintain_order=True).select("unit", "cause_there")
