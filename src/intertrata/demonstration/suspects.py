"""Who was accused in which case, and by which institution: identified by the police, accused by a prosecutor, tried.

In: cases that know their dates and courts. Out: one row a person and case. Some stand in several cases; a few had been
victims themselves (non-punishment is a rule of the product, so the demonstration needs them).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from intertrata.demonstration.apportion import Scale
from intertrata.demonstration.cases import ANNULLED, KINDS
from intertrata.demonstration.chance import Mask, Whole, pick, rank_within, stream
from intertrata.demonstration.plan import PERIODS, assumed

Columns = dict[str, Any]


def accuse(cases: pl.DataFrame, involved: pl.DataFrame, scale: Scale, seed: int) -> pl.DataFrame:
    """Give every accusation: accusation, case, person, in_reta, in_sistra, in_court, detained.

    ``person`` continues after the victims (``scale.persons`` is the first suspect), or is a victim of an earlier case.
    The rows of RETA add up to the authors that the report prints for each year.
    """
    rng = stream(seed, "suspects")
    shares = assumed()["suspects"]
    known = {name: cases[name].to_numpy() for name in ("period", "kind", "reta", "mp", "operation", "story")}
    known["court"] = cases["pj_date"].is_not_null().to_numpy()
    police, own = _of_police(known, scale, rng), _of_prosecutors(known, rng)
    case = np.concatenate([police, own])
    alone = np.flatnonzero(known["court"] & ~np.isin(np.arange(cases.height), case))
    case = np.concatenate([case, alone])
    in_reta = np.arange(len(case)) < len(police)
    sent = known["mp"][case] & (~in_reta | (rng.random(len(case)) < shares["accused_by_prosecutor"]))
    first = rank_within(case, np.arange(len(case))) == 0
    in_court = known["court"][case] & (first | (rng.random(len(case)) < shares["accused_in_court"]))
    detained = in_reta & known["operation"][case] & (rng.random(len(case)) < shares["detained"])
    told = pl.DataFrame({"case": case, "in_reta": in_reta, "in_sistra": sent, "in_court": in_court, "detained": detained})
    person = _persons(case, involved, scale, rng)
    return told.with_columns(pl.Series("person", person)).with_row_index("accusation").with_columns(pl.col("accusation").cast(pl.Int64))


def _of_police(known: Columns, scale: Scale, rng: np.random.Generator) -> Whole:
    """The cases of the authors in RETA, one row an author: by year and offence as planned, more of them in operations."""
    weight = (rng.gamma(0.8, size=len(known["period"])) + 0.05) * np.where(known["operation"], 2.0, 1.0)
    found = []
    for period in PERIODS:
        of_kind = {"trafficking": assumed()["complaints"][period]["suspects"]}
        of_kind |= {kind: assumed()["related_suspects"][f"{kind}_{period}"] for kind in ("related", "smuggling")}
        for kind, count in of_kind.items():
            fits = known["reta"] & (known["period"] == int(period)) & (known["kind"] == KINDS.index(kind)) & (known["story"] != ANNULLED)
            rows = np.flatnonzero(fits)
            found.append(rows[pick(rng, weight[rows], scale.of(count) if len(rows) else 0)] if len(rows) else rows)
    return np.concatenate(found)


def _of_prosecutors(known: Columns, rng: np.random.Generator) -> Whole:
    rows = np.flatnonzero(known["mp"] & ~known["reta"])
    return np.repeat(rows, rng.poisson(assumed()["suspects"]["own_of_prosecutor"], len(rows)))


def _persons(case: Whole, involved: pl.DataFrame, scale: Scale, rng: np.random.Generator) -> Whole:
    """Say who each accused is: mostly somebody new, sometimes somebody accused before, rarely a victim of another case."""
    size = len(case)
    at = np.arange(size)
    again = rng.random(size) < assumed()["suspects"]["again"]
    root = np.where(again, np.floor(rng.random(size) * at).astype(np.int64), at)
    while not np.array_equal(root[root], root):
        root = root[root]
    # Nobody is accused twice in one case: the second of such a pair is somebody new.
    root = np.where(rank_within(root * (int(case.max(initial=0)) + 1) + case, at) > 0, at, root)
    new = root == at
    once = _once_victims(case, new, involved, rng)
    number = np.cumsum(new & (once < 0)) - 1 + scale.persons
    person: Whole = np.where(once[root] >= 0, once[root], number[root])
    return person


def _once_victims(case: Whole, new: Mask, involved: pl.DataFrame, rng: np.random.Generator) -> Whole:
    """For a few of the new suspects, the victim they are (else -1): somebody with one case only, and not this one."""
    victims = involved.group_by("person", maintain_order=True).agg(pl.col("case").first(), pl.len()).filter(pl.col("len") == 1)
    once = np.full(len(case), -1)
    chosen = np.flatnonzero(new & (rng.random(len(case)) < assumed()["suspects"]["once_victims"]))[: victims.height]
    drawn = rng.permutation(victims.height)[: len(chosen)]
    apart = victims["case"].to_numpy()[drawn] != case[chosen]
    once[chosen[apart]] = victims["person"].to_numpy()[drawn][apart]
    return once
