"""A journey in a real Chromium: from a told figure to its number, to the tables of the report and what follows from them; a phone, a printer."""

import pytest
from test_browser import TOO_PALE, TOO_SMALL, chromium, visit  # noqa: F401

from intertrata.figures import actions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "vault", "log", "public"], transaction=True)]
PAGES = (
    "/cifras/informadas/?indicator=budget_assigned",
    "/cifras/cuadros/",
    "/cifras/cuadros/C03/",
    "/cifras/cuadros/C10/",
    "/cifras/retos/",
)


def test_who_watches_goes_from_a_figure_to_all_that_was_said_of_it_and_to_the_printed_table(visit):  # noqa: F811
    actions.receive_editions(by="prueba")
    page = visit("monitor")
    page.get_by_role("link", name="Cifras informadas").click()
    page.get_by_label("Qué se cuenta").select_option("budget_assigned")
    page.get_by_role("button", name="Mostrar").click()
    page.get_by_role("link", name="5,581,376.00").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Presupuesto asignado: Perú, 2016"
    said = page.get_by_role("table", name="Lo que se dice de esta cifra")
    assert said.get_by_role("row").count() == 4
    assert said.get_by_text("Sin explicación").count() == 3
    assert said.get_by_role("columnheader").count() == 5, "when it was is in the title"
    number = page.url
    page.go_back()
    page.get_by_role("link", name="Cuadros del V Informe Alternativo").click()
    page.get_by_role("link", name="C11").click()
    assert page.get_by_role("table", name="Celdas que no son lo que sale de sus partes").get_by_text("945").is_visible()
    for address in (*PAGES, number):
        page.goto(address)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
            assert page.evaluate(TOO_PALE) == [], (address, width)
            assert page.evaluate(TOO_SMALL) == [], (address, width)
    page.emulate_media(media="print")
    page.goto("/cifras/cuadros/C03/")
    assert page.get_by_role("table", name="Cuadro Nº 3").first.is_visible()
    assert not page.get_by_role("button", name="Cerrar sesión").is_visible()
