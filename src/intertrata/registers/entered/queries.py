"""Receipts of records entered one by one, each for the account that entered it.

In: an account, a number or a key of its own. Out: ``Entered`` values, without identity.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings

from intertrata.access import keys
from intertrata.registers.entry_numbers import read_number
from intertrata.registers.models import Deposit, Entry, RecordEvent
from intertrata.registers.receipts import Entered
from intertrata.vocabulary.errors import Problem


def entry(number: str, *, by: str) -> Entered:
    """Give the receipt of an entry of this account.

    Raises:
        Problem: ``entry_unknown``, alike where there is none and where it is another account's.
    """
    found = Entry.objects.filter(number=read_number(number), account=by).first()
    if found is None:
        raise Problem("entry_unknown")
    return as_entered(found)


def last_entry(number: str, *, by: str) -> Entered:
    """Give the receipt of the last entry of this account about the same record: what a correction must begin from. Raises as ``entry``."""
    one = entry(number, by=by)
    last = Entry.objects.filter(account=by, record=UUID(one.record)).order_by("-id").first()
    assert last is not None
    return as_entered(last)


def entries(*, by: str, most: int | None = None) -> list[Entered]:
    """Give the receipts of an account, the newest first, all or at most so many."""
    return [as_entered(one) for one in Entry.objects.filter(account=by).order_by("-id")[:most]]


def typed_by(account: str, records: Sequence[str]) -> dict[str, str]:
    """Give, of these records, those that an account entered, each with the number of its last entry of it."""
    found = Entry.objects.filter(account=account, record__in=[UUID(one) for one in records]).order_by("id")
    return {UUID(str(record)).hex: number for record, number in found.values_list("record", "number")}


def current_of_record(record: str) -> dict[str, Any]:
    """Give what a record that was entered says now, by field, without identity; nothing where it is no record that stands."""
    closed = Deposit.objects.exclude(closed_at=None).values("id")
    told = (
        RecordEvent.objects.filter(record=UUID(record), kind=RecordEvent.Kind.VERSION, deposit__in=closed)
        .order_by("-cut_off", "-order")
        .first()
    )
    return json.loads(told.payload) if told else {}


def entry_of_key(key: str, *, by: str) -> Entered | None:
    """Give the receipt of what this account entered under a key of its own, or None."""
    found = Entry.objects.filter(account=by, key=keyed_entry(f"{by}\0{key}")).first()
    return as_entered(found) if found else None


def as_entered(one: Entry, *, again: bool = False) -> Entered:
    """Give an entry as its receipt."""
    deposit_id, record, version = (UUID(str(told)).hex for told in (one.deposit, one.record, one.version))
    return Entered(one.register, one.table, one.number, one.at, deposit_id, record, version, one.verdict, again)


def keyed_entry(text: str) -> str:
    """Give what stands for the key of an entry, or for what came under it."""
    return hmac.digest(keys.load(settings.KEYS).ids, b"entry\0" + text.encode(), "sha256").hex()
