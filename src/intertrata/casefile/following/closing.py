"""How a file ends: dead, returned to her country, reintegrated, out of reach; and what opens it again.

In: one person's events of one episode, in order. Out: the ``Closing`` that stands, or None. No archive, dismissal or acquittal is among them
(SAFEGUARDS 7), nor the day she leaves a shelter: nobody is followed no longer because a place was left.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import takewhile
from typing import Literal, NamedTuple

from intertrata.casefile.following.event import Event
from intertrata.casefile.following.plan import ACHIEVED, goals, settled, settled_on
from intertrata.casefile.following.stage_table import protocol

Outcome = Literal["dead", "returned", "reintegrated", "out_of_reach"]
HOME = "PER"
CLOSES = frozenset({"stay", "missing_report", "exchange_case", "repatriation", "follow_up"})
"""Record types that may close a file: where there is none of them, it is open."""
REAPPEARS = frozenset({"stay", "referral", "protection_proceeding", "service", "interview", "victim"})
"""Records of which one after she left or could not be found shows that she is here."""
IN_NEED_AGAIN = frozenset({"referral", "protection_proceeding"})
"""Records of which one after she was reintegrated opens her file, as does a stay: care that goes on does not."""


class Closing(NamedTuple):
    """The outcome, the day from which it stands, the lines that say it, the institution that said the last of them."""

    outcome: Outcome
    day: date
    records: tuple[int, ...]
    by: str


def closing(events: Sequence[Event], *, adult: bool, today: date) -> Closing | None:
    """Give the closing that stands at the end of the events, or None; of several the one that nothing can undo.

    Args:
        events: of one episode, in order. adult: whether she is known to be one; a child who does not answer is looked for. today: a
            closing dated after it does not stand yet.
    """
    if not any(event.type in CLOSES for event in events):
        return None
    found = _death(events) or _return(events) or _reintegration(events) or (_out_of_reach(events) if adult else None)
    return found if found is not None and found.day <= today else None


def _death(events: Sequence[Event]) -> Closing | None:
    for event in events:
        if event.says("exit_kind", "death"):
            return _closed("dead", event, event.day("until"))
        if event.says("found", "found_dead"):
            return _closed("dead", event, event.day("found_date"))
        if event.says("deceased", True):
            return _closed("dead", event, None)
    return None


def _return(events: Sequence[Event]) -> Closing | None:
    """She went back to another country of her own will; a return against it closes nothing (SAFEGUARDS 5), nor does coming home to Peru."""
    for place in range(len(events) - 1, -1, -1):
        event, day = events[place], None
        if event.type == "repatriation" and "to_country" in event.said and not event.says("to_country", HOME):
            if not event.says("voluntary", False):
                day = event.first
        elif event.says("exit_kind", "returned_abroad"):
            day = event.day("until") or event.first
        if day is not None:
            here = (each for each in events if each.type in REAPPEARS and not _abroad(each))
            return None if any(_after(each, day) for each in here) else Closing("returned", day, (event.line,), event.institution)
    return None


def _reintegration(events: Sequence[Event]) -> Closing | None:
    """Every goal of her plan is settled, one at least achieved, and since then follow-ups found her without a risk for as long as the table
    says; who still lives in a shelter is not reintegrated yet."""
    plan = goals(events)
    days = [day for day in map(settled_on, plan) if day]
    if not days or not all(map(settled, plan)) or not any(each.says("goal_state", ACHIEVED) for each in plan):
        return None
    well: list[date] = []
    for each in events:
        if each.type == "follow_up" and each.first and not each.says("reached", False):
            well = [*well, each.first] if _well(each) and each.first >= max(days) else []
            if well and (each.first - well[0]).days >= protocol().days_well:
                return None if _in_need(events, each.first) else Closing("reintegrated", each.first, _lines(plan, each), each.institution)
    return None


def _in_need(events: Sequence[Event], since: date) -> bool:
    """Whether she still lives in a shelter, or needed care again, or was found at risk, after a day."""
    for each in events:
        if each.type == "stay" and not each.ended("until", since):
            return True
        if (each.type in IN_NEED_AGAIN or (each.type == "follow_up" and "at_risk" in each.said and not _well(each))) and _after(
            each, since
        ):
            return True
    return False


def _lines(plan: Sequence[Event], last: Event) -> tuple[int, ...]:
    return tuple(sorted({*(each.line for each in plan), last.line}))


def _out_of_reach(events: Sequence[Event]) -> Closing | None:
    tried = list(takewhile(lambda each: each.says("reached", False), (each for each in reversed(events) if each.type == "follow_up")))
    days = sorted({each.first for each in tried if each.first})  # sent twice, an attempt is one
    if len(days) < protocol().attempts:
        return None
    third = days[protocol().attempts - 1]
    if any(_after(each, third) for each in events if each.type in REAPPEARS):
        return None
    return Closing("out_of_reach", third, tuple(sorted(each.line for each in tried)), tried[0].institution)


def _well(event: Event) -> bool:
    return event.says("at_risk", False) and not event.says("trafficked_again", True)


def _abroad(event: Event) -> bool:
    return "country" in event.said and not event.says("country", HOME)


def _after(event: Event, day: date) -> bool:
    return event.first is not None and event.first > day


def _closed(outcome: Outcome, event: Event, day: date | None) -> Closing | None:
    known = day or event.first
    return None if known is None else Closing(outcome, known, (event.line,), event.institution)
