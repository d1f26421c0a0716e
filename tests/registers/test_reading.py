"""Readers: lines, columns and encodings as they stand in the file, whatever kind of file it is."""

import csv
import io
import tracemalloc
import zipfile

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from intertrata.registers.reading import encoding, jsonlines, workbook
from intertrata.registers.reading.delimited import delimited
from intertrata.registers.reading.encoding import Utf8
from intertrata.registers.reading.opening import sheets
from intertrata.registers.reading.sheet import MANY, Notes
from intertrata.vocabulary.errors import Problem

KNOWN = {"a", "b", "c"}


def read(content, known=KNOWN):
    """Read a delimited text whole: header, (line, cells) of each row, spoiled rows, notes."""
    data = content.encode() if isinstance(content, str) else content
    sheet, notes = delimited(lambda: io.BytesIO(data), file="f.csv", known=known), Notes()
    batches = list(sheet.batches(notes))
    rows = [(line, list(cells)) for batch in batches for line, *cells in batch.rows.rows()]
    return sheet.header, rows, [spoiled for batch in batches for spoiled in batch.spoiled], notes


def opened(path):
    return [(sheet, [row for batch in sheet.batches(Notes()) for row in batch.rows.rows()]) for sheet in sheets(path, known=KNOWN)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_finds_declared_headings(delimiter):
    text = delimiter.join(["A", "B, o b; o | más"]) + "\n" + delimiter.join(["1", "2"]) + "\n"
    header, rows, _, _ = read(text.replace("B, o b; o | más", "b"))
    assert (header, rows) == (("A", "b"), [(2, ["1", "2"])])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_line_that_says_the_delimiter_is_believed(delimiter):
    text = f"\nsep={delimiter}\r\na{delimiter}x;y,z\r\n1{delimiter}2\r\n".replace("x;y,z", "x y z")
    assert read(text, known=())[:2] == (("a", "x y z"), [(4, ["1", "2"])])


def test_headings_nobody_declared_are_split_where_most_columns_come_out():
    assert read("x,y\n1,2\n", known=())[0] == ("x", "y")


def test_one_declared_column_needs_no_delimiter():
    assert read("a\n1\n")[1] == [(2, ["1"])]


def test_lines_are_those_of_the_file_whatever_stands_between():
    text = '\n\na;b\n1;"x\ny"\n\n2;y\n;\n3;"dijo ""no"""\n4\n5;6\n'
    header, rows, spoiled, _ = read(text)
    assert header == ("a", "b")
    assert rows == [(4, ["1", "x\ny"]), (7, ["2", "y"]), (9, ["3", 'dijo "no"']), (11, ["5", "6"])]
    assert [(one.line, one.rule, one.text, one.expected) for one in spoiled] == [(10, "columns", "4", "2")]


def test_rows_that_cannot_be_split_at_the_very_end_are_told_too():
    assert [one.line for one in read("a;b\n1;2\n3\n4;5;6\n")[2]] == [3, 4]
    assert read("a;b\n1;2;3\n")[1] == []


@settings(deadline=None)
@given(
    st.lists(st.lists(st.text(alphabet='xñ1;"\n ,', max_size=6), min_size=2, max_size=2), min_size=1, max_size=12), st.integers(100, 4000)
)
def test_quoted_cells_come_back_as_they_were_and_lines_count_their_line_ends(rows, block):
    def quoted(cell):
        return '"' + cell.replace('"', '""') + '"'

    text, line, expected = "a|b\n", 2, []
    for row in rows:
        text += "|".join(map(quoted, row)) + "\n"
        if any(cell.strip() for cell in row):
            expected.append((line, row))
        line += 1 + sum(cell.count("\n") for cell in row)
    if not expected:
        return
    assert read(text)[1] == expected


def test_a_block_boundary_loses_nothing(monkeypatch):
    monkeypatch.setattr("intertrata.registers.reading.delimited.BLOCK", 4096)
    monkeypatch.setattr(encoding, "BLOCK", 1000)
    lines = [f"{number};{'ñ' * (number % 7)}" if number % 97 else f"{number};x;y" for number in range(1, 5000)]
    _, rows, spoiled, _ = read("a;b\n" + "\n".join(lines) + "\n")
    assert [line for line, _ in rows] == [number + 1 for number in range(1, 5000) if number % 97]
    assert [one.line for one in spoiled] == [number + 1 for number in range(1, 5000) if not number % 97]


def test_memory_does_not_grow_with_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr("intertrata.registers.reading.delimited.BLOCK", 1 << 16)
    monkeypatch.setattr(encoding, "BLOCK", 1 << 16)

    def most(rows):
        path = tmp_path / "f.csv"
        path.write_text("a;b\n" + "uno con ñ;dos\n" * rows, encoding="utf-8")
        tracemalloc.start()
        for sheet in sheets(path, known=KNOWN):
            for batch in sheet.batches(Notes()):
                assert batch.rows.height
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    small = most(300_000)
    assert most(1_500_000) < 1.2 * small


def broken(content):
    with pytest.raises(Problem) as caught:
        read(content)
    assert caught.value.code == "quotes_unclosed"
    return caught.value.where["line"]


def test_a_quote_that_swallows_rows_is_told_where_it_is():
    assert broken('a;b;c;d\n1;2;3;4\n1;"2;3;4\n1;2";3;4\n') == 3, "two rows in one, with all its columns"
    assert broken('a;b;c;d\n1;"2;3;4\n1;2;3;4\n1;2";3;4\n') == 2
    assert broken('a;b;c;d\n1;"2;3;4\n1;2;3;"4\n') == 2, "two rows in one, with too few"
    assert broken('a;b\n1;"2\n3;4\n') == 2, "a quote that nothing closes"
    assert broken('a;b\n1;"' + "x\n" * 2_000_000) == 2, "more than one block"
    assert broken("a;b\n" + "1;2\n" * 400_000 + '3;"' + "x\n" * 2_000_000) == 400_002
    assert broken('"a;b\n' + "1;2\n" * 50_000) == 1


def test_an_open_quote_is_told_whatever_somebody_else_in_the_process_allows_a_cell_to_hold():
    before = csv.field_size_limit(1 << 30)
    try:
        assert broken('"a;b\n' + "1;2\n" * 50_000) == 1
        assert broken('a;b\n1;"' + "x\n" * 2_000_000) == 2
    finally:
        csv.field_size_limit(before)


def test_a_cell_of_several_lines_may_hold_delimiters():
    assert read('a;b;c\n1;"x; y\nz; w";3\n')[1] == [(2, ["1", "x; y\nz; w", "3"])]
    assert read('a;b;c;d\n1;"x; y\nz";3;4\n')[1] == [(2, ["1", "x; y\nz", "3", "4"])]
    assert [one.text for one in read('a;b\n1;"x\ny";3\n')[2]] == ['1;"x\ny";3']


# -- encodings ---------------------------------------------------------------------------------------------------------

TEXT = "a;b\nÑANDÚ;más\nx;y\n"


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_each_encoding_reads_alike(name):
    assert read(TEXT.encode(name))[1] == [(2, ["ÑANDÚ", "más"]), (3, ["x", "y"])]


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(alphabet="abñÑáé", min_size=1, max_size=4), st.booleans()), min_size=1, max_size=20), st.integers(8, 64))
def test_each_line_is_read_in_its_own_encoding(lines, block):
    data = b"".join(text.encode("cp1252" if old else "utf-8") + b"\n" for text, old in lines)
    before, encoding.BLOCK = encoding.BLOCK, block
    try:
        with Utf8(io.BytesIO(data), file="f") as stream:
            told = stream.read().decode().splitlines()
            notes = Notes()
            stream.note(notes)
    finally:
        encoding.BLOCK = before
    # Two letters of Windows-1252 may happen to be one of UTF-8; none of these alphabets makes one.
    assert told == [text for text, _ in lines]
    old, new = (sum(not text.isascii() for text, cp1252 in lines if cp1252 is which) for which in (True, False))
    assert dict(notes) == ({("mixed_encodings" if new else "windows_1252", ""): old} if old else {})


def test_the_five_bytes_that_windows_1252_leaves_unassigned_are_read_all_the_same():
    assert read(b"a;b\n\x81\xd1;x\n")[1] == [(2, ["\x81Ñ", "x"])]


def test_the_stream_reads_like_a_file():
    with Utf8(io.BytesIO(TEXT.encode()), file="f") as stream:
        assert stream.readable()
        stream.skip_lines(1)
        assert io.BufferedReader(stream).read(3) == "ÑA".encode()
    with Utf8(io.BytesIO(b"sin fin de linea"), file="f") as stream:
        stream.skip_lines(2)
        assert stream.read() == b""


def test_a_line_without_end_is_no_table(monkeypatch):
    monkeypatch.setattr(encoding, "LONGEST_LINE", 1 << 20)
    with pytest.raises(Problem) as caught:
        read(b"a;b\n" + b"x" * (3 << 20))
    assert caught.value.code == "line_too_long"


# -- workbooks ---------------------------------------------------------------------------------------------------------


def book(write):
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as made:
        write(made)
    held.seek(0)
    return held


def rewritten(held, name, change):
    """The workbook with one of its parts changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(held) as source, zipfile.ZipFile(made, "w") as target:
        for member in source.infolist():
            data = source.read(member)
            target.writestr(member.filename, change(data) if member.filename == name else data)
    made.seek(0)
    return made


def batches(sheet):
    return list(sheet.batches(Notes()))


def test_a_workbook_says_numbers_days_and_yes_as_text():
    def write(made):
        sheet = made.add_worksheet("uno")
        day = made.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ["a", "b", "c", "d", "e"])
        sheet.write_row(1, 0, ["007", 7, 0.1 + 0.2])
        sheet.write_datetime(1, 3, __import__("datetime").datetime(2016, 2, 3), day)
        sheet.write_boolean(1, 4, True)

    (sheet,) = workbook.workbook(book(write), file="f.xlsx")
    assert batches(sheet)[0].rows.rows() == [(2, "007", "7", "0.3", "2016-02-03", "true")]


def test_a_table_may_stand_anywhere_on_its_sheet_and_lines_are_the_sheets_own():
    def write(made):
        sheet = made.add_worksheet("uno")
        sheet.write_row(2, 1, ["a", "b"])
        sheet.write_row(5, 1, ["x", "y"])
        sheet.write_formula(7, 2, "=1+1", None, "")
        sheet.write_formula(8, 9, "=1+1", None, 2)
        made.add_worksheet("oculta").hide()

    (sheet,) = workbook.workbook(book(write), file="f.xlsx")
    assert sheet.header == ("a", "b", "")
    (batch,) = batches(sheet)
    assert batch.rows.rows() == [(6, "x", "y", ""), (8, "", "", ""), (9, "", "", "2")]
    assert [(fault.line, fault.column, fault.rule) for fault in batch.faults] == [(8, 1, "formula"), (9, 2, "formula")]


def test_an_error_that_was_pasted_as_a_value_is_told_as_an_error():
    held = book(lambda made: made.add_worksheet("uno").write_column(0, 0, ["a", "x", "y"]))
    change = lambda data: data.replace(b'<c r="A3" t="s"><v>2</v></c>', b'<c r="A3" t="e"><v>#N/A</v></c>')  # noqa: E731
    (sheet,) = workbook.workbook(rewritten(held, "xl/worksheets/sheet1.xml", change), file="f.xlsx")
    (batch,) = batches(sheet)
    assert [(fault.line, fault.rule) for fault in batch.faults] == [(3, "error")]


def test_a_formula_in_the_header_or_in_a_column_of_nothing_is_nobodys():
    def write(made):
        sheet = made.add_worksheet("uno")
        sheet.write_formula(0, 0, "=A9", None, "a")
        sheet.write(1, 0, "x")
        sheet.write_formula(1, 3, "=A9", None, "")

    (sheet,) = workbook.workbook(book(write), file="f.xlsx")
    assert sheet.header == ("a", "")
    assert [(fault.line, fault.column) for fault in batches(sheet)[0].faults] == [(2, 1)]


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("xl/_rels/workbook.xml.rels", lambda data: data.replace(b"Relationship ", b"Other ")),
        ("xl/worksheets/sheet1.xml", lambda data: data.replace(b'r="A2"', b'r="2A"')),
        ("xl/worksheets/sheet1.xml", lambda data: data[: len(data) // 2]),
    ],
)
def test_a_damaged_workbook_is_refused_whole(part, change):
    def write(made):
        sheet = made.add_worksheet("uno")
        sheet.write(0, 0, "a")
        sheet.write_formula(1, 0, "=1+1", None, 2)

    with pytest.raises(Problem) as caught:
        workbook.workbook(rewritten(book(write), part, change), file="f.xlsx")
    assert caught.value.code == "workbook_broken"


def test_absolute_names_of_parts_are_found():
    held = book(lambda made: made.add_worksheet("uno").write_column(0, 0, ["a", "x"]))
    change = lambda data: data.replace(b'Target="worksheets', b'Target="/xl/worksheets')  # noqa: E731
    (sheet,) = workbook.workbook(rewritten(held, "xl/_rels/workbook.xml.rels", change), file="f.xlsx")
    assert batches(sheet)[0].rows.height == 1


def test_a_chart_sheet_is_no_table():
    def write(made):
        made.add_worksheet("uno").write_column(0, 0, ["a", 1, 2])
        chart = made.add_chart({"type": "line"})
        chart.add_series({"values": "=uno!$A$2:$A$3"})
        made.add_chartsheet("dibujo").set_chart(chart)

    assert [sheet.sheet for sheet in workbook.workbook(book(write), file="f.xlsx")] == ["uno"]


# -- JSON lines, zip ---------------------------------------------------------------------------------------------------


def test_json_keeps_numbers_as_written_and_lists_as_several(tmp_path):
    path = tmp_path / "f.jsonl"
    path.write_text('{"a": 1.50, "b": ["x", "y"]}\n\n{"a": true, "c": null}\n{"a": 1e400}\n', encoding="utf-8")
    ((sheet, rows),) = opened(path)
    assert sheet.header == ("a", "b", "c")
    assert sheet.open_ended
    assert rows == [(1, "1.50", f"x{MANY}y", ""), (3, "true", "", ""), (4, "1e400", "", "")]


def test_json_that_nests_without_end_or_writes_half_a_character_is_a_line_that_cannot_be_read(tmp_path):
    path = tmp_path / "f.jsonl"
    path.write_text('{"a": "x"}\n' + '{"a":' * 100_000 + "\n" + '{"a": "\\ud800"}\n{"a": "\\ud83d\\ude00"}\n', encoding="utf-8")
    (sheet,) = sheets(path, known=KNOWN)
    (batch,) = sheet.batches(Notes())
    assert [(one.line, one.rule) for one in batch.spoiled] == [(2, "json"), (3, "json")]
    assert batch.rows["line"].to_list() == [1, 4]


def test_json_lines_come_in_batches_and_names_that_come_late_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr(jsonlines, "ROWS", 2)
    monkeypatch.setattr(jsonlines, "LINES_FOR_HEADER", 3)
    path = tmp_path / "f.jsonl"
    path.write_text('{"a": 1}\n{"a": 2}\n{"a": false}\n{"b": 4}\n', encoding="utf-8")
    (sheet,) = sheets(path, known=KNOWN)
    told = list(sheet.batches(Notes()))
    assert [batch.rows.height for batch in told] == [2, 1]
    assert [(one.line, one.rule) for one in told[1].spoiled] == [(4, "json_names")]


def test_a_line_that_says_a_name_twice_goes_back_alone_and_only_declared_names_are_said(tmp_path):
    path = tmp_path / "f.jsonl"
    lines = ['{"a": 1, "b": 2}', '{"a": 1, "b": 2, "a": 1}', '{"a": 1, "EUSEBIA": 2, "EUSEBIA": 3}', '{"b": {"c": 1, "c": 2}}', '{"a": 5}']
    path.write_text("\n".join(lines), encoding="utf-8")
    (sheet,) = sheets(path, known=KNOWN)
    (batch,) = sheet.batches(Notes())
    told = [(one.line, one.rule, one.expected, one.text) for one in batch.spoiled]
    assert told == [
        (2, "json_twice", "a", lines[1]),
        (3, "json_twice", "un nombre que nadie declaró", lines[2]),
        (4, "json_twice", "c", lines[3]),
    ]
    assert batch.rows["line"].to_list() == [1, 5]


def test_a_zip_holds_workbooks_texts_and_what_is_no_table(tmp_path):
    held = book(lambda made: made.add_worksheet("uno").write_column(0, 0, ["a", "x"]))
    with zipfile.ZipFile(tmp_path / "f.zip", "w") as archive:
        archive.mkdir("carpeta")
        archive.writestr("carpeta/a.csv", "a;b\n1;2\n")
        archive.writestr("b.xlsx", held.getvalue())
        archive.writestr("oficio.pdf", b"%PDF")
    found = opened(tmp_path / "f.zip")
    assert [(sheet.file, sheet.sheet, sheet.beside, rows) for sheet, rows in found] == [
        ("f.zip/carpeta/a.csv", "", ("oficio.pdf",), [(2, "1", "2")]),
        ("f.zip/b.xlsx", "uno", ("oficio.pdf",), [(2, "x")]),
    ]


def test_a_workbook_in_a_zip_has_the_same_limit(tmp_path, monkeypatch):
    held = book(lambda made: made.add_worksheet("uno").write_column(0, 0, ["a", "x"]))
    with zipfile.ZipFile(tmp_path / "f.zip", "w") as archive:
        archive.writestr("b.xlsx", held.getvalue())
    monkeypatch.setattr("intertrata.registers.reading.opening.LARGEST", 10)
    with pytest.raises(Problem) as caught:
        sheets(tmp_path / "f.zip", known=KNOWN)
    assert caught.value.code == "workbook_too_large"


def test_a_file_nobody_may_read(tmp_path, monkeypatch):
    path = tmp_path / "f.csv"
    path.write_text("a;b\n1;2\n")

    def refuse(*_, **__):
        raise PermissionError

    monkeypatch.setattr(type(path), "open", refuse)
    with pytest.raises(Problem) as caught:
        sheets(path, known=KNOWN)
    assert caught.value.code == "file_unreadable"


def test_a_batch_without_columns_is_empty():
    from intertrata.registers.reading.sheet import frame

    assert frame([1], []).height == 1
    assert frame([1, 2], [pl.Series(["", None])]).height == 0
