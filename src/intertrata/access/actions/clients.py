"""The deeds on institutions' systems: register one, give it a key, end one. In: names, a public key. Out: rows, and a look each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from intertrata.access.actions import note
from intertrata.access.assertions import CLIENT
from intertrata.access.client_keys import read_key
from intertrata.access.models import Account, Client, ClientKey
from intertrata.access.permissions import SCOPE_NEEDS, Scope, allowed
from intertrata.vocabulary.errors import Problem

MOST_KEYS = 2
OVERLAP = timedelta(days=14)
"""How long the key before stays good once a new one stands."""


def usable(now: datetime) -> QuerySet[ClientKey]:
    """Give the keys that open something at this moment: neither they nor their client revoked, not past, the account still there."""
    alive = ClientKey.objects.filter(Q(not_after=None) | Q(not_after__gt=now), revoked_at=None)
    return alive.filter(client__revoked_at=None, client__account__is_active=True)


def register_client(
    client: str, *, account: str, scopes: Sequence[str], registers: Sequence[str] = (), own: Collection[str], by: str
) -> None:
    """Register the system of an institution; it has no key yet and opens nothing.

    Args:
        own: the registers that the account's institution writes in.

    Raises:
        Problem: ``client_id_unfit``; ``client_exists``; ``account_unknown``; ``scope_unknown``; ``client_scope_of_role``;
            ``client_register_of_other``.
    """
    if not CLIENT.fullmatch(client):
        raise Problem("client_id_unfit", client=client)
    holder = Account.objects.filter(username=account, is_active=True).first()
    if holder is None:
        raise Problem("account_unknown", account=account)
    for one in scopes or ("",):
        if one not in set(Scope):
            raise Problem("scope_unknown", scope=one or "–", known=[each.value for each in Scope])
        if not allowed(holder.role, SCOPE_NEEDS[Scope(one)]):
            raise Problem("client_scope_of_role", account=account, scope=one)
    for one in registers:
        if one not in own:
            raise Problem("client_register_of_other", account=account, register=one)
    values = {"account": holder, "scopes": sorted(set(scopes)), "registers": sorted(set(registers)), "made_at": timezone.now()}
    _, made = Client.objects.get_or_create(client_id=client, defaults=values)
    if not made:
        raise Problem("client_exists", client=client)
    note("register_client", by=by, thing="client", thing_id=client)


def add_client_key(client: str, text: bytes, *, by: str, now: datetime | None = None) -> ClientKey:
    """Give a client one more public key; the one before it ends after ``OVERLAP``, unless it ends sooner.

    Raises:
        Problem: ``client_unknown``; ``client_keys_full``; ``key_known``; those of ``client_keys.read_key``.
    """
    key, now = read_key(text), now or timezone.now()
    with transaction.atomic():
        found = _standing(client)
        before = usable(now).filter(client=found)
        if before.count() >= MOST_KEYS:
            raise Problem("client_keys_full", client=client, most=MOST_KEYS)
        before.filter(Q(not_after=None) | Q(not_after__gt=now + OVERLAP)).update(not_after=now + OVERLAP)
        try:
            with transaction.atomic():
                made: ClientKey = ClientKey.objects.create(client=found, kid=key.kid, alg=key.alg, pem=key.pem, made_at=now)
        except IntegrityError as error:
            raise Problem("key_known") from error
    note("add_client_key", by=by, thing="client", thing_id=client)
    return made


def revoke_client(client: str, *, by: str, key: str = "") -> None:
    """End a client, or one key of it: what was given for it opens nothing from the next request on.

    Raises:
        Problem: ``client_unknown``; ``client_key_unknown``.
    """
    with transaction.atomic():
        found, now = _standing(client), timezone.now()
        if not key:
            Client.objects.filter(pk=found.pk).update(revoked_at=now)
        elif not ClientKey.objects.filter(client=found, kid=key, revoked_at=None).update(revoked_at=now):
            raise Problem("client_key_unknown", client=client, key=key)
    note("revoke_client", by=by, thing="client", thing_id=client)


def _standing(client: str) -> Client:
    """Give a client that was not revoked, held until the deed is done: two keys added at once are counted one after the other."""
    found: Client | None = Client.objects.select_for_update().filter(client_id=client, revoked_at=None).first()
    if found is None:
        raise Problem("client_unknown", client=client)
    return found
