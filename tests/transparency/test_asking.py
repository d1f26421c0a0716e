"""Campaigns and what happens to their requests: asked once each, in an order that can be, taken back and never rubbed out."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from campaigned import FILED, IN_TIME, LATE, WHO, refused
from django.utils import timezone

from intertrata.access.queries import looks
from intertrata.transparency import actions, queries
from intertrata.transparency.actions.asking import LONGEST_NAME, Happening
from intertrata.transparency.letters import APPEAL, CHASE, REQUEST, mail, pdf, replied_to
from intertrata.transparency.models import Event, Request
from intertrata.transparency.sending import queries as sending

pytestmark = [pytest.mark.engines, pytest.mark.django_db(databases=["default", "log"])]


def opened(name="trata-2016", **other):
    said = {"title": "Trata 2016", "asking": WHO, "entities": ["mimp"], "by": "veedora"} | other
    return actions.open_campaign("trata_2016", name=name, **said)


def test_a_campaign_asks_each_entity_once_under_a_number_that_leads_back_to_it(var):
    opened(entities=["mimp", "gore-14", "mimp"])
    rows = list(Request.objects.order_by("entity"))
    assert [one.entity for one in rows] == ["gore-14", "mimp"]
    assert replied_to(f"Su número es {rows[1].number}.") == (("trata-2016", "mimp"),)
    assert [(one.id, one.requests) for one in queries.campaigns()] == [("trata-2016", 2)]
    assert looks(most=1)[0] | {"id": 0, "at": 0} == looks(most=1)[0] | {
        "id": 0,
        "at": 0,
        "deed": "open_campaign",
        "account": "veedora",
        "found": 2,
    }


def test_the_same_name_twice_is_refused_and_changes_nothing(var):
    opened()
    assert refused(opened, entities=["gore-14"], title="Otra") == "campaign_exists"
    assert [one.entity for one in Request.objects.all()] == ["mimp"]
    assert queries.campaign("trata-2016").title == "Trata 2016"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"name": "Trata 2016"}, "campaign_name"),
        ({"name": ""}, "campaign_name"),
        ({"name": "a" * (LONGEST_NAME + 1)}, "campaign_name"),
        ({"name": "a_b"}, "reply_code_unfit"),
        ({"entities": []}, "campaign_of_nobody"),
        ({"entities": ["mimp", "ministerio-de-la-felicidad"]}, "entity_unknown"),
        ({"asking": replace(WHO, sender="nadie")}, "institution_unknown"),
        ({"asking": replace(WHO, through="nadie")}, "institution_unknown"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name_and_nothing_is_kept(var, said, code):
    assert refused(opened, **said) == code
    assert queries.campaigns() == []
    assert not Request.objects.exists()


def test_the_questionnaire_stands_in_the_campaign_as_it_was_asked(asked, monkeypatch):
    monkeypatch.setattr("intertrata.transparency.questionnaire.text_of", lambda name: pytest.fail("read from the product again"))
    assert queries.questionnaire_of("trata-2016").item("budget_assigned").unit == "PEN"
    assert refused(queries.questionnaire_of, "otra") == refused(queries.campaign, "otra") == "campaign_unknown"


def test_nothing_happened_to_a_request_that_was_not_filed(asked):
    found = queries.requests("trata-2016", today=timezone.localdate())
    assert [(one.code, one.es, one.deadline) for one in found] == [("", "Sin presentar", None)] * 4


@pytest.mark.parametrize(
    ("events", "code"),
    [
        ([], "overdue"),
        ([("answered", IN_TIME)], "on_time"),
        ([("answered", LATE)], "late"),
        ([("answered_partly", IN_TIME)], "partial"),
        ([("denied", IN_TIME)], "denied"),
        ([("classified", IN_TIME)], "denied"),
        ([("redirected", IN_TIME)], "redirected"),
        ([("silence", LATE)], "none"),
        ([("answered", IN_TIME), ("duplicate", LATE)], "on_time"),
        ([("answered_partly", IN_TIME), ("answered", LATE)], "late"),
    ],
)
def test_what_became_of_a_request_is_computed_from_its_events(asked, happens, outcome, events, code):
    happens(asked["mimp"], "filed")
    for kind, day in events:
        happens(asked["mimp"], kind, day)
    assert outcome(asked["mimp"]) == code
    assert queries.request(asked["mimp"], today=FILED + timedelta(days=1)).code == "pending"


def test_an_extension_that_was_told_in_time_moves_the_deadline_but_not_the_letter_that_was_sent(asked, happens, outcome):
    request = asked["mimp"]
    happens(request, "filed", date(2017, 3, 1))
    before = queries.request(request, today=timezone.localdate()).deadline.due
    letter = sending.letter(request, REQUEST, today=timezone.localdate())
    happens(request, "extension", date(2017, 3, 2), promised=date(2017, 4, 28))
    assert queries.request(request, today=timezone.localdate()).deadline.due == date(2017, 4, 28) > before
    assert sending.letter(request, REQUEST, today=timezone.localdate()).due.day == letter.due.day == before


@pytest.mark.parametrize(
    ("kind", "day", "code"),
    [
        ("answered", FILED - timedelta(days=1), "answer_before_request"),
        ("extension", FILED - timedelta(days=1), "event_before_request"),
        ("filed", FILED + timedelta(days=1), "request_filed_twice"),
        ("adivinado", FILED, "event_kind_unknown"),
        ("answered", date(2999, 1, 1), "event_in_the_future"),
    ],
)
def test_what_cannot_have_happened_is_refused_and_not_recorded(asked, happens, kind, day, code):
    happens(asked["mimp"], "filed")
    assert refused(happens, asked["mimp"], kind, day) == code
    assert [one.kind for one in queries.history(asked["mimp"])] == ["filed"]


def test_an_answer_before_anything_was_filed_is_refused(asked, happens):
    assert refused(happens, asked["mimp"], "answered") == "request_without_filing"
    assert not Event.objects.exists()


def test_of_several_requests_all_are_recorded_or_none(asked, happens):
    happens(asked["mimp"], "filed")
    assert refused(actions.record, list(asked.values()), Happening("filed", FILED), by="veedora") == "request_filed_twice"
    assert Event.objects.count() == 1
    others = [asked[one] for one in ("mpfn", "gore-14", "gore-14")]
    assert len(actions.record(others, Happening("filed", FILED, channel="mail"), by="veedora")) == 2
    assert (looks(most=1)[0]["thing"], looks(most=1)[0]["thing_id"]) == ("campaign", "trata-2016")
    assert refused(actions.record, [], Happening("filed", FILED), by="veedora") == "request_unknown"


def test_an_answer_repeats_one_of_its_own_request_only(asked, happens):
    for one in ("mimp", "mpfn"):
        happens(asked[one], "filed")
    answer, other = (happens(asked[one], "answered", IN_TIME) for one in ("mimp", "mpfn"))
    assert refused(happens, asked["mimp"], "duplicate", LATE, refers_to=other) == "event_unknown"
    happens(asked["mimp"], "duplicate", LATE, refers_to=answer)
    assert refused(happens, asked["mimp"], "redirected", LATE, entity="nadie") == "entity_unknown"


def test_what_was_taken_back_stays_in_the_history_and_counts_no_more(asked, happens, outcome):
    request = asked["mimp"]
    filed = happens(request, "filed")
    mistake = happens(request, "answered", IN_TIME)
    actions.take_back(request, mistake, by="coordinadora")
    assert outcome(request) == "overdue"
    assert [(one.kind, one.takes_back, one.by) for one in queries.history(request)] == [
        ("filed", False, "veedora"), ("answered", False, "veedora"), ("answered", True, "coordinadora"),
    ]  # fmt: skip
    assert refused(actions.take_back, request, mistake, by="veedora") == "event_unknown"
    assert refused(actions.take_back, asked["mpfn"], filed, by="veedora") == "event_unknown"
    happens(request, "answered", LATE)
    assert refused(actions.take_back, request, filed, by="veedora") == "request_without_filing"
    assert outcome(request) == "late"


def test_a_filing_that_was_taken_back_leaves_the_request_as_not_filed(asked, happens, outcome):
    actions.take_back(asked["mimp"], happens(asked["mimp"], "filed"), by="veedora")
    assert outcome(asked["mimp"]) == ""
    happens(asked["mimp"], "filed", LATE)
    assert outcome(asked["mimp"]) == "overdue"


def test_every_request_is_counted_where_its_entity_stands(asked, happens):
    happens(asked["mimp"], "filed")
    happens(asked["mimp"], "answered", IN_TIME)
    happens(asked["muni-1401"], "filed")
    found = queries.requests("trata-2016", today=timezone.localdate())
    assert queries.statistics(found, by="department") == {"": {"on_time": 1, "": 1}, "14": {"": 1, "overdue": 1}}
    assert sum(sum(one.values()) for one in queries.statistics(found, by="level").values()) == 4


def test_a_letter_says_by_when_and_a_reminder_comes_only_once_it_is_late(asked, happens):
    today, request = timezone.localdate(), asked["mimp"]
    assert sending.letter(request, REQUEST, today=today).on == today
    assert refused(sending.letter, request, CHASE, today=today) == "letter_without_request"
    happens(request, "filed", after_hours=True)
    letter = sending.letter(request, REQUEST, today=today)
    assert (letter.on, letter.due.day) == (FILED, date(2016, 11, 17))
    assert pdf(letter).startswith(b"%PDF")
    assert Request.objects.get(pk=request).number in mail(letter).body
    assert refused(sending.letter, request, CHASE, today=IN_TIME) == "letter_not_overdue"
    assert sending.letter(request, CHASE, today=today).filed == FILED


def test_an_appeal_says_against_what_and_repeats_only_what_was_left_without_an_answer(answered, happens, reads):
    request, today = answered[0], timezone.localdate()
    whole = sending.letter(request, REQUEST, today=today).items
    happens(request, "denied", LATE)
    reads("veedora", "12", item="budget_assigned", period="2016")
    assert sending.letter(request, APPEAL, today=today).items == whole
    reads("veedora", "13", item="budget_assigned", period="2017-01-01/2017-06-30")
    left = sending.letter(request, APPEAL, today=today).items
    assert [one.code for one in whole if one not in left] == ["budget_assigned"]


def test_a_form_asks_what_the_campaign_asks_of_that_entity(asked):
    assert sending.form(asked["mimp"]) == sending.form(asked["mimp"]) != sending.form(asked["mpfn"])


def test_what_an_entity_replies_is_kept_as_it_was_written(asked):
    actions.reply("mimp", "trata-2016/budget_assigned/2016", " No es así. ", day=LATE, by="veedora")
    (kept,) = queries.replies("mimp")
    assert (kept.text, kept.day, kept.about) == ("No es así.", LATE, "trata-2016/budget_assigned/2016")
    assert refused(actions.reply, "mimp", "x", "  ", day=LATE, by="veedora") == "reply_empty"
    assert refused(actions.reply, "mimp", " ", "x", day=LATE, by="veedora") == "reply_empty"
    assert refused(actions.reply, "mimp", "x", "a" * 4_001, day=LATE, by="veedora") == "reply_too_long"
    assert refused(actions.reply, "nadie", "x", "y", day=LATE, by="veedora") == "entity_unknown"
