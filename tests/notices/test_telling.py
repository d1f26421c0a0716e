"""Who is told of what another institution sends: once, of its own kinds, and nothing of anybody."""

import json

import pytest
from addressed import notification
from deliveries import VICTIM
from receivers import DATABASES

from intertrata.notices import actions, queries
from intertrata.notices.models import Reading
from intertrata.notices.signature import signature
from intertrata.registers import queries as registers
from intertrata.vocabulary.errors import Problem

pytestmark = pytest.mark.django_db(databases=DATABASES)


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
