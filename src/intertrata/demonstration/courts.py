"""Which cases reached a court, and what became of them there: the 373 of Cuadro 9 and the two that make them 375.

In: dated cases. Out: the same with proceeding, date, stage, outcome, years, reparation, what of it was paid and what
the judge ordered meanwhile; null where no court knows the case.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from intertrata.demonstration.apportion import Scale, apportion
from intertrata.demonstration.cases import KINDS
from intertrata.demonstration.chance import Mask, Whole, between, numbered, pick, shuffled, some, stream
from intertrata.demonstration.dating import as_dates, days_of
from intertrata.demonstration.plan import assumed, figures, table
from intertrata.demonstration.wording import MANY

OUTCOMES = ("dismissed", "archived", "in_process", "convicted", "acquitted")
STAGES = ("preparatory", "intermediate", "trial", "sentence")
START, END, END_2017 = days_of("2016-01-04"), days_of("2016-12-30"), days_of("2017-06-30")
LAST_CARPETA = days_of("2016-10-31")
PROCEEDINGS_APART = 29
PENDING = OUTCOMES.index("in_process")


def try_cases(cases: pl.DataFrame, scale: Scale, seed: int) -> pl.DataFrame:
    """Add to each case: proceeding (its number), pj_date, outcome, outcome_date, stage, years, reparation, paid, precautionary."""
    rng = stream(seed, "courts")
    rows, received = _chosen(cases, scale, rng)
    outcome = _outcomes(cases, rows, received, rng)
    decided = outcome != PENDING
    size = len(rows)
    told = between(rng, received, np.where(received <= END, END, END_2017))
    convicted = outcome == OUTCOMES.index("convicted")
    years = between(rng, np.full(size, assumed()["courts"]["years_low"]), np.full(size, assumed()["courts"]["years_high"]))
    soles = between(rng, np.full(size, 2), np.full(size, 10)) * 100
    order = pl.DataFrame(
        {
            "case": cases["case"].to_numpy()[rows],
            "pj_date": as_dates(received, np.ones(size, dtype=bool)),
            "outcome": pl.Series(OUTCOMES).gather(outcome),
            "outcome_date": as_dates(told, decided),
            "stage": pl.Series(STAGES).gather(_stages(outcome, rng)),
            "years": pl.select(pl.when(pl.Series(convicted)).then(pl.Series(years))).to_series(),
            "reparation": pl.select(pl.when(pl.Series(convicted)).then(pl.Series(soles))).to_series(),
        }
    )
    order = order.with_columns(_paid(order, stream(seed, "courts", "paid")), _precautionary(size, stream(seed, "courts", "precautionary")))
    tried = cases.join(order, on="case", how="left", maintain_order="left", validate="1:1")
    return tried.join(_numbers(tried, rng), on="case", how="left", maintain_order="left", validate="1:1")


def _chosen(cases: pl.DataFrame, scale: Scale, rng: np.random.Generator) -> tuple[Whole, Whole]:
    """The cases that a court received, and the day: of 2016, but for two of 2017."""
    plan = assumed()["courts"]
    period, kind, about = (cases[name].to_numpy() for name in ("period", "kind", "about_trafficking"))
    carpeta = cases["mp_date"].to_physical().fill_null(0).to_numpy().astype(np.int64)
    _, from_2015, from_2016 = scale.split([plan["only_courts"], plan["from_2015"], plan["from_2016"]])
    older = np.flatnonzero(kind == KINDS.index("court"))
    before = some(rng, about & (period == 2015), int(from_2015))
    same = some(rng, about & (period == 2016) & (carpeta <= LAST_CARPETA), int(from_2016))
    left = about & (period == 2016) & ~np.isin(np.arange(len(period)), same)
    later = some(rng, left, scale.of(plan["in_2017"]))
    others = some(rng, (kind == KINDS.index("related")) & cases["mp"].to_numpy() & (carpeta <= LAST_CARPETA), scale.of(plan["related"]))
    rows = np.concatenate([older, before, same, others, later])
    in_2016 = np.arange(len(rows)) < len(rows) - len(later)
    low = np.where(in_2016, np.maximum(carpeta[rows] + 20, START), days_of("2017-01-10"))
    return rows, between(rng, low, np.where(in_2016, END - 20, END_2017 - 20))


def _outcomes(cases: pl.DataFrame, rows: Whole, received: Whole, rng: np.random.Generator) -> Whole:
    """The outcomes of the proceedings for trafficking of 2016 as printed; all others are in process."""
    counted = (cases["kind"].to_numpy()[rows] != KINDS.index("related")) & (received <= END)
    printed = [figures()[f"proceedings_2016.{name}"].value for name in OUTCOMES]
    outcome = np.full(len(rows), PENDING)
    outcome[counted] = shuffled(rng, apportion(printed, int(counted.sum())))
    return outcome


def _stages(outcome: Whole, rng: np.random.Generator) -> Whole:
    """The stage each outcome is reached in; what is in process stands in one of the first three."""
    reached = np.array([STAGES.index(stage) for stage in ("intermediate", "preparatory", "preparatory", "sentence", "sentence")])
    return np.where(outcome == PENDING, pick(rng, [5.0, 3.0, 2.0], len(outcome)), reached[outcome])


def _paid(order: pl.DataFrame, rng: np.random.Generator) -> pl.Series:
    """What was paid of each reparation, in soles; null where none was ordered."""
    shares = assumed()["paid"]
    drawn, part = rng.random(order.height), between(rng, np.full(order.height, 1), np.full(order.height, 9))
    wholly, in_part = (pl.lit(pl.Series(drawn < limit)) for limit in (shares["wholly"], shares["wholly"] + shares["in_part"]))
    told = pl.when(wholly).then("reparation").when(in_part).then(pl.col("reparation") * pl.lit(pl.Series(part)) // 10).otherwise(0)
    return order.select(pl.when(pl.col("reparation").is_not_null()).then(told).alias("paid")).to_series()


def _precautionary(size: int, rng: np.random.Generator) -> pl.Series:
    """What the judge ordered until the sentence, joined by ``|``; null where nothing. Nobody is in prison and free at once."""
    plan = assumed()["precautionary"]
    person = pl.Series("person", list(plan["person"])).gather(pick(rng, list(plan["person"].values()), size))
    drawn = {measure: pl.Series(measure, rng.random(size) < plan[measure]) for measure in ("no_exit", "embargo", "seizure")}
    rows = pl.DataFrame([person, *drawn.values()]).with_columns(pl.col("no_exit") & pl.col("person").str.ends_with("_appearance"))
    parts = [pl.when(pl.col("person") != "nothing").then("person"), *(pl.when(measure).then(pl.lit(measure)) for measure in drawn)]
    told = pl.concat_str(parts, separator=MANY, ignore_nulls=True)
    return rows.select(pl.when(told != "").then(told).alias("precautionary")).to_series()


def _numbers(cases: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Numbers of proceedings, by judicial district and year; the district's code is of our own."""
    courts = sorted(table("places")["judicial"].unique().to_list())
    rows = cases.filter(pl.col("pj_date").is_not_null()).sort("pj_date", "case")
    district = rows["judicial"].replace_strict(courts, range(len(courts)), return_dtype=pl.Int64).alias("district")
    year = rows["pj_date"].dt.year().alias("year")
    order = numbered(rng, district.to_numpy() * 10_000 + year.to_numpy(), PROCEEDINGS_APART)
    shown = pl.Series("order", order).cast(pl.String).str.zfill(5)
    court = pl.Series("court", order % 4 + 1)
    number = pl.format("{}-{}-0-99{}-JR-PE-0{}", shown, year, district.cast(pl.String).str.zfill(2), court)
    return rows.select("case", number.alias("proceeding"))


def heard(cases: pl.DataFrame, involved: pl.DataFrame, seed: int) -> Mask:
    """Say which of the involved a court file names, by who had registered them before."""
    rng = stream(seed, "heard")
    plan = assumed()["courts"]
    reached = cases["pj_date"].is_not_null().to_numpy()[involved["case"].to_numpy()]
    reta, sistra = involved["reta"].to_numpy() > 0, involved["sistra"].to_numpy() > 0
    share = np.select([reta & sistra, sistra, reta], [plan["heard_both"], plan["heard_prosecutor"], plan["heard_police"]], 0.05)
    share = np.where(involved["kind"].to_numpy() == KINDS.index("court"), 1.0, share)
    drawn: Mask = reached & (rng.random(involved.height) < share)
    return drawn


def held_to_be(cases: pl.DataFrame, involved: pl.DataFrame, seed: int) -> list[pl.Series]:
    """Say of each of the involved: status, and of those confirmed as victims who held it (decided_by) and when (status_date).

    The court that convicts confirms those whom it heard; of the others the specialised prosecutor confirms some. That nobody is told
    to be no victim is so because the report counts all of them: it has no figure of such findings.
    """
    rng = stream(seed, "held_to_be")
    plan = assumed()["confirmed"]
    of_case = cases[involved["case"].to_numpy()].select("kind", "outcome", "outcome_date", "mp_date")
    rows = of_case.with_columns(involved["in_court"], pl.Series("examined", rng.random(involved.height) < plan["by_prosecutor"]))
    rows = rows.with_columns((pl.col("examined") & pl.lit(involved["sistra"] == 1)).alias("examined"))
    low, high = plan["days"]
    later = pl.col("mp_date") + pl.duration(days=pl.lit(pl.Series(rng.integers(low, high + 1, involved.height))))
    tried = pl.col("kind").is_in([KINDS.index("trafficking"), KINDS.index("court")])
    by_court = (tried & pl.col("in_court") & (pl.col("outcome") == "convicted")).fill_null(False)
    by_prosecutor = (tried & pl.col("examined") & (later <= pl.lit(as_dates(np.array([END_2017]), np.ones(1, dtype=bool))[0]))).fill_null(
        False
    )
    found = rows.select(
        pl.when(by_court | by_prosecutor).then(pl.lit("confirmed")).otherwise(pl.lit("presumed")).alias("status"),
        pl.when(by_court).then(pl.lit("pj")).when(by_prosecutor).then(pl.lit("mpfn")).alias("decided_by"),
        pl.when(by_court).then("outcome_date").when(by_prosecutor).then(later).alias("status_date"),
    )
    return found.get_columns()
