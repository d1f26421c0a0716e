"""The page of references that wait: counts for all who see refusals, numbers for who keeps the register and supervisors; the same as CSV."""

import csv
from datetime import date
from io import StringIO

import polars as pl
import pytest
from small_country import MARKS, write
from test_pages import EUSEBIA, found

from intertrata.access.permissions import counts_quoted, sees_numbers
from intertrata.registers import actions, queries
from intertrata.registers.references import LEFT_OUT, WAITING, References
from intertrata.registers.web import awaited

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"])
PAGE, FILE = "/registros/referencias/", "/registros/referencias.csv"
ALL_QUOTED = ("RT-1", "RT-2", "RT-3", "C-20", "C-10", "C-11")


def text(answer):
    return answer.content.decode()


def main(answer):
    page = text(answer)
    return page[page.index("<main") : page.index("</main>")]


def told(answer):
    return list(csv.DictReader(StringIO(text(answer).removeprefix("\ufeff"))))


def cells(page):
    """The numbers that the page shows one by one."""
    return [one for one in ALL_QUOTED if f'class="file">{one}<' in page]


@pytest.fixture
def complaints(country, tmp_path):
    """The police send one of the complaints that their victims stand in."""
    path = tmp_path / "reta_denuncias_corte-2016-12-31.csv"
    write(path, "reta", "denuncias", [{"NRO_DENUNCIA": "RT 0001", "FEC_DENUNCIA": "12/05/2016", "NRO_CARPETA": "C-99"}])
    (receipt,) = actions.receive([path], by="prueba")
    return receipt


def test_a_supervisor_sees_which_numbers_wait_for_whom_and_since_when(complaints, as_role):
    page = main(as_role("supervisor").get(PAGE))
    assert cells(page) == ["RT-2", "RT-3", "C-20", "C-10", "C-11"], "RT-1 came"
    assert "Nadie lo ha enviado aún: no hay ninguna entrega de SISTRA." in page
    assert "No está en lo recibido, aunque su registro ya envía." in page
    assert "30/11/2016" in page


def test_who_keeps_a_register_sees_the_numbers_that_it_quotes_and_who_sends_none_how_many(complaints, as_role):
    pages = {role: main(as_role(role, "pnp").get(PAGE)) for role in ("operator", "analyst", "administrator")}
    assert cells(pages["operator"]) == ["RT-2", "RT-3", "C-20"]
    assert "De los demás se dice cuántos." in pages["analyst"]
    for role in ("analyst", "administrator"):
        assert cells(pages[role]) == []
        assert "RETA: " in pages[role]
        assert not [one for one in told(as_role(role, "pnp").get(FILE)) if one["numero"]]
    assert cells(main(as_role("operator", "mimp").get(PAGE))) == []
    assert not sees_numbers("operator", "", keeper="")
    assert not counts_quoted("operator", "", keeper="")
    assert not sees_numbers("monitor", "pnp", keeper="pnp")


def test_the_address_filters_by_register_kind_and_day(complaints, as_role):
    client = as_role("supervisor")
    assert cells(main(client.get(PAGE, {"registro": "sistra"}))) == ["C-20", "C-10", "C-11"]
    assert cells(main(client.get(PAGE, {"clase": "missing"}))) == ["RT-2", "RT-3"]
    assert cells(main(client.get(PAGE, {"desde": "2016-11-30"}))) == ["RT-2", "RT-3", "C-20"]
    assert "Ninguna referencia espera, de lo que se pide." in main(client.get(PAGE, {"desde": "2015-01-01"}))
    assert len(cells(main(client.get(PAGE, {"clase": "otra", "desde": "ayer"})))) == 5
    assert client.get(PAGE, {"registro": "rita"}).status_code == 404


def test_pages_keep_the_filters(complaints, as_role, monkeypatch):
    monkeypatch.setattr("intertrata.registers.web.references.A_PAGE", 1)
    page = main(as_role("supervisor").get(PAGE, {"registro": "sistra", "clase": "unsent"}))
    assert "?registro=sistra&amp;clase=unsent&amp;pagina=2" in page
    assert len(cells(page)) == 1


def test_the_same_comes_as_csv_with_a_row_for_each_number_that_may_be_shown(complaints, as_role):
    answer = as_role("operator", "pnp").get(FILE)
    assert 'filename="uso-interno-referencias-sintetico.csv"' in answer["Content-Disposition"]
    rows = told(answer)
    assert {one["numero"] for one in rows if one["registro"] == "reta"} == {"RT-2", "RT-3", "C-20", "C-99"}
    assert {one["registro"] for one in rows} == {"reta"}
    rows = told(as_role("analyst").get(FILE, {"registro": "sistra"}))
    assert [(one["campo"], one["clase"], one["falta"], one["referencias"], one["numero"]) for one in rows] == [
        ("act", "unsent", "sistra", "2", ""), ("act", "unsent", "sistra", "1", ""),
    ]  # fmt: skip


def test_no_number_is_run_as_a_formula(monkeypatch):
    row = ("reta", "victimas", "act", 1, "r", 1, date(2016, 1, 1), "missing")
    found = References(pl.DataFrame([row], schema=WAITING, orient="row"), pl.DataFrame(schema=LEFT_OUT), {})
    monkeypatch.setattr(awaited.queries, "as_written", lambda rows: ["=1+1"] * rows.height)
    lines = awaited.as_csv(found, awaited.Asked(), {}, lambda code: True).splitlines()
    assert lines[1:] == ["reta,victimas,act,missing,,2016-01-01,1,1,'=1+1"]


def test_what_waits_is_marked_on_the_page_of_a_person_until_it_comes(country, as_role, tmp_path):
    client = as_role("operator")
    person = found(client, EUSEBIA)[0]
    page = text(client.get(f"/personas/{person}/"))
    assert "caso RT-1 (aún no recibido)" in page
    assert "cita RT-1 (aún no recibido)" in page
    path = tmp_path / "reta_denuncias_corte-2016-12-31.csv"
    write(path, "reta", "denuncias", [{"NRO_DENUNCIA": "RT-1", "FEC_DENUNCIA": "12/05/2016"}])
    (receipt,) = actions.receive([path], by="prueba")
    assert (receipt.waits, receipt.closes) == (0, 3), "of victims, of suspects, of the prosecutors"
    page = text(client.get(f"/personas/{person}/"))
    assert "caso RT-1" in page
    assert "RT-1 (aún no recibido)" not in page


def test_a_deposit_says_what_it_left_waiting_and_what_it_closed(complaints, as_role):
    page = main(as_role("supervisor").get(f"/depositos/{complaints.deposit}/"))
    assert (complaints.waits, complaints.closes) == (1, 3)
    assert "números que otros citaban y esperaban" in page
    assert f'<a href="{PAGE}?registro=reta">1</a>' in page
    assert PAGE in text(as_role("supervisor").get("/"))


def test_who_types_a_record_is_told_how_many_of_its_numbers_are_not_known_and_nothing_else(country, as_role):
    values = {"NRO_DENUNCIA": "RT-7", "FEC_DENUNCIA": "12/05/2016", "NRO_CARPETA": ["C-77", "C-10"]}
    kept = actions.enter("reta", "denuncias", values, by="operadora", key="x", synthetic=True)
    page = main(as_role("operator", "pnp").get(f"/registrar/recibos/{kept.number}/"))
    assert "2 números de caso que cita todavía no se conocen aquí." in page
    assert "RETA" in page
    assert "SISTRA" not in page
    known = actions.enter(
        "reta", "denuncias", values | {"NRO_DENUNCIA": "RT-1", "NRO_CARPETA": []}, by="operadora", key="y", synthetic=True
    )
    assert "no se conoce" not in main(as_role("operator", "pnp").get(f"/registrar/recibos/{known.number}/"))


def test_who_sends_a_record_does_not_learn_from_counts_that_somebody_in_care_quotes_its_number(country, as_role):
    """SAFEGUARDS 11: the police never see who is in the care of a CEM."""
    case = {"N° FICHA": "7", "CODIGO DE PERSONA": "U-7", "FECHA DE INGRESO DEL CASO": "12/05/2016", "N° DENUNCIA O CARPETA": ["RT-900"]}
    assert actions.enter("cem", "casos", case, by="operadora", key="1", synthetic=True).number
    police, analyst, shown = as_role("operator", "pnp"), as_role("analyst"), [main(as_role("operator", "pnp").get(PAGE))]
    before = [main(police.get(PAGE)), text(police.get(FILE)), main(analyst.get(PAGE))]
    complaint = {"NRO_DENUNCIA": "RT-900", "FEC_DENUNCIA": "12/05/2016"}
    kept = actions.enter("reta", "denuncias", complaint, by="operadora", key="2", synthetic=True)
    assert queries.deposit(kept.deposit).closes == 1
    after = [main(police.get(PAGE)), text(police.get(FILE)), main(analyst.get(PAGE))]
    assert "CEM" in before[2]
    assert "CEM" not in after[2], "it closed, and who sends nothing is told"
    assert not [page for page in (*before[:2], *after[:2], *shown) if "CEM" in page or "cem" in page]
    assert before[0].count("<tr>") == after[0].count("<tr>")
    assert "que otros citaban" not in main(police.get(f"/depositos/{kept.deposit}/"))
    assert "que otros citaban" in main(analyst.get(f"/depositos/{kept.deposit}/"))


def test_a_supervisor_is_told_of_everybody_and_an_operator_only_of_what_her_institution_keeps():
    assert [counts_quoted(role, "pnp", keeper="mimp") for role in ("supervisor", "reviewer", "analyst", "administrator")] == [True] * 4
    assert [counts_quoted(role, "pnp", keeper="mimp") for role in ("operator", "monitor", "auditor")] == [False] * 3
    assert counts_quoted("operator", "pnp", keeper="pnp")


def test_no_name_stands_on_it(complaints, as_role):
    client = as_role("supervisor")
    assert not [mark for mark in MARKS for page in (text(client.get(PAGE)), text(client.get(FILE))) if mark in page.upper()]


def test_what_is_quoted_and_is_no_reference_is_said(country, as_role, tmp_path):
    path = tmp_path / "reta_denuncias_corte-2016-12-31.csv"
    write(path, "reta", "denuncias", [{"NRO_DENUNCIA": f"RT-{n}", "FEC_DENUNCIA": "12/05/2016", "NRO_CARPETA": "C-500"} for n in range(61)])
    actions.receive([path], by="prueba")
    page = main(as_role("analyst").get(PAGE))
    assert "1 número lo citan tantas anotaciones que no nombra un solo caso" in page
    write(path, "reta", "denuncias", [{"NRO_DENUNCIA": f"RT-{n}", "FEC_DENUNCIA": "12/05/2016", "NRO_CARPETA": "s/n"} for n in range(2)])
    actions.receive([path], by="prueba")
    assert "2 citas no nombran ningún caso" in main(as_role("analyst").get(PAGE, {"registro": "reta"}))


@pytest.fixture
def sentenced(country, tmp_path):
    """A court tells a sentence before the complaint that it quotes."""
    told = {"N° EXPEDIENTE": "E-1", "FECHA INGRESO": "01/01/2016", "RESULTADO": "SENTENCIA CONDENATORIA", "FECHA RESULTADO": "12/05/2016"}
    write(tmp_path / "a_corte-2016-12-31.csv", "sistra", "denuncias", [{"carpeta_fiscal": "C-10", "fecha_ingreso": "2016-06-01"}])
    write(tmp_path / "b_corte-2016-12-31.csv", "poder_judicial", "expedientes", [told | {"CARPETA FISCAL": "C-0010"}])
    return actions.receive([tmp_path / "a_corte-2016-12-31.csv", tmp_path / "b_corte-2016-12-31.csv"], by="prueba")


def test_dates_that_contradict_are_told_to_who_can_mend_them_until_they_do(sentenced, as_role, tmp_path):
    page = main(as_role("supervisor").get(PAGE))
    assert "Fechas que no cuadran" in page
    assert 'class="file">C-0010<' in page
    assert "12/05/2016" in page
    assert "01/06/2016" in page
    deposit = f"/depositos/{sentenced[1].deposit}/"
    assert "1 fechas no cuadran" in main(as_role("supervisor").get(deposit))
    assert "no cuadran" not in main(as_role("operator", "mpfn").get(deposit)), "who bears a number is not told who quotes it"
    hers = main(as_role("operator", "pj").get(PAGE))
    assert 'class="file">C-0010<' in hers
    assert "posterior" in hers
    assert "01/06/2016" not in hers, "what another register says is told to who sees that register"
    counted = main(as_role("analyst").get(PAGE))
    assert "Fechas que no cuadran" in counted
    assert "C-0010" not in counted
    assert "Fechas que no cuadran" not in main(as_role("supervisor").get(PAGE, {"registro": "sistra"}))
    assert "Fechas que no cuadran" not in main(as_role("operator", "mimp").get(PAGE))
    write(tmp_path / "c_corte-2017-01-31.csv", "sistra", "denuncias", [{"carpeta_fiscal": "C-10", "fecha_ingreso": "2016-05-01"}])
    actions.receive([tmp_path / "c_corte-2017-01-31.csv"], by="prueba")
    assert "Fechas que no cuadran" not in main(as_role("supervisor").get(PAGE))
