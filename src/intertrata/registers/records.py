"""Events of records as the table that everybody counts on: one row a record, its fields typed.

In: rows of events in any order, a record type. Out: what each record says last, with when it was first told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.json

from intertrata.registers.state import VANISHED, VERSION
from intertrata.vocabulary.records import FieldType, RecordType

TYPES: dict[FieldType, pl.DataType] = {
    "integer": pl.Int64(), "boolean": pl.Boolean(), "texts": pl.List(pl.String), "codes": pl.List(pl.String),
}  # fmt: skip
ARROW = {pl.Int64(): pa.int64(), pl.Boolean(): pa.bool_(), pl.List(pl.String): pa.list_(pa.string())}
IDS = frozenset({"record", "version", "deposit", "key", "person"})
COLUMNS = ("record", "version", "kind", "deposit", "register", "table", "cut_off", "order", "line", "payload")
FIRST = ("record", "version", "register", "table", "deposit", "cut_off", "line", "vanished")


def picked(alias: str) -> str:
    """Give the columns of events that ``current_of`` needs, for a SELECT."""
    return ", ".join(plain(f'{alias}."{name}"') for name in COLUMNS)


def plain(column: str) -> str:
    """Give a column of events for a SELECT as text that both engines give alike: ids as 32 hex digits, days as ISO.

    A driver makes an object of each id and day, and taking a million of them apart again costs more than the query.
    """
    name = column.rpartition(".")[2].strip('"')
    if name in IDS:
        return f"REPLACE(CAST({column} AS TEXT), '-', '')"
    return f"CAST({column} AS TEXT)" if name == "cut_off" else column


def current_of(batches: Iterable[list[tuple[Any, ...]]], kind: RecordType) -> pl.DataFrame:
    """Give the records of a type from batches of events (``COLUMNS``), sorted by record.

    A field of the payload that the record type no longer has is left out.
    """
    fields = fields_of(kind)
    told = pl.concat([_nothing(fields), *(_typed(batch, fields) for batch in batches)])
    versions, at = told.filter(pl.col("kind") == VERSION), ("cut_off", "order")
    found = versions.with_columns(pl.lit(False).alias("vanished"))
    if versions["record"].n_unique() < versions.height:
        first = versions.group_by("record").agg(pl.col("cut_off").min())
        found = found.sort(*at).unique("record", keep="last").drop("cut_off").join(first, on="record")
    if versions.height < told.height:
        gone = told.sort(*at).unique("record", keep="last").filter(pl.col("kind") == VANISHED)["record"]
        found = found.with_columns(pl.col("record").is_in(gone.implode()).alias("vanished"))
    return found.select(*FIRST, *fields).sort("record")


def events_of(batches: Iterable[list[tuple[Any, ...]]], kind: RecordType) -> Iterator[pl.DataFrame]:
    """Give events of a type (``COLUMNS``) batch by batch, their payload as fields."""
    fields = fields_of(kind)
    return (_typed(batch, fields) for batch in batches)


def fields_of(kind: RecordType) -> dict[str, pl.DataType]:
    """Give the payload fields of a record type as columns."""
    return {field.name: TYPES.get(field.type, pl.String()) for field in kind.payload_fields}


def _typed(batch: list[tuple[Any, ...]], fields: dict[str, pl.DataType]) -> pl.DataFrame:
    columns = dict(zip(COLUMNS, zip(*batch, strict=True), strict=True))
    payloads = columns.pop("payload")
    return _plain(columns).hstack(typed(payloads, fields))


def typed(texts: Sequence[str], fields: dict[str, pl.DataType]) -> pl.DataFrame:
    """Read payloads as one document of JSON lines: by PyArrow, which takes less than half the time of Polars for it."""
    schema = pa.schema([(name, ARROW.get(kind, pa.string())) for name, kind in fields.items()])
    document = "\n".join(texts).encode()
    parse = pa.json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore")
    read = pa.json.ReadOptions(use_threads=False, block_size=len(document) + 1)
    table = pa.json.read_json(pa.BufferReader(document), parse_options=parse, read_options=read)
    return pl.DataFrame(pl.from_arrow(table))


def _nothing(fields: dict[str, pl.DataType]) -> pl.DataFrame:
    return _plain({name: () for name in COLUMNS if name != "payload"}).hstack(pl.DataFrame(schema=fields))


def _plain(columns: dict[str, tuple[Any, ...]]) -> pl.DataFrame:
    """The columns beside the payload."""
    numbers = {"order", "line"}
    made = [pl.Series(name, values, pl.Int64 if name in numbers else pl.String) for name, values in columns.items() if name != "cut_off"]
    days = pl.Series("cut_off", columns["cut_off"], pl.String).str.to_date()
    return pl.DataFrame([*made, days])
