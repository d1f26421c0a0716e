"""Without its own key file nothing opens and nothing is written; with it, a blob opens in its own row only.

Ids are made under the key too: the same on every machine that holds it, others under another, and nobody else can compute one.
"""

import hashlib
import json
import shutil
import sqlite3

import planted
import pytest
from attacked import run
from django.db import connections, transaction

from intertrata.access import keys
from intertrata.identity import actions as identity
from intertrata.identity import queries as persons
from intertrata.registers import actions, queries
from intertrata.storage.bulk import read_rows
from intertrata.vault import queries as vault
from intertrata.vocabulary.errors import Problem, Unsafe
from sights import ALL_KINDS

DATABASES = ["default", "vault", "log", "public"]
SPOILT = {
    "gone": lambda path: path.unlink(),
    "open": lambda path: path.chmod(0o644),
    "for its group": lambda path: path.chmod(0o640),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:100]),
    "empty": lambda path: path.write_bytes(b""),
    "short": lambda path: path.write_text(json.dumps(json.loads(path.read_text()) | {"ids": "c2hvcnQ="})),
    "folder": lambda path: (path.unlink(), path.mkdir()),
}
ASKED = ("receive", "link", "refusals", "count victims", "verify", "doctor", "settings")


def contents(folder):
    """What stands in a folder, byte by byte."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.mark.parametrize("how", SPOILT)
def test_with_a_key_file_that_will_not_do_no_command_opens_or_writes_anything(house, deliveries, tmp_path, how):
    root = tmp_path / "root"
    shutil.copytree(house.root, root)
    SPOILT[how](root / "var" / "keys.json")
    before = contents(root)
    good = sorted((deliveries / "good").iterdir())
    commands = {one: one.split() for one in ASKED} | {"receive": ["receive", *map(str, good)], "empty receive": ["receive", str(good[0])]}
    spoilt = run(root, commands, "spoilt")
    assert set(spoilt.codes.values()) == {2}, spoilt.codes
    for label in commands:
        told = (spoilt.said / f"{label}.err").read_text(encoding="utf-8")
        assert "archivo de llaves" in told, label
        assert spoilt.output(label) == ""
    assert contents(root) == before, "something was written"


def test_a_new_key_file_is_never_made_beside_a_vault(house, tmp_path):
    root = tmp_path / "root"
    shutil.copytree(house.root, root)
    (root / "var" / "keys.json").unlink()
    for name in ("vault.sqlite3", "main.sqlite3"):
        (root / "var" / name).unlink()  # the sealed deposits are still there
    assert run(root, {"doctor": ["doctor"]}, "spoilt").codes == {"doctor": 2}
    assert not (root / "var" / "keys.json").exists()


@pytest.fixture(scope="module")
def with_other_keys(house, deliveries, tmp_path_factory):
    """The same state after its key file was changed for another one, and everything was tried once."""
    root = tmp_path_factory.mktemp("other") / "root"
    shutil.copytree(house.root, root)
    (root / "var" / "keys.json").unlink()
    keys.make(root / "var" / "keys.json")
    base = root / "var" / "main.sqlite3"
    before = sqlite3.connect(base).execute("SELECT count(*) FROM registers_deposit").fetchone()
    refused = next(row["deposit"] for row in json.loads(house.output("refusals json")) if row["table"] == "agraviados")
    out = root.parent / "refused.csv"
    tried = run(root, {
        "link": ["link"], "return": ["refusals", refused, "--out", str(out)], "verify": ["verify"], "receive": ["receive", str(deliveries / "good")],
    }, "tried")  # fmt: skip
    after = sqlite3.connect(base).execute("SELECT count(*) FROM registers_deposit").fetchone()
    return tried, out, before == after


def test_with_the_keys_of_another_house_nothing_opens_and_nothing_is_said_in_clear(with_other_keys):
    tried, out, _ = with_other_keys
    assert set(tried.codes.values()) == {2}
    assert "de otra instalación" in (tried.said / "link.err").read_text(encoding="utf-8")
    assert not out.exists()
    spoken = b"".join(path.read_bytes() for path in sorted(tried.said.iterdir()) if path.suffix in {".out", ".err", ".log"})
    assert planted.seen(spoken) == []
    state = b"".join(path.read_bytes() for path in sorted(tried.var.rglob("*")) if path.is_file())
    assert planted.seen(state) == []


def test_with_the_keys_of_another_house_nothing_is_received(with_other_keys):
    tried, _, nothing_new = with_other_keys
    assert tried.codes["receive"] == 2
    assert nothing_new


def test_nobody_can_prove_from_the_state_which_file_was_received(house, deliveries):
    plain = {hashlib.sha256(path.read_bytes()).hexdigest() for path in (deliveries / "good").iterdir()}
    assert not plain & {path.stem for path in (house.var / "vault" / "deposits").iterdir()}
    assert not plain & {one for (one,) in sqlite3.connect(house.var / "main.sqlite3").execute("SELECT digest FROM registers_deposit")}


# -- in the databases of the tests, on both engines --------------------------------------------------------------------

ON_BOTH = [pytest.mark.engines, pytest.mark.django_db(databases=DATABASES)]


def mark(function):
    """Give a test the marks of this half of the file."""
    for one in ON_BOTH:
        function = one(function)
    return function


def records(deliveries, names=("sintetico-propio-corte-2016-12-31.csv",)):
    """Receive in a corner that is undone, and give the ids that were made."""
    with transaction.atomic(), transaction.atomic(using="vault"):
        actions.receive([deliveries / "good" / name for name in names], by="prueba")
        made = queries.current("victim")["record"].to_list(), queries.current("victim")["version"].to_list()
        for alias in ("default", "vault"):
            transaction.set_rollback(True, using=alias)
    return made


@mark
def test_ids_are_the_same_on_another_machine_with_the_same_key_and_others_with_another(deliveries, marked_sources, settings, tmp_path):
    settings.VAR = tmp_path / "one"
    settings.VAR.mkdir()
    first = records(deliveries)
    shutil.copy(settings.KEYS, tmp_path / "copy.json")
    keys.make(tmp_path / "other.json")
    settings.VAR, settings.KEYS = tmp_path / "two", tmp_path / "copy.json"
    settings.VAR.mkdir()
    assert records(deliveries) == first
    settings.VAR, settings.KEYS = tmp_path / "three", tmp_path / "other.json"
    settings.VAR.mkdir()
    other = records(deliveries)
    assert len(other[0]) == len(first[0]) > 0
    assert not {*first[0], *first[1]} & {*other[0], *other[1]}


@mark
def test_no_id_is_a_digest_that_anybody_else_can_compute(deliveries, marked_sources):
    made = {one for ids in records(deliveries) for one in ids}
    for text in ("99900031", "propio\x1fusuarias\x1f99900031", "propiousuarias99900031", "propio/usuarias/99900031"):
        for name in hashlib.algorithms_guaranteed - {"shake_128", "shake_256"}:
            assert hashlib.new(name, text.encode()).hexdigest()[:32] not in made
            for key in (b"", b"\0" * 32, b"intertrata"):
                assert hashlib.new(name, key + text.encode()).hexdigest()[:32] not in made


def execute(sql, *values):
    with connections["vault"].cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def anybody(marked):
    """The person whom two registers know, and the versions of her records."""
    members = persons.memberships()
    counts = members.group_by("person").len().sort("len", "person", descending=[True, False])
    person = counts["person"][0]
    ids = members.filter(members["person"] == person)["record"].to_list()
    return person, queries.records(ids)["version"].to_list()


@mark
@pytest.mark.parametrize("harm", ["swapped", "another key id", "cut", "one bit"])
def test_a_blob_that_was_moved_or_changed_opens_nowhere(anybody, harm):
    person, (version, *_) = anybody
    held = {row[0]: bytes(row[1]) for batch in read_rows("vault", "SELECT version, blob FROM vault_mention") for row in batch}
    strange = next(blob for other, blob in sorted(held.items()) if other != version)
    mine = held[version]
    changed = {"swapped": strange, "cut": mine[:20], "one bit": mine[:-1] + bytes([mine[-1] ^ 1])}.get(harm, mine)
    execute(
        "UPDATE vault_mention SET blob = %s, key_id = %s WHERE version = %s", changed, "k9" if harm == "another key id" else "k1", version
    )
    with pytest.raises(Unsafe) as caught:
        vault.mentions([version])
    assert planted.seen(repr(caught.value).encode()) == []
    with pytest.raises(Unsafe):
        identity.open_person(person, by="prueba", purpose="care", sight=ALL_KINDS)
    looks = [row for batch in read_rows("log", "SELECT deed, thing_id FROM log_look ORDER BY id DESC") for row in batch]
    assert looks[0] == ("open_person", person), "a look that failed is a look"


@mark
def test_a_refused_row_opens_under_its_own_line_and_deposit_only(marked):
    deposit = next(one.id for one in queries.deposits("reta") if one.refused > 3)
    execute("UPDATE vault_refusedrow SET line = line + 1000 WHERE deposit = %s", deposit)
    with pytest.raises(Unsafe):
        actions.return_refused(deposit, by="prueba", purpose="caso 1")


@mark
def test_a_sealed_deposit_opens_under_its_own_name_only(marked, settings):
    folder = vault.deposits_folder()
    one, other = sorted(path for path in folder.iterdir() if path.suffix == ".sealed")[:2]
    kept = one.read_bytes()
    try:
        one.write_bytes(other.read_bytes())
        with pytest.raises(Unsafe):
            b"".join(vault.deposit_file(one.stem))
    finally:
        one.write_bytes(kept)


@mark
def test_with_the_keys_of_another_house_nobody_is_opened_or_found(anybody, settings, tmp_path):
    person, versions = anybody
    keys.make(tmp_path / "other.json")
    settings.KEYS = tmp_path / "other.json"
    for look in (
        lambda: vault.mentions(versions),
        lambda: identity.open_person(person, by="prueba", purpose="care", sight=ALL_KINDS),
        lambda: identity.find({"document_number": "99900011"}, by="prueba", purpose="care", sight=ALL_KINDS),
        lambda: identity.who({"document_number": "99900011"}, by="prueba", purpose="care"),
    ):
        with pytest.raises(Unsafe):
            look()


@mark
@pytest.mark.parametrize("how", ["gone", "open", "cut"])
def test_a_running_site_answers_nothing_once_its_key_file_will_not_do(marked, as_role, settings, tmp_path, how):
    shutil.copy(settings.KEYS, tmp_path / "keys.json")
    settings.KEYS = tmp_path / "keys.json"
    SPOILT[how](settings.KEYS)
    answer = as_role("operator").post("/personas/", {"purpose": "care", "given_names": "ZZMARCATRES", "surname_1": "ZZMARCAUNO"})
    assert answer.context["results"] is None
    assert "ZZMARCADOS" not in answer.content.decode()
    with pytest.raises(Problem, match="keys_"):
        identity.find({"document_number": "99900011"}, by="prueba", purpose="care", sight=ALL_KINDS)
