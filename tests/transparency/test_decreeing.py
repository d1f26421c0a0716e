"""A day that a decree makes non-working: which deadlines it moves, from when to when, and where."""

from datetime import date

import pytest
from campaigned import FILED, LATE, refused
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as st

from intertrata.transparency import actions, queries
from intertrata.transparency.models import DecreeDay, DueMoved
from intertrata.transparency.sending import queries as sending

pytestmark = [pytest.mark.engines, pytest.mark.django_db(databases=["default", "log"])]
NORM = "D.S. 001-2016-PCM"
DAY, DUE, LATER = date(2016, 11, 10), date(2016, 11, 16), date(2016, 11, 17)


@pytest.fixture
def filed(asked, happens):
    """Every request filed on one day, the one to the public prosecutor not."""
    for entity in ("mimp", "gore-14", "muni-1401"):
        happens(asked[entity], "filed")
    return asked


def due(request):
    return queries.request(request, today=timezone.localdate()).deadline.due


def moved(request):
    return [(one.decree, one.before, one.after) for one in queries.moved(request) if one.term == "answer"]


def test_a_day_moves_every_deadline_that_it_stands_in_and_the_move_is_written_down(filed):
    assert due(filed["mimp"]) == DUE
    assert actions.add_decree_day(DAY, NORM, by="veedora") == 6  # of answers and of appeals against silence
    assert due(filed["mimp"]) == LATER
    assert moved(filed["mimp"]) == [(DAY, DUE, LATER)]
    assert moved(filed["mpfn"]) == []
    steps = {one.day: one.why for one in queries.request(filed["mimp"], today=timezone.localdate()).deadline.steps}
    assert steps[DAY].startswith(f"día no laborable: {NORM}")


def test_a_request_that_waits_is_pending_for_a_day_longer(asked, happens, outcome):
    happens(asked["mimp"], "filed", timezone.localdate())
    last = queries.request(asked["mimp"], today=timezone.localdate()).deadline.due
    assert actions.add_decree_day(last, NORM, by="veedora") == 1
    assert due(asked["mimp"]) > last
    assert outcome(asked["mimp"]) == "pending"


def test_an_answer_that_came_on_the_day_after_turns_out_to_have_come_in_time_and_that_is_written_down(filed, happens, outcome):
    happens(filed["mimp"], "answered", LATER)
    assert outcome(filed["mimp"]) == "late"
    actions.add_decree_day(DAY, NORM, by="veedora")
    assert outcome(filed["mimp"]) == "on_time"
    assert moved(filed["mimp"]) == [(DAY, DUE, LATER)]


def test_a_day_after_the_deadline_moves_nothing(filed):
    assert actions.add_decree_day(LATE, NORM, by="veedora") == 3
    assert set(DueMoved.objects.values_list("term", flat=True)) == {"appeal"}


def test_a_day_of_one_department_moves_the_deadlines_there_and_may_be_added_for_another(filed):
    assert actions.add_decree_day(DAY, NORM, by="veedora", scope=["14"]) == 4
    assert [due(filed[one]) for one in ("mimp", "gore-14", "muni-1401")] == [DUE, LATER, LATER]
    assert refused(actions.add_decree_day, DAY, NORM, by="veedora", scope=["14"]) == "decree_day_known"
    assert refused(actions.add_decree_day, DAY, NORM, by="veedora", scope=["20", "14"]) == "decree_day_known"
    assert actions.add_decree_day(DAY, NORM, by="veedora", scope=["20"]) == 0
    assert actions.add_decree_day(DAY, NORM, by="veedora") == 2
    assert due(filed["mimp"]) == LATER
    assert refused(actions.add_decree_day, DAY, NORM, by="veedora") == "decree_day_known"
    assert [one.scope for one, _ in queries.decree_days()] == ["", "20", "14"]


@pytest.mark.parametrize(
    ("day", "norm", "scope", "code"),
    [
        (DAY, "  ", (), "decree_without_norm"),
        (date(2016, 12, 25), NORM, (), "decree_day_known"),
        (date(2016, 11, 12), NORM, (), "decree_day_known"),
        (DAY, NORM, ("99",), "ubigeo_unknown"),
    ],
)
def test_a_day_without_norm_or_that_does_not_count_already_is_refused(filed, day, norm, scope, code):
    assert refused(actions.add_decree_day, day, norm, by="veedora", scope=scope) == code
    assert not DecreeDay.objects.exists()


def test_a_letter_that_was_sent_says_when_it_was_due_with_the_days_known_now(filed):
    actions.add_decree_day(DAY, NORM, by="veedora")
    assert sending.letter(filed["mimp"], "request", today=timezone.localdate()).due.day == LATER
    assert sending.letter(filed["mimp"], "request", today=timezone.localdate()).on == FILED


def test_a_day_that_is_taken_back_counts_again_and_both_rows_stay(filed):
    moves = actions.add_decree_day(DAY, NORM, by="veedora")
    ((one, none),) = queries.decree_days()
    assert none is None
    assert actions.take_decree_day_back(one.pk, why="Era de otro año.", by="coordinadora") == moves
    assert due(filed["mimp"]) == DUE
    assert moved(filed["mimp"]) == [(DAY, DUE, LATER), (DAY, LATER, DUE)]
    assert [row.taken_back for row in queries.moved(filed["mimp"]) if row.term == "answer"] == [False, True]
    ((_, gone),) = queries.decree_days()
    assert (gone.why, gone.by) == ("Era de otro año.", "coordinadora")
    assert DecreeDay.objects.count() == 1


def test_a_day_is_taken_back_once_with_a_reason_and_may_be_added_anew(filed):
    actions.add_decree_day(DAY, NORM, by="veedora")
    (one, _), *_ = queries.decree_days()
    assert refused(actions.take_decree_day_back, one.pk, why=" .", by="veedora") == "decree_without_reason"
    assert refused(actions.take_decree_day_back, one.pk + 9, why="Sí.", by="veedora") == "decree_unknown"
    actions.take_decree_day_back(one.pk, why="Era de otro año.", by="veedora")
    assert refused(actions.take_decree_day_back, one.pk, why="Otra vez.", by="veedora") == "decree_unknown"
    actions.add_decree_day(DAY, NORM, by="veedora")
    assert due(filed["mimp"]) == LATER
    assert refused(actions.add_decree_day, DAY, NORM, by="veedora") == "decree_day_known"


def test_taking_a_day_of_one_place_back_leaves_the_same_day_of_another(filed):
    for scope in (["14"], ["20"]):
        actions.add_decree_day(DAY, NORM, by="veedora", scope=scope)
    first = next(one for one, _ in queries.decree_days() if one.scope == "20")
    assert actions.take_decree_day_back(first.pk, why="No es allí.", by="veedora") == 0
    assert due(filed["gore-14"]) == LATER


DAYS = st.dates(date(2016, 11, 8), date(2016, 12, 10))


@tries(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(DAYS, min_size=1, max_size=4, unique=True), data=st.data())
def test_what_is_taken_back_leaves_every_deadline_as_it_was(filed, days, data):
    """And the log leads from each to the next without a gap."""
    before = {one.id: one.deadlines for one in queries.filed(timezone.localdate())}
    start = DueMoved.objects.count()
    working = [day for day in days if not queries.calendars().at("").why_not(day)]
    for day in working:
        actions.add_decree_day(day, NORM, by="veedora")
    standing = [one.pk for one, gone in queries.decree_days() if gone is None]
    for number in data.draw(st.permutations(standing)):
        actions.take_decree_day_back(number, why="Era de otro año.", by="veedora")
    assert {one.id: one.deadlines for one in queries.filed(timezone.localdate())} == before
    at: dict[tuple[str, str], date] = {}
    for row in DueMoved.objects.order_by("id")[start:]:
        key = (row.request.hex, row.term)
        assert at.get(key, row.before) == row.before
        at[key] = row.after
