"""What lies on a disk besides the state: nothing. What lies in the state besides ciphertext: nothing that tells who it is about."""

import sys

import duckdb
import planted
import pytest
from django.db import connections
from django.db.utils import ConnectionHandler

from intertrata.identity import actions as identity
from intertrata.identity import scoring
from intertrata.project.databases import database
from intertrata.registers import actions as registers
from intertrata.storage.bulk import read_rows
from sights import ALL_KINDS

DATABASES = ["default", "vault", "log", "public"]
SEARCH = {"given_names": "ZZMARCATRES", "surname_1": "ZZMARCAUNO", "surname_2": "ZZMARCADOS"}


@pytest.fixture
def engines(monkeypatch):
    """Every DuckDB that the linkage opens: where it would put what does not fit in memory, asked of itself."""
    found = []
    connect = duckdb.connect

    def watched(*said, **named):
        engine = connect(*said, **named)
        if sys._getframe(1).f_globals["__name__"] == scoring.__name__:  # Splink opens an empty one of its own beside it
            found.append(engine.execute("SELECT current_setting('temp_directory')").fetchall()[0][0])
        return engine

    monkeypatch.setattr(scoring.duckdb, "connect", watched)
    return found


@pytest.mark.django_db(databases=DATABASES)
def test_names_that_do_not_fit_in_memory_are_never_put_on_a_disk_instead(marked, engines):
    identity.link(by="prueba")
    identity.find(SEARCH, by="prueba", purpose="care", sight=ALL_KINDS)
    assert len(engines) >= 2
    assert set(engines) == {""}, "DuckDB would write the names in clear to ./.tmp of wherever the command was typed"


def test_an_engine_so_told_fails_before_it_writes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with (
        duckdb.connect(":memory:", config=scoring.NOT_ON_DISK | {"memory_limit": "40MB", "threads": 1}) as engine,
        pytest.raises(duckdb.OutOfMemoryException),
    ):
        engine.execute("CREATE TABLE m AS SELECT 'ZZMARCAUNO ' || hash(i) AS name FROM range(3000000) t(i) ORDER BY name")
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.django_db
def test_a_database_that_is_a_file_keeps_what_it_sorts_in_memory(tmp_path):
    """PostgreSQL sorts on its server's own disk, which is the database's; whatever engine this runs on, a file is opened as settings open it."""
    opened = ConnectionHandler({"default": database(f"sqlite:///{tmp_path / 'main.sqlite3'}")})["default"]
    try:
        assert opened.cursor().execute("PRAGMA temp_store").fetchone()[0] == 2
    finally:
        opened.close()


@pytest.mark.engines
@pytest.mark.django_db(databases=DATABASES)
def test_the_order_of_search_keys_tells_nothing_of_what_they_are_of(marked):
    """Were they written by compound, the first key of a person would be her document, and the alphabet would show in the rest."""
    written = {"sqlite": "rowid", "postgresql": "ctid"}[connections["vault"].vendor]
    keys = [key for batch in read_rows("vault", f"SELECT key FROM vault_searchkey ORDER BY {written}") for (key,) in batch]
    assert len(keys) > 10
    assert keys == sorted(keys)


@pytest.mark.engines
@pytest.mark.django_db(databases=DATABASES)
def test_what_comes_beside_the_tables_of_a_zip_is_told_without_its_name(tmp_path):
    path = tmp_path / "sintetico.zip"
    good = planted.table([planted.VICTIM], planted.headings()["reta", "victimas"])
    path.write_bytes(planted.zipped({"victimas.csv": good, "ficha de ZZMARCAUNO ZZMARCADOS 99900011.pdf": b"%PDF-1.7"}))
    (receipt,) = registers.receive([path], by="prueba")
    assert planted.seen(repr(receipt.notes).encode()) == []
