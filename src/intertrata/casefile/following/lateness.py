"""The question that most rules ask: so many days after a day, is it still not there? In: a trajectory, a rule. Out: a finding.

A term of N days that begins on a day has ended N days later; on that day, and since then, who did not act is late. Of a date that is a
year or a month only a term counts from the last day it may mean, since nobody is late before it has surely come; what is wrong in itself
(a rule without a term) is wrong from the first.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from intertrata.casefile.following.event import Days, Event
from intertrata.casefile.following.finding import QUIET, Finding, cannot_tell, fires
from intertrata.casefile.following.rule import Rule
from intertrata.casefile.following.standing import known_on
from intertrata.casefile.following.trajectory import Trajectory

DAY, CALL = "event_date", "call"
NEXT_DAY = timedelta(days=1)


def late(records: Iterable[Event], rule: Rule, today: date) -> Finding:
    """Give the finding for what should have followed some records and has not, or for records that are wrong in themselves."""
    told = list(records)
    days = [day for day in ((one.last if rule.days else one.first) for one in told) if day is not None]
    return late_from(min(days, default=None), rule, today, told)


def late_from(start: date | None, rule: Rule, today: date, records: Iterable[Event]) -> Finding:
    """Give the finding from the day on which the term began: late since it ended, quiet until then; without that day it cannot tell."""
    if start is None:
        return cannot_tell(DAY)
    end = rule.term(start)
    return fires(end, lines(records)) if end <= today else QUIET


def late_since_known(trajectory: Trajectory, rule: Rule, today: date) -> Finding:
    """Give the finding for what is owed from the day on which somebody first met her as a victim, and is not there; a call met nobody."""
    met = [(day, one) for one in trajectory.events if one.type != CALL and (day := known_on(one)) is not None]
    first = min((day for day, _ in met), default=None)
    return late_from(first.last if first else None, rule, today, (one for day, one in met if first and day.first == first.first))


def happened(event: Event, today: date) -> bool:
    """Whether an event is of that day or before; one of unknown day is."""
    return event.first is None or event.first <= today


def open_on(event: Event, today: date, end: str = "until") -> bool:
    """Whether what an event began goes on that day: it began, and no end is told that has come. The last day still counts."""
    last = surely(event, end)
    return happened(event, today) and (last is None or last >= today)


def surely(event: Event, field: str) -> date | None:
    """Give the latest day that a field of dates may mean, or None: by then it has surely come."""
    told = event.said.get(field)
    return told.last if isinstance(told, Days) else None


def lines(events: Iterable[Event]) -> tuple[int, ...]:
    """Give the lines of some events, in order, each once."""
    return tuple(sorted({event.line for event in events}))
