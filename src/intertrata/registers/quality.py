"""How good each register is, from what its deliveries left written: nothing is counted again.

In: deposits and declarations. Out: two tables: one row a table (how much was read, refused, repeated, vanished), one row a field
(how many good rows fill it).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from intertrata.registers.declaration import Source
from intertrata.registers.receipts import Delivered

TABLES = pl.Schema({
    "register": pl.String(), "table": pl.String(), "title": pl.String(), "deposits": pl.Int64(), "deposit": pl.String(), "cut_off": pl.Date(),
    "read": pl.Int64(), "good": pl.Int64(), "refused": pl.Int64(), "refused_share": pl.Float64(), "repeated": pl.Int64(),
    "corrected": pl.Int64(), "vanished": pl.Int64(),
})  # fmt: skip
FIELDS = pl.Schema({
    "register": pl.String(), "table": pl.String(), "field": pl.String(), "es": pl.String(), "filled": pl.Int64(), "good": pl.Int64(),
    "share": pl.Float64(),
})  # fmt: skip
REPEATED = "note_repeated_rows"


@dataclass(frozen=True)
class Quality:
    """``tables``: one row a table of a register; ``fields``: one row a field that the table can fill. Shares from 0 to 1."""

    tables: pl.DataFrame
    fields: pl.DataFrame


def quality_of(deposits: Sequence[Delivered], sources: Mapping[str, Source]) -> Quality:
    """Judge each table that was ever delivered by its last full delivery, or by its last where none is full."""
    tables: list[tuple[Any, ...]] = []
    fields: list[tuple[Any, ...]] = []
    for register, name in sorted({(one.register, one.table) for one in deposits}):
        mine = [one for one in deposits if (one.register, one.table) == (register, name)]
        last = max(mine, key=lambda one: (one.full, one.cut_off, one.order))
        table = sources[register].table(name) if register in sources else None
        good = last.read - last.refused
        repeated = sum(note["rows"] for note in last.notes if note["code"] == REPEATED)
        tables.append((
            register, name, table.title if table else name, len(mine), last.id, last.cut_off, last.read, good, last.refused,
            last.refused / last.read, repeated, last.corrected, last.vanished,
        ))  # fmt: skip
        if table is not None:
            declared = [column.field for column in table.columns if column.field is not None]
            for field in declared:
                filled = last.filled.get(field.name)
                share = filled / good if good and filled is not None else None
                fields.append((register, name, field.name, field.es, filled, good, share))
    return Quality(pl.DataFrame(tables, schema=TABLES, orient="row"), pl.DataFrame(fields, schema=FIELDS, orient="row"))
