"""Rules of interviews and language: what was done to her in one, and that somebody speaks with her in hers. None asks for an interview."""

from __future__ import annotations

from datetime import date

from intertrata.casefile.following.event import Event
from intertrata.casefile.following.finding import QUIET, Finding, cannot_tell, fires
from intertrata.casefile.following.lateness import happened, late_since_known, lines
from intertrata.casefile.following.rule import Rule
from intertrata.casefile.following.surroundings import Surroundings
from intertrata.casefile.following.trajectory import Trajectory

SPANISH = "spa"
WITH_INTERPRETER = "interpreter"


def minor_interviewed_again(trajectory: Trajectory, rule: Rule, around: Surroundings, today: date) -> Finding:
    """Who was under 18, or may have been, was interviewed again about the same facts, and nobody wrote why."""
    again = _again([one for one in trajectory.of_type("interview") if happened(one, today)])
    unexplained = [one for one in again if "repeat_reason" not in one.said]
    if not unexplained:
        return QUIET
    dated = [(one.first, one) for one in unexplained if one.first is not None]
    if not dated:
        return cannot_tell("event_date")
    young = [(day, one) for day, one in dated if trajectory.treated_as_minor(day)]
    return fires(min(day for day, _ in young), lines(one for _, one in young)) if young else QUIET


def no_interpreter(trajectory: Trajectory, rule: Rule, around: Surroundings, today: date) -> Finding:
    """She prefers another language than Spanish and nothing says that anybody spoke with her in it, or through an interpreter."""
    told = [
        one
        for one in (*trajectory.earlier, *trajectory.events)
        if "language" in one.said and one.type not in {"interview", "consent", "call"}
    ]
    if not told:
        return cannot_tell("language")
    language = told[-1].said["language"]
    heard = trajectory.of_type("interview", "consent")
    if language == SPANISH or any(_in_her_language(one, language) for one in heard if happened(one, today)):
        return QUIET
    return late_since_known(trajectory, rule, today)


def _again(interviews: list[Event]) -> list[Event]:
    """Those that say that she had been interviewed before, and those of a later day than the first that do not say she had not.

    The same interview may be told by two institutions: one that may be of the same day as an earlier one is taken for it.
    """
    found: list[Event] = []
    before: date | None = None
    for one in interviews:
        later = before is not None and one.first is not None and one.first > before
        if one.says("repeated", True) or (later and "repeated" not in one.said):
            found.append(one)
        before = max(filter(None, (before, one.last)), default=None)
    return found


def _in_her_language(event: Event, language: str) -> bool:
    return event.says("language", language) or event.says("interpreter", True) or event.says("informed", WITH_INTERPRETER)
