"""Accounts of every role, for the tests of the pages."""

import pytest
from django.test import Client

from intertrata.access.actions import DEMONSTRATION_ACCOUNTS, DEMONSTRATION_PASSWORD, make_demonstration_accounts

NAME_OF = {role.value: name for name, role, _institution in DEMONSTRATION_ACCOUNTS}
ROLES = tuple(NAME_OF)


@pytest.fixture
def as_role(db):
    """Give a client that has entered as the demonstration account of a role."""
    make_demonstration_accounts()

    def enter(role, **options):
        client = Client(**options)
        assert client.login(username=NAME_OF[role], password=DEMONSTRATION_PASSWORD)
        return client

    return enter
