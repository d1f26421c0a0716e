"""The form of an entity: every cell asked, heads locked, the same bytes twice; and what comes back, read or refused by name."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marked_workbooks import cell, edited, hidden_line, without_line
from test_questionnaire import written

from intertrata.transparency.catalogue import entity
from intertrata.transparency.filled_form import HEAD_LINE, HEADS, LISTS, MARK, REASONS, SHEET, filled, form
from intertrata.transparency.questionnaire import read, text_of
from intertrata.transparency.workbooks import Skipped, workbook
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

ASKED = read(text_of("trata_2016"))
CHICLAYO = entity("muni-1401")
CELLS = ASKED.cells(CHICLAYO)
SENT = form(ASKED, CHICLAYO, campaign="trata-2016", title="Campaña de prueba")
ROWS, LISTED, MARKED = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"


def line_of(item, year="2016"):
    return next(line for line, (one, when) in enumerate(CELLS, HEAD_LINE + 1) if one.code == item and when.iso().startswith(year))


def came_back(*changes, content=SENT, asked=ASKED, campaign="trata-2016", by="muni-1401"):
    for change in changes:
        content = edited(content, ROWS, change)
    return filled(content, asked, campaign=campaign, by=by, file="f.xlsx")


def test_a_form_has_a_row_an_item_and_year_with_what_it_means():
    (sheet,) = workbook(SENT, file="f").sheets
    heads, *rows = [cells for line, cells in sheet.rows if line >= HEAD_LINE]
    assert tuple(heads.values()) == HEADS
    assert [(row["A"], row["F"]) for row in rows] == [(item.code, year.es) for item, year in CELLS]
    assert all(row["C"] and row["D"] and row["E"] for row in rows)
    assert sheet.name == SHEET
    assert {cells["A"] for line, cells in sheet.rows if line == 2} == {"Municipalidad Provincial de Chiclayo"}


def test_it_is_locked_but_for_the_answers_and_hides_who_it_is_for():
    with zipfile.ZipFile(BytesIO(SENT)) as parts:
        rows, book, styles = (parts.read(path).decode() for path in (ROWS, "xl/workbook.xml", "xl/styles.xml"))
    assert "<sheetProtection" in rows
    assert styles.count('<protection locked="0"/>') == 1
    assert f'name="{MARK}" sheetId="3" state="veryHidden"' in book
    assert f'name="{LISTS}" sheetId="2" state="hidden"' in book
    assert rows.count("<dataValidation ") == 2 * len(CELLS)


def test_it_is_the_same_bytes_twice_and_another_for_another_entity():
    assert form(ASKED, CHICLAYO, campaign="trata-2016", title="Campaña de prueba") == SENT
    assert form(ASKED, entity("muni-1402"), campaign="trata-2016", title="Campaña de prueba") != SENT


def test_a_form_without_a_list_of_its_own_can_be_sent():
    asked = read(written())
    content = form(asked, entity("mimp"), campaign="c", title="t")
    assert filled(content, asked, campaign="c", by="mimp", file="f").answers == ()


def test_an_untouched_form_says_nothing():
    told = came_back()
    assert (told.answers, told.refused, told.lacking, told.skipped) == ((), (), (), ())
    assert (told.entity, told.campaign) == ("muni-1401", "trata-2016")


def test_answers_come_back_as_written_with_their_cell():
    shelter, words, money = line_of("has_shelter"), line_of("without_shelter"), line_of("budget_assigned", "2017")
    told = came_back(
        cell(f"G{shelter}", "No"),
        cell(f"G{words}", " Se recurre a la aldea infantil "),
        cell(f"H{money}", "SPE: Sin presupuesto específico"),
    )
    assert told.refused == ()
    by_item = {answer.item: answer for answer in told.answers}
    assert by_item["has_shelter"].as_written == "No"
    assert by_item["without_shelter"].as_written == "Se recurre a la aldea infantil"
    assert (by_item["budget_assigned"].as_written, by_item["budget_assigned"].status) == ("", "SPE")
    assert by_item["budget_assigned"].year.iso() == "2017-01-01/2017-06-30"
    assert by_item["has_shelter"].where == f"{SHEET}!G{shelter}"
    assert len(told.answers) == 3


@settings(max_examples=20)
@given(st.sampled_from(REASONS), st.integers(HEAD_LINE + 1, HEAD_LINE + len(CELLS)))
def test_missing_never_becomes_zero_nor_nothing(reason, line):
    for column in ("G", "H"):
        (answer,) = came_back(cell(f"{column}{line}", reason)).answers
        assert answer.status == reason
    (zero,) = came_back(cell(f"G{line}", "0")).answers
    assert (zero.as_written, zero.status) == ("0", "")


def test_a_remark_alone_is_kept():
    (answer,) = came_back(cell(f"I{line_of('talks')}", "En preparación")).answers
    assert (answer.as_written, answer.status, answer.note) == ("", "", "En preparación")


def test_a_formula_of_theirs_is_kept_as_it_stands_and_flagged():
    line = line_of("operations")
    told = came_back(cell(f"G{line}", "284", formula="40+244"))
    assert [(answer.as_written, answer.computed) for answer in told.answers] == [("284", True)]
    assert told.skipped == (Skipped("formula", SHEET, f"G{line}"),)


def test_hidden_rows_and_merged_heads_are_said():
    line = line_of("operations")
    merged = lambda xml: xml.replace("<dataValidations", '<mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells><dataValidations', 1)  # noqa: E731
    told = came_back(cell(f"G{line}", "5"), hidden_line(line), merged)
    assert told.answers == ()
    assert [(item, year.iso()) for item, year in told.lacking] == [("operations", "2016")]
    assert told.skipped == (Skipped("hidden_row", SHEET, str(line)), Skipped("merged", SHEET, "A1:C1"))


def test_a_row_they_took_out_is_said_to_lack():
    told = came_back(without_line(line_of("operations")))
    assert told.answers == ()
    assert [(item, year.iso()) for item, year in told.lacking] == [("operations", "2016")]


def test_a_row_that_says_two_things_is_refused_and_the_others_stand():
    both, odd, good = line_of("shelters"), line_of("talks"), line_of("operations")
    told = came_back(cell(f"G{both}", "3"), cell(f"H{both}", "SD"), cell(f"H{odd}", "NRI"), cell(f"G{good}", "80"))
    assert [(one.code, one.where["line"]) for one in told.refused] == [("form_status_unknown", odd), ("form_value_and_status", both)]
    assert [answer.as_written for answer in told.answers] == ["80"]
    assert f"línea {both}" in sentence(told.refused[1])


def test_a_reason_in_both_columns_is_one_reason():
    line = line_of("shelters")
    (answer,) = came_back(cell(f"G{line}", "Sin datos"), cell(f"H{line}", "SD")).answers
    assert answer.status == "SD"


def refused(**how):
    with pytest.raises(Problem) as caught:
        came_back(**how)
    return caught.value


def test_the_form_of_another_entity_campaign_or_questionnaire_is_refused_by_name():
    told = refused(by="muni-1402")
    assert told.code == "form_of_another_entity"
    assert "«Municipalidad Provincial de Chiclayo»" in sentence(told)
    assert "«Municipalidad Provincial de Ferreñafe»" in sentence(told)
    assert refused(campaign="trata-2018").where["campaign"] == "trata-2016"
    assert refused(asked=read(written())).code == "form_of_other_questions"


def test_a_mark_of_no_entity_is_said_as_it_stands():
    told = refused(content=edited(SENT, "xl/sharedStrings.xml", lambda xml: xml.replace("<t>muni-1401</t>", "<t>muni-9999</t>")))
    assert told.where["entity"] == "muni-9999"


def test_a_changed_question_an_added_and_a_repeated_row_are_refused_with_their_line():
    line = line_of("shelters")
    for change, code in (
        (cell(f"C{line}", "¿Cuántos planea tener?"), "form_question_changed"),
        (cell(f"A{line}", "otra_cosa"), "form_row_unknown"),
        (cell(f"F{line}", CELLS[line - HEAD_LINE][1].es), "form_row_twice"),
    ):
        with pytest.raises(Problem) as caught:
            came_back(change)
        assert (caught.value.code, f"línea {caught.value.where['line']}" in sentence(caught.value)) == (code, True)


def test_what_is_no_form_of_ours_is_refused():
    other = edited(SENT, MARKED, lambda xml: xml[: xml.index("<sheetData>")] + "<sheetData/>" + xml[xml.index("</sheetData>") + 12 :])
    assert refused(content=other).code == "form_unmarked"
    renamed = edited(SENT, "xl/workbook.xml", lambda xml: xml.replace(f'name="{SHEET}"', 'name="Hoja1"'))
    assert refused(content=renamed).code == "form_unmarked"
    unmarked = edited(SENT, "xl/workbook.xml", lambda xml: xml.replace(f'name="{MARK}"', 'name="Hoja3"'))
    assert refused(content=unmarked).code == "form_unmarked"


def test_a_hidden_sheet_made_visible_still_says_who_it_is_for():
    shown = edited(SENT, "xl/workbook.xml", lambda xml: xml.replace(' state="veryHidden"', ""))
    assert came_back(content=shown).answers == ()
