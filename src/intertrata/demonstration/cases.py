"""The cases of the invented country: one set of facts each, with which institutions came to know it, when and how.

In: the plan, a scale, a seed. Out: one row a case. The complaints of RETA and of the prosecutors come out by department
as the report prints them; the difference between RETA's two deliveries (347 and 467) is made here.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from intertrata.demonstration.apportion import Scale, apportion
from intertrata.demonstration.chance import Mask, Whole, pick, rank_within, shuffled, some, stream
from intertrata.demonstration.plan import PERIODS, assumed, table

KINDS = ("trafficking", "related", "smuggling", "court")
KEPT, LATE, RECLASSIFIED, ANNULLED = range(4)
STORIES = ("kept", "late", "reclassified", "annulled")
"""What became of a complaint between the two deliveries of RETA; a second copy is a flag of its case (``copied``)."""

LIMA, CALLAO = "15", "07"
Columns = dict[str, Any]


def make_cases(scale: Scale, seed: int) -> pl.DataFrame:
    """Give every case: case, period, kind, department (row of ``regions.csv``), what of it each institution knows.

    Columns: ``reta``, ``copied`` (1818 told it a second time), ``story``, ``channel``; ``mp`` (a carpeta fiscal stands),
    ``about_trafficking`` (that carpeta says so), ``special`` (a specialised prosecutor has it); ``operation``.
    """
    pieces = [piece for period in PERIODS for piece in _period(period, scale, seed)]
    pieces.append(_older(scale, seed))
    cases = pl.concat(pl.DataFrame(piece) for piece in pieces).with_row_index("case")
    return cases.with_columns(pl.col("case").cast(pl.Int64))


def departments() -> list[str]:
    """Give the codes of the 25 departments, in the order of ``regions.csv``."""
    return table("regions")["code"].to_list()


def blank(count: int, period: str, kind: str, department: Whole) -> Columns:
    """Give ``count`` cases that nobody knows yet."""
    no = np.zeros(count, dtype=bool)
    flags = {name: no.copy() for name in ("reta", "copied", "mp", "about_trafficking", "special", "operation")}
    told = {"story": np.zeros(count, dtype=np.int64), "channel": np.array(["police_station"] * count, dtype="U14")}
    base = {"period": np.full(count, int(period)), "kind": np.full(count, KINDS.index(kind)), "department": department.astype(np.int64)}
    return base | flags | told


def _period(period: str, scale: Scale, seed: int) -> list[Columns]:
    rng = stream(seed, "cases", period)
    plan = assumed()["complaints"][period]
    carpetas = apportion(table("regions")["mp_2016"].to_numpy(), scale.of(plan["prosecutors"]))
    police = _police(period, plan, scale, rng)
    _link(police, carpetas, rng)
    _operations(police, rng)
    _channels(police, plan, scale, rng)
    taken = np.bincount(police["department"][police["about_trafficking"]], minlength=len(carpetas))
    direct = _direct(period, carpetas - taken, rng)
    annulled = _police_rows(scale.of(plan["annulled"]), period, "trafficking", rng)
    annulled["story"][:] = ANNULLED
    return [police, direct, annulled, *_other_offences(period, plan, scale, rng)]


def _police(period: str, plan: Columns, scale: Scale, rng: np.random.Generator) -> Columns:
    """Complaints of RETA for trafficking, by department as Cuadro 8 prints them; its second copies are flags of their originals."""
    parts = [plan["kept"], plan["late"], plan["copies"]["lima"], plan["copies"]["elsewhere"], plan["reclassified"]]
    _, late, lima, elsewhere, reclassified = scale.split(parts)
    told = apportion(table("regions")["reta_2017" if period == "2017" else "reta_2016"].to_numpy(), scale.of(sum(parts)))
    copies = _copies(told, int(lima), int(elsewhere), rng)
    department = np.repeat(np.arange(len(told)), told - copies)
    cases = blank(len(department), period, "trafficking", department)
    cases["reta"][:] = True
    cases["copied"] = rank_within(department, rng.random(len(department))) < copies[department]
    moved = some(rng, ~cases["copied"], int(late + reclassified))
    cases["story"][moved[:late]] = LATE
    cases["story"][moved[late:]] = RECLASSIFIED
    return cases


def _copies(told: Whole, lima: int, elsewhere: int, rng: np.random.Generator) -> Whole:
    """How many complaints of each department are second copies: at most one for each original."""
    room = np.repeat(np.arange(len(told)), told // 2)
    in_lima = _told_as_lima(room)
    chosen = np.r_[room[some(rng, in_lima, lima)], room[some(rng, ~in_lima, elsewhere)]]
    return np.bincount(chosen, minlength=len(told))


def _told_as_lima(department: Whole) -> Mask:
    """Callao's complaints are registered at the seat in Lima: Cuadro 8 has no row for Callao."""
    codes = departments()
    return np.isin(department, [codes.index(LIMA), codes.index(CALLAO)])


def _link(police: Columns, carpetas: Whole, rng: np.random.Generator) -> None:
    """Say which police complaints became a carpeta fiscal, and which of these a specialised prosecutor has."""
    shares = assumed()["carpetas"]
    department, reclassified = police["department"], police["story"] == RECLASSIFIED
    size = len(department)
    most = np.floor(np.bincount(department, minlength=len(carpetas)) * shares["linked"] + 0.5).astype(np.int64)
    place = rank_within(department, reclassified, ~police["copied"], rng.random(size))
    police["about_trafficking"] = (place < np.minimum(most, carpetas)[department]) & ~reclassified
    police["mp"] = police["about_trafficking"] | (reclassified & (rng.random(size) < shares["reclassified_linked"]))
    police["special"] = police["about_trafficking"] & _specialised(department) & (rng.random(size) < shares["specialised_linked"])


def _specialised(department: Whole) -> Mask:
    codes = departments()
    return np.isin(department, [codes.index(code) for code in assumed()["carpetas"]["specialised_departments"]])


def _operations(cases: Columns, rng: np.random.Generator) -> None:
    shares = assumed()["operations"]
    share = np.where(cases["mp"] & cases["reta"], shares["linked"], np.where(cases["reta"], shares["police_only"], shares["other"]))
    share = np.where(cases["special"] & ~cases["reta"], shares["specialised_only"], share)
    cases["operation"] = (rng.random(len(share)) < share) | cases["copied"]


def _channels(police: Columns, plan: Columns, scale: Scale, rng: np.random.Generator) -> None:
    """How each complaint came: the lines 1818 and 100 as printed, operations where one took place, else a police station."""
    channel, operation = police["channel"], police["operation"]
    size = len(channel)
    channel[operation & (rng.random(size) < 0.7)] = "operation"
    others = rng.random(size)
    channel[~operation & (others < 0.08)] = "prosecutor"
    channel[~operation & (others > 0.97)] = "other"
    in_lima = _told_as_lima(police["department"])
    lima, elsewhere = scale.split([plan["line_1818"]["lima"], plan["line_1818"]["elsewhere"]])
    by_line = np.r_[some(rng, ~operation & in_lima, int(lima)), some(rng, ~operation & ~in_lima, int(elsewhere))]
    channel[by_line] = "line_1818"
    channel[some(rng, ~operation & (channel != "line_1818"), scale.of(plan["line_100"]))] = "line_100"


def _direct(period: str, left: Whole, rng: np.random.Generator) -> Columns:
    """Carpetas for trafficking that no complaint of RETA began."""
    cases = blank(int(left.sum()), period, "trafficking", np.repeat(np.arange(len(left)), left))
    cases["mp"][:] = cases["about_trafficking"][:] = True
    cases["special"] = _specialised(cases["department"]) & (rng.random(len(cases["mp"])) < assumed()["carpetas"]["specialised_direct"])
    _operations(cases, rng)
    return cases


def _police_rows(count: int, period: str, kind: str, rng: np.random.Generator) -> Columns:
    cases = blank(count, period, kind, pick(rng, table("regions")["reta_2016"].to_numpy(), count))
    cases["reta"][:] = True
    return cases


def _other_offences(period: str, plan: Columns, scale: Scale, rng: np.random.Generator) -> list[Columns]:
    """Cases of related offences and of smuggling of migrants: in the same registers, never among the complaints for trafficking."""
    related = _police_rows(scale.of(plan["related"]), period, "related", rng)
    related["mp"] = rng.random(len(related["mp"])) < assumed()["carpetas"]["related_linked"]
    count = scale.of(plan["related_of_prosecutors"])
    direct = blank(count, period, "related", pick(rng, table("regions")["mp_2016"].to_numpy(), count))
    direct["mp"][:] = True
    smuggling = _police_rows(scale.of(plan["smuggling"]), period, "smuggling", rng)
    codes = np.array([departments().index(code) for code in assumed()["smuggling"]["departments"]])
    smuggling["department"] = codes[pick(rng, np.ones(len(codes)), len(smuggling["mp"]))]
    smuggling["mp"] = rng.random(len(smuggling["mp"])) < assumed()["smuggling"]["linked"]
    smuggling["operation"][:] = True
    smuggling["channel"][:] = "operation"
    return [related, direct, smuggling]


def _older(scale: Scale, seed: int) -> Columns:
    """Cases that only the courts still know: their carpeta is older than what SISTRA delivers."""
    rng = stream(seed, "cases", "older")
    count = scale.of(assumed()["courts"]["only_courts"])
    cases = blank(count, "2014", "court", shuffled(rng, apportion(table("regions")["mp_2016"].to_numpy(), count)))
    cases["special"][:] = rng.random(count) < 0.5
    return cases
