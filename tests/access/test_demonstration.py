"""The password that everybody may know opens a demonstration, and nothing else."""

import pytest

from intertrata.access import actions

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"])


def test_demonstration_accounts_open_only_where_the_house_says_that_it_is_one(settings):
    actions.make_demonstration_accounts()
    name, _, password = actions.demonstration_logins()[0]
    assert actions.let_in(name, password, origin="192.0.2.9") is not None
    settings.DEMO_LOGINS = False
    assert actions.let_in(name, password, origin="192.0.2.9") is None


def test_making_the_accounts_twice_makes_each_once():
    actions.make_demonstration_accounts()
    actions.make_demonstration_accounts()
    from intertrata.access.models import Account

    assert Account.objects.count() == len(actions.demonstration_logins())
