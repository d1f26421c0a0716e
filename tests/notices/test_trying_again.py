"""Receivers that fail, ask for time, are slow or are gone: tried again, given up for somebody to see, and nobody else waits for them."""

from datetime import timedelta

import pytest
from receivers import DATABASES

from intertrata.access.queries import looks
from intertrata.notices import actions, queries
from intertrata.notices.actions import delivering
from intertrata.notices.actions.delivering import MOST
from intertrata.notices.judging import PROBED_AFTER, TRIES
from intertrata.notices.models import Subscription
from intertrata.vocabulary.errors import Problem

pytestmark = pytest.mark.django_db(databases=DATABASES)


def deeds(since):
    return [one["deed"] for one in reversed(looks(most=500)) if one["id"] > since and one["deed"] not in {"receive", "link"}]


@pytest.fixture
def last_look():
    return max((one["id"] for one in looks(most=1)), default=0)


def test_a_failure_is_tried_again_later_and_given_up_in_the_end_for_somebody_to_see(receiver, subscribe, refer, run, now, last_look):
    mimp = receiver(500)
    made = subscribe("mimp", mimp)
    refer({})
    at = now
    for tries in range(1, TRIES):
        assert run(at).again == 1
        (one,) = queries.notices()
        assert (one.tries, one.state, one.status, one.why_es) == (tries, "waiting", 500, "respondió con un error")
        assert run(one.due_at - timedelta(seconds=1)) == actions.Delivered()
        at = one.due_at
    assert run(at) == actions.Delivered(dead=1)
    assert run(at).needs_somebody is False
    assert queries.subscription(made.id).failures == TRIES
    assert queries.subscriptions()[0].dead == 1
    assert deeds(last_look) == ["subscribe", "notice_dead"]
    assert len(set(mimp.ids())) == 1
    mimp.answer = 200
    with pytest.raises(Problem):
        actions.retry(["0" * 32], by="prueba")
    assert actions.retry([queries.notices()[0].id], by="prueba", now=at) == 1
    assert run(at).sent == 1
    assert queries.subscription(made.id).failures == 0


def test_a_wait_that_is_asked_for_is_kept(receiver, subscribe, refer, run, now):
    subscribe("mimp", receiver(429, {"Retry-After": "7200"}))
    refer({})
    run()
    assert queries.notices()[0].due_at == now + timedelta(hours=2)


def test_who_answers_gone_is_told_nothing_more(receiver, subscribe, refer, run, last_look):
    mimp = receiver(410)
    made = subscribe("mimp", mimp)
    refer({}, {"number": "R-2"})
    did = run()
    assert (did.dead, did.gone, len(mimp.got)) == (2, 1, 1)
    assert did.needs_somebody
    assert queries.subscription(made.id).standing == "gone"
    assert deeds(last_look) == ["subscribe", "notice_dead", "subscription_gone"]
    refer({"number": "R-3"}, cut_off="2016-07-01")
    assert run() == actions.Delivered()
    assert actions.retry(by="prueba") == 0
    for deed in (actions.revoke, actions.rotate, actions.resume, actions.try_out):
        with pytest.raises(Problem) as caught:
            deed(made.id, by="prueba")
        assert caught.value.code == "subscription_over"
    assert not bytes(Subscription.objects.get().secret)


def test_after_some_failures_one_a_run_is_sent_and_after_a_day_of_them_the_subscription_rests(receiver, subscribe, refer, run, now):
    mimp = receiver(400)
    made = subscribe("mimp", mimp)
    refer(*({"number": f"R-{number}"} for number in range(1, 21)))
    assert run().again == 20
    assert run(now + timedelta(hours=2)).again == 1
    did = run(now + timedelta(days=1))
    assert (did.again, did.paused) == (1, 1)
    assert queries.subscription(made.id).failures > PROBED_AFTER
    assert queries.subscription(made.id).standing_es == "en pausa: falló demasiadas veces seguidas"
    assert run(now + timedelta(days=2)) == actions.Delivered()
    mimp.answer = 204
    actions.resume(made.id, by="prueba", now=now + timedelta(days=2))
    assert run(now + timedelta(days=2)).sent == 20


def test_one_that_does_not_answer_ends_its_own_turn_and_holds_up_nobody_elses(receiver, subscribe, refer, run):
    mimp, pnp = receiver(503), receiver()
    subscribe("mimp", mimp)
    subscribe("pnp", pnp)
    refer(*({"number": f"R-{number}", "a_quien": whom} for number in range(1, 11) for whom in ["MIMP" if number % 2 else "PNP"]))
    did = run()
    assert (did.made, did.sent, did.again) == (10, 5, 1)
    assert (len(mimp.got), len(pnp.got)) == (1, 5)


def test_one_that_is_slow_is_sent_no_more_than_its_time_allows(receiver, subscribe, refer, run):
    mimp, pnp = receiver(), receiver()
    subscribe("mimp", mimp)
    subscribe("pnp", pnp)
    refer({}, {"number": "R-2", "a_quien": "PNP"})
    assert run(seconds=0.0) == actions.Delivered(made=2)
    assert run().sent == 2


def test_no_more_than_so_many_leave_for_one_in_a_run(receiver, subscribe, refer, run, monkeypatch):
    assert MOST == 100
    monkeypatch.setattr(delivering, "MOST", 2)
    subscribe("mimp", receiver())
    refer(*({"number": f"R-{number}"} for number in range(1, 6)))
    assert [run().sent for _ in range(4)] == [2, 2, 1, 0]
