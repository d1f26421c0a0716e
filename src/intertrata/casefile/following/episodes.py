"""What counts of a person's records, and her episodes: trafficked again, her stages begin anew.

In: all events of one person and a day. Out: ``Counted``, what counts and what does not and why; then trajectories, the oldest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from intertrata.casefile.following.age import ADULT, born_after, born_by, years_before
from intertrata.casefile.following.closing import closing
from intertrata.casefile.following.event import Event, order
from intertrata.casefile.following.stage_table import protocol
from intertrata.casefile.following.standing import NOT_A_VICTIM, confirms, identifies, known_on, ruled_out
from intertrata.casefile.following.trajectory import Trajectory
from intertrata.vocabulary.case_numbers import case_key_of
from intertrata.vocabulary.records import record_types

WhyNot = Literal["future", "before_birth"]


class NotCounted(NamedTuple):
    """A record that is told as such and counts for nothing: dated after today, or before she can have been born."""

    line: int
    why: WhyNot


class Counted(NamedTuple):
    """The events that count, in order, and those that do not."""

    events: list[Event]
    left_out: tuple[NotCounted, ...]


def counted(events: Iterable[Event], today: date) -> Counted:
    """Give what counts on a day. Ages told after it say nothing of her birth."""
    come, left_out = [], []
    for event in sorted(events, key=order):
        if event.first is not None and event.first > today:
            left_out.append(NotCounted(event.line, "future"))
        else:
            come.append(event)
    born = born_after(come)
    if born is None or come[0].last is None or come[0].last >= born:
        return Counted(come, tuple(left_out))
    early = [event for event in come if event.last is not None and event.last < born]
    left_out += [NotCounted(event.line, "before_birth") for event in early]
    return Counted([event for event in come if event not in early], tuple(left_out))


def trajectories(person: str, events: Sequence[Event]) -> list[Trajectory]:
    """Give one trajectory for each episode, the oldest first; one that holds nothing where there are no events.

    Args:
        events: those that count, in order.
    """
    spans: list[list[Event]] = [[]]
    for event in events:
        span = spans[-1]
        opened = _opening(event, span, again=len(spans) > 1, events=events)
        if opened is not None:
            spans[-1] = [each for each in span if each not in opened]
            spans.append(opened)
        spans[-1].append(event)
    before: list[Event] = []
    made = []
    for span in spans:
        made.append(Trajectory(person, span, earlier=before))
        before = [*before, *span]
    return made


def _opening(event: Event, span: list[Event], *, again: bool, events: Sequence[Event]) -> list[Event] | None:
    """Give what of the current span already belongs to the episode that a record opens, None where it opens none.

    It opens one where a follow-up finds her trafficked again, or where she is detected anew: after a closing, or of facts from after she was
    first known. A register that is late tells of the old facts, or quotes their number, and opens none.
    """
    if not span or event.first is None:
        return None
    if event.says("trafficked_again", True):
        return None if again and not any(each.says("trafficked_again", False) for each in span) else []
    if not identifies(event) or confirms(event) or event.says("status", NOT_A_VICTIM):
        return None
    closed = _closed_on(event.first, span, events) or _ruled_on(span)
    limit = closed or _known_for_long(span)
    if limit is None or event.first <= limit:
        return None
    since = [each for each in events if each.first is not None and each.first > limit]
    if closed is None and not any(map(_facts_on, since)):
        return None
    numbers = _numbers([event])
    of_it = [each for each in since if each is event or numbers & _numbers([each])]
    facts = [day for day in map(_facts_on, of_it) if day]
    old = min(facts) <= limit if facts else closed is None
    if old or numbers & _numbers(each for each in span if each not in since):
        return None
    begun = min([event.first, *facts])  # what was done for her on the night comes before the registers write it down
    return [each for each in span if each in of_it or (each in since and each.first is not None and each.first >= begun)]


def _closed_on(day: date, span: list[Event], events: Sequence[Event]) -> date | None:
    born = born_by(events)
    found = closing(span, adult=born is not None and born <= years_before(day, ADULT), today=day)
    return found.day if found is not None else None


def _ruled_on(span: list[Event]) -> date | None:
    """The day of a finding that she is no victim: it is of the facts known by then."""
    return max((event.first for event in span if event.first and ruled_out(event)), default=None)


def _known_for_long(span: list[Event]) -> date | None:
    """The day from which facts are others than those for which she was first known: a register's own date of them may be some weeks off."""
    known = min((day for day in map(known_on, span) if day), default=None)
    return None if known is None else known.last + timedelta(days=min(protocol().days_apart, (date.max - known.last).days))


def _facts_on(event: Event) -> date | None:
    """The day on which a record dates the facts themselves: a register that is late tells of them long after."""
    return event.day("facts_date") or event.day("missing_since")


def _numbers(events: Iterable[Event]) -> set[str]:
    """The keys of the case numbers that records bear or quote."""
    told: set[str] = set()
    for event in events:
        for field in record_types()[event.type].fields:
            if field.case_number and field.name in event.said:
                value = event.said[field.name]
                told.update(value if isinstance(value, tuple) else (value,))
    return {key for key in map(case_key_of, told) if key}
