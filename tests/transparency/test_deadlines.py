"""Deadlines: the term of the day of filing, every day of the count with its reason, and what a new decree moves."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intertrata.transparency import deadlines
from intertrata.transparency.deadlines import Extension, deadline, term_of, terms
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence
from intertrata.vocabulary.workdays import Calendar, DecreeDay, calendar

days = st.dates(date(2016, 1, 1), date(2026, 12, 31))
offsets = st.integers(0, 45)
ways = st.sampled_from(["answer", "notice", "appeal", "ruling"])
PLAIN = Calendar()


@st.composite
def requests(draw):
    """A day of filing, two sets of decree days around it, and an extension or none."""
    filed = draw(days)
    near = offsets.map(lambda number: filed + timedelta(days=number))
    decreed = st.frozensets(st.builds(DecreeDay, near, st.just("DS 000-0000-PCM")), max_size=12)
    extension = st.none() | st.builds(Extension, st.integers(0, 12).map(lambda number: filed + timedelta(days=number)), st.none() | near)
    return filed, draw(decreed), draw(decreed), draw(extension)


@given(requests(), st.booleans(), ways)
def test_a_new_decree_never_brings_a_deadline_nearer(request, after_hours, code):
    filed, before, added, extension = request
    if term_of(code, filed):
        early = deadline(filed, Calendar(before), extension=extension, after_hours=after_hours, code=code)
        late = deadline(filed, Calendar(before | added), extension=extension, after_hours=after_hours, code=code)
        assert late.due >= early.due
        assert not (early.extended == "counts" and late.extended == "late")


@given(requests(), st.booleans(), ways)
def test_the_steps_hold_every_day_from_the_filing_to_the_end_with_its_number_or_its_reason(request, after_hours, code):
    filed, decreed, _, extension = request
    if not term_of(code, filed):
        return
    found = deadline(filed, Calendar(decreed), extension=extension, after_hours=after_hours, code=code)
    assert [step.day for step in found.steps] == [filed + timedelta(days=number) for number in range((found.due - filed).days + 1)]
    counted = [step.number for step in found.steps if step.number]
    assert counted == list(range(1, len(counted) + 1))
    assert all(bool(step.why) == (step.number == 0) for step in found.steps)
    assert Calendar(decreed).is_workday(found.due)
    assert len(counted) >= found.term.days


def test_ten_business_days_are_counted_from_the_day_after_and_each_says_why():
    found = deadline(date(2017, 6, 20), calendar())
    assert (found.due, found.term.days, found.counted_from) == (date(2017, 7, 6), 10, date(2017, 6, 20))
    assert [(step.day.day, step.number, step.why) for step in found.steps][8:13] == [
        (28, 6, ""),
        (29, 0, "feriado nacional: San Pedro y San Pablo"),
        (30, 0, "día no laborable: DS 001-2017-PCM"),
        (1, 0, "sábado"),
        (2, 0, "domingo"),
    ]
    assert found.steps[0].why == "se presentó"
    assert "DL 1353" in found.norm


@pytest.mark.parametrize(
    ("filed", "after_hours", "counted_from", "due", "whys"),
    [
        (date(2020, 3, 7), False, date(2020, 3, 9), date(2020, 3, 23), ["se presentó, sábado", "domingo", "se tiene por presentada"]),
        (
            date(2020, 3, 6),
            True,
            date(2020, 3, 9),
            date(2020, 3, 23),
            ["se presentó, fuera del horario de atención", "sábado", "domingo", "se tiene por presentada"],
        ),
        (date(2020, 3, 6), False, date(2020, 3, 6), date(2020, 3, 20), ["se presentó", "sábado"]),
    ],
)
def test_what_comes_when_nobody_receives_counts_from_the_next_business_day(filed, after_hours, counted_from, due, whys):
    found = deadline(filed, PLAIN, after_hours=after_hours)
    assert (found.counted_from, found.due) == (counted_from, due)
    assert [step.why for step in found.steps][: len(whys)] == whys


@pytest.mark.parametrize(
    ("filed", "extension", "state", "due"),
    [
        (date(2020, 3, 2), None, "none", date(2020, 3, 16)),
        (date(2020, 3, 2), Extension(date(2020, 3, 4), date(2020, 3, 30)), "counts", date(2020, 3, 30)),
        (date(2020, 3, 2), Extension(date(2020, 3, 4), date(2020, 3, 28)), "counts", date(2020, 3, 30)),
        (date(2020, 3, 2), Extension(date(2020, 3, 4), date(2020, 3, 6)), "counts", date(2020, 3, 16)),
        (date(2020, 3, 2), Extension(date(2020, 3, 5), date(2020, 3, 30)), "late", date(2020, 3, 16)),
        (date(2020, 3, 2), Extension(date(2020, 3, 4)), "no_date", date(2020, 3, 16)),
        (date(2016, 5, 2), None, "none", date(2016, 5, 11)),
        (date(2016, 5, 2), Extension(date(2016, 5, 11)), "counts", date(2016, 5, 18)),
        (date(2016, 5, 2), Extension(date(2016, 5, 12)), "late", date(2016, 5, 11)),
    ],
)
def test_an_extension_counts_where_it_came_in_time_and_says_what_its_norm_asks(filed, extension, state, due):
    found = deadline(filed, PLAIN, extension=extension)
    assert (found.extended, found.due) == (state, due)


def test_a_term_in_calendar_days_counts_them_all_and_ends_on_a_day_that_counts():
    found = deadline(date(2020, 3, 6), PLAIN, code="appeal")
    assert (found.steps[-3].number, found.due) == (15, date(2020, 3, 23))
    assert [step.why for step in found.steps[-2:]] == ["domingo", "último día: el primero que cuenta"]
    assert deadline(date(2020, 3, 5), PLAIN, code="appeal").steps[-1].number == 15


def test_what_rests_on_no_source_that_was_read_is_not_verified():
    assert deadline(date(2020, 3, 2), PLAIN).verified
    assert not deadline(date(2016, 5, 2), PLAIN).verified
    unread = Calendar(frozenset({DecreeDay(date(2020, 3, 4), "DS 1-2020-PCM")}))
    assert not deadline(date(2020, 3, 2), unread).verified
    read = Calendar(frozenset({DecreeDay(date(2020, 3, 4), "DS 1-2020-PCM", verified=True)}))
    assert deadline(date(2020, 3, 2), read).verified
    assert deadline(date(2020, 3, 2), read, extension=Extension(date(2020, 3, 3), date(2020, 4, 1))).verified


def test_terms_of_one_kind_follow_each_other_without_a_hole_or_an_overlap():
    for code in ("answer", "notice"):
        periods = sorted(one.in_force for one in terms() if one.code == code)
        assert periods[-1].end is None
        for first, then in pairwise(periods):
            assert then.start - first.end == timedelta(days=1)
    assert all(one.norm and one.source and one.es for one in terms())


def test_where_no_term_was_in_force_it_is_said():
    with pytest.raises(Problem, match="term_unknown") as caught:
        deadline(date(1999, 1, 4), PLAIN)
    assert "1999-01-04" in sentence(caught.value)


@pytest.mark.parametrize("wrong", [{"code": "reply"}, {"counted": "lunar"}])
def test_a_term_that_there_is_not_stops_the_maker(wrong):
    row = {
        "code": "answer",
        "es": "",
        "days": 1,
        "counted": "business",
        "from": date(2020, 1, 1),
        "norm": "",
        "verified": False,
        "source": "",
    }
    with pytest.raises(ValueError, match="no term"):
        deadlines._term(row | wrong)
