"""Accounts of every role, and a small country in the registers, for the tests of the pages."""

from contextlib import ExitStack
from uuid import UUID

import pytest
from campaigned import FILED, IN_TIME, WHO
from django.db import connections, transaction
from django.test import Client
from roles import NAME_OF
from scanned import typeset
from small_country import load

from intertrata.access.actions import make_demonstration_accounts
from intertrata.access.models import Account
from intertrata.transparency import actions
from intertrata.transparency.actions.asking import Happening
from intertrata.transparency.models import Request


@pytest.fixture(autouse=True)
def _fast_passwords(settings):
    """Argon2 is slow on purpose; a hundred accounts of tests need not be."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def accounts(db):
    """Make the demonstration's accounts, one a role."""
    make_demonstration_accounts()


@pytest.fixture
def as_role(accounts):
    """Give a client that has entered as the demonstration account of a role; ``institution`` makes it one of another."""

    def enter(role, institution=None):
        account = Account.objects.get(username=NAME_OF[role])
        if institution is not None:
            account.institution = institution
            account.save()
        client = Client()
        client.force_login(account)
        return client

    return enter


@pytest.fixture(scope="module")
def country(django_db_setup, django_db_blocker, tmp_path_factory):
    """Load the small country once a module, inside a transaction that is rolled back after it; tests stand in savepoints of it."""
    with django_db_blocker.unblock(), ExitStack() as open_transactions:
        for alias in connections:
            open_transactions.enter_context(transaction.atomic(using=alias))
        load(tmp_path_factory.mktemp("small-country"))
        yield
        for alias in connections:
            transaction.set_rollback(True, using=alias)


@pytest.fixture
def var(settings, tmp_path):
    """A state folder of the test's own."""
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()
    return settings.VAR


@pytest.fixture
def as_named(accounts):
    """Give a client that has entered under the name of an account."""

    def enter(name):
        client = Client()
        client.force_login(Account.objects.get(username=name))
        return client

    return enter


@pytest.fixture
def asked(accounts, var):
    """A campaign that asks three entities, all filed; one answered in time."""
    actions.open_campaign(
        "trata_2016", name="trata-2016", title="Trata 2016", asking=WHO, entities=["mimp", "mpfn", "gore-14"], by="veedora"
    )
    found = {one.entity: one.id for one in Request.objects.all()}
    actions.record(list(found.values()), Happening("filed", FILED, channel="mail"), by="veedora")
    actions.record([found["mimp"]], Happening("answered", IN_TIME), by="veedora")
    return found


@pytest.fixture
def document(asked):
    """The document with which MIMP answered."""
    return UUID(actions.keep(asked["mimp"], typeset(), by="veedora"))
