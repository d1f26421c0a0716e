"""The deeds of access: note a look before its answer is sent, let an account in, make the accounts of the demonstration.

In: who, what, which opaque id, why. Out: a row of the log that nothing changes afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe
from time import time

from django.conf import settings
from django.contrib.auth import authenticate
from django.db import connections
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from intertrata.access.log.models import Look
from intertrata.access.models import Account, Asked, Role, Token
from intertrata.access.permissions import Scope
from intertrata.access.queries import failures
from intertrata.vocabulary.errors import Problem, Unsafe


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


TEN_MINUTES, DAY = 600, 86_400
LIMITS: dict[str, tuple[tuple[int, int], ...]] = {
    "find_person": ((300, TEN_MINUTES), (2_000, DAY)),
    "who": ((60, TEN_MINUTES), (400, DAY)),
    "issue_token": ((120, TEN_MINUTES), (4_000, DAY)),
    "open_form": ((20, TEN_MINUTES), (100, DAY)),
    "answer_form": ((60, TEN_MINUTES), (400, DAY)),
}
"""How often one account may do a deed within how many seconds. Who types a form asks a few times a person; who tries names asks by the thousand."""


def within_limit(deed: str, *, by: str, origin: str = "") -> None:
    """Count a deed of an account, in one statement so that two at once do not both slip through; a refusal is noted.

    Raises:
        Problem: ``too_many_looks`` (minutes) where the account did it too often. Unsafe: where nobody is named.
    """
    if not by:
        raise Unsafe("a look without an account")
    now = int(time())
    for most, seconds in LIMITS[deed]:
        if times_asked(by, deed, seconds, now // seconds) > most:
            note("refused", by=by, thing="limit", thing_id=deed, origin=origin)
            raise Problem("too_many_looks", minutes=-(-(seconds - now % seconds) // 60))


def times_asked(who: str, deed: str, seconds: int, stretch: int) -> int:
    """Count a deed of an account or an origin once more, and give how often it was done in this stretch; the first removes what is past."""
    sql = """INSERT INTO access_asked (account, deed, seconds, stretch, times) VALUES (%s, %s, %s, %s, 1)
             ON CONFLICT (account, deed, seconds, stretch) DO UPDATE SET times = access_asked.times + 1 RETURNING times"""
    with connections["default"].cursor() as cursor:
        cursor.execute(sql, [who, deed, seconds, stretch])
        ((times,),) = cursor.fetchall()
    if times == 1:
        Asked.objects.filter(deed=deed, seconds=seconds, stretch__lt=stretch).delete()  # of whoever: an origin may never ask again
    return int(times)


def make_token(account: str, *, by: str, scopes: Sequence[str] = (Scope.WHO,), registers: Sequence[str] = ()) -> str:
    """Make a token for an account's system and give it, this once: only its keyed digest is kept. What came before it is revoked.

    Args:
        scopes: what it opens, of ``Scope``. registers: the only ones it writes in, of those of the account's institution; none: all of them.

    Raises:
        Problem: ``account_unknown``; ``scope_unknown``.
    """
    unknown = [one for one in scopes if one not in set(Scope)]
    if unknown or not scopes:
        raise Problem("scope_unknown", scope=", ".join(unknown) or "–", known=[one.value for one in Scope])
    revoke_tokens(account, by=by)
    text = token_urlsafe(32)
    Token.objects.create(
        digest=digest_of(text), account=Account.objects.get(username=account), made_at=timezone.now(),
        scopes=sorted({str(one) for one in scopes}), registers=sorted(set(registers)),
    )  # fmt: skip
    note("make_token", by=by, thing="account", thing_id=account)
    return text


def revoke_tokens(account: str, *, by: str) -> int:
    """Revoke every token of an account; give how many.

    Raises:
        Problem: ``account_unknown``.
    """
    if not Account.objects.filter(username=account).exists():
        raise Problem("account_unknown", account=account)
    many = Token.objects.filter(account__username=account, revoked_at=None).update(revoked_at=timezone.now())
    if many:
        note("revoke_token", by=by, thing="account", thing_id=account, found=many)
    return many


@dataclass(frozen=True)
class Grant:
    """What a token opens: the account it asks as, its scopes, the only registers it writes in (none: those of the institution)."""

    account: Account
    scopes: frozenset[str]
    registers: frozenset[str]


def grant_of(token: str, *, now: datetime | None = None) -> Grant | None:
    """Give what a token opens, or None where it was revoked or is past, its account left, or the client or key it was asked with is no more."""
    now = now or timezone.now()
    alive = Q(expires_at=None) | Q(expires_at__gt=now)
    stands = Q(key=None) | Q(key__revoked_at=None, key__client__revoked_at=None) & (Q(key__not_after=None) | Q(key__not_after__gt=now))
    known = Token.objects.filter(alive, stands, digest=digest_of(token), revoked_at=None, account__is_active=True)
    found = known.select_related("account").first()
    return Grant(found.account, frozenset(found.scopes), frozenset(found.registers)) if found else None


def digest_of(token: str) -> str:
    """Give what is kept of a token: a digest under the key of the house."""
    return salted_hmac("intertrata.access.token", token, algorithm="sha256").hexdigest()


FAILURES_BORNE = 10
FAILURES_WITHIN = timedelta(minutes=15)


def let_in(name: str, password: str, *, origin: str) -> Account | None:
    """Give the account of that name and password, or None; both are noted, the password never.

    Failures count by account and origin. The name is kept as a keyed digest, whether there is such an account or
    not: what is typed in the wrong field may be a password, and the refusal must not tell which accounts exist.

    Raises:
        Problem: ``too_many_failures`` where ten failed within a quarter of an hour.
    """
    digest = salted_hmac("intertrata.access.let_in", name, algorithm="sha256").hexdigest()[:32]
    if failures(digest, origin=origin, since=timezone.now() - FAILURES_WITHIN) >= FAILURES_BORNE:
        raise Problem("too_many_failures", minutes=int(FAILURES_WITHIN.total_seconds() // 60))
    # The password that everybody knows opens nothing once the house no longer says that it is a demonstration.
    account = None if password == DEMONSTRATION_PASSWORD and not settings.DEMO_LOGINS else authenticate(username=name, password=password)
    if account is None:
        known = Account.objects.filter(username=name).exists()
        note("login_failed", by=name if known else "(sin cuenta)", thing="account", thing_id=digest, origin=origin)
        return None
    note("login", by=account.get_username(), thing="account", thing_id=digest, origin=origin)
    return account  # type: ignore[return-value]


DEMONSTRATION_ACCOUNTS = (
    ("operadora", Role.OPERATOR, "pnp"),
    ("supervisor", Role.SUPERVISOR, "mininter"),
    ("revisora", Role.REVIEWER, "inei"),
    ("analista", Role.ANALYST, "inei"),
    ("veedora", Role.MONITOR, "chs"),
    ("veedor", Role.MONITOR, "chs"),
    ("coordinadora", Role.MONITOR, "chs"),
    ("auditor", Role.AUDITOR, "mininter"),
    ("administrador", Role.ADMINISTRATOR, "mininter"),
)
DEMONSTRATION_PASSWORD = "solo-para-la-demostración"  # noqa: S105 - shown on the screen, opens only a demonstration


def make_demonstration_accounts() -> None:
    """Make an account of each role, three of the one that reads answers (two read, a third says where they differ), with the password that everybody may know."""
    for name, role, institution in DEMONSTRATION_ACCOUNTS:
        account, _ = Account.objects.get_or_create(username=name)
        account.role, account.institution = role, institution
        account.set_password(DEMONSTRATION_PASSWORD)
        account.save()


def demonstration_logins() -> list[tuple[str, str, str]]:
    """Give (name, role in Spanish, password) of each account of the demonstration, to be shown where it is one."""
    return [(name, str(Role(role).label), DEMONSTRATION_PASSWORD) for name, role, _ in DEMONSTRATION_ACCOUNTS]
