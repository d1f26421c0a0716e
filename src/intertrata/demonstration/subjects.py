"""Of whom and of what the registers speak, as rows with everything the country knows: what ``ways/*.toml`` chooses from.

In: the world. Out: one table for each kind of subject, all with ``year`` and ``met`` (when it began), most with their case's columns.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from intertrata.demonstration.cases import ANNULLED, KINDS, STORIES
from intertrata.demonstration.chance import between, pick, stream
from intertrata.demonstration.companions import ABROAD, COLLABORATOR, MISSING, MOTHER, SIBLING, WITNESS, chosen
from intertrata.demonstration.dating import as_dates, days_of
from intertrata.demonstration.people import ages_at
from intertrata.demonstration.plan import TOLD, assumed, table
from intertrata.demonstration.slips import ADULT
from intertrata.demonstration.traits import TRAITS
from intertrata.demonstration.world import World
from intertrata.vocabulary.codes import code_list

OF_CASE = [
    "case", "place", "facts_date", "reta_date", "copy_date", "mp_date", "pj_date", "outcome", "outcome_date", "stage", "complaint", "copy_complaint",
    "carpeta", "proceeding", "purpose", "exploitation_place", "means", "recruitment", "relation", "reporter", "offence", "operation", "special", "reta",
    "mp", "copied", "international", "aggravated", "channel", "kind", "met", "acts", "network", "network_date", "opens_network",
    "network_departments", "smuggled_to", "smuggled_through",
]  # fmt: skip
OF_PLACE = ["ubigeo", "district", "region", "department", "df", "dj", "dd", "rp"]
PERSON = ["sex", "country", "birth", "education", *TRAITS]
"""What conditions may ask of a person; what an institution writes of her is written from the person, with its faults."""


def subjects(world: World) -> dict[str, pl.DataFrame]:
    """Give every kind of subject by name."""
    places = _places()
    cases = world.cases.filter(pl.col("story") != ANNULLED).with_columns(
        pl.min_horizontal("reta_date", "mp_date", "pj_date").alias("met"), pl.col("period").alias("year"),
        pl.lit(pl.Series(KINDS)).gather(pl.col("kind")).alias("kind"), pl.lit(pl.Series(STORIES)).gather(pl.col("story")).alias("story"),
    )  # fmt: skip
    of_case = cases.select(OF_CASE).join(places, on="place", how="left", maintain_order="left", validate="m:1")
    years = cases.select("case", "year")
    involved = _involved(world, of_case)
    return {
        "cases": of_case.join(years, on="case", how="left", maintain_order="left", validate="1:1"),
        "victims": involved.filter(pl.col("kind") != "smuggling"),
        "smuggled": involved.filter(pl.col("kind") == "smuggling"),
        "suspects": _suspects(world, of_case, years),
        "operations": _operations(world, of_case.drop("place", "met", *OF_PLACE), places),
        "relatives": _companions(world, (MOTHER, SIBLING), of_case, places),
        "witnesses": _companions(world, (MOTHER, WITNESS, COLLABORATOR), of_case, places),
        "missing": _companions(world, (MISSING,), of_case, places),
        "abroad": _companions(world, (ABROAD,), of_case, places),
        "smuggling": _smuggling(world, of_case, years),
        "calls": _calls(of_case, years, world),
        "occasions": _occasions(world, places),
        "shelters": table("shelters").join(places, on="ubigeo", how="left", maintain_order="left", validate="m:1"),
    }


def _places() -> pl.DataFrame:
    """Places with the offices that are competent there, by the codes of our lists."""
    jurisdictions = code_list("jurisdiction")
    named = {"df": "fiscal", "dj": "judicial", "dd": "fiscal", "rp": "department"}
    read = table("places").with_row_index("place").with_columns(pl.col("place").cast(pl.Int64))
    offices = [
        pl.Series(short, [jurisdictions.resolve(text, prefix=f"{short}_") for text in read[name]], dtype=pl.String)
        for short, name in named.items()
    ]
    return read.with_columns(offices).select("place", "ubigeo", "district", pl.col("department").alias("region"), pl.col("code").alias("department"), *named)  # fmt: skip


def _met(rows: pl.DataFrame, world: World) -> pl.DataFrame:
    """Give persons' traits, and how old each was when her case began."""
    known = rows.hstack(world.people[rows["person"].to_numpy()].select(PERSON))
    age = ages_at(pl.col("birth"), pl.col("met"))
    return known.rename({"country": "home"}).with_columns(
        age.alias("age"), (age < ADULT).alias("minor"), (pl.col("home") != "PER").alias("foreign")
    )


def _involved(world: World, of_case: pl.DataFrame) -> pl.DataFrame:
    columns: list[str | pl.Expr] = [
        "involvement",
        "person",
        "case",
        pl.col("period").alias("year"),
        pl.col("sistra") == 1,
        pl.col("rescued") == 1,
        "in_court",
    ]
    written = (pl.col("reta") > 0).alias("in_reta")
    rows = world.involved.select(*columns, written).join(of_case, on="case", how="inner", maintain_order="left", validate="m:1")
    return _met(rows, world)


def _suspects(world: World, of_case: pl.DataFrame, years: pl.DataFrame) -> pl.DataFrame:
    rows = world.accused.select("accusation", "person", "case", "in_reta", "in_sistra", "in_court", "detained")
    rows = rows.join(of_case, on="case", how="inner", maintain_order="left", validate="m:1")
    return _met(rows.join(years, on="case", how="left", maintain_order="left", validate="m:1"), world)


def _operations(world: World, of_case: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Operations of the police, where they took place; what was found is known of those that began a case."""
    rows = world.operations.select(
        "operation", "place", "case", "institutions", "operation_kind", "rescued_women", "rescued_men", "rescued_minors", "detained", pl.col("period").alias("year"),
        pl.col("date").alias("met"), pl.col("number").alias("operation_number"), pl.col("case").is_not_null().alias("found"),
    )  # fmt: skip
    rows = rows.join(of_case.drop("operation"), on="case", how="left", maintain_order="left", validate="m:1")
    return rows.join(places, on="place", how="left", maintain_order="left", validate="m:1")


def _companions(world: World, whats: tuple[str, ...], of_case: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    rows = chosen(world.companions, *whats).drop("place", "met")
    alone = chosen(world.companions, *whats).select("person", "place", pl.col("met").alias("own_met"))
    rows = rows.join(of_case.drop("place", *OF_PLACE), on="case", how="left", maintain_order="left", validate="m:1")
    rows = rows.join(alone, on="person", how="left", maintain_order="left", validate="1:1").with_columns(
        pl.coalesce("met", "own_met").alias("met")
    )
    return _met(rows.drop("own_met").join(places, on="place", how="left", maintain_order="left", validate="m:1"), world)


def _smuggling(world: World, of_case: pl.DataFrame, years: pl.DataFrame) -> pl.DataFrame:
    """Operations against smuggling of migrants with whom they met and how many they detained."""
    people = world.involved.hstack(world.people[world.involved["person"].to_numpy()].select("country"))
    home = pl.col("country").filter(pl.col("country") != "PER")
    met = people.group_by("case").agg(
        pl.len().alias("met_all"), (pl.col("sex") == "F").sum().alias("met_women"), (pl.col("sex") == "M").sum().alias("met_men"),
        (pl.col("minor") == 1).sum().alias("met_minors"), (pl.col("country") != "PER").sum().alias("met_foreign"),
        home.mode().sort().first().alias("from_country"),
    )  # fmt: skip
    held = world.accused.filter("in_reta").group_by("case").agg(pl.len().alias("held"))
    rows = of_case.filter(pl.col("kind") == "smuggling").join(years, on="case", how="left", maintain_order="left", validate="1:1")
    for more in (met, held):
        rows = rows.join(more, on="case", how="left", maintain_order="left", validate="1:1")
    return rows.with_columns(pl.col("^(met_.*|held)$").exclude("met").cast(pl.Int64).fill_null(0))


def _calls(of_case: pl.DataFrame, years: pl.DataFrame, world: World) -> pl.DataFrame:
    """Calls from which a complaint came: to 1818 (a second copy of a complaint is one more call), to 100; with whom it helped to rescue."""
    saved = world.involved.filter(pl.col("rescued") == 1).group_by("case").agg(pl.len().cast(pl.Int64).alias("saved"))
    rows = of_case.join(years, on="case", how="left", maintain_order="left", validate="1:1")
    rows = rows.join(saved, on="case", how="left", maintain_order="left", validate="1:1")
    first = rows.filter(pl.col("channel").str.starts_with("line_")).with_columns(pl.col("channel").alias("line"))
    again = rows.filter("copied").with_columns(
        pl.lit("line_1818").alias("line"), pl.col("copy_complaint").alias("complaint"), pl.col("copy_date").alias("reta_date")
    )
    return pl.concat([first, again]).with_columns(pl.col("reta_date").alias("met"))


def _occasions(world: World, places: pl.DataFrame) -> pl.DataFrame:
    """Things that institutions did or heard which belong to no case: their own operations, calls, notes, each for one register (``slot``).

    Those that are operations have a number of their own in the truth (``operation``).
    """
    rng = stream(world.seed, "occasions")
    plan = assumed()["occasions"]
    region = places["region"].to_list()
    found = []
    for year, told in plan.items():
        weights = table("places")["weight"].to_numpy().astype(np.float64)
        drawn = [pick(rng, weights, world.scale.of(told["anywhere"]))]
        for name, count in told.get("besides", {}).items():
            own = np.array([one == name for one in region])
            drawn.append(pick(rng, weights * own, world.scale.of(count)))
        place = np.concatenate(drawn)
        first, last = (np.full(len(place), days_of(TOLD[year][end])) for end in (0, 1))
        day = as_dates(between(rng, first, last), np.ones(len(place), dtype=bool))
        found.append(pl.DataFrame({"place": place, "year": np.full(len(place), int(year)), "met": day}))
    rows = pl.concat(found).sort("met", "place").with_row_index("occasion").with_columns(pl.col("occasion").cast(pl.Int64))
    rows = rows.with_columns(
        (pl.col("occasion") + world.operations.height).alias("operation"), (pl.col("occasion") % plan["2016"]["slots"]).alias("slot")
    )
    return rows.join(places, on="place", how="left", maintain_order="left", validate="m:1")
