"""Referrals as deeds, on both engines: sent with a lawful basis, answered, closed; two who answer at once; what a crash leaves."""

import json
from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connections
from django.utils import timezone
from referred import CARE, CONSENT, MARKS, PURPOSE, account, answered, load, person

from intertrata.access.models import Role
from intertrata.access.queries import looks
from intertrata.casefile.referrals import actions, queries
from intertrata.identity import actions as identity
from intertrata.identity import queries as persons
from intertrata.registers import actions as registers
from intertrata.registers import queries as kept
from intertrata.registers.actions import entering
from intertrata.registers.models import Deposit, RecordEvent
from intertrata.vault import queries as vaulted
from intertrata.vocabulary.errors import Problem

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"])
engines = pytest.mark.engines
TODAY = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def house(settings, tmp_path):
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()


@pytest.fixture
def known(tmp_path):
    load(tmp_path, CONSENT)
    return person()


def send(whom, said=CARE, *, by="mpfn", key="k-1", **more):
    return actions.send(whom, said, by=account(by), purpose=PURPOSE, key=key, synthetic=True, **more)


def take(sent, step, *, by="mimp", upon=None, key="s-1", **said):
    upon = upon or seen(sent, by).version
    return actions.take(sent.record, step, said, upon=upon, by=account(by), purpose=PURPOSE, key=key)


def seen(sent, institution):
    return queries.one(sent.record, institution, today=timezone.localdate())


def refused(code, deed, /, *args, **said):
    with pytest.raises(Problem) as caught:
        deed(*args, **said)
    assert caught.value.code == code
    return caught.value


@engines
def test_a_referral_is_sent_accepted_and_closed_and_the_sender_sees_each_step(known):
    sent = send(known)
    (new,) = queries.listed("mimp", today=TODAY)
    assert (new.record, new.standing, new.shown["state"], new.shown["receiver_unit"]) == (sent.record, "receiver", "sent", "mimp_cem")
    take(sent, "accept", key="s-1")
    take(sent, "close", key="s-2", outcome="attended")
    one = seen(sent, "mpfn")
    assert [(each.step, each.by) for each in one.steps] == [("send", "mpfn"), ("accept", "mimp"), ("close", "mimp")]
    assert (one.shown["state"], one.shown["outcome"], one.next) == ("done", "attended", ())
    row = kept.current("referral", register="derivaciones").row(0, named=True)
    assert (row["answer"], row["sender"], row["receiver"], row["outcome"]) == ("accepted", "mpfn", "mimp", "attended")
    assert row["answer_date"] == row["closed_date"] == timezone.localdate().isoformat()
    assert registers.verify(by="prueba").problems == ()


@engines
def test_of_two_who_answer_upon_the_same_version_the_second_is_told_so(known):
    sent = send(known)
    upon = seen(sent, "mimp").version
    take(sent, "accept", upon=upon)
    refused("record_moved_on", take, sent, "reject", upon=upon, key="s-2", rejection_reason="no_place")
    assert seen(sent, "mpfn").shown["state"] == "accepted"


@pytest.mark.django_db(databases=["default", "vault", "log", "public"], transaction=True)
@engines
def test_two_who_close_one_referral_at_once_on_two_connections_leave_one_answer(known):
    sent = send(known)
    take(sent, "accept")
    upon, together, told = seen(sent, "mimp").version, Barrier(2), {}
    account("mimp", Role.OPERATOR)

    def close(outcome):
        try:
            together.wait()
            take(sent, "close", upon=upon, key=outcome, outcome=outcome)
            told[outcome] = "done"
        except Problem as problem:
            told[outcome] = problem.code
        finally:
            connections.close_all()

    both = [Thread(target=close, args=(outcome,)) for outcome in ("attended", "not_arrived")]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(told.values()) == ["done", "record_moved_on"]
    (won,) = (outcome for outcome, said in told.items() if said == "done")
    assert [step.step for step in seen(sent, "mpfn").steps] == ["send", "accept", "close"]
    assert seen(sent, "mpfn").shown["outcome"] == won


@engines
def test_the_same_deed_sent_twice_is_done_once(known):
    first, again = send(known), send(known)
    assert first == again
    upon = seen(first, "mimp").version
    assert take(first, "accept", upon=upon) == take(first, "accept", upon=upon)
    assert len(seen(first, "mimp").steps) == 2


class PulledPlugError(Exception):
    """What a test raises where a crash would end the process."""


@engines
@pytest.mark.parametrize("step", ["seal", "keep_in_vault", "write_versions"])
def test_a_crash_between_the_two_databases_leaves_the_step_before_and_the_next_one_counts(known, monkeypatch, step):
    sent = send(known)

    def crash(*_args, **_said):
        raise PulledPlugError

    with monkeypatch.context() as patched:
        patched.setattr(entering, step, crash)
        with pytest.raises(PulledPlugError):
            take(sent, "accept")
    assert seen(sent, "mimp").shown["state"] == "sent"
    registers.sweep(by="prueba")
    take(sent, "accept")
    assert seen(sent, "mimp").shown["state"] == "accepted"
    assert registers.verify(by="prueba").problems == ()
    told = kept.records([sent.record])["version"].to_list()
    assert vaulted.mentions(told).height == 2


def test_a_step_that_its_life_or_its_side_does_not_allow_is_refused(known):
    sent = send(known)
    refused("referral_step_not_allowed", take, sent, "close", outcome="attended")
    refused("referral_step_not_allowed", take, sent, "send")
    refused("referral_step_not_allowed", take, sent, "burn")
    refused("referral_unknown", take, sent, "accept", by="mpfn")
    refused("referral_unknown", take, sent, "withdraw", withdrawal_reason="by_mistake")
    refused("referral_unknown", take, sent, "accept", by="minsa", upon="0" * 32)
    refused("referral_unknown", actions.take, "ab" * 16, "accept", {}, upon="", by=account("mimp"), purpose=PURPOSE, key="x")
    refused("referral_incomplete", take, sent, "reject")
    refused("referral_incomplete", take, sent, "reject", rejection_reason="porque sí")
    refused("purpose_missing", actions.take, sent.record, "accept", {}, upon="", by=account("mimp"), purpose=" ", key="x")
    take(sent, "withdraw", by="mpfn", withdrawal_reason="by_mistake")
    refused("referral_step_not_allowed", take, sent, "accept", key="s-3")


def test_who_may_neither_refer_nor_answer_does_neither(known):
    sent = send(known)
    for role in (Role.SUPERVISOR, Role.REVIEWER, Role.ANALYST):
        other = account("mimp", role)
        refused("referral_not_yours", actions.send, known, CARE, by=other, purpose=PURPOSE, key="k", synthetic=True)
        refused("referral_not_yours", actions.take, sent.record, "accept", {}, upon="", by=other, purpose=PURPOSE, key="k")
    refused("referral_not_yours", actions.send, known, CARE, by="nadie", purpose=PURPOSE, key="k", synthetic=True)
    refused("referral_not_yours", actions.open_referral, sent.record, by=account("mimp", Role.REVIEWER), purpose=PURPOSE)


def test_without_her_recorded_yes_nothing_is_sent_and_the_try_is_noted(tmp_path):
    load(tmp_path)
    refused("referral_not_lawful", send, person())
    assert looks(most=1)[0]["deed"] == "referral_refused"
    assert not kept.current("referral", register="derivaciones").height
    assert send(person("C-12"), CARE | {"legal_basis": "child_protection"}).number, "of a girl the law protects, on another basis"


def test_a_yes_that_she_took_back_is_none_any_more(known):
    answered(
        CONSENT | {"nro_acta_consentimiento": "A-2", "fecha_respuesta": "03/07/2016", "respuesta": "No consiente", "como_se_informo": ""}
    )
    identity.link(by="prueba")
    refused("referral_not_lawful", send, known)


def test_a_redirected_referral_is_with_the_other_and_who_redirected_no_longer_sees_whose_it_is(known):
    sent = send(known)
    take(sent, "redirect", receiver_unit="minsa_salud")
    one = seen(sent, "minsa")
    assert (one.shown["state"], one.shown["receiver_unit"], [step.by for step in one.steps]) == ("sent", "minsa_salud", ["mpfn", "mimp"])
    passed = seen(sent, "mimp")
    assert (passed.standing, passed.names, passed.next) == ("passed", False, ())
    refused("referral_unknown", actions.open_referral, sent.record, by=account("mimp"), purpose=PURPOSE)
    refused("referral_unknown", take, sent, "accept", key="s-4")
    take(sent, "accept", by="minsa", key="s-5")
    assert [each.step for each in seen(sent, "mpfn").steps] == ["send", "redirect", "accept"]


@pytest.mark.parametrize("unit", ["mrree_consular", "migraciones_residencia", "pnp_comisaria", "mimp_cem"])
def test_it_is_redirected_only_where_the_sender_herself_might_have_sent_it(known, unit):
    refused("referral_not_lawful", take, send(known), "redirect", receiver_unit=unit)


def test_the_police_see_neither_where_it_went_on_nor_what_came_of_it(known):
    sent = send(known, by="pnp")
    assert seen(sent, "pnp").shown["receiver_unit"] == "mimp_cem"
    take(sent, "redirect", receiver_unit="minsa_salud", jurisdiction="df_cusco")
    take(sent, "accept", by="minsa", key="s-2")
    take(sent, "close", by="minsa", key="s-3", outcome="attended")
    one = seen(sent, "pnp")
    assert set(one.shown) & {"receiver", "receiver_unit", "jurisdiction", "outcome", "rejection_reason"} == set()
    assert one.shown["state"] == "done"
    assert [each.by for each in one.steps] == ["pnp", "", "", ""]
    assert "minsa" not in str(queries.listed("pnp", today=TODAY))
    refused(
        "referral_not_lawful",
        send,
        known,
        {"receiver_unit": "inabif_car", "reason": "shelter", "legal_basis": "court_order"},
        by="pnp",
        key="k-2",
    )


def test_who_it_is_of_is_told_to_both_sides_for_a_purpose_and_noted_first(known):
    sent = send(known)
    told = actions.open_referral(sent.record, by=account("mimp"), purpose=PURPOSE, origin="192.0.2.1")
    assert (told["given_names"], told["document_number"]) == ("DELFINA", "43999000")
    look = looks(most=1)[0]
    assert (look["deed"], look["thing_id"], look["purpose"], look["origin"]) == ("open_referral", sent.record, "care", "192.0.2.1")
    refused("purpose_missing", actions.open_referral, sent.record, by=account("mimp"), purpose="")
    refused("referral_unknown", actions.open_referral, sent.record, by=account("minsa"), purpose=PURPOSE)


def test_once_her_identity_is_reserved_nobody_is_told_whose_it_is(known):
    sent = send(known)
    blank = dict.fromkeys(("apellido_paterno", "apellido_materno", "nombres", "tipo_documento", "nro_documento", "fecha_nacimiento"), "")
    registers.enter(
        "udavit", "consentimientos", CONSENT | blank | {"identidad_reservada": "SI"}, by=account("mpfn"), key="A-1-r", synthetic=True
    )
    refused("person_unknown", actions.open_referral, sent.record, by=account("mimp"), purpose=PURPOSE)


def test_no_name_stands_anywhere_but_in_the_vault(known):
    sent = send(known)
    take(sent, "accept")
    lists = [queries.listed(one, today=TODAY) for one in ("mpfn", "mimp")]
    stored = [
        *RecordEvent.objects.filter(register="derivaciones").values(),
        *Deposit.objects.values(),
        *looks(most=50),
        lists,
        seen(sent, "mimp"),
    ]
    assert not [mark for mark in MARKS if mark in str(stored)]


def test_the_next_linkage_keeps_it_with_the_person_whose_page_was_open(known):
    sent = send(known)
    assert [one.record for one in queries.of_records(persons.records_of(known), "mimp", today=TODAY)] == [sent.record]
    identity.link(by="prueba")
    assert persons.person_of(sent.record) == persons.person_of(persons.records_of(person())[0])
    assert [one.record for one in queries.of_records([sent.record], "mpfn", today=TODAY)] == [sent.record]
    assert queries.of_records([sent.record], "minsa", today=TODAY) == []


def test_an_answer_is_late_once_its_business_day_has_passed_and_no_longer_once_it_came(known, monkeypatch):
    sent = send(known)
    due = date.fromisoformat(seen(sent, "mimp").shown["due_date"])
    assert [queries.listed("mimp", today=day)[0].overdue for day in (due, date.fromordinal(due.toordinal() + 1))] == [False, True]
    take(sent, "accept")
    assert not queries.listed("mimp", today=date(2099, 1, 1))[0].overdue


@engines
def test_what_is_held_between_two_looks_is_what_a_first_look_would_read(known, monkeypatch):
    sent = [send(known, key="k-1")]
    assert queries.found("mimp", today=TODAY).height == 1
    sent.append(send(known, key="k-2"))
    for at, one in enumerate(sent):
        take(one, "accept", key=f"s-{at}")
        held = queries.listed("mimp", today=TODAY)
        with monkeypatch.context() as patched:
            patched.setattr(queries, "_HELD", {})
            assert queries.listed("mimp", today=TODAY) == held
    assert {one.shown["state"] for one in held} == {"accepted"}
    Deposit.objects.filter(register="derivaciones").delete()  # another state of the house, as after a restore
    assert queries.listed("mimp", today=TODAY) == []


def test_no_form_and_no_system_of_an_institution_writes_in_the_register_of_referrals():
    for institution in ("comision_multisectorial", "mpfn", "mimp"):
        assert "derivaciones" not in kept.written_by(institution)


def test_a_record_that_nobody_entered_is_not_amended(known):
    refused("record_unknown", registers.amend, "ab" * 16, {}, upon="", by="x", key="y")
    (delivered,) = kept.current("victim", register="sistra").head(1)["record"]
    refused("record_unknown", registers.amend, delivered, {}, upon="", by="x", key="y")
    refused("record_unknown", registers.open_identity, delivered, by="x", deed="open_referral", purpose=PURPOSE)
    refused("purpose_missing", registers.open_identity, delivered, by="x", deed="open_referral", purpose="")


def test_every_version_says_the_step_that_made_it(known):
    sent = send(known)
    take(sent, "reject", rejection_reason="no_place")
    told = [json.loads(payload) for payload in kept.records([sent.record])["payload"]]
    assert [(one["step"], one["step_number"]) for one in told] == [("send", 1), ("reject", 2)]
    assert (told[1]["answer"], told[1]["rejection_reason"], told[1]["reserved"]) == ("rejected", "no_place", False)
