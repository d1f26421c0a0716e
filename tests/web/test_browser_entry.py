"""Journeys of direct entry in a real Chromium: three institutions that know one person, a line that breaks, keys only, a phone."""

import os
import re
from pathlib import Path

import pytest
from roles import NAME_OF
from test_browser import FLAGS, TOO_PALE, TOO_SMALL, chromium  # noqa: F401

from intertrata.access.actions import DEMONSTRATION_PASSWORD, make_demonstration_accounts
from intertrata.access.models import Account
from intertrata.identity import actions as identity
from intertrata.registers import queries

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "vault", "log", "public"], transaction=True)]
SHOTS = os.environ.get("SHOTS_OF_ENTRY", "")
NUMBER = re.compile(r"\d{4}-\d{6}-\d")


def shot(page, name):
    """Keep a picture of the page where somebody wants to look at it."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


@pytest.fixture
def desk(chromium, live_server):  # noqa: F811
    """Give a page that has entered as the operator of an institution, and its context; no database holds anything yet."""
    make_demonstration_accounts()
    context = chromium.new_context(base_url=live_server.url, locale="es-PE")

    def enter(institution, width=1280):
        Account.objects.filter(username=NAME_OF["operator"]).update(institution=institution)
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/entrar/")
        if page.get_by_label("Clave").count():
            page.get_by_label("Cuenta", exact=True).fill(NAME_OF["operator"])
            page.get_by_label("Clave").fill(DEMONSTRATION_PASSWORD)
            page.get_by_role("button", name="Entrar", exact=True).click()
            page.wait_for_url("**/")
        return page

    enter.context = context
    yield enter
    context.close()


def begin(page, title):
    page.goto("/registrar/")
    page.get_by_role("link", name=title, exact=True).click()
    tick(page)


def tick(page):
    page.get_by_label("Registro de prueba: personas inventadas").check()
    if page.get_by_label("Atención a la víctima").count():
        page.get_by_label("Atención a la víctima").check()


def save(page):
    page.get_by_role("button", name="Guardar el registro").click()
    page.wait_for_url("**/recibos/**")
    return NUMBER.search(page.get_by_role("heading", level=1).inner_text())[0]


def write_a_complaint_and_its_victim(desk):
    page = desk("pnp")
    begin(page, "Denuncias")
    page.get_by_label("Fecha de la denuncia").fill("3/5/2026")
    page.get_by_label("Trata de personas", exact=True).check()
    page.get_by_label("Dependencia").fill("CIA TAMBOPATA")
    page.get_by_label("Lugar", exact=True).fill("Tambopata, Tambopata, Madre de Dios")
    shot(page, "denuncia")
    complaint = save(page)
    shot(page, "recibo-denuncia")
    page.get_by_role("link", name="Registrar víctimas de este mismo caso").click()
    tick(page)
    assert page.get_by_label("Número del caso en que figura").input_value() == complaint
    page.get_by_label("Nombres").fill("Eusebia")
    page.get_by_label("Apellido paterno").fill("Zarzoli")
    page.get_by_label("Apellido materno").fill("Quiñamanta")
    page.get_by_label("Tipo de documento").select_option("DNI")
    page.get_by_label("Número de documento").fill("48213377")
    page.get_by_label("Fecha de nacimiento").fill("3/5/2010")
    page.get_by_label("Sexo").select_option("F")
    page.get_by_label("Fecha del registro o del rescate").fill("3/5/2026")
    page.get_by_role("button", name="¿Ya se la conoce?").click()
    assert page.get_by_role("heading", name="Tiene menos de 18 años").is_visible()
    shot(page, "victima-preguntada")
    save(page)
    shot(page, "recibo-victima")


def write_a_stay(desk):
    page = desk("inabif")
    begin(page, "Ingresos y salidas")
    page.get_by_role("button", name="Guardar el registro").click()
    assert page.get_by_text("Todavía no se guardó").is_visible()
    shot(page, "acogida-con-errores")
    tick(page)
    page.get_by_label("Código del centro").fill("CAR-07")
    page.get_by_label("Clase de centro").select_option(index=1)
    page.get_by_label("Fecha de ingreso").fill("5/5/2026")
    page.get_by_label("Nombres").fill("EUSEBIA")
    page.get_by_label("Apellidos").fill("ZARZOLI QUIÑAMANTA")
    page.get_by_label("Código de residente").fill("R-1")
    page.get_by_label("Tipo de documento").select_option("DNI")
    page.get_by_label("Número de documento").fill("48213377")
    page.get_by_label("Fecha de nacimiento").fill("3/5/2010")
    page.get_by_label("Motivo de ingreso").select_option(index=1)
    save(page)


def write_a_sentence_and_its_victim(desk):
    page = desk("pj")
    begin(page, "Expedientes")
    page.get_by_label("Carpeta o expediente").fill("EXP-2026-9")
    page.get_by_label("Fecha de ingreso").fill("1/6/2026")
    page.get_by_label("Etapa").select_option("SENTENCIA")
    page.get_by_label("Resultado", exact=True).select_option("SENTENCIA CONDENATORIA")
    page.get_by_label("Fecha del resultado").fill("10/11/2026")
    page.get_by_label("Trata de personas", exact=True).check()
    save(page)
    page.get_by_role("link", name=re.compile("agraviados de este mismo caso")).click()
    tick(page)
    page.get_by_label("Nombre completo").fill("ZARZOLI QUIÑAMANTA, EUSEBIA")
    page.get_by_label("Número de documento").fill("48213377")
    page.get_by_label("Edad").fill("16")
    page.get_by_label("Fecha del registro o del rescate").fill("1/6/2026")
    save(page)
    return page


def test_a_comisaria_a_shelter_and_a_court_write_and_one_person_is_found_in_the_three(desk):
    write_a_complaint_and_its_victim(desk)
    write_a_stay(desk)
    page = write_a_sentence_and_its_victim(desk)
    page.goto("/registrar/mios/")
    assert page.locator("tbody tr").count() == 5
    shot(page, "mis-registros")

    identity.link(by="prueba")
    found_in(desk("pj"), ("RETA", "Poder Judicial"), "persona-juzgado")
    found_in(desk("mpfn"), ("RETA", "CAR", "Poder Judicial"), "persona")


def found_in(page, registers, name):
    """Find her by her document and see on her page the records of these registers, and of no other (SAFEGUARDS 11: a court is shown no shelter)."""
    page.goto("/personas/")
    page.get_by_label("Atención a la víctima").check()
    page.get_by_label("Tipo de documento").select_option("DNI")
    page.get_by_label("Número de documento").fill("48213377")
    page.get_by_role("button", name="Buscar").click()
    assert page.locator("a.name").count() == 1
    page.locator("a.name").click()
    said = page.locator(".timeline").inner_text()
    assert page.locator(".timeline > li").count() == len(registers)
    for register in ("RETA", "CAR", "Poder Judicial"):
        assert (register in said) == (register in registers)
    shot(page, name)


def test_a_line_that_breaks_loses_nothing_and_keeps_one_record(desk):
    page = desk("pnp")
    begin(page, "Víctimas")
    page.get_by_label("Número del caso en que figura").fill("D-1")
    page.get_by_label("Nombres").fill("Eusebia")
    page.get_by_label("Fecha del registro o del rescate").fill("2026")
    address = page.url
    with page.expect_response(lambda answer: answer.status == 204):
        page.evaluate("dispatchEvent(new Event('online'))")
    desk.context.set_offline(True)
    page.get_by_label("Apellido paterno").fill("Zarzoli")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.get_by_text("Sin conexión").wait_for()
    assert page.get_by_label("Apellido paterno").input_value() == "Zarzoli"
    desk.context.set_offline(False)
    with page.expect_response(lambda answer: answer.status == 204):
        page.evaluate("dispatchEvent(new Event('online'))")
    page.goto("/")
    page.goto(address)
    assert page.get_by_label("Apellido paterno").input_value() == "Zarzoli"
    tick(page)
    number = save(page)
    page.go_back()
    page.goto(address)
    assert NUMBER.search(page.get_by_role("heading", level=1).inner_text())[0] == number
    assert len(queries.entries(by=NAME_OF["operator"])) == 1
    assert queries.current("victim").height == 1


def test_a_record_whose_answer_was_lost_on_the_way_is_found_kept_once(desk):
    page = desk("pnp")
    begin(page, "Denuncias")
    page.get_by_label("Fecha de la denuncia").fill("3/5/2026")
    address = page.url

    def lose_the_answer(route):
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(address, lose_the_answer)
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Guardar el registro").click(no_wait_after=True)
    page.unroute(address)
    page.goto(address)
    page.wait_for_url("**/recibos/**")
    assert len(queries.entries(by=NAME_OF["operator"])) == 1


def test_the_keyboard_alone_writes_and_keeps_a_record(desk):
    page = desk("pnp")
    page.goto("/registrar/")
    page.get_by_role("link", name="Denuncias", exact=True).press("Enter")
    page.get_by_label("Registro de prueba: personas inventadas").press("Space")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "INPUT"
    page.get_by_label("Fecha de la denuncia").press_sequentially("3/5/2026")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recibos/**")


def test_no_page_of_entry_is_wider_than_its_screen_too_pale_to_read_or_too_small_to_touch(desk):
    page = desk("pnp")
    begin(page, "Denuncias")
    page.get_by_label("Fecha de la denuncia").fill("31/2/2026")
    page.get_by_role("button", name="Guardar borrador").click()
    page.goto("/registrar/")
    shot(page, "registrar")
    begin(page, "Denuncias")
    page.get_by_label("Fecha de la denuncia").fill("3/5/2026")
    number = save(page)
    for address in (
        "/registrar/",
        "/registrar/reta/victimas/",
        "/registrar/car/residentes/",
        "/registrar/mios/",
        f"/registrar/recibos/{number}/",
    ):
        Account.objects.update(institution="inabif" if "/car/" in address else "pnp")
        page.goto(address)
        for width in (360, 390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
            assert page.evaluate(TOO_PALE) == [], (address, width)
            assert page.evaluate(TOO_SMALL) == [], (address, width)
            if width == 390:
                shot(page, "telefono-" + address.strip("/").replace("/", "-"))


def test_paper_shows_the_receipt_and_no_name(desk):
    page = desk("pnp")
    begin(page, "Víctimas")
    page.get_by_label("Número del caso en que figura").fill("D-1")
    page.get_by_label("Nombres").fill("Eusebia")
    page.get_by_label("Fecha del registro o del rescate").fill("2026")
    number = save(page)
    page.emulate_media(media="print")
    assert page.get_by_role("heading", level=1).is_visible()
    assert not page.get_by_text("Qué sigue").is_visible()
    assert "Eusebia" not in page.content()
    assert number in page.title()
    shot(page, "recibo-impreso")


def test_a_record_is_written_without_javascript(chromium, live_server):  # noqa: F811
    make_demonstration_accounts()
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/entrar/")
    page.get_by_label("Cuenta", exact=True).fill(NAME_OF["operator"])
    page.get_by_label("Clave").fill(DEMONSTRATION_PASSWORD)
    page.get_by_role("button", name="Entrar", exact=True).click()
    begin(page, "Denuncias")
    page.get_by_label("Fecha de la denuncia").fill("3/5/2026")
    page.get_by_role("button", name="Guardar borrador").click()
    assert page.get_by_text("Borrador guardado.").is_visible()
    save(page)
    context.close()
