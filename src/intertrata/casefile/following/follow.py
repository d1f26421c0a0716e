"""What is known and owed of one person on a day: the stages, the alarms, what cannot be told, one status. The door of this folder.

In: the events of one person, what stands around all persons, a day. Out: ``Followed``, of the newest episode, with those before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from intertrata.casefile.following.alarms import Alarm, Untold, alarms
from intertrata.casefile.following.episodes import NotCounted, counted, trajectories
from intertrata.casefile.following.event import Event
from intertrata.casefile.following.stages import Stage, stages
from intertrata.casefile.following.status import status
from intertrata.casefile.following.surroundings import Surroundings
from intertrata.casefile.following.trajectory import Trajectory


@dataclass(frozen=True, slots=True)
class Earlier:
    """An episode that ended before she was trafficked again: it keeps its stages and the status of its last day."""

    stages: dict[str, Stage]
    status: str


@dataclass(frozen=True, slots=True)
class Followed:
    """What is known and owed of one person on a day; ``not_counted`` are records after it, or from before she can have been born."""

    person: str
    stages: dict[str, Stage]
    alarms: tuple[Alarm, ...]
    cannot_tell: tuple[Untold, ...]
    status: str
    earlier: tuple[Earlier, ...]
    not_counted: tuple[NotCounted, ...]


def follow(trajectory: Trajectory, around: Surroundings, today: date) -> Followed:
    """Follow one episode of a person as of a day."""
    told = stages(trajectory, today)
    spoken, untold = alarms(trajectory, around, today)
    return Followed(trajectory.person, told, spoken, untold, status(trajectory, told, today), (), ())


def follow_person(person: str, events: Iterable[Event], around: Surroundings, today: date) -> Followed:
    """Follow a person through all her episodes; the order in which events come changes nothing."""
    come = counted(events, today)
    episodes = trajectories(person, come.events)
    now = follow(episodes[-1], around, today)
    ended = (_ended(old, begun) for old, begun in pairwise(episodes))
    return Followed(person, now.stages, now.alarms, now.cannot_tell, now.status, tuple(ended), come.left_out)


def _ended(old: Trajectory, next_one: Trajectory) -> Earlier:
    """An episode as it stood on the day the next one began."""
    day = next_one.events[0].first or date.max
    told = stages(old, day)
    return Earlier(told, status(old, told, day))
