"""What is asked of the room: subscriptions and notices as they stand. In: ids, states. Out: frozen values without secrets, bodies or identity."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Q

from intertrata.access.permissions import Permission, allowed
from intertrata.access.queries import institution_of, role_of
from intertrata.identity.actions import reserved_since
from intertrata.identity.queries import whose
from intertrata.notices import described
from intertrata.notices.deriving import still, versions
from intertrata.notices.judging import REASONS, Outcome, Standing, State
from intertrata.notices.kinds import Kind, declared
from intertrata.notices.models import Notice, Subscription
from intertrata.registers import queries as registers
from intertrata.vocabulary.errors import Problem

LEAST_PREFIX = 6
WHOLE = 32
STANDS = {
    Standing.ACTIVE: "activa",
    Standing.PAUSED: "en pausa",
    Standing.GONE: "apagada por la institución",
    Standing.REVOKED: "anulada",
}
STATES = {State.WAITING: "por enviar", State.HELD: "retenido", State.SENT: "enviado", State.DEAD: "no se pudo enviar"}


@dataclass(frozen=True)
class Subscribed:
    """A subscription as the operator sees it; ``place`` is the address without what may stand for a key in it."""

    id: str
    account: str
    institution: str
    place: str
    kinds: tuple[str, ...]
    registers: tuple[str, ...]
    standing: str
    why: str
    failures: int
    failing_since: datetime | None
    taken_at: datetime | None
    made_at: datetime
    waiting: int = 0
    held: int = 0
    dead: int = 0

    @property
    def standing_es(self) -> str:
        """How it stands, in words."""
        said = STANDS[Standing(self.standing)]
        return f"{said}: {REASONS[self.why]}" if self.why and self.standing == Standing.PAUSED else said


@dataclass(frozen=True)
class Noticed:
    """A notice as the operator sees it."""

    id: str
    subscription: str
    institution: str
    kind: str
    state: str
    why: str
    tries: int
    status: int | None
    made_at: datetime
    due_at: datetime
    ended_at: datetime | None

    @property
    def state_es(self) -> str:
        """Where it stands, in words."""
        return STATES[State(self.state)]

    @property
    def why_es(self) -> str:
        """Why, in words."""
        return REASONS[self.why]


@dataclass(frozen=True)
class Pointed:
    """What the institution that was told finds behind a notice: of what kind, since when, the record it is about (an opaque id), and the
    number that its sender gave it."""

    kind: Kind
    made_at: datetime
    record: str
    register: str
    table: str
    number: str


def kinds() -> list[Kind]:
    """Give every kind of notice, in the order of their declaration."""
    return list(declared().kinds.values())


def webhooks() -> dict[str, Any]:
    """Give the ``webhooks`` of the API's description: what a receiver will get, kind by kind (``described``)."""
    return described.webhooks(kinds())


def subscriptions() -> list[Subscribed]:
    """Give every subscription, the newest first, with how many notices of it wait, are held, and could not be sent."""
    counted = Counter(Notice.objects.exclude(state=State.SENT).values_list("subscription", "state"))
    return [
        _subscribed(one, **{state.value: counted[one.id, state.value] for state in (State.WAITING, State.HELD, State.DEAD)})
        for one in Subscription.objects.order_by("-made_at", "id")
    ]


def unwell() -> int:
    """Give how many subscriptions somebody must look at: paused, or with notices that could not be sent."""
    dead = Notice.objects.filter(state=State.DEAD).values("subscription")
    over = Q(standing__in=[Standing.REVOKED, Standing.GONE])
    return int(Subscription.objects.filter(Q(standing=Standing.PAUSED) | Q(id__in=dead)).exclude(over).count())


def subscription(asked: str) -> Subscribed:
    """Give one subscription by its id, or by the first six digits of it or more.

    Raises:
        Problem: ``subscription_unknown``; also where several begin so.
    """
    return _subscribed(row(asked))


def row(asked: str) -> Subscription:
    """Give the row of a subscription, for the deeds of this room. Raises as ``subscription``."""
    wanted = asked.replace("-", "").lower()
    found = [one for one in Subscription.objects.all() if one.id.hex.startswith(wanted)]
    if len(found) != 1 or not re.fullmatch(rf"[0-9a-f]{{{LEAST_PREFIX},{WHOLE}}}", wanted):
        raise Problem("subscription_unknown", subscription=asked)
    return found[0]


def notices(*, state: str = "", subscription: str = "", most: int = 200) -> list[Noticed]:
    """Give notices, the newest first.

    Args:
        state: only these (a code of ``State``). subscription: only of this one. most: how many at most.

    Raises:
        Problem: ``notice_state_unknown``; as ``subscription``.
    """
    if state and state not in set(State):
        raise Problem("notice_state_unknown", state=state, known=[one.value for one in State])
    found = Notice.objects.order_by("-made_at", "id")
    if state:
        found = found.filter(state=state)
    if subscription:
        found = found.filter(subscription=row(subscription).id)
    whose = dict(Subscription.objects.values_list("id", "institution"))
    return [_noticed(one, whose.get(one.subscription, "")) for one in found[:most]]


def pointed(notice: str, *, institution: str) -> Pointed | None:
    """Give what a notice is about, to the institution that was told; None for every other, and where it is not to be told any more."""
    found = Notice.objects.filter(pk=notice).first()
    if found is None or not institution or not Subscription.objects.filter(pk=found.subscription, institution=institution).exists():
        return None
    if found.id not in tellable([found], {found.subscription: institution}):
        return None
    says = versions(registers.records([found.record.hex]).iter_rows(named=True))[-1].payload
    number = str(says.get("number") or "")
    return Pointed(declared().kinds[found.kind], found.made_at, found.record.hex, found.register, found.table, number)


def tellable(rows: Iterable[Notice], institutions: Mapping[UUID, str]) -> set[UUID]:
    """Give those of these notices that may be told now: what stands of the record still concerns the institution, and nobody whose identity
    is reserved is behind it, by that record or by any other that is known to be hers (SAFEGUARDS 10).

    Args:
        institutions: whose each subscription is.
    """
    asked = list(rows)
    told = versions(registers.records({one.record.hex for one in asked}).iter_rows(named=True))
    history = {record: list(group) for record, group in groupby(told, key=lambda one: one.record)}
    belongs = dict(whose(sorted(history)).iter_rows()) if history else {}
    hidden = reserved_since(belongs.values()) if belongs else set()
    return {
        one.id
        for one in asked
        if still(history.get(one.record.hex, []), one.kind, institutions.get(one.subscription, ""))
        and belongs.get(one.record.hex) not in hidden
    }


def in_words(outcome: Outcome) -> str:
    """Say what became of a try."""
    why = REASONS["taken" if outcome.taken else outcome.why or "status"]
    return f"{why} ({outcome.status})" if outcome.status else why


def may_be_told(account: str, institution: str) -> bool:
    """Whether an account may still stand for an institution's subscription: it is active, of that institution, and its role opens persons."""
    return bool(institution) and institution_of(account) == institution and allowed(role_of(account), Permission.OPEN_PERSON)


def _subscribed(one: Subscription, **counts: int) -> Subscribed:
    parts = urlsplit(one.url)
    return Subscribed(
        one.id.hex, one.account, one.institution, f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else ""),
        tuple(one.kinds), tuple(one.registers), one.standing, one.why, one.failures, one.failing_since, one.taken_at, one.made_at, **counts,
    )  # fmt: skip


def _noticed(one: Notice, institution: str) -> Noticed:
    return Noticed(
        one.id.hex, one.subscription.hex, institution, one.kind, one.state, one.why, one.tries, one.status, one.made_at, one.due_at, one.ended_at
    )  # fmt: skip
