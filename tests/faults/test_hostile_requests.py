"""Requests made to hurt: forged, replayed, guessed, stuffed with SQL, HTML and paths. None gets more than its account may have."""

import re
from datetime import date
from urllib.parse import urlencode
from uuid import uuid4

import planted
import pytest
from django.conf import settings as configured
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.utils import timezone

from intertrata.access.actions import DEMONSTRATION_PASSWORD, make_demonstration_accounts
from intertrata.access.models import Account
from intertrata.figures import queries as figures
from intertrata.identity import actions as identity
from intertrata.identity import queries as persons
from intertrata.registers import actions, queries
from intertrata.registers.models import Deposit
from intertrata.storage.bulk import read_rows
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

pytestmark = [pytest.mark.engines, pytest.mark.django_db(databases=["default", "vault", "log", "public"])]
ENTER = "/entrar/"
RIGHT = {"name": "operadora", "password": DEMONSTRATION_PASSWORD}
SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
NASTY = [
    "' OR '1'='1", "'; DROP TABLE log_look; --", '" UNION SELECT * FROM vault_mention --', "1) OR (1=1", "%s", "{0.__class__}", "${7*7}", "{{7*7}}",
    "../../keys.json", "/etc/passwd", "..%2f..%2fkeys.json", SCRIPT, "\0", "a\0b", "\r\nSet-Cookie: x=1", "\u202e", "9" * 40, "-1", "0", "1e9", "NaN",
    "𝟙", "\ud83d".encode("utf-8", "replace").decode(), "x" * 5_000, "=1+1", "read_parquet('/etc/passwd')", "true) UNION SELECT 1--",
]  # fmt: skip


def looks():
    return next(read_rows("log", "SELECT count(*) FROM log_look WHERE deed <> 'refused'"))[0][0]


def person():
    return persons.memberships()["person"].sort()[0]


def deposit():
    return next(one.id for one in queries.deposits("reta") if one.refused)


@pytest.fixture
def visitor():
    make_demonstration_accounts()
    return Client()


# -- entering ----------------------------------------------------------------------------------------------------------

ELSEWHERE = [
    "//evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example", "https:/evil.example", "///evil.example", "http://evil.example",
    "javascript:alert(1)", "data:text/html,x", "https://127.0.0.1@evil.example", "https://testserver.evil.example", " //evil.example", "\t//evil.example",
    "/\t/evil.example", "\x01https://evil.example", "//testserver@evil.example", "https://testserver\\@evil.example",
]  # fmt: skip


@pytest.mark.parametrize("wanted", ELSEWHERE)
@pytest.mark.parametrize("how", ["form", "address"])
def test_entering_never_leads_out_of_the_house(visitor, wanted, how):
    path = ENTER if how == "form" else f"{ENTER}?{urlencode({'next': wanted})}"
    answer = visitor.post(path, RIGHT | ({"next": wanted} if how == "form" else {}))
    assert answer["Location"] == "/"


def test_a_session_handed_to_somebody_before_she_enters_is_not_hers_afterwards(visitor):
    visitor.get(ENTER)
    session = visitor.session
    session["planted"] = "x"
    session.save()
    visitor.cookies[configured.SESSION_COOKIE_NAME] = before = session.session_key
    visitor.post(ENTER, RIGHT)
    assert visitor.cookies[configured.SESSION_COOKIE_NAME].value != before
    thief = Client()
    thief.cookies[configured.SESSION_COOKIE_NAME] = before
    assert thief.get("/")["Location"].startswith(ENTER)


@pytest.mark.parametrize("way", ["leave", "quick exit", "password"])
def test_a_session_that_ended_opens_nothing_to_who_kept_its_cookie(visitor, way):
    visitor.post(ENTER, RIGHT)
    kept = visitor.cookies[configured.SESSION_COOKIE_NAME].value
    if way == "leave":
        visitor.post("/salir/")
    elif way == "quick exit":
        visitor.get("/salida-rapida/")
    else:
        account = Account.objects.get(username="operadora")
        account.set_password("otra clave muy larga")
        account.save()
    thief = Client()
    thief.cookies[configured.SESSION_COOKIE_NAME] = kept
    assert thief.get("/")["Location"].startswith(ENTER)


def test_an_account_that_lost_its_role_loses_its_names_at_once(marked, as_role):
    client = as_role("operator")
    client.post(f"/personas/{person()}/", {"purpose": "care"})
    assert planted.seen(client.get(f"/personas/{person()}/").content)
    Account.objects.filter(username="operadora").update(role="analyst")
    assert client.get(f"/personas/{person()}/").status_code == 403
    Account.objects.filter(username="operadora").update(role="")
    assert client.get("/").status_code == 403
    Account.objects.filter(username="operadora").update(role="operator", is_active=False)
    assert client.get("/").status_code == 302


def test_the_cookies_are_for_this_house_only(visitor):
    visitor.post(ENTER, RIGHT)
    session, form = (visitor.cookies[name] for name in (configured.SESSION_COOKIE_NAME, configured.CSRF_COOKIE_NAME))
    assert session["httponly"]
    assert {session["samesite"], form["samesite"]} == {"Strict"}
    assert session["domain"] == form["domain"] == ""


def test_trying_an_account_costs_the_same_whether_it_is_one_or_not(visitor, monkeypatch):
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *said: hashed.append(1) or encode(self, *said))
    answers, costs = [], []
    for name in ("operadora", "nadie"):
        hashed.clear()
        answer = visitor.post(ENTER, {"name": name, "password": "no es esta"})
        answers.append(re.sub(rb'value="[^"]*"', b"", answer.content))
        costs.append(len(hashed))
    assert answers[0] == answers[1]
    assert costs[0] == costs[1] > 0


@pytest.mark.parametrize("name", ["\0", "operadora\0", "x" * 5_000, "OPERADORA", "operadora ", "ｏperadora", "' OR 1=1 --", SCRIPT])
def test_no_writing_of_a_name_enters_as_another(visitor, name):
    answer = visitor.post(ENTER, {"name": name, "password": DEMONSTRATION_PASSWORD})
    assert answer.status_code in (200, 302)
    if answer.status_code == 302:
        assert visitor.session.get("_auth_user_id") == str(Account.objects.get(username="operadora").pk)
        assert name.strip() == "operadora"
    assert SCRIPT.encode() not in answer.content


# -- forged requests ---------------------------------------------------------------------------------------------------


def test_no_deed_is_done_for_a_form_that_is_not_ours(marked, as_role):
    client = as_role("supervisor", enforce_csrf_checks=True)
    before = looks()
    for path in (f"/depositos/{deposit()}/rechazadas.csv", "/personas/", f"/personas/{person()}/", "/salir/"):
        for headers in (
            {},
            {"origin": "https://evil.example"},
            {"referer": "https://evil.example/"},
            {"x-requested-with": "XMLHttpRequest"},
        ):
            answer = client.post(path, {"purpose": "care", "given_names": "ZZMARCATRES", "surname_1": "ZZMARCAUNO"}, headers=headers)
            assert answer.status_code == 403, path
            assert planted.seen(answer.content) == []
    assert looks() == before
    assert client.get("/").status_code == 200, "leaving, too, was forged"


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_do_nothing(marked, as_role, method):
    client = as_role("supervisor")
    before = looks()
    for path in ("/", "/personas/", f"/personas/{person()}/", f"/depositos/{deposit()}/rechazadas.csv", "/bitacora/"):
        answer = getattr(client, method)(path)
        assert answer.status_code in (403, 405), path
        assert planted.seen(answer.content) == []
    assert looks() == before


@pytest.mark.parametrize("path", ["/", ENTER, "/personas/", "/nada/", "/depositos/"])
def test_every_answer_forbids_scripts_frames_and_caches(as_role, path):
    answer = as_role("operator").get(path)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert (answer["X-Frame-Options"], answer["X-Content-Type-Options"], answer["Referrer-Policy"]) == ("DENY", "nosniff", "same-origin")
    assert "no-store" in answer["Cache-Control"]
    assert b"<script" not in answer.content


def test_a_forwarded_host_is_not_believed():
    answer = Client(headers={"x-forwarded-host": "evil.example"}).get("/")
    assert "evil.example" not in answer["Location"]


# -- guessed addresses -------------------------------------------------------------------------------------------------


def test_ids_that_are_none_lead_nowhere(marked, as_role):
    client = as_role("supervisor")
    client.post("/personas/", {"purpose": "care"})
    one, whose = deposit(), person()
    for path in (
        f"/depositos/{one[:6]}/", f"/depositos/{one.upper()}/", f"/depositos/{one}0/", f"/depositos/{'0' * 32}/", "/depositos/../keys.json", "/depositos/%2e%2e/",
        f"/personas/{whose[:12]}/", f"/personas/{whose.upper()}/", f"/personas/{'f' * 32}/", f"/personas/{one}/", f"/personas/{whose}%00/", "/personas/%27/",
        f"/depositos/{whose}/rechazadas.csv", "/static/../keys.json", "/static/%2e%2e/%2e%2e/settings.py", "/vault.sqlite3", "/admin/", "/.env",
    ):  # fmt: skip
        for answer in (client.get(path), client.post(path)):
            assert answer.status_code in (301, 404, 405) or answer.get("Location") == path, (path, answer.status_code)
            assert planted.seen(answer.content) == []


def test_a_deposit_that_was_never_closed_is_nobodys_to_see(marked, as_role):
    torn = Deposit.objects.create(
        id=uuid4(), order=10_000, register="reta", table="victimas", file="roto.csv", sheet="", digest="0" * 64, size=1, sender="x",
        received_at=timezone.now(), cut_off=date(2016, 1, 1), synthetic=True, kind="records", full=False,
    )  # fmt: skip
    client = as_role("supervisor")
    for path in (f"/depositos/{torn.id.hex}/", f"/depositos/{torn.id.hex}/rechazadas.csv"):
        assert client.post(path).status_code in (404, 405)
    assert client.get(f"/depositos/{torn.id.hex}/").status_code == 404
    assert b"roto.csv" not in client.get("/depositos/").content


# -- stuffed parameters ------------------------------------------------------------------------------------------------

ASKABLE = [
    ("/cifras/contar/", "indicator"), ("/cifras/contar/", "by"), ("/cifras/contar/", "start"), ("/cifras/contar/", "end"), ("/cifras/contar/", "cut"),
    ("/cifras/contar.csv", "indicator"), ("/cifras/contar.csv", "by"), ("/cifras/contar.csv", "start"), ("/cifras/puente/", "a"), ("/cifras/puente/", "b"),
    ("/cifras/puente/", "indicator"), ("/cifras/informadas/", "indicator"), ("/cifras/informadas/", "department"), ("/depositos/", "pagina"),
    (ENTER, "next"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "name"), ASKABLE)
def test_whatever_an_address_asks_for_is_a_value_and_never_a_command(marked, as_role, path, name):
    client = as_role("operator")
    usual = {
        "/cifras/contar/": {"indicator": "victims"},
        "/cifras/contar.csv": {"indicator": "victims"},
        "/cifras/puente/": {"a": "reta", "b": "sistra", "indicator": "victims"},
    }
    for nasty in NASTY:
        answer = client.get(path, usual.get(path, {}) | {name: nasty})
        assert answer.status_code in (200, 302, 400, 404, 409), (nasty[:30], answer.status_code)
        assert b"<script>alert" not in answer.content
        assert b"onerror=alert(1)>" not in answer.content.replace(b"&gt;", b"")
        assert planted.seen(answer.content) == []
        assert "x=1" not in str(answer.headers)


def test_the_auditors_filter_is_a_value_too(marked, as_role):
    client = as_role("auditor")
    for name in ("account", "deed", "before"):
        for nasty in NASTY:
            answer = client.get("/bitacora/", {name: nasty})
            assert answer.status_code == 200, (name, nasty[:30])
            assert b"<script>alert" not in answer.content


def test_what_is_typed_to_find_somebody_is_a_value_too(marked, as_role):
    client = as_role("operator")
    for name in ("given_names", "surname_1", "document_number", "birth_date", "age", "sex", "document_type", "purpose"):
        for nasty in NASTY:
            answer = client.post("/personas/", {"purpose": "care", "surname_2": "ZZ", name: nasty})
            assert answer.status_code == 200, (name, nasty[:30])
            assert b"<script>alert" not in answer.content


@pytest.mark.parametrize("nasty", NASTY)
def test_the_doors_of_figures_take_values_only(marked, nasty):
    for ask in (
        lambda: figures.count(nasty), lambda: figures.count("victims", dims=(nasty,)), lambda: figures.count("victims", cut=nasty.replace("\0", "") or "0"),
        lambda: figures.count("victims", where={nasty: "x"}), lambda: figures.count("victims", where={"sex": nasty}),
        lambda: figures.count("victims", where={"register": nasty}), lambda: figures.bridge(nasty, "reta"), lambda: figures.bridge("reta", f"sistra@{nasty}"),
        lambda: figures.statements(nasty), lambda: figures.statements("complaints", dims=(nasty,)), lambda: queries.deposit(nasty), lambda: queries.source(nasty),
    ):  # fmt: skip
        with pytest.raises(Problem) as caught:
            ask()
        assert "todavía no sabe explicar" not in sentence(caught.value)


def test_what_a_sender_writes_is_text_on_every_page(as_role, tmp_path):
    """Names of files and of places are shown to every role: they are letters there."""
    row = planted.VICTIM | {"COMISARIA": SCRIPT, "NRO_DENUNCIA": SCRIPT, "NOMBRES": SCRIPT, "DOMICILIO": SCRIPT}
    folder = tmp_path / "sintetico"
    folder.mkdir()
    path = folder / (SCRIPT.replace("/", "") + ".csv")
    path.write_text(
        planted.table([row, planted.VICTIM | {"NRO_ORDEN": "9", "EDAD": SCRIPT}], planted.headings()["reta", "victimas"]), encoding="utf-8"
    )
    actions.receive([path], by=SCRIPT)
    identity.link(by="prueba")
    client = as_role("supervisor")
    client.post("/personas/", {"purpose": "care"})
    for page in ("/", "/depositos/", f"/depositos/{deposit()}/", f"/personas/{person()}/", "/bitacora/"):
        shown = client.get(page).content + as_role("auditor").get(page).content
        assert b"<script" not in shown, page
        assert b"<img" not in shown, page


def test_refused_rows_with_their_values_are_given_for_a_purpose_only(marked, as_role):
    path, client = f"/depositos/{deposit()}/rechazadas.csv", as_role("operator")
    assert planted.seen(client.post(path).content) == []
    client.post(path, {"purpose": "care"})
    assert next(read_rows("log", "SELECT purpose FROM log_look WHERE deed = 'return_refused' ORDER BY id DESC LIMIT 1"))[0][0] == "care"
