"""Case numbers of many records as few rows: what a piece of a delivery tells in one field, parted by key into buckets.

In: keyed numbers of records. Out: rows that hold the keys and the records of a bucket one after the other, and these taken apart again.
A row a number would cost more than all else that is kept of a record; a bucket is found by an index as a number would be, and
holds a two hundred and fiftieth of what was told.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import polars as pl
import pyarrow as pa

from intertrata.registers.ids import ID_BYTES

BUCKETS: Final = 256
"""Few enough for a delivery of a million to be few rows, enough for one number to be looked for among few."""

KEY: Final = np.dtype("<u8")
KEYED: Final = pl.Schema({"key": pl.UInt64(), "record": pl.String()})
TOLD: Final = ("moment", "field", "borne")


def bucket(key: pl.Expr) -> pl.Expr:
    """Give the bucket of keys, null where what is quoted says nothing."""
    return (key % BUCKETS).cast(pl.Int64)


def packed(told: pl.DataFrame) -> list[tuple[Any, ...]]:
    """Give rows of numbers (``TOLD``, ``key``, ``record`` as bytes): ``TOLD``, the bucket, its keys, its records."""
    rows = told.with_columns(bucket(pl.col("key")).alias("bucket"), pl.col("key").fill_null(0))
    found = rows.group_by(*TOLD, "bucket", maintain_order=True).agg("key", "record")
    return [(*place, np.array(keys, KEY).tobytes(), b"".join(records)) for *place, keys, records in found.rows()]


def unpacked(
    buckets: Sequence[int | None], keys: Sequence[bytes], records: Sequence[bytes], *, among: pl.Series | None = None
) -> pl.DataFrame:
    """Give the numbers of rows as ``packed`` gives them, those of some keys only where these are named: ``at``, the row each is of, and
    ``KEYED``."""
    many = np.fromiter((len(one) // ID_BYTES for one in records), np.int64, len(records))
    at = np.repeat(np.arange(len(many), dtype=np.uint32), many)
    ids = pa.FixedSizeBinaryArray.from_buffers(pa.binary(ID_BYTES), len(at), [None, pa.py_buffer(b"".join(records))])
    says = np.repeat(np.fromiter((one is not None for one in buckets), np.bool_, len(many)), many)
    told = {"at": at, "key": np.frombuffer(b"".join(keys), KEY), "says": says, "record": pl.Series(pl.from_arrow(ids), dtype=pl.Binary)}
    found = pl.DataFrame(told).with_columns(pl.when("says").then("key").alias("key"))
    found = found if among is None else found.filter(pl.col("key").is_in(among.implode()))
    return found.select("at", "key", pl.col("record").bin.encode("hex"))
