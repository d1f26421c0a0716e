"""Bulk rows on both engines: what goes in comes out, repeats are left out where asked, a failed batch leaves nothing."""

from uuid import uuid4

import pytest

from intertrata.storage import bulk
from intertrata.storage.bulk import insert_rows, read_rows

pytestmark = [pytest.mark.engines, pytest.mark.django_db(databases=["default", "vault", "log", "public"], transaction=True)]

COLUMNS = ("version", "key_id", "blob")


def rows(many):
    return [(uuid4(), "k1", bytes([n % 256]) * 3) for n in range(many)]


def stored():
    return [row for batch in read_rows("vault", "SELECT version, key_id, blob FROM vault_mention ORDER BY version") for row in batch]


def test_rows_come_back_as_they_went_in_with_uuids_as_hex(monkeypatch):
    monkeypatch.setattr(bulk, "BATCH", 10)
    sent = rows(25)
    assert insert_rows("vault", "vault_mention", COLUMNS, iter(sent)) == 25
    assert [(v, k, bytes(b)) for v, k, b in stored()] == sorted((v.hex, k, b) for v, k, b in sent)


def test_hex_digits_are_taken_for_uuids_too():
    insert_rows("vault", "vault_mention", COLUMNS, [("0" * 31 + "1", "k1", b"x")])
    assert [row[0] for row in stored()] == ["0" * 31 + "1"]


def test_a_repeat_is_left_out_where_asked():
    sent = rows(5)
    insert_rows("vault", "vault_mention", COLUMNS, sent)
    insert_rows("vault", "vault_mention", COLUMNS, [(sent[0][0], "k2", b"other"), *rows(1)], ignore_repeats=True)
    assert len(stored()) == 6
    assert "k2" not in [row[1] for row in stored()]


def test_a_repeat_that_was_not_announced_undoes_its_batch():
    sent = rows(3)
    insert_rows("vault", "vault_mention", COLUMNS, sent)
    with pytest.raises(Exception, match=r"(?i)unique"):  # psycopg and sqlite3 each have their own class
        insert_rows("vault", "vault_mention", COLUMNS, [*rows(2), sent[0]])
    assert len(stored()) == 3


def test_parameters_are_values_and_never_sql():
    sent = rows(4)
    insert_rows("vault", "vault_mention", COLUMNS, sent)
    found = [row for batch in read_rows("vault", "SELECT version FROM vault_mention WHERE version = %s", [sent[1][0]]) for row in batch]
    assert found == [(sent[1][0].hex,)]
    assert list(read_rows("vault", "SELECT version FROM vault_mention WHERE key_id = %s", ["' OR '1'='1"])) == []
