"""A referral in a real Chromium: the prosecutor's office refers to a CEM, which accepts and closes; the prosecutor sees it. On a phone, with keys, on paper."""

import os
import re
from pathlib import Path

import pytest
from referred import CONSENT, MARKS, account, load, person
from test_browser import TOO_PALE, TOO_SMALL, chromium  # noqa: F401

from intertrata.access.actions import DEMONSTRATION_PASSWORD
from intertrata.access.models import Account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "vault", "log", "public"], transaction=True)]
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('main *')]
  .filter(node => node.getBoundingClientRect().right > innerWidth).map(node => node.outerHTML.slice(0, 80))"""
SHOTS = os.environ.get("SHOTS_OF_REFERRALS", "")


def shot(page, name):
    """Keep a picture of the page where somebody wants to look at it."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


@pytest.fixture
def desk(chromium, live_server, settings, tmp_path):  # noqa: F811
    """Give a page that has entered as the operator of an institution, each in a context of its own."""
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()
    load(tmp_path, CONSENT)
    contexts = []

    def enter(institution, width=1280):
        one = Account.objects.get(username=account(institution))
        one.set_password(DEMONSTRATION_PASSWORD)
        one.save()
        contexts.append(chromium.new_context(base_url=live_server.url, locale="es-PE"))
        page = contexts[-1].new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/entrar/")
        page.get_by_label("Cuenta", exact=True).fill(one.username)
        page.get_by_label("Clave").fill(DEMONSTRATION_PASSWORD)
        page.get_by_role("button", name="Entrar", exact=True).click()
        page.wait_for_url("**/")
        return page

    yield enter
    for context in contexts:
        context.close()


def say_what_for(page, deed):
    page.get_by_label("Atención a la víctima").check()
    page.get_by_role("button", name=deed).click()


def readable(page):
    assert page.evaluate(TOO_PALE) == []
    assert page.evaluate(TOO_SMALL) == []
    assert page.evaluate(TOO_WIDE) == []


def refer(page):
    """From her page to a CEM, on her consent; gives the address of the referral."""
    page.goto(f"/personas/{person()}/")
    say_what_for(page, "Abrir la página")
    page.get_by_role("link", name="Derivarla a otra institución").click()
    page.get_by_label("Registro de prueba: persona inventada").check()
    page.get_by_label("A qué unidad").select_option("inabif_car")
    page.get_by_label("Para qué").select_option("shelter")
    page.get_by_label("Con qué base legal").select_option("consent")
    readable(page)
    page.get_by_role("button", name="Enviar la derivación").click()
    assert page.get_by_role("alert").get_by_text("No consta que ella haya consentido eso").is_visible()
    shot(page, "derivar-negada")
    page.get_by_label("Registro de prueba: persona inventada").check()
    page.get_by_label("A qué unidad").select_option("mimp_cem")
    page.get_by_label("Para qué").select_option("care")
    page.get_by_role("button", name="Enviar la derivación").click()
    page.wait_for_url(re.compile(r"/derivaciones/[0-9a-f]{32}/$"))
    shot(page, "enviada")
    return page.url


def test_a_prosecutor_refers_to_a_cem_which_accepts_and_closes_and_the_prosecutor_sees_it(desk):
    mpfn, mimp = desk("mpfn"), desk("mimp", 390)
    address = refer(mpfn)
    mimp.get_by_role("link", name="Derivaciones").first.click()
    assert mimp.get_by_text("1 recibida sin responder").is_visible()
    assert not [mark for mark in MARKS if mark in mimp.content().upper()]
    readable(mimp)
    shot(mimp, "lista-390")
    mimp.locator("tbody a.number").click()
    say_what_for(mimp, "Abrir la derivación")
    assert mimp.get_by_text("Delfina Ccorimanya Ancasi").is_visible()
    readable(mimp)
    shot(mimp, "abierta-390")
    mimp.get_by_role("button", name="Aceptar", exact=True).focus()
    mimp.keyboard.press("Enter")
    mimp.get_by_role("heading", name="Se aceptó").wait_for()
    mimp.get_by_label("En qué terminó").select_option("attended")
    mimp.get_by_role("button", name="Cerrar con su resultado").click()
    mimp.get_by_role("heading", name="Se cerró").wait_for()
    mpfn.goto(address)
    assert [each.inner_text() for each in mpfn.locator(".timeline h3").all()] == ["Se envió", "Se aceptó", "Se cerró"]
    assert mpfn.get_by_text("Atendida").is_visible()
    readable(mpfn)
    shot(mpfn, "cerrada")
    mpfn.emulate_media(media="print")
    assert not mpfn.locator("form").first.is_visible()
    assert "CEM" not in mpfn.locator("main").inner_text(), "a paper may reach a court file (SAFEGUARDS 12)"
    shot(mpfn, "impresa")
    mpfn.emulate_media(media="screen")
    mpfn.goto("/derivaciones/")
    assert mpfn.locator("tbody tr").count() == 1
    shot(mpfn, "lista")
