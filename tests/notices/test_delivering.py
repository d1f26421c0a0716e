"""Runs that stop, meet, read late or long deliveries: nothing is lost on the way, and nothing told twice."""

from datetime import timedelta

import pytest
from addressed import notification
from receivers import DATABASES, Receiver, serving

from intertrata.notices import actions, queries
from intertrata.notices.actions import delivering, reading
from intertrata.notices.actions.delivering import KEPT
from intertrata.notices.models import Notice, Reading
from intertrata.vocabulary.errors import Problem

pytestmark = pytest.mark.django_db(databases=DATABASES)


def test_a_run_that_stops_before_its_commit_made_nothing_and_the_next_makes_all(receiver, subscribe, refer, run, monkeypatch):
    mimp = receiver()
    subscribe("mimp", mimp)
    run()
    refer({}, {"number": "R-2"})

    def plug(*_words, **_named):
        raise KeyboardInterrupt

    with monkeypatch.context() as pulled:
        pulled.setattr(Reading.objects, "update_or_create", plug)
        with pytest.raises(KeyboardInterrupt):
            run()
    assert Notice.objects.count() == 0
    assert run() == actions.Delivered(made=2, sent=2)


def test_a_run_that_stops_after_its_commit_sends_the_same_later(receiver, subscribe, refer, run, monkeypatch):
    mimp = receiver()
    subscribe("mimp", mimp)
    refer({}, {"number": "R-2"})
    with monkeypatch.context() as pulled:
        pulled.setattr(delivering, "_settle", lambda *_words, **_named: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            run()
    before = set(mimp.ids())
    assert before
    assert run() == actions.Delivered(sent=2)
    assert len(set(mimp.ids())) == 2, "what came twice came under one id"
    assert before < set(mimp.ids()) or before == set(mimp.ids())


def test_a_delivery_that_closes_after_later_ones_is_not_passed_over(receiver, subscribe, received, refer, run, monkeypatch):
    """A long delivery takes its place first and counts last."""
    minjus, mimp = receiver(), receiver()
    subscribe("minjusdh", minjus)
    subscribe("mimp", mimp)
    from intertrata.registers.models import Deposit

    late = received([notification()], source="sistra").deposit
    closed = Deposit.objects.get(pk=late).closed_at
    refer({})
    Deposit.objects.filter(pk=late).update(closed_at=None)
    assert run().sent == 1
    assert Reading.objects.get().apart
    assert run() == actions.Delivered()
    Deposit.objects.filter(pk=late).update(closed_at=closed)
    assert run().sent == 1
    assert (len(minjus.got), len(mimp.got)) == (1, 1)
    assert Reading.objects.get().apart == []


def test_many_records_are_read_some_at_a_time(receiver, subscribe, refer, run, monkeypatch):
    monkeypatch.setattr(reading, "AT_ONCE", 2)
    mimp = receiver()
    subscribe("mimp", mimp)
    refer(*({"number": f"R-{number}"} for number in range(1, 6)))
    assert run().made == 5


def test_what_was_sent_long_ago_is_forgotten_and_what_could_not_be_sent_is_not(receiver, subscribe, refer, run, now):
    mimp = receiver()
    subscribe("mimp", mimp)
    refer({})
    run()
    mimp.answer = 410
    refer({"number": "R-2"}, cut_off="2016-07-01")
    run()
    run(now + KEPT + timedelta(seconds=1))
    assert [one.state for one in queries.notices()] == ["dead"]
    refer({"edad": "30"}, {"number": "R-2", "edad": "30"}, cut_off="2016-08-01")
    assert run(now + KEPT * 2).made == 0


@pytest.mark.engines
@pytest.mark.django_db(databases=DATABASES, transaction=True)
def test_two_runs_at_once_are_one(receiver, subscribe, refer, run):
    from django.db import connections

    second = []

    def meanwhile(handler):
        try:
            run()
        except Problem as problem:
            second.append(problem.code)
        finally:
            connections.close_all()
        handler.send_response(204)
        handler.end_headers()

    mimp = receiver(answer=meanwhile)
    subscribe("mimp", mimp)
    refer({})
    assert run() == actions.Delivered(made=1, sent=1)
    assert second == ["deed_busy"]
    assert len(mimp.got) == 1


def test_the_way_out_is_as_the_settings_say(settings):
    settings.NOTICES_LOCAL, settings.NOTICES_CA = False, ""
    assert delivering.wire().local is False


def test_a_worker_that_breaks_is_heard(subscribe, refer, now):
    class Broken:
        @staticmethod
        def send(*_words):
            raise MemoryError

    with serving(Receiver()) as mimp:
        subscribe("mimp", mimp)
        refer({})
        with pytest.raises(MemoryError):
            actions.deliver(by="prueba", now=now, out=Broken())
