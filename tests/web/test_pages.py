"""What each page shows, and what it never shows: deposits, refusals, search, a person, pairs in doubt, figures, the log."""

import csv
import io
import re

import pytest
from roles import NAME_OF

from intertrata.access.queries import looks
from intertrata.identity.review import queries as review
from intertrata.registers import queries as registers

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"])
EUSEBIA = {"purpose": "care", "given_names": "Eusebia", "surname_1": "Zarzoli", "surname_2": "Quiñamanta"}
FORTUNATA = {"purpose": "care", "document_number": "40555121", "document_type": "DNI"}


def text(answer):
    return answer.content.decode()


def found(client, asked):
    return re.findall(r'href="/personas/([0-9a-f]{32})/"', text(client.post("/personas/", asked)))


def opened(client, asked):
    return text(client.get(f"/personas/{found(client, asked)[0]}/"))


def deposit(register, table):
    return next(one.id for one in registers.deposits(register) if one.table == table)


def test_home_says_what_came_and_how_good_it_is(country, as_role):
    page = text(as_role("analyst").get("/"))
    assert "Datos sintéticos: ninguna persona de esta pantalla existe." in page
    for said in ("RETA: Víctimas", "25.0%"):
        assert said in page[page.index("Dónde se rechazan") : page.index("Últimos depósitos")]
    assert "SISTRA: Agraviados" in page[page.index("Últimos depósitos") :]


def test_every_page_carries_how_to_ask_for_help_and_a_quick_exit(country, as_role):
    for page in (text(as_role("supervisor").get("/")), text(as_role("monitor").get("/personas/")), text(as_role("analyst").get("/nada/"))):
        for said in ("1818, opción 1", 'href="tel:100"', 'href="/salida-rapida/"', "Nadie tiene que declarar para recibir atención"):
            assert said in page


def test_a_deposit_says_where_rows_were_refused_and_never_their_values(country, as_role):
    page = text(as_role("analyst").get(f"/depositos/{deposit('reta', 'victimas')}/"))
    assert "FEC_NACIMIENTO" in page
    assert ">5<" in page
    assert "31/02/1998" not in page
    assert "Qué tan llenos vienen los campos" in page
    assert page.index("<span>Instrucción</span>") < page.index("<span>Sexo</span>")
    assert "Descargar las filas" not in page


def test_the_refused_rows_come_back_with_their_values_and_the_download_is_noted(country, as_role):
    answer = as_role("operator").post(f"/depositos/{deposit('reta', 'victimas')}/rechazadas.csv", {"purpose": "care"})
    assert answer["Content-Disposition"].startswith('attachment; filename="rechazadas-reta-victimas-')
    assert answer["Content-Disposition"].endswith('-sintetico.csv"')
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["NOMBRES"] for row in rows] == ["GUMERSINDA"]
    assert (looks(most=1)[0]["deed"], looks(most=1)[0]["found"]) == ("return_refused", 1)


def test_the_refused_rows_are_a_deed_and_no_link_can_carry_them(country, as_role):
    assert as_role("operator").get(f"/depositos/{deposit('reta', 'victimas')}/rechazadas.csv").status_code == 405


def test_an_unknown_deposit_is_not_found_with_a_sentence(country, as_role):
    answer = as_role("operator").get(f"/depositos/{'ab' * 16}/")
    assert answer.status_code == 404
    assert "No se pudo hacer" in text(answer)


def test_nobody_is_found_without_a_purpose(country, as_role):
    page = text(as_role("operator").post("/personas/", EUSEBIA | {"purpose": ""}))
    assert "Diga para qué busca." in page
    assert "/personas/" + "0" not in page
    assert looks(most=1)[:1] == [] or looks(most=1)[0]["deed"] != "find_person"


def test_a_purpose_of_another_role_is_no_purpose(country, as_role):
    assert "Diga para qué busca." in text(as_role("operator").post("/personas/", EUSEBIA | {"purpose": "supervision"}))


@pytest.mark.parametrize(
    "asked",
    [
        EUSEBIA,
        {"purpose": "care", "document_type": "DNI", "document_number": "48213377"},
        {"purpose": "care", "surname_1": "Sarzoli", "surname_2": "Quiñamanta", "given_names": "Eusevia", "birth_date": "03/05/1999"},
        {"purpose": "care", "surname_1": "Zarzoli", "surname_2": "Quiñamanta", "birth_date": "1999", "sex": "female"},
    ],
    ids=["name", "document", "misspelt", "surnames and year"],
)  # fmt: skip
def test_a_person_is_found_by_what_is_known_of_her(country, as_role, asked):
    client = as_role("operator")
    assert "Eusebia Zarzoli Quiñamanta" in text(client.post("/personas/", asked))
    look = looks(most=1)[0]
    assert (look["deed"], look["purpose"], look["account"]) == ("find_person", "care", "operadora")


def test_too_little_is_said_to_be_too_little(country, as_role):
    assert "Escriba al menos un nombre y un apellido" in text(
        as_role("operator").post("/personas/", {"purpose": "care", "surname_1": "Zarzoli"})
    )


def test_a_date_nobody_can_read_is_asked_again(country, as_role):
    page = text(as_role("operator").post("/personas/", EUSEBIA | {"birth_date": "el otro día"}))
    assert "Escriba la fecha como 03/05/1999" in page


def test_that_nobody_was_found_is_never_said_to_mean_that_she_is_no_victim(country, as_role):
    page = text(as_role("operator").post("/personas/", EUSEBIA | {"given_names": "Xiomara", "surname_1": "Wxyz", "surname_2": "Yzwx"}))
    assert "que no aparezca no significa que no sea víctima" in page


def test_a_persons_page_asks_for_the_purpose_before_it_shows_anything(country, as_role):
    operator = as_role("operator")
    person = found(operator, EUSEBIA)[0]
    later = as_role("operator")
    asked = later.get(f"/personas/{person}/")
    assert "¿Para qué abre esta página?" in text(asked)
    assert "Eusebia" not in text(asked)
    assert looks(most=1)[0]["deed"] == "find_person"
    answer = later.post(f"/personas/{person}/", {"purpose": "investigation"}, follow=True)
    assert "Eusebia Zarzoli Quiñamanta" in text(answer)
    look = looks(most=1)[0]
    assert (look["deed"], look["thing_id"], look["purpose"]) == ("open_person", person, "investigation")


def test_the_purpose_is_asked_again_after_half_an_hour(country, as_role, monkeypatch):
    client = as_role("operator")
    person = found(client, EUSEBIA)[0]
    session = client.session
    session["purpose"] = {**session["purpose"], "until": 0}
    session.save()
    assert "¿Para qué abre esta página?" in text(client.get(f"/personas/{person}/"))


def test_a_persons_page_shows_each_value_who_says_it_and_where_they_disagree(country, as_role):
    page = opened(as_role("operator"), EUSEBIA)
    births = page[page.index("<dt>Fecha de nacimiento") :]
    births = births[: births.index("<dt>Sexo")]
    assert "≠ No coinciden" in births
    for said in ("3 de mayo de 1997", "3 de mayo de 1999", "RETA", "SISTRA", "#anotacion-1", "#anotacion-2"):
        assert said in births
    assert "= Coinciden" in page


def test_safeguard_2_doubtful_age_means_a_minor_until_disproved(country, as_role):
    assert "se la trata como menor de 18 años mientras no se demuestre lo contrario" in opened(as_role("operator"), EUSEBIA)


def test_a_persons_way_says_where_each_record_came_from_and_what_it_said_before(country, as_role):
    page = opened(as_role("operator"), EUSEBIA)
    for said in (
        "12 de mayo de 2016", "Víctima en RETA", "RT-1", "Punchana, Maynas, Loreto", "Al corte del 30/11/2016 decía: Lugar: Iquitos, Maynas, Loreto.",
        "reta_victimas_corte-2016-12-31.csv", "línea 2", "Víctima en SISTRA", "1 de julio de 2016",
    ):  # fmt: skip
        assert said in page


def test_safeguard_14_a_suspect_carries_a_dated_procedural_status(country, as_role):
    page = opened(as_role("operator", "mpfn"), {"purpose": "investigation", "document_number": "42000111", "document_type": "DNI"})
    assert "Investigado al 12 de mayo de 2016" in page


def test_safeguard_14_a_victim_who_is_a_suspect_too_shows_no_suspect_mark_outside_justice(country, as_role):
    inside, outside = opened(as_role("operator", "mpfn"), FORTUNATA), opened(as_role("operator", "mimp"), FORTUNATA)
    assert "Investigado al 9 de agosto de 2016" in inside
    assert "2 anotaciones en RETA y SISTRA" in inside
    for mark in ("Investigado", "autor", "imputado", " en SISTRA", " y SISTRA", "anotacion-2"):
        assert mark not in outside
    assert "Víctima: 1 anotación en RETA." in outside
    hits = text(as_role("operator", "mimp").post("/personas/", FORTUNATA))
    assert "SISTRA" not in hits[hits.index('class="hits"') : hits.index("</ol>")]


def test_an_unknown_person_is_not_found_and_the_look_is_noted(country, as_role):
    client = as_role("operator")
    answer = client.post(f"/personas/{'ab' * 16}/", {"purpose": "care"}, follow=True)
    assert answer.status_code == 404
    assert (looks(most=1)[0]["deed"], looks(most=1)[0]["found"]) == ("open_person", 0)


def test_pairs_in_doubt_are_shown_without_a_name(country, as_role):
    client = as_role("supervisor")
    page = text(client.get("/personas/dudas/"))
    assert "Pares en duda" in page
    assert looks(most=1)[0]["deed"] == "see_doubts"
    asked = review.questions(by=NAME_OF["supervisor"], limit=25)
    assert len(asked) == page.count('class="pair"') > 0


def test_a_count_says_its_definition_its_cut_and_the_unknown(country, as_role):
    page = text(as_role("analyst").get("/cifras/contar/?indicator=victims&by=register&by=purpose&start=2016-01-01&end=2016-12-31"))
    for said in (
        "Víctimas por registro y finalidad de explotación, 2016",
        "cada una una vez",
        "sin dato",
        "Explotación sexual",
        "RETA",
        "Corte",
    ):
        assert said in page
    assert '<tr class="unknown">' in page


def test_a_dimension_that_an_indicator_does_not_have_is_said_so(country, as_role):
    page = text(as_role("analyst").get("/cifras/contar/?indicator=complaints&by=sex"))
    assert "no se corta por" in page


def test_a_count_downloads_with_its_definition_and_cut_and_that_is_noted(country, as_role):
    answer = as_role("analyst").get("/cifras/contar.csv?indicator=victims&by=year")
    assert answer["Content-Disposition"].startswith('attachment; filename="uso-interno-victims-')
    assert "-sintetico" in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["Año"], row["cuenta"]) for row in rows] == [("2016", "3"), ("2017", "1"), ("total", "4")]
    assert all("cada una una vez" in row["definición"] for row in rows)
    assert looks(most=1)[0]["deed"] == "count_downloaded"


def test_filters_that_mean_nothing_download_nothing(country, as_role):
    answer = as_role("analyst").get("/cifras/contar.csv?indicator=nada")
    assert answer.status_code == 400
    assert "No se entienden los filtros" in text(answer)


def test_a_bridge_is_said_in_words_drawn_and_tabled_and_adds_up(country, as_role):
    page = text(as_role("analyst").get("/cifras/puente/?a=reta&b=sistra&indicator=victims&start=2016-01-01&end=2016-12-31"))
    assert "RETA cuenta 3; SISTRA, 1. La diferencia es 2." in page
    assert "1 persona está en los dos." in page
    body = page[page.index('id="partes"') :]
    differences = [int(row.replace("−", "-")) for row in re.findall(r'<td class="n">([+−]?\d+)</td></tr>', body[: body.index("<tfoot>")])]
    assert sum(differences) == 2
    assert re.search(r"<tfoot>.*<td class=\"n\">\+2</td>", body)
    assert page.count("<svg class=") == 2
    for drawing in re.findall(r'<svg class="(?:wide|narrow)".*?</svg>', page, re.DOTALL):
        assert "<title" in drawing
        assert "<desc" in drawing


def test_a_register_is_not_bridged_to_itself(country, as_role):
    page = text(as_role("analyst").get("/cifras/puente/?a=reta&b=reta&indicator=victims"))
    assert "Elija dos registros distintos." in page
    assert "<svg class=" not in page


def test_the_log_tells_auditors_who_looked_at_what_and_why(country, as_role):
    opened(as_role("operator"), EUSEBIA)
    page = text(as_role("auditor").get("/bitacora/?account=operadora"))
    for said in ("Abrió la página de una persona", "Buscó a una persona", "operadora", "Atención a la víctima"):
        assert said in page
    only = text(as_role("auditor").get("/bitacora/?deed=find_person"))
    assert "Abrió la página de una persona</td>" not in only


def test_old_looks_are_on_the_next_page(as_role):
    from intertrata.access.actions import note

    for _ in range(101):
        note("find_person", by="alguien", purpose="care")
    page = text(as_role("auditor").get("/bitacora/?account=alguien"))
    assert page.count('<th scope="row">alguien') == 100
    older = re.search(r'href="(\?account=alguien[^"]*before=\d+)"', page)[1].replace("&amp;", "&")
    assert text(as_role("auditor").get("/bitacora/" + older)).count('<th scope="row">alguien') == 1


def test_safeguard_12_address_and_phone_stay_off_paper(country, as_role):
    page = opened(as_role("operator"), EUSEBIA)
    address = page[: page.index("<dt>Domicilio</dt>")]
    assert address.rstrip().endswith('<div class="value screen-only">')
    assert "El domicilio y el teléfono no se imprimen." in page


def test_refused_rows_are_given_for_a_purpose_that_is_asked_first(country, as_role):
    path, client = f"/depositos/{deposit('reta', 'victimas')}/rechazadas.csv", as_role("operator")
    asked = client.post(path).content.decode()
    assert "¿Para qué descarga estas filas?" in asked
    assert "GUMERSINDA" not in asked
    assert client.post(path, {"purpose": "care"})["Content-Type"].startswith("text/csv")


def test_what_is_owed_to_her_stands_on_her_page_with_who_owes_it_and_where_it_rests(country, as_role):
    page = opened(as_role("operator", "mimp"), EUSEBIA)
    assert "Qué se hizo, qué falta y quién debe" in page
    assert "La víctima no tiene defensa legal" in page
    assert "Ministerio de Justicia y Derechos Humanos" in page
    assert "Protección y acogida" in page
    assert "(por confirmar)" in page


def test_safeguard_11_the_police_are_told_which_stages_they_do_not_see_and_nothing_of_them(country, as_role):
    page = opened(as_role("operator"), EUSEBIA)
    assert (
        "Su función no ve, para este propósito: Asistencia inmediata, Protección y acogida, Plan de vida, Justicia y reparación y Cierre."
        in page
    )
    assert "no tiene defensa legal" not in page
    assert "plan individual" not in page
