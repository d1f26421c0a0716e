"""The appeal against a refusal: by when it may be made, by when it must be ruled on, what became of it; computed, never typed.

In: what happened to a request by today in the order of the days, the deadline of its answer, the calendar of the entity's place. Out: an
``Appeal`` with its own two deadlines, or none where nothing was refused. Refused is what was denied or declared classified, what was answered
only in part, and silence past the term, which counts from the term's last day (TUO of Ley 27806, art. 11 e, to confirm).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from intertrata.transparency.deadlines import Deadline, deadline
from intertrata.transparency.happenings import RULINGS, WHOLE, Event, answer_of
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.workdays import Calendar

AppealCode = Literal["may_appeal", "not_appealed", "appealed", "unresolved", "upheld", "rejected", "answered"]
ENDED: frozenset[AppealCode] = frozenset({"upheld", "rejected", "answered"})


@dataclass(frozen=True)
class Appeal:
    """What became of the appeal (list ``request_appeal``), or of the right to it.

    ``within`` is the term to appeal; none where, by the calendar known now, nothing was refused yet on the day of the appeal. ``event`` is the
    appeal, ``ruling`` the term to rule on it, ``ended`` what ended it: all three none where nobody appealed.
    """

    code: AppealCode
    within: Deadline | None
    event: Event | None = None
    ruling: Deadline | None = None
    ended: Event | None = None

    @property
    def in_time(self) -> bool:
        """Whether it was made within its term."""
        return self.event is not None and self.within is not None and self.event.day <= self.within.due


def refused_on(known: Sequence[Event], limit: Deadline, today: date) -> date | None:
    """Give the day from which what was refused may be appealed; none where nothing was: answered whole, sent on, or still in its term."""
    answer = answer_of(known)
    if answer:
        return None if answer.kind == WHOLE else answer.day
    silent = today > limit.due and not any(one.kind == "redirected" for one in known)
    return limit.due if silent else None


def appeal(known: Sequence[Event], limit: Deadline, today: date, calendar: Calendar) -> Appeal | None:
    """Give what became of the last appeal by today, or whether one may still be made.

    Raises:
        Problem: ``term_unknown`` where no term of appeals was in force.
    """
    made = [place for place, one in enumerate(known) if one.kind == "appealed"]
    if not made:
        refused = refused_on(known, limit, today)
        if refused is None:
            return None
        within = deadline(refused, calendar, code="appeal")
        return Appeal("may_appeal" if today <= within.due else "not_appealed", within)
    event, later = known[made[-1]], known[made[-1] + 1 :]
    refused = refused_on(known[: made[-1]], limit, event.day)
    term = deadline(refused, calendar, code="appeal") if refused else None
    ruling = deadline(event.day, calendar, after_hours=event.after_hours, code="ruling")
    ended = next((one for one in later if one.kind in RULINGS or one.kind == WHOLE), None)
    return Appeal(_code(ended, ruling, today), term, event, ruling, ended)


def may_follow(one: Event, known: Sequence[Event], limit: Deadline, calendar: Calendar) -> None:
    """Prove that an appeal or a ruling may come on its day, after what happened by then.

    Raises:
        Problem: ``appeal_before_refusal``, ``appealed_twice`` while one waits to be ruled on, ``ruling_before_appeal``.
    """
    now = appeal(known, limit, one.day, calendar)
    waits = now is not None and now.event is not None and now.code not in ENDED
    if one.kind in RULINGS and not waits:
        raise Problem("ruling_before_appeal", day=one.day.isoformat())
    if one.kind == "appealed" and waits:
        raise Problem("appealed_twice", day=one.day.isoformat())
    if one.kind == "appealed" and refused_on(known, limit, one.day) is None:
        raise Problem("appeal_before_refusal", day=one.day.isoformat(), due=limit.due.isoformat())


def _code(ended: Event | None, ruling: Deadline, today: date) -> AppealCode:
    if ended:
        return "upheld" if ended.kind == "upheld" else "rejected" if ended.kind == "rejected" else "answered"
    return "appealed" if today <= ruling.due else "unresolved"
