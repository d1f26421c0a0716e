"""What became of a request, computed from its dated events and today, never typed.

In: what happened to one request, each with its day, and the calendar of the entity's place. Out: an ``Outcome``: on time, late, in part,
denied, sent on, none, overdue or pending, since when, by which event, how many business days late, the deadline it was held against, and
what became of the appeal against a refusal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from intertrata.transparency.appeals import Appeal, appeal, may_follow
from intertrata.transparency.deadlines import Deadline, Extension, deadline
from intertrata.transparency.happenings import REPLIES, RULINGS, Event, EventKind, answer_of, in_order
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.workdays import ONE_DAY, Calendar

OutcomeCode = Literal["pending", "overdue", "on_time", "late", "none", "partial", "redirected", "denied"]
APPEALING: frozenset[EventKind] = RULINGS | {"appealed"}


@dataclass(frozen=True)
class Outcome:
    """What became of a request (list ``request_outcome``), since when, by which event, how late in business days; and of its appeal, where
    something was refused."""

    code: OutcomeCode
    since: date
    event: Event
    days_late: int
    deadline: Deadline
    appeal: Appeal | None = None

    @property
    def answered(self) -> bool:
        """Whether the entity answered, in time or not, whatever it said."""
        return self.code in {"on_time", "late", "partial", "denied"}

    @property
    def deadlines(self) -> dict[str, Deadline]:
        """Every deadline it has, by the code of its term."""
        found = {"answer": self.deadline, **({"appeal": self.appeal.within, "ruling": self.appeal.ruling} if self.appeal else {})}
        return {code: one for code, one in found.items() if one}


def outcome(events: Iterable[Event], today: date, calendar: Calendar) -> Outcome:
    """Give what became of a request by today; what happens later is not known yet.

    Of several answers the first that answers most counts, and one that repeats another (``duplicate``) never does: what came late stays
    late. Only an event of silence, after the deadline, ends the waiting; an answer that comes even later is a late answer.

    Raises:
        Problem: ``request_without_filing``, ``request_filed_twice``, ``answer_before_request``, ``event_before_request``, ``term_unknown``.
    """
    told = sorted(events, key=lambda one: one.day)
    filed = _filed(told, today)
    known = in_order(told, today)
    begun = next((one for one in known if one.kind == "received"), filed)
    limit = _limit(begun, known, calendar)
    appealed = appeal(known, limit, today, calendar)
    answer = answer_of(known)
    if answer:
        return Outcome(_said(answer, limit), answer.day, answer, _late(answer.day, limit, calendar), limit, appealed)
    sent_on = next((one for one in known if one.kind == "redirected"), None)
    if sent_on:
        return Outcome("redirected", sent_on.day, sent_on, _late(sent_on.day, limit, calendar), limit, appealed)
    silence = next((one for one in known if one.kind == "silence" and one.day > limit.due), None)
    if silence:
        return Outcome("none", silence.day, silence, _late(today, limit, calendar), limit, appealed)
    if today <= limit.due:
        return Outcome("pending", begun.day, begun, 0, limit, appealed)
    return Outcome("overdue", limit.due + ONE_DAY, begun, _late(today, limit, calendar), limit, appealed)


def prove_appeals(events: Sequence[Event], calendar: Calendar, *, only: Event | None = None) -> None:
    """Prove that every appeal and ruling, or only that one, comes when it may: after a refusal, after an appeal that waits.

    A decree may later move a term past an appeal that was made in time: what stands is not proved again for that, only what is recorded or
    taken back.

    Raises:
        Problem: as ``appeals.may_follow``, and as ``outcome``.
    """
    told = sorted(events, key=lambda one: one.day)
    for place, one in enumerate(told):
        if one.kind in APPEALING and only in (None, one):
            before = told[:place]
            may_follow(one, before, outcome(before, one.day, calendar).deadline, calendar)


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


def _said(answer: Event, limit: Deadline) -> OutcomeCode:
    if answer.kind == "answered":
        return "on_time" if answer.day <= limit.due else "late"
    return "partial" if answer.kind == "answered_partly" else "denied"


def _late(day: date, limit: Deadline, calendar: Calendar) -> int:
    """Business days after the deadline; what comes on a day that does not count comes on the next that does."""
    return calendar.days_between(limit.due, calendar.next_workday(day)) if day > limit.due else 0
