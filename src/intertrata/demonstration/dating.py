"""Where and when each case happened and was told, and the numbers the institutions gave it.

In: cases. Out: the same with places, dates and numbers; what an institution never knew has no date and no number.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from intertrata.demonstration.apportion import apportion
from intertrata.demonstration.cases import CALLAO, KEPT, LATE, RECLASSIFIED, departments
from intertrata.demonstration.chance import Mask, Whole, numbered, shuffled, stream
from intertrata.demonstration.plan import PERIODS, TOLD, assumed, table

EPOCH = date(1970, 1, 1)
FIRST_CUT_OFF = date(2017, 3, 31)
LAST_CUT_OFF = date(2017, 9, 30)
SEAT = "150101"
"""Where the specialised police sits: Callao's complaints carry its UBIGEO."""

COMPLAINTS_APART, CARPETAS_APART = 13, 37

MONTH_STARTS = {year: [(date(int(year), month, 1) - EPOCH).days for month in range(1, 13)] for year in PERIODS}


def days(day: date) -> int:
    """Give a day as a number since 1970."""
    return (day - EPOCH).days


def days_of(text: str) -> int:
    """Give an ISO day as a number since 1970."""
    return days(date.fromisoformat(text))


def last_day(period: Whole) -> Whole:
    """Give the last day that belongs to each period, as a number since 1970."""
    ends = {int(name): days(date.fromisoformat(TOLD[name][1])) for name in PERIODS}
    return np.array([ends.get(year, days(date(year, 12, 31))) for year in range(2014, 2018)])[period - 2014]


def date_cases(cases: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Add to each case its place, dates, numbers and deliveries.

    Adds: ``place`` (row of ``places.csv``), ``ubigeo``, ``told_ubigeo`` (as RETA has it), ``fiscal``, ``judicial``;
    ``facts_date``, ``reta_date``, ``copy_date``, ``mp_date``; ``in_first``, ``in_second``, ``copy_in_second`` (deliveries of
    RETA); ``complaint``, ``copy_complaint``, ``carpeta``.
    """
    rng = stream(seed, "dating")
    placed = cases.with_columns(pl.Series("place", _places(cases, rng)))
    places = table("places").with_row_index("place").select(pl.col("place").cast(pl.Int64), "ubigeo", "district", "fiscal", "judicial")
    placed = placed.join(places, on="place", how="left", maintain_order="left", validate="m:1")
    # The department follows the place: the court cases are spread over every judicial district.
    seat = pl.lit(SEAT)
    placed = placed.with_columns(
        pl.when(pl.col("ubigeo").str.starts_with(CALLAO)).then(seat).otherwise(pl.col("ubigeo")).alias("told_ubigeo")
    )
    return _number(placed.with_columns(**_dates(placed, rng)), rng)


def _places(cases: pl.DataFrame, rng: np.random.Generator) -> Whole:
    """A place within each case's department; the first court cases take one judicial district each, so that none is missing."""
    places = table("places")
    codes = departments()
    weights = places["weight"].to_numpy().astype(np.float64)
    department = np.array([codes.index(code) for code in places["code"].to_list()])
    edges = np.r_[0.0, np.cumsum(weights)]
    start = np.array([edges[np.flatnonzero(department == one)[0]] for one in range(len(codes))])
    total = np.bincount(department, weights=weights, minlength=len(codes))
    of_case = cases["department"].to_numpy()
    drawn = np.searchsorted(edges, start[of_case] + rng.random(cases.height) * total[of_case] * (1 - 1e-12), side="right") - 1
    every = places.with_row_index("place").group_by("judicial", maintain_order=True).agg(pl.col("place").first())["place"].to_numpy()
    court = np.flatnonzero(cases["period"].to_numpy() == 2014)[: len(every)]
    if len(court) == len(every):
        drawn[court] = every
    return np.asarray(drawn, dtype=np.int64)


def _dates(cases: pl.DataFrame, rng: np.random.Generator) -> dict[str, pl.Series]:
    period = cases["period"].to_numpy()
    reta, mp = cases["reta"].to_numpy(), cases["mp"].to_numpy() | (period == 2014)
    first = np.array([(date(year, 1, 1) - EPOCH).days for year in range(2014, 2018)])[period - 2014]
    last = last_day(period)
    received = first + np.floor(rng.random(len(period)) * (last - first + 1)).astype(np.int64)
    received = _by_month(received, cases, rng)
    told = np.where(reta & mp, np.maximum(first, received - rng.integers(0, 26, len(period))), received)
    facts = np.where(reta, told, received) - np.minimum(rng.exponential(30.0, len(period)), 100).astype(np.int64)
    copy = np.minimum(last, told + rng.integers(0, 21, len(period)))
    story = cases["story"].to_numpy()
    early = (period < 2017) | (rng.random(len(period)) < assumed()["deliveries"]["known_in_march"])
    in_first = reta & early & (told <= days(FIRST_CUT_OFF)) & (story != LATE)
    return {
        "facts_date": as_dates(facts, np.ones(len(facts), dtype=bool)),
        "reta_date": as_dates(told, reta),
        "copy_date": as_dates(copy, cases["copied"].to_numpy()),
        "mp_date": as_dates(received, mp),
        "in_first": pl.Series(in_first),
        "in_second": pl.Series(reta & np.isin(story, [KEPT, LATE, RECLASSIFIED])),
    }


def _by_month(received: Whole, cases: pl.DataFrame, rng: np.random.Generator) -> Whole:
    """Give the carpetas for trafficking their months: September of 2016 is the peak that the report prints."""
    period, about = cases["period"].to_numpy(), cases["about_trafficking"].to_numpy()
    dated = received.copy()
    for name in PERIODS:
        rows = np.flatnonzero(about & (period == int(name)))
        months = int(TOLD[name][1][5:7])
        starts = np.array([*MONTH_STARTS[name], days(date(int(name) + 1, 1, 1))])
        month = shuffled(rng, apportion(assumed()["carpetas"]["months"][:months], len(rows)))
        length = starts[month + 1] - starts[month]
        dated[rows] = starts[month] + np.floor(rng.random(len(rows)) * length).astype(np.int64)
    return dated


def as_dates(numbers: Whole, known: Mask) -> pl.Series:
    """Give days since 1970 as dates; null where not known."""
    dates = pl.Series(numbers, dtype=pl.Int32).cast(pl.Date)
    return pl.select(pl.when(pl.Series(known)).then(dates)).to_series()


def _number(cases: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Number the complaints of RETA by year and date, second copies among them; the carpetas by office and year."""
    told = pl.concat(
        cases.filter(pl.col(column).is_not_null()).select("case", pl.lit(column).alias("of"), pl.col(column).alias("date"))
        for column in ("reta_date", "copy_date")
    ).sort("date", "case", "of")
    year = told["date"].dt.year()
    order = pl.Series(numbered(rng, year.to_numpy().astype(np.int64), COMPLAINTS_APART)).cast(pl.String).str.zfill(7)
    told = told.with_columns((year.cast(pl.String) + "-" + order).alias("number"))
    complaint = told.filter(pl.col("of") == "reta_date").select("case", pl.col("number").alias("complaint"))
    copy = told.filter(pl.col("of") == "copy_date").select("case", pl.col("number").alias("copy_complaint"))
    for numbers in (complaint, copy, _carpetas(cases, rng)):
        cases = cases.join(numbers, on="case", how="left", maintain_order="left", validate="1:1")
    return cases


def _carpetas(cases: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Numbers of carpetas; their office begins with 99, which no fiscal district has."""
    fiscal = sorted(table("places")["fiscal"].unique().to_list())
    offices = pl.col("fiscal").replace_strict(fiscal, range(len(fiscal)), return_dtype=pl.Int64)
    rows = cases.filter(pl.col("mp_date").is_not_null()).sort("mp_date", "case")
    rows = rows.with_columns((offices * 2 + pl.col("special")).alias("office"), pl.col("mp_date").dt.year().alias("year"))
    order = numbered(rng, rows["office"].to_numpy() * 10_000 + rows["year"].to_numpy(), CARPETAS_APART)
    office = "9906" + pl.col("office").cast(pl.String).str.zfill(2) + "4501"
    return rows.select("case", pl.format("{}-{}-{}-0", office, "year", pl.Series("order", order)).alias("carpeta"))
