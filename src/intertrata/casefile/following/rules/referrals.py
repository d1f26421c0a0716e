"""The rule of referrals: one that nobody answered within its term."""

from __future__ import annotations

from datetime import date

from intertrata.casefile.following.event import Event
from intertrata.casefile.following.finding import QUIET, Finding, cannot_tell, fires
from intertrata.casefile.following.lateness import NEXT_DAY, happened, lines, surely
from intertrata.casefile.following.rule import Rule
from intertrata.casefile.following.surroundings import Surroundings
from intertrata.casefile.following.trajectory import Trajectory

ANSWERED = ("accepted", "rejected")


def referral_unanswered(trajectory: Trajectory, rule: Rule, around: Surroundings, today: date) -> Finding:
    """A referral has neither an answer nor an end, and its own term, or the rule's where it has none, is over."""
    told = [one for one in trajectory.of_type("referral") if happened(one, today)]
    answered = {_number(one) for one in told if _answered(one)}
    waiting = [one for one in told if _number(one) not in answered and not _declined(trajectory, rule, one, today)]
    unsaid = [one for one in waiting if "answer_date" in one.said]
    ends = [(_late_from(one, rule), one) for one in waiting if one not in unsaid]
    late = [(end, one) for end, one in ends if end is not None and end <= today]
    if late:
        return fires(min(end for end, _ in late), lines(one for _, one in late))
    if unsaid:
        return cannot_tell("referral.answer")
    return cannot_tell("referral.due_date") if any(end is None for end, _ in ends) else QUIET


def _answered(referral: Event) -> bool:
    return referral.says("answer", *ANSWERED) or "outcome" in referral.said or "closed_date" in referral.said


def _number(referral: Event) -> object:
    """What makes two rows of a register tell of one referral: an answer that one of them gives is given."""
    return (referral.register, referral.said["number"]) if "number" in referral.said else referral.line


def _declined(trajectory: Trajectory, rule: Rule, referral: Event, today: date) -> bool:
    purpose = rule.silenced_each.get(referral.said.get("reason", ""))
    return purpose is not None and trajectory.refused(purpose, today)


def _late_from(referral: Event, rule: Rule) -> date | None:
    """The day from which the receiver is late: the one after the day set; without one, that on which the rule's term has ended."""
    due = surely(referral, "due_date")
    if due is not None:
        return due + NEXT_DAY if due < date.max else due
    return rule.term(referral.last) if referral.last is not None else None
