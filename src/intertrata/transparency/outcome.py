"""What became of a request, computed from its dated events and today, never typed.

In: what happened to one request, each with its day, and the calendar of the entity's place. Out: an ``Outcome``: on time, late, in part,
denied, sent on, none, overdue or pending, since when, by which event, how many business days late, and the deadline it was held against.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from intertrata.transparency.deadlines import Deadline, Extension, deadline
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.workdays import ONE_DAY, Calendar

EventKind = Literal[
    "filed", "received", "extension", "answered", "answered_partly", "denied", "classified", "redirected", "duplicate", "appealed", "ruled",
    "silence",
]  # fmt: skip
OutcomeCode = Literal["pending", "overdue", "on_time", "late", "none", "partial", "redirected", "denied"]

ANSWERS: tuple[frozenset[EventKind], ...] = (frozenset({"answered"}), frozenset({"answered_partly"}), frozenset({"denied", "classified"}))
"""What answers more comes first: a whole answer after a part, a denial or an appeal is the answer, at its own day."""
REPLIES: frozenset[EventKind] = frozenset({"answered", "answered_partly", "denied", "classified", "redirected", "duplicate"})


@dataclass(frozen=True)
class Event:
    """One thing that happened to a request (list ``request_event``), on one day.

    ``until`` is the day that a notice of extension names; ``after_hours`` says that it came when the office was closed.
    """

    kind: EventKind
    day: date
    until: date | None = None
    after_hours: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of a request (list ``request_outcome``), since when, by which event, how late in business days."""

    code: OutcomeCode
    since: date
    event: Event
    days_late: int
    deadline: Deadline

    @property
    def answered(self) -> bool:
        """Whether the entity answered, in time or not, whatever it said."""
        return self.code in {"on_time", "late", "partial", "denied"}


def outcome(events: Iterable[Event], today: date, calendar: Calendar) -> Outcome:
    """Give what became of a request by today; what happens later is not known yet.

    Of several answers the first that answers most counts, and one that repeats another (``duplicate``) never does: what came late stays
    late. Only an event of silence, after the deadline, ends the waiting; an answer that comes even later is a late answer.

    Raises:
        Problem: ``request_without_filing``, ``request_filed_twice``, ``answer_before_request``, ``event_before_request``, ``term_unknown``.
    """
    told = sorted(events, key=lambda one: one.day)
    filed = _filed(told, today)
    known = [one for one in told if one.day <= today]
    begun = next((one for one in known if one.kind == "received"), filed)
    limit = _limit(begun, known, calendar)
    answer = _answer(known)
    if answer:
        return Outcome(_said(answer, limit), answer.day, answer, _late(answer.day, limit, calendar), limit)
    sent_on = next((one for one in known if one.kind == "redirected"), None)
    if sent_on:
        return Outcome("redirected", sent_on.day, sent_on, _late(sent_on.day, limit, calendar), limit)
    silence = next((one for one in known if one.kind == "silence" and one.day > limit.due), None)
    if silence:
        return Outcome("none", silence.day, silence, _late(today, limit, calendar), limit)
    if today <= limit.due:
        return Outcome("pending", begun.day, begun, 0, limit)
    return Outcome("overdue", limit.due + ONE_DAY, begun, _late(today, limit, calendar), limit)


def _filed(told: Sequence[Event], today: date) -> Event:
    """The one filing, which everything else follows."""
    filings = [one for one in told if one.kind == "filed"]
    if not filings or filings[0].day > today:
        raise Problem("request_without_filing", day=today.isoformat())
    if len(filings) > 1:
        raise Problem("request_filed_twice", days=[one.day.isoformat() for one in filings])
    early = told[0]
    if early.day < filings[0].day:
        when = {"day": early.day.isoformat(), "filed": filings[0].day.isoformat()}
        raise (
            Problem("answer_before_request", **when) if early.kind in REPLIES else Problem("event_before_request", event=early.kind, **when)
        )
    return filings[0]


def _limit(begun: Event, known: Sequence[Event], calendar: Calendar) -> Deadline:
    """The deadline by the notice of extension that gives the most time: others came too late or named no day."""
    told: list[Extension | None] = [Extension(one.day, one.until) for one in known if one.kind == "extension"]
    limits = [deadline(begun.day, calendar, extension=one, after_hours=begun.after_hours) for one in told or [None]]
    return max(limits, key=lambda one: one.due)


def _answer(known: Sequence[Event]) -> Event | None:
    return next((one for kinds in ANSWERS for one in known if one.kind in kinds), None)


def _said(answer: Event, limit: Deadline) -> OutcomeCode:
    if answer.kind == "answered":
        return "on_time" if answer.day <= limit.due else "late"
    return "partial" if answer.kind == "answered_partly" else "denied"


def _late(day: date, limit: Deadline, calendar: Calendar) -> int:
    """Business days after the deadline; what comes on a day that does not count comes on the next that does."""
    return calendar.days_between(limit.due, calendar.next_workday(day)) if day > limit.due else 0
