"""Who was a victim in which case, and which institution wrote her down: the one truth behind every export.

In: cases, ``histories.csv`` at this scale. Out: one row a person and case, and which rows are the same person again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from intertrata.demonstration.apportion import Scale, apportion
from intertrata.demonstration.cases import KINDS, blank
from intertrata.demonstration.chance import Mask, Whole, pick, some, stream
from intertrata.demonstration.plan import PERIODS, table

ANY_AGE, STAYS_MINOR, MINOR_TWICE, ADULT_TWICE, COMES_OF_AGE, PASSES_FOR_ADULT = range(6)
"""What a second case, or having been told to be an adult, asks of a person's age at the first case."""

COMING_OF_AGE = 0.2
"""Share of the adults of 2017 with an earlier case who were still minors in it, in 2015."""

Columns = dict[str, Any]


@dataclass(frozen=True)
class Involvement:
    """Cases (more of them where a tiny country lacked a fitting one), who is involved in them, and the persons' bounds of age."""

    cases: pl.DataFrame
    involved: pl.DataFrame
    ages: Whole


def involve(cases: pl.DataFrame, scale: Scale, seed: int) -> Involvement:
    """Put every victim into her cases.

    Returns:
        ``involved``: involvement, person, case, period, kind, reta (rows there: 0, 1, 2), sistra, sex, minor, told_adult,
        rescued. Persons are numbered from 0 to ``scale.persons`` - 1 in the order of their first rows. ``ages``: by person,
        one of the six constants above.
    """
    rows = _rows(scale)
    cases, where = _place(rows, cases, stream(seed, "involved"))
    placed = rows.with_columns(pl.Series("case", where))
    person, ages, kept = _same_again(placed, scale.persons, stream(seed, "again"))
    involved = placed.with_columns(pl.Series("person", person)).filter(pl.Series(kept)).with_row_index("involvement")
    return Involvement(cases, involved.with_columns(pl.col("involvement").cast(pl.Int64)), ages)


def _rows(scale: Scale) -> pl.DataFrame:
    """One row a person and case: first the first cases of everybody, then the further ones."""
    histories = table("histories")
    first = histories.filter(pl.col("again") == "no")
    more = histories.filter(pl.col("again") != "no")
    counts = [apportion(first["persons"].to_numpy(), scale.persons), scale.split(more["persons"].to_numpy())]
    repeated = [np.repeat(np.arange(part.height), count) for part, count in zip((first, more), counts, strict=True)]
    rows = pl.concat(part[index] for part, index in zip((first, more), repeated, strict=True))
    kinds = pl.col("kind").replace_strict(list(KINDS), range(len(KINDS)), return_dtype=pl.Int64)
    return rows.drop("persons").with_columns(kinds, pl.col("period").cast(pl.Int64))


def _place(rows: pl.DataFrame, cases: pl.DataFrame, rng: np.random.Generator) -> tuple[pl.DataFrame, Whole]:
    """Choose the case of every row among those where she could have been seen as her history says."""
    keys = ["period", "kind", "reta", "sistra", "rescued"]
    groups = rows.with_row_index("at").group_by(keys, maintain_order=True).agg("at")
    groups = groups.sort("period", "kind", "reta", "sistra", "rescued", descending=[False, False, True, True, True])
    wanted = groups.to_dicts()
    cases = _with_missing(cases, wanted)
    columns = {name: cases[name].to_numpy() for name in cases.columns if name != "channel"}
    weight = (rng.gamma(0.8, size=cases.height) + 0.05) * np.where(columns["operation"], 3.0, 1.0)
    seen = np.zeros(cases.height, dtype=bool)
    where = np.empty(rows.height, dtype=np.int64)
    for group in wanted:
        fits = np.flatnonzero(_fits(columns, group))
        size = len(group["at"])
        # Every complaint, and every second copy, names somebody as far as there are victims to name.
        unseen = rng.permutation(fits[~seen[fits]])[:size] if group["reta"] > 0 else fits[:0]
        apart = np.where(columns["reta"][fits] & (group["reta"] == 0), 0.3, 1.0)
        chosen = rng.permutation(np.r_[unseen, fits[pick(rng, weight[fits] * apart, size - len(unseen))]])
        where[np.asarray(group["at"], dtype=np.int64)] = chosen
        if group["reta"] > 0:
            seen[chosen] = True
    return cases, where


def _fits(cases: Columns, group: Columns) -> Mask:
    """The cases where a person of this history may stand."""
    fits: Mask = (cases["period"] == group["period"]) & (cases["kind"] == group["kind"]) & (cases["story"] != 3)
    trafficking = group["kind"] == KINDS.index("trafficking")
    if group["reta"] > 0:
        fits &= cases["copied"] if group["reta"] == 2 else cases["reta"]
    if group["sistra"]:
        fits &= cases["mp"] & (cases["special"] | (not trafficking))
    if group["rescued"]:
        fits &= cases["operation"]
    return fits


def _with_missing(cases: pl.DataFrame, wanted: list[Columns]) -> pl.DataFrame:
    """Add a case for each history that no case fits: only a tiny country lacks one."""
    columns = {name: cases[name].to_numpy() for name in cases.columns if name != "channel"}
    for group in wanted:
        if _fits(columns, group).any():
            continue
        new = blank(1, str(group["period"]), KINDS[group["kind"]], np.zeros(1, dtype=np.int64) + 14)
        new["reta"][:] = group["reta"] > 0
        new["copied"][:] = group["reta"] == 2
        new["mp"][:] = new["special"][:] = bool(group["sistra"])
        new["about_trafficking"][:] = bool(group["sistra"]) and group["kind"] == KINDS.index("trafficking")
        new["operation"][:] = bool(group["rescued"])
        number = pl.DataFrame({"case": [cases.height]})
        cases = cases.vstack(pl.concat([number, pl.DataFrame(new)], how="horizontal"))
        columns = {name: cases[name].to_numpy() for name in cases.columns if name != "channel"}
    return cases.rechunk()


def _same_again(rows: pl.DataFrame, persons: int, rng: np.random.Generator) -> tuple[Whole, Whole, Mask]:
    """Say which person each row is: the first rows are everybody once, each further row is one of these again.

    Nobody is chosen twice, and nobody stands twice in one case; a row that finds nobody is left out.
    """
    column = {name: rows[name].to_numpy() for name in ("period", "kind", "sex", "minor", "case")}
    person = np.arange(rows.height)
    passes = rows["told_adult"].to_numpy()[:persons] == 1
    ages = np.where(passes, PASSES_FOR_ADULT, ANY_AGE)
    free = (column["kind"][:persons] == KINDS.index("trafficking")) & ~passes
    kept = np.ones(rows.height, dtype=bool)
    further = rows.with_row_index("at")[persons:]
    for key, group in further.group_by("again", "period", "sex", "minor", maintain_order=True):
        at = group["at"].to_numpy().astype(np.int64)
        waiting = at[:0]
        for part, rule in _rules(at, str(key[0]), int(key[1]), bool(key[3])):
            part = np.r_[waiting, part]
            pool = free & _could_be({name: values[:persons] for name, values in column.items()}, key, rule)
            settled, found = apart(part, some(rng, pool, rows.height), column["case"])
            person[settled] = found
            ages[found] = rule
            free[found] = False
            waiting = part[~np.isin(part, settled)]
    kept[persons:] = person[persons:] < persons
    return person, ages, kept


def _rules(at: Whole, again: str, period: int, minor: bool) -> list[tuple[Whole, int]]:
    if again == "same":
        return [(at, MINOR_TWICE if minor else ADULT_TWICE)]
    if minor:
        return [(at, STAYS_MINOR)]
    grown = round(len(at) * COMING_OF_AGE) if period == int(PERIODS[-1]) else 0
    return [(at[:grown], COMES_OF_AGE), (at[grown:], ANY_AGE)]


def _could_be(first: Columns, key: tuple[object, ...], rule: int) -> Mask:
    again, period, sex, minor = key
    if rule == COMES_OF_AGE:
        period, minor = int(PERIODS[1]), 1
    when = first["period"] == period if again == "same" else first["period"] < period
    fits: Mask = when & (first["sex"] == sex) & (first["minor"] == minor)
    return fits


def apart(part: Whole, candidates: Whole, case: Whole) -> tuple[Whole, Whole]:
    """Pair rows with candidates so that no pair stands in one case; a row that only finds her own case is left out."""
    part = part[: len(candidates)]
    found, spare = candidates[: len(part)].copy(), candidates[len(part) :].tolist()
    for at in np.flatnonzero(case[part] == case[found]):
        other = next((one for one in spare if case[one] != case[part[at]]), None)
        if other is not None:
            found[at] = other
            spare.remove(other)
    good = case[part] != case[found]
    return part[good], found[good]
