"""Dates as far as they are known."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intertrata.identity import dates
from intertrata.identity.dates import AGE, DAY, EPOCH, MONTH, YEAR, ages, birth, from_age, span


def between(known):
    return (EPOCH.fromordinal(EPOCH.toordinal() + known.low), EPOCH.fromordinal(EPOCH.toordinal() + known.high), known.precision)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2001-02-28", (date(2001, 2, 28), date(2001, 2, 28), DAY)),
        ("2000-02", (date(2000, 2, 1), date(2000, 2, 29), MONTH)),
        (" 1999 ", (date(1999, 1, 1), date(1999, 12, 31), YEAR)),
    ],
)
def test_a_partial_date_is_a_span(text, expected):
    assert between(span(text)) == expected
    assert span(text).day == expected[0]


@pytest.mark.parametrize("text", ["", "2001-02-30", "2001-13", "1850", "2101", "01/02/2001", "ayer"])
def test_what_is_no_date_is_unknown(text):
    assert span(text) is None


def test_first_of_january_is_only_its_year():
    assert birth("1990-01-01").precision == YEAR
    assert birth("1990-01-02").precision == DAY
    assert birth("") is None


@pytest.mark.parametrize(("text", "precision"), [("1971-13-19", YEAR), ("1945-04-93", MONTH), ("2001-02-30", MONTH), ("1850-01-01", None)])
def test_of_a_birth_that_cannot_be_what_stands_before_the_slip_is_kept(text, precision):
    assert (birth(text) and birth(text).precision) == precision


@given(st.dates(date(1930, 1, 1), date(2020, 12, 31)), st.dates(date(2000, 1, 1), date(2030, 12, 31)))
def test_an_age_allows_the_true_birth(born, day):
    if born > day:
        return
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    known = from_age(age, span(day.isoformat()))
    assert known.low <= (born - EPOCH).days <= known.high or (born.month, born.day) == (2, 29)
    assert known.precision == AGE
    assert known.high - known.low <= 366


def test_an_age_nobody_has_is_unknown():
    on = span("2016-02-29")
    assert from_age(111, on) is None
    assert from_age(-1, on) is None
    assert from_age(1, on).precision == dates.AGE


def test_spans_allow_a_lowest_and_a_highest_age():
    assert ages(span("2000-06-15"), span("2018-06-14"))[0] == 17
    assert ages(span("2000-06-15"), span("2018-06-15")) == (18, 18)
    assert ages(span("2000"), span("2018-06-15")) == (17, 18)
    assert ages(span("2010"), span("2008")) == (0, 0)
