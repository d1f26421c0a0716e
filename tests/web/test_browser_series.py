"""A journey in a real Chromium: the drawn series of Lambayeque and of the report, on a desk, a phone and a printer."""

import pytest
from test_browser import TOO_PALE, TOO_SMALL, chromium, visit  # noqa: F401

from intertrata.figures import actions as figures
from intertrata.registers import actions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "vault", "log", "public"], transaction=True)]
LAMBAYEQUE = "/cifras/informadas/?indicator=complaints&department=14"
# Words that a drawing cuts off at its edge.
CUT = """() => [...document.querySelectorAll('figure.chart svg')].filter(svg => svg.getBoundingClientRect().width).flatMap(svg => {
  const box = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text, path')].filter(one => { const at = one.getBoundingClientRect();
    return at.left < box.left - 1 || at.right > box.right + 1 || at.top < box.top - 1 || at.bottom > box.bottom + 1; })
    .map(one => one.textContent || one.getAttribute('d')); })"""


def test_the_series_is_drawn_whole_on_a_desk_on_a_phone_and_on_paper(visit, shared):  # noqa: F811
    actions.receive([shared / "data" / "lambayeque"], by="prueba")
    figures.receive_editions(by="prueba")
    page = visit("monitor")
    page.goto(LAMBAYEQUE)
    for width, shape, other in ((1280, "wide", "narrow"), (390, "narrow", "wide")):
        page.set_viewport_size({"width": width, "height": 900})
        drawing = page.locator(f"figure.chart svg.{shape}")
        assert drawing.is_visible()
        assert not page.locator(f"figure.chart svg.{other}").is_visible()
        assert page.get_by_role("img", name="Denuncias por año, lo que dice cada fuente: Lambayeque").count() == 1
        assert drawing.get_by_text("≥ 56", exact=True).is_visible()
        assert drawing.locator("text", has_text="129-A").first.is_visible()
        assert page.evaluate(CUT) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(TOO_PALE) == []
        assert page.evaluate(TOO_SMALL) == []
    page.emulate_media(media="print")
    assert page.locator("figure.chart svg.wide").is_visible()
    page.emulate_media(media="screen")
    page.goto("/cifras/informadas/?indicator=budget_assigned")
    page.get_by_role("link", name="5,581,376.00").click()
    assert page.get_by_role("table", name="Presupuesto asignado: Estado peruano, en tabla").get_by_text("14,163,523.00").first.is_visible()
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(CUT) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
