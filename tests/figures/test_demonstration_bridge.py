"""The invented country knows why its police said 347 and then 467: the bridge must find it out from the records alone."""

from datetime import date

import polars as pl
import pytest

from intertrata.demonstration import DEFAULT_PERSONS, make
from intertrata.figures import actions, queries
from intertrata.identity import actions as identity
from intertrata.registers import actions as registers

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"], transaction=True)
YEAR = {"start": date(2016, 1, 1), "end": date(2016, 12, 31)}


def test_347_and_467_are_explained_by_late_entries_second_copies_related_offences_and_what_was_annulled(settings, tmp_path):
    settings.VAR = tmp_path
    folder = tmp_path / "demo"
    make(folder, persons=DEFAULT_PERSONS, seed=1)
    registers.receive(sorted(path for path in folder.iterdir() if path.is_dir()), by="tests")
    identity.link(by="tests")
    actions.cut(by="tests")
    truth = pl.read_parquet(folder / "truth_contradictions.parquet").filter(pl.col("name") == "complaints_2016")
    told = {row["cause"]: row["count"] for row in truth.iter_rows(named=True)}

    built = queries.bridge("reta@2017-03-31", "reta@2017-09-30", indicator="complaints", **YEAR)
    found = {(part.side, part.cause): part.count for part in built.parts}
    assert (built.a.count, built.b.count) == (truth["first_count"][0], truth["second_count"][0]) == (347, 467)
    assert found["a", "vanished"] == -told["annulled"]
    assert found["b", "other_offence"] == told["reclassified"]
    assert abs(found["b", "duplicates"] - told["second_copy"]) <= 3
    assert abs(found["b", "late_entry"] - told["late"]) <= 3
    assert set(found) == {("a", "vanished"), ("b", "other_offence"), ("b", "duplicates"), ("b", "late_entry")}

    persons = queries.bridge("reta", "sistra", **YEAR)
    assert persons.difference == sum(part.count if part.side == "a" else -part.count for part in persons.parts)
    outcomes = queries.count("proceedings", dims=("outcome",), **YEAR)
    assert {row["outcome"]: row["count"] for row in outcomes.rows} == {
        "acquitted": 22,
        "archived": 2,
        "convicted": 58,
        "dismissed": 31,
        "in_process": 260,
    }
    months = queries.count("complaints", dims=("month",), where={"register": "sistra"}, **YEAR)
    assert (months.total, max(months.rows, key=lambda row: row["count"])["month"]) == (1114, "2016-09")
    assert queries.count("communications", **YEAR).total == 263
