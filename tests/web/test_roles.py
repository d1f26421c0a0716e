"""Every address against every role: who is answered, who is refused; an address that is not in the table fails."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from roles import ROLES

from intertrata.registers import queries as registers

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"])

EVERYBODY = set(ROLES)
COUNTING = {"operator", "supervisor", "reviewer", "analyst"}
IDENTITY = {"operator", "supervisor", "reviewer"}
DECIDING = {"supervisor", "reviewer"}
READING_REQUESTS = {"supervisor", "analyst", "monitor"}
# name of the address: method, who is answered, with which status
EXPECTED = {
    "home": ("get", EVERYBODY, 200),
    "login": ("get", EVERYBODY, 200),
    "leave": ("post", EVERYBODY, 302),
    "quick_exit": ("get", EVERYBODY, 302),
    "log": ("get", {"auditor"}, 200),
    "deposits": ("get", EVERYBODY, 200),
    "deposit": ("get", COUNTING | {"administrator"}, 200),
    "refused_rows": ("post", {"operator", "supervisor"}, 200),
    "registers_quality": ("get", COUNTING | {"administrator"}, 200),
    "registers_quality_json": ("get", COUNTING | {"administrator"}, 200),
    "registers_quality_csv": ("get", COUNTING | {"administrator"}, 200),
    "registers_references": ("get", COUNTING | {"administrator"}, 200),
    "registers_references_csv": ("get", COUNTING | {"administrator"}, 200),
    "find": ("get", IDENTITY, 200),
    "doubts": ("get", DECIDING, 200),
    "person": ("get", IDENTITY, 200),
    "question": ("get", DECIDING, 200),
    "changes": ("get", DECIDING, 200),
    "quality": ("get", DECIDING | {"analyst"}, 200),
    "quality_json": ("get", DECIDING | {"analyst"}, 200),
    "split": ("post", DECIDING, 200),
    "undo": ("post", DECIDING, 200),
    "entering": ("get", {"operator"}, 200),
    "mine": ("get", {"operator"}, 200),
    "receipt": ("get", {"operator"}, 404),
    "correct": ("get", {"operator"}, 404),
    "discard": ("post", {"operator"}, 302),
    "start": ("get", {"operator"}, 302),
    "record": ("get", {"operator"}, 200),
    "api-root": ("get", EVERYBODY, 404),
    "token": ("post", EVERYBODY, 400),  # asks for a signed proof, whoever is in
    "openapi-json": ("get", EVERYBODY, 200),
    "who": ("post", EVERYBODY, 401),  # a token enters, not a session
    "send_record": ("post", EVERYBODY, 401),
    "api_receipt": ("get", EVERYBODY, 401),
    "send_deposit": ("post", EVERYBODY, 401),
    "api_deposit": ("get", EVERYBODY, 401),
    "referrals": ("get", {"operator", "supervisor"}, 200),
    "referrals_csv": ("get", {"operator", "supervisor"}, 200),
    "referral": ("get", {"operator", "supervisor"}, 404),  # of other institutions, or none
    "refer": ("get", {"operator"}, 200),
    "withdraw_referral": ("post", {"operator"}, 404),
    "answer_referral": ("post", {"operator"}, 404),
    "screenings": ("get", {"operator", "supervisor", "analyst"}, 200),
    "screenings_csv": ("get", {"operator", "supervisor"}, 200),
    "notices": ("get", {"administrator"}, 200),
    "notice": ("get", IDENTITY, 404),  # of another institution, or none
    "open_form": ("get", EVERYBODY, 200),  # an entity has no account: a code and a key
    "own_form": ("get", EVERYBODY, 302),
    "close_form": ("post", EVERYBODY, 302),
    "invite": ("post", {"monitor"}, 400),
    "campaigns": ("get", READING_REQUESTS, 200),
    "open_campaign": ("get", {"monitor"}, 200),
    "decree_days": ("get", READING_REQUESTS, 200),
    "add_decree_day": ("post", {"monitor"}, 200),
    "take_decree_day_back": ("post", {"monitor"}, 302),
    "campaign": ("get", READING_REQUESTS, 400),  # no campaign is called so
    "matrix": ("get", READING_REQUESTS, 400),
    "file_requests": ("post", {"monitor"}, 400),
    "take_forms": ("post", {"monitor"}, 400),
    "request": ("get", READING_REQUESTS, 400),  # nor is anybody asked
    "letter": ("get", READING_REQUESTS, 400),
    "mail": ("get", READING_REQUESTS, 400),
    "form": ("get", READING_REQUESTS, 400),
    "record_event": ("post", {"monitor"}, 302),
    "take_event_back": ("post", {"monitor"}, 302),
    "reply": ("post", {"monitor"}, 400),
    "choose_capture": ("post", {"monitor"}, 302),
    "clear_text": ("post", {"monitor"}, 302),
    "keep_document": ("post", {"monitor"}, 302),
    "document": ("get", {"monitor"}, 400),
    "document_file": ("get", {"monitor"}, 400),
    "document_page": ("get", {"monitor"}, 400),
    "clear_document": ("post", {"monitor"}, 400),
    "count": ("get", COUNTING, 200),
    "count_csv": ("get", COUNTING, 200),
    "bridge": ("get", COUNTING, 200),
    "statements": ("get", COUNTING | {"monitor"}, 200),
    "number": ("get", COUNTING | {"monitor"}, 404),  # of no indicator
    "rule": ("post", {"monitor", "analyst"}, 302),
    "contradictions": ("get", COUNTING | {"monitor"}, 200),
    "contradictions_csv": ("get", COUNTING | {"monitor"}, 200),
    "contradiction": ("get", COUNTING | {"monitor"}, 404),  # none is called so
    "rule_contradiction": ("post", {"monitor", "analyst"}, 404),
    "cuadros": ("get", COUNTING | {"monitor"}, 200),
    "retos": ("get", COUNTING | {"monitor"}, 200),
    "cuadro": ("get", COUNTING | {"monitor"}, 200),
}
TOKENS = {"who", "send_record", "api_receipt", "send_deposit", "api_deposit"}
WITHOUT_ACCOUNT = {
    "open_form": 200,
    "own_form": 302,
    "close_form": 302,
    "login": 200,
    "quick_exit": 302,
    "api-root": 404,
    "token": 400,
    "openapi-json": 200,
} | dict.fromkeys(TOKENS, 401)
FILLED = {
    "change": "1",
    "decree": "1",
    "register": "reta",
    "table": "victimas",
    "number": "2026-000000-0",
    "source": "reta",
    "kind": "carta",
    "page": "1",
    "code": "C03",
}


def patterns(found=None, before=""):
    for one in found or get_resolver().url_patterns:
        if isinstance(one, URLPattern):
            yield one.name, before + str(one.pattern)
        else:
            yield from patterns(one.url_patterns, before + str(one.pattern))


def address(name):
    """The address with real ids in it: a register's deposit, a person nobody is."""
    written = dict(patterns())[name]
    filled = re.sub(
        r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>",
        lambda found: registers.deposits()[-1].id if found[1] == "deposit" else FILLED.get(found[1] or found[2], "ab" * 16),
        written,
    )
    return "/" + filled.replace("^", "").replace("$", "").replace("\\", "")


def test_the_table_names_every_address_and_no_other():
    assert {name for name, _ in patterns()} == set(EXPECTED)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", EXPECTED)
def test_a_role_is_answered_where_the_table_says_so_and_refused_everywhere_else(country, as_role, role, name):
    method, roles, status = EXPECTED[name]
    answer = getattr(as_role(role), method)(address(name))
    assert answer.status_code == (status if role in roles else 403)
    assert answer.headers["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("name", EXPECTED)
def test_nobody_is_answered_without_an_account_but_at_the_door(country, name):
    method, _, _ = EXPECTED[name]
    answer = getattr(Client(), method)(address(name))
    assert answer.status_code == WITHOUT_ACCOUNT.get(name, 302)
    if name not in WITHOUT_ACCOUNT:
        assert answer["Location"].startswith("/entrar/")


@pytest.mark.parametrize("role", sorted(EVERYBODY - IDENTITY))
@pytest.mark.parametrize("name", ["find", "person"])
def test_who_may_not_see_names_is_told_why(country, as_role, role, name):
    assert "Su función no ve nombres" in as_role(role).get(address(name)).content.decode()


def test_a_view_that_says_nothing_of_what_it_needs_answers_nobody(as_role, settings):
    settings.ROOT_URLCONF = "unguarded"
    client = as_role("supervisor")
    client.raise_request_exception = False
    assert client.get("/").status_code == 500


@pytest.mark.parametrize("role", ROLES)
def test_the_sections_shown_are_those_that_answer(country, as_role, role):
    client = as_role(role)
    page = client.get("/").content.decode()
    shown = re.findall(r'href="([^"]+)"', page[page.index('<nav class="rooms"') : page.index("</nav>")])
    assert {client.get(one).status_code for one in shown} == {200}
