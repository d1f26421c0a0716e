"""``intertrata follow-table`` and ``intertrata schema`` work on any file of records, with no house: no key, no database (COMMANDS.md)."""

import json

import pytest
from following.saying import ATTENDED, DEFENDED, RETA, SISTRA, line
from house import House

NAMED = "Rosa Huamán Quispe"
DAY = "--today 2025-08-01"
GIRL = [{**one, "person": "niña"} for one in (RETA, SISTRA, ATTENDED, DEFENDED)]
MAN = line("victim", "2025-07-31", "reta", "pnp", person="hombre", age=40, sex="male", nationality="VEN", status="presumed")


def write(path, *lines):
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("following")
    apart = House(folder / "var")
    whole = write(folder / "whole.jsonl", *GIRL, MAN)
    bad = write(
        folder / "bad.jsonl", *GIRL, {**MAN, "full_name": NAMED}, {**MAN, NAMED: 1}, {**MAN, "sex": NAMED}, {**MAN, "date": "2031-01-01"}
    )
    commands = {
        "lines": f"follow-table {whole} {DAY}",
        "document": f"follow-table {whole} {DAY} --json",
        "out": f"follow-table {whole} {DAY} --out {folder / 'out.jsonl'}",
        "out document": f"follow-table {whole} {DAY} --out {folder / 'out2.jsonl'} --json",
        "bad": f"follow-table {bad} {DAY} --out {folder / 'bad_out.jsonl'} --json",
        "bad lines": f"follow-table {bad} {DAY}",
        "empty": f"follow-table {write(folder / 'empty.jsonl')} {DAY} --json",
        "no file": f"follow-table {folder / 'no.jsonl'} {DAY}",
        "no day": f"follow-table {whole}",
        "no such day": f"follow-table {whole} --today 2025-02-30",
        "own input": f"follow-table {whole} {DAY} --out {whole}",
        "schema": "schema",
        "schema of one": "schema victim",
        "schema of none": "schema víctima",
    }
    ask = apart.ask(list(commands.values()))
    return folder, lambda name: ask(commands[name]), apart


def test_one_line_of_json_is_written_for_each_person_on_no_house(asked):
    _, ask, apart = asked
    answer = ask("lines")
    man, girl = (json.loads(one) for one in answer.out.splitlines())
    assert answer.code == 0
    assert (man["person"], girl["person"]) == ("hombre", "niña")
    assert girl["stages"]["complaint"] == {"state": "done", "due": None, "by": "mpfn", "since": "2024-03-02", "records": [1, 2]}
    assert man["stages"]["complaint"] == {"state": "due", "due": "2025-08-01", "by": "mpfn", "since": "2025-07-31", "records": [5]}
    assert {"rule": "no_plan", "responsible": "mimp"}.items() <= next(one for one in girl["alarms"] if one["rule"] == "no_plan").items()
    assert girl["status"] == "open"
    assert not apart.var.exists()


def test_one_document_holds_the_same_persons(asked):
    _, ask, _ = asked
    assert ask("document").json == [json.loads(one) for one in ask("lines").out.splitlines()]
    assert ask("empty").json == []


def test_a_file_is_written_and_what_was_met_is_summed_up(asked):
    folder, ask, _ = asked
    assert ask("out").code == 0
    assert (folder / "out.jsonl").read_text(encoding="utf-8") == ask("lines").out == (folder / "out2.jsonl").read_text(encoding="utf-8")
    assert "2 personas, 5 registros" in ask("out").said
    assert "Plan de vida" in ask("out").said
    told = ask("out document").json
    assert (told["persons"], told["lines"], told["statuses"]) == (2, 5, {"open": 2})


def test_what_cannot_be_followed_is_told_by_line_and_field_and_the_rest_is_followed(asked):
    folder, ask, _ = asked
    answer = ask("bad")
    assert answer.code == 1
    assert [(one["line"], one["rule"], one["field"]) for one in answer.json["bad_lines"]] == [
        (5, "line_identity", "full_name"), (6, "line_unknown_field", ""), (7, "line_value", "sex"),
    ]  # fmt: skip
    assert answer.json["not_counted"] == [{"record": 8, "why": "future"}]
    assert ask("bad lines").code == 1
    for said in (answer.err, ask("bad lines").err):
        assert "La línea 5 de" in said
        assert "«full_name»" in said
        assert "El registro de la línea 8" in said
    assert len((folder / "bad_out.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_a_name_in_the_file_comes_out_nowhere(asked):
    """DESIGN.md law 2: neither as a field nor as a value, in what is written, said or told as wrong."""
    folder, ask, _ = asked
    told = [ask(name).out + ask(name).err for name in ("bad", "bad lines")]
    assert not [one for one in (*told, (folder / "bad_out.jsonl").read_text(encoding="utf-8")) if "Rosa" in one or "Huam" in one]


@pytest.mark.parametrize(("name", "said"), [
    ("no file", "No se puede abrir el archivo"),
    ("no day", "le falta decir --today"),
    ("no such day", "espera un día"),
    ("own input", "este mismo pedido lee"),
    ("schema of none", "Ese tipo de registro no existe"),
])  # fmt: skip
def test_what_cannot_be_done_is_said_in_one_sentence(asked, name, said):
    _, ask, _ = asked
    answer = ask(name)
    assert answer.code == 2
    assert said in answer.said
    assert answer.out == ""


def test_the_schema_says_what_a_line_may_hold(asked):
    _, ask, _ = asked
    whole, one = ask("schema").json, ask("schema of one").json
    assert whole["$schema"] == one["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert whole["$defs"]["victim"]["properties"] == one["properties"]
    assert "full_name" not in json.dumps(whole)
    assert one["properties"]["status"]["description"] == "Condición"
