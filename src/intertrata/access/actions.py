"""The deeds of access: note a look before its answer is sent, make the accounts of the demonstration.

In: who, what, which opaque id, why. Out: a row of the log that nothing changes afterwards.
"""

from __future__ import annotations

from django.utils import timezone

from intertrata.access.log.models import Look
from intertrata.access.models import Account, Role
from intertrata.vocabulary.errors import Unsafe


def note(deed: str, *, by: str, thing: str = "", thing_id: str = "", purpose: str = "", origin: str = "", found: int | None = None) -> None:
    """Write one look to the log; it is committed when this returns.

    Args:
        deed: what was done (``open_person``, ``find_person``, ``return_refused``, ``login``…).
        by: the account's name; thing, thing_id: kind and opaque id of what was looked at, never a name.
        purpose: why, as the person said. origin: the address it came from. found: how many came back.

    Raises:
        Unsafe: where nobody is named: no look without somebody who looks.
    """
    if not by:
        raise Unsafe("a look without an account")
    Look.objects.create(
        at=timezone.now(), account=by, deed=deed, thing=thing, thing_id=thing_id, purpose=purpose[:200], origin=origin[:64], found=found
    )


DEMONSTRATION_ACCOUNTS = (
    ("operadora", Role.OPERATOR, "pnp"),
    ("supervisor", Role.SUPERVISOR, "mininter"),
    ("revisora", Role.REVIEWER, "inei"),
    ("analista", Role.ANALYST, "inei"),
    ("veedora", Role.MONITOR, "chs"),
    ("auditor", Role.AUDITOR, "mininter"),
    ("administrador", Role.ADMINISTRATOR, "mininter"),
)
DEMONSTRATION_PASSWORD = "solo-para-la-demostración"


def make_demonstration_accounts() -> tuple[tuple[str, str, str], ...]:
    """Make one account per role with the password that everybody may know; give (name, role in Spanish, password)."""
    for name, role, institution in DEMONSTRATION_ACCOUNTS:
        account, _ = Account.objects.get_or_create(username=name, defaults={"role": role, "institution": institution})
        account.role, account.institution = role, institution
        account.set_password(DEMONSTRATION_PASSWORD)
        account.save()
    return tuple((name, str(role.label), DEMONSTRATION_PASSWORD) for name, role, _ in DEMONSTRATION_ACCOUNTS)
