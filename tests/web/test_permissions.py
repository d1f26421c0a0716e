"""The table of power: every role has a row, unknown roles have nothing, and nobody sees names who should not."""

import pytest

from intertrata.access.models import Account, Role
from intertrata.access.permissions import ALLOWED, PURPOSES, Permission, Purpose, allowed, needs, purposes, sees_suspects
from intertrata.access.web.words import PURPOSES as PURPOSE_WORDS

NAMES = {
    Permission.FIND_PERSON,
    Permission.OPEN_PERSON,
    Permission.RETURN_REFUSED,
    Permission.HAND_OVER,
    Permission.SEE_DOUBTS,
    Permission.DECIDE,
}


def test_every_role_has_a_row_and_there_is_no_row_without_a_role():
    assert set(ALLOWED) == set(Role.values)


@pytest.mark.parametrize("role", Role.values)
def test_only_roles_that_may_see_identity_hold_a_permission_that_shows_it(role):
    sees = Account(role=role).may_see_identity
    assert bool(ALLOWED[role] & NAMES) == sees
    assert bool(purposes(role)) == sees


@pytest.mark.parametrize("permission", Permission)
def test_a_role_nobody_declared_holds_nothing(permission):
    assert not allowed("", permission)
    assert not allowed("visitor", permission)
    assert purposes("visitor") == ()


def test_every_permission_is_held_by_somebody():
    assert frozenset.union(*ALLOWED.values()) == set(Permission)


def test_every_purpose_has_words_and_somebody_who_may_say_it():
    assert set(PURPOSE_WORDS) == set(Purpose)
    assert {one for several in PURPOSES.values() for one in several} == set(Purpose)


@pytest.mark.parametrize(
    ("role", "institution", "sees"),
    [
        ("operator", "pnp", True),
        ("operator", "mpfn", True),
        ("operator", "mimp", False),
        ("operator", "", False),
        ("analyst", "pnp", False),
    ],
)
def test_suspects_who_are_victims_are_marked_in_justice_only(role, institution, sees):
    assert sees_suspects(role, institution) is sees


def test_a_view_carries_what_it_needs():
    @needs(Permission.COUNT)
    def view():
        return 1

    assert (view(), view.needs) == (1, Permission.COUNT)
