"""The fourteen tables of the V Informe, cell by cell as printed, and the right value beside a printed wrong one."""

import re
from dataclasses import replace
from decimal import Decimal

import edition
import pytest

from intertrata.figures.told import cuadros
from intertrata.vocabulary.errors import Problem

TABLES = cuadros.cuadros(edition.EDITION.folder)
# A stroke that lost its length, at the end of a line of Cuadro 4 and 5: «8,740.00 - .»
LOST_STROKE = re.compile(r"- ?\.(?=\s|$)")


@pytest.fixture(scope="module")
def filled():
    return {code: cuadros.fill(one, edition.statements()) for code, one in TABLES.items()}


@pytest.fixture(scope="module")
def report(shared):
    return (shared / "mission/informe-v-2017.txt").read_text(encoding="utf-8").split("\n")


def plain(text):
    """Text as compared: single blanks, one mark of thousands (the report writes both 7’500,000 and 826,065)."""
    return " ".join(LOST_STROKE.sub("- -", text.replace("’", ",")).split())


def lines(one):
    return [line for _, each in one.parts for line in each]


def beside(filled, code):
    return [(cell.text, cell.right, cell.verdict) for cell in filled[code].cells if cell.verdict not in {None, "equal"}]


def test_there_are_fourteen():
    assert list(TABLES) == [f"C{number:02d}" for number in range(1, 15)]


@pytest.mark.parametrize("code", TABLES)
def test_every_cell_is_filled_by_one_statement_and_no_statement_fills_two(filled, code):
    told = [cell.told.number for cell in filled[code].cells if cell.told]
    assert len(told) == len(list(filled[code].cells)), [cell.choice for cell in filled[code].cells if cell.told is None]
    assert len(set(told)) == len(told)
    for cell in filled[code].cells:
        assert sum(cell.choice.fits(one) for one in edition.statements()) == 1, cell.choice


@pytest.mark.parametrize("code", TABLES)
def test_every_figure_of_a_table_stands_in_it(filled, code):
    of_table = {one.number for one in edition.statements() if one.at == code}
    assert {cell.told.number for cell in filled[code].cells if cell.told.at == code} == of_table


@pytest.mark.parametrize("code", TABLES)
def test_every_line_is_the_printed_one(filled, report, code):
    first, last = TABLES[code].printed_at
    printed = plain(" ".join(report[first - 1 : last]))
    for line in lines(filled[code]):
        if not line.line.elsewhere:
            assert plain(line.text) in printed


def test_codes_dashes_and_blanks_are_printed_as_such_and_none_is_a_zero(filled):
    said = {line.line.label: [cell.text for cell in line.cells] for line in lines(filled["C03"])}
    assert said["MININTER"] == ["826,065.00", "820,853.17", "99.36%", "7,500,000.00", "NRI", "-"]
    assert said["PJ"] == ["SPE", "SPE", "", "SPE", "SPE", "-"]
    assert said["RENIEC"] == ["NRI", "NRI", "-", "NRI", "", ""]
    assert [line.text for line in lines(filled["C02"])][-1] == "2018 5,658,954.00 157,159,000.000.00 0.0036"


def test_a_printed_total_stands_beside_what_its_parts_make_and_what_they_lack(filled):
    assert beside(filled, "C11") == [("969", "945", "arithmetic")]
    totals = [cell for cell in lines(filled["C03"])[-1].cells if cell.bound]
    assert [cell.right for cell in totals] == [
        "≥ 5,581,376.00 (9 de 15 sin dato)", "≥ 5,368,329.08 (7 de 15 sin dato)", "≥ 11,000,035.00 (10 de 15 sin dato)",
        "≥ 4,045,356.37 (9 de 15 sin dato)",
    ]  # fmt: skip
    assert {cell.verdict for cell in totals} == {"coverage"}
    assert dict(totals[0].bound.missing) == {"SD": 2, "SPE": 6, "NRI": 1}


def test_a_ratio_that_was_cut_off_instead_of_rounded_is_told_and_one_that_holds_is_not(filled):
    assert beside(filled, "C02") == [("0.0046", "0.0047", "rounding")]
    assert ("99.36%", "99.37%", "rounding") in beside(filled, "C03")
    assert beside(filled, "C04") == [("25%", "26%", "rounding")]
    for code in ("C01", "C07", "C08", "C09", "C12", "C13", "C14"):
        assert beside(filled, code) == []
        assert any(cell.verdict == "equal" for cell in filled[code].cells), code


def changed(number, value):
    return [
        replace(one, statement=replace(one.statement, value=value, status=frozenset() if value is not None else frozenset({"SD"})))
        if one.number == number
        else one
        for one in edition.statements()
    ]


def with_value(code, label, value):
    """The table where the first cell of that line says another value."""
    number = next(line for line in lines(cuadros.fill(TABLES[code], edition.statements())) if label in line.text).cells[0].told.number
    return cuadros.fill(TABLES[code], changed(number, value))


def test_what_is_told_otherwise_changes_the_table_and_its_verdict():
    assert beside({"C09": with_value("C09", "Archivados", Decimal(3))}, "C09") == [("373", "374", "arithmetic")]
    assert beside({"C07": with_value("C07", "1,695", Decimal(1696))}, "C07") == [("1,930", "1,931", "arithmetic")]
    assert beside({"C13": with_value("C13", "2015:", Decimal(800_000))}, "C13") == [("14.16%", "22.58%", "arithmetic")]


def test_a_part_that_is_missing_makes_a_lower_bound_and_proves_nothing_more():
    [cell] = [cell for cell in with_value("C09", "Archivados", None).cells if cell.bound]
    assert (cell.right, cell.verdict) == ("≥ 371 (1 de 5 sin dato)", "coverage")
    [over] = [cell for cell in cuadros.fill(TABLES["C09"], [
        replace(one, statement=replace(one.statement, value=Decimal(300))) if one.statement.value == 373 else
        replace(one, statement=replace(one.statement, value=None, status=frozenset({"SD"}))) if one.statement.value == 2 else one
        for one in edition.statements() if one.at == "C09"
    ]).cells if cell.bound]  # fmt: skip
    assert over.verdict == "arithmetic", "the known parts are already more than the total"


def test_a_sum_or_ratio_of_what_is_not_known_is_not_made():
    assert beside({"C07": with_value("C07", "1,695", None)}, "C07") == []
    assert [cell for cell in with_value("C13", "2015:", None).cells if cell.verdict] == []
    assert [cell for cell in with_value("C13", "2015:", Decimal(0)).cells if cell.verdict] == []


def test_where_nothing_is_printed_the_ratio_of_the_parts_is_given_without_a_verdict(filled):
    carabayllo = lines(filled["C05"])[-1]
    assert [(cell.text, cell.right, cell.verdict) for cell in carabayllo.cells][2] == ("-", "112.50%", None)


def test_before_anything_was_told_every_cell_is_empty():
    empty = cuadros.fill(TABLES["C09"], [])
    assert {(cell.text, cell.value, cell.right, cell.verdict) for cell in empty.cells} == {("", None, "", None)}
    assert empty.as_json()["parts"][0]["rows"][0]["cells"][0]["value"] is None


def test_the_json_says_of_each_cell_its_figure_its_line_and_what_is_right(filled):
    told = filled["C11"].as_json()
    assert (told["code"], told["lines"]) == ("C11", [2524, 2563])
    last = told["parts"][0]["rows"][-1]
    assert (last["printed"], last["cells"][0]["right"], last["cells"][0]["line"], last["cells"][0]["number"]) == (
        False,
        "945",
        "2589",
        "F0606",
    )
    total = filled["C03"].as_json()["parts"][0]["rows"][-1]["cells"][0]
    assert total["missing"] == {"NRI": 1, "SD": 2, "SPE": 6}


def test_an_edition_without_tables_has_none(tmp_path):
    assert cuadros.cuadros(tmp_path) == {}


@pytest.mark.parametrize(("value", "form", "text"), [
    (Decimal(1), "word", "un"), (Decimal(1), "word_feminine", "una"), (Decimal(2), "Word", "Dos"), (Decimal(11), "word", "11"),
    (Decimal("2.5"), "word", "2.5"), (Decimal(3), "two_digits", "03"), (Decimal("13.8"), "percent", "13.8%"), (Decimal(1234), "", "1,234"),
])  # fmt: skip
def test_numbers_are_printed_in_their_form(value, form, text):
    assert cuadros._formed(value, form) == text


def test_a_period_that_no_one_can_read_is_a_mistake_of_the_definition(tmp_path):
    (tmp_path / "cuadros.toml").write_text(
        'cuadro = [{ code = "X", title = "x", lines = [1, 2], part = [{ row = [{ text = "{0}", cell = [{ indicator = "x", period = "ayer" }] }] }] }]'
    )
    with pytest.raises(Problem, match="period_unreadable"):
        cuadros.cuadros(tmp_path)
