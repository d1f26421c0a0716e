"""The API: a token of an account, a purpose, a limit, one answer for everybody who is outside; and its own description holds."""

import json

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings
from roles import NAME_OF

from intertrata.access.actions import make_token, revoke_tokens
from intertrata.access.models import Account, Token
from intertrata.access.queries import looks
from intertrata.api import api
from intertrata.identity.actions import find
from intertrata.project.wsgi import application
from sights import ALL_KINDS

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"])
KNOWN = {"purpose": "care", "given_names": "EVA", "surname_1": "SANGAMA", "surname_2": "TAPULLIMA"}


def post(token, body, **more):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return Client().post("/api/v1/who", json.dumps(body), content_type="application/json", headers=headers, **more)


@pytest.fixture
def token(accounts):
    return make_token(NAME_OF["operator"], by="prueba")


def test_without_a_token_nobody_is_answered_and_nothing_is_said_of_why(accounts):
    for answer in (post("", KNOWN), post("x" * 43, KNOWN), Client().post("/api/v1/who")):
        assert answer.status_code == 401
        assert answer.json()["code"] == "api_nobody"


def test_who_is_known_is_said_without_a_word_of_who_she_is(country, token):
    answer = post(token, KNOWN)
    assert answer.status_code == 200
    assert set(answer.json()) == {"known", "sentence"}
    assert "SANGAMA" not in answer.content.decode().upper()
    look = looks(most=1)[0]
    assert (look["deed"], look["account"], look["purpose"], look["found"]) == ("who", NAME_OF["operator"], "care", None)


def test_known_and_unknown_differ_in_nothing_but_the_answer(country, token):
    found = find({"document_number": "10117410"}, by="x", purpose="care", sight=ALL_KINDS)
    yes, no = (
        post(token, {"purpose": "care", "document_number": "10117410"}),
        post(token, {"purpose": "care", "document_number": "45612378"}),
    )
    assert yes.json()["known"] == bool(found)
    assert not no.json()["known"]
    assert {*yes.headers} == {*no.headers}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"given_names": "EVA"}, 422, "api_unfit"),
        ({"purpose": "", "surname_1": "X"}, 403, "purpose_missing"),
        ({"purpose": "supervision", "document_number": "10117410"}, 403, "purpose_missing"),
        ({"purpose": "care", "surname_1": "QUISPE"}, 400, "find_too_little"),
        ({"purpose": "care", "birth_date": "31/02/1990"}, 422, "api_unfit"),
        ({"purpose": "care", "telefono": "999"}, 422, "api_unfit"),
    ],
)
def test_what_cannot_be_answered_is_a_sentence_with_no_value_in_it(country, token, body, status, code):
    answer = post(token, body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["sentence"].endswith(".")
    assert "10117410" not in answer.content.decode()
    assert "31/02/1990" not in answer.content.decode()


@pytest.mark.parametrize("role", ["analyst", "monitor", "auditor", "administrator"])
def test_a_role_that_may_not_search_may_not_ask_here_either_and_it_is_noted(accounts, role):
    assert post(make_token(NAME_OF[role], by="prueba"), KNOWN).status_code == 401
    assert looks(most=1)[0]["deed"] == "refused"


def test_a_token_is_kept_as_a_digest_and_no_longer_opens_once_revoked_or_made_anew(accounts):
    first = make_token(NAME_OF["operator"], by="prueba")
    assert first not in str(list(Token.objects.values()))
    second = make_token(NAME_OF["operator"], by="prueba")
    assert post(first, KNOWN).status_code == 401
    assert post(second, KNOWN).status_code != 401
    assert revoke_tokens(NAME_OF["operator"], by="prueba") == 1
    assert post(second, KNOWN).status_code == 401


def test_a_token_of_an_account_that_left_opens_nothing(token):
    Account.objects.filter(username=NAME_OF["operator"]).update(is_active=False)
    assert post(token, KNOWN).status_code == 401


def test_every_operation_asks_for_a_token():
    document = Client().get("/api/v1/openapi.json").json()
    assert "/api/v1/who" in document["paths"]
    asked = {path: operations for path, operations in document["paths"].items() if path != "/api/v1/token"}
    assert all(operation["security"] for path in asked.values() for operation in path.values())


SCHEMA = schemathesis.openapi.from_dict(api.get_openapi_schema())
SCHEMA.app = application


@pytest.fixture
def _open_between_requests():
    """A server closes its connections after each request; those of a test hold its transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@SCHEMA.include(path_regex="/(who|token)$").parametrize()
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@pytest.mark.usefixtures("_open_between_requests")
def test_whatever_is_sent_the_answer_is_one_that_the_description_names(token, case):
    case.call_and_validate(headers={"Authorization": f"Bearer {token}"})
