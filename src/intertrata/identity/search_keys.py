"""Search keys: HMACs of compounds of identity that lead to persons; a single surname is never a key (DESIGN.md §8).

In: normalised columns of mentions, a secret. Out: 64-bit keys, each with the places of the persons it leads to. A compound that leads
to more than ``MOST`` persons is not kept: it would find nobody in particular, and its frequency would give the name away; a finer one
stands in for it. ``KINDS`` says once which compounds there are, for the batch (columns) and for one look-up (values) alike.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product
from typing import Any

import polars as pl

from intertrata.identity.dates import AGE

MOST = 100
BEGINNING = 3  # letters of a name that is still being typed
YEAR = 365.2425
WIDEST = 4 * 366  # days; a birth known less well makes no key

Tokens = list[str]


def _one(value: str | None) -> Tokens:
    return [value] if value else []


def _each(*names: str | None) -> Tokens:
    """Each name of its own; an initial is none."""
    return sorted({name for name in names if name and len(name) > 1})


def _both(*names: str | None) -> Tokens:
    """The two names together, in neither order."""
    told = sorted(name for name in names if name)
    return [" ".join(told)] if len(told) == len(names) else []


def _begun(*names: str | None) -> Tokens:
    return sorted({name[:BEGINNING] for name in names if name and len(name) >= BEGINNING})


def _both_begun(*names: str | None) -> Tokens:
    return _both(*(name[:BEGINNING] if name and len(name) >= BEGINNING else None for name in names))


def _sexes(sex: str | None) -> Tokens:
    return [sex] if sex else ["F", "M"]


def _birthday(year: int | None, month: int | None, day: int | None) -> Tokens:
    """A whole birth date, day and month sorted, so that a swap still meets."""
    return [f"{year} {min(month, day)} {max(month, day)}"] if month and day else []


def _years(low: int | None, high: int | None) -> Tokens:
    """The birth years that an interval touches."""
    if low is None or high is None or high - low > WIDEST:
        return []
    return [str(year) for year in range(int(low / YEAR + 1970), int(high / YEAR + 1970) + 1)]


def _decades(low: int | None, high: int | None) -> Tokens:
    return sorted({year[:3] for year in _years(low, high)})


TOKENS: Mapping[str, tuple[tuple[str, ...], Callable[..., Tokens]]] = {
    "document": (("doc",), _one),
    "surname": (("h_s1", "h_s2", "h_married"), _each),
    "given": (("h_g1", "h_g2"), _each),
    "surnames": (("h_s1", "h_s2"), _both),
    "surname begun": (("s1", "s2"), _begun),
    "given begun": (("g1", "g2"), _begun),
    "surnames begun": (("s1", "s2"), _both_begun),
    "year": (("b_low", "b_high"), _years),
    "decade": (("b_low", "b_high"), _decades),
    "birthday": (("b_year", "b_month", "b_day"), _birthday),
    "sex": (("sex",), _sexes),
    "department": (("dep",), _one),
}
"""What a compound is made of: the columns each token is read from, and how. What is begun is read as spelled: half a name has no sound yet."""

KINDS: Mapping[str, tuple[str, ...]] = {
    "d": ("document",),
    "n": ("surname", "given"),
    "s": ("surnames", "sex", "decade"),
    "h": ("surname begun", "given begun"),
    "p": ("surnames begun", "given begun"),
    "q": ("surname begun", "given begun", "year"),
    "r": ("surnames begun", "given begun", "year"),
    "b": ("given begun", "birthday"),
    "w": ("birthday", "sex", "department"),
}
"""The compounds. ``h``, ``p`` and ``q`` find half a name; ``r`` stands in where those of common names lead to too many; ``b`` and ``w`` find who gave another name."""

COLUMNS = tuple(sorted({column for columns, _ in TOKENS.values() for column in columns}))
ASKED_BY = (*COLUMNS, "b_known")


def compounds(row: Mapping[str, Any]) -> set[str]:
    """Give the compounds of one normalised mention (``COLUMNS``; None where unknown): at least two tokens of identity each."""
    tokens = {name: read(*(row[column] for column in columns)) for name, (columns, read) in TOKENS.items()}
    return {" ".join((kind, *chosen)) for kind, parts in KINDS.items() for chosen in product(*(tokens[part] for part in parts))}


def sought(row: Mapping[str, Any]) -> set[str]:
    """Give the compounds by which one mention is looked for: as kept, and for a birth known by an age that may be a year off."""
    if row["b_known"] != AGE or row["b_low"] is None:
        return compounds(row)
    return compounds({**row, "b_low": row["b_low"] - 365, "b_high": row["b_high"] + 365})


def key(compound: str, secret: bytes) -> int:
    """Give the signed 64-bit key of a compound (HMAC-SHA256, first eight bytes)."""
    return int.from_bytes(hmac.digest(secret, compound.encode(), "sha256")[:8], "big", signed=True)


def of_table(table: pl.DataFrame, secret: bytes) -> Iterator[tuple[int, list[int]]]:
    """Give each key with the places of its persons, sorted by key, without the compounds that more than ``MOST`` persons share.

    The order of the compounds themselves would tell who holds the vault which of a person's keys is her document and which
    of two surnames comes first in the alphabet. Two compounds of one key (one table in 100,000 has them) keep the first.

    Args:
        table: normalised mentions with ``COLUMNS`` and ``place``, whose each is.
    """
    read = _read(table)
    keyed = pl.concat(_keyed(_shared(read, kind, parts), secret) for kind, parts in KINDS.items())
    for part in keyed.sort("key").unique("key", keep="first", maintain_order=True).iter_slices(100_000):
        yield from part.iter_rows()


def of_askers(table: pl.DataFrame, secret: bytes) -> pl.DataFrame:
    """Give ``asker`` (``n``), ``key``: the keys by which each of a few normalised mentions is looked for."""
    sought_by = ((row["n"], key(one, secret)) for row in table.select("n", *ASKED_BY).iter_rows(named=True) for one in sorted(sought(row)))
    return pl.DataFrame(sought_by, schema={"asker": pl.Int32, "key": pl.Int64}, orient="row")


def _read(table: pl.DataFrame) -> pl.DataFrame:
    """Give the tokens of each mention as lists; every distinct value is read once."""
    whole = table.select("place", *COLUMNS).unique()
    for name, (columns, read) in TOKENS.items():
        distinct = whole.select(columns).unique()
        tokens = pl.Series(f"t {name}", [read(*values) for values in distinct.iter_rows()], dtype=pl.List(pl.String))
        whole = whole.join(distinct.with_columns(tokens), on=columns, how="left", nulls_equal=True)
    return whole.select("place", *(f"t {name}" for name in TOKENS)).unique()


def _shared(read: pl.DataFrame, kind: str, parts: Iterable[str]) -> pl.DataFrame:
    """Give the compounds of one kind (``compound``, ``places``) that lead to at most ``MOST`` persons."""
    lists = [f"t {part}" for part in parts]
    rows = read.lazy().select("place", *lists).filter(pl.all_horizontal(pl.col(one).list.len() > 0 for one in lists))
    for one in lists:
        rows = rows.explode(one)
    compound = pl.concat_str([pl.lit(kind), *lists], separator=" ").alias("compound")
    found = rows.select("place", compound).unique().group_by("compound").agg(pl.col("place").sort().alias("places"))
    return found.filter(pl.col("places").list.len() <= MOST).collect()


def _keyed(shared: pl.DataFrame, secret: bytes) -> pl.DataFrame:
    keys = pl.Series("key", [key(compound, secret) for compound in shared["compound"]], dtype=pl.Int64)
    return shared.select(keys, "places")
