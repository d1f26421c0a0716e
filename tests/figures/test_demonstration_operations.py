"""The invented country knows which reports tell one operation: how many of those ties the cut finds, and how many it finds are true."""

from datetime import date
from html import unescape
from itertools import pairwise

import polars as pl
import pytest
from django.test import Client

from intertrata.access.models import Account
from intertrata.demonstration import DEFAULT_PERSONS, make
from intertrata.figures import actions, queries
from intertrata.figures.operations import TYPES
from intertrata.registers import actions as registers

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"], transaction=True)
TELLING = ("reta", "sistra", "sutran", "sunafil", "migraciones", "gobiernos")
YEAR = {"start": date(2016, 1, 1), "end": date(2016, 12, 31)}


def pairs(rows, number):
    """Every two records of one operation."""
    told = rows.select("record", number)
    return told.join(told, on=number, suffix="_other").filter(pl.col("record") < pl.col("record_other")).select("record", "record_other")


def test_operations_told_by_several_institutions_count_once_and_hardly_any_two_are_taken_for_one(settings, tmp_path):
    settings.VAR = tmp_path
    folder = tmp_path / "demo"
    make(folder, persons=DEFAULT_PERSONS, seed=1)
    registers.receive([folder / name for name in TELLING], by="tests")
    cut = actions.cut(by="tests")

    columns = ["record", "register", "table", "entity", "number", "operation_no"]
    rows = pl.concat(pl.read_parquet(cut.path(name), columns=columns) for name in TYPES)
    key = pl.concat_str("entity", "number", separator="|", ignore_nulls=True).alias("key")
    events = pl.read_parquet(folder / "truth_events.parquet", columns=["register", "table", "key", "operation"])
    rows = rows.with_columns(key).join(events, on=["register", "table", "key"], how="left", validate="1:1")
    assert rows["operation"].null_count() == 0
    true, found = pairs(rows, "operation"), pairs(rows, "operation_no")
    right = true.join(found, on=["record", "record_other"]).height
    assert right / found.height >= 0.98, "measured when written: 0.991"
    assert right / true.height >= 0.95, "measured when written: 0.964"
    assert abs(rows["operation_no"].n_unique() - rows["operation"].n_unique()) <= 0.02 * rows["operation"].n_unique()

    counted = queries.count("operations", dims=("register",), **YEAR)
    reports = sum(row["count"] for row in counted.rows)
    assert counted.total is not None
    assert counted.total < reports, "each register's cell holds what others tell too"
    assert f"suman {reports - counted.total} más que el total" in " ".join(counted.notes)
    by_register = {row["register"]: row["count"] for row in counted.rows}
    for a, b in pairwise(TELLING):
        built = queries.bridge(a, b, indicator="operations", **YEAR)
        assert (built.a.count, built.b.count) == (by_register[a], by_register[b])
        assert built.difference == sum(part.count if part.side == "a" else -part.count for part in built.parts)
    loreto = queries.bridge("reta", "gobiernos", indicator="operations", **YEAR)
    assert 25 <= loreto.both <= 28, "the police tell 28 of those of 2016 too, and 12 of 2017"
    earlier = queries.bridge("reta@2017-09-30", "gobiernos@2017-06-30", indicator="operations", **YEAR)
    assert (earlier.a.count, earlier.b.count, earlier.both) == (loreto.a.count, loreto.b.count, loreto.both)
    client = Client()
    client.force_login(Account.objects.create(username="analista", role="analyst"))
    page = unescape(client.get("/cifras/contar/?indicator=operations&by=register&start=2016-01-01&end=2016-12-31").content.decode())
    assert "operativos distintos, cada uno una vez" in page
    assert f"{counted.total:,}" in page
    page = unescape(client.get("/cifras/puente/?a=reta&b=gobiernos&indicator=operations&start=2016-01-01&end=2016-12-31").content.decode())
    assert f"{loreto.both} operativos están en los dos." in page
    rescued = queries.count("rescued_in_operations", **YEAR)
    assert rescued.total == queries.count("rescued_in_operations", where={"register": "reta"}, **YEAR).total
