"""Who else the registers name: relatives and witnesses of the victims, persons reported missing, Peruvians exploited abroad.

In: the victims, their cases, a scale, a seed. Out: new persons, numbered after everybody else, and what each of them is. A mother
bears the victim's second surname as her first one, a sibling bears both; nobody of them stands among the victims of RETA.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from intertrata.demonstration.apportion import Scale
from intertrata.demonstration.cases import ANNULLED, KINDS, departments
from intertrata.demonstration.chance import Whole, between, pick, stream
from intertrata.demonstration.dating import as_dates, days_of
from intertrata.demonstration.people import HOME, Sketch, make_people
from intertrata.demonstration.plan import TOLD, assumed, counted, table

MOTHER, SIBLING, WITNESS, COLLABORATOR, MISSING, ABROAD = "mother", "sibling", "witness", "collaborator", "missing", "abroad"
STANDING = {MOTHER: "relative", SIBLING: "relative", WITNESS: "witness", COLLABORATOR: "collaborator"}


@dataclass(frozen=True)
class Companions:
    """New persons (as ``make_people`` gives them) and, for each, ``what`` she is, of whose ``involvement``, in which ``case``,
    when and in which ``year`` she was first heard of, at which ``place`` or in which country (``where_abroad``)."""

    people: pl.DataFrame
    told: pl.DataFrame


def accompany(cases: pl.DataFrame, involved: pl.DataFrame, people: pl.DataFrame, scale: Scale, seed: int) -> Companions:
    """Make everybody whom the registers name beside victims and accused."""
    rng = stream(seed, "companions")
    told = pl.concat([_beside(cases, involved, rng), _missing(scale, rng), _abroad(scale, rng)])
    first, size = people.height, told.height
    grown = told["what"].is_in([MOTHER, WITNESS, COLLABORATOR, ABROAD]).to_numpy() | (rng.random(size) < 0.3)
    female = (told["what"] == MOTHER).to_numpy() | (rng.random(size) < assumed()["companions"]["women"])
    places = table("places")["code"].to_list()
    codes = departments()
    department = np.array([codes.index(places[place]) for place in told["place"].to_list()], dtype=np.int64)
    met = told["met"].to_physical().to_numpy().astype(np.int64)
    ages = np.zeros(size, dtype=np.int64)
    sketch = Sketch(female, department, np.arange(size), met, ~grown, ages, np.full(size, HOME))
    made = make_people(sketch, seed, first=first, leading_zeros=False)
    victim = involved["person"].to_numpy()[told["involvement"].fill_null(0).to_numpy()] if involved.height else ages
    return Companions(_of_family(made, told["what"], people[victim]), told.with_columns(made["person"]))


def _of_family(made: pl.DataFrame, what: pl.Series, victim: pl.DataFrame) -> pl.DataFrame:
    """Give relatives the surnames and the address of the victim they belong to."""
    mother, sibling = pl.lit(what == MOTHER), pl.lit(what == SIBLING)
    own = {name: pl.lit(victim[name]) for name in ("surname_1", "surname_2", "address", "country")}
    return made.with_columns(
        pl.when(sibling).then(own["surname_1"]).when(mother & (own["surname_2"] != "")).then(own["surname_2"]).otherwise("surname_1").alias("surname_1"),
        pl.when(sibling).then(own["surname_2"]).otherwise("surname_2").alias("surname_2"),
        pl.when(mother | sibling).then(own["address"]).otherwise("address").alias("address"),
    )  # fmt: skip


def _beside(cases: pl.DataFrame, involved: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Relatives and witnesses of some of the victims whose case a prosecutor has."""
    shares = assumed()["companions"]
    kinds = [KINDS.index(kind) for kind in ("trafficking", "related")]
    of_case = cases.select("case", "mp", "story", "place", pl.min_horizontal("reta_date", "mp_date").alias("met"))
    known = involved.join(of_case, on="case", how="left", maintain_order="left", validate="m:1")
    fits = known.select(pl.col("kind").is_in(kinds) & pl.col("mp") & (pl.col("story") != ANNULLED)).to_series()
    drawn = {what: fits & pl.Series(rng.random(known.height) < shares[what]) for what in (MOTHER, SIBLING, WITNESS, COLLABORATOR)}
    pieces = [known.filter(where).with_columns(pl.lit(what).alias("what")) for what, where in drawn.items()]
    return pl.concat(pieces).select(
        "what", "involvement", "case", pl.col("period").alias("year"), "met", "place", pl.lit(None, dtype=pl.String).alias("where_abroad")
    )


def _missing(scale: Scale, rng: np.random.Generator) -> pl.DataFrame:
    """Persons reported missing who were never exploited, as far as anybody knows."""
    plan = assumed()["companions"]["missing"]
    sizes = {int(year): scale.of(count) for year, count in plan.items()}
    places = pick(rng, table("places")["weight"].to_numpy().astype(np.float64), sum(sizes.values()))
    return _alone(MISSING, sizes, places, rng)


def _abroad(scale: Scale, rng: np.random.Generator) -> pl.DataFrame:
    """Peruvians exploited abroad: those of 2016 by country as printed (l.2642)."""
    plan = assumed()["companions"]["abroad"]
    counts = {year: scale.split([counted(one) for one in by.values()]) for year, by in plan.items()}
    countries = [country for year, by in plan.items() for country in np.repeat(list(by), counts[year]).tolist()]
    sizes = {int(year): int(count.sum()) for year, count in counts.items()}
    places = pick(rng, table("places")["weight"].to_numpy().astype(np.float64), len(countries))
    return _alone(ABROAD, sizes, places, rng).with_columns(pl.Series("where_abroad", countries, dtype=pl.String))


def _alone(what: str, sizes: dict[int, int], places: Whole, rng: np.random.Generator) -> pl.DataFrame:
    """Persons who belong to no case, each with a day of her year."""
    year = np.repeat(list(sizes), list(sizes.values())).astype(np.int64)
    first, last = (np.array([days_of(TOLD[str(one)][end]) for one in year], dtype=np.int64) for end in (0, 1))
    nobody = pl.lit(None, dtype=pl.Int64)
    return pl.DataFrame({"year": year, "place": places.astype(np.int64)}).select(
        pl.lit(what).alias("what"), nobody.alias("involvement"), nobody.alias("case"), "year",
        as_dates(between(rng, first, last), np.ones(len(year), dtype=bool)).alias("met"), "place", pl.lit(None, dtype=pl.String).alias("where_abroad"),
    )  # fmt: skip


def chosen(told: pl.DataFrame, *whats: str) -> pl.DataFrame:
    """Give the companions of these kinds, with how they stand in the case."""
    return told.filter(pl.col("what").is_in(list(whats))).with_columns(
        pl.col("what").replace_strict(STANDING, default=None, return_dtype=pl.String).alias("standing")
    )
