"""A journey in a real Chromium: what is to be looked at again, its filters, the way to the form where the finding is written, a phone."""

import os
import re
from pathlib import Path

import pytest
from roles import NAME_OF
from screened_country import receive
from test_browser import TOO_PALE, TOO_SMALL, chromium, visit  # noqa: F401

from intertrata.access.models import Account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "vault", "log", "public"], transaction=True)]
SHOTS = os.environ.get("SHOTS_OF_SCREENINGS", "")


@pytest.fixture
def screened_country(visit, tmp_path):  # noqa: F811
    folder = tmp_path / "por_revisar"
    folder.mkdir()
    receive(folder)


def shot(page, name):
    """Keep a picture of the page where somebody wants to look at it."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def test_a_supervisor_sees_what_is_overdue_filters_it_and_takes_the_list(screened_country, visit):  # noqa: F811
    page = visit("supervisor")
    page.get_by_role("link", name="Por revisar", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "Por revisar"
    listed = page.get_by_role("region", name="Primero, la que antes vence").get_by_role("row")
    assert listed.count() == 4
    shot(page, "lista")
    page.get_by_label("Registro", exact=True).select_option(label="Desaparecidas")
    page.get_by_label("Como estaba el día").fill("2017-07-01")
    page.get_by_role("button", name="Mostrar").click()
    assert "register=desaparecidas" in page.url
    assert [page.locator("td .tag").all_inner_texts()] == [["Plazo vencido", "Por revisar"]]
    with page.expect_download() as taken:
        page.get_by_role("link", name="Descargar en CSV").click()
    assert taken.value.suggested_filename == "uso-interno-por-revisar-sintetico.csv"
    for width in (360, 390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
        assert page.evaluate(TOO_PALE) == [], width
        assert page.evaluate(TOO_SMALL) == [], width
        shot(page, f"a-{width}")


def test_an_operator_goes_from_the_list_to_the_form_she_wrote_and_closes_it(visit):  # noqa: F811
    page = visit("operator")
    assert Account.objects.get(username=NAME_OF["operator"]).institution == "pnp"
    page.goto("/registrar/desaparecidas/denuncias/")
    page.get_by_label("Registro de prueba: personas inventadas").check()
    page.get_by_label("Investigación en curso").check()
    page.get_by_label("Número de la denuncia por desaparición").fill("DES-77")
    page.get_by_label("Fecha de la denuncia").fill("3/5/2017")
    page.get_by_label("Edad", exact=True).fill("15")
    page.get_by_role("button", name="Guardar el registro").click()
    page.wait_for_url("**/recibos/**")
    page.get_by_role("link", name="Por revisar", exact=True).click()
    page.get_by_role("link", name=re.compile("Escribir el hallazgo en su recibo")).click()
    page.get_by_label("Investigación en curso").check()
    page.get_by_role("button", name="Abrir el registro").click()
    page.get_by_label("Hallazgo de la evaluación por posible trata").select_option(label="Rapto o sustracción")
    page.get_by_label("Fecha del hallazgo").fill("10/5/2017")
    page.get_by_label("Registro de prueba: personas inventadas").check()
    page.get_by_role("button", name=re.compile("Guardar")).first.click()
    page.wait_for_url("**/recibos/**")
    page.goto("/por-revisar/?state=closed")
    assert page.get_by_text("Rapto o sustracción · 10 de mayo de 2017").is_visible()
