"""Marked names are planted in the registers; nowhere but on a person's page and in what corrects a refused row may one appear."""

import logging
import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from roles import ROLES
from small_country import MARKS
from test_roles import EXPECTED, address

from intertrata.access.queries import looks
from intertrata.project.log_lines import WithoutWords
from intertrata.project.web import errors
from intertrata.registers import queries as registers
from intertrata.vocabulary.errors import Problem

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"])
ASKED = {"purpose": "care", "given_names": "Eusebia", "surname_1": "Zarzoli", "surname_2": "Quiñamanta", "document_number": "48213377"}


def marks_in(text):
    return [mark for mark in MARKS if mark in str(text).upper()]


@pytest.mark.parametrize("role", ROLES)
def test_no_page_shows_a_name_to_who_only_walks_by(country, as_role, role):
    client = as_role(role)
    pages = [address(name) for name, (method, _, _) in EXPECTED.items() if method == "get" and name != "quick_exit"]
    pages += [f"/depositos/{one.id}/" for one in registers.deposits()]
    pages += [
        "/cifras/contar/?indicator=victims&by=register&by=purpose&by=department&by=nationality",
        "/cifras/contar.csv?indicator=suspects&by=sex",
    ]
    for page in pages:
        assert marks_in(client.get(page).content.decode()) == [], page


def test_a_whole_day_of_work_leaves_no_name_in_log_session_or_address(country, as_role, caplog):
    caplog.set_level(logging.DEBUG)
    client = as_role("operator")
    answers = [client.post("/personas/", ASKED), client.post("/personas/", ASKED | {"document_type": "CE", "birth_date": "EUSEBIA"})]
    person = re.search(r"/personas/([0-9a-f]{32})/", answers[0].content.decode())[1]
    answers += [client.get(f"/personas/{person}/"), client.post(f"/personas/{person}/", {"purpose": "care"})]
    answers += [client.post(f"/depositos/{one.id}/rechazadas.csv") for one in registers.deposits()]
    assert marks_in(answers[2].content.decode())
    assert marks_in(looks(most=1_000)) == []
    assert marks_in([one.get_decoded() for one in Session.objects.all()]) == []
    assert marks_in([answer.headers for answer in answers]) == []
    assert marks_in([record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]) == []


def test_a_name_typed_as_an_address_is_not_said_back(country, as_role):
    for page in ("/EUSEBIA/", "/personas/EUSEBIA-ZARZOLI/", "/depositos/48213377/"):
        answer = as_role("operator").get(page)
        assert answer.status_code == 404
        assert marks_in(answer.content.decode()) == []


def test_a_fault_of_ours_shows_no_data_and_writes_none(country, as_role, monkeypatch):
    def fail(*args, **kwargs):
        raise ValueError("invalid literal for int(): 'EUSEBIA'") from KeyError("48213377")

    monkeypatch.setattr("intertrata.identity.actions.find", fail)
    client = as_role("operator")
    client.raise_request_exception = False
    handler = logging.getLogger("django").handlers[0]
    written = []
    monkeypatch.setattr(handler, "emit", lambda record: written.append(handler.format(record)))
    answer = client.post("/personas/", ASKED)
    assert answer.status_code == 500
    assert "Algo falló de nuestro lado" in answer.content.decode()
    assert marks_in(answer.content.decode()) == []
    assert marks_in(written) == []
    assert "ValueError" in written[0]
    assert "KeyError" in written[0]


def test_a_line_without_a_fault_keeps_its_template_and_drops_what_fills_it():
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, "Internal Server Error: %s", ("/EUSEBIA/",), None)
    assert WithoutWords().format(record).endswith("ERROR django.request: Internal Server Error: %s")


def test_a_broken_request_is_answered_without_asking_who_it_was(rf):
    answer = errors.bad_request(rf.get("/"))
    assert answer.status_code == 400
    assert "No se entendió el pedido" in answer.content.decode()


def test_a_host_that_is_not_ours_is_answered_without_data():
    answer = Client().get("/entrar/", HTTP_HOST="otro.example")
    assert answer.status_code == 400
    assert "No se entendió el pedido" in answer.content.decode()


def test_a_problem_is_said_in_its_sentence_and_any_other_exception_goes_on(rf):
    problems = errors.Problems(lambda request: None)
    request = rf.get("/")
    assert "Espere 15 minutos" in problems.process_exception(request, Problem("too_many_failures", minutes=15)).content.decode()
    assert problems.process_exception(request, ValueError()) is None
