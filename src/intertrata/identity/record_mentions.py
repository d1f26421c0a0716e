"""From records and their identity to the table of mentions that is linked.

In: current records of a person's record type (``registers``) and identity as JSON (the vault). Out: ``mentions.COLUMNS``.
"""

from __future__ import annotations

import polars as pl

from intertrata.identity.mentions import COLUMNS, complete
from intertrata.vocabulary.records import FieldType, RecordType, record_types

TYPES: dict[FieldType, pl.DataType] = {
    "integer": pl.Int64(), "boolean": pl.Boolean(), "texts": pl.List(pl.String), "codes": pl.List(pl.String),
}  # fmt: skip


def person_types() -> tuple[RecordType, ...]:
    """Give the record types that speak of a person."""
    return tuple(one for one in record_types().values() if one.of == "person")


def standing(history: pl.DataFrame, kind: RecordType) -> pl.DataFrame:
    """Give what stands of a few records of one type, in the columns of ``registers.queries.current``.

    Args:
        history: as ``registers.queries.records`` gives it: every version and vanishing, oldest first, payload as JSON text.
    """
    told = history.filter(pl.col("record_type") == kind.name).with_row_index("place")
    latest = told.group_by("record").agg(pl.col("vanished").last(), pl.col("cut_off").first())
    versions = told.filter(~pl.col("vanished")).unique("record", keep="last", maintain_order=True).drop("vanished", "cut_off")
    shape = pl.Struct({field.name: TYPES.get(field.type, pl.String()) for field in kind.payload_fields})
    opened = versions.with_columns(pl.col("payload").str.json_decode(shape)).unnest("payload")
    return opened.join(latest, on="record", how="left", maintain_order="left").drop("place").sort("record")


def of_records(records: pl.DataFrame, identity: pl.DataFrame, kind: RecordType) -> pl.DataFrame:
    """Give one mention a record; the act's own number is a case number too, since others quote it.

    Args:
        records: as ``registers.queries.current`` gives them. identity: version, identity (JSON text).
    """
    told = with_identity(records, identity, kind)
    have = set(told.columns)
    numbers = [pl.col("act")] if "act" in have else []
    numbers += [pl.col("case_numbers").list.join(";")] if "case_numbers" in have else []
    made = {
        "record_id": pl.col("record"),
        "role": pl.lit(kind.role or kind.name),
        "age_date": pl.col("event_date") if "event_date" in have else pl.lit(""),
        "case_numbers": pl.concat_str(numbers, separator=";", ignore_nulls=True) if numbers else pl.lit(""),
        "together": pl.col("act") if "act" in have else pl.lit(""),
    }
    return complete(
        told.select((made[name] if name in made else pl.col(name)).alias(name) for name in COLUMNS if name in made or name in have)
    )


def with_identity(records: pl.DataFrame, identity: pl.DataFrame, kind: RecordType) -> pl.DataFrame:
    """Give the records with one text column an identity field (null where the vault holds none), and ``record_type``."""
    shape = pl.Struct({field.name: pl.String for field in kind.identity_fields})
    opened = identity.select("version", pl.col("identity").str.json_decode(shape).alias("opened")).unnest("opened")
    return records.join(opened, on="version", how="left", maintain_order="left").with_columns(pl.lit(kind.name).alias("record_type"))
