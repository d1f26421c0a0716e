"""How old a person may be, from the ages that records tell. In: her events. Out: the latest day on which she may have been born.

Doubtful age means a minor until disproved (Código de los Niños y Adolescentes, T.P. art. I, to confirm; SAFEGUARDS 2): of several tellings
the youngest counts. Within one register the newest beats the older ones, which is how a register corrects itself (DESIGN.md, 5).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from intertrata.casefile.following.event import Event, order

ADULT = 18
OF_CHILDREN = frozenset({"protection_proceeding"})
"""Record types that are of nobody who is not under 18 (DL 1297)."""
LOWEST_OF_GROUP = {"a00_05": 0, "a06_11": 6, "a12_17": 12, "a18_29": 18, "a30_59": 30, "a60_plus": 60}
TURNED_18 = "eighteen"


def born_by(events: Iterable[Event]) -> date | None:
    """Give the latest day on which she may have been born by what is told of her; None where nothing is."""
    told: dict[str, date] = {}
    for event in sorted(events, key=order):
        born = _born_by(event)
        if born is not None:
            key = event.register or f"line:{event.line}"
            told[key] = born
    return max(told.values(), default=None)


def born_after(events: Iterable[Event]) -> date | None:
    """Give the earliest day on which she may have been born by the ages told, or None: what happened before it is a mistake."""
    told = [years_before(event.first, event.said["age"] + 1) for event in events if event.first is not None and "age" in event.said]
    return min(told, default=None)


def years_before(day: date, years: int) -> date:
    """Give the same day of an earlier (or, below zero, later) year; the 29th of February becomes the 28th. No calendar begins before year 1."""
    year = min(max(day.year - years, date.min.year), date.max.year)
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def _born_by(event: Event) -> date | None:
    """The latest birth that one record allows. A victim's age is of the facts, which came before the record: she was born no later."""
    if event.says("exit_kind", TURNED_18) and "until" in event.said:
        return years_before(event.said["until"].last, ADULT)
    age, minor = event.said.get("age"), event.said.get("minor")
    if age is None:
        age = LOWEST_OF_GROUP.get(event.said.get("age_group", ""))
    if age is None and minor is None and event.type not in OF_CHILDREN:
        return None
    if event.last is None:
        return date.max if minor else None
    if minor and (age is None or age >= ADULT):
        return event.last
    if age is not None:
        return years_before(event.last, age)
    return years_before(event.last, ADULT) if minor is False else event.last
