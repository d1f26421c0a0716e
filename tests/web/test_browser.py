"""Journeys in a real Chromium: entering, finding, a person's page, the bridge, a phone's width, what can be read and reached."""

import os
from pathlib import Path

import pytest
from roles import NAME_OF
from small_country import load

from intertrata.access.actions import DEMONSTRATION_PASSWORD, make_demonstration_accounts

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "vault", "log", "public"], transaction=True)]
ADDRESSES = (
    "/",
    "/depositos/",
    "/personas/",
    "/cifras/contar/",
    "/cifras/puente/",
    "/cifras/informadas/",
    "/cifras/cuadros/",
    "/cifras/cuadros/C03/",
)
WIDE = "/cifras/contar/?indicator=victims&by=register&by=purpose&by=department&by=jurisdiction&by=sex&by=nationality&by=month"

# Text against what is painted behind it (WCAG 2.2, 1.4.3): 4.5, or 3 for large text.
TOO_PALE = """() => {
  const rgb = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = parts => parts.slice(0, 3).map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const behind = node => { for (let at = node; at; at = at.parentElement) {
    const parts = rgb(getComputedStyle(at).backgroundColor); if (parts.length === 3 || parts[3] > 0) return parts; } return [255, 255, 255]; };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), pale = [];
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement, style = getComputedStyle(node), box = node.getBoundingClientRect();
    if (!walker.currentNode.textContent.trim() || box.width < 2 || node.closest('svg')) continue;
    const [a, b] = [light(rgb(style.color)), light(behind(node))].sort((x, y) => y - x), size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && parseInt(style.fontWeight) >= 700);
    if ((a + .05) / (b + .05) < (large ? 3 : 4.5)) pale.push(node.textContent.trim().slice(0, 40));
  }
  return pale; }"""

# Targets of at least 24 by 24, but for links inside a sentence or a cell (WCAG 2.2, 2.5.8).
TOO_SMALL = """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select')].filter(node => {
  const box = node.getBoundingClientRect();
  return box.width && !node.closest('p, li:not(.rooms li), th, td, label, dt, .skip') && !node.classList.contains('skip')
    && (box.height < 24 || box.width < 24); }).map(node => node.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def chromium():
    """Debian's Chromium; where it is not installed the journeys say that they did not run, and fail where it is required."""
    if not CHROMIUM.exists():
        if "chromium" in os.environ.get("INTERTRATA_REQUIRE", ""):
            pytest.fail("Falta /usr/bin/chromium, que INTERTRATA_REQUIRE exige.")
        pytest.skip("No está /usr/bin/chromium: los recorridos por el sitio no se probaron.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, live_server, tmp_path):
    """Give a page of a browser that has entered in a role, in a country that stands; what it complains of fails the test."""
    load(tmp_path)
    make_demonstration_accounts()
    context = chromium.new_context(base_url=live_server.url, locale="es-PE")
    complaints = []

    def enter(role, width=1280):
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.on("console", lambda said: complaints.append(said.text))
        page.on("request", lambda asked: None if asked.url.startswith(live_server.url) else complaints.append(asked.url))
        page.goto("/entrar/")
        page.get_by_label("Cuenta", exact=True).fill(NAME_OF[role])
        page.get_by_label("Clave").fill(DEMONSTRATION_PASSWORD)
        page.get_by_role("button", name="Entrar", exact=True).click()
        return page

    yield enter
    context.close()
    assert complaints == []


def test_an_operator_enters_finds_a_person_and_sees_who_says_what(visit):
    page = visit("operator")
    assert page.get_by_role("heading", level=1).inner_text() == "Qué hay en el registro"
    assert page.get_by_role("note").inner_text() == "Datos sintéticos: ninguna persona de esta pantalla existe."
    page.get_by_role("link", name="Buscar persona").click()
    page.get_by_label("Atención a la víctima").check()
    page.get_by_label("Apellido paterno").fill("zarzoli")
    page.get_by_label("Apellido materno").fill("quinamanta")
    page.get_by_label("Nombres").fill("eusebia")
    page.get_by_role("button", name="Buscar").click()
    assert page.url.endswith("/personas/")
    page.get_by_role("link", name="Eusebia Zarzoli Quiñamanta").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Eusebia Zarzoli Quiñamanta"
    assert page.get_by_text("≠ No coinciden").count() == 1
    page.get_by_role("link", name="anotación 2").first.click()
    assert page.url.endswith("#anotacion-2")
    page.locator("header").get_by_role("button", name="Cerrar sesión").click()
    page.wait_for_url("**/entrar/**")
    page.go_back()
    assert page.get_by_text("Zarzoli").count() == 0, "a page with a name is never shown again from a cache"


def test_the_bridge_is_drawn_at_every_width_and_its_table_adds_up(visit):
    page = visit("analyst")
    page.get_by_role("link", name="Puente").click()
    page.get_by_label("Desde").fill("2016-01-01")
    page.get_by_label("Hasta, incluido").fill("2016-12-31")
    page.get_by_role("button", name="Comparar").click()
    assert "start=2016-01-01" in page.url
    assert page.get_by_text("RETA cuenta 3; SISTRA, 1. La diferencia es 2.").is_visible()
    assert (page.locator("svg.wide").is_visible(), page.locator("svg.narrow").is_visible()) == (True, False)
    page.set_viewport_size({"width": 390, "height": 800})
    assert (page.locator("svg.wide").is_visible(), page.locator("svg.narrow").is_visible()) == (False, True)
    cells = page.locator("tbody tr td:last-child").all_inner_texts()
    assert sum(int(cell.replace("−", "-")) for cell in cells) == 2


def test_no_page_is_wider_than_its_screen_too_pale_to_read_or_too_small_to_touch(visit):
    page = visit("supervisor")
    for address in (*ADDRESSES, "/personas/dudas/", "/por-revisar/", "/registros/referencias/", WIDE):
        page.goto(address)
        for width in (360, 390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
            assert page.evaluate(TOO_PALE) == [], (address, width)
            assert page.evaluate(TOO_SMALL) == [], (address, width)


def test_the_keyboard_alone_enters_reaches_the_content_and_leaves(visit):
    page = visit("operator")
    page.goto("/cifras/puente/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "id_a"


def test_paper_shows_neither_menu_nor_address_and_says_on_every_sheet_that_it_is_synthetic(visit):
    page = visit("operator")
    page.goto("/personas/")
    page.get_by_label("Atención a la víctima").check()
    page.get_by_label("Número de documento").fill("48213377")
    page.get_by_label("Tipo de documento").select_option("DNI")
    page.get_by_role("button", name="Buscar").click()
    page.locator("a.name").click()
    page.emulate_media(media="print")
    for hidden in ("nav", "footer", "header form", "text=JR. PUTUMAYO 110"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.get_by_text("Impreso por operadora").is_visible()
    assert page.evaluate("getComputedStyle(document.body).page") == "invented"


def test_the_site_works_without_javascript(chromium, live_server):
    make_demonstration_accounts()
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/entrar/")
    page.get_by_label("Cuenta", exact=True).fill("analista")
    page.get_by_label("Clave").fill(DEMONSTRATION_PASSWORD)
    page.get_by_role("button", name="Entrar", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "Qué hay en el registro"
    context.close()
