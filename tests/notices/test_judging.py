"""What follows from a try: the waits, what a receiver may ask for, when it is over."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intertrata.notices import judging
from intertrata.notices.judging import ASKED_FOR, JITTER, LONGEST, TRIES, Outcome, State, judged, rests, wait

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ids = st.uuids().map(lambda one: one.hex)
ONE = UUID(int=1).hex


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_any_2xx_is_taken(status):
    assert judged(ONE, 1, Outcome(status), now=NOW) == judging.Verdict(State.SENT, "taken")


@pytest.mark.parametrize(
    "outcome", [Outcome(199), Outcome(300, "redirect"), Outcome(400), Outcome(404), Outcome(500), Outcome(why="tls"), Outcome(200, "time")]
)
def test_nothing_else_is(outcome):
    verdict = judged(ONE, 1, outcome, now=NOW)
    assert verdict.state == State.WAITING
    assert verdict.why == (outcome.why or "status")
    assert verdict.due_at == NOW + wait(ONE, 1)


def test_gone_is_given_up_at_once():
    assert judged(ONE, 1, Outcome(410), now=NOW) == judging.Verdict(State.DEAD, "gone")


@given(ids, st.integers(1, TRIES - 1))
def test_a_wait_is_the_same_every_time_longer_each_try_and_near_its_place(notice, tries):
    one = wait(notice, tries)
    assert one == wait(notice, tries)
    plain = min(60 * 2.5 ** (tries - 1), LONGEST.total_seconds())
    assert plain * (1 - JITTER) <= one.total_seconds() <= plain * (1 + JITTER)
    if plain * 2.5 <= LONGEST.total_seconds():
        assert wait(notice, tries + 1) > one


@given(ids)
def test_it_is_tried_for_three_days_and_a_little_then_it_is_for_somebody(notice):
    at, tries = NOW, 0
    while True:
        tries += 1
        verdict = judged(notice, tries, Outcome(503), now=at)
        if verdict.state == State.DEAD:
            break
        at = verdict.due_at
    assert tries == TRIES
    assert timedelta(days=2, hours=20) < at - NOW < timedelta(days=3, hours=14)


def test_no_two_of_one_outage_come_at_one_moment():
    assert len({wait(UUID(int=number).hex, 3) for number in range(100)}) == 100


@pytest.mark.parametrize(("asked", "given_"), [
    ("120", timedelta(seconds=120)), ("999999999999999", ASKED_FOR), ("Tue, 24 Nov 2026 13:00:00 GMT", timedelta(hours=1)),
    ("Tue, 24 Nov 2099 13:00:00 GMT", ASKED_FOR),
])  # fmt: skip
def test_a_wait_that_is_asked_for_is_given_within_a_day(asked, given_):
    assert judged(ONE, 1, Outcome(503, "", asked), now=NOW).due_at == NOW + given_


@given(
    st.text()
    | st.sampled_from(
        ["-5", "0", "1", "²", "Tue, 24 Nov 2020 13:00:00 GMT", "Tue, 24 Nov 2026 13:00:00", "nunca", "Tue, 99 Nov 2026 13:00:00 GMT"]
    )
)
def test_whatever_is_asked_for_it_is_never_sooner_than_our_own_wait_nor_later_than_a_day(asked):
    due = judged(ONE, 1, Outcome(503, "", asked), now=NOW).due_at
    assert NOW + wait(ONE, 1) <= due <= NOW + ASKED_FOR


def test_a_subscription_rests_after_many_failures_and_a_day_not_after_one_of_these():
    day = NOW - timedelta(days=1)
    assert rests(20, day, now=NOW)
    assert not rests(19, day, now=NOW)
    assert not rests(20, day + timedelta(seconds=1), now=NOW)
    assert not rests(20, None, now=NOW)


@pytest.mark.parametrize(("outcome", "stops"), [
    (Outcome(204), False), (Outcome(400), False), (Outcome(403), False), (Outcome(408), True), (Outcome(410), True), (Outcome(429), True),
    (Outcome(503), True), (Outcome(why="time"), True), (Outcome(302, "redirect"), False),
])  # fmt: skip
def test_a_turn_ends_where_nobody_answers_or_rest_is_asked_for(outcome, stops):
    assert outcome.stops is stops
