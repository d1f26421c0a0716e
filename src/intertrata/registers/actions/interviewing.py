"""A delivery of interviews held against those received before, and whom each is of written down for the next.

In: what was examined, what it changes. Out: the same with second interviews without a reason refused; rows of ``Interviewed``. A table
that declares no single interview costs nothing.
"""

from __future__ import annotations

import polars as pl

from intertrata.registers.delivery import Examined
from intertrata.registers.interviews import without_reason
from intertrata.registers.models import Deposit, Interviewed
from intertrata.registers.standing import queries as standing
from intertrata.registers.state import REPEATED, UNCHANGED, WRITTEN, Change
from intertrata.storage.bulk import insert_rows

COLUMNS = ("deposit", "record", "version", "person")


def held_against(examined: Examined, made: Change) -> Examined:
    """Refuse the second interviews that give no reason; the same is given back where there are none.

    Args:
        made: what the delivery would change otherwise: rows that clash are nobody's interview, and what vanishes no longer stands.
    """
    table = examined.fitted.table
    check = table.check("single_interview")
    if check is None:
        return examined
    kept = made.rows.filter(pl.col("verdict").is_in([*WRITTEN, UNCHANGED, REPEATED]))
    rows = examined.interviews.join(kept, on="line", how="semi")
    received = standing.interviews(table, check, rows["person"].drop_nulls().unique())
    gone = pl.col("record").is_in(made.vanished["record"].implode())
    lines = without_reason(rows, received.with_columns(pl.col("stands") & ~gone))
    return examined if lines.is_empty() else examined.without(lines, check)


def write_interviewed(deposit: Deposit, examined: Examined, made: Change) -> None:
    """Write whom the interviews of a deposit are of: of what it told anew, and of what stood without it."""
    if examined.interviews.is_empty():
        return
    kept = made.rows.filter(pl.col("verdict").is_in([*WRITTEN, UNCHANGED]))
    rows = examined.interviews.drop_nulls("person").join(kept, on="line", how="semi")
    known = standing.interviewed(rows["person"].unique())
    told = rows.join(known, on=["record", "version"], how="anti").select(pl.col("record", "version", "person").bin.encode("hex"))
    insert_rows("default", Interviewed._meta.db_table, COLUMNS, ((deposit.id.hex, *row) for row in told.rows()))
