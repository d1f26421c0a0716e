"""What a document writes as a value: read in every style of Peru, or asked back; never guessed, and missing is never zero."""

import csv
import re
from decimal import Decimal

import pytest
from asked_back import asked
from hypothesis import example, given
from hypothesis import strategies as st

from intertrata.vocabulary import amounts
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.number_words import HUNDREDS, SMALL, TENS, number
from intertrata.vocabulary.numeral_styles import values
from intertrata.vocabulary.numerals import Reading, read
from intertrata.vocabulary.sentences import sentence
from intertrata.vocabulary.statement import number_es

whole = st.integers(0, 10**13)
PLACES = 20  # the reader takes no more digits than a statement holds
decimals = st.integers(0, PLACES).flatmap(lambda places: st.decimals(-(10**12), 10**12, places=places)).map(lambda one: Decimal(f"{one:f}"))
MISSING = [one for one in code_list("statement_status") if one.kind in {"unknown", "left_out", "inside"}]
SEPARATED = re.compile(r"[0-9]+(?:[.,’'][0-9]+)+")
READ_AS = ["any", "number", "count", "yes_no", "date", "list", "text"]


def grouped(value, thousands, point, million=""):
    """A decimal in one style of writing: thousands, decimals and, where it has one, its own sign before the millions."""
    units, _, part = f"{value:,f}".partition(".")
    groups = units.split(",")
    head = (
        million.join([thousands.join(groups[:-2]), thousands.join(groups[-2:])]) if million and len(groups) > 2 else thousands.join(groups)
    )
    return f"{head}{point}{part}" if part else head


STYLES = {
    "plain": lambda value: f"{value:f}",
    "official": number_es,
    "blanks": lambda value: grouped(value, " ", "."),
    "narrow blanks": lambda value: grouped(value, "\u202f", "."),
    "apostrophes": lambda value: grouped(value, ",", ".", "’"),
    "straight apostrophes": lambda value: grouped(value, ",", ".", "'"),
    "swiss": lambda value: grouped(value, "'", "."),
    "points": lambda value: grouped(value, ".", ","),
    "international": lambda value: grouped(value, " ", ","),
}


@given(decimals, st.sampled_from(sorted(STYLES)), st.sampled_from(["", "S/ ", "S/. ", "US$ "]))
@example(Decimal("8231.751"), "blanks", "S/. ")
@example(Decimal("11000035.00"), "apostrophes", "S/ ")
@example(Decimal("-0.017820189552677184978060342814"), "plain", "")
def test_whatever_a_number_is_written_in_it_is_read_exactly_or_asked_back(value, style, money):
    part = f"{value:f}".partition(".")[2]
    if style in {"points", "international"} and len(part) == 3 and abs(value) < 1000:
        return  # «12,345» is what the official style says of 12345: these styles are then not accepted
    written = money + STYLES[style](value)
    try:
        found = read(written, "number")
    except Problem as problem:
        assert problem.code == "number_ambiguous"
        assert number_es(value) in problem.where["readings"]
    else:
        assert (found.kind, found.value) == ("number", value)


@given(whole, st.sampled_from(sorted(STYLES)))
def test_a_whole_number_that_counts_is_read_in_every_style(value, style):
    written = STYLES[style](Decimal(value))
    if style == "points" and len(written) < 8 and written.endswith(".000"):
        assert asked(written, "count") == ("number_ambiguous", [f"{value:,}", written])  # it may be one thing with three decimals
    else:
        assert read(written, "count").value == value


def test_every_figure_of_the_report_is_read_as_it_is_written_but_the_one_that_is_no_number(shared):
    with (shared / "data/informe-v/figures.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    told = {Decimal(row["value"]) for row in rows if row["value"]} | {Decimal("7.5")}  # 7.5 is written in a sentence, and no figure
    refused = set()
    for written in {text for row in rows for text in SEPARATED.findall(row["verbatim"])}:
        try:
            assert read(written, "number").value in told
        except Problem as problem:
            refused.add((written, problem.code))
    assert refused == {("157,159,000.000.00", "not_a_number")}


def spelled(value, feminine=False):
    """A number under a million of millions in words, as a Spanish grammar does it."""
    small = [one.split("|")[-1 if feminine else 0] for one in SMALL]
    if value < 30:
        return small[value]
    if value < 100:
        return f"{TENS[value // 10]} y {small[value % 10]}" if value % 10 else TENS[value // 10]
    if value == 100:
        return "cien"
    if value < 1000:
        stem = HUNDREDS[value // 100] + ("" if value < 200 else "as" if feminine else "os")
        return f"{stem} {spelled(value % 100, feminine)}".strip()
    if value < 10**6:
        thousands = "" if value < 2000 else spelled(value // 1000, feminine)
        return f"{thousands} mil {spelled(value % 1000, feminine)}".strip()
    millions = value // 10**6
    return f"{spelled(millions)} {'millon' if millions == 1 else 'millones'} {spelled(value % 10**6, feminine)}".strip()


@given(decimals.filter(lambda value: value >= 0), st.sampled_from(["%", " %", " por ciento", " %."]))
def test_a_percentage_keeps_its_sign_and_its_value_or_is_asked(value, sign):
    try:
        found = read(f"{value:f}{sign}", "number")
    except Problem as problem:
        assert problem.code == "number_ambiguous"
        assert number_es(value) in problem.where["readings"]
    else:
        assert (found.kind, found.value, found.unit) == ("percentage", value, sign.strip(" ."))


@given(st.integers(1, 10**12 - 1), st.booleans())
def test_every_number_in_words_is_read(value, feminine):
    said = spelled(value, feminine)
    assert number(said.split()) == value
    assert read(f"{said} casos", "count").value == value


@given(st.lists(st.sampled_from(["tres", "veinte", "cien", "mil", "millones", "y", "medio", "docenas", "otros"]), max_size=5))
def test_words_that_write_no_number_are_none(words):
    found = number(words)
    assert found is None or found > 0
    assert number([*words, "cinco", "seis"]) is None


@given(st.sampled_from(MISSING), st.sampled_from(READ_AS), st.data())
def test_what_is_missing_has_its_status_and_is_never_a_zero(status, expected, data):
    written = data.draw(st.sampled_from(status.writings))
    found = read(data.draw(st.sampled_from([written, written.upper(), f"  {written}. "])), expected)
    assert (found.kind, found.status, found.value, found.yes) == ("missing", status.code, None, None)


@given(st.text() | st.text("0123456789.,’ -–%S/()y amil"), st.sampled_from(READ_AS))
def test_any_text_is_read_or_asked_back_and_a_zero_is_only_read_where_one_is_written(text, expected):
    try:
        found = read(text, expected)
    except Problem as problem:
        assert sentence(problem)
        return
    assert found.as_written == text.strip()
    zero = any(end is not None and end == 0 for end in (found.value, found.low, found.high))
    assert not zero or "0" in text or {"cero", "ningun"} & {*text.lower().split()}
    assert (found.kind == "missing") == bool(found.status not in {"", "EST"})


@given(decimals, st.sampled_from(sorted(STYLES)))
def test_a_count_is_never_negative_and_never_a_fraction(value, style):
    try:
        found = read(STYLES[style](value), "count").value
    except Problem:
        return
    assert found >= 0
    assert found == int(found)


@pytest.mark.parametrize(
    ("text", "expected", "kind", "value"),
    [
        ("11’000,035.00", "number", "number", "11000035"),
        ("2’896,804.3", "number", "number", "2896804.3"),
        ("138,490’511,244", "number", "number", "138490511244"),
        ("S/ 1.5 millones", "number", "number", "1500000"),
        ("1,5 millones", "number", "number", "1500000"),
        ("1.2345 mil", "number", "number", "1234.5"),
        ("30 mil", "count", "number", "30000"),
        ("1,200 mil millones", "number", "number", "1200000000000"),
        ("1 millón 200 mil", "count", "number", "1200000"),
        ("12,345", "number", "number", "12345"),
        ("12,34", "number", "number", "12.34"),
        ("0,250", "number", "number", "0.250"),
        ("1.234", "count", "number", "1234"),
        ("8 231.751", "count", "number", "8231751"),
        ("1.2340", "number", "number", "1.234"),
        ("02 extranjeras", "count", "number", "2"),
        ("-S/ 100", "number", "number", "-100"),
        ("S/ -100", "number", "number", "-100"),
        ("- 83 varones", "count", "number", "83"),
        ("(160)", "count", "number", "160"),
        ("(0)", "number", "number", "0"),
        ("37%", "number", "percentage", "37"),
        ("100 %", "number", "percentage", "100"),
        ("Solo 3 casos", "count", "number", "3"),
        ("Total: 45", "count", "number", "45"),
        ("0,25 %", "count", "percentage", "0.25"),
        ("37 por ciento", "any", "percentage", "37"),
        ("doce", "count", "number", "12"),
        ("ciento veintitrés mil", "count", "number", "123000"),
        ("medio millón", "number", "number", "500000"),
        ("dos millones y medio", "number", "number", "2500000"),
        ("millón y medio", "number", "number", "1500000"),
        ("media docena", "count", "number", "6"),
        ("una docena", "count", "number", "12"),
        ("ninguno", "count", "number", "0"),
        ("Ningún caso.", "count", "number", "0"),
        ("doce (12) casos", "count", "number", "12"),
        ("1.234 (mil doscientos treinta y cuatro)", "number", "number", "1234"),
        ("83 varones (menores)", "count", "number", "83"),
        ("12 casos en el año 2016", "count", "number", "12"),
        ("83, en total", "count", "number", "83"),
        ("2016", "any", "number", "2016"),
    ],
)
def test_numbers_as_documents_write_them(text, expected, kind, value):
    found = read(text, expected)
    assert (found.kind, found.value) == (kind, Decimal(value))


@pytest.mark.parametrize(
    ("text", "expected", "readings"),
    [
        ("S/. 8 231.751", "number", ["8,231,751", "8,231.751"]),
        ("8 231,751", "number", ["8,231,751", "8,231.751"]),
        ("11’000.035", "number", ["11,000,035", "11,000.035"]),
        ("1.234", "any", ["1,234", "1.234"]),
        ("1.234 millones", "count", ["1,234,000,000", "1,234,000"]),
        ("12,345 %", "number", ["12,345", "12.345"]),
        ("(160)", "number", ["160", "-160"]),
        ("doce (13)", "count", ["12", "13"]),
        ("514, 243", "count", ["514,243", "514", "243"]),
        ("206 mujeres y 45 varones", "count", ["206", "45"]),
        ("doce mujeres y cinco varones", "count", ["12", "cinco"]),
        ("45 (3 de ellos niños)", "count", ["45", "3"]),
        ("2011-2016", "any", ["el período 2011 a 2016", "un rango de 2011 a 2016"]),
    ],
)
def test_what_may_mean_two_things_is_asked_with_both(text, expected, readings):
    assert asked(text, expected) == ("number_ambiguous", readings)


@pytest.mark.parametrize(
    ("text", "expected", "code"),
    [
        ("157,159,000.000.00", "number", "not_a_number"),
        ("157,159,000.000.00", "any", "not_a_number"),
        ("1" * 101, "number", "not_a_number"),
        ("2016 6,485,049.50", "number", "not_a_number"),
        ("varios", "count", "not_a_number"),
        ("miles de personas", "count", "not_a_number"),
        ("treinta y pico", "count", "not_a_number"),
        ("5² mil", "number", "number_in_prose"),
        ("S/N", "number", "not_a_number"),
        ("15/03/2016", "number", "number_in_prose"),
        ("Se capacitó a 83 personas", "count", "number_in_prose"),
        ("de 83 personas a más", "count", "number_in_prose"),
        ("más de la mitad", "count", "not_a_number"),
        ("10 y 15", "count", "number_ambiguous"),
        ("de diez y quince", "count", "not_a_number"),
        ("S/ 10 a 15%", "number", "number_ambiguous"),
        ("-5", "count", "count_negative"),
        ("menos de -5", "count", "count_negative"),
        ("12.5", "count", "count_not_whole"),
        ("15-10", "count", "range_reversed"),
        ("x" * 80, "number", "not_a_number"),
    ],
)
def test_what_is_no_number_or_cannot_be_counted_is_refused_with_the_reason(text, expected, code):
    assert asked(text, expected)[0] == code


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("de 10 a 15", {"kind": "range", "low": 10, "high": 15}),
        ("10-15", {"kind": "range", "low": 10, "high": 15}),
        ("10 – 15 casos", {"kind": "range", "low": 10, "high": 15, "unit": "casos", "counted": "casos"}),
        ("entre 10 y 15", {"kind": "range", "low": 10, "high": 15}),
        ("entre treinta y cuarenta y cinco", {"kind": "range", "low": 30, "high": 45}),
        ("treinta y cinco a cuarenta", {"kind": "range", "low": 35, "high": 40}),
        ("entre el 10% y el 15%", {"kind": "range", "low": 10, "high": 15, "unit": "%"}),
        ("10% - 15%", {"kind": "range", "low": 10, "high": 15, "unit": "%"}),
        ("S/ 10 - S/ 15", {"kind": "range", "low": 10, "high": 15, "unit": "S/"}),
        ("300 casos, aproximadamente", {"kind": "number", "value": 300, "status": "EST", "unit": "casos", "counted": "casos"}),
        ("de S/ 10 a S/ 15", {"kind": "range", "low": 10, "high": 15, "unit": "S/"}),
        ("más de 300", {"kind": "at_least", "low": 300, "beyond": True}),
        ("Al menos 300 víctimas", {"kind": "at_least", "low": 300, "unit": "víctimas", "counted": "víctimas"}),
        ("300 y más", {"kind": "at_least", "low": 300}),
        ("300 o más", {"kind": "at_least", "low": 300}),
        ("+300", {"kind": "at_least", "low": 300}),
        ("menos del 5%", {"kind": "at_most", "high": 5, "beyond": True, "unit": "%"}),
        ("no más de 20", {"kind": "at_most", "high": 20}),
        ("20 como máximo", {"kind": "at_most", "high": 20}),
        ("aproximadamente 300", {"kind": "number", "value": 300, "status": "EST"}),
        ("unas doce denuncias", {"kind": "number", "value": 12, "status": "EST", "unit": "denuncias", "counted": "denuncias"}),
        ("83 varones", {"kind": "number", "value": 83, "unit": "varones", "counted": "varones"}),
        ("37% de las víctimas", {"kind": "percentage", "value": 37, "unit": "%", "counted": "las víctimas"}),
        ("300 soles", {"kind": "number", "value": 300, "unit": "soles"}),
    ],
)
def test_ranges_bounds_and_units_are_kept_as_they_are_said(text, reading):
    assert read(text, "number") == Reading(as_written=text, **reading)


def test_an_amount_has_a_number_at_its_beginning():
    assert amounts.read("") is None
    assert amounts.read("(años)") is None
    assert amounts.read("casos (12)") is None
    assert values("0.5") == (Decimal("0.5"),)
    assert values("1’234’567,8") == (Decimal("1234567.8"),)
    assert values("1’234.567") == (Decimal("1234567"), Decimal("1234.567"))
    assert values("1,234’567") == ()
