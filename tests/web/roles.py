"""The demonstration's account of each role, for the tests of the pages."""

from intertrata.access.actions import DEMONSTRATION_ACCOUNTS

NAME_OF = {role.value: name for name, role, _institution in DEMONSTRATION_ACCOUNTS}
ROLES = tuple(NAME_OF)
