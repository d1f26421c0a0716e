"""The door of referrals to read: those of an institution, one with its steps, those of a person. In: who reads. Out: what she may see of them, without names."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from intertrata.casefile.referrals.flows import flows as flows
from intertrata.casefile.referrals.sight import IDENTITY, sees, standing_of, stands_to, unit_of, visible
from intertrata.casefile.referrals.states import Party, Step, life
from intertrata.registers import queries as registers
from intertrata.vocabulary.errors import Problem

REGISTER = TABLE = "derivaciones"
WAITING = ("sent",)


@dataclass(frozen=True)
class Sought:
    """Which of them are asked for: on which side the institution is, in which of these states, whether the answer is late, to which unit."""

    side: str = ""
    states: tuple[str, ...] = ()
    late: bool = False
    unit: str = ""


@dataclass(frozen=True)
class Held:
    """What stood when it was last read: up to which place in the order of arrival nothing is missing, the last deposit read, a row a referral."""

    until: int
    last: str
    rows: pl.DataFrame


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


_HELD: dict[str, Held] = {}
"""What this process read, by register."""


def found(institution: str, asked: Sought | None = None, *, today: date) -> pl.DataFrame:
    """Give the referrals that an institution sent, was sent or redirected, the last sent first: what they say, with ``standing``, ``state``, ``overdue``.

    For this room and its pages only, which show of a row what ``listed`` does.

    Args:
        asked: only these; a unit only where the reader may know it, so that a filter tells no more than the list.
    """
    one = asked or Sought()
    rows = _standing().with_columns(standing_of(institution).alias("standing")).filter(pl.col("standing").is_not_null())
    rows = rows.with_columns(_late(today).alias("overdue"))
    if one.side:
        rows = rows.filter(pl.col("standing").str.strip_prefix("police_") == one.side)
    if one.unit:
        rows = rows.filter(unit_of() == one.unit)
    return rows.filter(
        "overdue" if one.late else pl.lit(value=True), pl.col("state").is_in(one.states) if one.states else pl.lit(value=True)
    )


def listed(institution: str, asked: Sought | None = None, *, today: date) -> list[Listed]:
    """Give the same one by one."""
    return shown(found(institution, asked, today=today), institution)


def shown(rows: pl.DataFrame, institution: str) -> list[Listed]:
    """Give rows of ``found`` as the institution may see them."""
    return [Listed(row["record"], row["standing"], visible(row, institution), row["overdue"]) for row in rows.iter_rows(named=True)]


def of_records(records: Collection[str], institution: str, *, today: date) -> list[Listed]:
    """Give the referrals of whom these records speak, of those that the institution has to do with."""
    hers = sorted(set(records))
    return shown(found(institution, today=today).filter(pl.col("about").is_in(hers) | pl.col("record").is_in(hers)), institution)


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


def _standing() -> pl.DataFrame:
    """What stands of every referral, the last sent first. What was read once is held, and only what closed since is read again; it holds while
    the deposit that it was last read from is still there, the same."""
    held = _HELD.get(REGISTER)
    if held is None or not _still_there(held):
        held = Held(-1, "", pl.DataFrame(schema=dict.fromkeys(("record", "cut_off", "order"), pl.String)))
    until = registers.whole_until()  # first: what opens from here on is read again
    arrived = [one for one in registers.arrivals(after=held.until) if (one.register, one.table) == (REGISTER, TABLE)]
    if arrived:
        told = pl.concat(list(registers.events_told("referral", [one.id for one in arrived])))
        rows = pl.concat([held.rows, told], how="diagonal_relaxed") if held.rows.height else told
        last = rows.sort("cut_off", "order").unique("record", keep="last").sort("event_date", "number", descending=True)
        states = {step.code: step.to for step in life().steps.values()}
        held = Held(held.until, arrived[-1].id, last.with_columns(pl.col("step").replace_strict(states).alias("state")))
    _HELD[REGISTER] = Held(max(held.until, until) if held.last else -1, held.last, held.rows)
    return held.rows if held.last else _nothing()


def _still_there(held: Held) -> bool:
    try:
        return bool(registers.deposit(held.last))
    except Problem:
        return False


def _nothing() -> pl.DataFrame:
    return registers.current("referral", register=REGISTER).with_columns(pl.lit(None, pl.String).alias("state")).clear()


def _late(today: date) -> pl.Expr:
    return pl.col("state").is_in(WAITING) & (pl.col("due_date") < today.isoformat())


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
