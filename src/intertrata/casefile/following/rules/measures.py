"""Rules of protection measures: one that is about to end, one that is not complied with; of victims and witnesses alike."""

from __future__ import annotations

from datetime import date

from intertrata.casefile.following.event import Event
from intertrata.casefile.following.finding import QUIET, Finding, cannot_tell, fires
from intertrata.casefile.following.lateness import NEXT_DAY, late, lines, open_on, surely
from intertrata.casefile.following.rule import Rule
from intertrata.casefile.following.surroundings import Surroundings
from intertrata.casefile.following.trajectory import Trajectory


def measure_ending(trajectory: Trajectory, rule: Rule, around: Surroundings, today: date) -> Finding:
    """A measure ends within so many days and no other of its kind follows it."""
    measures = _wanted(trajectory, rule, today)
    in_force = [one for one in measures if open_on(one, today)]
    # of a month or a year it may be the first day that is the last
    ending = [(end, one) for one in in_force if (end := one.day("until")) is not None and (end - today).days <= rule.days]
    ending = [(end, one) for end, one in ending if not any(_renews(other, one) for other in measures)]
    if ending:
        return fires(min(_near(end, rule, one) for end, one in ending), lines(one for _, one in ending))
    return cannot_tell("protection_measure.until") if any("until" not in one.said for one in in_force) else QUIET


def measure_not_complied(trajectory: Trajectory, rule: Rule, around: Surroundings, today: date) -> Finding:
    """A measure in force is not complied with."""
    in_force = [one for one in _wanted(trajectory, rule, today) if open_on(one, today)]
    broken = [one for one in in_force if one.says("complied", False)]
    if broken:
        return late(broken, rule, today)
    return cannot_tell("protection_measure.complied") if any("complied" not in one.said for one in in_force) else QUIET


def _wanted(trajectory: Trajectory, rule: Rule, today: date) -> list[Event]:
    """The measures that no refusal of that very thing makes idle."""
    refused = {measure for measure, purpose in rule.silenced_each.items() if trajectory.refused(purpose, today)}
    return [one for one in trajectory.of_type("protection_measure") if one.said.get("measure") not in refused]


def _near(end: date, rule: Rule, one: Event) -> date:
    """The day since which a measure is about to end: never before it began."""
    return max(date.fromordinal(max(1, end.toordinal() - rule.days)), one.first or date.min)


def _renews(other: Event, one: Event) -> bool:
    """Whether another measure of the same kind goes on where one ends."""
    end, last = surely(one, "until") or date.max, surely(other, "until")
    follows = other.first is None or other.first <= end or other.first - NEXT_DAY == end
    return other is not one and other.said.get("measure") == one.said.get("measure") and follows and (last is None or last > end)
