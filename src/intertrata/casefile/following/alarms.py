"""What every rule finds in one person's trajectory: alarms with who must act, and what could not be told.

In: a trajectory, what stands around, a day. Out: ``Alarm`` and ``Untold`` values in the order of the rules. Whom a rule concerns and which
recorded refusal silences it are applied here, for all rules alike (SAFEGUARDS 1): a function cannot forget them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from intertrata.casefile.following.concerned import concerns
from intertrata.casefile.following.event import Event
from intertrata.casefile.following.finding import QUIET, CannotTell, Fires
from intertrata.casefile.following.rule import Concerns, Rule, Severity
from intertrata.casefile.following.rulebook import SENDER, rulebook
from intertrata.casefile.following.surroundings import Surroundings
from intertrata.casefile.following.trajectory import Trajectory
from intertrata.vocabulary.codes import code_list


@dataclass(frozen=True, slots=True)
class Alarm:
    """A rule that speaks: since when, who must act, by which records."""

    rule: str
    since: date
    responsible: str
    severity: Severity
    records: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Untold:
    """A rule that cannot tell, and the field or the record type that it lacks."""

    rule: str
    missing: str


def alarms(trajectory: Trajectory, around: Surroundings, today: date) -> tuple[tuple[Alarm, ...], tuple[Untold, ...]]:
    """Give what the rules say of a person on a day, and what they cannot tell."""
    spoken: list[Alarm] = []
    untold: list[Untold] = []
    hers = concerns(trajectory, today)
    for rule, function in rulebook() if hers else ():
        finding = function(trajectory, rule, around, today) if speaks(rule, trajectory, hers, today) else QUIET
        if isinstance(finding, Fires):
            by = responsible(rule, finding, trajectory, around, today)
            spoken.append(Alarm(rule.code, finding.since, by, rule.severity, finding.records))
        elif isinstance(finding, CannotTell):
            untold.append(Untold(rule.code, finding.missing))
    return tuple(spoken), tuple(untold)


def speaks(rule: Rule, trajectory: Trajectory, hers: frozenset[Concerns], today: date) -> bool:
    """Whether a rule concerns the person, and she has not said no to what it asks for."""
    return rule.concerns in hers and not any(trajectory.refused(purpose, today) for purpose in rule.silenced_by)


def responsible(rule: Rule, finding: Fires, trajectory: Trajectory, around: Surroundings, today: date) -> str:
    """Give the institution that must act: named by the records the rule points to, else the one for minors, else the rule's own."""
    records = _pointed_at(finding, trajectory, around) if rule.responsible_by else []
    for name in rule.responsible_by:
        kind, _, field = name.partition(".")
        for record in reversed(records):
            named = (record.institution if field == SENDER else record.said.get(field)) if record.type == kind else ""
            if named in code_list(SENDER):
                return str(named)
    return rule.responsible_minor if rule.responsible_minor and trajectory.treated_as_minor(today) else rule.responsible


def _pointed_at(finding: Fires, trajectory: Trajectory, around: Surroundings) -> list[Event]:
    hers = [event for event in (*trajectory.earlier, *trajectory.events) if event.line in finding.records]
    if len(hers) == len(finding.records):
        return hers
    return [*hers, *(event for told in around.by_shelter.values() for event in told if event.line in finding.records)]
