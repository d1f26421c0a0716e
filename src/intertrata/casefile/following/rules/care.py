"""Rules of care: health that nobody referred her to, a child whom the protection of children does not know, a family that is part of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from intertrata.casefile.following.event import Event
from intertrata.casefile.following.finding import QUIET, Finding, cannot_tell, fires
from intertrata.casefile.following.lateness import happened, late_since_known, lines
from intertrata.casefile.following.rule import Rule
from intertrata.casefile.following.surroundings import Surroundings
from intertrata.casefile.following.trajectory import Trajectory

HEALTH = "minsa"
PROTECTION_OF_CHILDREN = ("upe", "familia")
KIN = ("relative", "guardian")
AT_HOME = ("own_family", "with_family", "family_return")
"""That she lives with her family, as a stay, a follow-up or a protection proceeding says it."""


def never_referred_to_minsa(trajectory: Trajectory, rule: Rule, around: Surroundings, today: date) -> Finding:
    """Nobody referred her to the Ministry of Health, which did not attend to her either."""
    referred = any(one.says("receiver", HEALTH) for one in trajectory.of_type("referral"))
    attended = any(HEALTH in {one.said.get("provider"), one.register, one.institution} for one in trajectory.of_type("service"))
    return QUIET if referred or attended else late_since_known(trajectory, rule, today)


def minor_without_upe(trajectory: Trajectory, rule: Rule, around: Surroundings, today: date) -> Finding:
    """She is under 18, or may be, and no protection proceeding is known."""
    if trajectory.of_type("protection_proceeding") or trajectory.in_register(*PROTECTION_OF_CHILDREN):
        return QUIET
    return late_since_known(trajectory, rule, today) if trajectory.treated_as_minor(today) else QUIET


def returned_to_linked_family(trajectory: Trajectory, rule: Rule, around: Surroundings, today: date) -> Finding:
    """She is under 18, or may be, and lives with the family of which a member is linked to the facts (SAFEGUARDS 8)."""
    linked = [one for one in (*trajectory.earlier, *trajectory.events) if _links_family(one)]
    if not linked or not trajectory.treated_as_minor(today):
        return QUIET
    homes = sorted((home for one in trajectory.events if happened(one, today) for home in _homes(one, today)), key=lambda home: home[0])
    if not homes:
        return cannot_tell("follow_up.living")
    day, home, event = homes[-1]
    return fires(day, lines([event, *linked])) if home in AT_HOME else QUIET


def _links_family(event: Event) -> bool:
    return event.says("trafficker_relation", *KIN) or event.says("family_link_to_offence", True)


def _homes(event: Event, today: date) -> Iterator[tuple[date, str, Event]]:
    """Where a record says that she lives, and since when: a stay has its shelter, then where she went from it."""
    if event.first is None:
        return
    if event.type == "stay":
        yield event.first, "shelter", event
        went, left = event.said.get("destination") or event.said.get("exit_kind"), event.day("until")
        if went and left is not None and left <= today:
            yield left, went, event
    told = {"follow_up": "living", "protection_proceeding": "measure"}.get(event.type)
    if told and told in event.said and event.said[told] != "none":
        yield event.first, event.said[told], event
