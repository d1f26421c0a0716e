"""A referral sent on the house's own screens is told as any other: to whom it came, to who sent it once there is an answer; never of whom."""

import json
from datetime import date

import pytest
from django.test import Client
from receivers import DATABASES
from referred import CARE, CONSENT, MARKS, PURPOSE, load, person
from referred import account as operator

from intertrata.access.models import Account
from intertrata.casefile.referrals import actions, queries

pytestmark = pytest.mark.django_db(databases=DATABASES)
TODAY = date(2026, 11, 30)


def take(sent, step, by, **said):
    one = queries.one(sent.record, by, today=TODAY)
    actions.take(sent.record, step, said, upon=one.version, by=operator(by), purpose=PURPOSE, key=step)


def kinds(receiver):
    return [json.loads(body)["type"] for _headers, body in receiver.got]


@pytest.fixture
def sent(tmp_path):
    load(tmp_path, CONSENT)
    return lambda **said: actions.send(person(), CARE, by=operator("mpfn"), purpose=PURPOSE, key="k", synthetic=True)


def test_who_receives_is_told_of_it_and_who_sent_of_each_answer_and_nobody_of_whom(receiver, subscribe, run, sent):
    mimp, minsa, mpfn = receiver(), receiver(), receiver()
    for institution, at in (("mimp", mimp), ("minsa", minsa), ("mpfn", mpfn)):
        subscribe(institution, at)
    one = sent()
    run()
    assert (kinds(mimp), kinds(minsa), kinds(mpfn)) == (["referral.received"], [], [])
    take(one, "redirect", "mimp", receiver_unit="minsa_salud")
    run()
    take(one, "accept", "minsa")
    run()
    take(one, "close", "minsa", outcome="attended")
    run()
    assert kinds(mimp) == ["referral.received"]
    assert kinds(minsa) == ["referral.received"]
    assert kinds(mpfn) == ["referral.redirected", "referral.answered", "referral.ended"]
    everything = str([each.got for each in (mimp, minsa, mpfn)])
    assert not [mark for mark in MARKS if mark in everything.upper()]
    assert "derivaciones" not in everything


def test_what_was_taken_back_is_told_to_who_had_it_and_a_notice_leads_to_the_referral(receiver, subscribe, run, sent):
    mimp = receiver()
    subscribe("mimp", mimp)
    one = sent()
    run()
    take(one, "withdraw", "mpfn", withdrawal_reason="by_mistake")
    run()
    assert kinds(mimp) == ["referral.received", "referral.withdrawn"]
    client = Client()
    client.force_login(Account.objects.get(username=operator("mimp")))
    assert client.get(f"/avisos/{mimp.ids()[0]}/")["Location"] == f"/derivaciones/{one.record}/"
