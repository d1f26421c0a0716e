"""A journey in a real Chromium: a campaign filed, an answer's PDF read by two people, decided by a third, a deadline moved; on paper and on a phone."""

import os
import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone
from scanned import typeset
from test_browser import TOO_PALE, TOO_SMALL, chromium, visit  # noqa: F401

from intertrata.access.actions import DEMONSTRATION_PASSWORD
from intertrata.transparency import queries
from intertrata.vocabulary.statement import number_es

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "vault", "log", "public"], transaction=True)]
SHOTS = os.environ.get("SHOTS_OF_REQUESTS", "")
BUDGET, EXECUTED, TALKS = "¿Cuánto presupuesto se le asignó", "¿Cuánto de ese presupuesto ejecutó", "charlas"


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()


def shot(page, name):
    """Keep a picture of the page where somebody wants to look at it."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def fits(page, name):
    """The page stands on every width without a bar to push it, pale words or targets that a finger misses."""
    page.wait_for_load_state()
    for width in (360, 390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
        assert page.evaluate(TOO_PALE) == [], (name, width)
        assert page.evaluate(TOO_SMALL) == [], (name, width)
        if width != 360:
            shot(page, f"{name}-{width}")


def enter_as(page, name):
    """Close the session and enter under another name."""
    page.locator("header").get_by_role("button", name="Cerrar sesión").click()
    page.wait_for_url("**/entrar/**")
    page.get_by_label("Cuenta", exact=True).fill(name)
    page.get_by_label("Clave").fill(DEMONSTRATION_PASSWORD)
    page.get_by_role("button", name="Entrar", exact=True).click()


def take(page, document, values):
    """Read values from the page of a document; the words around the first are quoted."""
    page.goto(document)
    for question, value, quote in values:
        picker = page.get_by_label("Pregunta y período")
        label = next(one for one in picker.locator("option").all_inner_texts() if question in one and "(2016)" in one)
        picker.select_option(label=label)
        page.get_by_label("Lo que dice, como está escrito").fill(value)
        page.get_by_label("Las palabras de alrededor").fill(quote)
        page.get_by_role("button", name="Guardar el valor").click()
        assert page.get_by_text("Guardado: otra persona lo leerá por su cuenta.").is_visible()


def test_a_campaign_from_its_first_letter_to_the_value_that_a_third_person_chose(visit, tmp_path):  # noqa: F811
    file = tmp_path / "respuesta.pdf"
    file.write_bytes(typeset())
    page = visit("monitor")
    enter_as(page, "veedora")
    page.get_by_role("link", name="Pedidos", exact=True).click()
    assert page.get_by_text("Todavía no se pidió nada a nadie.").is_visible()
    page.get_by_role("link", name="Abrir una campaña").click()
    fits(page, "opening")
    page.get_by_label("Título").fill("Trata de personas 2016")
    page.get_by_label("Nombre corto").fill("trata-2016")
    page.get_by_label("Quién pide").select_option(value="chs")
    page.get_by_label("Oficina que firma").fill("Observatorio")
    page.get_by_label("A dónde se responde").fill("pedidos@chs.example")
    page.get_by_label(re.compile("Todos los ministerios")).check()
    page.get_by_label(re.compile("Todos los gobiernos regionales")).check()
    page.get_by_label("Otras entidades, una por línea").fill("Municipalidad Provincial de Chiclayo")
    page.get_by_role("button", name="Abrir la campaña").click()
    page.wait_for_url("**/campania/trata-2016/")
    page.get_by_label("Día en que se presentaron").fill(timezone.localdate().isoformat())
    page.get_by_role("button", name="Anotar que se presentaron").click()
    page.get_by_text("pedidos sin presentar").wait_for(state="detached")
    fits(page, "campaign")

    page.get_by_role("link", name="Ministerio de la Mujer y Poblaciones Vulnerables").first.click()
    request = page.url
    assert page.locator("#id_kind").input_value() == "answered"
    page.get_by_role("button", name="Anotar", exact=True).click()
    assert page.get_by_text("Respondió a tiempo").first.is_visible()
    page.get_by_label("Archivo").set_input_files(str(file))
    page.get_by_role("button", name="Guardar el documento").click()
    page.wait_for_url("**/documento/**")
    document = re.sub(r"\?.*", "", page.url)
    assert page.locator("img.page").evaluate("image => image.complete && image.naturalWidth > 0")
    take(page, document, [(BUDGET, "2’887,345.00", "MIMP 2’887,345.00"), (EXECUTED, "2’896,804.3", ""), (TALKS, "12", "")])
    fits(page, "document")

    enter_as(page, "veedor")
    page.goto(request)
    assert page.get_by_text("Otra persona ya lo leyó; falta su lectura").count() == 3
    assert page.get_by_text("2’887,345.00").count() == 0
    take(page, document, [(BUDGET, "2 887 345", ""), (EXECUTED, "2’896,804.30", ""), (TALKS, "21", "")])
    page.goto(request)
    assert page.get_by_text("Dos lecturas iguales").count() == 2
    assert page.get_by_role("button", name="Esta vale").count() == 0

    enter_as(page, "coordinadora")
    page.goto("/pedidos/campania/trata-2016/matriz/")
    assert page.locator("table.grid td").filter(has_text="≠").count() == 1
    page.goto(request)
    fits(page, "differing")
    page.locator("input[name=why]").first.fill("Contó la fila de diciembre.")
    page.get_by_role("button", name="Esta vale").first.click()
    assert page.get_by_text("Decidido por una tercera persona").is_visible()
    assert page.get_by_text("Contó la fila de diciembre. (coordinadora)").is_visible()
    page.goto("/pedidos/campania/trata-2016/matriz/")
    row = page.locator("table.grid tbody tr", has_text="Ministerio de la Mujer")
    texts = set(row.locator("td").all_inner_texts())
    assert {number_es(Decimal(2887345)), "12", "…", "·"} <= texts
    fits(page, "matrix")

    page.goto("/pedidos/campania/trata-2016/")
    page.get_by_role("link", name="Municipalidad Provincial de Chiclayo").first.click()
    waiting = page.url
    last = queries.requests("trata-2016", today=timezone.localdate())[-1].deadline.due
    page.goto("/pedidos/dias/")
    page.get_by_label("Día no laborable").fill(last.isoformat())
    page.get_by_label("Norma").fill("D.S. 001-2016-PCM")
    page.get_by_role("button", name="Agregar el día").click()
    assert page.get_by_text(re.compile(r"Plazos que se movieron: \d\d")).is_visible()
    fits(page, "days")
    page.goto(waiting)
    assert page.get_by_text(re.compile(rf"El día no laborable {last:%d/%m/%Y} movió el plazo del {last:%d/%m/%Y} al ")).is_visible()
    page.get_by_text("Cómo se calculó, día por día").click()
    assert page.get_by_text("día no laborable: D.S. 001-2016-PCM").is_visible()
    assert last + timedelta(days=1) <= queries.requests("trata-2016", today=timezone.localdate())[-1].deadline.due
    fits(page, "request")
    page.emulate_media(media="print")
    shot(page, "paper")
    assert page.get_by_role("button", name="Anotar", exact=True).count() == 0
    assert page.get_by_role("heading", level=1).is_visible()
    page.emulate_media(media="screen")


def test_an_entity_opens_its_form_with_its_key_and_answers_on_the_screen(visit):  # noqa: F811
    page = visit("monitor")
    page.goto("/pedidos/nuevo/")
    for label, text in (
        ("Título", "Trata 2016"),
        ("Nombre corto", "trata-2016"),
        ("Oficina que firma", "Observatorio"),
        ("A dónde se responde", "a@chs.example"),
    ):
        page.get_by_label(label).fill(text)
    page.get_by_label("Otras entidades, una por línea").fill("Municipalidad Provincial de Chiclayo")
    page.get_by_role("button", name="Abrir la campaña").click()
    page.get_by_role("link", name="Municipalidad Provincial de Chiclayo").first.click()
    page.get_by_role("button", name="Dar a la entidad la clave").click()
    code, key, _where = page.locator("dl.told code").all_inner_texts()
    fits(page, "key")
    page.locator("header").get_by_role("button", name="Cerrar sesión").click()
    page.goto("/pedidos/responder/")
    page.get_by_label("Código de la carta").fill(code)
    page.get_by_label("Clave").fill(key)
    fits(page, "own-enter")
    page.get_by_role("button", name="Abrir el formulario").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Municipalidad Provincial de Chiclayo"
    field = page.get_by_label(re.compile(TALKS)).first
    field.fill("varias")
    page.get_by_role("button", name="Guardar").click()
    assert page.get_by_text("1 respuesta no se guardó").is_visible()
    page.get_by_label(re.compile(TALKS)).first.fill("3")
    fits(page, "own-form")
    page.get_by_role("button", name="Guardar").click()
    assert page.get_by_text("Guardado. Puede volver con la misma clave y corregirlo.").is_visible()
    page.get_by_role("button", name="Cerrar el formulario").click()
    page.wait_for_url("**/responder/")
