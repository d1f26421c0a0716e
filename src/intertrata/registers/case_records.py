"""Which records of events speak of the case that some records stand in: those they quote by number, and those that quote these.

In: numbers as they stand, the fields that quote and who may bear what they quote. Out: ids of records. A number is read where its field's
declaration looks for it (``references``): registers number apart, and the same number elsewhere is another case. One that more records quote
than ever stood in one case leads nowhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import polars as pl

from intertrata.registers.references import REFERENCE, WIDELY_QUOTED, Quoting

EDGES = pl.Schema({"quoter": pl.String(), "bearer": pl.String()})


def one_step(records: Collection[str], numbers: pl.DataFrame, asked: Iterable[Quoting]) -> set[str]:
    """Give the records that bear what these quote, and those that quote what these bear.

    Args:
        numbers: as ``references.standing`` gives them: at least all that has a key in common with what these records tell.
        asked: as ``references.quotings``.
    """
    told = edges(numbers, asked)
    mine = pl.Series(sorted(records), dtype=pl.String).implode()
    led_to = told.filter(pl.col("quoter").is_in(mine))["bearer"].to_list()
    quoted_by = told.filter(pl.col("bearer").is_in(mine))["quoter"].to_list()
    return {*led_to, *quoted_by} - set(records)


def edges(numbers: pl.DataFrame, asked: Iterable[Quoting]) -> pl.DataFrame:
    """Give who quotes whom (``EDGES``), each pair once; of a number that is quoted too widely nothing."""
    places = [
        (one.register, one.table, one.field, register, table) for one in asked for register, table in sorted(one.bearers)
    ]  # fmt: skip
    names = (*REFERENCE[:3], "bears", "bears_in")
    fields = pl.DataFrame(places, schema=dict.fromkeys(names, pl.String), orient="row")
    quoted = numbers.filter(~pl.col("borne")).drop_nulls("key").join(fields, on=list(REFERENCE[:3]))
    few = quoted.filter(pl.col("record").n_unique().over("key", "bears", "bears_in") <= WIDELY_QUOTED)
    borne = numbers.filter("borne").select("key", bears="register", bears_in="table", bearer="record")
    return few.join(borne, on=["key", "bears", "bears_in"]).select(quoter="record", bearer="bearer").unique().cast(EDGES)
