"""Whole or not at all: what a crash at any step leaves, and that the next deed sweeps it."""

import pytest
from deliveries import DATABASES, csv_text, victims

from intertrata.registers import actions, queries
from intertrata.registers.actions import keeping, receiving
from intertrata.registers.models import Deposit, RecordEvent, Refusal
from intertrata.storage.deeds import alone
from intertrata.vault import queries as vaulted
from intertrata.vocabulary.errors import Problem

pytestmark = pytest.mark.django_db(databases=DATABASES)
engines = pytest.mark.engines


def numbers(receipt):
    return receipt.kept, receipt.unchanged, receipt.corrected, receipt.refused, receipt.vanished


def ages():
    """What stands: ordinal to (age, vanished)."""
    return {row["ordinal"]: (row["age"], row["vanished"]) for row in queries.current("victim").iter_rows(named=True)}


# -- whole or not at all -----------------------------------------------------------------------------------------------


class PulledPlugError(Exception):
    """What a test raises where a crash would end the process."""


def crash_in(monkeypatch, module, name, after=0):
    """Let a step of the taking be done so many times, then crash."""
    done = []
    real = getattr(module, name)

    def step(*args, **said):
        if len(done) == after:
            raise PulledPlugError
        done.append(1)
        return real(*args, **said)

    monkeypatch.setattr(module, name, step)


@engines
@pytest.mark.parametrize(
    ("module", "step"),
    [
        (receiving, "_seal"), (receiving, "_announce"), (receiving, "keep"), (keeping, "write_events"), (receiving, "write_events"),
        (receiving, "write_again"), (receiving, "_close"),
    ],
)  # fmt: skip
def test_a_crash_at_any_step_leaves_nothing_that_counts_and_the_next_receive_sweeps_it(received, monkeypatch, module, step):
    received(victims({}, {"NRO_ORDEN": "2"}))
    before, held = queries.current("victim"), vaulted.versions_held()
    with monkeypatch.context() as patched:
        crash_in(patched, module, step)
        with pytest.raises(PulledPlugError):
            received(victims({"EDAD": "16"}, {"NRO_ORDEN": "3"}, {"NRO_ORDEN": "4", "EDAD": "250"}), "otra.csv")
    assert queries.current("victim").equals(before)
    assert len(queries.deposits()) == 1
    actions.sweep(by="prueba")
    assert Deposit.objects.count() == 1
    assert RecordEvent.objects.count() == 2
    assert not Refusal.objects.exists()
    assert vaulted.versions_held() == held
    assert len(vaulted.deposits_held()) == 1
    assert numbers(received(victims({"EDAD": "16"}, {"NRO_ORDEN": "3"}, {"NRO_ORDEN": "4", "EDAD": "250"}), "otra.csv")) == (1, 0, 1, 1, 1)


def test_the_vault_is_written_before_the_main_database(received, monkeypatch):
    order = []
    monkeypatch.setattr(keeping.vault, "keep_mentions", lambda rows: order.append("vault"))
    real = keeping.write_events
    monkeypatch.setattr(keeping, "write_events", lambda *args: (order.append("main"), real(*args)))
    received(victims({}))
    assert order[:2] == ["vault", "main"]


def test_a_second_receive_at_the_same_time_is_told_to_wait(written):
    path = written(victims({}))
    with alone("receive"), pytest.raises(Problem) as caught:
        actions.receive([path], by="prueba")
    assert caught.value.code == "deed_busy"


def test_a_file_that_changes_while_it_is_received_is_not_kept(written, monkeypatch):
    path = written(victims({}))
    real = receiving._announce

    def change_and_announce(one, *, by):
        path.write_text(csv_text(victims({}, {"NRO_ORDEN": "2"})), encoding="utf-8")
        return real(one, by=by)

    monkeypatch.setattr(receiving, "_announce", change_and_announce)
    with pytest.raises(Problem) as caught:
        actions.receive([path], by="prueba")
    assert caught.value.code == "file_changed"
    assert queries.deposits() == []


def test_a_file_that_changes_before_it_is_sealed_is_not_kept(written, monkeypatch):
    path = written(victims({}))
    monkeypatch.setattr(receiving, "_fingerprint", lambda path: (receiving._stat(path), "0" * 64))
    with pytest.raises(Problem) as caught:
        actions.receive([path], by="prueba")
    assert caught.value.code == "file_changed"
    assert vaulted.deposits_held() == set()


def test_nothing_is_received_without_the_key_file(written, settings, tmp_path):
    path = written(victims({}))
    settings.KEYS = tmp_path / "nowhere.json"
    with pytest.raises(Problem) as caught:
        actions.receive([path], by="prueba")
    assert caught.value.code == "keys_missing"
    assert not Deposit.objects.exists()


@engines
def test_a_deposit_opens_as_it_came(written):
    path = written(victims({"AP_PATERNO": "PEÑA"}))
    actions.receive([path], by="prueba")
    (one,) = queries.deposits()
    assert b"".join(vaulted.deposit_file(one.digest)) == path.read_bytes()
    assert one.size == path.stat().st_size
    assert one.sender == "prueba"
