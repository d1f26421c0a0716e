"""Which notices follow from what has just come: pure, from the whole history of the records that were touched.

In: every version of some records, which deposits are new, subscriptions. Out: notices. A record begins to concern an institution when what
stands of it says so and what stood before did not. The id of a notice is of what it tells and not of the version that told it: while the
notice is kept, a record that changes, vanishes and comes back is told no second time.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from intertrata.notices.kinds import Kind, concerned, declared

ID_BYTES = 16
BETWEEN = "\x1f"


@dataclass(frozen=True)
class Subscribed:
    """What matters of a subscription here: whose it is, what it asks for, since which deposit."""

    id: str
    institution: str
    kinds: frozenset[str]
    registers: frozenset[str]
    since: int


@dataclass(frozen=True)
class Found:
    """One notice to be made."""

    id: str
    subscription: str
    kind: str
    record: str
    register: str
    table: str


@dataclass(frozen=True)
class Version:
    """One version of a record or its vanishing, in the order of what was said."""

    record: str
    deposit: str
    vanished: bool
    register: str
    table: str
    payload: Mapping[str, Any]


def versions(rows: Iterable[Mapping[str, Any]]) -> list[Version]:
    """Read the rows of ``registers.queries.records``: the versions of each record together, the oldest first."""
    return [
        Version(row["record"], row["deposit"], row["vanished"], row["register"], row["table"], json.loads(row["payload"])) for row in rows
    ]


def follow(
    told: Sequence[Version], new: Mapping[str, int], subscribed: Sequence[Subscribed], *, kinds: Sequence[Kind], key: bytes
) -> list[Found]:
    """Give the notices of records of one record type, by record, kind and subscription.

    Args:
        told: every version of the records. new: the deposits that were not read before, with their place in the order of arrival.
        kinds: those of the record type. key: what ids are made with.
    """
    found = []
    for _record, group in groupby(told, key=lambda one: one.record):
        history = list(group)
        for kind in kinds:
            for one in subscribed:
                if (
                    one.institution in _stands(history, kind)
                    and _asks(one, kind, history[-1])
                    and not _stood_before(history, kind, one, new)
                ):
                    last = history[-1]
                    found.append(Found(_id(key, one.id, kind.code, last.record), one.id, kind.code, last.record, last.register, last.table))
    return found


def still(history: Sequence[Version], kind: str, institution: str) -> bool:
    """Whether what stands of a record concerns an institution."""
    known = declared().kinds.get(kind)
    return bool(history) and known is not None and institution in _stands(history, known)


def _stands(history: Sequence[Version], kind: Kind) -> frozenset[str]:
    return frozenset() if history[-1].vanished else concerned(kind, history[-1].payload)


def _asks(one: Subscribed, kind: Kind, last: Version) -> bool:
    return kind.code in one.kinds and (not one.registers or last.register in one.registers)


def _stood_before(history: Sequence[Version], kind: Kind, one: Subscribed, new: Mapping[str, int]) -> bool:
    """Whether it concerned the institution already by what was read before, or was there before the subscription."""
    before = [each for each in history if new.get(each.deposit, -1) <= one.since]
    return bool(before) and one.institution in _stands(before, kind)


def _id(key: bytes, *parts: str) -> str:
    """The same thing has the same id, whatever run finds it: an HMAC, so that nobody who knows a record confirms a guess of who is told."""
    return UUID(bytes=hmac.digest(key, BETWEEN.join(("notice", *parts)).encode(), hashlib.sha256)[:ID_BYTES]).hex
