"""Why one register counts a record and the other does not: each record is asked the same tests, and gets one cause.

In: records of two registers, of which person or case each speaks, a question. Out: how many records each counts, how many
of them the other counts too, the rest by cause. What both count is the same number from either side: so parts add up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from intertrata.figures.conditions import Question, predicates
from intertrata.figures.engine import Engine
from intertrata.figures.sides import NUMBERS, Side
from intertrata.figures.ties import Numbers

# In the order in which they are asked of a record that fails several; and the cause that each failure is.
TESTS = {
    "offence": "other_offence",
    "period": "other_period",
    "place": "other_territory",
    "value": "other_value",
    "condition": "other_condition",
}
NEVER = date.max
# How far a record is from being counted: 0 is counted; failed tests by the dozen, and then the first of them; vanished is further,
# not to be there at all is furthest.
DOZEN, GONE, NOWHERE = 12, 254, 255
CAUSES = {GONE: "vanished"} | {
    failed * DOZEN + place: cause for failed in range(1, len(TESTS) + 1) for place, cause in enumerate(TESTS.values())
}


@dataclass(frozen=True)
class Explained:
    """What one side counts: how many records, how many of them the other counts too, and the rest by cause."""

    count: int
    both: int
    causes: Mapping[str, int]


def tested(asking: Engine, question: Question, side: Side, *, other_cut_off: date | None, same_register: bool) -> pl.DataFrame:
    """Ask each record of a register each test of the question.

    Args:
        asking: where it is asked.
        side: a register, numbered.
        other_cut_off: until when the other side has told (None: unknown, so that nothing is called late).
        same_register: the other side is the same register: then each record is compared with itself.

    Returns:
        linked, late (told after the other side's last word, or happened after it), far (``CAUSES``), inner (number of the
        person or case inside the register), unit (across registers, or the record itself); a row a record, first told first.
    """
    one = question.indicator
    tests, linked = predicates(question, own=True), "linked" if one.unit == "person" else "true"
    inner, unit = NUMBERS[one.unit]
    parameters, source = dict(tests.parameters), "told"
    if isinstance(side.rows, tuple):
        parameters |= {"tables": [str(path) for path in side.rows], "register": side.register}
        source = "read_parquet($tables, union_by_name = true) WHERE register = $register"
    else:
        asking.register("told", side.rows.to_arrow())
    answers = ", ".join(f"({getattr(tests, name)}) AS {name}" for name in TESTS)
    number = " + ".join(f"CAST(NOT {name} AS TINYINT)" for name in TESTS)
    first = " ".join(f"WHEN NOT {name} THEN {place}" for place, name in enumerate(TESTS))
    sql = f"""
        WITH answered AS (
            SELECT cut_off, "{one.date_field}_first" AS happened, {linked} AS linked, vanished, {answers},
                   "{inner}" AS inside, "{"record" if same_register else unit}" AS unit
            FROM {source})
        SELECT cut_off, happened, linked, inside AS inner, unit,
               CAST(CASE WHEN vanished THEN {GONE} ELSE ({number}) * {DOZEN} + CASE {first} ELSE 0 END END AS UTINYINT) AS far
        FROM answered"""
    table = pl.DataFrame(asking.sql(sql, params=parameters).to_arrow_table())
    # The last delivery known not to have held a record yet; none for what a register's first one brought.
    deliveries = table.select(pl.col("cut_off").unique().sort()).with_columns(pl.col("cut_off").shift(1).alias("absent_on"))
    last = pl.lit(other_cut_off or NEVER)
    late = ((pl.col("absent_on") >= last) | (pl.col("happened") > last)).fill_null(value=False)
    ordered = table.join(deliveries, on="cut_off", how="left", validate="m:1", maintain_order="left").sort("cut_off", maintain_order=True)
    return ordered.select("linked", late.alias("late"), "far", "inner", "unit")


def explain(here: pl.DataFrame, there: pl.DataFrame, *, same_register: bool) -> Explained:
    """Say of what one side counts how much the other counts too, and why not the rest.

    A person or case inside a register is counted once, the rest are its second copies; a unit that both sides hold cancels
    out as many times as both hold it. Numbers of units are dense, so that a place in an array stands for a join.

    Args:
        here, there: as ``tested`` gives them, ``unit`` a number.
        same_register: the same register at two dates: the unit is the record itself.
    """
    counted, mine = _counted(here, same_register=same_register)
    _, theirs = _counted(there, same_register=same_register)
    size = 1 + int(pl.concat([here["unit"], there["unit"]]).cast(pl.Int64).to_numpy().max(initial=-1))
    times_here, times_there = (np.bincount(side["unit"].to_numpy(), minlength=size) for side in (mine, theirs))
    nearest = np.full(size, NOWHERE, dtype=np.uint8)
    np.minimum.at(nearest, there["unit"].to_numpy(), there["far"].to_numpy())
    alone = mine.filter(times_there[mine["unit"].to_numpy()] == 0)
    found = alone.select(_cause(alone["unit"].to_numpy(), nearest, same_register=same_register))["cause"].value_counts()
    causes = Counter(dict(found.iter_rows()))
    causes["duplicates"] += counted.height - mine.height
    causes["other_unit"] += int((times_here - times_there)[(times_there > 0) & (times_here > times_there)].sum())
    return Explained(counted.height, int(np.minimum(times_here, times_there).sum()), +causes)


def _counted(rows: pl.DataFrame, *, same_register: bool) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The counted records, with ``repeats`` where they repeat one told before; and those that can stand on both sides."""
    counted = rows.filter(pl.col("far") == 0).with_columns((~pl.col("inner").is_first_distinct()).alias("repeats"))
    return counted, counted if same_register else counted.filter(~pl.col("repeats"))


def _cause(units: Numbers, nearest: npt.NDArray[np.uint8], *, same_register: bool) -> pl.Expr:
    """Why the other side does not count a record whose unit it does not count: by its nearest record of the unit, if any."""
    far = pl.lit(pl.Series(nearest[units]))
    return (
        pl.when("repeats").then(pl.lit("duplicates"))
        .when(far < NOWHERE).then(far.replace_strict(CAUSES, default=None, return_dtype=pl.String))
        .when(pl.lit(same_register) | pl.col("late")).then(pl.lit("late_entry"))
        .when(~pl.col("linked")).then(pl.lit("unlinked"))
        .otherwise(pl.lit("only_here"))
        .alias("cause")
    )  # fmt: skip
