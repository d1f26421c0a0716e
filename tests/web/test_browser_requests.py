"""Journeys in a real Chromium: a campaign filed, an answer's PDF read by two people, decided by a third, a contradiction ruled on; appeals, days of decrees,
the keyboard alone, an entity's own form; on paper and on a phone."""

import os
import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from campaigned import WHO
from django.utils import timezone
from scanned import BUDGET as BUDGET_TABLE
from scanned import typeset
from test_browser import TOO_PALE, TOO_SMALL, chromium, visit  # noqa: F401

from intertrata.access.actions import DEMONSTRATION_PASSWORD
from intertrata.figures import actions as figures
from intertrata.transparency import actions, queries
from intertrata.transparency.actions.asking import Happening
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


def open_campaign(page, *others):
    """Open a campaign on its page; who is asked beside the entities named is checked before."""
    page.get_by_label("Título").fill("Trata de personas 2016")
    page.get_by_label("Nombre corto").fill("trata-2016")
    page.get_by_label("Quién pide").select_option(value="chs")
    page.get_by_label("Oficina que firma").fill("Observatorio")
    page.get_by_label("A dónde se responde").fill("pedidos@chs.example")
    page.get_by_label("Otras entidades, una por línea").fill("\n".join(others))
    page.get_by_role("button", name="Abrir la campaña").click()
    page.wait_for_url("**/campania/trata-2016/")


def file_all(page):
    """Say on the campaign's page that every request was filed today."""
    page.get_by_label("Día en que se presentaron").fill(timezone.localdate().isoformat())
    page.get_by_role("button", name="Anotar que se presentaron").click()
    page.get_by_text("pedidos sin presentar").wait_for(state="detached")


def answer_comes(page, file):
    """Record on a request's page that it was answered today, and keep the file that came; gives the document's address."""
    assert page.locator("#id_kind").input_value() == "answered"
    page.get_by_role("button", name="Anotar", exact=True).click()
    assert page.get_by_text("Respondió a tiempo").first.is_visible()
    page.get_by_label("Archivo").set_input_files(str(file))
    page.get_by_role("button", name="Guardar el documento").click()
    page.wait_for_url("**/documento/**")
    assert page.locator("img.page").evaluate("image => image.complete && image.naturalWidth > 0")
    return re.sub(r"\?.*", "", page.url)


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


def two_read(page, request, document):
    """The first reads a table, the second reads the same without seeing it; of one value they differ."""
    take(page, document, [(BUDGET, "2’987,345.00", "MIMP 2’987,345.00"), (EXECUTED, "2’896,804.3", ""), (TALKS, "12", "")])
    fits(page, "document")
    enter_as(page, "veedor")
    page.goto(request)
    assert page.get_by_text("Otra persona ya lo leyó; falta su lectura").count() == 3
    assert page.get_by_text("2’987,345.00").count() == 0
    take(page, document, [(BUDGET, "2 987 345", ""), (EXECUTED, "2’896,804.30", ""), (TALKS, "21", "")])
    page.goto(request)
    assert page.get_by_text("Dos lecturas iguales").count() == 2
    assert page.get_by_role("button", name="Esta vale").count() == 0


def third_decides(page, request):
    """Who read neither says which of the two readings holds, and the matrix shows it."""
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
    assert {number_es(Decimal(2987345)), "12", "…", "·"} <= set(row.locator("td").all_inner_texts())
    fits(page, "matrix")


def rules_on_the_contradiction(page):
    """What the entity answered is told beside what the report printed of it: they differ, and a person says why on the number's page."""
    page.get_by_role("link", name="Cifras informadas").click()
    page.get_by_label("Qué se cuenta").select_option("budget_assigned")
    page.get_by_role("button", name="Mostrar").click()
    page.get_by_role("link", name=number_es(Decimal(2987345))).first.click()
    said = page.get_by_role("main")
    for figure in (2987345, 2887345):
        assert said.get_by_text(number_es(Decimal(figure))).first.is_visible()
    assert page.get_by_text("Nadie lo decidió todavía.").is_visible()
    page.get_by_text("Decidir por qué difieren").click()
    page.get_by_label(re.compile("Transcripción")).check()
    page.get_by_label("Qué miró para decidirlo").fill("El informe imprimió 2 887 345; el oficio dice 2 987 345.")
    fits(page, "ruling")
    page.get_by_role("button", name="Guardar el veredicto").click()
    ruling = page.get_by_role("listitem").filter(has_text="El informe imprimió 2 887 345; el oficio dice 2 987 345. · coordinadora")
    assert ruling.get_by_role("heading", name="Transcripción").is_visible()
    return page.url


def test_a_campaign_from_its_first_letter_to_the_ruling_on_a_number_that_contradicts_another(visit, tmp_path):  # noqa: F811
    figures.receive_editions(by="prueba")
    file = tmp_path / "respuesta.pdf"
    file.write_bytes(typeset(BUDGET_TABLE.replace("2’887,345.00", "2’987,345.00")))
    page = visit("monitor")
    enter_as(page, "veedora")
    page.get_by_role("link", name="Pedidos", exact=True).click()
    assert page.get_by_text("Todavía no se pidió nada a nadie.").is_visible()
    page.get_by_role("link", name="Abrir una campaña").click()
    fits(page, "opening")
    page.get_by_label(re.compile("Todos los ministerios")).check()
    page.get_by_label(re.compile("Todos los gobiernos regionales")).check()
    open_campaign(page, "Municipalidad Provincial de Chiclayo")
    file_all(page)
    fits(page, "campaign")
    page.get_by_role("link", name="Ministerio de la Mujer y Poblaciones Vulnerables").first.click()
    request = page.url
    document = answer_comes(page, file)
    two_read(page, request, document)
    third_decides(page, request)
    figures.receive_answers(by="coordinadora", today=timezone.localdate())  # the command «intertrata answers»
    number = rules_on_the_contradiction(page)
    enter_as(page, "analista")
    page.goto(number)
    assert page.get_by_text("El informe imprimió 2 887 345; el oficio dice 2 987 345.").is_visible()


def test_an_answer_is_read_with_the_keyboard_alone_question_after_question(visit):  # noqa: F811
    request = asked_and_filed("mimp")
    document = actions.keep(request, typeset(), by="coordinadora")
    page = visit("monitor")
    enter_as(page, "veedora")
    page.goto(f"/pedidos/documento/{document}/")
    picker, left = page.get_by_label("Pregunta y período"), page.get_by_text(re.compile(r"Faltan \d+ preguntas por leer"))
    first, before = picker.input_value(), int(re.search(r"Faltan (\d+)", left.inner_text())[1])
    page.get_by_label("Lo que dice, como está escrito").fill("SD")
    for many in (1, 2, 3):
        page.keyboard.press("Enter")
        page.wait_for_function("were => document.querySelector('#id_cell').value !== were", arg=first)
        page.wait_for_load_state()
        first = picker.input_value()
        assert f"Faltan {before - many} " in left.inner_text()
        assert page.evaluate("document.activeElement.id") == "id_as_written"
        page.keyboard.type("SD")
    fits(page, "next")
    page.get_by_role("link", name="Pasar a la siguiente sin leer esta").click()
    page.wait_for_function("were => document.querySelector('#id_cell').value !== were", arg=first)


def test_a_deadline_is_moved_by_a_day_and_moved_back_and_the_page_is_printed_with_its_computation(visit):  # noqa: F811
    request = asked_and_filed("muni-1401")
    last = queries.request(request, today=timezone.localdate()).deadline.due
    page = visit("monitor")
    page.goto("/pedidos/dias/")
    page.get_by_label("Día no laborable").fill(last.isoformat())
    page.get_by_label("Norma").fill("D.S. 001-2016-PCM")
    page.get_by_role("button", name="Agregar el día").click()
    assert page.get_by_text("Plazos que se movieron: 1.").is_visible()
    fits(page, "days")
    page.goto(f"/pedidos/pedido/{request.hex}/")
    assert page.get_by_text(re.compile(rf"El día no laborable {last:%d/%m/%Y} movió el plazo del {last:%d/%m/%Y} al ")).is_visible()
    page.get_by_text("Cómo se calculó, día por día").click()
    assert page.get_by_text("día no laborable: D.S. 001-2016-PCM").is_visible()
    assert last + timedelta(days=1) <= queries.request(request, today=timezone.localdate()).deadline.due
    fits(page, "request")
    page.emulate_media(media="print")
    shot(page, "paper")
    assert page.get_by_role("button", name="Anotar", exact=True).count() == 0
    assert page.get_by_role("heading", level=1).is_visible()
    page.emulate_media(media="screen")
    page.goto("/pedidos/dias/")
    page.get_by_label("Por qué se retira").fill("Era de otro año.")
    page.get_by_role("button", name="Retirar: se agregó por error").click()
    assert page.get_by_text("Día retirado: vuelve a ser hábil. Plazos que se movieron: 1.").is_visible()
    fits(page, "days-back")
    assert queries.request(request, today=timezone.localdate()).deadline.due == last


def test_a_refusal_is_appealed_and_its_page_shows_the_term_of_the_ruling(visit):  # noqa: F811
    request = asked_and_filed("mimp", timezone.localdate() - timedelta(days=9))
    actions.record([request], Happening("denied", timezone.localdate() - timedelta(days=3)), by="veedora")
    page = visit("monitor")
    page.goto(f"/pedidos/pedido/{request.hex}/")
    assert page.get_by_role("heading", name=re.compile("Se puede apelar hasta el")).is_visible()
    page.get_by_role("combobox", name="Qué pasó").select_option("appealed")
    page.get_by_role("button", name="Anotar", exact=True).click()
    assert page.get_by_role("heading", name=re.compile("Debe resolverse hasta el")).is_visible()
    assert page.get_by_role("heading", name="La apelación Apelada, por resolver").is_visible()
    fits(page, "appeal")
    page.goto("/pedidos/campania/trata-2016/")
    assert page.get_by_role("heading", name="1 apelación con plazo que seguir").is_visible()
    fits(page, "campaign-appeals")


def asked_and_filed(entity, day=None):
    """A campaign that asks one entity, filed today or on that day; gives the request."""
    actions.open_campaign("trata_2016", name="trata-2016", title="Trata 2016", asking=WHO, entities=[entity], by="veedora")
    (one,) = queries.requests("trata-2016", today=timezone.localdate())
    actions.record([one.uuid], Happening("filed", day or timezone.localdate(), channel="mail"), by="veedora")
    return one.uuid


def test_an_entity_opens_its_form_with_its_key_and_answers_on_the_screen(visit):  # noqa: F811
    page = visit("monitor")
    page.goto("/pedidos/nuevo/")
    open_campaign(page, "Municipalidad Provincial de Chiclayo")
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
