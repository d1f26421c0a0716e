"""The goals of a person's individual plan, each as its newest record tells it. In: events. Out: goals, and whether each is settled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from intertrata.casefile.following.event import Event

PLAN = "reintegration_plan"
ACHIEVED, LEFT, NOT_NEEDED = "achieved", "declined", "not_needed"
SETTLED = (ACHIEVED, LEFT, NOT_NEEDED)
"""States after which nobody owes the goal any more; one that was not achieved is still owed."""


def goals(events: Iterable[Event]) -> list[Event]:
    """Give the newest record of each goal, of events in order; one that she did not agree to is none of hers."""
    newest = {_goal(event): event for event in events if event.type == PLAN}
    return [event for event in newest.values() if not event.says("agreed", False)]


def settled(goal: Event) -> bool:
    """Whether a goal is settled; one of which nobody tells the state is not."""
    return goal.says("goal_state", *SETTLED)


def settled_on(goal: Event) -> date | None:
    """Give the day on which a goal was settled, as far as it is told."""
    return goal.day("done_date") or goal.first


def _goal(event: Event) -> object:
    """What makes two records tell of one goal: the plan's number and the goal's in it; one that has no number is a goal of its own."""
    number = (event.said.get("number"), event.said.get("ordinal"))
    return number if any(number) else event.line
