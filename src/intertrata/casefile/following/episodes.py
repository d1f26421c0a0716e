"""What counts of a person's records, and her episodes: trafficked again after her file was closed, her stages begin anew.

In: all events of one person and a day. Out: ``Counted``, what counts and what does not and why; then trajectories, the oldest first. A
register that is late, and quotes a case number of what is already known, tells of the old episode and opens none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, NamedTuple

from intertrata.casefile.following.age import ADULT, born_after, born_by, years_before
from intertrata.casefile.following.closing import closing
from intertrata.casefile.following.event import Event, order
from intertrata.casefile.following.standing import identifies
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

    It opens one where a follow-up finds her trafficked again, or where she is detected anew after a closing.
    """
    if not span or event.first is None:
        return None
    if event.says("trafficked_again", True):
        return None if again and not any(each.says("trafficked_again", False) for each in span) else []
    if not identifies(event):
        return None
    born = born_by(events)
    closed = closing(span, adult=born is not None and born <= years_before(event.first, ADULT), today=event.first)
    if closed is None or event.first <= closed.day:
        return None
    numbers, since = _numbers([event]), [each for each in events if each.first is not None and each.first > closed.day]
    of_it = [each for each in since if each is event or numbers & _numbers([each])]
    if any(_dated_by(each, closed.day) for each in of_it) or numbers & _numbers(each for each in span if each not in since):
        return None
    return [each for each in span if each in of_it or each.first == event.first]


def _dated_by(event: Event, day: date) -> bool:
    """Whether a record dates the facts themselves by then: a register that is late tells of them long after."""
    facts = event.day("facts_date") or event.day("missing_since")
    return facts is not None and facts <= day


def _numbers(events: Iterable[Event]) -> set[str]:
    """The keys of the case numbers that records bear or quote."""
    told: set[str] = set()
    for event in events:
        for field in record_types()[event.type].fields:
            if field.case_number and field.name in event.said:
                value = event.said[field.name]
                told.update(value if isinstance(value, tuple) else (value,))
    return {key for key in map(case_key_of, told) if key}
