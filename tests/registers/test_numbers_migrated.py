"""A house that was kept before it wrote case numbers gets them by the migration alone, which knows what it wrote on its day."""

import json
from datetime import date
from hashlib import blake2b
from uuid import UUID

import pytest
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from intertrata.access import keys

BEFORE, HERE = ("registers", "0003_case_numbers"), ("registers", "0004_numbers_of_what_stands")
DEPOSIT, WITNESS = UUID(int=7), {"act": "EXP. 1", "case_numbers": ["CF-10"]}
STOOD = [
    (1, "complaint", {"number": "N° 001-2016", "case_numbers": ["RT-1", "rt 1", None]}),
    (2, "complaint", {"number": "en blanco", "case_numbers": ["Nro.1 / 2016", "12", "en trámite", "Comisaría-20"]}),
    (3, "victim", {"act": "1", "case_numbers": None}),
    (4, "communication", {"became": "RT-1"}),
    (5, "witness", WITNESS | {"reserved": False}),
    (6, "witness", WITNESS | {"reserved": True}),
    (7, "witness", WITNESS),
    (8, "exchange_case", {"number": "1-2016"}),
]
TOLD = {
    (1, "number", True, "1 2016"), (1, "case_numbers", False, "rt 1"),
    (2, "number", True, "en blanco"), (2, "case_numbers", False, "1 2016"), (2, "case_numbers", False, None),
    (2, "case_numbers", False, "comisaria 20"), (3, "act", False, "1"), (4, "became", False, "rt 1"),
    (5, "act", False, "exp 1"), (5, "case_numbers", False, "cf 10"),
}  # fmt: skip


@pytest.fixture
def migrated(transactional_db):
    """Bring the main database to where it stood after a migration; gives the models of then. It ends where it was."""
    connection = connections["default"]

    def migrate(*targets):
        return MigrationExecutor(connection).migrate(list(targets)).apps

    yield migrate
    migrate(*MigrationExecutor(connection).loader.graph.leaf_nodes())


def keyed(number, settings):
    return blake2b(number.encode(), digest_size=8, key=keys.load(settings.KEYS).ids, person=b"case number").digest() if number else bytes(8)


@pytest.mark.engines
@pytest.mark.django_db(databases=["default", "vault", "log", "public"], transaction=True)
def test_case_numbers_of_what_stood_before_are_written_and_of_no_reserved_identity(migrated, settings):
    then = migrated(BEFORE)
    place = {"version": UUID(int=9), "deposit": DEPOSIT, "cut_off": date(2016, 7, 31), "order": 3, "register": "r", "table": "t", "line": 2}
    event, written = then.get_model("registers", "RecordEvent"), then.get_model("registers", "CaseNumbers")
    for record, kind, payload in STOOD:
        event.objects.create(record=UUID(int=record), kind="v", record_type=kind, payload=json.dumps(payload), **place)
    event.objects.create(record=UUID(int=1), kind="x", record_type="complaint", payload="{}", **place | {"order": 4})
    written.objects.create(deposit=DEPOSIT, field="number", borne=True, cut_off=date(2016, 7, 31), order=3, bucket=0, keys=b"", records=b"")
    rows = migrated(HERE).get_model("registers", "CaseNumbers").objects.all()
    told = []
    for row in rows:
        assert (row.deposit, row.cut_off, row.order) == (DEPOSIT, date(2016, 7, 31), 3)
        numbers, records = bytes(row.keys), bytes(row.records)
        assert len(numbers) * 2 == len(records) > 0
        for at in range(0, len(numbers), 8):
            key = numbers[at : at + 8]
            assert row.bucket == key[0] or (row.bucket is None and key == bytes(8))
            told.append((UUID(bytes=records[at * 2 : at * 2 + 16]).int, row.field, row.borne, key))
    assert sorted(told) == sorted((record, field, borne, keyed(number, settings)) for record, field, borne, number in TOLD)
