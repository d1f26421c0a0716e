"""What changed between a table's last delivery and the one before, that somebody must look at before anything is linked.

In: deposits, by what they left written; nothing is read again. Out: ``Alarm`` values: rows that fell by half, refusals that grew, a field
that emptied or filled all at once (a column that moved), a delivery that came late. An alarm holds nothing back by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intertrata.registers.receipts import Delivered
from intertrata.vocabulary.errors import Problem

HALF = 0.5
FEWEST = 20
"""Rows below which a share says nothing."""
REFUSED_SHARE, REFUSED_GREW = 0.05, 2.0
OFTEN_FILLED, SELDOM_FILLED = 0.4, 0.05
LATE_DAYS = 45
"""A month to close the books and half a month to send them; no norm says how long: assumed."""


@dataclass(frozen=True)
class Alarm:
    """What must be looked at in one delivery: its code, what it was before and what it is now; ``field`` where it is about one."""

    code: str
    deposit: str
    register: str
    table: str
    before: float
    now: float
    field: str = ""


def alarms(deposits: Sequence[Delivered]) -> list[Alarm]:
    """Give the alarms of the last delivery of each table, by register, table, code and field.

    A full delivery is compared with the full one before it, another with the one before it of its kind: a part is no fall.
    """
    found: list[Alarm] = []
    for key in sorted({(one.register, one.table) for one in deposits}):
        mine = sorted((one for one in deposits if (one.register, one.table) == key), key=lambda one: (one.cut_off, one.order))
        last = mine[-1]
        found += _late(last)
        earlier = [one for one in mine[:-1] if one.full == last.full]
        if earlier:
            found += _changed(earlier[-1], last)
    return sorted(found, key=lambda one: (one.register, one.table, one.code, one.field))


SHARES = frozenset({"alarm_refused_grew", "alarm_field_emptied", "alarm_field_filled"})


def problem(one: Alarm, *, register: str, table: str, field: str = "") -> Problem:
    """Give an alarm as what a person can mend, in the words that people call the register, the table and the field by."""
    before, now = (f"{100 * value:.0f}" if one.code in SHARES else f"{value:,.0f}" for value in (one.before, one.now))
    return Problem(one.code, register=register, table=table, field=field or one.field, before=before, now=now)


def _late(last: Delivered) -> list[Alarm]:
    days = (last.received_at.date() - last.cut_off).days
    return [_alarm("alarm_late", last, LATE_DAYS, days)] if days > LATE_DAYS else []


def _changed(before: Delivered, last: Delivered) -> list[Alarm]:
    found = []
    was, now = _good(before), _good(last)
    if was >= FEWEST and now < HALF * was:
        found.append(_alarm("alarm_rows_fell", last, was, now))
    if last.read >= FEWEST:
        share, shared = last.refused / last.read, before.refused / before.read if before.read else 0.0
        if share > REFUSED_SHARE and share > REFUSED_GREW * shared:
            found.append(_alarm("alarm_refused_grew", last, shared, share))
    if min(was, now) >= FEWEST:
        found += _fields(before, last)
    return found


def _fields(before: Delivered, last: Delivered) -> list[Alarm]:
    """Fields that emptied or filled between two deliveries; one that the earlier could not send yet is no surprise."""
    found = []
    for field in sorted(set(before.filled) & set(last.filled)):
        was, now = before.filled[field] / _good(before), last.filled[field] / _good(last)
        if was >= OFTEN_FILLED and now < HALF * was:
            found.append(_alarm("alarm_field_emptied", last, was, now, field))
        if was <= SELDOM_FILLED and now >= OFTEN_FILLED and before.filled[field]:
            found.append(_alarm("alarm_field_filled", last, was, now, field))
    return found


def _good(one: Delivered) -> int:
    return one.read - one.refused


def _alarm(code: str, one: Delivered, before: float, now: float, field: str = "") -> Alarm:
    return Alarm(code, one.id, one.register, one.table, before, now, field)
