"""What each person speaks, of which people she is, how she names her gender, what disability she has; and what of it a register wrote.

In: persons, a seed. Out: four more columns of each, which every register tells alike where it tells them (``informe-v-2017, l.3653,
l.3671`` ask for them). Shares by the origin of a surname are assumed; nobody is called by what her name sounds like: these are drawn.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from intertrata.demonstration.chance import pick, stream
from intertrata.demonstration.people import HOME
from intertrata.demonstration.plan import assumed, table

TRAITS = ("language", "indigenous_people", "gender_identity", "disability")
SPANISH, SIGNS, DEAF, ABROAD = "spa", "prl", "hearing", "abroad"
GENERAL = "general"
PEOPLE_OF = {
    "que": "quechua", "aym": "aymara", "cni": "ashaninka", "agr": "awajun", "shp": "shipibo", "tca": "tikuna", "amr": "harakbut",
    "mcb": "matsigenka",
}  # fmt: skip


def with_traits(people: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Add ``TRAITS``; a person from abroad is of no people of Peru (null)."""
    rng = stream(seed, "traits")
    plan = assumed()["traits"]
    home = pl.col("country") == HOME
    origins = table("surnames").filter(pl.col("origin") != ABROAD).unique("name", keep="first", maintain_order=True)
    known = people.select("country", "sex", origin=pl.col("surname_1").replace_strict(origins["name"], origins["origin"], default=GENERAL))
    speaks = _by(known["origin"], plan["speaks"], rng)
    abroad = pl.col("country").replace_strict(plan["abroad"], default=SPANISH, return_dtype=pl.String)
    known = known.with_columns(pl.when(home).then(speaks).otherwise(abroad).alias("language"))
    spoken = pl.col("language").replace_strict(PEOPLE_OF, default=None, return_dtype=pl.String)
    of_people = pl.coalesce(spoken, pl.lit(_by(known["origin"], plan["peoples"], rng)))
    disability = _drawn(plan["disabilities"], known.height, rng)
    return people.hstack(
        known.select(
            "language",
            pl.when(home).then(of_people).alias("indigenous_people"),
            pl.lit(_by(known["sex"], plan["genders"], rng)).alias("gender_identity"),
            pl.when(pl.col("language") == SIGNS).then(pl.lit(DEAF)).otherwise(pl.lit(disability)).alias("disability"),
        )
    )


def written_down(rows: pl.DataFrame, register: str, name: str, seed: int, fields: Mapping[str, pl.Expr]) -> list[pl.Series]:
    """Give the fields as a register wrote them: null where it did not ask, each in the share of the rows that it is assumed to know."""
    shares = assumed()["known"][register]
    told = rows.select(value.alias(field) for field, value in fields.items())
    asked = {field: pl.Series(stream(seed, register, name, field).random(rows.height) < shares[field]) for field in fields}
    return [told.select(pl.when(pl.lit(asked[field])).then(pl.col(field)).alias(field)).to_series() for field in fields]


def _by(groups: pl.Series, plan: Mapping[str, Mapping[str, float]], rng: np.random.Generator) -> pl.Series:
    """Draw for each row as its group does; a group that the plan does not name draws nothing."""
    drawn = {group: _drawn(weights, len(groups), rng) for group, weights in plan.items()}
    frame = pl.DataFrame({"group": groups, **drawn})
    cases = [pl.when(pl.col("group") == group).then(pl.col(group)) for group in plan]
    return frame.select(pl.coalesce(cases)).to_series()


def _drawn(weights: Mapping[str, float], size: int, rng: np.random.Generator) -> pl.Series:
    return pl.Series(list(weights), dtype=pl.String).gather(pick(rng, list(weights.values()), size))
