"""Laws of the rules over records that nobody wrote by hand: order, refusals, days, suspects, and what a rule does not declare."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_examples import PERSON, examples, finds, found, person_of, said

from intertrata.casefile.following.alarms import alarms
from intertrata.casefile.following.record_lines import event
from intertrata.casefile.following.rulebook import ANY, rulebook
from intertrata.casefile.following.standing import knows
from intertrata.vocabulary.codes import code_list

AGAINST_HER_NO = {"sheltered_after_refusing", "sent_to_migraciones_unasked"}
TODAY = date(2017, 9, 1)
POOL = [dict(told) for one in examples() for told in one.records]
PEOPLE = st.lists(st.sampled_from(POOL), min_size=1, max_size=9)
DAYS = st.dates(date(2016, 1, 1), date(2018, 6, 1))
FEW = settings(max_examples=120, deadline=None)
OF_THE_PERSON = {
    "age", "minor", "age_group", "nationality", "standing", "purpose", "offences", "reason", "finding", "finding_date", "consent_for", "answer",
    "revoked_date", "status", "decided_by", "exit_kind", "until", "about_trafficking", "signs_of_trafficking", "deceased", "found",
    "found_date", "goal_state", "done_date", "number", "ordinal", "at_risk", "trafficked_again", "reached", "voluntary", "to_country",
    "country", "facts_date", "missing_since", "case_numbers", "act",
}  # fmt: skip
"""Fields by which the trajectory knows who she is, whether her file is open and what she said no to: no rule need declare them."""


def read(records):
    return [event(line, dict(one) if one["type"] == "shelter_places" else {"person": PERSON, **one}) for line, one in enumerate(records, 1)]


def spoken(events, today=TODAY):
    trajectory, around = person_of(events, today)
    return {} if trajectory is None else {one.rule: one for one in alarms(trajectory, around, today)[0]}


@FEW
@given(PEOPLE, st.randoms(use_true_random=False))
def test_the_order_in_which_records_come_changes_nothing(records, chance: random.Random):
    events = read(records)
    shuffled = list(events)
    chance.shuffle(shuffled)
    assert spoken(shuffled) == spoken(events)


@FEW
@given(PEOPLE, st.sampled_from([one.code for one in code_list("consent_for")]), DAYS)
def test_a_refusal_adds_no_alarm_but_that_something_was_done_against_it(records, purpose, day):
    """What she says no to is asked no more (SAFEGUARDS 1)."""
    events = read(records)
    refused = event(900, {"person": PERSON, "type": "consent", "date": day.isoformat(), "consent_for": purpose, "answer": "refused"})
    (before, _), (after, _) = person_of(events, TODAY), person_of([*events, refused], TODAY)
    if before is None or before.detected() is None or not before.detected() <= day <= TODAY:
        return
    if not any(knows(one) and one.type != "call" for one in (*before.earlier, *before.events)):
        return  # who was known by a call alone has been met now: what is owed to her begins
    new = spoken([*events, refused])
    assert new.keys() - spoken(events).keys() <= AGAINST_HER_NO
    if after.refused(purpose, TODAY):
        assert not [one.code for one, _ in rulebook() if purpose in one.silenced_by and one.code in new]


@FEW
@given(PEOPLE, st.integers(0, 400))
def test_an_alarm_is_of_today_or_before_and_points_to_her_records(records, later):
    events = read(records)
    today = TODAY + timedelta(days=later)
    known = {one.line for one in events}
    for one in spoken(events, today).values():
        assert one.since <= today
        assert set(one.records) <= known
        assert one.records
        assert one.responsible in code_list("institution")


@FEW
@given(PEOPLE, st.integers(1, 400))
def test_waiting_mends_nothing_that_was_owed_and_moves_no_day(records, later):
    """Where no new record comes, what a term made late stays late since the same day, unless a day that records tell has come between."""
    owed = {
        "reta_not_sistra",
        "sistra_not_reta",
        "never_referred_to_minsa",
        "no_plan",
        "opening_not_notified",
        "no_outcome",
        "reparation_unpaid",
    }
    events = [one for one in read(records) if one.last is None or one.last <= TODAY]
    if any(day > TODAY for one in events for told in one.said.values() if isinstance(told, tuple) for day in told if isinstance(day, date)):
        return
    now, then = spoken(events, TODAY), spoken(events, TODAY + timedelta(days=later))
    for code in owed & now.keys():
        assert then[code].since == now[code].since


@FEW
@given(PEOPLE)
def test_who_is_only_a_suspect_has_no_alarm_of_a_victim(records):
    """SAFEGUARDS 14: and none of defence, measures or referrals either."""
    others = [one for one in records if one["type"] in {"suspect", "protection_measure", "referral", "procedural_act", "proceeding"}]
    kept = [{name: value for name, value in one.items() if name != "standing"} for one in others]
    assert spoken(read([{"type": "suspect", "date": "2017-03-01", "register": "reta"}, *kept])) == {}


@FEW
@given(PEOPLE, st.sampled_from(["dismissed", "archived", "acquitted"]))
def test_how_a_proceeding_ends_takes_no_service_away(records, outcome):
    """SAFEGUARDS 7: an archive or an acquittal silences nothing about services."""
    services = {
        "no_defender",
        "never_referred_to_minsa",
        "minor_without_upe",
        "no_plan",
        "no_follow_up",
        "foreign_not_told",
        "no_interpreter",
    }
    before = spoken(read(records))
    ended = {"type": "proceeding", "date": "2017-08-01", "register": "poder_judicial", "outcome": outcome, "outcome_date": "2017-08-02"}
    after = spoken(read([*records, ended]))
    assert {code: after[code].since for code in services & before.keys()} == {code: before[code].since for code in services & before.keys()}


@FEW
@given(PEOPLE)
def test_a_ruling_that_she_is_no_victim_ends_every_alarm(records):
    ruling = {"type": "victim", "date": "2017-09-01", "register": "poder_judicial", "status": "not_a_victim", "decided_by": "pj"}
    kept = [one for one in records if one.get("date", "") < "2017-09"]
    assert spoken(read([*(one for one in kept if "date" in one), ruling])) == {}


@pytest.mark.parametrize(("rule", "function"), rulebook(), ids=lambda one: getattr(one, "code", ""))
def test_what_a_rule_does_not_declare_changes_nothing(rule, function):
    """``reads`` is complete: take any field away that it does not name, and it finds the same."""
    named = {tuple(name.split(".")) for name in rule.reads if "." in name} | {tuple(name.split(".")) for name in rule.responsible_by}
    for example in examples(rule.code):
        events = example.events
        for place, one in enumerate(events):
            for field in one.said.keys() - OF_THE_PERSON:
                if (one.type, field) in named or (ANY, field) in named:
                    continue
                less = one._replace(said={name: value for name, value in one.said.items() if name != field})
                again = finds(rule.code, [*events[:place], less, *events[place + 1 :]], example.today)
                assert again == finds(rule.code, events, example.today), f"{example.says}: {one.type}.{field}"


@pytest.mark.parametrize(("rule", "function"), rulebook(), ids=lambda one: getattr(one, "code", ""))
def test_a_rule_reads_its_days_from_its_row(rule, function):
    """A longer term ends later, and nobody is late before it: the function holds no number of its own."""
    if not rule.days or rule.code == "measure_ending":
        return
    longer = replace(rule, days=rule.days + 5000)
    for example in examples(rule.code):
        trajectory, around = person_of(example.events, example.today)
        if isinstance(example.finds, dict) and "since" in example.finds and not any("due_date" in one for one in example.records):
            assert said(found(longer, function, trajectory, around, example.today)) == "quiet"
