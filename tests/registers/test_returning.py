"""Refused rows go back to their sender, are corrected and sent again; no cell becomes a formula on the way."""

import csv
import io
from datetime import date

import pytest
from deliveries import DATABASES, csv_text, victims

from intertrata.access.log.models import Look
from intertrata.registers import actions, queries
from intertrata.storage.spreadsheets import neutral
from intertrata.vocabulary.errors import Problem

pytestmark = [pytest.mark.django_db(databases=DATABASES), pytest.mark.engines]


def looks(deed):
    return list(Look.objects.filter(deed=deed).order_by("-id").values_list("account", "thing", "thing_id", "found"))


def test_refused_rows_come_back_with_their_columns_and_reasons_and_the_look_is_logged(received):
    receipt = received(victims({}, {"NRO_ORDEN": "2", "EDAD": "250", "AP_PATERNO": "PEÑA"}), "victimas_corte-2016-12-31.csv")
    told = actions.return_refused(receipt.deposit[:8], by="operadora", purpose="caso 1")
    (row,) = told.rows(named=True)
    assert told.columns[:24] == list(victims({})[0])
    assert (row["NRO_ORDEN"], row["EDAD"], row["AP_PATERNO"]) == ("2", "250", "PEÑA")
    assert (row["SINTETICO"], row["RECHAZO_DE"], row["RECHAZO_LINEA"]) == ("SI", receipt.deposit, "3")
    assert row["RECHAZO_MOTIVO"] == "«EDAD» está fuera de lo posible (0–110): corríjalo."
    assert looks("return_refused")[0] == ("operadora", "deposit", receipt.deposit, 1)


def test_a_corrected_return_is_taken_as_part_of_its_delivery_and_makes_nothing_vanish(received, tmp_path):
    receipt = received(victims({}, {"NRO_ORDEN": "2", "EDAD": "250"}, {"NRO_ORDEN": "3", "SEXO": "?"}), "victimas_corte-2016-12-31.csv")
    returned = actions.return_refused(receipt.deposit, by="operadora", purpose="caso 1").write_csv(include_bom=True)
    path = tmp_path / "rechazadas.csv"  # neither name nor folder says synthetic: the rows do
    path.write_text(returned.replace("250", "25"), encoding="utf-8")
    (again,) = actions.receive([path], by="operadora")
    assert (again.kept, again.refused, again.vanished) == (1, 1, 0)
    assert queries.current("victim").filter(vanished=False).height == 2
    assert {one.id: (one.cut_off, one.full) for one in queries.deposits()}[again.deposit] == (date(2016, 12, 31), False)


def test_cells_that_a_spreadsheet_would_run_are_neutralised_and_read_back_as_they_were(received, tmp_path):
    receipt = received(victims({"EDAD": "250", "AP_PATERNO": "+51", "AP_MATERNO": "@x", "NOMBRES": "'a", "DOMICILIO": "=HYPERLINK()"}))
    returned = actions.return_refused(receipt.deposit, by="operadora", purpose="caso 1").write_csv()
    (row,) = csv.DictReader(io.StringIO(returned))
    assert [row[name] for name in ("AP_PATERNO", "AP_MATERNO", "NOMBRES", "DOMICILIO")] == ["'+51", "'@x", "''a", "'=HYPERLINK()"]
    path = tmp_path / "sintetico.csv"
    path.write_text(returned, encoding="utf-8")
    (again,) = actions.receive([path], by="operadora")
    twice = actions.return_refused(again.deposit, by="operadora", purpose="caso 1")
    assert twice["DOMICILIO"].to_list() == [neutral("'=HYPERLINK()")]
    assert set(queries.refusals(again.deposit)["rule"]) == {"range", "formula"}


def test_rows_that_could_not_be_split_come_back_as_their_text(received):
    receipt = received(csv_text(victims({})) + "=D-2|1|CORTA\n")
    (row,) = actions.return_refused(receipt.deposit, by="operadora", purpose="caso 1").rows(named=True)
    assert (row["RECHAZO_TEXTO"], row["RECHAZO_LINEA"]) == ("'=D-2|1|CORTA", "3")


def test_a_mark_that_the_rows_carry_already_is_not_added_twice(received):
    rows = [row | {"synthetic": "SI"} for row in victims({"EDAD": "250"})]
    told = actions.return_refused(received(rows).deposit, by="operadora", purpose="caso 1")
    assert [name for name in told.columns if name.upper() in {"SINTETICO", "SYNTHETIC"}] == ["synthetic"]


def test_figures_that_come_back_are_not_called_synthetic(tmp_path):
    header = "ANIO;MES;CCDD;DEPARTAMENTO;PROVINCIA;DISTRITO;COMISARIA;categoria;Denuncias por comision;Valor"
    path = tmp_path / "cifras.csv"
    path.write_text(f"{header}\n2017;13;14;LAMBAYEQUE;CHICLAYO;CHICLAYO;X;F1_TOTAL;F1_TOTAL;0\n", encoding="utf-8")
    (receipt,) = actions.receive([path], by="prueba")
    told = actions.return_refused(receipt.deposit, by="operadora", purpose="caso 1")
    assert "SINTETICO" not in told.columns
    assert told["MES"].to_list() == ["13"]


def test_a_deposit_without_refused_rows_gives_back_none(received):
    assert actions.return_refused(received(victims({})).deposit, by="operadora", purpose="caso 1").height == 0


def test_returns_of_several_deposits_are_not_mixed(received, tmp_path):
    both = [
        actions.return_refused(received(victims({"EDAD": "250", "NRO_ORDEN": n}), f"{n}.csv").deposit, by="x", purpose="caso 1")
        for n in "12"
    ]
    path = tmp_path / "mezcla_sintetica.csv"
    path.write_text(both[0].vstack(both[1]).write_csv(), encoding="utf-8")
    with pytest.raises(Problem) as caught:
        actions.receive([path], by="operadora")
    assert caught.value.code == "returned_from_several"


def test_a_return_of_a_deposit_nobody_knows_is_partial_and_cut_today(received, tmp_path):
    told = actions.return_refused(received(victims({"EDAD": "250"})).deposit, by="x", purpose="caso 1")
    path = tmp_path / "sintetico.csv"
    path.write_text(told.write_csv().replace(told["RECHAZO_DE"][0], "f" * 32), encoding="utf-8")
    (again,) = actions.receive([path], by="operadora")
    one = queries.deposit(again.deposit)
    assert (one.full, one.cut_off == one.received_at.date() or abs((one.received_at.date() - one.cut_off).days) <= 1) == (False, True)
