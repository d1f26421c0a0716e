"""How whole and how prompt a register is: each field by office, days from the event to the first telling, sums that fell.

In: current records of one table, as ``queries.current`` gives them. Out: tables of counts and shares; no row of them is about one
person, but an office with few rows is nearly one: these are for the home of the institution and its supervisors, never published.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from intertrata.registers.declaration import Table

OFFICE, EVENT, TOLD, RESERVED = "office", "event_date", "cut_off", "reserved"
OFFICES = pl.Schema(
    {"table": pl.String, "office": pl.String, "field": pl.String, "rows": pl.Int64, "filled": pl.Int64, "share": pl.Float64}
)
LATENESS = pl.Schema({"table": pl.String, "rows": pl.Int64, "dated": pl.Int64, "median_days": pl.Int64, "slowest_tenth_days": pl.Int64})
NUMBERS = frozenset({"integer", "decimal"})
WHOLE_DATE = 10
FEWEST_SUM = 20
HALF = 2


def told_fields(table: Table) -> list[str]:
    """Give the fields of the main database that the columns of a table fill, in their order."""
    return [column.field.name for column in table.columns if column.field is not None and not column.identity]


def by_office(records: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Give for each office and field: how many rows, how many of them fill it; a row without office counts under null, a reserved
    identity nowhere."""
    fields = [name for name in told_fields(table) if name not in {OFFICE, RESERVED}]
    office = pl.col(OFFICE) if table.filling(OFFICE) is not None else pl.lit(None, pl.String).alias(OFFICE)
    if RESERVED in records.columns:  # a reserved identity is counted in no small place (SAFEGUARDS 10); who does not say no is one
        records = records.filter(pl.col(RESERVED).not_().fill_null(value=False))
    if not records.height:
        return pl.DataFrame(schema=OFFICES)
    counted = records.group_by(office).agg(pl.len().cast(pl.Int64).alias("rows"), *(pl.col(name).count().cast(pl.Int64) for name in fields))
    long = counted.unpivot(on=fields, index=[OFFICE, "rows"], variable_name="field", value_name="filled")
    share = (pl.col("filled") / pl.col("rows")).alias("share")
    return long.select(pl.lit(table.name).alias("table"), OFFICE, "field", "rows", "filled", share).sort(OFFICE, "field", nulls_last=True)


def lateness(records: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Give the days from the event to the cut-off that first told it: median and slowest tenth, over rows whose whole date is known."""
    dated = records.filter(pl.col(EVENT).str.len_bytes() == WHOLE_DATE) if EVENT in records.columns else records.clear()
    days = dated.select((pl.col(TOLD) - pl.col(EVENT).str.to_date()).dt.total_days().alias("days"))["days"] if dated.height else None
    told = [int(days.quantile(share, "nearest") or 0) for share in (0.5, 0.9)] if days is not None else [None, None]
    return pl.DataFrame([(table.name, records.height, dated.height, *told)], schema=LATENESS, orient="row")


def fallen_sums(before: pl.DataFrame, now: pl.DataFrame, table: Table) -> list[tuple[str, Decimal, Decimal]]:
    """Give the numbers whose sum is less than half of what it was, with both sums; small sums fall by chance and are left out.

    Args:
        before, now: what stood as of the delivery before, and what stands; vanished records do not count.
    """
    fields = [column.field.name for column in table.columns if column.field is not None and column.field.type in NUMBERS]
    found = [(name, _sum(before, name), _sum(now, name)) for name in sorted(fields) if name not in {"age", "year", "month"}]
    return [(name, was, is_now) for name, was, is_now in found if was >= FEWEST_SUM and is_now * HALF < was]


def _sum(records: pl.DataFrame, field: str) -> Decimal:
    standing: Sequence[object] = records.filter(~pl.col("vanished"))[field].drop_nulls().to_list()
    return sum((Decimal(str(value)) for value in standing), start=Decimal(0))
