"""Rows as JSON text, one object a row, whole columns at a time.

In: canonical columns. Out: JSON without blanks, names sorted, what is unknown left out: the same content is the same text,
whatever order the file or the declaration has, and a column added to a declaration changes no record that lacks it.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from intertrata.vocabulary.records import FieldType

BARE: frozenset[FieldType] = frozenset({"integer", "boolean", "codes", "texts"})
"""Types whose canonical text is JSON already; the others are quoted."""


def as_json(fields: Mapping[str, tuple[FieldType, pl.Series]], *, rows: int) -> pl.Series:
    """Give one JSON object a row.

    Args:
        fields: name to (type, canonical text with null for unknown); no text holds control characters.
        rows: how many there are.
    """
    members = [_member(name, *fields[name]) for name in sorted(fields)]
    if not members:
        return pl.Series(["{}"], dtype=pl.String).new_from_index(0, rows)
    joined = pl.concat_str(members, ignore_nulls=True).str.strip_suffix(",")
    return pl.select(pl.concat_str(pl.lit("{"), joined, pl.lit("}"))).to_series()


def _member(name: str, kind: FieldType, values: pl.Series) -> pl.Expr:
    if kind in BARE:
        return pl.concat_str(pl.lit(f'"{name}":'), pl.lit(values), pl.lit(","))
    return pl.concat_str(pl.lit(f'"{name}":"'), pl.lit(_escaped(values)), pl.lit('",'))


def _escaped(values: pl.Series) -> pl.Series:
    if not values.str.contains_any(["\\", '"']).any():
        return values
    return values.str.replace_all("\\", "\\\\", literal=True).str.replace_all('"', '\\"', literal=True)
