"""No page leaks: every address, tried by every role, and every answer searched for the marked persons.

The addresses are taken from the site's own table of addresses, so that a page nobody thought of is tried too.
"""

import io
import json
import logging
import re
from datetime import date
from uuid import UUID

import planted
import polars as pl
import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.urls import get_resolver
from scanned import typeset

from intertrata.access.models import Role
from intertrata.access.permissions import Permission, allowed, purposes
from intertrata.access.web.gate import IDENTITY
from intertrata.identity import queries as identity
from intertrata.registers import queries as registers
from intertrata.storage.bulk import read_rows
from intertrata.transparency import actions as transparency
from intertrata.transparency.actions.asking import Asking, Happening
from intertrata.transparency.actions.capturing import Taken
from intertrata.transparency.models import Document, Request

DATABASES = ["default", "vault", "log", "public"]
pytestmark = [pytest.mark.engines, pytest.mark.django_db(databases=DATABASES), pytest.mark.usefixtures("marked")]
NAMELESS = [role for role in Role.values if not allowed(role, Permission.OPEN_PERSON)]
SEEING = [role for role in Role.values if allowed(role, Permission.OPEN_PERSON)]
SEARCH = {"given_names": "ZZMARCATRES", "surname_1": "ZZMARCAUNO", "surname_2": "ZZMARCADOS"}
MAY_SHOW_NAMES = re.compile(r"^/personas/|/rechazadas\.csv$")
MAY_SHOW_ANSWERS = re.compile(r"^/pedidos/(documento/[0-9a-f]{32}/$|pedido/[0-9a-f]{32}/$)")
"""To who reads answers: the page of a document, and what was quoted from it."""


@pytest.fixture
def answered(settings, tmp_path):
    """A request whose answer names a marked person, in its file and in the words that two people quoted."""
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()
    who = Asking("chs", "Observatorio", "Lima", "pedidos@chs.example")
    transparency.open_campaign("trata_2016", name="trata-2016", title="Trata 2016", asking=who, entities=["mimp"], by="veedora")
    asked = Request.objects.get().id
    transparency.record([asked], Happening("filed", date(2016, 11, 7)), by="veedora")
    document = UUID(transparency.keep(asked, typeset("Atendió a ZZMARCAUNO, con DNI 99900011, y a otras 12 personas más."), by="veedora"))
    for reader in ("una", "otra"):
        taken = Taken("talks", "2016", "12", document=document, page=1, quote="Atendió a ZZMARCAUNO, con DNI 99900011, y a otras 12")
        transparency.capture(asked, taken, by=reader)
    return asked, document


def deposit():
    return next(one.id for one in registers.deposits("reta") if one.refused)


def person():
    """The person whom two registers know."""
    members = identity.memberships()
    (found,) = members.group_by("person").len().filter(pl.col("len") > 1)["person"].sort().head(1).to_list()
    return found


def addresses():
    """Every address of the site with real ids in it."""
    one, other = identity.records_of(person())[:2]
    ids = {"person": person(), "deposit": deposit(), "record_a": one, "record_b": other, "change": "1"}
    asked, document = Request.objects.first(), Document.objects.first()
    ids |= {"campaign": asked.campaign if asked else "trata-2016", "request_id": asked.id.hex if asked else "ab" * 16, "kind": "carta"}
    ids |= {"document": document.id.hex if document else "ab" * 16, "page": "1", "code": "1"}
    ids |= {
        "register": "reta",
        "source": "reta",
        "table": "victimas",
        "form": "ab" * 16,
        "number": "2026-000000-0",
        "notice": "cd" * 16,
        "referral": "ab" * 16,
        "decree": "1",
        "contradiction": "ab" * 16,
    }
    found = []

    def walk(patterns, before):
        for one in patterns:
            route = before + str(one.pattern).removeprefix("^").removesuffix("$")
            if hasattr(one, "url_patterns"):
                walk(one.url_patterns, route)
            else:
                path = re.sub(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>", lambda match: ids[match[1] or match[2]], route).replace("\\", "")
                found.append((f"/{path}", one.callback.needs))

    walk(get_resolver().url_patterns, "")
    return found


def test_there_are_addresses_to_try_and_each_says_what_it_needs():
    found = addresses()
    assert len(found) >= 12
    assert all("<" not in path and "(" not in path for path, _ in found), found


@pytest.mark.parametrize("role", NAMELESS)
@pytest.mark.parametrize("method", ["get", "post", "head"])
def test_no_page_shows_a_name_to_a_role_that_may_see_none(as_role, answered, role, method):
    client, reads = as_role(role), allowed(role, Permission.CAPTURE)
    for path, need in addresses():
        answer = getattr(client, method)(path, SEARCH | {"purpose": "care"} if method == "post" else None)
        assert answer.status_code in (200, 302, 400, 401, 403, 404, 405, 409), (path, answer.status_code)
        assert planted.seen(answer.serialize()) == [] or (reads and MAY_SHOW_ANSWERS.search(path)), (role, path)
        if need in IDENTITY:
            assert answer.status_code == 403, (role, path)
        client = as_role(role)  # some addresses close the session


@pytest.mark.parametrize(
    "path", ["/", "/personas/", "/personas/dudas/", "/depositos/", "/cifras/contar/", "/bitacora/", "/cifras/contar.csv"]
)
def test_a_visitor_is_sent_to_enter_and_told_nothing(path):
    for answer in (Client().get(path), Client().post(path, SEARCH)):
        assert answer.status_code in (302, 405)
        assert planted.seen(answer.serialize()) == []
        assert "ZZMARCA" not in answer.get("Location", "")


@pytest.mark.parametrize("role", SEEING)
def test_only_pages_of_persons_show_names_and_nothing_keeps_them(as_role, answered, role):
    for path, _need in addresses():
        client = as_role(role)
        client.post("/personas/", {"purpose": purposes(role)[0]})
        for answer in (client.get(path), client.post(path, SEARCH | {"purpose": purposes(role)[0]})):
            body = answer.content
            assert not planted.seen(body) or MAY_SHOW_NAMES.search(path), (role, path)
            assert "no-store" in answer["Cache-Control"], (role, path)
            assert planted.seen(answer.serialize_headers()) == [], (role, path)
            title = re.search(rb"<title>(.*?)</title>", body, re.DOTALL)
            assert title is None or planted.seen(title[0]) == [], (role, path)


@pytest.mark.parametrize("role", SEEING)
def test_who_may_see_a_person_sees_her_which_proves_that_the_search_looks(as_role, role):
    client = as_role(role)
    said = {"purpose": purposes(role)[0]}
    found = client.post("/personas/", SEARCH | said).content.decode()
    assert "ZZMARCAUNO" in found
    (path, *_) = re.findall(r"/personas/[0-9a-f]{32}/", found)
    page = client.get(path)
    assert {"ZZMARCA", "99900011"} <= set(planted.seen(page.content))
    assert page["Cache-Control"].count("no-store") == 1
    assert not re.search(r"(href|action|src)=\"[^\"]*ZZMARCA", found + page.content.decode())


def test_a_page_of_a_person_without_a_purpose_shows_nothing_of_her_and_is_no_look(as_role):
    client = as_role("operator")
    before = looks()
    answer = client.get(f"/personas/{person()}/")
    assert planted.seen(answer.content) == []
    assert "¿Para qué" in answer.content.decode()
    assert looks() == before
    assert client.post("/personas/", SEARCH).context["results"] is None
    assert client.post("/personas/", SEARCH | {"purpose": "ZZ"}).context["results"] is None


def test_a_purpose_of_another_role_opens_nothing(as_role):
    client = as_role("reviewer")
    assert client.post("/personas/", SEARCH | {"purpose": "care"}).context["results"] is None
    assert planted.seen(client.get(f"/personas/{person()}/").content) == []


def test_a_person_who_exists_and_one_who_does_not_are_refused_alike(as_role):
    client = as_role("analyst")
    one, other = (client.get(f"/personas/{anybody}/") for anybody in (person(), "0" * 32))
    assert one.status_code == other.status_code == 403
    token = rb'name="csrfmiddlewaretoken" value="\w+"'
    assert re.sub(token, b"", one.content) == re.sub(token, b"", other.content)


@pytest.mark.parametrize("role", Role.values)
def test_refused_values_are_downloaded_by_post_by_those_who_may_and_by_nobody_else(as_role, role):
    client, path = as_role(role), f"/depositos/{deposit()}/rechazadas.csv"
    may = allowed(role, Permission.RETURN_REFUSED)
    assert client.get(path).status_code == (405 if may else 403)
    answer = client.post(path, {"purpose": "care"})
    assert answer.status_code == (200 if may else 403)
    assert bool(planted.seen(answer.content)) is may
    assert "ZZMARCA" not in answer.get("Content-Disposition", "")


@pytest.mark.parametrize("role", Role.values)
def test_a_count_as_a_file_holds_no_name_for_anybody(as_role, role):
    answer = as_role(role).get("/cifras/contar.csv?indicator=victims&by=sex")
    assert answer.status_code == (200 if allowed(role, Permission.COUNT) else 403)
    assert planted.seen(answer.content) == []


def test_who_reads_answers_sees_what_was_quoted_and_the_log_that_she_looked(as_role, answered):
    client, (asked, document) = as_role("monitor"), answered
    pages = [client.get(f"/pedidos/pedido/{asked.hex}/"), client.get(f"/pedidos/documento/{document.hex}/")]
    assert all("ZZMARCA" in planted.seen(one.content) for one in pages)
    assert planted.seen(b"".join(one.serialize_headers() for one in pages)) == []
    wrong = {"cell": "talks|2016", "as_written": "12", "quote": "Atendió a ZZMARCAUNO"}
    assert client.post(f"/pedidos/documento/{document.hex}/", wrong).status_code == 200
    broken = SimpleUploadedFile("ZZMARCAUNO 99900011.pdf", b"%PDF-1.7 cut")
    page = client.post(f"/pedidos/pedido/{asked.hex}/documentos/", {"file": broken}, follow=True)
    assert "está cortado o dañado" in page.content.decode()
    held = [json.dumps(one.get_decoded()).encode() for one in Session.objects.all()]
    assert planted.seen(b"".join(held) + repr(client.cookies).encode()) == []
    shown = as_role("auditor").get("/bitacora/").content
    assert b"Abri\xc3\xb3 un documento" in shown
    assert planted.seen(shown) == []


def test_the_log_and_the_pages_of_auditors_hold_no_name(as_role):
    client = as_role("supervisor")
    client.post("/personas/", SEARCH | {"purpose": "supervision"})
    client.get(f"/personas/{person()}/")
    shown = as_role("auditor").get("/bitacora/").content
    assert b"supervisor" in shown
    assert planted.seen(shown) == []


def test_sessions_hold_no_name(as_role):
    client = as_role("operator")
    client.post("/personas/", SEARCH | {"purpose": "care"})
    client.get(f"/personas/{person()}/")
    held = [one.session_data.encode() + json.dumps(one.get_decoded()).encode() for one in Session.objects.all()]
    assert held
    assert [planted.seen(one) for one in held] == [[]] * len(held)
    assert planted.seen(repr(client.cookies).encode()) == []


def test_no_row_of_any_table_outside_the_vault_is_a_name_and_the_vault_is_not_readable():
    searched = 0
    for alias in connections:
        for name in connections[alias].introspection.table_names():
            for batch in read_rows(alias, f'SELECT * FROM "{name}"'):
                searched += len(batch)
                raw = b"\n".join(
                    bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode() for row in batch for cell in row
                )
                assert planted.seen(raw) == [], (alias, name)
    assert searched > 50


def test_an_exception_in_a_page_reaches_neither_the_page_nor_the_server_log(as_role, monkeypatch):
    """What a library says of a cell it cannot read quotes the cell: the log may say what failed and where, never with which words."""
    from intertrata.identity import actions

    def fails(*_, **__):
        try:
            raise ValueError("could not convert string 'ZZMARCAUNO' to i64")
        except ValueError as error:
            raise RuntimeError("row of ZZMARCADOS, 99900011") from error

    monkeypatch.setattr(actions, "find", fails)
    console = next(one for one in logging.getLogger("django").handlers if one.name == "console")
    monkeypatch.setattr(console, "stream", io.StringIO())
    answer = as_role("operator", raise_request_exception=False).post("/personas/", SEARCH | {"purpose": "care"})
    said = console.stream.getvalue()
    assert answer.status_code == 500
    assert planted.seen(answer.content + said.encode()) == []
    assert "RuntimeError" in said, "what failed must still be told to who maintains the house"


@pytest.mark.parametrize("host", ["ZZMARCAUNO.example", "x\x1b]0;PWN", "127.0.0.1@ZZMARCAUNO", "[::1]ZZMARCA"])
def test_a_host_that_is_not_ours_gets_a_page_that_does_not_repeat_it_and_neither_does_the_log(monkeypatch, host):
    console = next(one for one in logging.getLogger("django").handlers if one.name == "console")
    monkeypatch.setattr(console, "stream", io.StringIO())
    answer = Client(headers={"host": host}).get("/entrar/")
    assert answer.status_code == 400
    said = console.stream.getvalue()
    assert planted.seen(answer.content + said.encode()) == []
    assert "\x1b" not in said


def looks():
    return next(read_rows("log", "SELECT count(*) FROM log_look"))[0][0]
