"""Cells, dates, numbers, codes, places, ages: what each writing means, and which rule each bad one breaks."""

import json
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intertrata.registers.checking.cells import known, mend_accents, tidy, tidy_text
from intertrata.registers.checking.codes import read_codes, read_texts
from intertrata.registers.checking.content import as_json
from intertrata.registers.checking.dates import _days, judge_date, read_dates
from intertrata.registers.checking.entities import read_entities
from intertrata.registers.checking.numbers import judge_decimal, judge_integer, read_decimals, read_integers, without_unit
from intertrata.registers.checking.people import derived_of_person
from intertrata.registers.checking.places import judge_ubigeo, read_place_names, read_ubigeos
from intertrata.registers.declaration import Column
from intertrata.registers.reading.sheet import MANY
from intertrata.vocabulary.records import Field, record_types
from intertrata.vocabulary.territory import codes

VICTIM = record_types()["victim"]


def column(field, **said):
    """A column that fills a field of a victim."""
    return Column("X", VICTIM.field(field) if isinstance(field, str) else field, **said)


def both(reading):
    """Values and faults of a reading, row by row: the value, or (rule, expected)."""
    faults = {row: (rule, expected) for row, rule, expected in reading.faults.rows()}
    return [faults.get(row, value) for row, value in enumerate(reading.value.to_list())]


def cells(*texts):
    return pl.Series(texts, dtype=pl.String)


# -- cells -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [
        ("  a  b\t\nc ", "a b c"), ("a\u00a0b", "a b"), ("Ma\u200bria", "Maria"), ("N\u0303", "Ñ"), ("\ufeffa", "a"), ("a\x01b", "a b"), ("a\x85b", "a b"),
        ("RT\u202e-321", "RT-321"), ("\u2066RT\u2069 \u061c1", "RT 1"), ("\u202a\u202c", ""),
        ("129-Ã‘", "129-Ñ"), ("asociaciÃ³n y Tráfico", "asociación y Tráfico"), ("Ã\x81ngel", "Ángel"), ("NÂº 5 â€“ más", "Nº 5 – más"),
        ("TRÃÁFICO", "TRÃÁFICO"), ("IRMÃ", "IRMÃ"), ("Ã\u20ac", "À"), ("«PERÚ» “JOSÉ”", "«PERÚ» “JOSÉ”"), ("Ãж", "Ãж"), ("O'Brien", "O'Brien"),
        ("'=1+1", "=1+1"), ("'-", "-"), ("''a", "'a"), ("'a", "'a"), (f"x{MANY}y", f"x{MANY}y"), (f" x {MANY}  y", f"x {MANY} y"), ("", ""), ("ok", "ok"),
    ],
)  # fmt: skip
def test_a_cell_is_tidied_of_what_no_person_meant(typed, tidied):
    assert tidy(cells(typed))[0].to_list() == [tidied]


@given(st.lists(st.text(max_size=8), max_size=6))
@settings(deadline=None)
def test_the_column_is_tidied_as_each_of_its_cells(texts):
    told, mended = tidy(cells(*texts))
    assert told.to_list() == [tidy_text(text) for text in texts]
    assert mended == sum(mend_accents(text) != text for text in texts)
    assert tidy(told)[0].to_list() == [tidy_text(text) for text in told]


@given(st.text(alphabet="abc áéíóúüñÑÁÉÍÓÚÜ¿¡º–“”", max_size=12))
def test_spanish_read_in_the_wrong_encoding_is_mended_and_spanish_read_right_stays(text):
    wrong = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())
    assert mend_accents(wrong) == text
    assert mend_accents(text) == text


def test_words_that_mean_that_nothing_is_known():
    told = known(cells("SD", "s/d", "-", "--", "", "N/A", "null", "NRI", "x", None), ["nri"])
    assert told.to_list() == [None] * 8 + ["x", None]
    assert known(cells("larguisimo"), ()).to_list() == ["larguisimo"]


# -- dates -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "text", "said"),
    [
        ("dd/mm/yyyy", "05/03/2016", "2016-03-05"), ("dd/mm/yyyy", "5/3/2016", "2016-03-05"), ("dd/mm/yyyy", "05-03-2016", "2016-03-05"),
        ("dd/mm/yyyy", "2016-03-05", "2016-03-05"), ("dd/mm/yyyy", "2016-03-05 00:00:00", "2016-03-05"), ("dd/mm/yyyy", "05/03/2016 10:30 p.m.", "2016-03-05"),
        ("dd/mm/yyyy", "2016-03-05T10:30:00.5-05:00", "2016-03-05"), ("dd/mm/yyyy", "2016", "2016"), ("dd/mm/yyyy", "05/2016", "2016-05"),
        ("dd/mm/yyyy", "2016-05", "2016-05"), ("dd/mm/yyyy", "29/02/2016", "2016-02-29"), ("yyyymmdd", "20160305", "2016-03-05"),
        ("ddmmyyyy", "05032016", "2016-03-05"), ("", "2016-03-05", "2016-03-05"),
        ("dd/mm/yyyy", "29/02/2015", "date_impossible"), ("dd/mm/yyyy", "31/02/2016", "date_impossible"), ("dd/mm/yyyy", "13/2016", "date_impossible"),
        ("dd/mm/yyyy", "00/00/1988", "date_zero"), ("dd/mm/yyyy", "00/05/1988", "date_zero"), ("dd/mm/yyyy", "1988-00", "date_zero"),
        ("dd/mm/yyyy", "05/03/16", "date_format"), ("dd/mm/yyyy", "05/03/0016", "date_range"), ("dd/mm/yyyy", "01/01/2101", "date_range"),
        ("d de mes de yyyy", "3 de mayo de 2016", "2016-05-03"), ("d de mes de yyyy", "MAYO DEL 2016", "2016-05"), ("d de mes de yyyy", "2016-05-03", "2016-05-03"),
        ("d de mes de yyyy", "31 de Setiembre de 2016", "date_impossible"), ("d de mes de yyyy", "3 de brumario de 2016", "date_format"),
        ("serial", "42430", "2016-03-01"), ("serial", "42430.75", "2016-03-01"), ("serial", "2016", "2016"), ("serial", "99999", "date_range"), ("serial", "424300", "date_format"),
        ("dd.mm.yy", "05.03.16", "2016-03-05"), ("dd.mm.yy", "5/3/1988", "date_format"), ("dd.mm.yy", "31.02.16", "date_impossible"), ("dd.mm.yy", "00.00.16", "date_zero"),
        ("", "05/03/2016", "date_format"), ("dd/mm/yyyy", "42430", "date_format"), ("dd/mm/yyyy", "ayer", "date_format"),
    ],
)  # fmt: skip
def test_a_date_is_read_or_says_what_is_wrong_with_it(form, text, said):
    verdict = judge_date(text, form, 1950)
    assert (verdict.value or verdict.rule) == said
    (got,) = both(read_dates(cells(text), form, 1950))
    assert got == (verdict.value or (verdict.rule, verdict.expected))


@settings(deadline=None)
@given(
    st.lists(
        st.one_of(
            st.none(), st.dates(date(1890, 1, 1), date(2110, 1, 1)).map(lambda day: f"{day:%d/%m/%Y}"), st.text("0123/- ", max_size=10)
        )
    )
)
def test_a_column_of_dates_is_read_as_each_of_its_cells(texts):
    expected = [None if text is None else judge_date(text, "dd/mm/yyyy") for text in texts]
    told = both(read_dates(cells(*texts), "dd/mm/yyyy"))
    assert told == [one and (one.value or (one.rule, one.expected)) for one in expected]


@settings(deadline=None)
@given(
    st.sampled_from(["", "dd/mm/yyyy", "dd.mm.yy", "d de mes de yyyy", "serial"]),
    st.lists(st.tuples(st.sampled_from(["12/05/2016", "12.05.16", "3 de mayo de 2016", "42430", "2016-05-12", "2016", "31/02/2016", ""]),
                       st.lists(st.sampled_from([" 10:30", "T10:30:00", " 9:05 p.m.", " 10:30:00.5-05:00", "Z", ":", " 25:99", " 1:2", "T"]), max_size=3))),
)  # fmt: skip
def test_a_column_of_dates_with_times_is_read_as_each_of_its_cells(form, parts):
    texts = [day + "".join(times) for day, times in parts]
    expected = [judge_date(text, form, 1950) for text in texts]
    assert both(read_dates(cells(*texts), form, 1950)) == [one.value or (one.rule, one.expected) for one in expected]


def test_times_that_differ_in_every_cell_leave_one_date_to_judge():
    texts = [f"3 de mayo de 2016 {hour:02}:{minute:02}" for hour in range(24) for minute in range(60)]
    assert _days(cells(*texts), "d de mes de yyyy").unique().to_list() == ["3 de mayo de 2016"]


# -- numbers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("17", "17"), ("007", "7"), ("17.0", "17"), ("1,234", "1234"), ("1 234", "1234"), ("-5", "-5"), ("-0", "0"), ("12345678901234567", "12345678901234567"),
        ("1.234.567", "1234567"), ("17.5", None), ("1.234", None), ("x", None), ("", None), ("1,23,4", None), ("1e3", None),
    ],
)  # fmt: skip
def test_a_whole_number_is_read_as_institutions_write_it(text, said):
    assert judge_integer(text, None, None).value == said
    assert both(read_integers(cells(text), None, None)) == [said or ("integer", "")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1,234", "1234"), ("1,234.50", "1234.5"), ("1.234,5", "1234.5"), ("1234,5", "1234.5"), ("1.234", "1.234"), ("0.10", "0.1"), ("S/ 1'234,567.00", "1234567"),
        ("S/. 20", "20"), ("20 soles", "20"), ("PEN 3.5", "3.5"), ("6 485 049.50", "6485049.5"), ("157,159,000.000.00", None), ("SPE", None), ("37%", None),
    ],
)  # fmt: skip
def test_an_amount_is_read_exactly_or_not_at_all(text, said):
    assert judge_decimal(text, None, None).value == said
    assert both(read_decimals(cells(text), None, None)) == [said or ("decimal", "")]


@pytest.mark.parametrize(("first", "year"), [(1900, 1949), (1950, 2049), (1949, 1949), (1930, 1949)])
def test_two_digits_mean_a_year_of_the_hundred_that_begin_with_the_declared_one(first, year):
    assert judge_date("07/01/49", "dd/mm/yy", first).value == f"{year}-01-07"


def test_the_word_written_after_a_number_goes_and_no_other_does():
    told = without_unit(cells("17 años", "17AÑOS", "1 año", "17", "años", "17 meses", None), ("años", "año"))
    assert told.to_list() == ["17", "17", "1", "17", "años", "17 meses", None]


@settings(deadline=None)
@given(st.lists(st.integers(-5, 300)), st.sampled_from([(0, 110), (None, 110), (0, None)]))
def test_limits_hold_for_a_column_as_for_each_number(numbers, limits):
    low, high = limits
    told = both(read_integers(cells(*map(str, numbers)), low, high))
    expected = f"{'' if low is None else low}–{'' if high is None else high}"
    fits = [(low is None or number >= low) and (high is None or number <= high) for number in numbers]
    assert told == [str(number) if fit else ("range", expected) for number, fit in zip(numbers, fits, strict=True)]


# -- codes -------------------------------------------------------------------------------------------------------------


def test_a_mapping_understands_its_own_words_to_the_letter_first_and_without_accents_after():
    articles = column("status", codes={"129-N": "presumed", "129-Ñ": "confirmed", "Única": ""})
    assert both(read_codes(cells("129-Ñ", "129-n", "129 N", "UNICA", "Úni", None), articles)) == [
        "confirmed", "presumed", ("code", "129-N"), None, ("code", "Única"), None,
    ]  # fmt: skip


def test_a_mapping_may_say_what_everything_else_is():
    assert both(read_codes(cells("A", "zzz"), column("status", codes={"A": "presumed", "*": ""}))) == ["presumed", None]


def test_a_list_is_understood_by_label_code_or_other_writing_and_narrowed_by_prefix():
    country = column("nationality", list_es=True)
    assert both(read_codes(cells("PERUANA", "per", "Bolivia", "Ruritania"), country)) == ["PER", "PER", "BOL", ("code", "Mauritania")]
    district = column("jurisdiction", list_es=True, prefix="df_")
    assert both(read_codes(cells("LAMBAYEQUE", "lambayeqe"), district)) == ["df_lambayeque", ("code", "Lambayeque")]


def test_without_mapping_or_labels_only_the_code_itself_is_understood():
    assert both(read_codes(cells("PER", "col", "Perú", "PEX"), column("nationality"))) == ["PER", "COL", ("code", "PER"), ("code", "MEX")]


def test_several_codes_are_a_list_and_one_bad_one_sends_the_row_back():
    purposes = column("purpose", list_es=True, separator=";")
    assert both(read_codes(cells("Mendicidad; explotación sexual;Mendicidad", "Mendicidad;magia", ";", "Mendicidad"), purposes)) == [
        '["begging","sexual"]', ("code", "nada"), None, '["begging"]',
    ]  # fmt: skip
    assert both(read_codes(cells(f"Mendicidad{MANY}Otra finalidad"), column("purpose", list_es=True))) == ['["begging","other"]']


def test_yes_and_no():
    told = read_codes(cells("Sí", "NO", "verdadero", "0", "X", "quizá"), column("rescued"))
    assert both(told) == ["true", "false", "true", "false", "true", ("code", "SI; NO")]
    told = read_codes(cells("SI", "true", "no se", "zzz"), column("rescued", codes={"SI": "true", "NO SE": ""}))
    assert both(told) == ["true", "true", None, ("code", "SI; NO SE")]


def test_several_texts_are_a_list_each_once():
    assert both(read_texts(cells("1-2016", "1-2016; 2-2016;1-2016", ";", 'a"b', f"x{MANY}y", None), ";")) == [
        '["1-2016"]', '["1-2016","2-2016"]', None, '["a\\"b"]', '["x","y"]', None,
    ]  # fmt: skip
    assert both(read_texts(cells("1;2", f"x{MANY}y"), "")) == ['["1;2"]', '["x","y"]']


# -- places ------------------------------------------------------------------------------------------------------------


def test_a_ubigeo_is_of_inei_or_says_of_which_scheme_it_is():
    only_reniec = min(code for code in codes("reniec") - codes("inei") if len(code) == 6)
    told = both(read_ubigeos(cells("140101", "40101", "1", "14", "999999", "CHICLAYO", only_reniec, None), "inei"))
    assert told == [
        "140101", "040101", "01", "14", ("ubigeo_unknown", "INEI"), ("ubigeo_malformed", "INEI"), ("ubigeo_other_scheme", "INEI (RENIEC)"), None,
    ]  # fmt: skip
    assert read_ubigeos(cells("40101", "140101", "40101"), "inei").mended == {"leading_zero": 2}


def test_a_ubigeo_of_reniec_becomes_the_one_of_inei(monkeypatch):
    assert judge_ubigeo("130101", "reniec").value == "140101"
    monkeypatch.setattr("intertrata.registers.checking.places.convert", lambda place, scheme: None)
    assert judge_ubigeo("130101", "reniec").rule == "ubigeo_no_twin"


def test_places_told_by_names():
    names = [
        cells("Lambayeque", "LAMBAYEQUE", None, "Pucallpa", "Lambayeque", "Tayacaja"),
        cells("Ferreñafe", None, "x", None, "Cusco", None),
    ]
    told = both(read_place_names([*names, cells(None, "Chiclayo", None, None, None, None)]))
    assert told == ["1402", "140101", None, ("place_is_a_city", "Ucayali"), ("place_unknown", "nada"), ("place_is_lower", "Huancavelica")]


# -- persons -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "birth", "event", "said"),
    [
        ("17", None, None, ("17", "true", "a12_17")), ("30", None, "2016", ("30", "false", "a30_59")), ("0", None, None, ("0", "true", "a00_05")),
        (None, "1999-05-05", "2017-05-04", ("17", "true", "a12_17")), (None, "1999-05-05", "2017-05-05", ("18", "false", "a18_29")),
        (None, "1999", "2017-05-04", (None, None, None)), (None, "1990", "2017-05", (None, "false", None)), (None, "2005-07", "2016-06-30", ("10", "true", "a06_11")),
        (None, "2020-01-01", "2016-01-01", (None, None, None)), (None, None, "2016-01-01", (None, None, None)), (None, "1999-05-05", None, (None, None, None)),
        ("19", "2000-01-01", "2016-01-01", ("19", None, None)), ("17", "1990-01-01", "2016-01-01", ("17", None, None)),
        ("17", "1999-01-01", "2016-12-01", ("17", "true", "a12_17")), ("61", "1990-01-01", "2016-01-01", ("61", "false", "a60_plus")),
    ],
)  # fmt: skip
def test_age_minority_and_age_group_follow_from_what_is_said_and_doubt_stays_doubt(age, birth, event, said):
    row = pl.DataFrame({"age": cells(age), "birth_date": cells(birth), "event_date": cells(event)})
    assert derived_of_person(row).row(0) == said


@given(st.dates(date(1930, 1, 1), date(2015, 12, 31)), st.integers(0, 30_000))
@settings(deadline=None)
def test_the_age_by_dates_is_the_number_of_birthdays(birth, days):
    event = birth + timedelta(days=days)
    birthdays = sum(
        (birth.month, birth.day) <= (event.month, event.day) or year < event.year for year in range(birth.year + 1, event.year + 1)
    )
    row = pl.DataFrame({"age": cells(None), "birth_date": cells(birth.isoformat()), "event_date": cells(event.isoformat())})
    assert derived_of_person(row)["age"][0] == str(birthdays)


# -- content -----------------------------------------------------------------------------------------------------------

texts = st.text(alphabet='añÑ"\\/{}:,ж€ ', max_size=6)


@given(
    st.lists(
        st.tuples(st.one_of(st.none(), texts), st.one_of(st.none(), st.integers(0, 9)), st.one_of(st.none(), st.lists(texts, min_size=1))),
        min_size=1,
    )
)
@settings(deadline=None)
def test_rows_as_json_say_what_is_known_and_nothing_else(rows):
    said = {
        "b": ("text", cells(*(text for text, _, _ in rows))),
        "a": ("integer", cells(*(None if number is None else str(number) for _, number, _ in rows))),
        "c": ("texts", cells(*(None if many is None else json.dumps(many, ensure_ascii=False) for _, _, many in rows))),
    }
    told = [json.loads(text) for text in as_json(said, rows=len(rows))]
    expected = [{"b": text, "a": number, "c": many} for text, number, many in rows]
    assert told == [{name: value for name, value in one.items() if value is not None} for one in expected]


def test_rows_without_fields_are_empty_objects():
    assert as_json({}, rows=2).to_list() == ["{}", "{}"]


def test_the_order_of_columns_changes_no_text():
    one, other = ("text", cells("x")), ("text", cells("y"))
    assert as_json({"a": one, "b": other}, rows=1).to_list() == as_json({"b": other, "a": one}, rows=1).to_list() == ['{"a":"x","b":"y"}']


def test_a_field_without_list_cannot_be_read_by_list():
    assert Field("x", "text", "X").list == ""


# -- entities ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("20131312955", "20131312955"), ("20 131312955", "20131312955"), ("10054148289", ("entity", "20…")), ("10 05414828 9", ("entity", "20…")),
        ("15054148289", ("entity", "20…")), ("05414828", ("entity", "20…")), ("2013131295", ("entity", "20…")), ("201313129550", ("entity", "20…")),
        ("20-10054148289", ("entity", "20…")), ("٢٠131312955", ("entity", "20…")), ("MUNICIPALIDAD", ("entity", "20…")), (None, None),
    ],
)  # fmt: skip
def test_the_ruc_of_an_entity_is_read_and_that_of_a_person_is_refused(written, read):
    assert both(read_entities(cells(written))) == [read]


def test_whatever_register_says_an_entity_it_is_checked():
    kinds = [(kind.name, field) for kind in record_types().values() for field in kind.fields if field.name == "entity"]
    assert {(name, field.type) for name, field in kinds} == {("inspection", "entity"), ("operation", "entity")}
