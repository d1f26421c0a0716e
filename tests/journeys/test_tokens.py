"""A shelter that may not hand over names: key, tokens, link, each in a process of its own, with no house (issue 3 item 9)."""

import csv

import pytest
from house import House, write_csv

COLUMNS = ["record_id", "register", "given_names", "surname_1", "surname_2", "document_number", "birth_date", "sex"]
NAMED = [["r1", "reta", "ROSA ELENA", "HUAMAN", "QUISPE", "48105907", "1996-03-15", "F"], ["r2", "reta", "LUZ", "SOTO", "VEGA", "", "1988-11-02", "F"]]  # fmt: skip
AWAY = [["71234568", "albergue", "Rosa Elena", "Guamán", "Quispe", "", "1996-03-15", "F"]]


@pytest.fixture(scope="module")
def shelter(tmp_path_factory):
    """The key made, the tokens made, the tokens linked: the three answers, and the folder."""
    folder = tmp_path_factory.mktemp("shelter")
    house = House(folder / "var")
    key, tokens = folder / "K", folder / "tokens.csv"
    named, away = write_csv(folder / "named.csv", COLUMNS, NAMED, delimiter=","), write_csv(folder / "away.csv", COLUMNS, AWAY)
    answers = [
        house.run("tokenise", "--new-key", key),
        house.run("tokenise", away, "--key", key, "--out", tokens, "--ids", folder / "ids.csv"),
        house.run("link-table", named, "--tokens", tokens, "--key", key, "--out", folder / "out.csv", "--json"),
    ]
    return house, folder, answers


def test_the_shelter_keeps_its_names_and_its_resident_is_found(shelter):
    house, folder, (made, told, linked) = shelter
    assert [answer.code for answer in (made, told, linked)] == [0, 0, 0]
    assert (linked.json["tokens"], linked.json["tokens_linked"], linked.json["persons"]) == (1, 1, 2)
    with (folder / "ids.csv").open() as ids, (folder / "out.csv").open() as out:
        token = next(csv.DictReader(ids))["token"]
        person = {row["record_id"]: row["person_id"] for row in csv.DictReader(out)}
    assert person == {"r1": "r1", "r2": "r2", token: "r1"}
    assert not house.var.exists()


def test_what_is_sent_and_what_is_said_hold_no_identity(shelter):
    _, folder, answers = shelter
    for text in [(folder / "tokens.csv").read_text(), *(answer.said for answer in answers)]:
        assert not [value for value in AWAY[0] if len(value) > 5 and value.lower() in text.lower().replace("albergue", "")]
    assert "año posible de nacimiento" in answers[1].said
    assert all((folder / name).stat().st_mode & 0o077 == 0 for name in ("K", "tokens.csv", "ids.csv"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("tokenise", "tokenise --new-key"),
        ("tokenise {0}/away.csv --key {0}/K", "--out FICHAS.csv"),
        ("tokenise {0}/away.csv --new-key {0}/L", "--out FICHAS.csv"),
        ("tokenise --new-key {0}/K", "ya existe"),
        ("tokenise {0}/away.csv --key {0}/open --out {0}/x.csv", "chmod 600"),
        ("tokenise {0}/away.csv --key {0}/none --out {0}/x.csv", "--new-key"),
        ("link-table {0}/named.csv --tokens {0}/tokens.csv --out {0}/x.csv", "--key LLAVE"),
        ("link-table {0}/named.csv --key {0}/K --out {0}/x.csv", "--tokens FICHAS.csv"),
        ("link-table {0}/named.csv --tokens {0}/tokens.csv --key {0}/other --out {0}/x.csv", "línea 2"),
        ("link-table {0}/named.csv --tokens {0}/away.csv --key {0}/K --out {0}/x.csv", "record_id,sealed"),
    ],
)
def test_what_cannot_be_done_is_said_and_writes_nothing(shelter, words, said):
    house, folder, _ = shelter
    if not (folder / "open").exists():
        (folder / "open").write_bytes((folder / "K").read_bytes())
        (folder / "open").chmod(0o644)
        (folder / "other").write_text('{"tokens": "' + "A" * 43 + '="}')
        (folder / "other").chmod(0o600)
    answer = house.run(*words.format(folder).split())
    assert answer.code == 2
    assert said in answer.err
    assert not (folder / "x.csv").exists()
    assert not (folder / "L").exists()
