"""What a notice may no longer tell when it is due: it is held, and told where that ends."""

from datetime import timedelta

import pytest
from receivers import DATABASES

from intertrata.identity import actions as identity
from intertrata.notices import actions, queries
from intertrata.notices.models import Notice

pytestmark = pytest.mark.django_db(databases=DATABASES)
NO = {"identidad_reservada": "NO"}


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
