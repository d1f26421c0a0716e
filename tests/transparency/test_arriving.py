"""A form that comes back is an answer: recorded by itself, once, tied to what came; a correction is told and is no second answer."""

from datetime import timedelta
from uuid import UUID

import pytest
from campaigned import FILED, IN_TIME, refused
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as st

from intertrata.transparency import actions, queries
from intertrata.transparency.actions.inviting import Written
from intertrata.transparency.models import Capture, Document, Event

pytestmark = [pytest.mark.engines, pytest.mark.django_db(databases=["default", "log"])]
TODAY = timezone.localdate


@pytest.fixture
def filed(asked, happens):
    """The requests of a campaign, all filed on one day; gives them by entity."""
    for request in asked.values():
        happens(request, "filed")
    return asked


@pytest.fixture
def every():
    """Everything that an entity is asked, each with a reason why there is no answer."""

    def said(entity="mimp"):
        cells = queries.questionnaire_of("trata-2016").cells(queries.catalogue.entity(entity))
        return [Written(item.code, period.iso(), "", "SD") for item, period in cells]

    return said


def told(request):
    """What happened after the filing."""
    return [(one.kind, one.day, one.channel, one.by) for one in queries.history(request) if one.kind != "filed"]


def test_a_form_on_the_screen_that_answers_some_questions_is_an_answer_in_part_of_that_day(filed, outcome):
    actions.answer(filed["mimp"], [Written("talks", "2016", "3")])
    assert told(filed["mimp"]) == [("answered_partly", TODAY(), "form", "entidad:mimp")]
    assert outcome(filed["mimp"]) == "partial"
    assert Capture.objects.get().event == Event.objects.get(kind="answered_partly").pk


def test_the_whole_answer_is_recorded_once_and_a_correction_is_told_in_the_history(filed, every, outcome):
    request = filed["mimp"]
    actions.answer(request, every())
    assert told(request) == [("answered", TODAY(), "form", "entidad:mimp")]
    for written in ("3", "4"):
        actions.answer(request, [Written("talks", "2016", written)])
    assert [one[0] for one in told(request)] == ["answered"], "the same day it is still being filled"
    first = Event.objects.filter(kind="answered")
    first.update(day=IN_TIME)
    for written in ("5", "6"):
        actions.answer(request, [Written("talks", "2016", written)])
    assert told(request) == [("answered", IN_TIME, "form", "entidad:mimp"), ("corrected", TODAY(), "form", "entidad:mimp")]
    assert Event.objects.get(kind="corrected").refers_to == first.get().pk
    assert outcome(request) == "on_time"


def test_what_fills_the_last_question_makes_the_answer_whole_at_its_own_day(filed, every):
    request, (first, *others) = filed["mimp"], every()
    actions.answer(request, [first])
    actions.answer(request, others)
    assert [one[0] for one in told(request)] == ["answered_partly", "answered"]


def test_a_form_in_excel_is_an_answer_of_the_day_it_came_and_its_document_belongs_to_it(filed, fill):
    content = fill("mimp", ("talks", "G", "3"))
    for _ in range(2):
        taken = actions.take_form(filed["mimp"], content, by="veedora", day=IN_TIME)
        assert taken.recorded
    assert told(filed["mimp"]) == [("answered_partly", IN_TIME, "form", "veedora")]
    event = Event.objects.get(kind="answered_partly").pk
    assert [one.event for one in (Document.objects.get(), Capture.objects.get())] == [event] * 2
    actions.take_form(filed["mimp"], fill("mimp", ("talks", "G", "4")), by="veedor", day=IN_TIME + timedelta(days=1))
    assert told(filed["mimp"])[1:] == [("corrected", IN_TIME + timedelta(days=1), "form", "veedor")]
    assert set(Capture.objects.values_list("event", flat=True)) == {event}


def test_an_answer_that_somebody_wrote_down_is_the_one_that_the_form_belongs_to(filed, happens, fill):
    event = happens(filed["mimp"], "answered", IN_TIME, channel="mail")
    actions.take_form(filed["mimp"], fill("mimp", ("talks", "G", "3")), by="veedor", day=IN_TIME)
    assert [one[0] for one in told(filed["mimp"])] == ["answered"]
    assert Document.objects.get().event == event


def test_a_form_of_a_request_not_filed_yet_is_kept_and_no_answer_is_recorded(asked, happens, fill):
    content = fill("mimp", ("talks", "G", "3"))
    assert not actions.take_form(asked["mimp"], content, by="veedora").recorded
    actions.answer(asked["gore-14"], [Written("talks", "2016", "3")])
    happens(asked["mpfn"], "filed")
    assert not actions.take_form(asked["mpfn"], fill("mpfn", ("talks", "G", "3")), by="veedora", day=FILED - timedelta(days=1)).recorded
    assert Event.objects.count() == 1
    assert Capture.objects.filter(event=None).count() == 3


def test_an_empty_form_is_no_answer_and_one_of_a_day_to_come_is_refused_whole(filed, fill):
    assert not actions.take_form(filed["mimp"], fill("mimp"), by="veedora").recorded
    actions.answer(filed["mimp"], [Written("talks", "2016", "varias")])
    assert told(filed["mimp"]) == []
    ahead = TODAY() + timedelta(days=1)
    content = fill("mpfn", ("talks", "G", "3"))
    assert refused(actions.take_form, filed["mpfn"], content, by="veedora", day=ahead) == "event_in_the_future"
    assert not Capture.objects.exists()
    assert not Document.objects.filter(request=filed["mpfn"]).exists()


def test_an_answer_taken_back_is_recorded_anew_when_the_form_comes_again(filed):
    request = filed["mimp"]
    actions.answer(request, [Written("talks", "2016", "3")])
    actions.take_back(request, Event.objects.get(kind="answered_partly").pk, by="veedora")
    actions.answer(request, [Written("talks", "2016", "4")])
    assert Event.objects.filter(kind="answered_partly", takes_back=False).count() == 2
    assert queries.request(request, today=TODAY()).code == "partial"


SAVES = st.lists(
    st.tuples(st.integers(0, 3), st.sets(st.sampled_from(["talks", "operations", "budget_assigned", "shelters"]), max_size=3)), max_size=6
)


@tries(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(saves=SAVES)
def test_however_often_a_form_comes_one_answer_in_part_stands(campaign, happens, saves):
    """Each example asks anew: a name no other has."""
    number = Event.objects.count() + Capture.objects.count()
    request = campaign(f"vez-{number}-{len(saves)}", ["mimp"])["mimp"]
    happens(request, "filed")
    brought = 0
    for number, (wait, items) in enumerate(saves):
        actions.answer(request, [Written(item, "2016", str(number)) for item in sorted(items)])
        Event.objects.filter(request=request, day=TODAY()).update(day=FILED + timedelta(days=wait))
        brought += len(items)
    kinds = [one.kind for one in queries.history(UUID(request.hex))]
    assert kinds.count("answered_partly") == (1 if brought else 0)
    assert "answered" not in kinds
    assert Capture.objects.filter(request=request, event=None).count() == 0
