"""Rules of reintegration: the individual plan, the follow-up while she wishes it, and that it happened again."""

from __future__ import annotations

from datetime import date

from intertrata.casefile.following.finding import QUIET, Finding, cannot_tell, fires
from intertrata.casefile.following.lateness import happened, late_since_known, lines, surely
from intertrata.casefile.following.rule import Rule
from intertrata.casefile.following.surroundings import Surroundings
from intertrata.casefile.following.trajectory import Trajectory


def no_plan(trajectory: Trajectory, rule: Rule, around: Surroundings, today: date) -> Finding:
    """She has no individual plan."""
    return QUIET if trajectory.of_type("reintegration_plan") else late_since_known(trajectory, rule, today)


def no_follow_up(trajectory: Trajectory, rule: Rule, around: Surroundings, today: date) -> Finding:
    """Nobody followed her up for so long, though her file is open and she did not say that she does not wish it."""
    contacts = [one for one in trajectory.of_type("follow_up") if happened(one, today)]
    if any(one.says("wishes", False) for one in contacts[-1:]):
        return QUIET
    reached = [(one.last, one) for one in contacts if one.last is not None and not one.says("reached", False)]
    if not reached:
        return late_since_known(trajectory, rule, today)
    day, last = reached[-1]
    # a later contact that she agreed to is hers to choose
    end = max(rule.term(day), surely(last, "next_date") or day)
    return fires(end, lines([last])) if end <= today else QUIET


def trafficked_again(trajectory: Trajectory, rule: Rule, around: Surroundings, today: date) -> Finding:
    """A follow-up says so, or she was detected anew after her file had closed."""
    if trajectory.closed(today) is not None:
        return QUIET
    contacts = [one for one in trajectory.of_type("follow_up") if happened(one, today)]
    said = [one for one in contacts if one.says("trafficked_again", True)]
    known = trajectory.detected()
    days = [one.first for one in said if one.first is not None] + ([known] if trajectory.earlier and known else [])
    if said or days:
        anew = [one for one in trajectory.events if trajectory.earlier and one.first == known]
        return fires(min(days), lines([*said, *anew])) if days else cannot_tell("event_date")
    unsaid = [one for one in contacts[-1:] if one.says("reached", True) and "trafficked_again" not in one.said]
    return cannot_tell("follow_up.trafficked_again") if unsaid else QUIET
