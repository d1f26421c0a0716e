"""What access answers: the last looks, for auditors; how often entering failed; the role of an account. In: what to look for. Out: rows of the log without identity."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from intertrata.access.log.models import Look
from intertrata.access.models import Account, Client


def looks(*, most: int = 200, account: str = "", deed: str = "", before: int | None = None) -> list[dict[str, Any]]:
    """Give the newest looks first: id, at, account, deed, thing, thing_id, purpose, origin, found.

    Args:
        most: how many at most. account, deed: only these. before: only looks older than the one of this id (to page on).
    """
    found = Look.objects.order_by("-id")
    if account:
        found = found.filter(account=account)
    if deed:
        found = found.filter(deed=deed)
    if before is not None:
        found = found.filter(id__lt=before)
    fields = ("id", "at", "account", "deed", "thing", "thing_id", "purpose", "origin", "found")
    return list(found.values(*fields)[:most])


def role_of(account: str) -> str:
    """Give the role of an active account; "" where there is none, which holds no permission."""
    return Account.objects.filter(username=account, is_active=True).values_list("role", flat=True).first() or ""


def institution_of(account: str) -> str:
    """Give the institution of an active account; "" where there is none, or it is of none."""
    return Account.objects.filter(username=account, is_active=True).values_list("institution", flat=True).first() or ""


def failures(digest: str, *, origin: str, since: datetime) -> int:
    """Give how many times entering as this account (a keyed digest of its name) failed from that origin since then."""
    return Look.objects.filter(deed="login_failed", thing_id=digest, origin=origin[:64], at__gte=since).count()


def clients() -> list[dict[str, Any]]:
    """Give every system that signs who it is, revoked ones too: client, account, institution, scopes, registers, when, and its keys by number."""
    key_fields = ("kid", "alg", "made_at", "not_after", "revoked_at")
    return [
        {
            "client": one.client_id, "account": one.account.username, "institution": one.account.institution, "scopes": one.scopes,
            "registers": one.registers, "made_at": one.made_at, "revoked_at": one.revoked_at,
            "keys": [{name: getattr(key, name) for name in key_fields} for key in one.keys.order_by("id")],
        }
        for one in Client.objects.select_related("account").order_by("client_id")
    ]  # fmt: skip
