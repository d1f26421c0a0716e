"""Rows as they say it: what cannot be read stops with its place, what is no number is kept as text."""

import pytest
from small_statements import numbered, say

from intertrata.figures.audit.reading import COLUMNS, of_rows, read
from intertrata.vocabulary.errors import Problem

HEAD = ",".join(COLUMNS)
ROW = "A,7,x,text,births,INEI,,Perú,2020-01-01,2020-12-31,,12,persons,,«12 personas»"


def written(tmp_path, *lines, head=HEAD):
    path = tmp_path / "said.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


def of(**more):
    return of_rows(numbered([say("births", 12) | more]))[0]


def test_a_row_is_read_as_it_says(tmp_path):
    (one,) = read(written(tmp_path, ROW, ""))
    assert (one.id, one.line, one.indicator, one.value, one.unit, one.loose) == ("A", 7, "births", 12, "persons", True)
    assert one.end - one.start == 365
    assert (one.place, one.teller, one.source) == ("", "INEI", "")


def test_columns_stand_in_any_order(tmp_path):
    head = ",".join(reversed(COLUMNS))
    (one,) = read(written(tmp_path, ",".join(reversed(ROW.split(","))), head=head))
    assert (one.id, one.value) == ("A", 12)


@pytest.mark.parametrize(
    ("lines", "code", "where"),
    [
        ([ROW.replace("2020-12-31", "2020-13-31")], "audit_period_unreadable", {"line": 2, "column": "period_end", "text": "2020-13-31"}),
        ([ROW.replace("2020-01-01", "en 2020")], "audit_period_unreadable", {"line": 2, "column": "period_start"}),
        ([ROW, ROW], "audit_id_twice", {"line": 3, "other": 2}),
        ([ROW.replace(",7,", ",siete,", 1)], "audit_line_unreadable", {"line": 2, "text": "siete"}),
        ([f"{ROW},more"], "audit_file_torn", {"line": 2}),
        ([ROW.replace("«12 personas»", '"12 personas')], "audit_file_torn", {}),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(tmp_path, lines, code, where):
    with pytest.raises(Problem) as caught:
        read(written(tmp_path, *lines))
    assert caught.value.code == code
    assert caught.value.where.items() >= where.items()
    assert "said.csv" in caught.value.where["file"]


def test_a_file_that_lacks_columns_names_them(tmp_path):
    with pytest.raises(Problem) as caught:
        read(
            written(
                tmp_path, head="id,line,axis,table,indicator,institution,source_system,territory,period_start,period_end,value,unit,status"
            )
        )
    assert (caught.value.code, caught.value.where["columns"]) == ("audit_no_column", ["dimension", "verbatim"])
    empty = tmp_path / "empty.csv"
    empty.write_text("", encoding="utf-8")
    with pytest.raises(Problem, match="audit_no_column"):
        read(empty)


def test_a_file_that_is_absent_or_no_text_is_told(tmp_path):
    with pytest.raises(Problem, match="audit_file_missing"):
        read(tmp_path / "none.csv")
    path = tmp_path / "said.csv"
    path.write_bytes(b"id\n\xff\n")
    with pytest.raises(Problem) as caught:
        read(path)
    assert (caught.value.code, caught.value.where["line"]) == ("audit_file_not_text", 2)


def test_months_and_years_alone_are_whole():
    one = of(period_start="2020-02", period_end="2020-02")
    assert one.end - one.start == 28
    one = of(period_start="2020", period_end="2021")
    assert one.end - one.start == 730
    one = of(period_start="", period_end="2020-12")
    assert one.start is None
    assert one.end


@pytest.mark.parametrize(
    ("text", "value", "digits"),
    [
        ("12", "12", 0),
        ("12.50", "12.50", 2),
        ("-3", "-3", 0),
        ("1,234.5", "1234.5", 1),
        ("1.234.5", None, 0),
        ("", None, 0),
        ("SD", None, 0),
    ],
)
def test_a_value_is_what_its_column_writes(text, value, digits):
    one = of(value=text)
    assert (None if one.value is None else str(one.value), one.digits) == (value, digits)


def test_categories_notes_and_totals_are_told_apart():
    one = of(dimension="sex=female;approx=yes; printed_unit=casos;;age=total")
    assert one.cats == (("sex", "female"),)
    assert one.notes == {"approx": "yes", "printed_unit": "casos", "declared": "total"}


def test_everybody_and_everywhere_are_empty():
    rows = [say("births", 1, territory="Bolivia"), say("births", 2, territory="Bolivia"), say("births", 3, territory="Argentina")]
    rows += [say("births", 4, institution="Varias entidades", territory="NACIONAL"), say("births", 5, territory="", institution="")]
    told = of_rows(numbered(rows))
    assert [one.place for one in told] == ["", "", "Argentina", "", ""]
    assert [one.teller for one in told] == ["Agencia", "Agencia", "Agencia", "", ""]


def test_a_statement_that_only_says_of_what_is_a_base():
    assert of(dimension="denominator=yes").is_base
    assert not of(dimension="denominator=INEI").is_base
