"""Who may subscribe, what a subscription's secret signs, and where it ends."""

import json
from datetime import timedelta

import pytest
from receivers import DATABASES

from intertrata.access.models import Account
from intertrata.access.queries import looks
from intertrata.notices import actions, queries
from intertrata.notices.models import Notice, Subscription
from intertrata.notices.signature import signature
from intertrata.vocabulary.errors import Problem

pytestmark = pytest.mark.django_db(databases=DATABASES)


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


def test_a_trial_tells_of_nothing_and_keeps_nothing(receiver, subscribe, now):
    mimp = receiver()
    made = subscribe("mimp", mimp)
    assert actions.try_out(made.id, by="prueba", now=now).taken
    assert json.loads(mimp.got[0][1]) == {"type": "intertrata.test", "timestamp": "2026-11-24T12:00:00Z", "data": {"subscription": made.id}}
    assert Notice.objects.count() == 0
    Account.objects.update(is_active=False)
    with pytest.raises(Problem):
        actions.try_out(made.id, by="prueba")


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
