"""Rules of justice and reparation: a case without an outcome, a sentence without reparation, a reparation that nobody paid.

A case that she had before her file closed and opened again is still hers: these rules read all her episodes.
"""

from __future__ import annotations

from datetime import date

from intertrata.casefile.following.concerned import holds_her_case
from intertrata.casefile.following.event import Event
from intertrata.casefile.following.finding import QUIET, Finding, cannot_tell, fires
from intertrata.casefile.following.lateness import happened, late, late_from, lines, surely
from intertrata.casefile.following.rule import Rule
from intertrata.casefile.following.surroundings import Surroundings
from intertrata.casefile.following.trajectory import Trajectory

FINAL = ("dismissed", "archived", "convicted", "acquitted")
IN_PROCESS, ARCHIVED, CONVICTED = "in_process", "archived", "convicted"
REGISTERS_OF_CASES = ("reta", "sistra", "poder_judicial")


def no_outcome(trajectory: Trajectory, rule: Rule, around: Surroundings, today: date) -> Finding:
    """So long after the case began, or was opened again after an archive, there is no outcome."""
    case = [one for one in (*trajectory.earlier, *trajectory.events) if happened(one, today) and _of_case(one)]
    if not case:
        return cannot_tell("complaint")
    ends = [one for one in case if _ends(one)]
    if not ends:
        return late(case, rule, today)
    day = max(_day(one) or date.max if one.type == "proceeding" else date.max for one in ends)  # no complaint says when it was archived
    reopened = [one for one in case if one.says("outcome", IN_PROCESS) and one.first is not None and one.first > day]
    return late(reopened, rule, today) if reopened else QUIET


def sentence_without_reparation(trajectory: Trajectory, rule: Rule, around: Surroundings, today: date) -> Finding:
    """A conviction fixes no reparation for her."""
    sentences = _sentences(trajectory, today)
    without = [one for one in sentences if one.said.get("reparation") == 0]
    if without:
        return late_from(min((day for day in map(_day, without) if day), default=None), rule, today, without)
    return cannot_tell("proceeding.reparation") if any("reparation" not in one.said for one in sentences) else QUIET


def reparation_unpaid(trajectory: Trajectory, rule: Rule, around: Surroundings, today: date) -> Finding:
    """A reparation was fixed and not paid, or not all of it."""
    owed = [one for one in _sentences(trajectory, today) if one.said.get("reparation", 0) > one.said.get("paid", 0)]
    unsaid = [one for one in owed if "paid" not in one.said]
    unpaid = [(day, one) for one in owed if "paid" in one.said and (day := _day(one)) is not None]
    late_ones = [(end, one) for day, one in unpaid if (end := rule.term(day)) <= today]
    if late_ones:
        return fires(min(end for end, _ in late_ones), lines(one for _, one in late_ones))
    if unsaid:
        return cannot_tell("proceeding.paid")
    return cannot_tell("proceeding.outcome_date") if len(unpaid) < len(owed) else QUIET


def _of_case(event: Event) -> bool:
    return event.type == "proceeding" or (holds_her_case(event) and event.register in REGISTERS_OF_CASES)


def _ends(event: Event) -> bool:
    return event.says("outcome", *FINAL) or (event.type == "complaint" and event.says("status", ARCHIVED))


def _day(event: Event) -> date | None:
    """The day of an outcome, or of its record where it tells none."""
    return surely(event, "outcome_date") or event.last


def _sentences(trajectory: Trajectory, today: date) -> list[Event]:
    """What was last said of each proceeding that ended in a conviction: the same number is the same proceeding; of a day, what says more paid."""
    told = [one for one in (*trajectory.earlier, *trajectory.events) if one.type == "proceeding" and happened(one, today)]
    told.sort(key=lambda one: (one.first or date.min, one.said.get("paid", -1), one.said.get("reparation", -1)))
    newest = {one.said.get("number") or one.line: one for one in told}
    return [one for one in newest.values() if one.says("outcome", CONVICTED)]
