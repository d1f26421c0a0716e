"""Which pairs of mentions are worth comparing: they share a key that few share, and at a glance nothing speaks against them.

In: the normalised table. Out: pairs (``a`` < ``b``, places in the table), each once, none of one act. A key is a compound of
how names sound, birth, document or case number; one that too many share is dropped, and its finer compounds stand in for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import polars as pl

from intertrata.identity.glance import Limits, likely, seen
from intertrata.identity.spelling import slips
from intertrata.identity.strangers import without_strangers

MOST_SOUNDS = 7  # of one mention, that make compounds
SOUNDS = ("h_g1", "h_g2", "h_s1", "h_s2", "h_married")
AT_ONCE = 4_000_000  # pairs met at a time
NAMELESS = ("case", "birth_place", "birth", "address")  # kinds of keys that bring together who may share no name
OF_ANY_SIZE = ("document", "case", "first_name")  # kinds of keys whose limits do not follow the size of the table
SMALLEST = 20_000  # mentions: a smaller table is a part of a country all the same


@dataclass(frozen=True)
class Rules:
    """How many mentions may share a key of each kind, by what a glance says of the pair (``glance.Limits``), in a table of ``mentions``.

    Saved with the model, since recall rests on them. ``bench/identity_blocking.py`` says what each kind finds that no other does, and at what cost.
    In a smaller table names meet so rarely that wider limits find more and cost little; in a larger one limits that stood still would let the
    pairs grow with the square of the mentions. So names may be shared by ``mentions`` / n to the power ``narrowing`` as many; how many share a
    document or quote a case has nothing to do with the size of a country.
    """

    document: Limits = (8, 8, 40, 40, 40)
    case: Limits = (0, 0, 40, 40, 40)
    two_names: Limits = (0, 3, 8, 40, 200)
    three_names: Limits = (0, 8, 10, 24, 80)
    two_names_year: Limits = (0, 2, 6, 18, 60)
    two_names_place: Limits = (0, 3, 5, 24, 75)
    name_birth: Limits = (0, 3, 8, 20, 40)
    name_place_time: Limits = (0, 0, 5, 8, 12)
    birth_place: Limits = (0, 4, 12, 12, 12)
    birth: Limits = (0, 4, 20, 20, 20)
    document_part: Limits = (0, 0, 6, 12, 12)
    address: Limits = (0, 4, 6, 12, 12)
    first_name: Limits = (0, 0, 40, 40, 40)
    mentions: int = 500_000
    narrowing: float = 0.25

    def at(self, mentions: int) -> Rules:
        """Give the limits for so many mentions, whatever the size of the table they are asked of."""
        wider = (self.mentions / max(mentions, SMALLEST)) ** self.narrowing
        named: dict[str, Any] = {
            name: tuple(round(limit * wider) for limit in limits)
            for name, limits in vars(self).items()
            if isinstance(limits, tuple) and name not in OF_ANY_SIZE
        }
        return replace(self, **named, narrowing=0.0)


def pairs(table: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Give every pair that shares a key and stands a glance, sorted: ``a``, ``b`` (Int32)."""
    together = pl.concat(found for _, found in kinds(table, rules)).unique().sort()
    out = pl.DataFrame({"a": (together // (1 << 32)).cast(pl.Int32), "b": (together % (1 << 32)).cast(pl.Int32)})
    return _without_one_act(out, table)


def kinds(table: pl.DataFrame, rules: Rules) -> Iterator[tuple[str, pl.Series]]:
    """Give by kind of key its pairs (a · 2³² + b), each once."""
    heard, glanced, fit = table.with_columns(_tokens(table)), seen(table), rules.at(len(table))
    for name, keys in _keys(heard):
        limits: Limits = getattr(fit, name)
        found = likely(_met(keys, max(limits)), limits, glanced)
        yield name, without_strangers(found, heard) if name in NAMELESS else found
    found = likely(_first_names(heard, max(fit.first_name)), fit.first_name, glanced)
    yield "first_name", without_strangers(found, heard)  # an initial may be all they share


def _keys(table: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Give the keys (``n``, ``key``) of each kind, one kind at a time."""
    two = _compounds(table, 2)
    yield "two_names", two
    yield "two_names_place", _with_place(two, table)
    yield "two_names_year", _with_year(two, table)
    del two
    yield "three_names", _compounds(table, 3)
    yield "name_place_time", _name_place_time(table)
    yield "case", table.select("n", pl.col("cases").alias("key")).explode("key")
    yield "document", table.select("n", pl.col("doc").alias("key"))
    yield "document_part", _document_parts(table)
    yield "name_birth", _name_birth(table)
    yield "birth_place", _birth_place(table)
    yield "birth", table.filter(pl.col("b_day").is_not_null()).select("n", pl.col("b_low").alias("key"))
    yield "address", table.select("n", pl.col("word_pairs").alias("key")).explode("key")


def _met(keys: pl.DataFrame, limit: int) -> Iterator[pl.DataFrame]:
    """Pair the mentions of each key that at most ``limit`` share, some keys at a time; a pair is one number, a · 2³² + b.

    Each part: ``pair``, ``size`` (how many share the key); a pair comes once a key.
    """
    known = keys.lazy().drop_nulls().with_columns(pl.col("key").hash()).unique()
    shared = known.with_columns(size=pl.len().over("key").cast(pl.Int32)).filter(pl.col("size").is_between(2, limit)).sort("key").collect()
    turn = ((shared["size"] - 1).cast(pl.Int64).cum_sum() // (2 * AT_ONCE)).alias("turn")
    for part in shared.with_columns(turn).with_columns(pl.col("turn").min().over("key")).partition_by("turn", include_key=False):
        both = part.lazy().join(part.lazy().select("key", "n"), on="key", suffix="_b").filter(pl.col("n") < pl.col("n_b"))
        yield both.select((pl.col("n").cast(pl.Int64) * (1 << 32) + pl.col("n_b")).alias("pair"), "size").collect()


def _without_one_act(found: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    act = table["act"]
    same = (act.gather(found["a"]) == act.gather(found["b"])).fill_null(value=False)
    return found.filter(~same)


def _tokens(table: pl.DataFrame) -> pl.Series:
    """Give each mention's sounds, whatever their place, and what a slip may have meant; sorted, without repeats or initials."""
    each = (
        table.select("n", pl.concat_list(SOUNDS).alias("sounds"))
        .explode("sounds")
        .drop_nulls()
        .filter(pl.col("sounds").str.len_chars() > 1)
    )
    mended = slips(dict(each["sounds"].value_counts().iter_rows()))
    meant = each.with_columns(pl.col("sounds").replace_strict(mended, default=None, return_dtype=pl.String)).drop_nulls()
    lists = pl.concat([each, meant]).unique().sort("n", "sounds").group_by("n", maintain_order=True).agg("sounds")
    return table.select("n").join(lists, on="n", how="left", maintain_order="left")["sounds"]


def _compounds(table: pl.DataFrame, size: int) -> pl.DataFrame:
    """Give every compound of ``size`` sounds, hashed: order and column do not matter, so that swaps and drops still meet."""
    sounds, many = table.select("n", "sounds").lazy(), pl.col("sounds").list.len()
    every = [
        sounds.filter(many > max(places))
        .select("n", pl.concat_str([pl.col("sounds").list.get(at) for at in places], separator=" ").hash().alias("key"))
        .collect()
        for places in combinations(range(MOST_SOUNDS), size)
    ]
    return pl.concat(every)


def _years(table: pl.DataFrame) -> pl.DataFrame:
    """Give the birth years that a mention allows, at most three; an age of unknown day allows two."""
    low, high = (pl.col(name) / 365.2425 + 1970 for name in ("b_low", "b_high"))
    spans = table.select("n", low.floor().cast(pl.Int16).alias("from"), high.floor().cast(pl.Int16).alias("to")).drop_nulls()
    return (
        spans.filter(pl.col("to") - pl.col("from") < 3).select("n", pl.int_ranges("from", pl.col("to") + 1).alias("year")).explode("year")
    )


def _with_year(compounds: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    return compounds.join(_years(table), on="n").select("n", pl.struct("key", "year").hash().alias("key"))


def _with_place(compounds: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    return compounds.join(table.select("n", "dep").drop_nulls(), on="n").select("n", pl.struct("key", "dep").hash().alias("key"))


def _birth_place(table: pl.DataFrame) -> pl.DataFrame:
    """Give the whole birth date with sex and department: what is left of somebody who gave a false name."""
    dated = table.filter(pl.col("b_day").is_not_null())
    return dated.select("n", pl.concat_str(["b_low", "sex", "dep"], separator=" ").alias("key"))


def _name_birth(table: pl.DataFrame) -> pl.DataFrame:
    """Give one sound with the whole birth date; day and month sorted, so that a swap still meets."""
    day, month = pl.col("b_day"), pl.col("b_month")
    birth = pl.concat_str([pl.col("b_year"), pl.min_horizontal(day, month), pl.max_horizontal(day, month)], separator=" ")
    dated = table.filter(day.is_not_null()).select("n", "sounds", birth.alias("birth")).explode("sounds")
    return dated.select("n", pl.concat_str(["sounds", "birth"], separator=" ").alias("key"))


def _name_place_time(table: pl.DataFrame) -> pl.DataFrame:
    """Give one sound with province and month of the event: what a hotline knows of somebody."""
    return _heard_at(table, "sounds", "prov", 31)


def _heard_at(table: pl.DataFrame, sounds: str, place: str, days: int) -> pl.DataFrame:
    """Give one sound with a place and a window of time; windows overlap by half, so that no month's end parts two mentions."""
    windows = [((pl.col("e_low") + shift) // (2 * days)).cast(pl.String) + mark for shift, mark in ((0, "a"), (days, "b"))]
    dated = table.filter(pl.col(place).is_not_null() & (pl.col("e_high") - pl.col("e_low") < 32))
    told = dated.select("n", pl.col(sounds).alias("sound"), place, pl.concat_list(windows).alias("when")).explode("when").explode("sound")
    return told.select("n", pl.concat_str(["sound", place, "when"], separator=" ").alias("key"))


def _first_names(table: pl.DataFrame, limit: int) -> Iterator[pl.DataFrame]:
    """Pair who is known by first names only with those who have one of them, near in place and time."""
    known = table.with_columns(pl.concat_list("h_g1", "h_g2").list.drop_nulls().alias("heard")).filter(pl.col("heard").list.len() > 0)
    alone = known.filter(pl.col("s1").is_null()).select("n")
    for place, days in (("dist", 720), ("prov", 240), ("dep", 100)):
        keys = _heard_at(known, "heard", place, days).drop_nulls()
        asked = keys.join(alone, on="n", how="semi")
        others = keys.join(asked.select("key").unique(), on="key", how="semi").with_columns(size=pl.len().over("key").cast(pl.Int32))
        met = asked.join(others.filter(pl.col("size") <= limit), on="key", suffix="_b").filter(pl.col("n") != pl.col("n_b"))
        low, high = pl.min_horizontal("n", "n_b").cast(pl.Int64), pl.max_horizontal("n", "n_b").cast(pl.Int64)
        yield met.select((low * (1 << 32) + high).alias("pair"), "size")


def _document_parts(table: pl.DataFrame) -> pl.DataFrame:
    """Give half a document with one sound of the name: one slip leaves the other half as it was."""
    told = table.filter(pl.col("doc").str.len_chars() >= 7).select("n", "sounds", "doc")
    halves = pl.concat_list(pl.col("doc").str.slice(0, 4) + "<", pl.lit(">") + pl.col("doc").str.slice(-4))
    parts = told.select("n", "sounds", halves.alias("half")).explode("half").explode("sounds")
    return parts.select("n", pl.concat_str(["sounds", "half"], separator=" ").alias("key"))
