"""What the API's description promises a receiver is what it gets: the document is valid, and every kind of message fits its schema."""

import json
from datetime import UTC, datetime

import jsonschema_rs
import pytest
from receivers import DATABASES
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from intertrata.api import api
from intertrata.notices import actions
from intertrata.notices.described import HEADERS, schema, webhooks
from intertrata.notices.kinds import declared
from intertrata.notices.message import TRIAL, Told, body, trial
from intertrata.notices.signature import headers, new_secret

KINDS = declared().kinds
MOMENT = datetime(2026, 11, 24, 12, tzinfo=UTC)
ID, RECORD = "0b6f1d0a5a6c4b7d8e9f00112233aabb", "77aa1d0a5a6c4b7d8e9f00112233aabb"


@pytest.fixture(scope="module")
def described():
    """The whole description, as it is served."""
    return json.loads(json.dumps(api.get_openapi_schema(), default=str))


def fits(described, given, said):
    """Hold a message, headers in lower case and body, against the webhook of its type."""
    told = json.loads(said)
    asked = described["webhooks"][told["type"]]["post"]
    jsonschema_rs.Draft202012Validator(asked["requestBody"]["content"]["application/json"]["schema"]).validate(told)
    for one in asked["parameters"]:
        assert one["required"]
        jsonschema_rs.Draft202012Validator(one["schema"]).validate(given[one["name"]])


def message(kind):
    return body(kind, Told(ID, RECORD, MOMENT, "sistra", "notificaciones"))


def test_the_description_with_its_webhooks_is_valid(described):
    assert described["openapi"].startswith("3.1")
    OPENAPI_31_VALIDATOR.validate(described)


def test_there_is_one_webhook_a_kind_and_one_that_tries(described):
    assert set(described["webhooks"]) == {*KINDS, TRIAL}
    names = [one["post"]["operationId"] for one in (*described["webhooks"].values(), *described["paths"].values()) if "post" in one]
    assert len(set(names)) == len(names)
    assert all(one["post"]["summary"] == KINDS[code].es for code, one in described["webhooks"].items() if code in KINDS)


@pytest.mark.parametrize("code", KINDS)
def test_a_message_of_each_kind_fits_and_one_that_says_more_or_less_does_not(described, code):
    signed = {name.lower(): value for name, value in headers([new_secret(), new_secret()], ID, 1_795_521_600, message(KINDS[code])).items()}
    fits(described, signed, message(KINDS[code]))
    told, held = json.loads(message(KINDS[code])), jsonschema_rs.Draft202012Validator(schema(KINDS[code]))
    more = told["data"] | {"name": "x"}
    other_look = told["data"] | {"look": "https://x.example/"}
    for data in (more, other_look, {name: value for name, value in told["data"].items() if name != "record"}):
        assert not held.is_valid(told | {"data": data})
    assert not held.is_valid(told | {"type": TRIAL})
    if KINDS[code].of_person:
        assert not held.is_valid(told | {"data": told["data"] | {"register": "sistra"}}), "which register knows her is known of her"


def test_what_tries_a_subscription_fits(described):
    said = trial(ID, MOMENT)
    signed = {name.lower(): value for name, value in headers([new_secret()], f"test_{ID}_1", 1_795_521_600, said).items()}
    fits(described, signed, said)


def test_the_headers_are_those_that_are_signed_with():
    assert set(HEADERS) == {name for name in headers([new_secret()], ID, 1, b"") if name != "Content-Type"}
    assert set(webhooks(())) == {TRIAL}


@pytest.mark.django_db(databases=DATABASES)
def test_what_is_delivered_fits_and_its_answers_are_those_that_are_judged(described, receiver, subscribe, refer, run, now):
    mimp = receiver()
    made = subscribe("mimp", mimp)
    refer({"number": "R-1"})
    assert run().sent == 1
    actions.try_out(made.id, by="prueba", now=now)
    assert [json.loads(said)["type"] for _, said in mimp.got] == ["referral.received", TRIAL]
    for given, said in mimp.got:
        fits(described, given, said)
    assert set(described["webhooks"][TRIAL]["post"]["responses"]) == {"2XX", "410", "default"}
