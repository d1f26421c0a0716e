"""A house of the test's own, institutions that are told, and what others send about them."""

from contextlib import ExitStack
from datetime import UTC, datetime

import pytest
from addressed import referral
from deliveries import csv_text
from receivers import HERE, Receiver, serving

from intertrata.access.models import Account, Role
from intertrata.notices import actions
from intertrata.notices.wire import Wire
from intertrata.registers import actions as registers


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    """A state folder of the test's own; this machine may be told."""
    settings.VAR, settings.NOTICES_LOCAL = tmp_path / "var", True
    settings.VAR.mkdir()
    return settings.VAR


@pytest.fixture
def now():
    return datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def account(db):
    """Give the account of an institution, made where it is not yet."""

    def made(institution, role=Role.OPERATOR):
        name = f"{role}-{institution}"
        return Account.objects.get_or_create(username=name, defaults={"role": role, "institution": institution})[0].username

    return made


@pytest.fixture
def received(tmp_path):
    """Receive rows as a delivery of one table, cut on a day; gives its receipt."""
    folder = tmp_path / "entrega_sintetica"
    folder.mkdir()

    def receive(rows, *, source="udavit", cut_off="2016-06-01"):
        path = folder / f"entrega-{len(list(folder.iterdir()))}.csv"
        path.write_text(csv_text(rows), encoding="utf-8")
        (receipt,) = registers.receive([path], by="prueba", source=source, cut_off=datetime.fromisoformat(cut_off).date())
        assert receipt.refused == 0, receipt
        return receipt

    return receive


@pytest.fixture
def refer(received):
    """Receive a whole delivery of referrals, each a number and what it says of its own."""

    def deliver(*said, cut_off="2016-06-01"):
        return received([referral(**one) for one in said], cut_off=cut_off)

    return deliver


@pytest.fixture
def receiver():
    """Give a server of an institution; it lives as long as the test."""
    with ExitStack() as open_ones:
        yield lambda *answer, **said: open_ones.enter_context(serving(Receiver(*answer, **said)))


@pytest.fixture
def subscribe(account):
    """Subscribe an institution at a receiver."""

    def made(institution, receiver, **said):
        return actions.subscribe(account(institution), receiver.url, by="prueba", **{"kinds": ()} | said)

    return made


@pytest.fixture
def run(now):
    """One run at a time of the test's own choosing."""

    def deliver(at=None, **said):
        return actions.deliver(by="prueba", now=at or now, out=Wire(local=True, resolve=lambda host, port: [HERE], read=5), **said)

    return deliver
