"""Entering one record: kept as a delivery of one row, once, or refused field by field; the same checks as receiving, whole or not at all."""

import json
import re
from datetime import date, timedelta

import pytest
from deliveries import csv_text, victims
from django.utils import timezone

from intertrata.access.queries import looks
from intertrata.registers import actions, queries
from intertrata.registers.actions import entering, keeping
from intertrata.registers.entry_numbers import entry_number, read_number
from intertrata.registers.models import Deposit, Entry, RecordEvent, Refusal
from intertrata.vault import queries as vaulted
from intertrata.vocabulary.errors import Problem

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"])
engines = pytest.mark.engines
COMPLAINT = {"FEC_DENUNCIA": "12/05/2026", "DELITO": ["TRATA DE PERSONAS"], "COMISARIA": "CIA PUERTO MALDONADO", "UBIGEO": "170101"}
VICTIM = {"NRO_DENUNCIA": "D-1", "NOMBRES": "EUSEBIA", "AP_PATERNO": "ZARZOLI", "SEXO": "F", "FEC_REGISTRO": "12/05/2026", "EDAD": "16"}


def enter(table="denuncias", values=None, *, key="clave-1", by="operadora", source="reta", **more):
    return actions.enter(source, table, COMPLAINT if values is None else values, by=by, key=key, synthetic=True, **more)


@engines
def test_a_typed_record_is_a_deposit_of_one_row_and_stands_among_the_others():
    told = enter()
    row = queries.current("complaint").row(0, named=True)
    assert (row["record"], row["deposit"], row["offences"]) == (told.record, told.deposit, ["trafficking"])
    deposit = queries.deposit(told.deposit)
    assert (deposit.read, deposit.kept, deposit.refused, deposit.way, deposit.full) == (1, 1, 0, "form", False)
    assert deposit.cut_off == timezone.localdate()
    sealed = json.loads(b"".join(vaulted.deposit_file(deposit.digest)))
    assert sealed == COMPLAINT | {"SINTETICO": "SI", "NRO_DENUNCIA": told.number}
    assert looks(most=1)[0]["deed"] == "enter"
    assert actions.verify(by="prueba").problems == ()


@engines
def test_what_names_a_person_goes_to_the_vault_and_nowhere_else():
    told = enter("victimas", VICTIM)
    (identity,) = vaulted.mentions([told.version])["identity"]
    assert json.loads(identity)["given_names"] == "EUSEBIA"
    payload = RecordEvent.objects.get().payload
    assert "EUSEBIA" not in payload
    assert json.loads(payload)["minor"] is True
    assert "EUSEBIA" not in str(list(Entry.objects.values())) + str(list(Deposit.objects.values())) + str(looks(most=9))


def test_a_record_whose_register_gives_no_number_gets_one_that_can_be_told_over_the_telephone():
    told = enter()
    assert re.fullmatch(r"\d{4}-\d{6}-\d", told.number)
    assert queries.current("complaint")["number"].to_list() == [told.number]
    own = enter(values=COMPLAINT | {"NRO_DENUNCIA": "77"}, key="otra")
    assert queries.current("complaint")["number"].to_list() != [told.number]
    assert own.number != told.number


def test_one_wrong_digit_of_a_number_is_seen():
    number = entry_number(123, year=2026)
    assert read_number(number) == read_number(number.replace("-", "")) == read_number(f" {number} ") == number
    for place, digit in enumerate(number):
        for other in "0123456789":
            if digit.isdigit() and other != digit:
                assert read_number(number[:place] + other + number[place + 1 :]) == ""


def test_the_number_of_an_act_is_never_made_up():
    told = enter("victimas", {name: value for name, value in VICTIM.items() if name != "NRO_DENUNCIA"})
    assert [(one.column, one.rule) for one in told.refusals] == [("NRO_DENUNCIA", "required")]
    assert told.number == ""


@engines
def test_what_is_wrong_is_told_field_by_field_and_nothing_of_it_is_kept():
    told = enter("victimas", VICTIM | {"FEC_REGISTRO": "31/02/2026", "EDAD": "400", "SEXO": "Z"})
    assert {one.column: one.rule for one in told.refusals} == {"EDAD": "range", "FEC_REGISTRO": "date_impossible", "SEXO": "code"}
    assert not Deposit.objects.exists()
    assert not Refusal.objects.exists()
    assert not Entry.objects.exists()
    assert vaulted.versions_held() == set()
    assert vaulted.deposits_held() == set()


@engines
def test_the_same_sent_twice_is_one_record_and_one_receipt_and_another_content_under_its_key_is_refused():
    first, second = enter(), enter()
    assert (second.number, second.again, first.again) == (first.number, True, False)
    assert Deposit.objects.count() == 1
    with pytest.raises(Problem) as caught:
        enter(values=COMPLAINT | {"UBIGEO": "170102"})
    assert (caught.value.code, caught.value.where["number"]) == ("entry_key_reused", first.number)
    assert enter(by="otra").number != first.number


def test_a_key_is_each_senders_own_and_kept_as_a_digest_only():
    enter(key="EUSEBIA ZARZOLI")
    assert "EUSEBIA" not in str(list(Entry.objects.values()))
    assert queries.entry_of_key("EUSEBIA ZARZOLI", by="operadora").number
    assert queries.entry_of_key("EUSEBIA ZARZOLI", by="otra") is None


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_a_key_is_needed_and_has_a_length(key):
    with pytest.raises(Problem) as caught:
        enter(key=key)
    assert caught.value.code == "entry_without_key"


def test_a_record_that_does_not_say_that_it_is_invented_is_not_kept():
    with pytest.raises(Problem) as caught:
        actions.enter("reta", "denuncias", COMPLAINT, by="operadora", key="1", synthetic=False)
    assert caught.value.code == "entry_not_synthetic"
    assert vaulted.deposits_held() == set()


@pytest.mark.parametrize(
    ("source", "table", "code"),
    [("rita", "denuncias", "source_unknown"), ("reta", "denuncia", "table_unknown"), ("inei", "cuadros", "entry_of_figures")],
)
def test_only_tables_of_records_are_entered(source, table, code):
    with pytest.raises(Problem) as caught:
        enter(table, source=source)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"EUSEBIA": "x"}, "json_names"),
        (COMPLAINT | {"COLUMNA": "x"}, "json_names"),
        (COMPLAINT | {"COMISARIA": {"a": 1}}, "json_nested"),
        (COMPLAINT | {"COMISARIA": "\ud800"}, "json"),
        ({}, "required"),
    ],
)
def test_what_is_no_row_of_the_table_is_refused_without_saying_what_it_was(values, rule):
    told = enter(values=values)
    assert told.refusals[0].rule == rule
    assert "EUSEBIA" not in str(told)


def test_what_is_no_row_holds_nobody_up(monkeypatch):
    def turn():
        raise AssertionError("others wait meanwhile")

    monkeypatch.setattr(entering, "taking_a_place", turn)
    for values in ({f"COLUMNA_{n}": "x" for n in range(1_000)}, COMPLAINT | {"": "x"}, COMPLAINT | {"COMISARIA": [["x"]]}):
        assert [one.column for one in enter(values=values).refusals] == [""]


def test_a_value_that_nests_without_end_is_refused_and_never_a_fault():
    deep = []
    for _ in range(5_000):
        deep = [deep]
    assert enter(values=COMPLAINT | {"COMISARIA": deep}).refusals[0].rule == "json_nested"


# -- correcting ------------------------------------------------------------------------------------------------------------


@engines
def test_a_correction_is_a_new_version_of_the_same_record():
    first = enter(correcting="")
    values = actions.open_entry(first.number, by="operadora", purpose="care").values
    again = enter(values=values | {"UBIGEO": "170102"}, key="2", correcting=first.number)
    assert (again.record, again.verdict, again.refusals) == (first.record, "corrected", ())
    assert queries.current("complaint")["ubigeo"].to_list() == ["170102"]
    assert RecordEvent.objects.count() == 2
    assert actions.verify(by="prueba").problems == ()


def test_what_stands_is_not_overwritten_by_who_types_its_number_by_mistake():
    enter(values=COMPLAINT | {"NRO_DENUNCIA": "9"}, correcting="")
    told = enter(values=COMPLAINT | {"NRO_DENUNCIA": "9", "UBIGEO": "170102"}, key="2", correcting="")
    assert [(one.column, one.rule) for one in told.refusals] == [("NRO_DENUNCIA", "key_taken")]
    assert enter(values=COMPLAINT | {"NRO_DENUNCIA": "9", "UBIGEO": "170102"}, key="3", way="api").verdict == "corrected"


@engines
def test_of_two_tabs_that_correct_one_record_the_second_does_not_undo_the_first_in_silence():
    first = enter(correcting="")
    numbered = COMPLAINT | {"NRO_DENUNCIA": first.number}
    second = enter(values=numbered | {"UBIGEO": "170102"}, key="2", correcting=first.number)
    third = enter(values=numbered | {"COMISARIA": "CIA IBERIA"}, key="3", correcting=first.number)
    assert [one.rule for one in third.refusals] == ["corrected_since"]
    assert second.number in queries.said_of(third.refusals[0], "reta", "denuncias")
    assert queries.current("complaint")["ubigeo"].to_list() == ["170102"]
    assert queries.last_entry(first.number, by="operadora").number == second.number
    both = numbered | {"UBIGEO": "170102", "COMISARIA": "CIA IBERIA"}
    assert enter(values=both, key="4", correcting=second.number).verdict == "corrected"
    assert enter(values=both, key="5", correcting=first.number).verdict == "unchanged"


@engines
def test_a_number_that_somebody_wrote_down_before_it_was_due_blocks_nobody_and_nothing_is_overwritten():
    year = timezone.localdate().year
    due = [entry_number(place, year=year) for place in (3, 4)]
    claimed = [enter(values=COMPLAINT | {"NRO_DENUNCIA": number}, key=number, correcting="").record for number in reversed(due)]
    typed = enter(values=COMPLAINT | {"UBIGEO": "170102"}, key="2", correcting="")
    sent = enter(values=COMPLAINT | {"UBIGEO": "170103"}, key="3", way="api")
    assert [typed.verdict, sent.verdict] == ["new", "new"]
    assert len({*claimed, typed.record, sent.record}) == 4


def test_a_correction_does_not_change_which_record_it_is():
    first = enter(values=COMPLAINT | {"NRO_DENUNCIA": "9"}, correcting="")
    told = enter(values=COMPLAINT | {"NRO_DENUNCIA": "10"}, key="2", correcting=first.number)
    assert [one.rule for one in told.refusals] == ["key_changed"]


def test_nobody_reads_or_corrects_what_another_account_typed():
    number = enter().number
    for deed in (
        lambda: actions.open_entry(number, by="otra", purpose="care"),
        lambda: enter(key="2", by="otra", correcting=number),
        lambda: queries.entry(number, by="otra"),
        lambda: queries.entry("no es un número", by="operadora"),
    ):
        with pytest.raises(Problem) as caught:
            deed()
        assert caught.value.code == "entry_unknown"
    assert queries.entries(by="otra") == []


def test_what_was_typed_is_opened_for_a_purpose_and_the_look_is_logged():
    told = enter("victimas", VICTIM)
    with pytest.raises(Problem) as caught:
        actions.open_entry(told.number, by="operadora", purpose=" ")
    assert caught.value.code == "purpose_missing"
    assert actions.open_entry(told.number, by="operadora", purpose="care").values["NOMBRES"] == "EUSEBIA"
    assert (looks(most=1)[0]["deed"], looks(most=1)[0]["thing_id"]) == ("open_entry", told.deposit)


# -- beside deliveries -------------------------------------------------------------------------------------------------------


@engines
def test_a_full_delivery_does_not_make_vanish_what_was_typed_and_never_stood_in_its_system(received):
    typed = enter("victimas", VICTIM)
    later = (timezone.localdate() + timedelta(days=1)).isoformat()
    received(victims({}, {"NRO_ORDEN": "2"}), f"corte-{timezone.localdate()}.csv")
    receipt = received(victims({}), f"corte-{later}.csv")
    assert receipt.vanished == 1
    vanished = dict(queries.current("victim").select("record", "vanished").rows())
    assert not vanished[typed.record]


@engines
def test_a_record_typed_after_a_delivery_cut_later_is_not_hidden_by_it(received):
    later = (timezone.localdate() + timedelta(days=3)).isoformat()
    received(victims({}), f"corte-{later}.csv")
    typed = enter("victimas", VICTIM)
    assert not dict(queries.current("victim").select("record", "vanished").rows())[typed.record]


def test_lists_of_deliveries_do_not_drown_in_typed_records(received):
    received(victims({}))
    enter()
    assert [one.way for one in queries.deliveries()] == ["file"]
    assert {one.way for one in queries.deposits()} == {"file", "form"}
    assert queries.quality().tables["table"].to_list() == ["victimas"]


def test_the_same_row_typed_and_exported_is_the_same_version(received):
    row = victims({})[0]
    received([row])
    values = {name: value for name, value in row.items() if name != "SINTETICO"}
    assert enter("victimas", values, key="9").verdict == "unchanged"
    assert RecordEvent.objects.count() == 1


# -- whole or not at all ------------------------------------------------------------------------------------------------------


class PulledPlugError(Exception):
    """What a test raises where a crash would end the process."""


@engines
@pytest.mark.parametrize(
    ("module", "step"),
    [
        (entering, "seal"), (entering, "keep_in_vault"), (entering, "counted"), (entering, "write_versions"), (entering, "write_again"),
        (keeping, "write_events"),
    ],
)  # fmt: skip
def test_a_crash_at_any_step_leaves_nothing_that_counts_and_the_same_sent_again_is_kept_once(monkeypatch, module, step):
    def crash(*args, **said):
        raise PulledPlugError

    with monkeypatch.context() as patched:
        patched.setattr(module, step, crash)
        with pytest.raises(PulledPlugError):
            enter("victimas", VICTIM)
    assert queries.current("victim").is_empty()
    assert not Entry.objects.exists()
    assert not Deposit.objects.exists()
    told = enter("victimas", VICTIM)
    assert queries.current("victim")["record"].to_list() == [told.record]
    actions.sweep(by="prueba")
    assert vaulted.versions_held() == {told.version}
    assert actions.verify(by="prueba").problems == ()


def test_a_sweep_between_two_entries_takes_nothing_that_counts():
    told = enter("victimas", VICTIM)
    actions.sweep(by="prueba")
    assert vaulted.mentions([told.version]).height == 1


# -- drafts ----------------------------------------------------------------------------------------------------------------------

FORM = "ab" * 16


def test_a_draft_is_given_back_to_its_account_only_and_stands_encrypted_in_the_vault():
    actions.save_draft(FORM, "reta", "victimas", {"NOMBRES": "EUSEBIA"}, by="operadora")
    actions.save_draft(FORM, "reta", "victimas", {"NOMBRES": "EUSEBIA", "EDAD": "16"}, by="operadora")
    assert actions.open_draft(FORM, by="operadora", purpose="care").values == {"NOMBRES": "EUSEBIA", "EDAD": "16"}
    assert looks(most=1)[0]["deed"] == "open_draft"
    assert actions.open_draft(FORM, by="otra", purpose="care") is None
    assert [(one.form, one.values) for one in actions.drafts(by="operadora")] == [(FORM, {})]
    assert actions.drafts(by="otra") == []
    with pytest.raises(Problem) as caught:
        actions.save_draft(FORM, "reta", "victimas", {"NOMBRES": "OTRA"}, by="otra")
    assert caught.value.code == "draft_of_another"
    with pytest.raises(Problem) as caught:
        actions.open_draft(FORM, by="operadora", purpose="")
    assert caught.value.code == "purpose_missing"
    from django.db import connections

    with connections["vault"].cursor() as cursor:
        cursor.execute("SELECT blob FROM vault_draft")
        assert b"EUSEBIA" not in bytes(cursor.fetchone()[0])


def test_a_draft_goes_when_its_record_is_kept_or_when_it_is_thrown_away():
    actions.save_draft(FORM, "reta", "denuncias", COMPLAINT, by="operadora")
    enter(key=FORM)
    assert actions.drafts(by="operadora") == []
    actions.save_draft("cd" * 16, "reta", "denuncias", COMPLAINT, by="operadora")
    assert actions.forget_draft("cd" * 16, by="otra") is False
    assert actions.forget_draft("cd" * 16, by="operadora") is True


def test_a_draft_goes_after_two_weeks(monkeypatch):
    actions.save_draft(FORM, "reta", "denuncias", COMPLAINT, by="operadora")
    later = timezone.now() + timedelta(days=15)
    monkeypatch.setattr("intertrata.registers.actions.drafting.timezone.now", lambda: later)
    assert actions.drafts(by="operadora") == []
    actions.save_draft("cd" * 16, "reta", "denuncias", {}, by="operadora")
    assert len(vaulted.drafts("operadora")) == 1


def test_drafts_have_a_size_and_a_number(monkeypatch):
    with pytest.raises(Problem) as caught:
        actions.save_draft(FORM, "reta", "denuncias", {"COMISARIA": "x" * 300_000}, by="operadora")
    assert caught.value.code == "draft_too_large"
    monkeypatch.setattr("intertrata.registers.actions.drafting.MOST", 1)
    actions.save_draft(FORM, "reta", "denuncias", {}, by="operadora")
    actions.save_draft(FORM, "reta", "denuncias", {}, by="operadora")
    with pytest.raises(Problem) as caught:
        actions.save_draft("cd" * 16, "reta", "denuncias", {}, by="operadora")
    assert caught.value.code == "draft_too_many"


# -- considering --------------------------------------------------------------------------------------------------------------------


def test_a_record_is_considered_in_common_words_before_it_is_kept():
    told = queries.considered("reta", "victimas", VICTIM | {"FEC_NACIMIENTO": "03/05/2010"}, today=date(2026, 11, 23))
    assert (told.said["minor"], told.said["birth_date"], told.said["given_names"], told.refused) == (True, "2010-05-03", "EUSEBIA", ())
    assert not Deposit.objects.exists()
    wrong = queries.considered("reta", "victimas", {"EDAD": "x"}, today=date(2026, 11, 23))
    assert {one.column for one in wrong.refused} == {"NRO_DENUNCIA", "FEC_REGISTRO", "EDAD"}
    assert queries.considered("reta", "victimas", {"NADA": "x"}, today=date(2026, 11, 23)).said == {}
    assert queries.considered("reta", "victimas", {"EDAD": {"a": "b"}}, today=date(2026, 11, 23)).said == {}


def test_a_delivery_written_as_csv_still_reads_what_a_person_typed():
    assert "EUSEBIA" in csv_text([VICTIM])
