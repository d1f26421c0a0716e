"""The series on the pages of told figures: drawn with their gaps, bounds and breaks, and said in words and in a table beside."""

import html
import re

import pytest

from intertrata.figures import actions as figures
from intertrata.figures import queries
from intertrata.registers import actions

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"])


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def drawings(page):
    return re.findall(r'<figure class="chart">.*?</figure>', page, re.DOTALL)


@pytest.fixture
def lambayeque(as_role, shared):
    """The page of the published series of Lambayeque."""
    actions.receive([shared / "data" / "lambayeque"], by="prueba")
    return text(as_role("monitor").get("/cifras/informadas/?indicator=complaints&department=14"))


def test_the_series_of_a_place_is_drawn_with_its_bounds_its_gaps_and_the_year_from_which_it_is_another(lambayeque):
    [drawing] = drawings(lambayeque)
    wide, narrow = re.findall(r"<svg class=\"(?:wide|narrow)\".*?</svg>", drawing, re.DOTALL)
    for one in (wide, narrow):
        assert one.count('class="dot track-0 bound"') == 6, "of seven years the police tell six, none whole"
        assert one.count('class="arrow track-0"') == 6
        assert one.count('class="dot track-1"') == 5, "prosecutors tell from 2019 on"
        assert len(re.findall(r'class="break"', one)) == 1
        firm = re.search(r'class="stroke track-1" d="([^"]*)"', one)[1]
        assert firm.count("L") == 3, "2019 to 2022; 2023 is of other articles"
        assert "≥ 39" in one
    said = html.unescape(re.search(r"<desc[^>]*>(.*?)</desc>", wide)[1])
    assert "Datos abiertos del RETA: 2017, ≥ 3; 2018, ≥ 39;" in said
    assert "2023, sin dato." in said
    assert "Datos abiertos del Ministerio Público: desde 2023 por artículo 129-A y 129-B; antes 153 y 153-A." in said
    assert "La raya vertical" in drawing
    assert "es un mínimo" in drawing


def test_the_drawing_names_itself_to_who_cannot_see_it_and_no_two_things_bear_one_name(lambayeque):
    names = re.findall(r'\bid="([^"]*)"', lambayeque)
    assert len(names) == len(set(names))
    for labels in re.findall(r'<svg class="(?:wide|narrow)"[^>]*role="img" aria-labelledby="([^"]*)"', lambayeque):
        assert set(labels.split()) <= set(names)


def test_many_places_are_not_drawn_until_one_is_chosen(as_role):
    figures.receive_editions(by="prueba")
    page = text(as_role("monitor").get("/cifras/informadas/?indicator=budget_assigned"))
    assert drawings(page) == []
    assert "Elija un lugar" not in page, "what reports gathered is drawn on the page of a number"


def test_where_more_than_three_places_are_told_the_page_says_to_choose_one(as_role, monkeypatch, shared):
    actions.receive([shared / "data" / "lambayeque"], by="prueba")
    monkeypatch.setattr("intertrata.figures.web.told_table.DRAWN", 0)
    monkeypatch.setattr("intertrata.figures.web.views.DRAWN", 0)
    page = text(as_role("monitor").get("/cifras/informadas/?indicator=complaints"))
    assert drawings(page) == []
    assert "Elija un lugar para ver su serie dibujada." in page


def test_the_page_of_a_number_of_a_report_draws_the_same_in_other_periods_a_line_a_place_of_the_report(as_role):
    figures.receive_editions(by="prueba")
    client = as_role("monitor")
    page = text(client.get("/cifras/informadas/?indicator=budget_assigned"))
    told = text(client.get(html.unescape(re.search(r'href="([^"]*)"[^>]*>5,581,376.00<', page)[1])))
    [drawing] = drawings(told)
    assert re.findall(r"</svg>([^<]*)</li>", drawing) == ["C02", "C03", "PNAT · text", "infografia", "text"]
    assert "M: millones." in drawing
    rows = re.search(r"Presupuesto asignado: Estado peruano, en tabla</caption>.*?</table>", told, re.DOTALL)[0]
    cells = [re.findall(r"<t[hd][^>]*>([^<]*)<", row) for row in re.findall(r"<tr><th scope=\"row\">.*?</tr>", rows, re.DOTALL)]
    assert ["2016", "6,485,049.50", "5,581,376.00", "—", "6,485,049.50", "—"] in cells


def test_a_number_of_which_no_other_period_is_told_is_not_drawn(as_role):
    figures.receive_editions(by="prueba")
    row = next(one for one in queries.statements("budget_assigned") if one["institution"] == "MININTER" and one["value"] is not None)
    client = as_role("monitor")
    asked = {"indicator": "budget_assigned", "institution": "nadie", "start": row["period_start"], "end": row["period_end"]}
    assert drawings(text(client.get("/cifras/informadas/cifra/", asked))) == []
