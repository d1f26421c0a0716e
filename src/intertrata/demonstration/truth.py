"""The truth, for tests alone: who each row speaks of, which faults it holds, which rows must be refused, what explains what.

In: what the exports tell while they write. Out: Parquet files whose names begin with ``truth``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from intertrata.demonstration.slips import KEY

Schema = dict[str, type[pl.DataType]]

MENTIONS: Schema = {
    "register": pl.String,
    "table": pl.String,
    "key": pl.String,
    "person": pl.Int64,
    "case": pl.Int64,
    "in_first": pl.Boolean,
    "in_second": pl.Boolean,
}
FAULTS: Schema = {
    "register": pl.String,
    "table": pl.String,
    "key": pl.String,
    "column": pl.String,
    "fault": pl.String,
    "mended": pl.Boolean,
}
REFUSALS: Schema = {
    "register": pl.String,
    "table": pl.String,
    "file": pl.String,
    "line": pl.Int64,
    "key": pl.String,
    "column": pl.String,
    "rule": pl.String,
}
EVENTS: Schema = {
    "register": pl.String,
    "table": pl.String,
    "key": pl.String,
    "case": pl.Int64,
    "operation": pl.Int64,
}
FILES: dict[str, Schema] = {"mentions": MENTIONS, "events": EVENTS, "faults": FAULTS, "refusals": REFUSALS}


class Truth:
    """The truth files of one demonstration, written while its exports are."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open = {
            name: pq.ParquetWriter(self._path(name), _arrow(pl.DataFrame(schema=schema)).schema) for name, schema in FILES.items()
        }
        self.files = [self._path(name) for name in FILES]

    def tell_mentions(self, register: str, table: str, batch: pl.DataFrame) -> None:
        """Tell whom the rows of a batch speak of, or of which case and operation; rows that will be refused speak of nothing."""
        kept = batch.filter(pl.col("bad").is_null())
        if "person" in batch.columns:
            self._append("mentions", register, table, kept)
            return
        unknown = [pl.lit(None, dtype=pl.Int64).alias(name) for name in ("case", "operation") if kept.schema.get(name) != pl.Int64]
        self._append("events", register, table, kept.with_columns(unknown))

    def tell_faults(self, register: str, table: str, batch: pl.DataFrame, found: Sequence[pl.DataFrame]) -> None:
        """Tell which faults were committed in a batch, and which of them (``mended``) the second delivery corrects."""
        if not found:
            return
        kept = batch.filter(pl.col("bad").is_null()).select("key", "mended").unique("key")
        told = pl.concat(found).rename({KEY: "key"}).join(kept, on="key", how="inner", maintain_order="left")
        self._append("faults", register, table, told)

    def tell_refusals(self, register: str, table: str, file: str, rows: pl.DataFrame) -> None:
        """Tell which lines of a file must be refused, and by which rule."""
        self._append("refusals", register, table, rows.with_columns(pl.lit(file).alias("file")))

    def tell(self, name: str, rows: pl.DataFrame) -> None:
        """Write one more table of the truth."""
        path = self._path(name)
        rows.write_parquet(path, compression="snappy")
        self.files.append(path)

    def close(self) -> None:
        """Finish the files."""
        for writer in self._open.values():
            writer.close()

    def _append(self, name: str, register: str, table: str, rows: pl.DataFrame) -> None:
        if rows.height:
            whole = rows.with_columns(pl.lit(register).alias("register"), pl.lit(table).alias("table"))
            self._open[name].write_table(_arrow(whole.select(pl.col(column).cast(kind) for column, kind in FILES[name].items())))

    def _path(self, name: str) -> Path:
        return self._folder / f"truth_{name}.parquet"


def _arrow(rows: pl.DataFrame) -> pa.Table:
    """Give the rows as Arrow in types that Parquet has: text by its oldest layout."""
    return rows.to_arrow(compat_level=pl.CompatLevel.oldest())
