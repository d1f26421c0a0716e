"""From mentions to tokens: what of a mention goes into its token, and in which shape.

In: a table of mentions by the contract of ``link-table``, and K. Out: one ``TOKEN`` a mention, sorted by record id: a fixed number of
bytes whatever it holds, zero where unknown. The register makes them on its machine, the house for its own named mentions: the same
code, the same K, the same tokens (normal forms learn from the table they stand in, so that a rare reading may differ).
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from intertrata.identity import search_keys
from intertrata.identity.tokens.filters import WORDS, Words, bigrams, filters, name_grams
from intertrata.identity.tokens.secret import TokenKey

NAMES = (("g1", "given"), ("g2", "given"), ("s1", "surname"), ("s2", "surname"))
"""The parts of a name and the attribute whose key hashes each; first and second share one, since registers swap them."""
RARITIES = ("rg1", "rs1", "rs2")
BIRTH = ("whole", "turned", "year month", "year day", "month day")
MOST_KEYS, MOST_CASES = 72, 6
SHORTEST_CASE = 5
SEXES, ROLES = ("F", "M", "X"), ("victim", "suspect", "witness", "family", "complainant")
YEAR = 365.2425

FEATURES = np.dtype([
    ("names", "<u8", (len(NAMES), WORDS)), ("document", "<u8", (WORDS,)), ("birth", "<u8", (len(BIRTH),)),
    ("cases", "<u8", (MOST_CASES,)), ("act", "<u8"), ("register", "<u8"),
    ("born_from", "<i2"), ("born_to", "<i2"), ("born_known", "u1"), ("sex", "u1"), ("department", "u1"), ("role", "u1"),
    ("event", "<i2"), ("crowd", "u1"), ("rarity", "u1", (len(RARITIES),)),
])  # fmt: skip
TOKEN = np.dtype([("features", FEATURES), ("keys", "<u8", (MOST_KEYS,))])
TOLD = ("born_from", "born_to", "born_known", "sex", "department", "role", "event", "crowd", "rarity")
"""What of a token the house reads in clear; all else is hashed under K. Outside the house all of it is sealed."""

Array = npt.NDArray[Any]


def digest(text: str, secret: bytes) -> int:
    """Give the 64-bit HMAC of a text, never zero: zero is unknown."""
    return int.from_bytes(hmac.digest(secret, text.encode(), "sha256")[:8], "little") or 1


def tokens(table: pl.DataFrame, normalised: pl.DataFrame, key: TokenKey) -> Array:
    """Give the token (``TOKEN``) of each row of a normalised table.

    Args:
        table: the mentions as told (``mentions.complete``): case numbers and acts are read from it.
        normalised: the same, normalised, or some of its rows.
    """
    out = np.zeros(len(normalised), TOKEN)
    out["features"] = features(table, normalised, key)
    secret = key.of("compounds")
    columns = [*search_keys.COLUMNS, "b_known"]
    for place, row in enumerate(normalised.select(columns).iter_rows(named=True)):
        # The finer the compound, the surer it is needed: the longest stay where there are too many.
        compounds = sorted(search_keys.sought(row), key=lambda one: (-one.count(" "), one))[: MOST_KEYS - MOST_CASES]
        found = sorted(unsigned(search_keys.key(one, secret)) for one in compounds)
        out["keys"][place, : len(found)] = found
    out["keys"][:, MOST_KEYS - MOST_CASES :] = out["features"]["cases"]
    return out


def unsigned(key: int) -> int:
    """Give a key of ``search_keys`` (signed, as databases keep it) as tokens keep it."""
    return key % (1 << 64)


def features(table: pl.DataFrame, normalised: pl.DataFrame, key: TokenKey) -> Array:
    """Give what is compared (``FEATURES``) of each row of a normalised table."""
    out = np.zeros(len(normalised), FEATURES)
    for place, (part, attribute) in enumerate(NAMES):
        secret = key.of(attribute)
        out["names"][:, place] = _filters(normalised.select(part, f"h_{part}"), name_grams, secret)
    out["document"] = _filters(normalised.select("doc"), lambda number: bigrams(number or ""), key.of("document"))
    out["birth"] = _births(normalised, key.of("birth"))
    told = normalised.select("record_id").join(table, on="record_id", how="left", maintain_order="left")
    out["cases"] = _cases(told["case_numbers"], key.of("case"))
    act = pl.when(told["together"] != "").then(pl.concat_str([pl.lit(""), told["register"], told["together"]], separator="\x1f"))
    out["act"] = _hashed(told.select(act.alias("act"))["act"], key.of("act"))
    out["register"] = _hashed(told["register"], key.of("register"))
    _tell(out, normalised)
    return out


def _tell(out: Array, normalised: pl.DataFrame) -> None:
    """Write what is told in clear to the house."""
    years = normalised.select(
        *((pl.col(name) / YEAR + 1970).floor().fill_null(0).cast(pl.Int16) for name in ("b_low", "b_high", "e_low")),
        known=(pl.col("b_known") + 1).fill_null(0),
        department=pl.col("dep").cast(pl.UInt8, strict=False).fill_null(0),
        crowd=pl.when(pl.col("act").is_null()).then(0).otherwise(1 + (pl.col("crowd") > 1).cast(pl.Int8) + (pl.col("crowd") > 3)),
        sex=_place(normalised["sex"], SEXES),
        role=_place(normalised["role"], ROLES),
    )
    for ours, theirs in (("born_from", "b_low"), ("born_to", "b_high"), ("event", "e_low"), ("born_known", "known")):
        out[ours] = years[theirs].to_numpy()
    for name in ("department", "crowd", "sex", "role"):
        out[name] = years[name].to_numpy()
    for place, name in enumerate(RARITIES):
        out["rarity"][:, place] = (normalised[name].cast(pl.Int16) + 1).fill_null(0).to_numpy()


def _place(column: pl.Series, codes: Sequence[str]) -> pl.Series:
    """Give the place of each value in a closed list, from 1; what is not in it is unknown: no free text travels."""
    return column.replace_strict({code: place for place, code in enumerate(codes, 1)}, default=0, return_dtype=pl.UInt8)


def _filters(columns: pl.DataFrame, grams: Callable[..., set[str]], secret: bytes) -> Words:
    """Give the filter of each row's values; every distinct row is read once."""
    distinct = columns.unique(maintain_order=True).with_row_index("place")
    made = filters((grams(*row[1:]) for row in distinct.iter_rows()), secret)
    places = columns.join(distinct, on=columns.columns, how="left", maintain_order="left", nulls_equal=True)["place"]
    filled: Words = made[places.to_numpy()]
    return filled


def _births(normalised: pl.DataFrame, secret: bytes) -> Array:
    """Give the HMACs of a whole birth date, of the same with day and month turned, and of each pair of its parts."""

    @cache
    def read(year: int | None, month: int | None, day: int | None) -> tuple[int, ...]:
        if year is None or month is None or day is None:
            return (0,) * len(BIRTH)
        parts = (f"{year} {month} {day}", f"{year} {day} {month}", f"{year} {month}", f"{year} - {day}", f"- {month} {day}")
        return tuple(digest(part, secret) for part in parts)

    rows = normalised.select("b_year", "b_month", "b_day").iter_rows()
    return np.array([read(*row) for row in rows], dtype=np.uint64).reshape(-1, len(BIRTH))


def _cases(column: pl.Series, secret: bytes) -> Array:
    """Give the HMACs of the case numbers quoted, letters and digits only."""

    @cache
    def read(text: str) -> list[int]:
        bare = {re.sub(r"[^0-9A-Z]", "", number.upper()) for number in text.split(";")}
        found = [digest(number, secret) for number in sorted(bare) if len(number) >= SHORTEST_CASE][:MOST_CASES]
        return found + [0] * (MOST_CASES - len(found))

    return np.array([read(text) for text in column], dtype=np.uint64).reshape(-1, MOST_CASES)


def _hashed(column: Iterable[str | None], secret: bytes) -> Array:
    read = cache(lambda text: digest(text, secret) if text else 0)
    return np.array([read(text) for text in column], dtype=np.uint64)
