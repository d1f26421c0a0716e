"""A journey in a real Chromium: from a told figure to the contradiction that touches it, to its statements, to a decision; a phone, a printer."""

import pytest
from test_browser import TOO_PALE, TOO_SMALL, chromium, visit  # noqa: F401

from intertrata.figures import actions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "vault", "log", "public"], transaction=True)]


def test_who_watches_meets_a_contradiction_and_rules_on_it(visit):  # noqa: F811
    actions.receive_editions(by="prueba")
    page = visit("monitor")
    page.get_by_role("link", name="Cifras informadas").click()
    page.get_by_label("Qué se cuenta").select_option("budget_assigned")
    page.get_by_role("button", name="Mostrar").click()
    page.get_by_role("link", name="5,581,376.00").click()
    touching = page.get_by_role("region", name="Contradicciones que la tocan").get_by_role("listitem")
    touching.filter(has_text="La misma cifra se dice con dos valores").get_by_role("link").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Contradicción: Dos valores"
    said = page.get_by_role("table", name="Las cifras que la hacen")
    assert said.get_by_text("6,485,049.50").first.is_visible()
    assert said.get_by_text("línea 907").is_visible()
    page.get_by_role("radio", name="De otra manera").check()
    page.get_by_label("Si es de otra manera, por qué difieren").select_option(label="Otra cobertura")
    page.get_by_label("Qué miró para decidirlo").fill("El cuadro 2 suma entidades que el cuadro 3 no trae.")
    page.get_by_role("button", name="Guardar la decisión").click()
    assert page.get_by_role("status").get_by_text("Guardado").is_visible()
    assert page.get_by_role("heading", name="De otra manera: Otra cobertura").is_visible()
    one = page.url
    page.get_by_role("link", name="Todas las contradicciones").click()
    page.get_by_label("Estado", exact=True).select_option(label="De otra manera")
    page.get_by_role("button", name="Mostrar").click()
    rows = page.get_by_role("table", name="Primero las probadas").get_by_role("row")
    assert rows.count() == 2
    assert "state=otherwise" in page.url
    rows.nth(1).get_by_role("link", name="Dos valores").click()
    assert page.url == one
    for address in ("/cifras/contradicciones/", "/cifras/contradicciones/?state=otherwise", one):
        page.goto(address)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
            assert page.evaluate(TOO_PALE) == [], (address, width)
            assert page.evaluate(TOO_SMALL) == [], (address, width)
    page.emulate_media(media="print")
    page.goto(one)
    assert page.get_by_role("table", name="Las cifras que la hacen").is_visible()
    assert page.get_by_text("El cuadro 2 suma entidades que el cuadro 3 no trae.").is_visible()
    assert not page.get_by_role("button", name="Guardar la decisión").is_visible()
