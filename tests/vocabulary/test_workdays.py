"""Business days: holidays only from the year of their law, decree days as data, and a reason for every day that does not count."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intertrata.vocabulary.territory import place
from intertrata.vocabulary.workdays import Calendar, DecreeDay, calendar, decree_days

days = st.dates(date(2012, 1, 1), date(2027, 12, 31))
decrees = st.frozensets(st.builds(DecreeDay, days, st.just("DS 000-0000-PCM")), max_size=40)
calendars = st.builds(Calendar, decrees)
few = st.integers(0, 60)


@given(calendars, days, few)
def test_what_is_added_is_between(one, start, many):
    due = one.add_workdays(start, many)
    assert one.is_workday(due)
    assert many == 0 or one.days_between(start, due) == many
    assert one.days_between(due, start) == -one.days_between(start, due)


@given(calendars, days, few, few)
def test_to_add_twice_is_to_add_once(one, start, first, more):
    begun = one.next_workday(start)
    assert one.add_workdays(one.add_workdays(begun, first), more) == one.add_workdays(begun, first + more)


@given(calendars, days, days)
def test_the_more_days_pass_the_more_are_counted(one, first, last):
    counted = one.days_between(first, last)
    assert one.days_between(first, last + timedelta(days=1)) - counted in {0, 1}


@given(decrees, decrees, days, st.integers(1, 40))
def test_a_decree_never_brings_a_day_nearer(before, added, start, many):
    assert Calendar(before | added).add_workdays(start, many) >= Calendar(before).add_workdays(start, many)


@given(calendars, days, st.integers(1, 40))
def test_a_walk_holds_every_day_and_says_why_one_does_not_count(one, start, many):
    steps = one.walk(start, many)
    assert [step.day for step in steps] == [start + timedelta(days=number) for number in range(1, len(steps) + 1)]
    assert [step.number for step in steps if step.number] == list(range(1, many + 1))
    assert all(bool(step.why) == (step.number == 0) == (not one.is_workday(step.day)) for step in steps)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2016, 3, 24), "feriado nacional: Jueves Santo"),
        (date(2016, 3, 27), "domingo"),
        (date(2016, 10, 8), "feriado nacional: Combate de Angamos"),
        (date(2016, 7, 30), "sábado"),
        (date(2016, 7, 27), ""),
        (date(2017, 7, 27), "día no laborable: DS 001-2017-PCM"),
        (date(2023, 1, 2), "día no laborable: DS 151-2022-PCM (por confirmar)"),
        (date(2016, 11, 17), ""),
    ],
)
def test_why_a_day_does_not_count(day, why):
    assert calendar().why_not(day) == why


@pytest.mark.parametrize(
    ("month", "day", "first", "name"),
    [
        (6, 7, 2024, "Batalla de Arica y Día de la Bandera"),
        (7, 23, 2023, "Día de la Fuerza Aérea del Perú"),
        (8, 6, 2022, "Batalla de Junín"),
        (12, 9, 2022, "Batalla de Ayacucho"),
    ],
)
def test_a_holiday_counts_from_the_year_of_its_law(month, day, first, name):
    for year in range(2010, 2031):
        assert ("feriado" in Calendar().why_not(date(year, month, day))) == (year >= first)
    assert Calendar().why_not(date(first, month, day)) == f"feriado nacional: {name}"


@pytest.mark.parametrize("year", [2016, 2017])
def test_the_holidays_of_the_years_of_the_report_are_those_of_article_6(year):
    firm = {(1, 1), (5, 1), (6, 29), (7, 28), (7, 29), (8, 30), (10, 8), (11, 1), (12, 8), (12, 25)}
    easter = {2016: {(3, 24), (3, 25)}, 2017: {(4, 13), (4, 14)}}[year]
    every = [date(year, 1, 1) + timedelta(days=number) for number in range(365)]
    assert {(day.month, day.day) for day in every if Calendar().why_not(day).startswith("feriado")} == firm | easter


def test_a_decree_of_one_place_holds_there_only():
    lima, cusco = calendar("150101"), calendar("080101")
    assert lima.why_not(date(2016, 11, 17)) == "día no laborable: DS 059-2016-PCM"
    assert cusco.is_workday(date(2016, 11, 17))
    assert calendar("07").decree(date(2018, 4, 13)).norm == "DS 022-2017-TR"


def test_a_decree_of_today_joins_those_of_the_file():
    added = DecreeDay(date(2016, 8, 29), "DS 099-2016-PCM", verified=True)
    assert calendar(decreed=[added]).why_not(added.day) == "día no laborable: DS 099-2016-PCM"
    assert calendar(decreed=[added]).decree(added.day) == added
    assert Calendar(frozenset({DecreeDay(date(2016, 7, 30), "DS")})).decree(date(2016, 7, 30)) is None


def test_the_file_names_for_each_day_its_norm_its_source_and_places_that_exist():
    told = decree_days()
    assert list(told) == sorted(told, key=lambda one: one.day)
    assert len({(one.day, one.scope) for one in told}) == len(told)
    for one in told:
        assert one.norm.startswith("DS ")
        assert one.source
        assert all(place(code) for code in one.scope)
        assert not Calendar().why_not(one.day).startswith("feriado")


def test_days_are_only_counted_forward():
    with pytest.raises(ValueError, match="forward"):
        Calendar().add_workdays(date(2016, 1, 1), -1)
