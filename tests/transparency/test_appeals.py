"""An appeal has a clock of its own: by when it may be made, by when it must be ruled on, and what may come when."""

from datetime import date, timedelta
from typing import get_args

import pytest
from campaigned import refused
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from intertrata.transparency import actions, queries
from intertrata.transparency.actions.asking import Happening
from intertrata.transparency.appeals import ENDED, AppealCode
from intertrata.transparency.happenings import Event, EventKind
from intertrata.transparency.outcome import outcome, prove_appeals
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence
from intertrata.vocabulary.workdays import Calendar, DecreeDay

FILED, DUE = date(2020, 3, 2), date(2020, 3, 16)
PLAIN = Calendar()
filed = Event("filed", FILED)


def day(number):
    return FILED + timedelta(days=number)


def on(kind, number):
    return Event(kind, day(number))


days = st.integers(0, 90).map(day)
kinds = st.sampled_from([kind for kind in get_args(EventKind) if kind != "filed"])
histories = st.lists(st.builds(Event, kinds, days), max_size=7).map(lambda events: [filed, *events])
decrees = st.frozensets(st.builds(DecreeDay, days, st.just("DS 000-0000-PCM")), max_size=12)


@pytest.mark.parametrize(
    ("events", "today", "code", "within", "ruling"),
    [
        ([], DUE, None, None, None),
        ([], day(15), "may_appeal", date(2020, 3, 31), None),
        ([], date(2020, 4, 1), "not_appealed", date(2020, 3, 31), None),
        ([on("denied", 3)], day(3), "may_appeal", date(2020, 3, 20), None),
        ([on("classified", 3)], day(30), "not_appealed", date(2020, 3, 20), None),
        ([on("answered_partly", 3)], day(4), "may_appeal", date(2020, 3, 20), None),
        ([on("answered", 30)], day(40), None, None, None),
        ([on("redirected", 3)], day(40), None, None, None),
        ([on("denied", 3), on("appealed", 7)], day(8), "appealed", date(2020, 3, 20), date(2020, 3, 23)),
        ([on("denied", 3), on("appealed", 7)], date(2020, 3, 23), "appealed", date(2020, 3, 20), date(2020, 3, 23)),
        ([on("denied", 3), on("appealed", 7)], date(2020, 3, 24), "unresolved", date(2020, 3, 20), date(2020, 3, 23)),
        ([on("denied", 3), on("appealed", 7), on("upheld", 40)], day(50), "upheld", date(2020, 3, 20), date(2020, 3, 23)),
        ([on("denied", 3), on("appealed", 7), on("rejected", 9)], day(50), "rejected", date(2020, 3, 20), date(2020, 3, 23)),
        ([on("denied", 3), on("appealed", 7), on("answered", 9)], day(50), "answered", date(2020, 3, 20), date(2020, 3, 23)),
        ([on("appealed", 15)], day(16), "appealed", date(2020, 3, 31), date(2020, 3, 31)),
        ([on("appealed", 4)], day(5), "appealed", None, date(2020, 3, 20)),
    ],
)
def test_what_became_of_the_appeal(events, today, code, within, ruling):
    found = outcome([filed, *events], today, PLAIN).appeal
    assert (found.code if found else None) == code
    if found:
        assert (found.within.due if found.within else None, found.ruling.due if found.ruling else None) == (within, ruling)


def test_an_appeal_made_after_its_term_is_told_as_such():
    early, late = (outcome([filed, on("denied", 3), on("appealed", when)], day(60), PLAIN).appeal for when in (18, 19))
    assert early.in_time
    assert not late.in_time
    assert not outcome([filed], day(60), PLAIN).appeal.in_time
    assert not outcome([filed, on("appealed", 4)], day(60), PLAIN).appeal.in_time


def test_what_became_of_appeals_is_a_list_of_the_house():
    assert set(get_args(AppealCode)) == {one.code for one in code_list("request_appeal")}
    assert set(AppealCode.__args__) >= ENDED


@given(histories, days, decrees)
def test_a_request_has_its_outcome_whatever_was_written_of_appeals(events, today, decreed):
    """What a decree moves may leave an appeal before the term that it went against: the page opens all the same."""
    found = outcome(events, today, Calendar(decreed))
    without = outcome([one for one in events if one.kind not in {"appealed", "upheld", "rejected"}], today, Calendar(decreed))
    assert (found.code, found.since, found.days_late) == (without.code, without.since, without.days_late)
    if found.appeal and found.appeal.event:
        assert found.appeal.event.day <= today
        assert found.appeal.ruling.due > found.appeal.event.day
        assert (found.appeal.code in ENDED) == (found.appeal.ended is not None)
    assert set(found.deadlines) <= {"answer", "appeal", "ruling"}


@given(histories, decrees, decrees, days)
def test_a_decree_never_makes_a_term_of_appeals_shorter(events, before, added, today):
    was, now = (outcome(events, today, Calendar(decreed)).deadlines for decreed in (before, before | added))
    for code in was.keys() & now.keys():
        if was[code].filed == now[code].filed:
            assert was[code].due <= now[code].due


@given(histories, decrees)
def test_what_is_proved_alternates_and_follows_a_refusal(events, decreed):
    calendar = Calendar(decreed)
    try:
        prove_appeals(events, calendar)
    except Problem as problem:
        assert problem.code in {"appeal_before_refusal", "appealed_twice", "ruling_before_appeal"}
        assert "(sin precisar)" not in sentence(problem)
        return
    told = sorted(events, key=lambda one: one.day)
    waits = False
    for place, one in enumerate(told):
        if one.kind == "appealed":
            assert not waits
            assert outcome(told[:place], one.day, calendar).code in {"denied", "partial", "overdue", "none"}
        if one.kind in {"upheld", "rejected"}:
            assert waits
        waits = one.kind == "appealed" or (waits and one.kind not in {"upheld", "rejected", "answered"})


@pytest.mark.engines
@pytest.mark.django_db(databases=["default", "log"])
class TestRecorded:
    """The same at the room's door, with the rows of a database."""

    TODAY = timezone.localdate()

    def test_an_appeal_comes_after_a_refusal_and_its_ruling_after_it(self, asked, happens):
        request = asked["mimp"]
        happens(request, "filed", FILED)
        assert refused(actions.record, [request], Happening("appealed", DUE), by="veedora") == "appeal_before_refusal"
        assert refused(actions.record, [request], Happening("upheld", DUE), by="veedora") == "ruling_before_appeal"
        happens(request, "denied", day(3))
        happens(request, "appealed", day(7))
        assert refused(actions.record, [request], Happening("appealed", day(9)), by="veedora") == "appealed_twice"
        happens(request, "rejected", day(12))
        assert queries.request(request, today=self.TODAY).appeal.code == "rejected"
        assert queries.request(request, today=day(8)).appeal.code == "appealed"
        happens(request, "denied", day(20))
        happens(request, "appealed", day(22))
        assert queries.request(request, today=day(23)).appeal_es == "Apelada, por resolver"

    def test_what_an_appeal_goes_against_is_not_taken_back_under_it(self, asked, happens):
        request = asked["mimp"]
        happens(request, "filed", FILED)
        denied = happens(request, "denied", day(3))
        appealed = happens(request, "appealed", day(7))
        ruled = happens(request, "upheld", day(9))
        assert refused(actions.take_back, request, denied, by="veedora") == "appeal_before_refusal"
        assert refused(actions.take_back, request, appealed, by="veedora") == "ruling_before_appeal"
        for event in (ruled, appealed, denied):
            actions.take_back(request, event, by="veedora")
        assert queries.request(request, today=day(10)).appeal is None

    def test_a_decree_moves_the_terms_of_appeals_too_and_each_move_is_written_down(self, asked, happens):
        request = asked["mimp"]
        happens(request, "filed", FILED)
        happens(request, "denied", day(3))
        happens(request, "appealed", day(7))
        before = queries.request(request, today=self.TODAY).appeal.ruling.due
        assert actions.add_decree_day(date(2020, 3, 12), "D.S. 1-2020-PCM", by="veedora") == 2
        assert queries.request(request, today=self.TODAY).appeal.ruling.due == before + timedelta(days=1)
        assert [(one.term, one.before, one.taken_back) for one in queries.moved(request)] == [
            ("answer", DUE, False), ("ruling", before, False),
        ]  # fmt: skip

    def test_an_appeal_that_a_decree_left_before_its_term_is_still_ruled_on(self, asked, happens):
        request = asked["mimp"]
        happens(request, "filed", FILED)
        happens(request, "appealed", day(15))
        actions.add_decree_day(DUE, "D.S. 1-2020-PCM", by="veedora")
        assert queries.request(request, today=self.TODAY).appeal.within is None
        happens(request, "upheld", day(20))
        assert queries.request(request, today=self.TODAY).appeal.code == "upheld"

    def test_appeals_are_counted_of_what_was_refused(self, asked, happens):
        for entity in ("mimp", "mpfn", "gore-14"):
            happens(asked[entity], "filed", FILED)
        happens(asked["mimp"], "answered", day(3))
        happens(asked["mpfn"], "denied", day(3))
        happens(asked["mpfn"], "appealed", day(4))
        found = queries.appeals(queries.requests("trata-2016", today=day(20)), by="level")
        assert {level: dict(many) for level, many in found.items()} == {
            "autonomous_body": {"unresolved": 1}, "regional_government": {"may_appeal": 1},
        }  # fmt: skip
