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
from intertrata.identity.lexicon import Frequencies

PERSONS_AT_ONCE = 50_000
TOLD = (
    "register", "role", "given_names", "surname_1", "surname_2", "full_name", "document_type", "document_number", "birth_date", "sex",
    "event_date", "cut_off",
)  # fmt: skip
ONCE = 2  # a token seen less often in a table says nothing about how common it is

Packed = tuple[int, str, bytes, bytes]


@dataclass(frozen=True)
class Grounds:
    """What all look-ups of one run share: in which order columns were packed, and how common names are.

    Attributes:
        columns: of a packed row. frequencies: of the tokens of this run's names.
    """

    columns: tuple[str, ...]
    frequencies: Frequencies


@dataclass(frozen=True)
class Lookup:
    """What one linkage leaves for looking persons up: search keys with their places, packed persons, packed grounds."""

    search_keys: Iterable[tuple[int, list[int]]]
    profiles: Iterable[Packed]
    grounds: bytes


def lookup(normalised: pl.DataFrame, told: pl.DataFrame, whose: pl.DataFrame, *, columns: Sequence[str], secret: bytes) -> Lookup:
    """Give what looking up needs of these mentions.

    Args:
        normalised: the mentions as linked. told: the same as told (``record_id`` and ``TOLD``). whose: ``record``, ``person``.
        columns: what the model compares. secret: of the search keys.
    """
    placed = whose.join(places(whose["person"]), on="person").rename({"record": "record_id"})
    table = normalised.join(placed, on="record_id", how="inner", maintain_order="left")
    return Lookup(search_keys.of_table(table, secret), packed(table, told, columns), grounds(table, columns))


def places(persons: pl.Series) -> pl.DataFrame:
    """Give ``person``, ``place`` (0, 1, …), one row a person, in the order of their opaque ids, which tells nothing of them."""
    return persons.drop_nulls().unique().sort().alias("person").to_frame().with_row_index("place")


def packed(table: pl.DataFrame, told: pl.DataFrame, columns: Sequence[str]) -> Iterator[Packed]:
    """Give (place, person, compared, shown) of every person, by place.

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
    compared = ordered.select(kept)
    starts = ordered.select("place", "person").with_row_index("at").unique("place", keep="first", maintain_order=True)
    for part in starts.with_columns(pl.col("at").shift(-1, fill_value=len(ordered)).alias("end")).iter_slices(PERSONS_AT_ONCE):
        first, last = part["at"][0], part["end"][-1]
        one, other = compared[first:last].rows(), shown[first:last].rows()
        for at, place, person, end in part.select("at", "place", "person", "end").iter_rows():
            yield place, person, orjson.dumps(one[at - first : end - first]), orjson.dumps(other[at - first : end - first])


def rows(compared: bytes) -> list[list[Any]]:
    """Read a person's mentions as they are compared."""
    return orjson.loads(compared)  # type: ignore[no-any-return]


def sayings(shown: bytes) -> list[Mapping[str, Any]]:
    """Read a person's mentions as they are shown, in the same order."""
    return [dict(zip(TOLD, one, strict=True)) for one in orjson.loads(shown)]


def grounds(table: pl.DataFrame, columns: Sequence[str]) -> bytes:
    """Pack what all look-ups of a run share."""
    counted = {kind: _counted(table, names) for kind, names in (("given", ("g1", "g2")), ("surnames", ("s1", "s2")))}
    return orjson.dumps({"columns": list(columns), **counted})


def read_grounds(text: bytes) -> Grounds:
    """Read what all look-ups of a run share."""
    held = orjson.loads(text)
    return Grounds(tuple(held["columns"]), Frequencies(held["given"], held["surnames"]))


def _counted(table: pl.DataFrame, names: Iterable[str]) -> dict[str, int]:
    tokens = pl.concat(table[name].alias("token") for name in names).drop_nulls().value_counts(name="times")
    return dict(tokens.filter(pl.col("times") >= ONCE).sort("token").iter_rows())
