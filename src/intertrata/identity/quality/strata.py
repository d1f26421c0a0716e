"""The pairs of a run by stratum and by group, and the few that are drawn for reviewers to measure the linkage by.

In: a linked table. Out: counts, and a sample that any run of the same records would draw again, so that answers stay of use. A stratum
says whether the run made one person of the pair, and in which band its probability lies; a group is a pair of registers or a kind of
person that either record may be of.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

import polars as pl

from intertrata.identity.linking import Linked
from intertrata.identity.sounds import sound

BANDS = (0.05, 0.2, 0.5, 0.8, 0.95, 0.99)
"""Where one band of probability ends and the next begins."""

A_STRATUM = 60  # pairs drawn of each
ADULT = 18 * 365.2425
ALL = "all"
COUNTS = {"stratum": pl.String, "group": pl.String, "pairs": pl.Int64, "expected": pl.Float64}


def pairs(linked: Linked) -> pl.DataFrame:
    """Give every pair that was scored or became one person: ``a``, ``b``, ``probability`` (0 where not compared), ``stratum``; sorted."""
    home = linked.normalised.select("n", "record_id").join(linked.clusters, on="record_id", how="left", maintain_order="left")["person_id"]
    placed = pl.DataFrame({"n": linked.normalised["n"], "home": home})
    crowded = placed.filter(pl.len().over("home") > 1)
    within = crowded.join(crowded, on="home", suffix="_b").filter(pl.col("n") < pl.col("n_b")).select(a="n", b="n_b")
    scored = linked.scored.select("a", "b", "probability")
    every = scored.join(within.with_columns(pl.lit(True).alias("one")), on=["a", "b"], how="full", coalesce=True)
    told = every.with_columns(pl.col("probability").fill_null(0.0), pl.col("one").fill_null(value=False))
    return told.with_columns(_stratum()).drop("one").sort("a", "b")


def _stratum() -> pl.Expr:
    band = pl.sum_horizontal((pl.col("probability") >= edge).cast(pl.Int8) for edge in BANDS)
    return pl.concat_str(pl.when("one").then(pl.lit("one:")).otherwise(pl.lit("two:")), band.cast(pl.String)).alias("stratum")


def kinds(table: pl.DataFrame) -> pl.DataFrame:
    """Give, by place in the table, its register and the kinds of person a record may be of (lists of codes, sorted).

    Kinds: ``minor`` (under 18 at the event, or in doubt: SAFEGUARDS 2), ``adult``, ``age_unknown``, ``foreign``, ``andean`` and ``amazonian``
    (a surname of that origin), ``nameless`` (no surname).
    """
    origins = _origins()
    origin = {
        one: pl.any_horizontal(
            pl.col(name).is_in([key for key, whose in origins.items() if whose == one]) for name in ("h_s1", "h_s2")
        ).fill_null(value=False)
        for one in ("andean", "amazonian")
    }
    youngest = pl.col("e_low") - pl.col("b_high")
    flags = {
        "adult": (youngest >= ADULT).fill_null(value=False),
        "age_unknown": youngest.is_null(),
        "amazonian": origin["amazonian"],
        "andean": origin["andean"],
        "foreign": (pl.col("nationality") != "PER").fill_null(value=False),
        "minor": (youngest < ADULT).fill_null(value=False),
        "nameless": pl.col("h_s1").is_null() & pl.col("h_s2").is_null(),
    }
    each = [pl.when(flag).then(pl.lit(name)) for name, flag in flags.items()]
    return table.select("n", pl.col("register").fill_null(""), pl.concat_list(each).list.drop_nulls().alias("kinds"))


def with_groups(found: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """Give the pairs with ``groups``: ``register:a|b``, ``kind:minor`` and so on, sorted."""
    told = kinds(table)
    one, other = (told.rename({"n": side, "register": f"register_{side}", "kinds": f"kinds_{side}"}) for side in "ab")
    both = found.join(one, on="a", how="left", maintain_order="left").join(other, on="b", how="left", maintain_order="left")
    low, high = pl.min_horizontal("register_a", "register_b"), pl.max_horizontal("register_a", "register_b")
    registers = pl.concat_list(pl.concat_str(pl.lit("register:"), low, pl.lit("|"), high))
    people = pl.concat_list("kinds_a", "kinds_b").list.unique().list.sort().list.eval(pl.lit("kind:") + pl.element())
    return both.with_columns(pl.concat_list(registers, people).alias("groups")).drop("register_a", "register_b", "kinds_a", "kinds_b")


def counts(grouped: pl.DataFrame) -> pl.DataFrame:
    """Give how many pairs each stratum has, over all and by group, and how many the model expects to be true; sorted."""
    each = grouped.select("stratum", "probability", pl.concat_list(pl.lit(ALL), "groups").alias("group")).explode("group")
    summed = each.group_by("stratum", "group").agg(
        pl.len().cast(pl.Int64).alias("pairs"), pl.col("probability").sum().round(6).alias("expected")
    )
    return summed.sort("group", "stratum")


def drawn(grouped: pl.DataFrame, records: pl.Series, *, each: int = A_STRATUM) -> pl.DataFrame:
    """Draw pairs of every stratum: those whose records' ids mix to the smallest numbers; sorted by stratum.

    Ids are keyed digests, so that their bits are as good as a lot; the same pair is drawn again while it stays in its stratum.

    Args:
        records: record ids (32 hex digits) by place.
    """
    bits = [records.gather(grouped[side]).str.slice(-12).str.to_integer(base=16, dtype=pl.Int64) for side in "ab"]
    return grouped.with_columns((bits[0] ^ bits[1]).alias("lot")).sort("stratum", "lot", "a", "b").filter(
        pl.int_range(pl.len()).over("stratum") < each
    ).drop("lot")  # fmt: skip


@cache
def _origins() -> dict[str, str]:
    """Surnames of indigenous origin by how they sound."""
    text = files("intertrata.identity").joinpath("lexicon", "origins.csv").read_text(encoding="utf-8")
    return {sound(row["surname"]): row["origin"] for row in csv.DictReader(text.splitlines())}
