"""The command ``intertrata audit`` on files, in processes of its own: its JSON, its table, its sentences where it cannot read."""

import csv

import pytest
from house import House

from intertrata.figures.audit.reading import COLUMNS
from intertrata.figures.told import shipped

ROW = {"line": "7", "table": "T1", "indicator": "fires_reported", "institution": "Bomberos", "territory": "Perú", "period_start": "2020-01-01",
       "period_end": "2020-12-31", "unit": "events"}  # fmt: skip
SAID = [
    {"id": "a", "value": "12", "dimension": "sex=female", "verbatim": "12 mujeres"},
    {"id": "b", "value": "30", "dimension": "sex=male", "verbatim": "30 [red]hombres[/red]"},
    {"id": "c", "value": "45", "verbatim": "Total 45"},
]


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    return House(tmp_path_factory.mktemp("audit") / "var")


def written(path, rows, columns=COLUMNS):
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, columns, extrasaction="ignore")
        table.writeheader()
        table.writerows([ROW | row for row in rows])
    return path


def test_json_alone_on_standard_output_by_the_contract(house, tmp_path):
    answer = house.run("audit", written(tmp_path / "said.csv", SAID), "--json")
    assert (answer.code, answer.json["checked"]) == (0, len(answer.json["findings"]) + len(answer.json["holding"]))
    (finding,) = answer.json["findings"]
    assert {name: finding[name] for name in ("id", "kind", "verdict", "statements", "lines", "claimed", "computed", "certainty")} == {
        "id": "A00001", "kind": "sum", "verdict": "arithmetic", "statements": ["c", "a", "b"], "lines": [7], "claimed": "45",
        "computed": "42 (12 + 30)", "certainty": "proved",
    }  # fmt: skip
    assert finding["explanation"].endswith(".")
    assert {"statements": ["a", "c"], "identity": "12 ≤ 45"} in answer.json["holding"]
    assert not house.var.exists(), "it needs no house"


def test_for_people_a_sentence_with_lines_and_quote(house, tmp_path):
    answer = house.run("audit", written(tmp_path / "said.csv", SAID))
    assert answer.code == 0
    for words in ("1 contradicciones (1 probadas) entre 3 comprobaciones; 2 son correctas", "Suma", "Probada", "línea 7", "«Total 45»"):
        assert words in answer.said
    nothing = house.run("audit", written(tmp_path / "none.csv", []))
    assert (nothing.code, "Ninguna fila." in nothing.said) == (0, True)


@pytest.mark.parametrize(
    ("change", "columns", "words"),
    [
        ({"period_end": "31/12/2020"}, COLUMNS, ["línea 2", "period_end", "31/12/2020"]),
        ({"line": "siete"}, COLUMNS, ["línea 2", "columna line", "siete"]),
        ({}, COLUMNS[:-1], ["verbatim", "línea 1"]),
    ],
)
def test_what_cannot_be_read_is_one_sentence(house, tmp_path, change, columns, words):
    answer = house.run("audit", written(tmp_path / "said.csv", [SAID[0] | change], columns), "--json")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.count("\n") == 1
    for word in ["said.csv", *words]:
        assert word in answer.err


def test_an_absent_file_is_one_sentence(house, tmp_path):
    answer = house.run("audit", tmp_path / "none.csv")
    assert (answer.code, "none.csv" in answer.err) == (2, True)


def test_without_a_file_what_the_house_was_told_is_audited(tmp_path_factory):
    house = House(tmp_path_factory.mktemp("audited") / "var")
    nothing = house.run("audit", "--json")
    assert (nothing.code, nothing.json) == (0, {"findings": [], "checked": 0, "holding": [], "told": {}})
    file = shipped.editions()["informe_v"].figures
    house.run("receive", file, "--source", "informe_v", "--cut-off", "2017-12-31")
    of_file, of_house = house.run("audit", file, "--json").json, house.run("audit", "--json", "--source", "informe_v").json
    assert [len(of_house[name]) for name in ("findings", "holding")] == [len(of_file[name]) for name in ("findings", "holding")]
    assert of_house["checked"] == of_file["checked"]
    some = house.run("audit", "--indicator", "budget_assigned", "--place", "Loreto")
    assert some.code == 0
    assert "V Informe Alternativo" in some.said
    unknown = house.run("audit", "--source", "nada")
    assert (unknown.code, "informe_v" in unknown.err) == (2, True)
    both = house.run("audit", file, "--place", "Loreto")
    assert (both.code, "--place" in both.err) == (2, True)
