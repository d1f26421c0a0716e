"""Periods: exact, readable in both directions, and never called what they are not."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.periods import Period, month, months, parse, semester, since, year

days = st.dates(date(1990, 1, 1), date(2050, 12, 31))


@st.composite
def periods(draw):
    start = draw(days)
    end = draw(st.none() | st.dates(start, date(2051, 12, 31)))
    return Period(start, end)


@st.composite
def whole_months(draw):
    first, last = sorted(draw(st.tuples(st.integers(1, 12), st.integers(1, 12))))
    return months(draw(st.integers(1990, 2050)), first, last)


@pytest.mark.parametrize(
    ("text", "of_year", "iso", "es"),
    [
        ("2016", None, "2016", "2016"),
        ("2016", 2016, "2016", "2016"),
        ("", 2016, "2016", "2016"),
        ("2016-05", None, "2016-05", "mayo de 2016"),
        ("2016-05-03", None, "2016-05-03", "el 3 de mayo de 2016"),
        ("setiembre 2016", None, "2016-09", "septiembre de 2016"),
        ("ENERO - DICIEMBRE", 2019, "2019", "2019"),
        ("ENE-AGO", 2017, "2017-01-01/2017-08-31", "enero a agosto de 2017"),
        ("enero a agosto del año 2017", None, "2017-01-01/2017-08-31", "enero a agosto de 2017"),
        ("primer semestre 2017", None, "2017-01-01/2017-06-30", "primer semestre de 2017"),
        ("2017 (1er Semestre)", None, "2017-01-01/2017-06-30", "primer semestre de 2017"),
        ("II SEMESTRE", 2017, "2017-07-01/2017-12-31", "segundo semestre de 2017"),
        ("tercer trimestre de 2020", None, "2020-07-01/2020-09-30", "tercer trimestre de 2020"),
        ("2011-2016", None, "2011-01-01/2016-12-31", "2011 a 2016"),
        ("mayo de 2016 a agosto de 2017", None, "2016-05-01/2017-08-31", "mayo de 2016 a agosto de 2017"),
        ("desde mayo de 2017", None, "2017-05-01/..", "desde el 1 de mayo de 2017"),
        ("desde enero hasta agosto de 2017", None, "2017-01-01/2017-08-31", "enero a agosto de 2017"),
        ("2017-01/2017-08", None, "2017-01-01/2017-08-31", "enero a agosto de 2017"),
        ("2017-01-01/..", None, "2017-01-01/..", "desde el 1 de enero de 2017"),
        ("2017-01-15/2017-02-03", None, "2017-01-15/2017-02-03", "del 15 de enero de 2017 al 3 de febrero de 2017"),
    ],
)
def test_a_period_is_read_and_named(text, of_year, iso, es):
    read = parse(text, of_year=of_year)
    assert (read.iso(), read.es) == (iso, es)


@pytest.mark.parametrize(
    ("text", "of_year"),
    [
        ("", None),
        ("enero", None),
        ("2016", 2017),
        ("2016-13", None),
        ("2016-02-30", None),
        ("2016-13/2017-01", None),
        ("tercer semestre 2016", None),
        ("foo 2016", None),
        ("foo 2016 2017", None),
        ("2016 2017 2018", None),
        ("2016 2017 enero", None),
        ("desde siempre", None),
        ("desde foo 2016", None),
        ("enero febrero marzo 2016", None),
        ("foo 2016 a enero 2017", None),
        ("enero 2016 a foo 2017", None),
    ],
)
def test_a_period_that_cannot_be_read_or_contradicts_itself_is_refused(text, of_year):
    with pytest.raises(Problem, match="period_unreadable"):
        parse(text, of_year=of_year)


def test_january_to_august_is_never_a_semester():
    assert "semestre" not in months(2017, 1, 8).es
    assert months(2017, 1, 8) != semester(2017, 1)


@given(whole_months())
def test_only_six_months_from_january_or_july_are_called_a_semester(period):
    assert ("semestre" in period.es) == (period in {semester(period.start.year, 1), semester(period.start.year, 2)})


@given(whole_months())
def test_the_spanish_name_of_whole_months_reads_back(period):
    assert parse(period.es) == period


@given(periods())
def test_the_iso_text_reads_back(period):
    assert parse(period.iso()) == period


def test_a_period_cannot_end_before_it_starts():
    with pytest.raises(Problem, match="period_reversed"):
        parse("agosto a enero de 2017")


@given(periods(), periods())
def test_to_overlap_is_to_share_a_day(one, other):
    latest = max(one.start, other.start)
    assert one.overlaps(other) == other.overlaps(one) == (latest in one and latest in other)


@given(periods(), periods())
def test_to_contain_is_to_hold_both_ends(one, other):
    last = other.end if other.end else date.max
    assert one.contains(other) == (other.start in one and last in one)


@given(periods())
def test_the_day_before_is_outside(period):
    assert period.start in period
    assert period.start - timedelta(days=1) not in period
    assert "2016" not in period


def test_periods_have_short_makers():
    assert month(2016, 2).end == date(2016, 2, 29)
    assert year(2016) == months(2016, 1, 12)
    assert since(date(2017, 1, 1)).end is None
