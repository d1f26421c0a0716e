"""Rules of the defence: a victim without a defender, and deeds of the prosecutor that the public defence was not told (RFN 4268-2016)."""

from __future__ import annotations

from datetime import date

from intertrata.casefile.following.concerned import abroad, holds_her_case
from intertrata.casefile.following.event import Days, Event, order
from intertrata.casefile.following.finding import QUIET, Finding, Fires, cannot_tell
from intertrata.casefile.following.lateness import happened, late, late_from, late_since_known, open_on, surely
from intertrata.casefile.following.rule import Rule
from intertrata.casefile.following.surroundings import Surroundings
from intertrata.casefile.following.trajectory import Trajectory

NOBODY_OWES = ("proceeding_over", "private_counsel", "declined")
"""Ends of a defence after which no public defender is owed: the proceeding is over, she has her own lawyer, she gave it up."""
PUBLIC_DEFENCE = "minjusdh"
OPENING = "first_act"
INQUIRY = ("preliminary", "preparatory")
DILIGENCES = ("interview", "hearing", "precautionary", "trial")
ARCHIVE, ARCHIVED = "archive", "archived"


def no_defender(trajectory: Trajectory, rule: Rule, around: Surroundings, today: date) -> Finding:
    """Nobody defends her: no defence was ever begun, or the last one ended and none took over."""
    defences = [one for one in trajectory.of_type("defence") if happened(one, today)]
    services = [one for one in trajectory.of_type("service") if one.says("service_kind", "legal")]
    if any(open_on(one, today) for one in defences) or any(one.says("sponsored", True) for one in services):
        return QUIET
    if defences:
        last = max(defences, key=lambda one: (surely(one, "until") or date.min, order(one)))
        if "ended_by" not in last.said:
            return cannot_tell("defence.ended_by")
        return QUIET if last.says("ended_by", *NOBODY_OWES) else late_from(surely(last, "until"), rule, today, [last])
    if abroad(trajectory, today) and not any(holds_her_case(one) for one in trajectory.events):
        return QUIET  # found in another country, and no case here to defend her in
    if any("sponsored" not in one.said and _by_public_defence(one) for one in services):
        return cannot_tell("service.sponsored")
    return late_since_known(trajectory, rule, today)


def opening_not_notified(trajectory: Trajectory, rule: Rule, around: Surroundings, today: date) -> Finding:
    """The prosecutor opened an inquiry and the public defence was not told."""
    opened = [one for one in trajectory.of_type("complaint", "proceeding") if _opens(one)]
    told = any(one.says("notified", True) for one in trajectory.of_type("defence")) or _notices(trajectory, OPENING, today)
    if not opened or told or _own_counsel(trajectory, today):
        return QUIET
    return _unless_unsaid(trajectory, late(opened, rule, today))


def diligence_not_notified(trajectory: Trajectory, rule: Rule, around: Surroundings, today: date) -> Finding:
    """A diligence was held of which the public defence was not told, and at which it was not."""
    held = [(one, "interview") for one in trajectory.of_type("interview")]
    missed = (one for one in trajectory.of_type("procedural_act") if one.says("deed", *DILIGENCES) and one.says("attended", False))
    held += [(one, one.said["deed"]) for one in missed]
    untold = [one for one, deed in held if not (_told_of_day(trajectory, deed, one, today) or _attended(trajectory, deed, one))]
    if _own_counsel(trajectory, today):
        return QUIET
    if untold:
        return _unless_unsaid(trajectory, late(untold, rule, today))
    acts = (one for one in trajectory.of_type("procedural_act") if one.says("deed", *DILIGENCES) and "attended" not in one.said)
    unsaid = any(not _told_of_day(trajectory, one.said["deed"], one, today) for one in acts)
    return cannot_tell("procedural_act.attended") if unsaid else QUIET


def archive_not_notified(trajectory: Trajectory, rule: Rule, around: Surroundings, today: date) -> Finding:
    """The case was archived and the public defence, which may ask the superior prosecutor to look again, was not told."""
    archived = [one for one in trajectory.of_type("proceeding") if one.says("outcome", ARCHIVED)]
    archived += [one for one in trajectory.of_type("complaint") if one.says("status", ARCHIVED) and one.register != "reta"]
    untold = [one for one in archived if not _told_since(trajectory, ARCHIVE, one.day("outcome_date"), today)]
    if not untold or _own_counsel(trajectory, today):
        return QUIET
    days = [day for day in (surely(one, "outcome_date") for one in untold) if day is not None]
    if not days:
        return cannot_tell("proceeding.outcome_date")
    return _unless_unsaid(trajectory, late_from(min(days), rule, today, untold))


def _by_public_defence(event: Event) -> bool:
    return PUBLIC_DEFENCE in (event.said.get("provider"), event.institution)


def _opens(event: Event) -> bool:
    """Whether a record is of the prosecutor's own inquiry: a file in SISTRA, or a proceeding in a stage that is the prosecutor's."""
    if event.type == "complaint":
        return event.register == "sistra" and holds_her_case(event)
    return event.says("stage", *INQUIRY)


def _own_counsel(trajectory: Trajectory, today: date) -> bool:
    """Whether her last defence ended because she has her own lawyer or wants none: the public defence is no longer hers to be told."""
    ended = [one for one in trajectory.of_type("defence") if one.ended("until", today)]
    return bool(ended) and ended[-1].says("ended_by", "private_counsel", "declined")


def _attended(trajectory: Trajectory, deed: str, held: Event) -> bool:
    acts = (one for one in trajectory.of_type("procedural_act") if one.says("deed", deed) and one.says("attended", True))
    return any(one.first == held.first for one in acts)


def _to_defence(trajectory: Trajectory) -> list[Event]:
    return [one for one in trajectory.of_type("notification") if one.said.get("receiver", PUBLIC_DEFENCE) == PUBLIC_DEFENCE]


def _notices(trajectory: Trajectory, deed: str, today: date) -> list[Event]:
    return [one for one in _to_defence(trajectory) if one.says("deed", deed) and happened(one, today)]


def _told_of_day(trajectory: Trajectory, deed: str, held: Event, today: date) -> bool:
    """Whether the defence was told of what was held that day: a notice that does not say of which day counts for it."""
    return any(_may_be_of(one.said.get("deed_date"), held) for one in _notices(trajectory, deed, today))


def _may_be_of(told: Days | None, held: Event) -> bool:
    return told is None or held.first is None or held.last is None or (told.first <= held.last and held.first <= told.last)


def _told_since(trajectory: Trajectory, deed: str, day: date | None, today: date) -> bool:
    """Whether the defence was told on that day or since: a case may be archived twice."""
    return any(day is None or one.last is None or one.last >= day for one in _notices(trajectory, deed, today))


def _unless_unsaid(trajectory: Trajectory, finding: Finding) -> Finding:
    """A notice that does not say of what may be the one that lacks."""
    unsaid = any("deed" not in one.said for one in _to_defence(trajectory))
    return cannot_tell("notification.deed") if unsaid and isinstance(finding, Fires) else finding
