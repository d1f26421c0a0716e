"""Bad input gets a clear sentence, and nothing is lost: every file an institution may send by mistake, or somebody on purpose.

Each case is a real file given to ``intertrata receive`` in a process of its own, on a house of its own. A file that cannot be taken leaves
no trace but the sentence; of one that can, every row is kept or refused with its line, its column and its reason.
"""

import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from bad_files import CANNOT, GOOD, LINES, MEGABYTE, NAMES, TAKEN, one_file
from house import AT_ONCE, Answer, copy_of, totals
from invented_rows import IDENTITY, text, victim

TO_DO = re.compile(
    r"\b(agregue|búsque|corrija|corríja|crearlo|descargue|diga|deje|env[íi]e|escr[íi]ba|exportarl|guarde|guárde|indique|nómbrelo|qui[st]|"
    r"revise|únalos|use|vuelva)",
    re.IGNORECASE,
)
WHOLE = re.compile(r"^[A-ZÁÉÍÓÚ«¿].*[.]$")


@dataclass(frozen=True)
class Told:
    """What one case got: the answer, the refusals listed after it, the house, what stood in it before and after."""

    answer: Answer
    refusals: list
    house: object
    before: tuple
    after: tuple


@pytest.fixture(scope="module")
def told(newly_built, tmp_path_factory):
    """Every case sent to a house of its own, a few at a time: a process costs seconds, and there are many."""
    tried = CANNOT | {name: case for name, (case, _) in TAKEN.items()}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        asked = {name: pool.submit(_send, case, newly_built, tmp_path_factory.mktemp("caso")) for name, case in tried.items()}
    return lambda name: asked[name].result()


def _send(case, newly_built, folder):
    house = copy_of(newly_built, folder / "var")
    before = house.rows(), house.sealed()
    paths = case.make(folder)
    answer = house.receive(*paths, **case.options, plain_account=case.plain_account, limit=case.limit)
    refusals = house.refusals() if answer.code == 1 else []
    return Told(answer, refusals, house, before, (house.rows(), house.sealed()))


def identity_in(said):
    return [value for value in IDENTITY if value in said]


@pytest.mark.parametrize("name", CANNOT)
def test_what_cannot_be_taken_is_said_in_one_sentence_and_changes_nothing(told, name):
    got = told(name)
    assert got.answer.code == 2
    assert WHOLE.match(got.answer.err.strip()), got.answer.err
    for words in CANNOT[name].says:
        assert words in got.answer.err
    assert TO_DO.search(got.answer.err), got.answer.err
    assert not identity_in(got.answer.err)
    assert got.after == got.before


@pytest.mark.parametrize("name", TAKEN)
def test_of_what_is_taken_every_row_is_kept_or_refused(told, name):
    got, (case, expected) = told(name), TAKEN[name]
    found = totals(got.answer)
    assert (found["read"], found["kept"], found["unchanged"], found["refused"]) == expected
    assert (found["corrected"], found["vanished"]) == (0, 0)
    assert got.answer.code == (1 if found["refused"] else 0)
    assert got.answer.err == ""
    assert len({(row["deposit"], row["sheet"], row["line"]) for row in got.refusals}) == found["refused"]
    assert got.after[1] != got.before[1]
    for words in case.says:
        assert words in got.answer.said
    assert not identity_in(got.answer.said)


@pytest.mark.parametrize("name", [name for name, (_, expected) in TAKEN.items() if expected[3]])
def test_a_refusal_says_where_and_why_and_quotes_nobody(told, name):
    for row in told(name).refusals:
        assert row["file"]
        assert row["line"] > 1
        assert WHOLE.match(row["reason"]), row
        assert TO_DO.search(row["reason"]) or "está mal" in row["reason"], row
        assert not identity_in(str(row))


def test_what_was_noted_is_said_to_a_person_in_sentences(house, tmp_path):
    case, _ = TAKEN["a sheet of notes, a paper in a zip, a link"]
    answer = house.run("receive", *case.make(tmp_path))
    assert answer.code == 0
    for words in ("hojas o archivos no se leyeron", "1 .pdf", "1 hoja u otro", "Este mismo archivo ya se había recibido"):
        assert words in answer.said
    assert not identity_in(answer.said)


def test_every_wrong_row_is_refused_at_its_line_for_its_column(told):
    found = {row["line"]: row for row in told("rows wrong in every way").refusals}
    assert set(found) == set(LINES)
    for line, (column, words) in LINES.items():
        assert found[line]["column"] == column
        assert words in found[line]["reason"]


def test_a_line_is_where_the_row_begins_whatever_its_cells_hold(told):
    found = [(row["line"], row["column"]) for row in told("cells of several lines").refusals]
    assert found == [(5, "FEC_REGISTRO"), (6, "EDAD"), (8, "EDAD")]


def test_a_row_that_is_wrong_twice_says_both(told):
    found = told("thousands of refusals").refusals
    assert len(found) == 10_000
    assert {row["column"] for row in found[:2]} == {"EDAD", "FEC_REGISTRO"}
    assert found[0]["line"] == found[1]["line"] == 2


def test_a_formula_is_refused_with_its_sheet(told):
    found = [(row["sheet"], row["line"], row["column"], row["rule"]) for row in told("a workbook with formulas and errors").refusals]
    assert found == [("hoja", 2, "EDAD", "formula"), ("hoja", 4, "EDAD", "formula"), ("hoja", 5, "NOMBRES", "formula")]


def test_after_a_bad_file_the_good_one_is_taken_whole(told, tmp_path):
    house = copy_of(told("a zip with a broken byte").house, tmp_path / "var")
    (path,) = one_file("bueno.csv", GOOD)(tmp_path)
    assert totals(house.receive(path))["kept"] == 2
    assert house.run("verify", "--json").json["verified"]["problems"] == []


def test_refused_rows_go_back_to_their_sender_are_corrected_and_nothing_vanishes(told, tmp_path):
    house = copy_of(told("SISTRA, a code and a date").house, tmp_path / "var")
    deposit = house.refusals()[0]["deposit"]
    back = tmp_path / "devueltas.csv"
    answer = house.run("refusals", deposit[:6], "--out", back, "--purpose", "corregir")
    assert answer.code == 0
    assert not identity_in(answer.said)
    assert back.stat().st_mode & 0o077 == 0
    corrected = back.read_text(encoding="utf-8-sig").replace("Pucallpa del Sur", "Ucayali").replace("2016-02-30", "2016-02-29")
    back.write_text(corrected, encoding="utf-8")
    found = totals(house.receive(back))
    assert (found["read"], found["kept"], found["refused"], found["vanished"]) == (3, 2, 1, 0)


def test_a_row_refused_in_a_later_delivery_has_not_vanished_but_one_left_out_has(house, tmp_path):
    (first,) = one_file("reta_corte_2016-06-30.csv", text(victim(1), victim(2), victim(3)))(tmp_path)
    (second,) = one_file("reta_corte_2016-12-31.csv", text(victim(1, EDAD="250"), victim(2, EDAD="21")))(tmp_path)
    assert totals(house.receive(first))["kept"] == 3
    found = totals(house.receive(second))
    assert (found["kept"], found["corrected"], found["refused"], found["vanished"]) == (0, 1, 1, 1)


@pytest.mark.long
def test_a_file_of_300_megabytes_is_taken_in_two_gigabytes(house, tmp_path):
    path, row = tmp_path / "grande.csv", text(victim(1)).split("\r\n")[1].split(";", 1)[1]
    with path.open("w", encoding="utf-8") as out:
        out.write(";".join(NAMES) + "\r\n")
        written = 0
        while out.tell() < 300 * MEGABYTE:
            out.write("".join(f"2016-{number:07d};{row}\r\n" for number in range(written, written + 50_000)))
            written += 50_000
        out.write(f"2016-X;{row.replace(';20;', ';250;')}\r\n")
    answer = house.receive(path, limit=1200)
    found = totals(answer)
    assert (found["read"], found["kept"], found["refused"]) == (written + 1, written, 1)
    assert answer.memory <= 2 << 30
    assert [row["line"] for row in house.refusals()] == [written + 2]
    shutil.rmtree(house.var)
