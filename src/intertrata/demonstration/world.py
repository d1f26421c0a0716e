"""The whole invented country, before any institution wrote it down. In: how many victims, a seed. Out: its tables.

Only the truth files and the exports read it: each export is what one institution would say of it, with its faults.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from intertrata.demonstration.apportion import Scale
from intertrata.demonstration.cases import KINDS, RECLASSIFIED, make_cases
from intertrata.demonstration.chance import Whole, between, pick, some, stream
from intertrata.demonstration.companions import accompany
from intertrata.demonstration.conduct import conduct, roles
from intertrata.demonstration.courts import heard, held_to_be, try_cases
from intertrata.demonstration.dating import as_dates, date_cases, days_of, last_day
from intertrata.demonstration.involved import involve
from intertrata.demonstration.nationalities import draw_countries, victims_from_abroad
from intertrata.demonstration.operations import operate
from intertrata.demonstration.people import Sketch, make_people
from intertrata.demonstration.plan import PERIODS, assumed, table
from intertrata.demonstration.suspects import accuse
from intertrata.demonstration.traits import with_traits


@dataclass(frozen=True)
class World:
    """The tables of the country: who, what happened, who was in it, who was accused, what was communicated, which operations, and who
    else is named beside them (``companions``)."""

    scale: Scale
    seed: int
    people: pl.DataFrame
    cases: pl.DataFrame
    involved: pl.DataFrame
    accused: pl.DataFrame
    communications: pl.DataFrame
    operations: pl.DataFrame
    companions: pl.DataFrame


def imagine(scale: Scale, seed: int) -> World:
    """Make the country."""
    involvement = involve(make_cases(scale, seed), scale, seed)
    cases = try_cases(date_cases(involvement.cases, seed), scale, seed)
    cases = cases.with_columns(_exploitation(cases, involvement.involved, seed)).with_columns(_offence().alias("offence"))
    cases = conduct(cases, seed)
    involved = involvement.involved.with_columns(pl.Series("in_court", heard(cases, involvement.involved, seed)))
    involved = involved.with_columns(held_to_be(cases, involved, seed))
    country, written = victims_from_abroad(involved, scale, seed)
    involved = involved.with_columns(pl.Series("tells_country", written))
    accused = accuse(cases, involved, scale, seed)
    accused = accused.with_columns(roles(accused, cases, seed))
    victims = make_people(_victims(cases, involved.head(scale.persons), country, involvement.ages), seed)
    suspects = make_people(_suspects(cases, accused, scale, seed), seed, first=scale.persons)
    people = pl.concat([victims, suspects])
    others = accompany(cases, involved, people, scale, seed)
    return World(
        scale, seed, with_traits(pl.concat([people, others.people]), seed), cases, involved, accused, _communications(cases, scale, seed),
        operate(cases, involved, scale, seed), others.told,
    )  # fmt: skip


def _offence() -> pl.Expr:
    """The offence that the facts are: a complaint that RETA counts as trafficking only later is pimping in truth."""
    related = pl.lit(pl.Series(["pimping", "sexual_exploitation", "forced_labour"])).gather(pl.col("case") % 3)
    counted = pl.when(pl.col("aggravated")).then(pl.lit("trafficking_aggravated")).otherwise(pl.lit("trafficking"))
    return (
        pl.when(pl.col("kind") == KINDS.index("related")).then(related)
        .when(pl.col("kind") == KINDS.index("smuggling")).then(pl.lit("smuggling"))
        .when(pl.col("story") == RECLASSIFIED).then(pl.lit("pimping"))
        .otherwise(counted)
    )  # fmt: skip


def _met(cases: pl.DataFrame) -> Whole:
    """The day on which the first institution met each case."""
    return cases.select(pl.min_horizontal("reta_date", "mp_date")).to_series().to_physical().to_numpy().astype(np.int64)


def _victims(cases: pl.DataFrame, first: pl.DataFrame, country: np.ndarray, ages: Whole) -> Sketch:
    case = first["case"].to_numpy()
    female, minor = (first["sex"] == "F").to_numpy(), (first["minor"] == 1).to_numpy()
    return Sketch(female, cases["department"].to_numpy()[case], case, _met(cases)[case], minor, ages, country)


def _suspects(cases: pl.DataFrame, accused: pl.DataFrame, scale: Scale, seed: int) -> Sketch:
    rng = stream(seed, "suspects", "sketch")
    new = accused.filter(pl.col("person") >= scale.persons).unique("person", keep="first", maintain_order=True).sort("person")
    case = new["case"].to_numpy()
    size, plan = len(case), assumed()["suspects"]
    female = rng.random(size) < plan["women"]
    country = draw_countries(rng, rng.random(size) < plan["foreign"])
    no = np.zeros(size, dtype=np.int64)
    # Nobody of them is a minor, and no family is made of those who share a case: each stands in a case of his own here.
    return Sketch(female, cases["department"].to_numpy()[case], np.arange(size), _met(cases)[case], no.astype(bool), no, country)


def _exploitation(cases: pl.DataFrame, involved: pl.DataFrame, seed: int) -> list[pl.Series]:
    """What each case's victims were exploited for and where, how they were caught and held, who reports."""
    rng = stream(seed, "exploitation")
    kinds = table("exploitation")
    men = np.bincount(involved["case"].to_numpy(), weights=(involved["sex"] == "M").to_numpy(), minlength=cases.height)
    everybody = np.bincount(involved["case"].to_numpy(), minlength=cases.height)
    of_men = men * 2 > everybody
    drawn = np.where(
        of_men, pick(rng, kinds["weight_men"].to_numpy(), cases.height), pick(rng, kinds["weight_women"].to_numpy(), cases.height)
    )
    choices = {
        "means": (["deception", "threat", "violence", "abuse_of_power", "fraud", "deprivation_of_liberty", "payments", "other"], [40, 12, 8, 14, 8, 6, 7, 5]),
        "recruitment": (["job_offer", "seduction", "internet", "study_offer", "godparenthood", "other"], [60, 10, 12, 3, 5, 10]),
        "relation": (["acquaintance", "relative", "spouse", "guardian", "other"], [48, 14, 6, 3, 29]),
        "reporter": (["relative", "mother", "sister", "other"], [25, 22, 8, 45]),
    }  # fmt: skip
    told = [pl.Series(name, values).gather(pick(rng, weights, cases.height)) for name, (values, weights) in choices.items()]
    trafficking = np.isin(cases["kind"].to_numpy(), [KINDS.index("trafficking"), KINDS.index("court")]) & (
        cases["story"].to_numpy() != RECLASSIFIED
    )
    flags = [pl.Series(name, trafficking & (rng.random(cases.height) < share)) for name, share in assumed()["offences"].items()]
    return [kinds["purpose"].gather(drawn), kinds["place"].gather(drawn).alias("exploitation_place"), *told, *flags]


def _communications(cases: pl.DataFrame, scale: Scale, seed: int) -> pl.DataFrame:
    """Possible cases that PNP and MININTER sent to the prosecutors, and which of them became a carpeta.

    Returns:
        communication, case (null where nobody knows it), number, date, sender, became (boolean), place (row of ``places.csv``).
    """
    rng = stream(seed, "communications")
    about, reta, period = (cases[name].to_numpy() for name in ("about_trafficking", "reta", "period"))
    pieces = []
    for name in PERIODS:
        plan = assumed()["complaints"][name]["communications"]
        became, nothing = scale.split([plan["became"], plan["came_to_nothing"]])
        now = period == int(name)
        linked = some(rng, now & about & reta, int(became) * 3 // 5)
        direct = some(rng, now & about & ~reta, int(became) - len(linked))
        known = some(rng, now & reta & ~cases["mp"].to_numpy() & cases["in_second"].to_numpy(), int(nothing) * 7 // 10)
        nobody = np.full(int(became) + int(nothing) - len(linked) - len(direct) - len(known), -1)
        case = np.concatenate([linked, direct, known, nobody])
        pieces.append(pl.DataFrame({"case": case, "period": np.full(len(case), int(name))}))
    sent = pl.concat(pieces)
    return _sent(sent, cases, rng)


def _sent(sent: pl.DataFrame, cases: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    case, period = sent["case"].to_numpy(), sent["period"].to_numpy()
    known = case >= 0
    received = _met(cases)[case]
    first = np.array([days_of(f"{year}-01-01") for year in range(2014, 2018)])[period - 2014]
    anywhere = between(rng, first, last_day(period))
    day = np.where(known, np.maximum(first, received - rng.integers(0, 15, len(case))), anywhere)
    anyplace = pick(rng, table("places")["weight"].to_numpy().astype(np.float64), len(case))
    place = np.where(known, cases["place"].to_numpy()[case], anyplace)
    became = known & cases["about_trafficking"].to_numpy()[case]
    sender = np.where(rng.random(len(case)) < 0.45, "pnp", "mininter")
    told = pl.DataFrame({"case": np.where(known, case, -1), "sender": sender, "became": became, "place": place})
    told = told.with_columns(pl.when(pl.col("case") >= 0).then(pl.col("case")), as_dates(day, np.ones(len(day), dtype=bool)).alias("date"))
    told = told.sort("date", "case", "place", "sender").with_row_index("communication", offset=1)
    number = pl.format("{}-{}-IN-DGSD-UETP", pl.col("communication").cast(pl.String).str.zfill(5), pl.col("date").dt.year())
    return told.with_columns(number.alias("number"), pl.col("communication").cast(pl.Int64))
