"""The operations of the police against trafficking, who took part in each and how many each rescued and detained.

In: cases, who was rescued in them, a scale, a seed. Out: one row an operation. With whom the police went is decided here, before any
institution writes its own report of it (``ways``), so that all who took part tell of one day, one place and one kind.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from intertrata.demonstration.apportion import Scale
from intertrata.demonstration.cases import KINDS, departments
from intertrata.demonstration.chance import Mask, Whole, between, pick, some, stream
from intertrata.demonstration.dating import as_dates, days_of
from intertrata.demonstration.plan import PERIODS, TOLD, assumed, counted, table
from intertrata.demonstration.wording import MANY

POLICE, TRANSPORT = "pnp", "sutran"
LORETO = "16"


def operate(cases: pl.DataFrame, involved: pl.DataFrame, scale: Scale, seed: int) -> pl.DataFrame:
    """Operations against trafficking: those that belong to a case, with whom they rescued, and those that found nobody.

    Returns:
        operation, case (null), number, date, place, told_ubigeo, rescued_women, rescued_men, rescued_minors, detained,
        institutions (joined by ``|``, the police first), operation_kind.
    """
    rng = stream(seed, "operations")
    minor = (pl.col("minor") == 1).sum()
    saved = involved.filter(pl.col("rescued") == 1).group_by("case").agg(
        (pl.col("sex") == "F").sum().alias("rescued_women"), (pl.col("sex") == "M").sum().alias("rescued_men"), minor.alias("rescued_minors")
    )  # fmt: skip
    trafficking = pl.col("operation") & (pl.col("kind") == KINDS.index("trafficking"))
    with_case = cases.filter(trafficking).select(
        "case", "period", "place", "told_ubigeo", pl.coalesce("reta_date", "mp_date").alias("date")
    ).join(saved, on="case", how="left", maintain_order="left", validate="1:1")  # fmt: skip
    pieces = []
    for name in PERIODS:
        plan = assumed()["complaints"][name]
        own = with_case.filter(pl.col("period") == int(name))
        detained = _spread(own, scale.of(plan["suspects"]), rng)
        pieces.append(own.with_columns(pl.Series("detained", detained)))
        pieces.append(_vain(name, scale.of(plan["operations"]) - own.height, rng).select(pieces[-1].columns))
    told = pl.concat(pieces, how="vertical_relaxed").sort("date", "case", "place", nulls_last=True)
    order = pl.int_range(1, pl.len() + 1).over(pl.col("date").dt.year())
    number = pl.format("OP-{}-{}", pl.col("date").dt.year(), order.cast(pl.String).str.zfill(5))
    told = told.with_row_index("operation").with_columns(pl.col("operation").cast(pl.Int64))
    told = told.with_columns(number.alias("number"), pl.col("rescued_women", "rescued_men", "rescued_minors", "detained").fill_null(0))
    return told.with_columns(*_together(told, scale, stream(seed, "operations", "together")))


def _together(told: pl.DataFrame, scale: Scale, rng: np.random.Generator) -> tuple[pl.Series, pl.Series]:
    """Who took part in each operation and of which kind it was: one upon the roads is preventive (l.2302), and found nobody."""
    period, found = told["period"].to_numpy(), told["case"].is_not_null().to_numpy()
    loreto = (table("places")["code"] == LORETO).to_numpy()[told["place"].to_numpy()]
    everywhere = np.ones(told.height, dtype=bool)
    could = {"mpfn": everywhere, TRANSPORT: ~found, "sunafil": found, "gobierno_regional": loreto}
    plan = assumed()["operations_together"]
    present = {who: _with(plan[who], fits, period, scale, rng) for who, fits in could.items()}
    names = [pl.when(pl.lit(pl.Series(there))).then(pl.lit(who)) for who, there in present.items()]
    institutions = pl.concat_str(pl.lit(POLICE), *names, separator=MANY, ignore_nulls=True)
    usual = assumed()["operation_kinds"]
    kind = pl.Series(list(usual)).gather(pick(rng, list(usual.values()), told.height))
    kinds = pl.when(pl.lit(pl.Series(present[TRANSPORT]))).then(pl.lit("preventive")).otherwise(pl.lit(kind))
    row = told.select(institutions.alias("institutions"), kinds.alias("operation_kind"))
    return row["institutions"], row["operation_kind"]


def _with(counts: Mapping[str, str | int], fits: Mask, period: Whole, scale: Scale, rng: np.random.Generator) -> Mask:
    """The operations of each period in which one more institution took part: as many as planned, of those where it could."""
    there = np.zeros(len(period), dtype=bool)
    for name, count in counts.items():
        there[some(rng, fits & (period == int(name)), scale.of(counted(count)))] = True
    return there


def _spread(own: pl.DataFrame, total: int, rng: np.random.Generator) -> Whole:
    """Divide the detained over the operations, more of them where more were rescued."""
    if own.height == 0:
        return np.zeros(0, dtype=np.int64)
    weight = 1.0 + (own["rescued_women"] + own["rescued_men"]).fill_null(0).to_numpy()
    return np.bincount(pick(rng, weight, total), minlength=own.height)


def _vain(period: str, count: int, rng: np.random.Generator) -> pl.DataFrame:
    """Operations that found nobody."""
    size = max(count, 0)
    first, last = (np.full(size, days_of(day)) for day in TOLD[period])
    regions = pick(rng, table("regions")["mp_2016"].to_numpy(), size)
    places = table("places").with_row_index("place")
    inside = places.group_by("code").agg(pl.col("place").first().cast(pl.Int64), pl.col("ubigeo").first())
    told = pl.DataFrame({"code": pl.Series(departments()).gather(regions)}).join(inside, on="code", how="left", maintain_order="left")
    seat = pl.when(pl.col("code") == "07").then(pl.lit("150101")).otherwise(pl.col("ubigeo")).alias("told_ubigeo")
    nobody = [pl.lit(0, dtype=pl.Int64).alias(name) for name in ("rescued_women", "rescued_men", "rescued_minors", "detained")]
    return told.select(
        pl.lit(None, dtype=pl.Int64).alias("case"), pl.lit(int(period), dtype=pl.Int64).alias("period"), "place", seat,
        as_dates(between(rng, first, last), np.ones(size, dtype=bool)).alias("date"), *nobody,
    )  # fmt: skip
