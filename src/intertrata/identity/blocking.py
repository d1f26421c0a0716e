"""Which pairs of mentions are worth comparing: they share a key that few share.

In: the normalised table. Out: pairs (``a`` < ``b``, places in the table), each once, none of one act. A key is a compound of
how names sound, birth, document or case number; one that too many share is dropped, and its finer compounds stand in for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import polars as pl

from intertrata.identity.spelling import slips

GENERATION = 12 * 366  # days
MOST_SOUNDS = 7  # of one mention, that make compounds
SOUNDS = ("h_g1", "h_g2", "h_s1", "h_s2", "h_married")


@dataclass(frozen=True)
class Rules:
    """How many mentions may share a key of each kind; saved with the model, since recall rests on it."""

    document: int = 40
    case: int = 40
    two_names: int = 40
    three_names: int = 80
    two_names_year: int = 80
    two_names_place: int = 50
    name_birth: int = 40
    name_place_time: int = 12
    birth_place: int = 12
    birth: int = 6
    document_part: int = 12
    address: int = 12
    first_name: int = 40


def pairs(table: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Give every pair that shares a key, sorted: ``a``, ``b`` (Int32)."""
    table = table.with_columns(_tokens(table))
    loose = [_joined(keys, limit) for keys, limit in _loose(table, rules)]
    loose += [_first_names(table, size, days, rules.first_name) for size, days in (("dist", 720), ("prov", 240), ("dep", 100))]
    strict = [_joined(keys, limit) for keys, limit in _strict(table, rules)]
    found = [_possible(pl.concat(loose).unique(), table), *strict]
    together = pl.concat(found).unique().sort("pair")
    out = together.select((pl.col("pair") // (1 << 32)).cast(pl.Int32).alias("a"), (pl.col("pair") % (1 << 32)).cast(pl.Int32).alias("b"))
    return _without_one_act(out, table)


def _loose(table: pl.DataFrame, rules: Rules) -> list[tuple[pl.DataFrame, int]]:
    """Keys that homonyms and people of one case share."""
    two = _compounds(table, 2)
    return [
        (table.select("n", pl.col("cases").alias("key")).explode("key"), rules.case),
        (two, rules.two_names),
        (_with_place(two, table), rules.two_names_place),
        (_compounds(table, 3), rules.three_names),
        (_name_place_time(table), rules.name_place_time),
        (_with_year(two, table), rules.two_names_year),
    ]


def _strict(table: pl.DataFrame, rules: Rules) -> list[tuple[pl.DataFrame, int]]:
    """Keys that say who somebody is, whatever else is typed."""
    return [
        (table.select("n", pl.col("doc").alias("key")), rules.document),
        (_document_parts(table), rules.document_part),
        (_name_birth(table), rules.name_birth),
        (_birth_place(table), rules.birth_place),
        (table.filter(pl.col("b_day").is_not_null()).select("n", pl.col("b_low").alias("key")), rules.birth),
        (table.select("n", pl.col("word_pairs").alias("key")).explode("key"), rules.address),
    ]


def _joined(keys: pl.DataFrame, limit: int) -> pl.DataFrame:
    """Pair the mentions of each key that at most ``limit`` share; a pair is one number, a · 2³² + b."""
    kept = (
        keys.lazy()
        .drop_nulls()
        .unique()
        .filter(pl.len().over("key").is_between(2, limit))
        .with_columns(pl.col("key").rank("dense").cast(pl.UInt32))
        .collect()
    )
    return (
        kept.lazy().join(kept.lazy(), on="key", suffix="_b").filter(pl.col("n") < pl.col("n_b"))
        .select((pl.col("n").cast(pl.Int64) * (1 << 32) + pl.col("n_b")).alias("pair")).unique().collect()
    )  # fmt: skip


def _without_one_act(found: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    act = table["act"]
    same = (act.gather(found["a"]) == act.gather(found["b"])).fill_null(value=False)
    return found.filter(~same)


def _possible(found: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """Leave out pairs that were born ``GENERATION`` days apart at least."""
    a, b = (found["pair"] // (1 << 32)).cast(pl.Int32), (found["pair"] % (1 << 32)).cast(pl.Int32)
    low, high = table["b_low"], table["b_high"]
    sides = pl.DataFrame(
        [low.gather(a).alias("low_a"), low.gather(b).alias("low_b"), high.gather(a).alias("high_a"), high.gather(b).alias("high_b")]
    )
    gap = pl.max_horizontal("low_a", "low_b") - pl.min_horizontal("high_a", "high_b")
    return found.filter(sides.select((gap < GENERATION) | pl.any_horizontal(pl.col("low_a", "low_b").is_null())).to_series())


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
    """Give every compound of ``size`` sounds: order and column do not matter, so that swaps and drops still meet."""
    every = [
        table.filter(pl.col("sounds").list.len() > max(places)).select(
            "n", pl.concat_str([pl.col("sounds").list.get(at) for at in places], separator=" ").alias("key")
        )
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
    return compounds.join(_years(table), on="n").select(
        "n", pl.concat_str(["key", pl.col("year").cast(pl.String)], separator=" ").alias("key")
    )


def _with_place(compounds: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    placed = table.select("n", "dep").drop_nulls()
    return compounds.join(placed, on="n").select("n", pl.concat_str(["key", "dep"], separator=" ").alias("key"))


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


def _first_names(table: pl.DataFrame, place: str, days: int, limit: int) -> pl.DataFrame:
    """Pair who is known by first names only with those who have one of them, near in place and time."""
    known = table.with_columns(pl.concat_list("h_g1", "h_g2").list.drop_nulls().alias("heard")).filter(pl.col("heard").list.len() > 0)
    keys = _heard_at(known, "heard", place, days).drop_nulls()
    alone = known.filter(pl.col("s1").is_null()).select("n")
    asked = keys.join(alone, on="n", how="semi")
    others = keys.join(asked.select("key").unique(), on="key", how="semi").filter(pl.len().over("key") <= limit)
    met = asked.join(others, on="key", suffix="_b").filter(pl.col("n") != pl.col("n_b"))
    low, high = pl.min_horizontal("n", "n_b").cast(pl.Int64), pl.max_horizontal("n", "n_b").cast(pl.Int64)
    return met.select((low * (1 << 32) + high).alias("pair")).unique()


def _document_parts(table: pl.DataFrame) -> pl.DataFrame:
    """Give half a document with one sound of the name: one slip leaves the other half as it was."""
    told = table.filter(pl.col("doc").str.len_chars() >= 7).select("n", "sounds", "doc")
    halves = pl.concat_list(pl.col("doc").str.slice(0, 4) + "<", pl.lit(">") + pl.col("doc").str.slice(-4))
    parts = told.select("n", "sounds", halves.alias("half")).explode("half").explode("sounds")
    return parts.select("n", pl.concat_str(["sounds", "half"], separator=" ").alias("key"))
