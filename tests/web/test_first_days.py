"""What the pages say before anything came, and when only figures have."""

import html
import re

import pytest

from intertrata.figures import actions as figures
from intertrata.registers import actions

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"])


def text(answer):
    return answer.content.decode()


def test_home_before_anything_came_promises_nothing(as_role):
    page = text(as_role("analyst").get("/"))
    assert "Datos sintéticos" not in page
    assert "Ningún registro entregó datos todavía." in page
    assert "Ninguno todavía" in page


def test_figures_before_any_cut_say_what_to_do(as_role):
    for address in ("/cifras/contar/", "/cifras/puente/"):
        assert "Todavía no hay ningún corte" in text(as_role("analyst").get(address))
    assert "Todavía no se recibió ninguna cifra" in text(as_role("monitor").get("/cifras/informadas/"))


def test_told_figures_stand_side_by_side_with_gaps_as_gaps(as_role, shared):
    actions.receive([shared / "data" / "lambayeque"], by="prueba")
    page = text(as_role("monitor").get("/cifras/informadas/?indicator=complaints&department=14"))
    assert "Denuncias: Lambayeque" in page
    years = re.findall(r'<tr><th scope="row">(\d{4})</th>(.*?)</tr>', page)
    assert [year for year, _ in years] == [str(year) for year in range(2017, 2024)]
    first = dict(years)["2017"]
    assert first.count('class="n none"') == 1
    assert ">0<" not in first
    assert "Datos sintéticos" not in page


def test_quality_before_the_first_linkage_says_that_there_is_nothing_to_measure(as_role):
    assert as_role("reviewer").get("/personas/calidad.json").json() is None
    assert "Aún no hay un enlace que medir." in text(as_role("reviewer").get("/personas/calidad/"))


def test_quality_of_registers_before_anything_came_praises_nobody(as_role):
    page = text(as_role("analyst").get("/registros/calidad/"))
    assert "no hay nada que medir" in page
    assert "Ninguna: la última entrega" not in page


def test_before_anything_came_nobody_says_that_nothing_waits(as_role):
    page = text(as_role("analyst").get("/registros/referencias/"))
    assert "Todavía no se recibió ningún envío" in page
    assert "De los demás se dice cuántos" not in page


def test_what_a_published_report_gathered_stands_with_its_line_its_sentence_and_why_two_totals_differ(as_role):
    figures.receive_editions(by="prueba")
    page = text(as_role("monitor").get("/cifras/informadas/?indicator=budget_assigned"))
    rows = [row for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL) if "Estado peruano" in row and ">2016<" in row]
    assert [re.search(r'class="n"><a[^>]*>([^<]+)<', row)[1] for row in rows] == ["6,485,049.50", "5,581,376.00", "6,485,049.50"]
    assert all("Sin explicación" in row for row in rows)
    assert "C02, línea 815" in rows[0]
    assert "<q" in rows[0]
    assert "sin presupuesto específico" in page
    assert "Cifras reales y ya publicadas" in page
    assert "Datos sintéticos" not in page


def follow(client, page, cell):
    """The page behind the link of a cell."""
    return text(client.get(html.unescape(re.search(rf'href="([^"]*)"[^>]*>{re.escape(cell)}<', page)[1])))


def test_a_number_of_the_published_series_says_its_months_its_gaps_and_the_lines_that_do_not_add_up(as_role, shared):
    actions.receive([shared / "data" / "lambayeque"], by="prueba")
    client = as_role("monitor")
    for _ in range(2):  # from the registers, then from the store
        page = text(client.get("/cifras/informadas/?indicator=complaints&department=14"))
        told = follow(client, page, "≥ 39 (5 de 12 sin dato)")
        assert "Denuncias: Lambayeque, 2018" in told
        gaps = re.findall(r"<li>Datos abiertos del (RETA|Ministerio Público): (.*?)</li>", told)
        assert [(who, len(months.split(", "))) for who, months in gaps] == [("RETA", 5), ("Ministerio Público", 1)]
        assert "Datos abiertos del RETA" in told
        assert "Historia" in told
        assert "reta_2017-2023.csv: línea" in told
        figures.file_figures()
    assert "quiebre de serie" in page, "129-A is none of the articles of before"


def test_a_number_of_a_report_stands_beside_what_else_the_report_says_of_it(as_role):
    figures.receive_editions(by="prueba")
    client = as_role("monitor")
    told = follow(client, text(client.get("/cifras/informadas/?indicator=budget_assigned")), "5,581,376.00")
    section = told[told.index("Quién la dice") : told.index("Otras instituciones")]
    assert re.findall(r'class="n">([\d,.]+)<', section) == ["6,485,049.50", "5,581,376.00", "6,485,049.50"]
    assert section.count("Sin explicación") == 3
    assert "MININTER" in told[told.index("Otras instituciones") :]
    assert "C03, línea 907" in told
    none = text(client.get("/cifras/informadas/cifra/?indicator=budget_assigned&start=1999-01-01&end=1999-12-31"))
    assert "no es un cero" in none


@pytest.mark.parametrize("asked", ["", "?indicator=nada", "?indicator=complaints&start=ayer", "?indicator=complaints&department=99",
                                   "?indicator=complaints&start=2017-01-01&end=2016-01-01"])  # fmt: skip
def test_a_number_that_is_none_is_not_found(as_role, asked):
    assert as_role("monitor").get(f"/cifras/informadas/cifra/{asked}").status_code == 404
