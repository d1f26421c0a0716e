"""No name leaks: marked persons go through every command, then every byte that stands outside the vault's ciphertext is searched.

What is searched: the state with its databases open and closed (write-ahead logs too), the sealed files, the cuts, whatever the
commands said on both outputs, every record of every logger at any level, and every file anybody wrote meanwhile.
"""

import csv
import json
import sqlite3
import stat

import planted
import polars as pl
import pytest

from intertrata.access import keys


def files(folder):
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def leaks(paths, under):
    """Where a mark stands: {path: marks}."""
    found = {str(path.relative_to(under)): planted.seen(path.read_bytes()) for path in paths}
    return {path: marks for path, marks in found.items() if marks}


def rows(base, sql, *values):
    with sqlite3.connect(base) as connection:
        return connection.execute(sql, values).fetchall()


def test_the_search_itself_finds_a_mark_in_every_writing():
    for text in ("zzmarcauno", "99900011", "1991-07-13", planted.PHONE):
        for data in (text.encode(), text.encode("utf-16"), text.encode().hex().encode(), text[::-1].encode()):
            assert planted.seen(b"before " + data + b" after"), text
    assert planted.seen(planted.base64.b64encode(b"anything before ZZMARCAUNO")) == ["ZZMARCA"]
    assert planted.seen(planted.hashlib.sha256(b"99900011").digest()[:16]) == ["sha256 of 99900011"]
    assert planted.seen(b"nothing of anybody 12345678") == []


def test_what_was_planted_was_kept_refused_and_linked(house):
    base = house.var / "main.sqlite3"
    assert rows(base, "SELECT count(*) FROM registers_recordevent")[0][0] > 5
    rules = {rule for (rule,) in rows(base, "SELECT DISTINCT rule FROM registers_refusal")}
    assert {"date_impossible", "code", "integer", "nul", "formula", "too_long", "columns", "json", "json_nested", "repeated_key"} <= rules
    (both,) = rows(base, "SELECT max(n) FROM (SELECT count(*) AS n FROM identity_membership GROUP BY person)")[0]
    assert both > 1, "nobody was linked: the linkage was not tried"


def test_no_command_says_a_name_on_its_outputs_or_to_a_logger(house):
    assert leaks([path for path in files(house.said) if path.suffix in {".out", ".err", ".log"}], house.said) == {}


def test_no_byte_of_the_state_is_a_name_while_it_works_or_afterwards(house):
    alive = house.said / "alive"
    assert any(path.name.endswith("-wal") for path in files(alive)), "no write-ahead log was there to search"
    assert leaks(files(alive), alive) == {}
    assert leaks(files(house.root), house.root) == {}


def test_no_cell_of_a_cut_is_a_name(house):
    tables = [path for path in files(house.var / "cuts") if path.suffix == ".parquet"]
    assert len(tables) > 5
    for path in tables:
        table = pl.read_parquet(path)
        assert planted.seen(table.write_json().encode()) == [], path.name
    assert {"given_names", "surname_1", "full_name", "document_number", "birth_date", "address", "phone"}.isdisjoint(
        name for path in tables for name in pl.read_parquet_schema(path)
    )


def test_the_vault_holds_them_all_for_who_has_the_key(house):
    """Without this the search above would find nothing in an empty vault."""
    from intertrata.access.cipher import Cipher

    held = keys.load(house.var / "keys.json")
    opened = b""
    for table, row, field in (("mention", "version", "mention.blob"), ("refusedrow", "deposit || '/' || line", "refused.blob")):
        cipher = Cipher(held, field)
        for place, key_id, blob in rows(house.var / "vault.sqlite3", f"SELECT {row}, key_id, blob FROM vault_{table}"):
            opened += cipher.decrypt(place, key_id, blob)
    assert {"ZZMARCA", "99900011", "99900031", "99900041", planted.PHONE, "1991-07-13"} <= set(planted.seen(opened))
    for name in ("ZZMARCAREFUSADA", "ZZMARCAROTA", "ZZMARCAJSON", "ZZMARCACLAVE", "ZZMARCANULA", "ZZMARCAÑANDÚ"):
        assert name.encode() in opened, name


def test_nothing_is_written_outside_the_state_and_nothing_temporary_is_left(house, deliveries):
    for name in ("tmp", "home", "here"):
        assert files(house.root / name) == [], name
    meant = {str(house.said), str(house.var), str(deliveries)}
    strange = [path for path in house.written if not path.startswith(tuple(meant)) and not path.startswith("/dev/")]
    assert strange == []
    assert not [path for path in files(house.root) if ".unfinished-" in path.name]


def test_link_table_answers_with_ids_and_nothing_else(house, deliveries):
    for name in ("grupos.csv", "pares.csv"):
        assert planted.seen((deliveries / name).read_bytes()) == []
    with (deliveries / "grupos.csv").open(encoding="utf-8") as file:
        assert next(csv.reader(file)) == ["record_id", "person_id"]


def test_no_refusal_tells_more_than_file_line_column_and_rule(house):
    told = json.loads(house.output("refusals json"))
    assert len(told) > 15
    assert planted.seen(json.dumps(told, ensure_ascii=False).encode()) == []
    assert {name for row in told for name in row} == {
        "deposit", "register", "table", "file", "sheet", "line", "column", "rule", "expected", "reason",
    }  # fmt: skip


def test_no_bad_file_ends_in_an_error_of_the_program(house):
    """An unforeseen error is one whose words nobody has read before they reach a screen."""
    unforeseen = {label for label in house.codes if "error del programa" in (house.said / f"{label}.err").read_text(encoding="utf-8")}
    assert unforeseen == set()


def test_every_file_of_the_state_is_for_its_own_account_only(house):
    """The folder is closed, but it may stand where somebody made it before, open: each file is closed as well."""
    ours = [path for path in [*house.var.rglob("*")] if "sources" not in path.parts]
    assert [str(path.relative_to(house.var)) for path in ours if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


def test_looks_at_persons_are_in_the_log_without_a_word_of_what_was_asked(house):
    looks = rows(house.var / "log.sqlite3", "SELECT account, deed, thing, thing_id, purpose, found FROM log_look ORDER BY id")
    deeds = [deed for _, deed, *_ in looks]
    assert (deeds.count("find_person"), deeds.count("open_person")) == (4 * 2, 2)
    assert planted.seen(repr(looks).encode()) == []


def test_the_log_names_the_account_of_the_machine_and_not_the_one_the_environment_says(house):
    accounts = {account for (account,) in rows(house.var / "log.sqlite3", "SELECT account FROM log_look WHERE account LIKE 'terminal:%'")}
    assert len(accounts) == 1
    assert "otra.persona" not in accounts.pop()


@pytest.mark.parametrize("label", ["settings", "settings json", "doctor", "doctor json"])
def test_what_is_said_of_the_house_holds_no_key(house, label):
    held = json.loads((house.var / "keys.json").read_text(encoding="utf-8"))
    said = house.output(label)
    assert not [name for name in ("ids", "search", "signing") if held[name] in said]
    assert held["encryption"]["k1"] not in said
