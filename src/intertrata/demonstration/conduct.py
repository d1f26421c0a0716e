"""What the traffickers did, in which network, by which road: the acts of each case, who belongs together, what each accused did.

In: cases, the accused, a seed. Out: columns of theirs. RETA lacked networks (informe-v-2017, l.2001): here one network stands in one case
or in several, and the police come to know it some weeks after the complaint.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from intertrata.demonstration.cases import ANNULLED, KINDS
from intertrata.demonstration.chance import Mask, between, pick, stream
from intertrata.demonstration.dating import as_dates
from intertrata.demonstration.plan import assumed
from intertrata.demonstration.wording import MANY

NEEDS = {
    "recruiter": ("recruit",),
    "transporter": ("transport", "transfer"),
    "harbourer": ("harbour", "receive", "retain"),
}
"""Roles that only somebody can have in whose case one of these acts was done."""

ORGANISER, EXPLOITER, OWNER, SMUGGLER = "organiser", "exploiter", "owner", "smuggler"


def conduct(cases: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Add to each case: acts (joined by ``|``), network, network_date (when the police knew that the case is its work),
    opens_network (its first case), network_departments, smuggled_to, smuggled_through; null where there is none."""
    rng = stream(seed, "conduct")
    done = {act: pl.Series(rng.random(cases.height) < chance) for act, chance in assumed()["acts"].items()}
    parts = [pl.when(pl.lit(there)).then(pl.lit(act)) for act, there in done.items()]
    told = pl.concat_str(parts, separator=MANY, ignore_nulls=True)
    acts = pl.when(told == "").then(pl.lit(next(iter(done)))).otherwise(told).alias("acts")
    road_of = assumed()["smuggling"]
    roads = [
        pl.when(pl.col("kind") == KINDS.index("smuggling"))
        .then(pl.lit(pl.Series(list(road)).gather(pick(rng, list(road.values()), cases.height))))
        .alias(name)
        for name, road in (("smuggled_to", road_of["to"]), ("smuggled_through", road_of["through"]))
    ]
    known = cases.with_columns(acts, *roads)
    return known.join(
        _networks(cases, stream(seed, "networks")), on="case", how="left", maintain_order="left", validate="1:1"
    ).with_columns(pl.col("opens_network").fill_null(False))


def _networks(cases: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """The cases that are the work of a network; each may be that of the network of the case before it."""
    plan = assumed()["networks"]
    fits = (pl.col("kind") == KINDS.index("trafficking")) & pl.col("reta") & (pl.col("purpose") == "sexual") & (pl.col("story") != ANNULLED)
    drawn = pl.Series(rng.random(cases.height) < plan["share"])
    found = cases.filter(fits & pl.lit(drawn)).sort("reta_date", "case")
    opens = pl.Series("opens_network", (rng.random(found.height) >= plan["again"]) | (np.arange(found.height) == 0))
    low, high = plan["known_after"]
    day = found["reta_date"].to_physical().to_numpy().astype(np.int64)
    known = as_dates(between(rng, day + low, day + high), np.ones(found.height, dtype=bool)).alias("network_date")
    number = pl.format("RED-{}", pl.col("case").cast(pl.String).str.zfill(5))
    found = found.with_columns(opens, known).with_columns(pl.when("opens_network").then(number).forward_fill().alias("network"))
    where = pl.col("ubigeo").str.slice(0, 2).unique().sort().implode().list.join(MANY).over("network")
    return found.select("case", "network", "network_date", "opens_network", where.alias("network_departments"))


def roles(accused: pl.DataFrame, cases: pl.DataFrame, seed: int) -> pl.Series:
    """What each accused did (codes joined by ``|``), as far as the acts of the case allow it."""
    rng = stream(seed, "roles")
    of_case = cases[accused["case"].to_numpy()]
    weights = assumed()["roles"]
    chances = np.column_stack([weight * _could(role, of_case) for role, weight in weights.items()]).cumsum(axis=1)
    drawn = (rng.random(len(chances))[:, None] * chances[:, -1:] < chances).argmax(axis=1)
    role = pl.Series("suspect_role", list(weights)).gather(drawn)
    own = pl.lit(pl.Series(rng.random(len(chances)) < assumed()["suspects"]["own_place"]))
    return of_case.select(
        pl.when(pl.col("kind") == KINDS.index("smuggling")).then(pl.lit(SMUGGLER))
        .when((pl.lit(role) == EXPLOITER) & own).then(pl.lit(f"{EXPLOITER}{MANY}{OWNER}"))
        .otherwise(pl.lit(role))
        .alias("suspect_role")
    ).to_series()  # fmt: skip


def _could(role: str, of_case: pl.DataFrame) -> Mask:
    """In which cases anybody can have had the role."""
    if role == ORGANISER:
        return of_case["network"].is_not_null().to_numpy()
    if role in NEEDS:
        return of_case["acts"].str.split(MANY).list.set_intersection(list(NEEDS[role])).list.len().to_numpy() > 0
    return np.ones(of_case.height, dtype=bool)
