"""What became of a request: computed from its events, stable as time passes and decrees are added."""

from dataclasses import replace
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intertrata.transparency.happenings import Event, EventKind
from intertrata.transparency.outcome import Outcome, OutcomeCode, outcome
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence
from intertrata.vocabulary.workdays import Calendar, DecreeDay

FILED = date(2020, 3, 2)
DUE = date(2020, 3, 16)
PLAIN = Calendar()
filed = Event("filed", FILED)
ORDER = ["answered", "answered_partly", "denied", "classified"]


def day(number):
    return FILED + timedelta(days=number)


days = st.integers(0, 60).map(day)
kinds = st.sampled_from([kind for kind in get_args(EventKind) if kind != "filed"])
histories = st.lists(st.builds(Event, kinds, days, st.none() | days), max_size=6).map(lambda events: [filed, *events])
decrees = st.frozensets(st.builds(DecreeDay, days, st.just("DS 000-0000-PCM")), max_size=12)
calendars = st.builds(Calendar, decrees)


@given(histories, days, st.integers(0, 400), calendars)
def test_time_alone_never_takes_an_answer_back(events, today, more, calendar):
    known = [one for one in events if one.day <= today]
    now, later = outcome(known, today, calendar), outcome(known, today + timedelta(days=more), calendar)
    assert later.answered == now.answered
    if now.answered or now.code in {"redirected"}:
        assert replace(later, appeal=None) == replace(now, appeal=None)
    elif now.code != later.code:
        assert (now.code, later.code) == ("pending", "overdue")


@given(histories, days, days, calendars)
def test_what_happens_later_never_makes_an_answer_none(events, today, then, calendar):
    first, last = sorted([today, then])
    if outcome(events, first, calendar).answered:
        assert outcome(events, last, calendar).answered


@given(histories, days, decrees, decrees)
def test_a_decree_never_makes_an_answer_late_or_a_waiting_longer(events, today, before, added):
    was, now = outcome(events, today, Calendar(before)), outcome(events, today, Calendar(before | added))
    assert now.days_late <= was.days_late
    assert not (was.code == "on_time" and now.code == "late")
    assert not (was.code == "pending" and now.code in {"overdue", "none"})


@given(histories, days, calendars, st.randoms())
def test_neither_the_order_of_writing_nor_what_repeats_an_answer_changes_anything(events, today, calendar, random):
    base = outcome(events, today, calendar)
    found = outcome([*random.sample(events, len(events)), Event("duplicate", FILED)], today, calendar)
    assert (found.code, found.since, found.days_late) == (base.code, base.since, base.days_late)


@given(histories, days, calendars)
def test_the_event_and_its_day_are_of_the_request(events, today, calendar):
    found = outcome(events, today, calendar)
    assert found.event in events
    assert found.event.day <= today
    assert FILED <= found.since <= today
    assert (found.days_late == 0) or found.deadline.due < today
    if found.answered:
        answers = [one for one in events if one.kind in ORDER and one.day <= today]
        assert found.event.kind in ORDER
        assert not [one for one in answers if one.kind == found.event.kind and one.day < found.event.day]
    else:
        assert not [one for one in events if one.kind in ORDER and one.day <= today]


@pytest.mark.parametrize(
    ("events", "today", "code", "since", "late"),
    [
        ([], DUE, "pending", FILED, 0),
        ([], DUE + timedelta(days=1), "overdue", date(2020, 3, 17), 1),
        ([Event("answered", DUE)], date(2020, 5, 1), "on_time", DUE, 0),
        ([Event("answered", date(2020, 3, 19))], date(2020, 5, 1), "late", date(2020, 3, 19), 3),
        ([Event("answered", date(2020, 3, 21))], date(2020, 5, 1), "late", date(2020, 3, 21), 5),
        ([Event("answered", date(2020, 3, 19))], date(2020, 3, 18), "overdue", date(2020, 3, 17), 2),
        ([Event("answered_partly", DUE)], date(2020, 5, 1), "partial", DUE, 0),
        ([Event("answered_partly", DUE), Event("answered", date(2020, 3, 17))], date(2020, 5, 1), "late", date(2020, 3, 17), 1),
        ([Event("denied", date(2020, 3, 5))], date(2020, 5, 1), "denied", date(2020, 3, 5), 0),
        ([Event("classified", date(2020, 3, 17))], date(2020, 5, 1), "denied", date(2020, 3, 17), 1),
        (
            [
                Event("denied", date(2020, 3, 5)),
                Event("appealed", date(2020, 3, 9)),
                Event("upheld", date(2020, 3, 20)),
                Event("answered", date(2020, 3, 25)),
            ],
            date(2020, 5, 1),
            "late",
            date(2020, 3, 25),
            7,
        ),
        ([Event("redirected", date(2020, 3, 4))], date(2020, 5, 1), "redirected", date(2020, 3, 4), 0),
        ([Event("redirected", date(2020, 3, 4)), Event("answered", DUE)], date(2020, 5, 1), "on_time", DUE, 0),
        ([Event("silence", date(2020, 3, 10))], date(2020, 3, 11), "pending", FILED, 0),
        ([Event("silence", date(2020, 3, 17))], date(2020, 3, 18), "none", date(2020, 3, 17), 2),
        ([Event("silence", date(2020, 3, 17)), Event("answered", date(2020, 3, 18))], date(2020, 3, 18), "late", date(2020, 3, 18), 2),
        ([Event("answered", DUE), Event("answered", date(2020, 3, 19))], date(2020, 5, 1), "on_time", DUE, 0),
        ([Event("duplicate", DUE), Event("answered", date(2020, 3, 17))], date(2020, 5, 1), "late", date(2020, 3, 17), 1),
        ([Event("received", date(2020, 3, 5))], date(2020, 3, 19), "pending", date(2020, 3, 5), 0),
        ([Event("extension", date(2020, 3, 4), until=date(2020, 3, 30))], date(2020, 3, 30), "pending", FILED, 0),
        ([Event("extension", date(2020, 3, 9), until=date(2020, 3, 30))], date(2020, 3, 30), "overdue", date(2020, 3, 17), 10),
        (
            [Event("extension", date(2020, 3, 3)), Event("extension", date(2020, 3, 4), until=date(2020, 3, 30))],
            date(2020, 3, 30),
            "pending",
            FILED,
            0,
        ),
    ],
)
def test_what_became_of_it(events, today, code, since, late):
    found = outcome([filed, *events], today, PLAIN)
    assert (found.code, found.since, found.days_late) == (code, since, late)


def test_what_came_after_hours_counts_from_the_next_business_day():
    assert outcome([replace(filed, after_hours=True)], date(2020, 3, 17), PLAIN).code == "pending"


@pytest.mark.parametrize(
    ("events", "code"),
    [
        ([], "request_without_filing"),
        ([Event("filed", date(2020, 4, 1))], "request_without_filing"),
        ([filed, Event("filed", date(2020, 3, 5))], "request_filed_twice"),
        ([filed, Event("answered", date(2020, 3, 1))], "answer_before_request"),
        ([filed, Event("redirected", date(2020, 3, 1))], "answer_before_request"),
        ([filed, Event("received", date(2020, 3, 1))], "event_before_request"),
    ],
)
def test_what_cannot_have_happened_is_refused(events, code):
    with pytest.raises(Problem, match=code) as caught:
        outcome(events, date(2020, 3, 20), PLAIN)
    assert "(sin precisar)" not in sentence(caught.value)


def test_events_and_outcomes_are_those_of_the_lists():
    assert set(get_args(EventKind)) == {one.code for one in code_list("request_event")}
    assert set(get_args(OutcomeCode)) == {one.code for one in code_list("request_outcome")}
    assert not Outcome("none", FILED, filed, 1, outcome([filed], FILED, PLAIN).deadline).answered
