"""The page of the quality of registers: alarms first in whole sentences, the same as JSON and CSV, offices for who may see them, no name."""

import csv
import json
from io import StringIO

import pytest
from small_country import AGGRIEVED, MARKS, TRAFFICKED, VICTIMS, write
from typer.testing import CliRunner

from intertrata.access.permissions import sees_offices
from intertrata.cli.on_persons import app
from intertrata.registers import actions, queries
from intertrata.registers.web import judged

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"])
PAGE = "/registros/calidad/"


def text(answer):
    return answer.content.decode()


def main(answer):
    page = text(answer)
    return page[page.index("<main") : page.index("</main>")]


@pytest.fixture
def moved(country, tmp_path):
    """Two more deliveries of victims: in the last the column of the age moved, half of the rows are gone."""
    plain = TRAFFICKED | VICTIMS[2] | {"EDAD": "20", "COMISARIA": "SAN JUAN"}
    for cut_off, rows in (
        ("2017-06-30", [plain | {"NRO_DENUNCIA": f"RM-{n}"} for n in range(60)]),
        (
            "2017-12-31",
            [
                plain | {"NRO_DENUNCIA": f"RM-{n}", "EDAD": "", "COMISARIA": "LA SEGUNDA", "SEXO": "QZ" if n > 23 else "F"}
                for n in range(25)
            ],
        ),
    ):
        path = tmp_path / f"reta_victimas_corte-{cut_off}.csv"
        write(path, "reta", "victimas", rows)
        actions.receive([path], by="prueba")


def test_alarms_stand_first_as_whole_sentences_with_what_to_do(moved, as_role):
    page = main(as_role("analyst").get(PAGE, {"registro": "reta"}))
    assert page.index("menos de la mitad de las 60 de la anterior. Vea si está completa antes de enlazar.") < page.index("<table")
    assert "quizá la columna se movió" in page
    assert "«SEXO»: 1 celda rechazada." in page


@pytest.mark.parametrize("words", [["link"], ["link", "--json"]])
def test_whoever_links_is_told_first_a_person_and_a_program_alike(moved, words):
    done = CliRunner().invoke(app, words)
    said = " ".join(json.loads(done.stdout)["alarms"] if "--json" in words else done.stdout.split())
    assert done.exit_code == 0
    assert "menos de la mitad de las 60 de la anterior. Vea si está completa antes de enlazar." in " ".join(said.split())


def test_all_registers_are_told_without_reading_any_record(moved, as_role, monkeypatch):
    monkeypatch.setattr(queries, "wholeness", None)
    page = main(as_role("analyst").get(PAGE))
    assert "menos de la mitad de las 60" in page
    assert "?registro=sistra" in page


def test_what_is_not_known_is_null_and_never_zero(country, as_role):
    everything = as_role("analyst").get("/registros/calidad.json").json()
    assert (everything["fields"], everything["lateness"], everything["outside"], everything["offices"]) == (None, None, None, None)
    told = as_role("supervisor").get("/registros/calidad.json", {"registro": "sistra"}).json()
    assert {row["table"] for row in told["tables"]} == {"agraviados", "imputados"}
    (late,) = [row for row in told["lateness"] if row["table"] == "agraviados"]
    assert late["dated"] == len(AGGRIEVED)
    unknown = as_role("analyst").get("/registros/calidad.json", {"registro": "sutran"}).json()
    assert (unknown["tables"], unknown["lateness"]) == ([], [])


def test_offices_are_for_the_institution_that_keeps_the_register_and_for_supervisors(moved, as_role):
    keeper = queries.source("reta").institution
    assert "LA SEGUNDA" in main(as_role("supervisor").get(PAGE, {"registro": "reta"}))
    assert "LA SEGUNDA" in main(as_role("operator", keeper).get(PAGE, {"registro": "reta"}))
    for client in (as_role("operator", "mimp"), as_role("analyst", "mimp"), as_role("administrator", "mimp")):
        assert "LA SEGUNDA" not in main(client.get(PAGE, {"registro": "reta"}))
        assert client.get("/registros/calidad.json", {"registro": "reta"}).json()["offices"] is None
        assert "LA SEGUNDA" not in text(client.get("/registros/calidad.csv", {"registro": "reta"}))
    assert not sees_offices("operator", "", keeper="")
    assert not sees_offices("monitor", keeper, keeper=keeper)


def test_the_same_comes_as_csv(moved, as_role):
    answer = as_role("supervisor").get("/registros/calidad.csv", {"registro": "reta"})
    assert 'filename="uso-interno-calidad-reta-sintetico.csv"' in answer["Content-Disposition"]
    rows = list(csv.DictReader(StringIO(text(answer).removeprefix("\ufeff"))))
    assert {row["oficina"] for row in rows} >= {"", "LA SEGUNDA"}
    assert any(row["medida"] == "alarm_rows_fell" for row in rows)
    (read,) = [row["valor"] for row in rows if (row["tabla"], row["medida"]) == ("victimas", "read")]
    assert read == "25"
    ages = [
        row["valor"]
        for row in rows
        if (row["tabla"], row["campo"], row["oficina"], row["medida"]) == ("victimas", "age", "", "filled_share")
    ]
    assert ages == ["0.0"]


def test_a_register_is_judged_again_once_a_deposit_of_it_closed_and_not_before(country, tmp_path):
    before = queries.wholeness("reta")
    assert queries.wholeness("reta") is before
    path = tmp_path / "reta_victimas_corte-2018-06-30.csv"
    write(path, "reta", "victimas", [TRAFFICKED | VICTIMS[2]])
    actions.receive([path], by="prueba")
    assert queries.wholeness("reta") is not before


def test_no_name_stands_on_it_and_home_and_a_deposit_lead_to_it(moved, as_role):
    client = as_role("supervisor")
    told = [text(client.get(one, {"registro": "reta"})) for one in (PAGE, "/registros/calidad.json", "/registros/calidad.csv")]
    assert not [mark for mark in MARKS for page in told if mark in page.upper()]
    assert f'href="{PAGE}"' in text(client.get("/"))
    assert f"{PAGE}?registro=reta" in text(client.get(f"/depositos/{queries.deliveries()[0].id}/"))
    assert PAGE not in text(as_role("monitor").get("/"))


def test_no_office_is_run_as_a_formula():
    row = {"table": "t", "office": "=1+1", "field": "age", "rows": 1, "filled": 1, "share": 1.0}
    told = judged.Told("reta", [], [], [], [], [{"table": "t", "column": "@SUM", "cells": 2}], [row])
    assert judged.as_csv(told).splitlines()[1:] == ["reta,t,cells_in_no_list,,'@SUM,2", "reta,t,filled_share,'=1+1,age,1.0"]


def test_a_register_nobody_declared_is_said_to_be_unknown(as_role):
    assert as_role("analyst").get(PAGE, {"registro": "rita"}).status_code == 404
