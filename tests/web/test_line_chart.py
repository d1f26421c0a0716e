"""The drawing of told series: it stays in its box, draws nothing that was not told, and is read without colour."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intertrata.figures.web.line_chart import MARKS, RADIUS, Break, Spot, amount, draw, mark, steps
from intertrata.vocabulary.statement import number_es

SHAPES = st.sampled_from([(1000, 260), (344, 220)])
amounts = st.one_of(st.none(), st.decimals(-(10**6), 10**12, places=2))


def spot(number, value, *, at_least=False, joined=False):
    text = "sin dato" if value is None else number_es(Decimal(value))
    return Spot(dt.date(number, 1, 1), dt.date(number, 12, 31), None if value is None else Decimal(value), text, at_least, joined)


@st.composite
def tracks(draw):
    made = []
    for _ in range(draw(st.integers(1, MARKS))):
        told = draw(st.lists(st.tuples(amounts, st.booleans()), min_size=1, max_size=8))
        made.append([
            spot(2015 + at, value, at_least=bound and value is not None, joined=at > 0 and value is not None and told[at - 1][0] is not None)
            for at, (value, bound) in enumerate(told)
        ])  # fmt: skip
    made[0].append(spot(2023, draw(st.decimals(0, 10**6, places=0))))
    return made


def numbers(path):
    return [float(text) for text in re.findall(r"-?[\d.]+", path)]


@given(tracks(), SHAPES, st.lists(st.tuples(st.integers(2015, 2023), st.text("abcdefg ", min_size=1, max_size=90)), max_size=3))
def test_everything_stands_inside_the_box_and_every_value_has_its_mark(some, shape, anew):
    width, height = shape
    drawing = draw(some, [Break(dt.date(number, 1, 1), words) for number, words in anew], width=width, height=height)
    assert len(drawing.dots) == sum(one.value is not None for track in some for one in track)
    assert sum(one.arrow != "" for one in drawing.dots) == sum(one.at_least for track in some for one in track)
    for one in drawing.dots:
        x, y = numbers(one.mark)[:2]
        assert 0 < y <= float(drawing.height)
        assert 0 < x < width
    for rule in (*drawing.values, *drawing.years, *drawing.breaks):
        assert 0 <= float(rule.x1) <= width
        assert -RADIUS <= float(rule.y1) <= float(rule.y2) <= float(drawing.height)
        for words in rule.words:
            assert 0 <= float(words.x) <= width
            assert 0 < float(words.y) <= float(drawing.height)


@given(tracks(), SHAPES)
def test_a_line_is_drawn_where_two_spots_are_joined_and_nowhere_else(some, shape):
    drawing = draw(some, [], width=shape[0], height=shape[1])
    strokes = sum(one.path.count("L") for one in drawing.strokes)
    assert strokes == sum(one.joined for track in some for one in track)
    assert all(one.path.count("M") == one.path.count("L") for one in drawing.strokes)


@given(tracks(), SHAPES)
def test_two_marks_never_hide_one_another(some, shape):
    dots = [numbers(one.mark)[:2] for one in draw(some, [], width=shape[0], height=shape[1]).dots]
    for at, (x, y) in enumerate(dots):
        assert all(abs(x - other) > 2 * RADIUS - 0.2 or abs(y - high) > 2 * RADIUS - 0.2 for other, high in dots[:at])


def test_a_bound_is_joined_by_a_thin_line_only():
    track = [spot(2017, 3), spot(2018, 4, joined=True), spot(2019, 5, at_least=True, joined=True), spot(2020, 6, joined=True)]
    strokes = draw([track], [], width=1000, height=260).strokes
    assert {one.thin: one.path.count("L") for one in strokes} == {True: 2, False: 1}


def test_the_ground_stands_at_zero_and_a_break_where_its_year_begins():
    drawing = draw(
        [[spot(2017, 30), spot(2018, 60, joined=True)]], [Break(dt.date(2018, 1, 1), "por otro artículo")], width=1000, height=260
    )
    assert [one.words[0].text for one in drawing.values] == ["0", "20", "40", "60"]
    [rule] = drawing.breaks
    assert rule.x1 == rule.x2 == drawing.years[1].x1
    assert [one.text for one in rule.words] == ["por otro artículo"]
    assert float(rule.y2) == float(drawing.values[0].y1)


def test_one_value_said_by_several_is_written_once_and_what_has_no_room_is_left_to_the_table():
    same = draw([[spot(2017, 30)], [spot(2017, 30)]], [], width=1000, height=260)
    assert [one.text for one in same.labels] == ["30"]
    crowd = draw([[spot(2017, 1_000_000 + 9_000 * at)] for at in range(MARKS)], [], width=344, height=220)
    assert len(crowd.labels) < MARKS


@pytest.mark.parametrize(("values", "written"), [
    ([0], ["0", "1"]), ([3], ["0", "1", "2", "3"]), ([347, 467], ["0", "200", "400", "600"]),
    ([-12, 30], ["-20", "0", "20", "40"]), (["0.0077"], ["0", "0.002", "0.004", "0.006", "0.008"]),
    ([14_163_523], ["0", "5 M", "10 M", "15 M"]), ([142_471_518_545], ["0", "50,000 M", "100,000 M", "150,000 M"]),
])  # fmt: skip
def test_the_steps_are_round_and_reach_what_was_told(values, written):
    found = steps([Decimal(value) for value in values])
    assert [amount(one, of=found[-1]) for one in found] == written


def test_every_track_has_a_mark_of_its_own():
    assert len({mark(number, 10, 10) for number in range(MARKS)}) == MARKS
    assert mark(MARKS, 1, 1) == mark(0, 1, 1)


def test_many_years_on_a_phone_are_not_written_over_one_another():
    drawing = draw([[spot(1990 + at, at) for at in range(30)]], [], width=344, height=220)
    assert len(drawing.years) == 30
    assert sum(len(one.words) for one in drawing.years) == 10
