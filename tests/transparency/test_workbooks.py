"""A workbook somebody filled in: values where they stand, and everything that was not read of it said."""

import io
import zipfile
from datetime import datetime

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from marked_workbooks import edited

from intertrata.transparency import workbooks
from intertrata.transparency.workbooks import Skipped, letters_of, number_of, workbook
from intertrata.vocabulary.errors import Problem

FIRST = "xl/worksheets/sheet1.xml"


def made(write, *, sheets=("Datos",)):
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    pages = [book.add_worksheet(name) for name in sheets]
    write(book, *pages)
    book.close()
    return content.getvalue()


def crowded(book, sheet, lists):
    sheet.merge_range("C5:F5", "CABEZA")
    sheet.write("C6", "a")
    sheet.write("D6", 1.5)
    sheet.write_formula("E6", "=D6*2", None, 3)
    sheet.write_datetime("G6", datetime(2016, 5, 3), book.add_format({"num_format": "dd/mm/yyyy"}))
    sheet.write("C7", "oculta")
    sheet.set_row(6, None, None, {"hidden": True})
    sheet.set_row(90, None, None, {"hidden": True})
    sheet.set_column("A:B", None, None, {"hidden": True})
    sheet.set_column("D:D", None, None, {"hidden": True})
    sheet.set_column("Z:XFD", None, None, {"hidden": True})
    sheet.write_formula("C9", "=1/0", None, "#DIV/0!")
    sheet.write_formula("A9", '=""', None, "")
    sheet.write("C10", 8231751.25)
    sheet.data_validation("C6:C9", {"validate": "list", "source": "=listas!$A$1:$A$2"})
    lists.write("A1", "x")
    lists.hide()


def test_values_stand_in_their_cells_and_the_rest_is_said():
    book = workbook(made(crowded, sheets=("Datos", "listas")), file="x.xlsx")
    (sheet,) = book.sheets
    assert sheet.rows == ((5, {"C": "CABEZA"}), (6, {"C": "a", "E": "3", "G": "2016-05-03"}), (10, {"C": "8231751.25"}))
    assert sheet.formulas == {"E6", "C9", "A9"}
    assert book.skipped == (
        Skipped("hidden_sheet", "listas"),
        Skipped("hidden_row", "Datos", "7"),
        Skipped("hidden_column", "Datos", "D"),
        Skipped("merged", "Datos", "C5:F5"),
        Skipped("formula", "Datos", "E6"),
        Skipped("formula", "Datos", "A9"),
        Skipped("formula", "Datos", "C9"),
        Skipped("error", "Datos", "C9"),
    )
    assert [(one.name, one.rows) for one in book.hidden] == [("listas", ((1, {"A": "x"}),))]


def test_a_plain_or_empty_workbook_skips_nothing():
    assert workbook(made(lambda book, sheet: sheet.write("B2", "x")), file="x").skipped == ()
    assert workbook(made(lambda book, sheet: None), file="x").sheets[0].rows == ()


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 60), st.text("abc ñ=1", min_size=1, max_size=5)), max_size=8))
def test_every_text_comes_back_where_it_was_written(written):
    cells = {(line, column): text for line, column, text in written}

    def write(book, sheet):
        for (line, column), text in cells.items():
            sheet.write_string(line, column, text)

    found = {
        (line, number_of(letter)): text for line, row in workbook(made(write), file="x").sheets[0].rows for letter, text in row.items()
    }
    assert found == {(line + 1, column + 1): text for (line, column), text in cells.items()}


def test_texts_written_into_the_sheet_itself_stand_in_their_cells_too():
    good = made(lambda book, sheet: (sheet.write("C3", "x"), sheet.write("E3", "y")))
    inline = edited(good, FIRST, lambda xml: xml.replace('<c r="E3" t="s"><v>1</v>', '<c r="E3" t="inlineStr"><is><t>y</t></is>'))
    assert workbook(inline, file="x").sheets[0].rows == ((3, {"C": "x", "E": "y"}),)


@given(st.integers(1, 16_384))
def test_letters_and_numbers_of_columns_are_twins(number):
    assert number_of(letters_of(number)) == number


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no es un libro",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        edited(made(lambda book, sheet: sheet.write("B2", "x")), FIRST, lambda xml: xml.replace('r="B2"', 'r="2B"')),
        edited(
            made(lambda book, sheet: sheet.write("B2", "x")),
            FIRST,
            lambda xml: '<!DOCTYPE a [<!ENTITY b "c">]>' + xml[xml.index("<worksheet") :],
        ),
        edited(made(lambda book, sheet: sheet.write("B2", "x")), FIRST, lambda xml: xml[:300]),
        edited(made(lambda book, sheet: sheet.write("B2", "x")), "xl/_rels/workbook.xml.rels", lambda xml: xml.replace("Id=", "Ix=")),
        made(lambda book, sheet: sheet.write("B2", "x"))[:-40],
    ],
)
def test_what_is_no_workbook_or_broken_is_a_problem(content):
    with pytest.raises(Problem, match="workbook_broken"):
        workbook(content, file="x.xlsx")


def test_a_damaged_member_a_vast_one_and_a_stretched_sheet_are_refused(monkeypatch):
    good = made(lambda book, sheet: sheet.write("B2", "x"))
    where = zipfile.ZipFile(io.BytesIO(good)).getinfo(FIRST).header_offset + 60
    stored = edited(good, FIRST, lambda xml: xml)
    for content in (good[:where] + bytes(40) + good[where + 40 :], stored.replace(b"<sheetData>", b"<sheetDate>")):
        with pytest.raises(Problem, match="workbook_broken"):
            workbook(content, file="x")
    with pytest.raises(Problem, match="workbook_stretched"):
        workbook(made(lambda book, sheet: sheet.write("XFD1048576", "x")), file="x")
    monkeypatch.setattr(workbooks, "LARGEST", 100)
    with pytest.raises(Problem, match="workbook_too_large"):
        workbook(good, file="x")


def test_parts_named_from_the_root_are_found_and_chart_sheets_are_no_tables():
    good = made(lambda book, sheet: (sheet.write("B2", "x"), book.add_chartsheet("Dibujo").set_chart(_chart(book))))
    rooted = edited(good, "xl/_rels/workbook.xml.rels", lambda xml: xml.replace('Target="worksheets', 'Target="/xl/worksheets'))
    for content in (good, rooted):
        assert [one.name for one in workbook(content, file="x").sheets] == ["Datos"]


def _chart(book):
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "=Datos!$B$2:$B$2"})
    return chart
