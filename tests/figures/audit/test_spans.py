"""Times inside times, and words of time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_statements import found, holding, kinds, say, year

DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def month(number):
    return {"period_start": f"2020-{number:02d}-01", "period_end": f"2020-{number:02d}-{DAYS[number - 1]}"}


def half(number):
    return {"period_start": "2020-01-01" if number == 1 else "2020-07-01", "period_end": "2020-06-30" if number == 1 else "2020-12-31"}


@given(st.lists(st.integers(1, 500), min_size=12, max_size=12), st.integers(-300, 300))
def test_twelve_months_make_their_year(values, wrong):
    rows = [say("fires_reported", value, **month(at)) for at, value in enumerate(values, start=1)]
    told = kinds(*rows, say("fires_reported", sum(values) + wrong))
    assert ("sum" in told) is (wrong != 0 and sum(values) + wrong not in values)


def test_halves_and_months_are_both_parts():
    rows = [say("fires_reported", 10, **month(at)) for at in range(1, 13)]
    rows += [say("fires_reported", 60, **half(1)), say("fires_reported", 61, **half(2)), say("fires_reported", 120)]
    assert kinds(*rows).count("sum") == 2


def test_what_is_missing_makes_less_but_never_more():
    rows = [say("fires_reported", 50, **month(at)) for at in (1, 2, 5)]
    assert kinds(*rows, say("fires_reported", 400)) == []
    assert kinds(*rows, say("fires_reported", 120)) == ["sum"]
    first = [say("fires_reported", 50, **month(at)) for at in (1, 2, 3)]
    assert kinds(*first, say("fires_reported", 400)) == [], "they follow each other, and stop before the year does"


def test_acts_told_lot_by_lot_are_not_added():
    rows = [say("workshops", 40, unit="events", **half(1)), say("workshops", 30, unit="events", **half(2))]
    assert kinds(*rows, say("workshops", 90, unit="events")) == []
    assert kinds(*rows, say("workshops", 35, unit="events")) == []
    table = [row | {"table": "T1"} for row in rows]
    assert kinds(*table, say("workshops", 90, unit="events")) == ["sum"]


def test_what_stands_is_not_added():
    rows = [say("beds", 50, **year(2019)), say("beds", 60, **year(2020))]
    both = {"period_start": "2019-01-01", "period_end": "2020-12-31"}
    assert kinds(*rows, say("beds", 60, **both)) == []
    assert holding(*rows, say("beds", 110, **both)) == ["CAB"]
    enrolled = [row | {"indicator": "pupils_enrolled"} for row in rows]
    assert kinds(*enrolled, say("pupils_enrolled", 60, **both)) == []
    assert kinds(*enrolled, say("pupils_enrolled", 140, **both)) == ["sum"]


def test_a_part_of_a_time_is_no_more_than_the_time():
    both = {"period_start": "2019-01-01", "period_end": "2020-12-31"}
    rows = [say("offices_with_budget", 4), say("offices_with_budget", 3, **both)]
    assert found(*rows) == [("order", "AB", "proved")]
    assert kinds(say("fires_reported", 400, dim="approx=yes"), say("fires_reported", 300, **both)) == []


def test_one_number_of_a_year_and_of_more_than_it():
    longer = {"period_start": "2020-01-01", "period_end": "2021-06-30"}
    assert found(say("fires_reported", 67), say("fires_reported", 67, **longer)) == [("period", "BA", "likely")]
    assert kinds(say("fires_reported", 7), say("fires_reported", 7, **longer)) == []
    assert kinds(say("beds", 67), say("beds", 67, **longer)) == []
    assert kinds(say("fires_reported", 67, **half(2)), say("fires_reported", 67)) == []


def test_a_number_that_another_says_of_less_time():
    longer = {"period_start": "2020-01-01", "period_end": "2021-06-30"}
    rest = {"period_start": "2021-01-01", "period_end": "2021-06-30"}
    rows = [say("calls_answered", 225, institution="A", **longer), say("calls_answered", 225, institution="B")]
    assert kinds(*rows) == []
    assert found(*rows, say("calls_answered", 93, institution="B", **rest)) == [("period", "ABC", "likely")]
    assert kinds(rows[0], rows[1] | {"period_end": "2021-06-30"}) == []
    assert kinds(*[row | {"indicator": "beds"} for row in rows]) == []


def test_a_time_that_ends_before_it_begins():
    assert found(say("beds", 3, period_end="2019-12-31")) == [("period", "A", "proved")]


@pytest.mark.parametrize(
    ("words", "columns", "wrong"),
    [
        ("de enero a agosto se contaron 40", half(1), True), ("entre enero y junio, 40", half(1), False),
        ("de enero a junio, 40, y de enero a marzo", half(1), False), ("en el primer semestre hubo 40", year(2020), True),
        ("en el primer semestre hubo 40", half(1), False), ("este año hubo 40", {"period_start": "2019-01-01"} | {"period_end": "2020-06-30"}, True),
        ("este año hubo 40", year(2020), False), ("en el 2019 hubo 40", year(2020), True), ("en el 2020 hubo 40", year(2020), False),
        ("en el primer semestre 12, y en todo el año 40", year(2020), False), ("hubo 40, y en el primer semestre 12", year(2020), False),
        ("hubo 40; mientras que en el 2019", year(2020), False), ("de 2018 a 2019 hubo 40", year(2020), False),
        ("en el 2019 hubo muchos", year(2020), False), ("durante septiembre", year(2020), False),
        ("de julio a septiembre, 40", {"period_start": "2020-07-01", "period_end": "2020-09-30"}, False),
    ],
)  # fmt: skip
def test_words_of_time_against_columns(words, columns, wrong):
    assert found(say("fires_reported", 40, words, **columns)) == ([("period", "A", "likely")] if wrong else [])


def test_a_reader_who_noted_the_words_proves_them():
    longer = {"period_start": "2019-01-01", "period_end": "2020-06-30"}
    assert found(say("beds", 40, dim="printed_period=este_ano", **longer)) == [("period", "A", "proved")]
    assert kinds(say("beds", 40, "este año hay 40", **longer)) == [], "what stands may be told of a longer time"
    assert kinds(say("beds", 40, "en el primer semestre hubo 40")) == ["period"]
    assert kinds(say("beds", 40, dim="printed_period=otro", **longer)) == []


def test_a_longer_time_in_which_next_to_nothing_more_happened():
    longer = {"period_start": "2020-01-01", "period_end": "2021-06-30"}
    rows = [say("cases", 373, table="T1"), say("cases", 375, **longer)]
    assert found(*rows) == [("two_values", "BA", "likely")]
    assert kinds(rows[0], rows[1] | {"value": "420"}) == []
    assert kinds(rows[0], rows[1] | {"period_end": "2021-01-31"}) == []
    assert kinds(rows[0], rows[1] | {"verbatim": "unos 375"}) == []
    assert kinds(*[row | {"indicator": "beds"} for row in rows]) == []
