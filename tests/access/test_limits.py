"""Limits: counted by account and stretch of time, the past forgotten, a refusal noted."""

import pytest

from intertrata.access import actions, queries
from intertrata.access.models import Asked
from intertrata.vocabulary.errors import Problem, Unsafe

pytestmark = [pytest.mark.engines, pytest.mark.django_db(databases=["default", "vault", "log", "public"], transaction=True)]


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test moves."""
    now = [1_000_000]
    monkeypatch.setattr(actions, "time", lambda: now[0])
    monkeypatch.setitem(actions.LIMITS, "who", ((2, 600), (3, 86_400)))
    return now


def refused(account="ana"):
    try:
        actions.within_limit("who", by=account)
    except Problem as problem:
        return problem.where["minutes"]
    return None


def test_an_account_is_refused_beyond_its_limit_until_the_stretch_is_over_and_others_are_not(clock):
    assert [refused() for _ in range(3)] == [None, None, 4]
    assert refused("luis") is None
    clock[0] += 600
    assert refused() is None, "another ten minutes"
    clock[0] += 600
    assert refused() > 60, "but the day's limit stands"
    assert queries.looks(most=1)[0]["deed"] == "refused"


def test_what_is_past_is_forgotten(clock):
    refused()
    clock[0] += 86_400
    refused()
    assert sorted(Asked.objects.filter(account="ana").values_list("seconds", "times")) == [(600, 1), (86_400, 1)]


def test_nobody_is_counted_without_an_account():
    with pytest.raises(Unsafe):
        actions.within_limit("who", by="")


def test_every_limit_is_a_number_that_people_can_live_with():
    for stretches in actions.LIMITS.values():
        assert all(most >= 10 and seconds in (600, 86_400) for most, seconds in stretches)
