"""Accounts of every role, and a small country in the registers, for the tests of the pages."""

from contextlib import ExitStack

import pytest
from django.db import connections, transaction
from django.test import Client
from roles import NAME_OF
from small_country import load

from intertrata.access.actions import make_demonstration_accounts
from intertrata.access.models import Account


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
