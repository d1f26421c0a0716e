"""What a look-up needs of each person, packed when everything is linked: her mentions as they are compared, and as they are shown.

In: the normalised mentions, the mentions as told, whose each is. Out: two packed texts a person for the vault to encrypt, and their reading.
The two stand apart so that of a hundred persons compared only the few who are shown have their names as typed opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import polars as pl

from intertrata.identity import search_keys

PERSONS_AT_ONCE = 50_000
TOLD = (
    "register", "role", "given_names", "surname_1", "surname_2", "full_name", "document_type", "document_number", "birth_date", "sex",
    "event_date", "cut_off",
)  # fmt: skip

Packed = tuple[int, str, bytes, bytes]


@dataclass(frozen=True)
class Lookup:
    """What one linkage leaves for looking persons up: search keys with their places, packed persons."""

    search_keys: Iterable[tuple[int, list[int]]]
    profiles: Iterable[Packed]


def lookup(
    normalised: pl.DataFrame, told: pl.DataFrame, whose: pl.DataFrame, *, columns: Sequence[str], secret: bytes, keyed: pl.Series | None = None
) -> Lookup:  # fmt: skip
    """Give what looking up needs of these mentions.

    Args:
        normalised: the mentions as linked. told: the same as told (``record_id`` and ``TOLD``). whose: ``record``, ``person``.
        columns: what the model compares. secret: of the search keys. keyed: the records whose keys are asked for; None: of all.
    """
    placed = whose.join(places(whose["person"]), on="person").rename({"record": "record_id"})
    table = normalised.join(placed, on="record_id", how="inner", maintain_order="left")
    led = table if keyed is None else table.filter(pl.col("record_id").is_in(keyed.implode()))
    return Lookup(search_keys.of_table(led, secret), packed(table, told, columns))


def places(persons: pl.Series) -> pl.DataFrame:
    """Give ``person``, ``place`` (0, 1, …), one row a person, in the order of their opaque ids, which tells nothing of them."""
    return persons.drop_nulls().unique().sort().alias("person").to_frame().with_row_index("place")


def packed(table: pl.DataFrame, told: pl.DataFrame, columns: Sequence[str]) -> Iterator[Packed]:
    """Give (place, person, compared, shown) of every person, by place; a compared row ends with its record's id.

    Args:
        table: normalised mentions with ``record_id``, ``place``, ``person``. told: ``record_id`` and ``TOLD``, as text.
        columns: what the model compares; those of one run only (cases) are left empty, since a look-up cannot quote them.
    """
    ordered = table.sort("place", "record_id")
    kept = [pl.lit(None).alias(one) if table.schema[one].is_nested() else pl.col(one) for one in columns]
    shown = (
        ordered.select("record_id")
        .join(told.select("record_id", *TOLD), on="record_id", how="left", maintain_order="left")
        .drop("record_id")
    )
    compared = ordered.select(*kept, "record_id")
    starts = ordered.select("place", "person").with_row_index("at").unique("place", keep="first", maintain_order=True)
    for part in starts.with_columns(pl.col("at").shift(-1, fill_value=len(ordered)).alias("end")).iter_slices(PERSONS_AT_ONCE):
        first, last = part["at"][0], part["end"][-1]
        one, other = compared[first:last].rows(), shown[first:last].rows()
        for at, place, person, end in part.select("at", "place", "person", "end").iter_rows():
            yield place, person, orjson.dumps(one[at - first : end - first]), orjson.dumps(other[at - first : end - first])


def rows(compared: bytes) -> list[list[Any]]:
    """Read a person's mentions as they are compared."""
    return orjson.loads(compared)  # type: ignore[no-any-return]


def crowd_of(compared: Iterable[bytes], columns: Sequence[str]) -> pl.DataFrame:
    """Give ``record_id``, ``crowd`` of the mentions of several persons."""
    at = columns.index("crowd")
    held = ((row[-1], row[at]) for one in compared for row in rows(one))
    return pl.DataFrame(held, schema={"record_id": pl.String, "crowd": pl.Int32}, orient="row")


def sayings(shown: bytes) -> list[Mapping[str, Any]]:
    """Read a person's mentions as they are shown, in the same order."""
    return [dict(zip(TOLD, one, strict=True)) for one in orjson.loads(shown)]
