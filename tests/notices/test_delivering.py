"""From a delivery of one institution to a message at another: told once, told nothing of anybody, and nothing lost on the way."""

import json
from datetime import timedelta

import pytest
from addressed import notification
from deliveries import VICTIM
from receivers import DATABASES, Receiver, serving

from intertrata.access.models import Account
from intertrata.access.queries import looks
from intertrata.identity import actions as identity
from intertrata.notices import actions, queries
from intertrata.notices.actions import delivering, reading
from intertrata.notices.actions.delivering import KEPT, MOST
from intertrata.notices.judging import PROBED_AFTER, TRIES
from intertrata.notices.models import Notice, Reading, Subscription
from intertrata.notices.signature import signature
from intertrata.registers import queries as registers
from intertrata.vocabulary.errors import Problem

pytestmark = pytest.mark.django_db(databases=DATABASES)
NO = {"identidad_reservada": "NO"}


def deeds(since):
    return [one["deed"] for one in reversed(looks(most=500)) if one["id"] > since and one["deed"] not in {"receive", "link"}]


@pytest.fixture
def last_look():
    return max((one["id"] for one in looks(most=1)), default=0)


@pytest.mark.engines
def test_a_new_referral_is_told_once_to_whom_it_was_referred_and_signed(receiver, subscribe, refer, run, now):
    mimp, pnp = receiver(), receiver()
    made = subscribe("mimp", mimp)
    subscribe("pnp", pnp)
    refer({"number": "R-1"}, {"number": "R-2", "a_quien": "PNP"})
    assert run() == actions.Delivered(made=2, sent=2)
    ((headers, body),) = mimp.got
    assert len(pnp.got) == 1
    assert headers["webhook-signature"] == signature(made.secret, headers["webhook-id"], int(headers["webhook-timestamp"]), body)
    assert int(headers["webhook-timestamp"]) == int(now.timestamp())
    assert headers["content-type"] == "application/json"
    assert run() == actions.Delivered()
    assert len(mimp.got) == 1


def test_what_is_told_is_a_kind_a_time_and_opaque_ids_and_of_a_person_not_even_the_register(receiver, subscribe, refer, run, received):
    mimp, minjus = receiver(), receiver()
    subscribe("mimp", mimp)
    subscribe("minjusdh", minjus, kinds=["notification.received"])
    refer({"number": "R-1"})
    received([notification()], source="sistra")
    run()
    told = json.loads(mimp.got[0][1])
    record = registers.current("referral")["record"][0]
    notice = mimp.ids()[0]
    assert told == {
        "type": "referral.received",
        "timestamp": "2026-11-24T12:00:00Z",
        "data": {"notice": notice, "record": record, "look": f"/avisos/{notice}/"},
    }
    data = json.loads(minjus.got[0][1])["data"]
    assert (data["register"], data["table"]) == ("sistra", "notificaciones")
    for said in (mimp.got[0][1] + minjus.got[0][1]).decode().split('"'):
        assert not {"NADIE", "PRUEBA", "00000001", "1-2016", "U-R-1", "R-1", "C-1", "140101", "udavit"} & {said}


def test_what_was_there_before_the_subscription_is_not_told_nor_when_it_is_corrected(receiver, subscribe, refer, run):
    refer({"number": "R-1"})
    mimp = receiver()
    subscribe("mimp", mimp)
    assert run().made == 0
    refer({"number": "R-1", "edad": "21"}, {"number": "R-2"}, cut_off="2016-07-01")
    assert run().made == 1


def test_a_correction_a_repetition_and_a_return_are_no_second_time(receiver, subscribe, refer, run):
    mimp = receiver()
    subscribe("mimp", mimp)
    for month, rows in ((6, [{}]), (7, [{"edad": "21"}]), (8, [{"number": "R-9", "a_quien": "PNP"}]), (9, [{"edad": "21"}])):
        refer(*rows, cut_off=f"2016-{month:02}-01")
        run()
    assert len(mimp.got) == 1


def test_a_referral_sent_on_to_another_is_told_to_that_one_and_an_older_delivery_that_comes_late_to_nobody(receiver, subscribe, refer, run):
    mimp, minsa = receiver(), receiver()
    subscribe("mimp", mimp)
    subscribe("minsa", minsa)
    refer({"a_quien": "MINSA"}, cut_off="2016-07-01")
    run()
    refer({"a_quien": "MIMP"}, cut_off="2016-06-01")
    run()
    assert (len(mimp.got), len(minsa.got)) == (0, 1)
    refer({"a_quien": "MIMP"}, cut_off="2016-08-01")
    run()
    assert (len(mimp.got), len(minsa.got)) == (1, 1)


def test_who_referred_is_told_of_the_answer_and_of_the_end(receiver, subscribe, refer, run):
    mpfn = receiver()
    subscribe("mpfn", mpfn)
    refer({})
    run()
    refer({"respuesta": "Aceptada", "fecha_respuesta": "20/05/2016"}, cut_off="2016-07-01")
    run()
    assert [json.loads(body)["type"] for _, body in mpfn.got] == ["referral.answered"]


def test_a_subscription_is_told_of_its_kinds_and_registers_only(receiver, subscribe, refer, received, run):
    one, other = receiver(), receiver()
    subscribe("minjusdh", one, kinds=["notification.received"])
    subscribe("minjusdh", other, registers_of=["udavit"])
    refer({"a_quien": "MINJUSDH"})
    received([notification()], source="sistra")
    assert run().made == 2
    assert [json.loads(body)["type"] for _, body in one.got] == ["notification.received"]
    assert [json.loads(body)["type"] for _, body in other.got] == ["referral.received"]


def test_a_reserved_identity_makes_no_notice_until_it_is_said_not_to_be_one(receiver, subscribe, refer, run):
    mimp = receiver()
    subscribe("mimp", mimp)
    refer({"identidad_reservada": "SI"})
    assert run() == actions.Delivered()
    assert Notice.objects.count() == 0
    refer(NO, cut_off="2016-07-01")
    assert run() == actions.Delivered(made=1, sent=1)


def test_who_is_marked_as_reserved_before_the_notice_leaves_is_held_and_told_when_the_mark_goes(receiver, subscribe, refer, run, now):
    mimp = receiver()
    subscribe("mimp", mimp)
    refer({})
    mimp.answer = 503
    run()
    refer({"identidad_reservada": "SI"}, cut_off="2016-07-01")
    mimp.answer = 204
    later = now + timedelta(hours=1)
    assert run(later).held == 1
    assert len(mimp.got) == 1
    assert queries.notices(state="held")[0].why_es.startswith("identidad reservada")
    assert queries.pointed(mimp.ids()[0], institution="mimp") is None
    refer({}, cut_off="2016-08-01")
    assert run(later).sent == 1
    assert mimp.ids()[0] == mimp.ids()[1]


def test_a_person_of_whom_another_record_was_marked_is_held_too(receiver, subscribe, refer, run, now):
    """She is known as one person by the linkage; the mark stands on another referral of hers."""
    mimp = receiver()
    subscribe("mimp", mimp)
    same = {"nro_documento": "00000007", "clave_usuario": "U-7", "fecha_nacimiento": "05/03/1990"}
    mimp.answer = 503
    refer({"number": "R-1", **same}, {"number": "R-2", "a_quien": "PNP", **same})
    run()
    identity.link(by="prueba")
    refer(
        {"number": "R-1", **same},
        {"number": "R-2", "a_quien": "PNP", "identidad_reservada": "SI", "clave_usuario": "U-7"},
        cut_off="2016-07-01",
    )
    mimp.answer = 204
    assert run(now + timedelta(hours=1)).held == 1
    assert len(mimp.got) == 1


def test_what_vanished_before_it_was_sent_is_not_sent(receiver, subscribe, refer, run, now):
    mimp = receiver(503)
    subscribe("mimp", mimp)
    refer({})
    run()
    refer({"number": "R-2", "a_quien": "PNP"}, cut_off="2016-07-01")
    assert run(now + timedelta(hours=1)).held == 1
    assert len(mimp.got) == 1


def test_nobody_is_told_of_a_person_where_she_was_not_asked_or_the_code_names_many(receiver, subscribe, refer, run, account):
    for institution in ("mrree", "migraciones"):
        assert all(
            not kind.startswith(("referral", "victim")) for kind in queries.subscription(subscribe(institution, receiver()).id).kinds
        )
        with pytest.raises(Problem) as caught:
            subscribe(institution, receiver(), kinds=["referral.received"])
        assert caught.value.code == "notice_kind_walled"
    with pytest.raises(Problem) as caught:
        subscribe("gobierno_local", receiver())
    assert caught.value.code == "notice_kind_walled"
    refer({"a_quien": "MRREE"}, {"number": "R-2", "a_quien": "Gobierno local"})
    assert run().made == 0


def test_an_account_that_left_speaks_for_nobody(receiver, subscribe, refer, run, now):
    mimp = receiver()
    made = subscribe("mimp", mimp)
    refer({})
    for change in ({"is_active": False}, {"is_active": True, "institution": "pnp"}, {"institution": "mimp", "role": "analyst"}):
        Account.objects.filter(institution__in=["mimp", "pnp"]).update(**change)
        assert run().paused == 1
        assert mimp.got == []
        assert queries.subscription(made.id).standing_es == "en pausa: la cuenta ya no puede recibir avisos"
        with pytest.raises(Problem) as caught:
            actions.resume(made.id, by="prueba")
        assert caught.value.code == "subscription_account"
        Subscription.objects.update(standing="active")
    Account.objects.update(role="operator")
    assert run().sent == 1


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


def test_a_revoked_subscription_gets_nothing_and_its_secret_is_forgotten(receiver, subscribe, refer, run):
    mimp = receiver(503)
    made = subscribe("mimp", mimp)
    refer({})
    run()
    assert actions.revoke(made.id[:6], by="prueba") == 1
    assert run() == actions.Delivered()
    assert len(mimp.got) == 1
    assert not bytes(Subscription.objects.get().secret)


def test_while_a_secret_takes_the_place_of_another_both_sign_and_then_only_the_new(receiver, subscribe, refer, run, now):
    mimp = receiver()
    old = subscribe("mimp", mimp)
    new = actions.rotate(old.id, by="prueba", overlap=timedelta(hours=1), now=now)
    refer({})
    run(now)
    refer({"number": "R-2"}, cut_off="2016-07-01")
    run(now + timedelta(hours=1))
    for (headers, body), secrets in zip(mimp.got, ([new.secret, old.secret], [new.secret]), strict=True):
        at = int(headers["webhook-timestamp"])
        assert headers["webhook-signature"] == " ".join(signature(one, headers["webhook-id"], at, body) for one in secrets)
    with pytest.raises(Problem):
        actions.rotate(old.id, by="prueba", overlap=timedelta(days=8))


def test_a_secret_that_does_not_open_pauses_its_own_subscription_and_nobody_elses(receiver, subscribe, refer, run):
    mimp, pnp = receiver(), receiver()
    made = subscribe("mimp", mimp)
    subscribe("pnp", pnp)
    Subscription.objects.filter(pk=made.id).update(secret=b"x" * 60)
    refer({}, {"number": "R-2", "a_quien": "PNP"})
    did = run()
    assert (did.sent, did.paused) == (1, 1)
    assert mimp.got == []
    assert queries.subscription(made.id).why == "secret"


def test_a_trial_tells_of_nothing_and_keeps_nothing(receiver, subscribe, now):
    mimp = receiver()
    made = subscribe("mimp", mimp)
    assert actions.try_out(made.id, by="prueba", now=now).taken
    assert json.loads(mimp.got[0][1]) == {"type": "intertrata.test", "timestamp": "2026-11-24T12:00:00Z", "data": {"subscription": made.id}}
    assert Notice.objects.count() == 0
    Account.objects.update(is_active=False)
    with pytest.raises(Problem):
        actions.try_out(made.id, by="prueba")


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


def test_what_no_kind_tells_of_is_passed_over_and_so_is_a_register_that_is_no_longer_declared(
    receiver, subscribe, received, refer, run, monkeypatch
):
    mimp = receiver()
    subscribe("mimp", mimp)
    received([VICTIM], source="reta")
    assert run() == actions.Delivered()
    assert Reading.objects.get().until == registers.last_order()
    refer({})
    declared = {code: one for code, one in registers.sources().items() if code != "udavit"}
    monkeypatch.setattr(registers, "sources", lambda: declared)
    assert run() == actions.Delivered()


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


def test_no_secret_and_no_address_stands_in_the_log_or_in_a_list(receiver, subscribe, refer, run):
    mimp = receiver(503)
    made = subscribe("mimp", mimp)
    refer({})
    run()
    actions.rotate(made.id, by="prueba")
    said = repr(looks(most=50)) + repr(queries.subscriptions()) + repr(queries.notices())
    assert "secreta" not in said
    assert "whsec_" not in said
    assert "avisos?" not in said
    assert made.secret.removeprefix("whsec_").encode() not in bytes(Subscription.objects.get().secret)


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


@pytest.mark.parametrize(("said", "code"), [
    ({"kinds": ["referral.recieved"]}, "notice_kind_unknown"), ({"registers_of": ["udavti"]}, "source_unknown"),
])  # fmt: skip
def test_what_nobody_declared_cannot_be_subscribed_to(said, code, receiver, subscribe):
    with pytest.raises(Problem) as caught:
        subscribe("mimp", receiver(), **said)
    assert caught.value.code == code
    assert Subscription.objects.count() == 0


def test_who_may_not_open_persons_or_is_of_no_institution_subscribes_nothing(account):
    for name, code in (
        (account("mimp", "analyst"), "subscription_account"),
        (account("", "operator"), "subscription_account"),
        ("nadie", "account_unknown"),
    ):
        with pytest.raises(Problem) as caught:
            actions.subscribe(name, "https://avisos.example/", kinds=(), by="prueba")
        assert caught.value.code == code


def test_an_address_that_is_none_subscribes_nothing(account, settings):
    settings.NOTICES_LOCAL = False
    for url in ("http://127.0.0.1/", "https://yo:clave@avisos.example/"):
        with pytest.raises(Problem) as caught:
            actions.subscribe(account("mimp"), url, kinds=(), by="prueba")
        assert caught.value.code == "subscription_url"


def test_a_notice_is_shown_to_the_institution_that_was_told_and_to_no_other(receiver, subscribe, refer, run):
    mimp = receiver()
    subscribe("mimp", mimp)
    refer({})
    run()
    (notice,) = mimp.ids()
    assert queries.pointed(notice, institution="mimp").record == registers.current("referral")["record"][0]
    for other in ("pnp", ""):
        assert queries.pointed(notice, institution=other) is None
    assert queries.pointed("0" * 32, institution="mimp") is None


def test_lists_name_what_nobody_has(receiver, subscribe):
    made = subscribe("mimp", receiver())
    for asked in ("", made.id[:3], "zzzzzz", "0" * 32):
        with pytest.raises(Problem):
            queries.subscription(asked)
    with pytest.raises(Problem) as caught:
        queries.notices(state="enviado")
    assert caught.value.code == "notice_state_unknown"
    assert queries.notices(subscription=made.id) == []
    assert queries.subscription(made.id[:6]).standing_es == "activa"


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
