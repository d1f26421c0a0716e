"""The API that writes: records one by one under the sender's key, whole exports, receipts; what a token opens; its description holds."""

import json
import os
from datetime import date

import pytest
import schemathesis
from deliveries import csv_text, victims
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance
from small_country import MARKS

from intertrata.access.actions import make_token
from intertrata.access.models import Account
from intertrata.access.queries import looks
from intertrata.api import api
from intertrata.api.bodies import once
from intertrata.project.wsgi import application
from intertrata.registers import actions, queries
from intertrata.registers.models import Deposit
from intertrata.vault import queries as vaulted
from intertrata.vocabulary.errors import Problem

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"])
VICTIM = {"NRO_DENUNCIA": "D-1", "NOMBRES": "EUSEBIA", "AP_PATERNO": "ZARZOLI", "SEXO": "F", "FEC_REGISTRO": "12/05/2026", "EDAD": 16,
          "DELITO": ["TRATA DE PERSONAS"], "SINTETICO": "SI"}  # fmt: skip


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR = tmp_path


@pytest.fixture
def token(accounts):
    return make_token("operadora", by="prueba", scopes=["who", "records", "deposits"])


def post(token, body, *, key="k-1", address="reta/victimas", **more):
    headers = {"Authorization": f"Bearer {token}", **({"Idempotency-Key": key} if key is not None else {})}
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return Client().post(f"/api/v1/records/{address}", text, content_type="application/json", headers=headers, **more)


def deliver(token, content, name="victimas.csv", **said):
    file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    return Client().post("/api/v1/deposits", {"file": file, **said}, headers={"Authorization": f"Bearer {token}"})


def get(token, address):
    return Client().get(f"/api/v1/{address}", headers={"Authorization": f"Bearer {token}"})


def test_a_record_sent_is_kept_and_the_same_sent_again_is_answered_with_the_same_receipt(token):
    first, second = post(token, VICTIM), post(token, VICTIM)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["number"] == second.json()["number"]
    assert (first.json()["again"], second.json()["again"]) == (False, True)
    assert Deposit.objects.get().way == "api"
    assert queries.current("victim")["age"].to_list() == [16]
    assert "EUSEBIA" not in first.content.decode() + str(looks(most=9))


def test_a_second_interview_of_a_child_without_a_reason_is_refused_by_name_however_it_is_sent(accounts):
    Account.objects.filter(username="operadora").update(institution="mpfn")
    token = make_token("operadora", by="prueba", scopes=["records", "deposits"])
    first = {"nro_acta": "EU-1", "nro_entrevista": "1", "clave_usuario": "UDA-7", "identidad_reservada": "NO", "condicion": "Víctima",
             "fecha_entrevista": "12/05/2026", "sala": "Cámara Gesell", "es_repeticion": "NO", "carpeta_fiscal": ["C-10"], "SINTETICO": "SI"}  # fmt: skip
    assert post(token, first, address="udavit/entrevistas").status_code == 201
    answer = post(token, first | {"nro_acta": "EU-2", "fecha_entrevista": "20/05/2026"}, key="k-2", address="udavit/entrevistas")
    assert answer.status_code == 422
    assert "motivo_repeticion" in answer.content.decode()
    assert "ya hay otra entrevista de la misma persona" in str(answer.json())
    assert "UDA-7" not in answer.content.decode()
    corrected = post(token, first | {"fecha_entrevista": "13/05/2026"}, key="k-3", address="udavit/entrevistas")
    assert (corrected.status_code, queries.current("interview")["event_date"].to_list()) == (201, ["2026-05-13"])


def test_another_content_under_a_key_is_a_conflict_and_another_key_corrects(token):
    post(token, VICTIM | {"NRO_ORDEN": "1"})
    assert post(token, VICTIM | {"NRO_ORDEN": "1", "EDAD": 15}).status_code == 409
    corrected = post(token, VICTIM | {"NRO_ORDEN": "1", "EDAD": 15}, key="k-2")
    assert (corrected.status_code, corrected.json()["state"]) == (201, "corrected")
    assert queries.current("victim")["age"].to_list() == [15]


def test_what_is_wrong_is_told_by_column_and_rule_and_no_value_is_said_back(token):
    answer = post(token, VICTIM | {"SEXO": "EUSEBIA", "FEC_REGISTRO": "99/99/2026"})
    assert answer.status_code == 422
    assert [(one["column"], one["rule"]) for one in answer.json()["refusals"]] == [("FEC_REGISTRO", "date_impossible"), ("SEXO", "code")]
    assert all(one["sentence"].endswith(".") for one in answer.json()["refusals"])
    assert [mark for mark in (*MARKS, "99/99") if mark in answer.content.decode()] == []
    assert not Deposit.objects.exists()


@pytest.mark.parametrize(
    ("body", "more", "status", "code"),
    [
        (VICTIM, {"key": None}, 422, "api_unfit"),
        (VICTIM, {"key": ""}, 422, "api_unfit"),
        (VICTIM, {"address": "car/residentes"}, 403, "register_not_yours"),
        (VICTIM, {"address": "rita/victimas"}, 404, "source_unknown"),
        (VICTIM, {"address": "reta/victima"}, 404, "table_unknown"),
        (VICTIM, {"address": "inei/cuadros"}, 404, "entry_of_figures"),
        ({name: value for name, value in VICTIM.items() if name != "SINTETICO"}, {}, 422, "entry_not_synthetic"),
        (VICTIM | {"SINTETICO": "NO"}, {}, 422, "entry_not_synthetic"),
        (VICTIM | {"SYNTHETIC": "NO"}, {}, 422, "entry_not_synthetic"),
        ("[1]", {}, 400, "api_unreadable"),
        ("{", {}, 400, "api_unreadable"),
        ("[" * 200_000, {}, 400, "api_unreadable"),
        (b"\xff\xfe{", {}, 400, "api_unreadable"),
        ('{"a": "' + "x" * 3_000_000 + '"}', {}, 413, "api_too_large"),
        ('{"NOMBRES": "EUSEBIA", "EDAD": 16, "NOMBRES": "OTRA"}', {}, 400, "api_repeated"),
        ('{"NOMBRES": "EUSEBIA", "NOMBRES": "EUSEBIA"}', {}, 400, "api_repeated"),
        ('{"NOMBRES": [{"a": 1, "a": 2}]}', {}, 400, "api_repeated"),
        (r'{"NOMBRES": "EUSEBIA", "\u004eOMBRES": "OTRA"}', {}, 400, "api_repeated"),
        (VICTIM | {"NADA": "x"}, {}, 422, "record_refused"),
        (VICTIM | {"NOMBRES": {"a": "b"}}, {}, 422, "record_refused"),
        (VICTIM | {"NOMBRES": "\ud800"}, {}, 422, "record_refused"),
        (VICTIM | {"NOMBRES": "a\0b"}, {}, 422, "record_refused"),
    ],
)
def test_what_cannot_be_kept_is_a_code_and_a_sentence(token, body, more, status, code):
    answer = post(token, body, **more)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["sentence"].endswith(".")
    assert not Deposit.objects.exists()


def test_of_thousands_of_names_the_one_that_stands_twice_is_found_in_one_pass():
    class Counted(str):
        """A name that knows how often it was held against another."""

        held = 0
        __hash__ = str.__hash__

        def __eq__(self, other):
            Counted.held += 1
            return str.__eq__(self, other)

    pairs = [(Counted(f"n{at}"), 1) for at in range(2_000)] + [(Counted("n7"), 2)]
    with pytest.raises(Problem) as caught:
        once(pairs, known=())
    assert caught.value.code == "api_repeated"
    assert Counted.held < 20 * len(pairs)


def test_a_name_that_stands_twice_is_said_back_only_where_the_description_has_it(token):
    said = post(token, '{"NOMBRES": "A", "NOMBRES": "B", "EUSEBIA": 1, "EUSEBIA": 2, "ZARZOLI": 1}').json()["sentence"]
    assert "NOMBRES, un nombre que la descripción no tiene" in said
    assert not [mark for mark in MARKS if mark in said]
    headers = {"Authorization": f"Bearer {token}"}
    for body, names in (
        ('{"purpose": "care", "sex": "F", "sex": "M"}', "sex"),
        ('{"EUSEBIA": 1, "EUSEBIA": 2}', "que la descripción no tiene"),
    ):
        answer = Client().post("/api/v1/who", body, content_type="application/json", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (400, "api_repeated")
        assert names in answer.json()["sentence"]
        assert "EUSEBIA" not in answer.json()["sentence"]
    broken = Client().post("/api/v1/who", "{", content_type="application/json", headers=headers)
    assert (broken.status_code, broken.json()["code"]) == (400, "api_unreadable")


def test_a_token_opens_its_scopes_and_its_registers_only(accounts):
    who = make_token("operadora", by="prueba")
    assert post(who, VICTIM).status_code == 401
    assert (looks(most=1)[0]["deed"], looks(most=1)[0]["thing_id"]) == ("refused", "enter_records")
    records = make_token("operadora", by="prueba", scopes=["records"], registers=["desaparecidas"])
    assert deliver(records, csv_text(victims({})), synthetic="true").status_code == 401
    assert post(records, VICTIM).status_code == 403
    Account.objects.filter(username="operadora").update(role="analyst")
    assert post(records, VICTIM).status_code == 401


def test_a_scope_nobody_declared_makes_no_token(accounts):
    for scopes in (["everything"], []):
        with pytest.raises(Problem) as caught:
            make_token("operadora", by="prueba", scopes=scopes)
        assert caught.value.code == "scope_unknown"


def test_a_receipt_is_its_senders(token):
    number = post(token, VICTIM).json()["number"]
    assert get(token, f"receipts/{number}").json()["number"] == number
    assert get(token, "receipts/2026-000001-0").status_code == 404
    Account.objects.create(username="otra", role="operator", institution="pnp")
    other = make_token("otra", by="prueba", scopes=["records", "deposits"])
    assert get(other, f"receipts/{number}").status_code == 404
    deposit = deliver(token, csv_text(victims({})), synthetic="true").json()["deposits"][0]["number"]
    assert get(token, f"deposits/{deposit}").json()["kept"] == 1
    assert get(other, f"deposits/{deposit}").status_code == 404
    assert get(token, "deposits/abc").status_code == 404


def test_a_whole_export_is_answered_with_counts_and_refusals_by_rule(token, tmp_path):
    answer = deliver(
        token, csv_text(victims({}, {"NRO_ORDEN": "2", "EDAD": "400"}, {"NRO_ORDEN": "3", "EDAD": "EUSEBIA"})), synthetic="true"
    )
    (told,) = answer.json()["deposits"]
    assert (answer.status_code, told["read"], told["kept"], told["refused"]) == (200, 3, 1, 2)
    assert told["refusals"] == [{"column": "EDAD", "rule": "integer", "rows": 1}, {"column": "EDAD", "rule": "range", "rows": 1}]
    assert "EUSEBIA" not in answer.content.decode()
    assert list((tmp_path / "incoming").iterdir()) == []
    assert len(vaulted.deposits_held()) == 1


def test_what_a_crash_left_in_clear_goes_with_a_later_deposit(token, tmp_path):
    left, fresh = tmp_path / "incoming" / "left", tmp_path / "incoming" / "fresh"
    for folder in (left, fresh):
        folder.mkdir(parents=True)
        (folder / "victimas.csv").write_text("EUSEBIA")
    os.utime(left, (0, 0))
    deliver(token, csv_text(victims({})), synthetic="true")
    assert [one.name for one in (tmp_path / "incoming").iterdir()] == ["fresh"]


def test_what_is_no_export_of_the_institution_is_refused_and_leaves_nothing(token, tmp_path):
    for answer, status, code in (
        (deliver(token, csv_text(victims({}))), 422, "not_synthetic"),
        (deliver(token, "a,b\n1,2\n", synthetic="true"), 400, "columns_unknown"),
        (deliver(token, b"", synthetic="true"), 400, "file_empty"),
        (deliver(token, csv_text(victims({})), synthetic="true", cut_off="ayer"), 422, "api_unfit"),
        (Client().post("/api/v1/deposits", headers={"Authorization": f"Bearer {token}"}), 422, "api_unfit"),
        (deliver(make_token("operadora", by="x", scopes=["deposits"], registers=["sidpol"]), csv_text(victims({})), synthetic="true"), 400, "columns_unknown"),
    ):  # fmt: skip
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Deposit.objects.exists()
    assert list((tmp_path / "incoming").iterdir()) == []


def test_a_record_sent_and_the_same_row_exported_are_one_version(token):
    post(token, victims({})[0] | {"SINTETICO": "SI"})
    told = deliver(token, csv_text(victims({})), synthetic="true").json()["deposits"][0]
    assert (told["unchanged"], told["vanished"]) == (1, 0)


# -- its description ---------------------------------------------------------------------------------------------------------


def test_every_table_of_records_is_described_by_its_declaration():
    document = Client().get("/api/v1/openapi.json").json()
    tables = [(code, table) for code, source in queries.sources().items() if source.kind == "records" for table in source.tables]
    for code, table in tables:
        assert f"/api/v1/records/{code}/{table.name}" in document["paths"]
        schema = document["components"]["schemas"][f"{code}.{table.name}"]
        assert set(schema["properties"]) == {*table.headings, "SINTETICO"}
    victim = document["components"]["schemas"]["reta.victimas"]
    assert victim["properties"]["SEXO"]["enum"] == ["F", "M", "I", "", None]
    assert victim["properties"]["NOMBRES"]["x-identity"] is True
    assert victim["required"] == ["NRO_DENUNCIA", "FEC_REGISTRO", "SINTETICO"]
    assert not [path for path in document["paths"] if "{register}" in path]


def test_every_operation_asks_for_a_token():
    document = Client().get("/api/v1/openapi.json").json()
    asked = {path: operations for path, operations in document["paths"].items() if path != "/api/v1/token"}
    assert all(operation["security"] for path in asked.values() for operation in path.values())


def test_a_row_written_as_the_description_says_is_read(token):
    from intertrata.registers.questions import questions

    tables = [(source, table) for source in queries.sources().values() if source.kind == "records" for table in source.tables]
    for source, table in tables:
        for one in questions(table):
            for option in one.options:
                value = [option.value] if one.kind == "choices" else option.value
                told = queries.considered(source.code, table.name, {one.name: value}, today=date(2026, 11, 23))
                assert one.name not in {each.column for each in told.refused if each.rule == "code"}, (
                    source.code,
                    table.name,
                    one.name,
                    value,
                )
                break


TRIED = schemathesis.openapi.from_dict(api.get_openapi_schema())
TRIED.app = application
SOME = r"/(deposits|receipts)|/records/(reta/(denuncias|victimas)|sidpol/por_revisar|car/residentes)$"
HOLDS = [not_a_server_error, status_code_conformance, response_schema_conformance]
"""That a row fits the schema and is refused by a rule (two dates in the wrong order), or the other way round (a number as text), is lawful."""


@pytest.fixture
def _open_between_requests():
    """A server closes its connections after each request; those of a test hold its transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@TRIED.include(path_regex=SOME).parametrize()
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@pytest.mark.usefixtures("_open_between_requests")
def test_whatever_is_sent_the_answer_is_one_that_the_description_names(token, case):
    case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=HOLDS)


def test_what_an_account_sent_it_finds_among_its_records(token):
    number = post(token, VICTIM).json()["number"]
    assert [one.number for one in queries.entries(by="operadora")] == [number]
    assert actions.open_entry(number, by="operadora", purpose="care").values["NOMBRES"] == "EUSEBIA"
