"""What somebody with a browser tries against the pages of requests: each found by trying it, none of it works."""

import os
import time
from pathlib import Path
from uuid import UUID

import pytest
from campaigned import FILED, IN_TIME, WHO
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from scanned import typeset

from intertrata.transparency import actions, pdf_apart
from intertrata.transparency.actions.asking import Happening
from intertrata.transparency.actions.capturing import Taken
from intertrata.transparency.actions.inviting import Written
from intertrata.transparency.models import Capture, Document, Request
from intertrata.vocabulary.errors import Problem

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"])
SCRIPT = "<script>alert(1)</script>"
OWN = "/pedidos/responder/formulario/"


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()
    return settings.VAR


@pytest.fixture
def asked(accounts):
    """A campaign that asks two entities, both filed; one answered."""
    actions.open_campaign("trata_2016", name="trata-2016", title="Trata 2016", asking=WHO, entities=["mimp", "gore-14"], by="veedora")
    found = {one.entity: one.id for one in Request.objects.all()}
    actions.record(list(found.values()), Happening("filed", FILED), by="veedora")
    actions.record([found["mimp"]], Happening("answered", IN_TIME), by="veedora")
    return found


def entered(request, client=None):
    """A client that opened the form of a request with a key made now."""
    client = client or Client()
    key = actions.invite(request, by="veedora")
    assert client.post("/pedidos/responder/", {"code": Request.objects.get(pk=request).number, "key": key}).status_code == 302
    return client


def test_a_session_that_somebody_else_gave_is_another_once_the_form_is_open(asked):
    client = Client()
    client.session["x"] = 1
    session = client.session
    session.save()
    client.cookies["sessionid"] = given = session.session_key
    entered(asked["mimp"], client)
    assert client.cookies["sessionid"].value != given
    stranger = Client()
    stranger.cookies["sessionid"] = given
    assert stranger.get(OWN).status_code == 302


def test_a_new_key_closes_what_the_old_one_opened_and_nothing_more_is_kept(asked):
    client = entered(asked["mimp"])
    assert client.get(OWN).status_code == 200
    other = entered(asked["gore-14"])
    assert client.get(OWN).status_code == 200
    actions.invite(asked["mimp"], by="veedora")
    assert client.post(OWN, {"v0": "1"}).headers["Location"] == "/pedidos/responder/"
    assert not Capture.objects.exists()
    assert other.get(OWN).status_code == 200


def test_who_has_a_key_opens_one_form_and_no_page_of_the_house(asked):
    client = entered(asked["mimp"])
    document = actions.keep(asked["mimp"], typeset(), by="veedora")
    for address in ("/pedidos/", f"/pedidos/pedido/{asked['mimp'].hex}/", f"/pedidos/documento/{document}/archivo/", "/"):
        assert client.get(address).status_code == 302
    page = client.get(OWN).content.decode()
    assert "Lambayeque" not in page
    assert "veedora" not in page


def test_an_entity_that_types_a_value_beside_a_reason_sees_both_again(asked):
    client = entered(asked["mimp"])
    page = client.post(OWN, {"v0": "25", "r0": "SD"}).content.decode()
    assert "Hay una respuesta y a la vez una razón de que no la haya." in page
    assert 'value="25"' in page
    assert not Capture.objects.exists()


def test_markup_that_an_entity_or_a_file_brings_is_shown_as_it_was_written(asked, as_role):
    text = f'{SCRIPT}"><img src=x onerror=alert(1)>'
    actions.answer(asked["gore-14"], [Written("plan_norm", "2016", text)])
    actions.reply("gore-14", SCRIPT, text, day=FILED, by="veedora")
    document = actions.keep(asked["gore-14"], f"<html><body>{text}\n=HYPERLINK(1)</body></html>".encode(), by="veedora")
    client = as_role("monitor")
    for address in (
        f"/pedidos/pedido/{asked['gore-14'].hex}/", "/pedidos/campania/trata-2016/matriz/", "/pedidos/campania/trata-2016/matriz/?item_asked=plan_norm",
        f"/pedidos/documento/{document}/",
    ):  # fmt: skip
        page = client.get(address)
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()
        assert "<img src=x" not in page.content.decode()
        assert "script-src" not in page.headers["Content-Security-Policy"]
    own = entered(asked["gore-14"]).get(OWN).content.decode()
    assert "&lt;script&gt;" in own
    assert SCRIPT not in own
    given = client.get(f"/pedidos/documento/{document}/archivo/")
    assert given.headers["Content-Type"] == "application/octet-stream"
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert given.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 25, "-1", "١٢", "1e9", "\x00"])
def test_a_number_that_is_none_is_answered_with_a_sentence(asked, as_role, number):
    client = as_role("monitor")
    document = actions.keep(asked["mimp"], typeset(), by="veedora")
    request = f"/pedidos/pedido/{asked['mimp'].hex}"
    assert client.get(f"/pedidos/documento/{document}/", {"pagina": number}).status_code == 200
    for address, field in ((f"{request}/retirar/", "event"), (f"{request}/elegir/", "capture")):
        assert client.post(address, {field: number, "why": "x"}).status_code == 302
    own = entered(asked["mimp"]).post(OWN, {"v0": number, "r0": number})
    assert own.status_code in {200, 302}


def test_the_name_of_a_file_that_is_refused_is_not_said_back(asked, as_role):
    client = as_role("monitor")
    file = SimpleUploadedFile("ZZMARCAUNO.pdf", b"%PDF-1.4 nothing")
    answer = client.post(f"/pedidos/pedido/{asked['mimp'].hex}/documentos/", {"file": file})
    page = client.get(answer.headers["Location"]).content.decode()
    assert "cortado o dañado" in page
    assert "ZZMARCAUNO" not in page + str(client.cookies)


def test_a_page_that_is_too_heavy_to_show_still_lets_the_file_be_downloaded(asked, as_role, monkeypatch):
    document = actions.keep(asked["mimp"], typeset(), by="veedora")

    def heavy(*_, **told):
        raise Problem("document_page_heavy", file=told["file"])

    monkeypatch.setattr(pdf_apart, "words", heavy)
    page = as_role("monitor").get(f"/pedidos/documento/{document}/")
    assert page.status_code == 200
    assert "tarda demasiado en mostrarse" in page.content.decode()
    assert f"/pedidos/documento/{document}/archivo/" in page.content.decode()


def test_a_document_of_another_request_is_neither_redacted_nor_read_through_this_one(asked, as_role):
    other = UUID(actions.keep(asked["gore-14"], typeset("De otra entidad."), by="veedora"))
    client = as_role("monitor")
    file = SimpleUploadedFile("x.pdf", typeset("Tachado."))
    client.post(f"/pedidos/pedido/{asked['mimp'].hex}/documentos/", {"file": file, "redacts": other.hex})
    assert not Document.objects.filter(request=asked["mimp"]).exists()
    with pytest.raises(Problem, match="document_unknown"):
        actions.capture(asked["mimp"], Taken("talks", "2016", "3", document=other, page=1), by="veedora")


def test_one_person_clears_a_copy_once_and_never_her_own(asked, as_role):
    original = UUID(actions.keep(asked["mimp"], typeset(), by="veedor"))
    copy = UUID(actions.keep(asked["mimp"], typeset("Tachado."), by="veedor", redacts=original))
    client = as_role("monitor")
    for _ in range(3):
        client.post(f"/pedidos/documento/{copy.hex}/publicar/", {"clears": "yes"})
    assert "Todavía no" in client.get(f"/pedidos/documento/{copy.hex}/").content.decode()
    client.post(f"/pedidos/documento/{original.hex}/publicar/", {"clears": "yes"})
    with pytest.raises(Problem, match="clearance_of_ones_own"):
        actions.clear(copy, clears=True, by="veedor")


def test_what_a_crash_left_of_an_upload_in_clear_goes_with_the_next_one(asked, as_role, settings):
    left = Path(settings.FILE_UPLOAD_TEMP_DIR) / "left.upload"
    left.write_bytes(b"ZZMARCAUNO")
    long_ago = time.time() - 7200
    os.utime(left, (long_ago, long_ago))
    as_role("monitor").post(f"/pedidos/pedido/{asked['mimp'].hex}/documentos/", {"file": SimpleUploadedFile("x.pdf", typeset())})
    assert not left.exists()
