"""Who stands in which register: the files of ``ways`` carried out, table after table, each upon the subjects or upon an earlier table.

In: the world. Out: one table of records in common words for each, with ``person``, ``case``, ``operation`` where it speaks of them.
A table that stands upon another begins after it and only for whom it holds: no shelter before the report, no act before the defence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from intertrata.demonstration.apportion import Scale
from intertrata.demonstration.chance import Mask, some, stream
from intertrata.demonstration.declared import Form, forms
from intertrata.demonstration.drawing import asked, draw
from intertrata.demonstration.plan import counted, ways
from intertrata.demonstration.subjects import subjects
from intertrata.demonstration.world import World

DAY = "event_date"
FIRST_DAY, LAST_DAY = "01-01", "12-31"
CODES_APART = 7919
"""Coprime with the codes there are: an institution's code of a person says nothing of the number she has here."""


@dataclass(frozen=True)
class Sender:
    """How a register sends: in what kind of file, cut when (``first``: an earlier delivery too), how it types."""

    register: str
    form: str
    cut_off: date
    first: date | None
    style: str


@dataclass(frozen=True)
class Standing:
    """One table filled in: its form, who sends it, its records in common words, and the fields that are told ``later`` than the row."""

    form: Form
    sender: Sender
    rows: pl.DataFrame
    later: tuple[str, ...]


def sender(register: str) -> Sender:
    """Give how a register sends."""
    told = ways()["sends"][register]
    first = date.fromisoformat(told["first"]) if "first" in told else None
    return Sender(register, told["form"], date.fromisoformat(told["cut_off"]), first, told.get("style", ""))


def standings(world: World) -> Iterator[Standing]:
    """Give every table of ``ways``, in their order."""
    held = subjects(world)
    for told in ways()["stand"]:
        form = forms()[told["table"]]
        sends = sender(form.register)
        rows = _filled(told, form, sends, held, world)
        held[told["table"]] = rows
        yield Standing(form, sends, rows, tuple(told.get("later", ())))


def _filled(told: Mapping[str, Any], form: Form, sends: Sender, held: Mapping[str, pl.DataFrame], world: World) -> pl.DataFrame:
    seed = world.seed
    rows = _chosen(told, held, sends.cut_off, world.scale, stream(seed, told["table"], "chosen"))
    rows = _repeated(rows, told, stream(seed, told["table"], "times"))
    days = _days(rows, told["day"], stream(seed, told["table"], DAY), sends.cut_off, world.scale)
    rows = rows.with_columns(days.alias(DAY)).filter(pl.col(DAY).is_not_null()).sort(DAY, maintain_order=True)
    rows = rows.with_columns(pl.col(DAY).dt.year().cast(pl.Int64).alias("year"))
    if form.telling("user_code") is not None and "person" in rows.columns:
        rows = rows.with_columns(_user_codes(rows, form.register, world))
    for name, drawing in told.get("fields", {}).items():
        rng = stream(seed, told["table"], name)
        if isinstance(drawing, dict) and "inside" in drawing:
            made = _inside(rows, held[drawing["inside"]])
        else:
            made = draw(rows, drawing, rng, cut_off=sends.cut_off, scale=world.scale)
        rows = rows.with_columns(made.alias(name))
    return rows


def _inside(rows: pl.DataFrame, stays: pl.DataFrame) -> pl.Series:
    """How many stay in each shelter on each day, by what another table holds."""
    pairs = (
        rows.with_row_index("row")
        .select("row", "shelter", DAY)
        .join(stays.select("shelter", pl.col(DAY).alias("in"), "until"), on="shelter")
    )
    there = pairs.filter((pl.col("in") <= pl.col(DAY)) & (pl.col("until").is_null() | (pl.col("until") > pl.col(DAY))))
    counted_by_row = there.group_by("row").agg(pl.len().cast(pl.Int64).alias("inside"))
    found = rows.with_row_index("row").select("row").join(counted_by_row, on="row", how="left", maintain_order="left")
    return found["inside"].fill_null(0)


def _chosen(
    told: Mapping[str, Any], held: Mapping[str, pl.DataFrame], cut_off: date, scale: Scale, rng: np.random.Generator
) -> pl.DataFrame:
    """Choose whom the table holds: so many of a year as planned, or a share, or all; nobody twice, and nobody who comes too late."""
    taken: dict[str, Mask] = {}
    pieces = []
    for part in told.get("take", [{}]):
        of = part.get("of", told["of"])
        base = held[of]
        taken.setdefault(of, np.zeros(base.height, dtype=bool))
        fits = asked(base, told.get("where", "true")).to_numpy() & asked(base, part.get("where", "true")).to_numpy()
        fits &= asked(
            base, f"{_known(told['day']['after'], base)} + INTERVAL '{max(0, told['day']['days'][0])} days' <= DATE '{cut_off}'"
        ).to_numpy()
        for year, rows in _of_part(part, base, fits & ~taken[of], scale, rng):
            taken[of][rows] = True
            found = base[np.sort(rows)].with_columns(pl.lit(part.get("part", "")).alias("part"))
            pieces.append(found.with_columns(pl.lit(year, dtype=pl.Int64).alias("told_year")))
    return pl.concat(pieces, how="diagonal_relaxed")


def _known(after: str, base: pl.DataFrame) -> str:
    """The expression of a day for one of several bases: ``COALESCE`` names columns that another one has."""
    if not after.startswith("COALESCE("):
        return after
    names = [name.strip() for name in after.removeprefix("COALESCE(").removesuffix(")").split(",")]
    return f"COALESCE({', '.join(name for name in names if name in base.columns)})"


def _of_part(
    part: Mapping[str, Any], base: pl.DataFrame, fits: Mask, scale: Scale, rng: np.random.Generator
) -> Iterator[tuple[int | None, np.ndarray]]:
    if "count" not in part:
        yield None, np.flatnonzero(fits & (rng.random(base.height) < part.get("share", 1.0)))
        return
    year, left = base["year"].to_numpy(), fits.copy()
    carried = asked(base, str(part.get("carried", False)).lower()).to_numpy()
    for name, count in part["count"].items():
        wanted = scale.of(counted(count))
        same = some(rng, left & (year == int(name)), wanted)
        before = some(rng, left & carried & (year == int(name) - 1), wanted - len(same))
        rows = np.r_[same, before]
        left[rows] = False
        yield int(name), rows


def _repeated(rows: pl.DataFrame, told: Mapping[str, Any], rng: np.random.Generator) -> pl.DataFrame:
    low, high = told.get("times", [1, 1])
    times = rng.integers(low, high + 1, rows.height)
    at = np.repeat(np.arange(rows.height), times)
    turn = np.arange(len(at)) - np.repeat(np.cumsum(times) - times, times)
    return rows[at].with_columns(pl.Series("turn", turn, dtype=pl.Int64))


def _days(rows: pl.DataFrame, told: Mapping[str, Any], rng: np.random.Generator, cut_off: date, scale: Scale) -> pl.Series:
    """The day of each record: after what it stands upon, each turn later, and within the year in which it is counted."""
    day = draw(rows, dict(told), rng, cut_off=date.max, scale=scale).to_physical().cast(pl.Int64)
    start = draw(rows, {"after": told["after"], "days": [0, 0]}, rng, cut_off=date.max, scale=scale).to_physical().cast(pl.Int64)
    day = day + rows["turn"] * told.get("every", 0)
    spread = pl.Series(rng.integers(0, 120, rows.height))
    bounds = pl.DataFrame({"day": day, "start": start, "year": rows["told_year"], "spread": spread}).with_columns(
        pl.date(pl.col("year"), 1, 1).to_physical().cast(pl.Int64).alias("first"),
        pl.min_horizontal(pl.date(pl.col("year"), 12, 31), pl.lit(cut_off)).to_physical().cast(pl.Int64).alias("last"),
    )
    carried = pl.when(pl.col("start") < pl.col("first")).then(pl.col("first") + pl.col("spread")).otherwise("day")
    within = pl.max_horizontal(pl.min_horizontal(carried, "last"), "start")
    made = bounds.select(pl.when(pl.col("year").is_null()).then("day").otherwise(within).cast(pl.Int32).cast(pl.Date)).to_series()
    return made.set(made > cut_off, None)


def _user_codes(rows: pl.DataFrame, register: str, world: World) -> pl.Series:
    """The institution's own code of each person: one a person and register, in no order that another register shares."""
    size = world.people.height
    shift = int(stream(world.seed, register, "codes").integers(0, size))
    # Any stride coprime with the size visits every number once.
    stride = next(one for one in range(CODES_APART, CODES_APART + size + 2) if np.gcd(one, size) == 1)
    number = (pl.col("person") * stride + shift) % size + 1
    return rows.select(pl.format("{}-{}", pl.lit(register[:3].upper()), number.cast(pl.String).str.zfill(6)).alias("user_code")).to_series()
