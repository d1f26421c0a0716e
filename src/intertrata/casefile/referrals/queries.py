"""The door of referrals to read: those of an institution, one with its steps, those of a person. In: who reads. Out: what she may see of them, without names."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import polars as pl

from intertrata.casefile.referrals.flows import flows as flows
from intertrata.casefile.referrals.sight import IDENTITY, sees, stands_to, visible
from intertrata.casefile.referrals.states import Party, Step, life
from intertrata.registers import queries as registers
from intertrata.vocabulary.errors import Problem

REGISTER = TABLE = "derivaciones"
KEPT = 4
WAITING = ("sent",)


@dataclass(frozen=True)
class Listed:
    """One referral in a list: its opaque id, what the reader's institution is to it, what it may read of it, whether its answer is late."""

    record: str
    standing: str
    shown: Mapping[str, Any]
    overdue: bool


@dataclass(frozen=True)
class Taken:
    """One step that was taken: which, when it was kept, whose it is (an institution, "" where the reader may not know which)."""

    step: str
    at: datetime
    by: str


@dataclass(frozen=True)
class Referral:
    """One referral as an institution sees it: the version that stands, its steps, which may follow, whether it may read who it is of."""

    record: str
    version: str
    standing: str
    shown: Mapping[str, Any]
    overdue: bool
    steps: tuple[Taken, ...]
    next: tuple[Step, ...]
    names: bool


def listed(institution: str, *, today: date) -> list[Listed]:
    """Give the referrals that an institution sent, was sent or redirected, the last sent first."""
    found = []
    for record, payload in _standing(registers.last_closed([REGISTER], [TABLE])):
        standing = stands_to(payload, institution)
        if standing:
            found.append(Listed(record, standing, visible(payload, institution), _overdue(payload, today)))
    return found


def of_records(records: Collection[str], institution: str, *, today: date) -> list[Listed]:
    """Give the referrals of whom these records speak, of those that the institution has to do with."""
    hers = set(records)
    about = {record for record, payload in _standing(registers.last_closed([REGISTER], [TABLE])) if payload.get("about") in hers}
    return [one for one in listed(institution, today=today) if one.record in about | hers]


def one(record: str, institution: str, *, today: date) -> Referral:
    """Give one referral.

    Raises:
        Problem: ``referral_unknown``, alike where there is none and where the institution has nothing to do with it.
    """
    history = told(record)
    payload = history[-1][1] if history else {}
    standing = stands_to(payload, institution)
    if not standing:
        raise Problem("referral_unknown")
    shown = visible(payload, institution)
    steps = tuple(_taken(each, before, shown, institution) for each, before in zip(history, [None, *history[:-1]], strict=True))
    follow = life().open_to(payload["state"], parties(payload, institution))
    names = IDENTITY in sees(standing)
    return Referral(record, history[-1][0]["version"], standing, shown, _overdue(payload, today), steps, follow, names)


def told(record: str) -> list[tuple[Mapping[str, Any], dict[str, Any]]]:
    """Give every version of a referral, oldest first, with what it says and the ``state`` that the steps until then led to; nothing where there is none.

    For the deeds of this room: it is all that is told, whoever asks.

    Raises:
        Problem: ``referral_step_not_allowed`` where what is kept is no life that is declared.
    """
    rows = [row for row in registers.records([record]).iter_rows(named=True) if row["register"] == REGISTER and not row["vanished"]]
    found: list[tuple[Mapping[str, Any], dict[str, Any]]] = []
    state = ""
    for row in rows:
        payload = json.loads(row["payload"])
        state = life().after(state, payload["step"])
        found.append((row, payload | {"state": state}))
    return found


def parties(payload: Mapping[str, Any], institution: str) -> frozenset[Party]:
    """Give whose steps an institution may take: both where it sent a person to a unit of its own."""
    sides = {Party.SENDER: payload.get("sender"), Party.RECEIVER: payload.get("receiver")}
    return frozenset(party for party, whose in sides.items() if institution and whose == institution)


@lru_cache(maxsize=KEPT)
def _standing(_closed: object) -> Sequence[tuple[str, dict[str, Any]]]:
    """What stands of every referral, the last sent first; it holds until the register closes another deposit."""
    frame = registers.current("referral", register=REGISTER).filter(~pl.col("vanished"))
    rows = frame.sort("event_date", "number", descending=True).iter_rows(named=True)
    return [(row["record"], row | {"state": life().steps[row["step"]].to}) for row in rows]


def _overdue(payload: Mapping[str, Any], today: date) -> bool:
    return payload["state"] in WAITING and str(payload["due_date"]) < today.isoformat()


def _taken(
    here: tuple[Mapping[str, Any], dict[str, Any]], before: tuple[Mapping[str, Any], dict[str, Any]] | None, shown: Mapping[str, Any], institution: str
) -> Taken:  # fmt: skip
    """Whose a step was: the sender's, or of who had it then; said where the reader may know it, her own always."""
    row, payload = here
    had = before[1]["receiver"] if before else ""
    whose = payload["sender"] if life().steps[payload["step"]].by is Party.SENDER else had
    known = {shown.get("sender"), shown.get("receiver"), institution, *(() if "receiver" not in shown else payload.get("passed_by") or ())}
    return Taken(payload["step"], row["received_at"], whose if whose in known else "")
