"""Rules of registers and hotlines: a victim whom one register knows and the other does not, a call that came to nothing."""

from __future__ import annotations

from datetime import date

from intertrata.casefile.following.concerned import holds_her_case
from intertrata.casefile.following.event import Event
from intertrata.casefile.following.finding import QUIET, Finding, cannot_tell
from intertrata.casefile.following.lateness import late
from intertrata.casefile.following.rule import Rule
from intertrata.casefile.following.standing import knows
from intertrata.casefile.following.surroundings import Surroundings
from intertrata.casefile.following.trajectory import Trajectory

OF_HER_CASE = ("notification", "interview", "protection_measure")
"""Records that a register keeps of a case in which she is the victim, though they do not say how she stands."""
SETTLED = ("complaint_made", "not_trafficking", "no_follow_up")
"""What became of a call and leaves nothing to do: a complaint, not trafficking, or no way to follow it."""
GUIDANCE = ("guidance", "guidance_given")


def reta_not_sistra(trajectory: Trajectory, rule: Rule, around: Surroundings, today: date) -> Finding:
    """The police register knows her and the prosecutor's does not."""
    return _only_in("reta", "sistra", trajectory, rule, today)


def sistra_not_reta(trajectory: Trajectory, rule: Rule, around: Surroundings, today: date) -> Finding:
    """The prosecutor's register knows her and the police register does not."""
    return _only_in("sistra", "reta", trajectory, rule, today)


def call_without_complaint(trajectory: Trajectory, rule: Rule, around: Surroundings, today: date) -> Finding:
    """A call about trafficking became no complaint: none is said to have come of it, and none of her is known since."""
    calls = [call for call in trajectory.of_type("call") if not _settled(call)]
    if not calls:
        return QUIET
    about = [call for call in calls if _about_trafficking(call)]
    waiting = [call for call in about if not _complained_since(trajectory, call.first)]
    if waiting:
        return late(waiting, rule, today)
    silent = any(call.said.get("about_trafficking") is None and call not in about for call in calls)
    return cannot_tell("call.about_trafficking") if silent else QUIET


def _only_in(register: str, other: str, trajectory: Trajectory, rule: Rule, today: date) -> Finding:
    here = [event for event in trajectory.in_register(register) if knows(event)]
    if not here or any(knows(event) or event.type in OF_HER_CASE for event in trajectory.in_register(other)):
        return QUIET
    if any(not event.register for event in trajectory.events if holds_her_case(event)):
        return cannot_tell("register")
    return late(here, rule, today)


def _settled(call: Event) -> bool:
    return call.says("became", *SETTLED) or (call.says("call_kind", GUIDANCE[0]) and call.says("became", GUIDANCE[1]))


def _about_trafficking(call: Event) -> bool:
    told = call.said.get("about_trafficking")
    return bool(told) or (told is None and "purpose" in call.said)


def _complained_since(trajectory: Trajectory, day: date | None) -> bool:
    return any(day is None or event.last is None or event.last >= day for event in trajectory.events if holds_her_case(event))
