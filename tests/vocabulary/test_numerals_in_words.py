"""What a document writes where it writes no number: yes or no, days, lists, why nothing is told, texts; asked back where it may mean two things."""

from datetime import date

import pytest
from asked_back import asked
from hypothesis import given
from hypothesis import strategies as st

from intertrata.vocabulary.numerals import Reading, missing, read


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("Sí", True),
        ("SI", True),
        ("Si, cuenta con dos", True),
        ("Sí cuenta", True),
        ("Se cuenta con un albergue", True),
        ("No", False),
        ("No cuenta con albergues", False),
        ("Ninguno", False),
    ],
)
def test_yes_and_no_are_read_where_they_are_asked(text, yes):
    assert read(text, "yes_no") == Reading("yes_no", text, yes=yes)


@pytest.mark.parametrize("text", ["Si hubiera presupuesto", "No solo en Lima", "No, pero sí atiende", "Sí y no", "En trámite", "¿?", "3"])
def test_what_says_neither_yes_nor_no_is_asked(text):
    assert asked(text, "yes_no") == ("yes_no_unclear", None)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("15 de marzo de 2016", "2016-03-15"),
        ("El 1º de setiembre del año 2016.", "2016-09-01"),
        ("quince de marzo de dos mil dieciséis", "2016-03-15"),
        ("15/03/2016", "2016-03-15"),
        ("5.3.2016", "2016-03-05"),
        ("03/2016", "2016-03"),
        ("2016-03-15", "2016-03-15"),
        ("marzo de 2016", "2016-03"),
        ("2016", "2016"),
    ],
)
def test_dates_are_read_with_the_day_before_the_month(text, iso):
    assert read(text, "date").period.iso() == iso
    assert text == "2016" or read(text, "any").period.iso() == iso


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2016",
        "03/25/2016",
        "15/03/16",
        "15 de marzo",
        "treinta y dos de marzo de 2016",
        "tantos de marzo de 2016",
        "15 de marzo de mil millones",
        "15 de Lima de 2016",
        "1 de marzo de 99999999999999999999",
        "pronto",
    ],
)
def test_a_date_that_no_calendar_has_or_that_may_be_another_is_asked(text):
    assert asked(text, "date") == ("date_unreadable", None)


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["{0.day}/{0.month}/{0.year}", "{0:%d-%m-%Y}", "{0:%Y-%m-%d}", "{0:%d.%m.%Y}"]),
)
def test_a_day_in_any_form_reads_back(day, form):
    period = read(form.format(day), "date").period
    assert (period.start, period.end) == (day, day)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Lima, Cusco y Puno", ("Lima", "Cusco", "Puno")),
        ("Lima y Cusco", ("Lima", "Cusco")),
        ("Lima", ("Lima",)),
        ("Mujer y Poblaciones Vulnerables; Educación", ("Mujer y Poblaciones Vulnerables", "Educación")),
        ("• Lima\n• Cusco, ciudad\n", ("Lima", "Cusco, ciudad")),
        ("1. Lima\r\nb) Cusco", ("Lima", "Cusco")),
        ("Ninguno", ()),
    ],
)
def test_a_list_is_parted_by_its_strongest_sign(text, items):
    assert read(text, "list") == Reading("list", text.strip(), items=items)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", "BLANK"),
        (" — ", "DASH"),
        ("No cuenta con información", "SD"),
        ("No cuenta con información sobre albergues", "SD"),
        ("No se registra información", ""),
        ("No cuenta con información, pero registró víctimas", ""),
        ("No cuenta con información de 2016", ""),
        ("No corresponde a esta entidad", ""),
        ("Estimado", ""),
    ],
)
def test_why_a_value_is_missing_is_read_and_what_takes_it_back_is_not_missing(text, status):
    assert missing(text) == status


@pytest.mark.parametrize(
    "text", ["No cuenta con albergues", "Un proyecto que se ejecuta en la zona", "206 mujeres y 45 varones", "DS 001-2016-PCM", "002-2016"]
)
def test_a_text_of_which_nothing_is_asked_stays_a_text(text):
    assert read(text) == Reading("text", text)
    assert read(text, "text") == Reading("text", text)


def test_yes_alone_is_a_yes_where_nothing_is_asked():
    assert (read("Sí").yes, read("No").yes) == (True, False)
