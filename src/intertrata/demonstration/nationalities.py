"""Who comes from abroad, and whether the police register says so.

In: persons and their first cases. Out: a country for each person, and the cases in which RETA writes it: the report prints
2 foreign victims for 2016 and 10 for 2017; of the others the register leaves the column blank, as the report complains (l.2010).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from intertrata.demonstration.apportion import Scale
from intertrata.demonstration.cases import KINDS
from intertrata.demonstration.chance import Mask, pick, some, stream
from intertrata.demonstration.people import HOME
from intertrata.demonstration.plan import PERIODS, assumed


def draw_countries(rng: np.random.Generator, foreign: Mask) -> npt.NDArray[np.str_]:
    """Give every person a country: her own for most, one of those that Peru meets for the foreign."""
    weights = assumed()["foreign"]["countries"]
    drawn = np.array(list(weights))[pick(rng, list(weights.values()), len(foreign))]
    return np.where(foreign, drawn, HOME)


def victims_from_abroad(involved: pl.DataFrame, scale: Scale, seed: int) -> tuple[npt.NDArray[np.str_], Mask]:
    """Give each victim's country, and for each involvement whether RETA writes it.

    Args:
        involved: as ``involve`` gives it: the first rows are the persons in order.
    """
    rng = stream(seed, "nationalities")
    plan = assumed()["foreign"]
    first = involved.head(scale.persons)
    period, kind, reta = (first[name].to_numpy() for name in ("period", "kind", "reta"))
    trafficked = kind == KINDS.index("trafficking")
    foreign = trafficked & (reta == 0) & (rng.random(scale.persons) < plan["unregistered"])
    written = np.zeros(involved.height, dtype=bool)
    for name in PERIODS:
        known = trafficked & (reta == 1) & (period == int(name))
        told = some(rng, known, scale.of(plan[f"told_{name}"]))
        untold = some(rng, known & ~np.isin(np.arange(scale.persons), told), scale.of(plan[f"untold_{name}"]))
        foreign[told] = foreign[untold] = written[told] = True
    smuggled = (kind == KINDS.index("smuggling")) & ((period == int(PERIODS[-1])) | (rng.random(scale.persons) < plan["smuggled_2016"]))
    foreign |= smuggled
    written[: scale.persons] |= smuggled
    return draw_countries(rng, foreign), written
