"""Readers: what stands above the headings, within a cell and beside a table in the same file."""

import io
import zipfile

import pytest
import xlsxwriter
from test_reading import opened, read

from intertrata.registers.reading import jsonlines
from intertrata.registers.reading.sheet import Notes


def test_titles_above_the_headings_are_passed_over_and_told():
    header, rows, _, notes = read("Reporte;;\n;;\nSintético;;\nA;b;c\n1;2;3\n")
    assert (header, rows) == (("A", "b", "c"), [(5, ["1", "2", "3"])])
    assert notes["above_headings", ""] == 2


def test_titles_below_the_line_that_says_the_delimiter_are_passed_over_too():
    header, rows, _, notes = read("sep=;\nReporte;;\nA;b;c\n1;2;3\n")
    assert (header, rows, notes["above_headings", ""]) == (("A", "b", "c"), [(4, ["1", "2", "3"])], 1)


@pytest.mark.parametrize("above", ["1;2;3", "1;2;", "Reporte;;\n1;2;3"])
def test_a_row_above_the_headings_that_may_be_somebodys_is_not_passed_over(above):
    first = above.splitlines()[0]
    assert ";".join(read(f"{above}\nA;b;c\n4;5;6\n")[0]) == first


def test_where_no_row_is_one_of_headings_the_first_stays_the_header():
    assert read("x;y\n1;2\na;z;w\n", known={"a", "b"})[0] == ("x", "y")
    assert read("x;y\n" + "1;2\n" * 20 + "a;b\n")[0] == ("x", "y")


def test_groups_above_the_headings_of_a_workbook_are_passed_over_and_told(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "f.xlsx") as made:
        page = made.add_worksheet("uno")
        page.merge_range("A1:C1", "Relación", None)
        page.merge_range("B2:C2", "Persona", None)
        page.write_row("A3", ["a", "b", "c"])
        page.write_row("A4", ["1", "2", "3"])
    ((sheet, rows),) = opened(tmp_path / "f.xlsx")
    assert (sheet.header, rows) == (("a", "b", "c"), [(4, "1", "2", "3")])
    list(sheet.batches(notes := Notes()))
    assert notes["above_headings", ""] == 2


def test_an_object_within_an_object_is_opened_where_its_names_are_declared():
    def lines(*told, known):
        sheet = jsonlines.jsonlines(lambda: io.BytesIO("\n".join(told).encode()), file="f", known=known)
        (batch,) = sheet.batches(Notes())
        return sheet.header, batch.rows.rows(), [row.rule for row in batch.spoiled]

    deep = '{"a": 1, "p": {"x": 2, "q": {"y": 3}}}'
    assert lines(deep, known={"a", "p x", "p q y"}) == (("a", "p/x", "p/q/y"), [(1, "1", "2", "3")], [])
    assert lines(deep, known={"a"}) == (("a", "p"), [], ["json_nested"])
    twice = '{"p/x": 1, "p": {"x": 2}}'
    assert lines(twice, known={"p x"}) == (("p/x", "p"), [], ["json_nested"])


def test_what_explains_a_delivery_lies_beside_it_in_the_archive(tmp_path):
    with zipfile.ZipFile(tmp_path / "f.zip", "w") as archive:
        archive.writestr("LEEME.txt", "Datos inventados.\n")
        archive.writestr("a.csv", "a;b\n1;2\n")
    ((sheet, rows),) = opened(tmp_path / "f.zip")
    assert (sheet.beside, rows) == (("LEEME.txt",), [(1 + 1, "1", "2")])
