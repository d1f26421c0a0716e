"""Subscriptions: made, given a new secret, ended, taken up again. In: an account, an address, kinds. Out: a secret, shown this once.

Every change is in the log before it is true; neither the address nor a secret ever stands there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from intertrata.access import keys
from intertrata.access.actions import note
from intertrata.access.cipher import Cipher
from intertrata.access.queries import institution_of, role_of
from intertrata.notices import queries
from intertrata.notices.destination import place
from intertrata.notices.judging import Standing, State
from intertrata.notices.kinds import declared, may_hear
from intertrata.notices.models import Notice, Subscription
from intertrata.notices.signature import new_secret
from intertrata.registers import queries as registers
from intertrata.vocabulary.errors import Problem

OVERLAP = timedelta(hours=24)
LONGEST_OVERLAP = timedelta(days=7)


@dataclass(frozen=True)
class Made:
    """A subscription and its secret, which nobody is shown again."""

    id: str
    secret: str


def subscribe(account: str, url: str, *, kinds: Sequence[str], by: str, registers_of: Sequence[str] = ()) -> Made:
    """Subscribe the institution of an account: from now on it is told of what concerns it.

    Args:
        account: what it speaks as; one that is active, of an institution, in a role that opens persons.
        url: where it is told. kinds: codes of ``kinds.toml``; none: all that the institution may hear. registers_of: the only registers it is told of; none: all.

    Raises:
        Problem: ``subscription_account``, ``subscription_url``, ``notice_kind_unknown``, ``notice_kind_walled``, ``source_unknown``.
    """
    institution = institution_of(account)
    if not queries.may_be_told(account, institution):
        raise Problem("subscription_account", account=account) if role_of(account) else Problem("account_unknown", account=account)
    place(url, local=settings.NOTICES_LOCAL)
    asked = _asked_for(kinds, institution)
    for one in registers_of:
        registers.source(one)
    made, secret = uuid4(), new_secret()
    sealer = _sealer()
    note("subscribe", by=by, thing="subscription", thing_id=made.hex)
    Subscription.objects.create(
        id=made, account=account, institution=institution, url=url, kinds=asked, registers=sorted(set(registers_of)), key_id=sealer.key_id,
        secret=sealer.encrypt(made.hex, secret.encode()), since=registers.whole_until(), made_at=timezone.now(), standing=Standing.ACTIVE,
    )  # fmt: skip
    return Made(made.hex, secret)


def rotate(asked: str, *, by: str, overlap: timedelta = OVERLAP, now: datetime | None = None) -> Made:
    """Give a subscription a new secret; for a while notices are signed with both. A secret older than both is worth nothing from now on.

    Raises:
        Problem: ``subscription_unknown``; ``subscription_over``; ``overlap_too_long``.
    """
    if not timedelta(0) <= overlap <= LONGEST_OVERLAP:
        raise Problem("overlap_too_long", days=LONGEST_OVERLAP.days)
    one, secret = _live(asked), new_secret()
    sealer = _sealer()
    note("rotate_subscription", by=by, thing="subscription", thing_id=one.id.hex)
    one.old_key_id, one.old_secret, one.old_until = one.key_id, one.secret, (now or timezone.now()) + overlap
    one.key_id, one.secret = sealer.key_id, sealer.encrypt(one.id.hex, secret.encode())
    one.save(update_fields=["key_id", "secret", "old_key_id", "old_secret", "old_until"])
    return Made(one.id.hex, secret)


def revoke(asked: str, *, by: str) -> int:
    """End a subscription for good: nothing more is sent to it, and its secrets are forgotten. Give how many notices it will never get.

    Raises:
        Problem: ``subscription_unknown``; ``subscription_over``.
    """
    one = _live(asked)
    note("revoke_subscription", by=by, thing="subscription", thing_id=one.id.hex)
    return end(one, Standing.REVOKED)


def resume(asked: str, *, by: str, now: datetime | None = None) -> None:
    """Take a paused subscription up again: what waited is due at once.

    Raises:
        Problem: ``subscription_unknown``; ``subscription_over``; ``subscription_account`` where its account may not be told any more.
    """
    one = _live(asked)
    if not queries.may_be_told(one.account, one.institution):
        raise Problem("subscription_account", account=one.account)
    note("resume_subscription", by=by, thing="subscription", thing_id=one.id.hex)
    with transaction.atomic(using="default"):
        Subscription.objects.filter(pk=one.id).update(standing=Standing.ACTIVE, why="", failures=0, failing_since=None)
        Notice.objects.filter(subscription=one.id, state=State.WAITING).update(due_at=now or timezone.now())


def end(one: Subscription, standing: Standing) -> int:
    """Make a subscription end as revoked or gone, with its notices and secrets, in one commit; give how many notices ended with it."""
    with transaction.atomic(using="default"):
        Subscription.objects.filter(pk=one.id).update(standing=standing, why="", secret=b"", old_secret=None, old_key_id="", old_until=None)
        left = Notice.objects.filter(subscription=one.id, state__in=[State.WAITING, State.HELD])
        return int(left.update(state=State.DEAD, why=str(standing), ended_at=timezone.now()))


def secrets_of(one: Subscription, *, now: datetime) -> list[str]:
    """Give the secrets that sign for a subscription now, the newest first.

    Raises:
        Unsafe: one does not open.
    """
    sealer = _sealer()
    found = [sealer.decrypt(one.id.hex, one.key_id, bytes(one.secret)).decode()]
    if one.old_secret is not None and one.old_until is not None and now < one.old_until:
        found.append(sealer.decrypt(one.id.hex, one.old_key_id, bytes(one.old_secret)).decode())
    return found


def _sealer() -> Cipher:
    """What seals secrets at rest. The vault is not used: its doors are for what is known of persons, and no other room enters by them (ADR 0003)."""
    return Cipher(keys.load(settings.KEYS), "notices.subscription.secret")


def _live(asked: str) -> Subscription:
    one = queries.row(asked)
    if one.standing in {Standing.REVOKED, Standing.GONE}:
        raise Problem("subscription_over", subscription=asked)
    return one


def _asked_for(kinds: Sequence[str], institution: str) -> list[str]:
    known = declared().kinds
    heard = [code for code, kind in known.items() if may_hear(institution, kind)]
    for one in kinds:
        if one not in known:
            raise Problem("notice_kind_unknown", kind=one, known=sorted(known))
        if one not in heard:
            raise Problem("notice_kind_walled", kind=one, institution=institution)
    if not heard:
        raise Problem("notice_kind_walled", kind="–", institution=institution)
    return sorted(set(kinds) or set(heard))
