"""What is to be looked at again, on the page: who reads rows, who counts, what each row says and leads to; never a name."""

import csv
import io
import re

import pytest
from roles import NAME_OF
from screened_country import receive
from small_country import MARKS

from intertrata.access.permissions import counts_screened, screens
from intertrata.access.queries import looks
from intertrata.casefile.web.entry.form import ids
from intertrata.registers import queries as registers

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"])
PAGE, FILE = "/por-revisar/", "/por-revisar/lista.csv"
THEN = {"as_of": "2017-07-01"}


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()


@pytest.fixture
def screened_country(country, tmp_path):
    receive(tmp_path)


def main(answer):
    page = answer.content.decode()
    return " ".join(page[page.index("<main") : page.index("</main>")].split())


def rows_of(page):
    return re.findall(r'<tr><th scope="row">(?:Denuncia|Persona) .*?</tr>', page)


def table_of(client, **asked):
    text = client.get(FILE, asked).content.decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def test_what_waits_stands_first_with_its_reason_its_ground_its_term_and_who_must_answer(screened_country, as_role):
    page = main(as_role("supervisor").get(PAGE))
    rows = rows_of(page)
    assert len(rows) == 3
    girl, doubtful = (next(one for one in rows if day in one) for day in ("3 de mayo de 2016", "25 de junio de 2017"))
    assert "Denuncia por desaparición, Desaparecidas" in girl
    assert "persona menor de 18 años, o cuya edad está en duda" in girl
    assert "l.2360 a 2365" in girl
    assert "Plazo vencido" in girl
    assert "13/05/2016" in girl
    assert "Piura" in girl
    assert "Responde Desaparecidas" in girl
    assert "Plazo vencido" in doubtful
    assert "Los plazos están por confirmar" in page
    assert "Responde SIDPOL: que el caso entre al RETA y cite su número." in page
    assert "De las cerradas, 1 halló trata y el RETA no tiene el caso" in page


def test_a_finding_of_trafficking_says_whether_the_reta_has_the_case(screened_country, as_role):
    page = main(as_role("supervisor").get(PAGE, {"state": "closed"}))
    assert len(rows_of(page)) == 2
    assert "El RETA tiene el caso." in page
    assert "El RETA no tiene ninguno de los números que cita, ni cita el suyo." in page
    assert "Hay indicios de trata · 10 de febrero de 2016" in page
    waiting = table_of(as_role("supervisor"), register="sidpol")
    assert [one["estado"] for one in waiting] == ["Cerrada con hallazgo"]
    assert "RETA no tiene" in waiting[0]["reta"]


def test_filters_stand_in_the_address_and_are_kept_from_page_to_page(screened_country, as_role, monkeypatch):
    client = as_role("supervisor")
    assert len(rows_of(main(client.get(PAGE, {"register": "desaparecidas"})))) == 2
    assert len(rows_of(main(client.get(PAGE, {"territory": "20"})))) == 1
    assert len(rows_of(main(client.get(PAGE, {"state": "all"})))) == 4
    assert [one["estado"] for one in table_of(client, state="open", **THEN)] == ["Por revisar"]
    assert rows_of(main(client.get(PAGE, {"as_of": "2017-06-29"}))) == []
    assert "No hay nada con esos filtros." in main(client.get(PAGE, {"state": "not_needed"}))
    monkeypatch.setattr("intertrata.casefile.web.screening.views.A_PAGE", 1)
    first = main(client.get(PAGE, {"register": "desaparecidas"}))
    assert 'href="?register=desaparecidas&amp;pagina=2"' in first
    second = main(client.get(PAGE, {"register": "desaparecidas", "pagina": "2"}))
    assert rows_of(first) != rows_of(second)
    assert len(rows_of(second)) == 1


@pytest.mark.parametrize("asked", [{"register": "nadie"}, {"state": "abierta"}, {"territory": "99"}, {"as_of": "ayer"}])
def test_what_nobody_can_ask_is_said_beside_the_field_and_shows_nothing(screened_country, as_role, asked):
    client = as_role("supervisor")
    page = main(client.get(PAGE, asked))
    assert 'class="mistake"' in page
    assert rows_of(page) == []
    assert "<table" not in page
    answer = client.get(FILE, asked)
    assert answer.status_code == 400
    assert "No se entienden los filtros" in answer.content.decode()


def test_rows_are_read_by_who_must_find_out_and_supervisors_and_counted_by_analysts(screened_country, as_role):
    assert len(rows_of(main(as_role("operator").get(PAGE)))) == 3
    analyst = main(as_role("analyst").get(PAGE))
    assert rows_of(analyst) == []
    assert "En total" in analyst
    assert "Descargar" not in analyst
    shelter = main(as_role("operator", "inabif").get(PAGE, {"state": "all"}))
    assert "Su institución no lleva ningún registro" in shelter
    assert "<table" not in shelter
    assert table_of(as_role("operator", "inabif"), state="all") == []
    assert as_role("analyst").get(FILE).status_code == 403
    assert as_role("reviewer").get(PAGE).status_code == 403


@pytest.mark.parametrize(("role", "institution", "keeper", "reads", "counts"), [
    ("operator", "pnp", "pnp", True, True), ("operator", "mimp", "pnp", False, False), ("operator", "", "", False, False),
    ("supervisor", "mininter", "pnp", True, True), ("analyst", "pnp", "pnp", False, True), ("reviewer", "pnp", "pnp", False, False),
    ("auditor", "pnp", "pnp", False, False), ("", "pnp", "pnp", False, False),
])  # fmt: skip
def test_who_reads_and_who_counts(role, institution, keeper, reads, counts):
    assert screens(role, institution, keeper=keeper) is reads
    assert counts_screened(role, institution, keeper=keeper) is counts


def test_no_name_no_number_of_a_document_and_no_number_of_a_case_stands_on_it_and_every_look_is_in_the_log(screened_country, as_role):
    client = as_role("supervisor")
    texts = [client.get(PAGE, {"state": "all"}).content.decode(), client.get(FILE, {"state": "all"}).content.decode()]
    for text in texts:
        assert [mark for mark in (*MARKS, "DES-1", "RT-404", "S-3", "PERU") if mark in text.upper()] == []
    told = [(look["account"], look["deed"], look["found"]) for look in looks(most=2)]
    assert told == [(NAME_OF["supervisor"], "screenings_downloaded", 4), (NAME_OF["supervisor"], "see_screenings", 4)]


def test_the_file_runs_nothing_in_a_spreadsheet_and_says_that_it_is_synthetic(screened_country, as_role, monkeypatch):
    monkeypatch.setattr("intertrata.casefile.web.screening.listing._called", lambda register, sources: "=cmd")
    answer = as_role("supervisor").get(FILE, {"state": "all"})
    assert "'=cmd" in answer.content.decode()
    assert ",=cmd" not in answer.content.decode()
    assert "uso-interno-por-revisar-sintetico.csv" in answer["Content-Disposition"]


def told(values, **more):
    where = ids(registers.parts_asked("desaparecidas", "denuncias"))
    return {where[name]: value for name, value in values.items()} | {"invented": "1", "purpose": "investigation", "deed": "keep"} | more


WRITTEN = {
    "NRO_DENUNCIA_DESAP": "DES-9",
    "FEC_DENUNCIA": "3/5/2017",
    "NOMBRES": "Eusebia",
    "AP_PATERNO": "Zarzoli",
    "EDAD": "15",
    "SEXO": "F",
}


def test_who_wrote_it_is_led_to_her_form_and_the_finding_she_writes_there_closes_it(country, as_role):
    client = as_role("operator")
    begun = client.get("/registrar/desaparecidas/denuncias/")["Location"]
    number = re.search(r"recibos/([0-9-]+)/", client.post(begun, told(WRITTEN))["Location"])[1]
    (row,) = rows_of(main(client.get(PAGE)))
    assert f'href="/registrar/recibos/{number}/corregir/"' in row
    assert "Responde" not in row
    assert f"/recibos/{number}/" not in main(as_role("supervisor").get(PAGE))
    form = client.post(f"/registrar/recibos/{number}/corregir/", {"purpose": "investigation"})["Location"]
    closing = told(WRITTEN | {"HALLAZGO": "abduction", "FEC_HALLAZGO": "10/5/2017"}, correcting=number)
    assert client.post(form, closing).status_code == 302
    assert rows_of(main(client.get(PAGE))) == []
    (closed,) = rows_of(main(client.get(PAGE, {"state": "closed"})))
    assert "Rapto o sustracción · 10 de mayo de 2017" in closed


def test_the_way_to_the_person_asks_for_a_purpose(screened_country, as_role):
    from intertrata.identity import actions as identity

    identity.link(by="prueba")
    client = as_role("operator")
    girl = next(one for one in rows_of(main(client.get(PAGE))) if "3 de mayo de 2016" in one)
    person = re.search(r'href="(/personas/[0-9a-f]{32}/)"', girl)[1]
    assert "¿Para qué abre esta página?" in client.get(person).content.decode()
