"""Search keys: HMACs of compounds of identity that lead to persons; a single surname is never a key (DESIGN.md §8).

In: normalised columns of mentions, a secret. Out: 64-bit keys. A compound that leads to more than ``MOST`` persons is not
kept: it would find nobody in particular, and its frequency would give the name away. Twins for the batch (columns) and for
one query (values) are one function over values.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any

import polars as pl

MOST = 100
FIELDS = ("h_g1", "h_g2", "h_s1", "h_s2", "doc_kind", "doc", "b_low", "b_high", "sex")


def compounds(row: Mapping[str, Any]) -> set[str]:
    """Give the compounds of one reading of a person (``FIELDS``; None where unknown): at least two tokens of identity each."""
    given = [one for one in (row["h_g1"], row["h_g2"]) if one and len(one) > 1]
    surnames = [one for one in (row["h_s1"], row["h_s2"]) if one]
    years = _years(row["b_low"], row["b_high"])
    decades = sorted({year // 10 for year in years})
    out = {f"d {row['doc']}"} if row["doc"] else set()
    for one, name in product(surnames, given):
        out.add(f"n {one} {name}")
        out |= {f"y {one} {name} {year}" for year in years}
        if len(surnames) == 2:
            out.add(f"t {' '.join(sorted(surnames))} {name}")
    if len(given) == 2:
        out |= {f"g {one} {' '.join(sorted(given))}" for one in surnames}
    if len(surnames) == 2:
        sexes = [row["sex"]] if row["sex"] else ["F", "M"]
        out |= {f"s {' '.join(sorted(surnames))} {sex} {decade}" for sex in sexes for decade in decades}
    return out


def _years(low: int | None, high: int | None) -> range:
    """The birth years that an interval of at most three years touches; a wider one says too little."""
    if low is None or high is None or high - low > 3 * 366:
        return range(0)
    return range(int(low / 365.2425 + 1970), int(high / 365.2425 + 1970) + 1)


def key(compound: str, secret: bytes) -> int:
    """Give the signed 64-bit key of a compound (HMAC-SHA256, first eight bytes)."""
    return int.from_bytes(hmac.digest(secret, compound.encode(), "sha256")[:8], "big", signed=True)


def of_persons(table: pl.DataFrame, persons: pl.Series, secret: bytes) -> Iterable[tuple[int, str]]:
    """Give (key, person) for every person, sorted by key, without the compounds that more than ``MOST`` persons share.

    The order of the compounds themselves would tell who holds the vault which of a person's keys is her document and which
    of two surnames comes first in the alphabet.

    Args:
        table: normalised mentions with ``FIELDS``. persons: whose each mention is, in the same order.
    """
    readings = table.select(FIELDS).with_columns(persons.alias("person")).unique()
    rows = ((row["person"], compound) for row in readings.iter_rows(named=True) for compound in compounds(row))
    whose = pl.DataFrame(rows, schema={"person": pl.String, "compound": pl.String}, orient="row").unique()
    kept = whose.filter(pl.len().over("compound") <= MOST)
    return sorted((key(compound, secret), person) for person, compound in kept.iter_rows())
