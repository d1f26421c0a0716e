"""The tables of the published report as pages: fourteen, each as printed, with the right value beside a wrong one; empty before they come."""

import re

import pytest

from intertrata.figures import actions
from intertrata.figures.told.gathered import queries
from intertrata.vocabulary.errors import Problem

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"])


def text(answer):
    return answer.content.decode()


def test_the_fourteen_are_listed_and_one_that_is_none_is_not_found(as_role):
    page = text(as_role("monitor").get("/cifras/cuadros/"))
    assert re.findall(r'href="/cifras/cuadros/(C\d\d)/"', page) == [f"C{number:02d}" for number in range(1, 15)]
    assert as_role("monitor").get("/cifras/cuadros/C15/").status_code == 404


def test_before_the_report_came_its_tables_are_empty_and_say_so(as_role):
    page = text(as_role("monitor").get("/cifras/cuadros/C03/"))
    assert "todavía no se recibieron" in page
    assert ">0<" not in page


def test_a_table_is_shown_as_printed_with_the_right_value_beside(as_role):
    actions.receive_editions(by="prueba")
    page = text(as_role("monitor").get("/cifras/cuadros/C03/"))
    assert "todavía no se recibieron" not in page
    row = re.search(r'<th scope="row">RENIEC</th>(.*?)</tr>', page, re.DOTALL)[1]
    assert re.findall(r">([^<]*)</td>", row) == ["NRI", "NRI", "-", "NRI", "", ""]
    assert "≥ 5,581,376.00 (9 de 15 sin dato)" in page
    assert "NRI 1, SD 2, SPE 6" in page
    page = text(as_role("monitor").get("/cifras/cuadros/C11/"))
    assert "<strong>945</strong>" in page
    assert "Aritmética" in page
    assert "<strong>547</strong>" not in page


def test_no_page_of_a_table_needs_a_script_and_all_fourteen_answer(as_role):
    actions.receive_editions(by="prueba")
    for one in queries.cuadros():
        page = text(as_role("monitor").get(f"/cifras/cuadros/{one.code}/"))
        assert one.title in page
        assert "<script" not in page


def test_what_no_edition_has_is_refused_with_what_there_is():
    for ask in (lambda: queries.cuadro("C15"), lambda: queries.cuadros("otro")):
        with pytest.raises(Problem) as refused:
            ask()
        assert refused.value.where["allowed"]


def test_the_eleven_challenges_stand_as_printed_beside_what_follows_from_the_report(as_role):
    assert "—" in text(as_role("monitor").get("/cifras/retos/")), "before the report came nothing follows"
    actions.receive_editions(by="prueba")
    page = text(as_role("monitor").get("/cifras/retos/"))
    assert len(re.findall(r'<section aria-labelledby="R\d\d"', page)) == 11
    [tenth] = re.findall(r'<section aria-labelledby="R10">(.*?)</section>', page, re.DOTALL)
    assert "969 policías fueron capacitados" in tenth
    assert re.findall(r'<td class="n">([^<]+)</td>', tenth) == ["969", "945"]
    assert "Aritmética" in tenth
    assert "lo impreso sale de: gobiernos regionales y locales juntos" in page
    assert "7 de sus cifras no tienen dato" in page
