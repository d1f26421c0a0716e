"""An entity's own form on the screen: a key for it, the way in with it, what the entity writes. In: keys, answers. Out: rows of what it said.

The key is typed, never part of an address: addresses stand in logs and histories. Who tries keys is slowed down by where they come from: codes
are no secret, and a count by code would let anybody shut an entity out of its form.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from intertrata.access.actions import note, within_limit
from intertrata.transparency.actions.arriving import arrived
from intertrata.transparency.actions.asking import hold
from intertrata.transparency.actions.capturing import captured, item_of
from intertrata.transparency.models import Capture, Invitation, Request
from intertrata.transparency.queries import request_row
from intertrata.transparency.questionnaire import Item
from intertrata.transparency.readings import Said, said, seen
from intertrata.vocabulary.errors import Problem

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, IN_GROUP = 4, 4
"""16 signs of 30: 78 bits, without those that look alike on paper."""
OPEN_DAYS = 120
LONGEST = 300
NOBODY = UUID(int=0)
"""Whose key is looked up where there is no such code, so that both take as long."""


@dataclass(frozen=True)
class Written:
    """What an entity writes for one item and period: the value as it writes it, or the code of why there is none."""

    item: str
    period: str
    as_written: str
    status: str = ""


def invite(request: UUID, *, by: str) -> str:
    """Make the key with which an entity opens its form, in the place of the one before; it is shown this once.

    Raises:
        Problem: ``request_unknown``.
    """
    row = request_row(request)
    key = "-".join("".join(secrets.choice(SIGNS) for _ in range(IN_GROUP)) for _ in range(GROUPS))
    until = timezone.localdate() + timedelta(days=OPEN_DAYS)
    note("invite", by=by, thing="request", thing_id=row.id.hex)
    Invitation.objects.create(request=row.id, digest=_digest(key), expires_on=until, by=by, made_at=timezone.now())
    return key


def open_form(code: str, key: str, *, today: date, origin: str = "") -> UUID:
    """Let an entity into its form by the code of its letter and its key; give the request.

    Raises:
        Problem: ``form_key_wrong``, the same whatever is wrong; ``too_many_looks`` where that origin tried too often.
    """
    within_limit("open_form", by=f"formulario:{origin}"[:150], origin=origin)
    row = Request.objects.filter(number=seen(code).upper()).first()
    newest = Invitation.objects.filter(request=row.id if row else NOBODY).order_by("-id").first()
    fits = hmac.compare_digest(_digest(seen(key).upper()), newest.digest if newest else _digest(""))
    if row is None or newest is None or not fits or newest.expires_on < today:
        note("open_form_failed", by="(sin cuenta)", thing="request", thing_id=row.id.hex if row else "", origin=origin)
        raise Problem("form_key_wrong")
    note("open_form", by=f"entidad:{row.entity}", thing="request", thing_id=row.id.hex, origin=origin)
    return UUID(row.id.hex)


def answer(request: UUID, written: Sequence[Written]) -> list[tuple[Written, Problem]]:
    """Keep what an entity writes in its own form, what it wrote before where it says the same; give what could not be read, which is not kept.
    That it answered is recorded by itself (``arriving``).

    Raises:
        Problem: ``request_unknown``; ``too_many_looks`` where it answers too often.
    """
    row = request_row(request)
    if written:
        within_limit("answer_form", by=f"entidad:{row.entity}")
    by = f"entidad:{row.entity}"
    kept: list[Capture] = []
    refused: list[tuple[Written, Problem]] = []
    for one in written:
        try:
            item = item_of(row, one.item, one.period)
            kept.append(captured(row, item, one.period, _read(one, item), seen(one.as_written) or one.status, by=by))
        except Problem as problem:
            refused.append((one, problem))
    with transaction.atomic(using="default"):
        hold([row])
        event = arrived(row, kept, day=timezone.localdate(), by=by)
        for each in kept:
            each.direct, each.event = True, event
            each.save(force_insert=True)
    note("answer_form", by=by, thing="request", thing_id=row.id.hex, found=len(kept))
    return refused


def _read(one: Written, item: Item) -> Said:
    if one.as_written and one.status:
        raise Problem("answer_and_reason")
    if len(one.as_written) > LONGEST:
        raise Problem("answer_too_long", longest=LONGEST)
    return said(one.status or one.as_written, item)


def _digest(key: str) -> str:
    return str(salted_hmac("intertrata.transparency.form", key, algorithm="sha256").hexdigest())
