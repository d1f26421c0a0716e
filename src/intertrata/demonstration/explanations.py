"""What the truth says beside the rows: persons, cases, complaints, totals, and why two printed figures differ.

In: the world. Out: tables of the truth. A contradiction is a list of causes whose counts lead from the one figure to the other.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from intertrata.demonstration.cases import ANNULLED, CALLAO, KINDS, LATE, RECLASSIFIED, STORIES
from intertrata.demonstration.courts import OUTCOMES
from intertrata.demonstration.plan import figures
from intertrata.demonstration.truth import Truth
from intertrata.demonstration.world import World

TRAFFICKING = pl.col("kind") == KINDS.index("trafficking")
IN_2016 = pl.col("period") == 2016


@dataclass(frozen=True)
class Contradiction:
    """Two printed figures of one thing and the causes that lead from the first to the second, each with its signed count."""

    name: str
    first: str
    second: str
    causes: tuple[tuple[str, int], ...]


def explain(world: World, truth: Truth) -> None:
    """Write the tables of the truth that no export tells."""
    truth.tell("persons", world.people.with_columns((pl.col("person") < world.scale.persons).alias("victim")))
    truth.tell("cases", _named(world.cases))
    truth.tell("victims", _named(world.involved))
    truth.tell("complaints", complaints(world.cases))
    found = totals(world)
    truth.tell("totals", _totals(found))
    truth.tell("contradictions", _told(contradictions(world), found))


def complaints(cases: pl.DataFrame) -> pl.DataFrame:
    """Give every complaint of RETA: number, case, what became of it, of which it is a copy, where it happened, what it is in truth."""
    columns = ["case", "period", "kind", "offence", "ubigeo", "told_ubigeo"]
    first = cases.filter("reta").select(
        pl.col("complaint").alias("number"), *columns, pl.lit(pl.Series(STORIES)).gather(pl.col("story")).alias("story"),
        pl.lit(None, dtype=pl.String).alias("copy_of"), "in_first", "in_second",
    )  # fmt: skip
    copies = cases.filter("copied").select(
        pl.col("copy_complaint").alias("number"), *columns, pl.lit("second_copy").alias("story"), pl.col("complaint").alias("copy_of"),
        pl.lit(False).alias("in_first"), pl.lit(True).alias("in_second"),
    )  # fmt: skip
    return _named(pl.concat([first, copies]).sort("number"))


def totals(world: World) -> dict[str, int]:
    """Give the figures of the report as they are in this country: at its natural size, the printed ones."""
    return _of_reta(world) | _of_operations(world) | _of_others(world)


def contradictions(world: World) -> list[Contradiction]:
    """Give why the report's figures contradict each other, in this country."""
    return [
        _of_complaints(world.cases),
        _of_minors(world.involved),
        _of_men(world.involved),
        _of_detained(world),
        _of_courts(world.cases),
        _of_callao(world.cases),
    ]


def _of_reta(world: World) -> dict[str, int]:
    found: dict[str, int] = {}
    for period in (2016, 2017):
        now = world.involved.filter(TRAFFICKING & (pl.col("period") == period) & (pl.col("reta") > 0))
        minor = (pl.col("minor") == 1) & (pl.col("told_adult") == 0)
        parts = {
            "women": pl.col("sex") == "F", "men": pl.col("sex") == "M", "minors": minor, "adults": ~minor,
            "foreign": pl.col("tells_country"), "total": pl.lit(True),
        }  # fmt: skip
        found |= {f"reta_victims_{period}.{name}": _sum(now.filter(part)["reta"]) for name, part in parts.items()}
        cases = world.cases.filter(TRAFFICKING & (pl.col("period") == period) & pl.col("reta"))
        found[f"reta_complaints_{period}.told_later"] = cases.filter("in_second").height + _sum(cases["copied"])
        accused = world.accused.filter("in_reta")["case"]
        found[f"suspects.year_{period}"] = _sum(accused.is_in(cases["case"].implode()))
    known = world.cases.filter(TRAFFICKING & IN_2016 & pl.col("in_first") & (pl.col("story") != RECLASSIFIED))
    return found | {"reta_complaints_2016.first_told": known.height}


def _of_operations(world: World) -> dict[str, int]:
    found: dict[str, int] = {}
    for period in (2016, 2017):
        now = world.operations.filter(pl.col("period") == period)
        sums = {name: _sum(now[name]) for name in ("rescued_women", "rescued_men", "rescued_minors", "detained")}
        sums |= {"rescued": sums["rescued_women"] + sums["rescued_men"], "operations": now.height}
        found |= {f"operations_{period}.{name}": count for name, count in sums.items()}
    return found


def _of_others(world: World) -> dict[str, int]:
    found: dict[str, int] = {}
    for period in (2016, 2017):
        now = world.involved.filter(TRAFFICKING & (pl.col("period") == period) & (pl.col("sistra") == 1))
        for name, sex in (("women", "F"), ("men", "M")):
            found[f"sistra_victims_{period}.{name}"] = now.filter(pl.col("sex") == sex).height
        found[f"sistra_victims_{period}.total"] = now.height
        found[f"communications.year_{period}"] = world.communications.filter(pl.col("date").dt.year() == period).height
    carpetas = world.cases.filter(IN_2016 & pl.col("about_trafficking"))
    found["prosecutors_complaints_2016.total"] = carpetas.height
    tried = _tried(world.cases)
    now = tried.filter(pl.col("pj_date").dt.year() == 2016)
    found |= {f"proceedings_2016.{outcome}": now.filter(pl.col("outcome") == outcome).height for outcome in OUTCOMES}
    found["proceedings_2016.total"] = now.height
    found["proceedings_both_years.total"] = tried.height
    smuggled = world.involved.filter(pl.col("kind") == KINDS.index("smuggling"))
    found["smuggling.persons_2016"] = smuggled.filter(IN_2016).height
    return found


def _tried(cases: pl.DataFrame) -> pl.DataFrame:
    return cases.filter(pl.col("pj_date").is_not_null() & (pl.col("kind") != KINDS.index("related")))


def _of_complaints(cases: pl.DataFrame) -> Contradiction:
    now = cases.filter(TRAFFICKING & IN_2016 & pl.col("reta"))
    count = {story: now.filter(pl.col("story") == story).height for story in (LATE, RECLASSIFIED, ANNULLED)}
    # Complaints that neither delivery's cut-off reached are late too: dated, told, but not yet by the first one.
    causes = (
        ("late", count[LATE]),
        ("second_copy", _sum(now["copied"])),
        ("reclassified", count[RECLASSIFIED]),
        ("annulled", -count[ANNULLED]),
    )
    return Contradiction("complaints_2016", "reta_complaints_2016.first_told", "reta_complaints_2016.told_later", causes)


def _of_minors(involved: pl.DataFrame) -> Contradiction:
    minors = involved.filter(TRAFFICKING & IN_2016 & (pl.col("minor") == 1))
    rescued, registered, told = pl.col("rescued") == 1, pl.col("reta") > 0, pl.col("told_adult") == 0
    causes = (
        ("told_adult", -minors.filter(rescued & registered & ~told).height),
        ("only_prosecutor", -minors.filter(rescued & ~registered & (pl.col("sistra") == 1)).height),
        ("no_register", -minors.filter(rescued & ~registered & (pl.col("sistra") == 0)).height),
        ("second_copy", minors.filter((pl.col("reta") == 2) & told).height),
        ("not_rescued", minors.filter(~rescued & registered & told).height),
    )
    return Contradiction("minors_2016", "operations_2016.rescued_minors", "reta_victims_2016.minors", causes)


def _of_men(involved: pl.DataFrame) -> Contradiction:
    men = involved.filter(TRAFFICKING & IN_2016 & (pl.col("sex") == "M"))
    rescued, registered = pl.col("rescued") == 1, pl.col("reta") > 0
    causes = (
        ("only_prosecutor", -men.filter(rescued & ~registered & (pl.col("sistra") == 1)).height),
        ("no_register", -men.filter(rescued & ~registered & (pl.col("sistra") == 0)).height),
        ("second_copy", men.filter(pl.col("reta") == 2).height),
        ("not_rescued", men.filter(~rescued & registered).height),
    )
    return Contradiction("men_2016", "operations_2016.rescued_men", "reta_victims_2016.men", causes)


def _of_detained(world: World) -> Contradiction:
    """The report prints 427 authors identified and 427 detained: the parts of operations call everybody detained."""
    now = world.cases.filter(TRAFFICKING & IN_2016)["case"].implode()
    free = world.accused.filter(pl.col("in_reta") & ~pl.col("detained") & pl.col("case").is_in(now)).height
    causes = (("not_detained", -free), ("called_detained", free))
    return Contradiction("detained_2016", "suspects.year_2016", "operations_2016.detained", causes)


def _of_courts(cases: pl.DataFrame) -> Contradiction:
    later = _tried(cases).filter(pl.col("pj_date").dt.year() == 2017).height
    return Contradiction("proceedings", "proceedings_2016.total", "proceedings_both_years.total", (("first_semester_2017", later),))


def _of_callao(cases: pl.DataFrame) -> Contradiction:
    """Cuadro 8 has no row for Callao, though 1818 and the prosecutors do: its complaints are told as Lima's."""
    there = cases.filter(TRAFFICKING & IN_2016 & pl.col("reta") & pl.col("in_second") & pl.col("ubigeo").str.starts_with(CALLAO))
    return Contradiction("callao_2016", "", "", (("told_as_lima", there.height + _sum(there["copied"])),))


def _totals(found: dict[str, int]) -> pl.DataFrame:
    printed = figures()
    rows = [(name, printed[name].line, printed[name].value, count) for name, count in found.items()]
    return pl.DataFrame(rows, schema={"figure": pl.String, "line": pl.Int64, "printed": pl.Int64, "here": pl.Int64}, orient="row")


def _told(found: list[Contradiction], here: dict[str, int]) -> pl.DataFrame:
    rows = [
        (one.name, one.first, here.get(one.first), one.second, here.get(one.second), cause, count)
        for one in found
        for cause, count in one.causes
    ]
    names = ("name", "first", "first_count", "second", "second_count", "cause", "count")
    kinds = (pl.String, pl.String, pl.Int64, pl.String, pl.Int64, pl.String, pl.Int64)
    return pl.DataFrame(rows, schema=dict(zip(names, kinds, strict=True)), orient="row")


def _named(rows: pl.DataFrame) -> pl.DataFrame:
    """Write kinds and stories as words."""
    words = {"kind": KINDS, "story": STORIES}
    return rows.with_columns(
        pl.lit(pl.Series(known)).gather(pl.col(name)).alias(name)
        for name, known in words.items()
        if name in rows.columns and rows[name].dtype.is_integer()
    )


def _sum(numbers: pl.Series) -> int:
    return int(numbers.sum())
