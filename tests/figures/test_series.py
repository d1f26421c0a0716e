"""Told series as lines: a gap is no point, a bound is no value, and nothing is joined that cannot be compared."""

import datetime as dt
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from intertrata.figures.told import breaks, series
from intertrata.figures.told.reading import Told
from intertrata.figures.told.rows import row
from intertrata.figures.told.series import SourceLine, Turn
from intertrata.vocabulary.periods import ANY_TIME, Period, month, since, year
from intertrata.vocabulary.statement import Concept, Fact, Statement

SAID = Concept()


def part(period, value, *, source="mp", article="", at="", status=(), concept=SAID, notes=None, number=1, of="PNP"):
    """A statement of a source, or of a document (``at``); no value: nobody said it."""
    fact = Fact("complaints", period, "complaints", breakdown=(("part", str(number)),))
    said = Statement(
        fact, None if value is None else Decimal(value), source, "d", dt.date(2024, 1, 1), "1", "",
        frozenset(status or (["NR"] if value is None else [])), concept,
    )  # fmt: skip
    return Told(said, "14", {}, "", "", article, of if at else "", "", "", at, notes=notes or {})


def rows(*told, **more):
    return [row(period, (), [part(period, value, number=n, **more) for n, value in enumerate(values)]) for period, *values in told]


def points(found):
    [line] = series.lines(found)
    return [(one.period.start.year, one.value, one.joined) for one in line.points]


def test_a_gap_is_no_zero_and_no_line_crosses_it():
    assert points(rows((year(2017), 3), (year(2018), 5), (year(2019), None), (year(2020), 0))) == [
        (2017, 3, False),
        (2018, 5, True),
        (2019, None, False),
        (2020, 0, False),
    ]


def test_where_no_source_said_anything_of_a_year_at_all_no_line_crosses_it_either():
    assert points(rows((year(2017), 3), (year(2019), 5))) == [(2017, 3, False), (2019, 5, False)]


def test_a_sum_over_missing_parts_is_a_bound_and_where_it_may_be_negative_it_is_not_drawn():
    [line] = series.lines(rows((year(2017), 3, None), (year(2018), -3, None), (year(2019), 4)))
    assert [(one.value, one.at_least) for one in line.points] == [(3, True), (None, False), (4, False)]


def test_what_its_document_calls_a_minimum_is_a_bound():
    [line] = series.lines(rows((year(2017), 300), at="C01", notes={"approx": "lower_bound"}))
    assert [one.at_least for one in line.points] == [True]


def test_another_article_begins_another_series_and_says_which():
    found = breaks.marked(
        [*rows((year(2021), 34), (year(2022), 17), article="153"), *rows((year(2023), 11), (year(2024), 12), article="129-A")]
    )
    [line] = series.lines(found)
    assert [one.joined for one in line.points] == [False, True, False, True]
    assert [one.turns for one in line.points] == [(), (), (Turn("article", ("153",), ("129-A",)),), ()]


def test_a_source_that_says_so_another_definition_and_another_unit_begin_another_series():
    told = [
        *rows((year(2017), 1), concept=Concept("complaint")),
        *rows((year(2018), 2), concept=Concept("complaint"), status=["BRK"]),
        *rows((year(2019), 3), concept=Concept("complaint"), status=["DEF"]),
        *rows((year(2020), 4), concept=Concept("victim")),
    ]
    [line] = series.lines(told)
    assert [one.turns for one in line.points] == [
        (), (Turn("stated"),), (Turn("definition"),), (Turn("unit", ("complaint",), ("victim",)),),
    ]  # fmt: skip
    assert not any(one.joined for one in line.points)


def test_a_year_is_not_joined_to_half_a_year():
    half = Period(dt.date(2018, 1, 1), dt.date(2018, 6, 30))
    assert [joined for *_, joined in points(rows((year(2017), 3), (half, 5)))] == [False, False]
    assert [joined for *_, joined in points(rows((month(2018, 11), 1), (month(2018, 12), 2), (month(2019, 1), 3)))] == [False, True, True]


def test_what_is_of_no_time_or_still_runs_stands_on_no_line():
    assert series.lines(rows((ANY_TIME, 3), (since(dt.date(2017, 1, 1)), 5))) == []


def test_two_values_of_one_period_at_one_place_both_stand_and_neither_is_joined():
    told = rows((year(2017), 3), (year(2018), 5), (year(2018), 7), (year(2018), 5), (year(2019), 6), at="text")
    assert points(told) == [(2017, 3, False), (2018, 5, False), (2018, 7, False), (2019, 6, False)]


def test_a_place_that_says_nothing_is_no_gap_where_the_same_place_says_a_value():
    assert points(rows((year(2017), 3), (year(2018), None), (year(2018), 5), at="text")) == [(2017, 3, False), (2018, 5, True)]
    assert points(rows((year(2018), None), (year(2018), None), at="text")) == [(2018, None, False)]


def test_each_source_and_each_place_of_a_document_is_a_line():
    told = [
        *rows((year(2017), 3)),
        *rows((year(2017), 3), source="reta"),
        *rows((year(2017), 3), at="C02"),
        *rows((year(2017), 4), at="C03"),
    ]
    assert [(one.source, one.of) for one in series.lines(told)] == [
        ("mp", ()), ("mp", ("PNP", "C02")), ("mp", ("PNP", "C03")), ("reta", ()),
    ]  # fmt: skip


def test_one_year_is_no_course():
    once, twice = series.lines(rows((year(2017), 3), (year(2018), None))), series.lines(rows((year(2017), 3), (year(2018), 4)))
    assert (series.can_be_drawn(once), series.can_be_drawn(twice), series.can_be_drawn([])) == (False, True, False)


values = st.one_of(st.none(), st.integers(0, 50))


@given(
    st.lists(
        st.tuples(st.integers(2010, 2020), st.lists(values, min_size=1, max_size=2), st.sampled_from(["", "153", "129-A"])), max_size=12
    )
)
def test_every_known_row_is_drawn_at_its_value_and_only_neighbours_are_joined(told):
    made = [row(year(number), (), [part(year(number), value, number=n, article=article) for n, value in enumerate(some)])
            for number, some, article in told]  # fmt: skip
    for line in series.lines(made):
        assert isinstance(line, SourceLine)
        known = [one for one in line.points if one.value is not None]
        assert {(one.period, one.value) for one in known} == {(one.period, one.total.known) for one in made if one.total.n_known}
        for before, one in pairwise(known):
            assert not one.joined or one.period.start.year == before.period.start.year + 1
        assert not any(one.joined for one in line.points if one.turns or one.value is None)
