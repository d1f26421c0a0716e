"""One word for the whole file of a person, computed from her episodes and never typed (DESIGN.md law 4).

In: her trajectory, its stages, a day. Out: a code of ``vocabulary/codes/file_status.csv``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from intertrata.casefile.following.closing import CLOSES, Outcome, closing
from intertrata.casefile.following.stages import Stage
from intertrata.casefile.following.trajectory import NO, Trajectory

OPEN, REOPENED, NOT_A_VICTIM, NOT_FOLLOWED, DECLINED = "open", "reopened", "not_a_victim", "not_followed", "closed_declined"
CLOSED: Mapping[Outcome, str] = {
    "dead": "closed_dead", "returned": "closed_returned", "reintegrated": "closed_reintegrated", "out_of_reach": "closed_out_of_reach",
}  # fmt: skip
MAY_GO_ON = frozenset({"justice", "closure"})
"""Stages that wait on others than her: what she declined is closed though they go on."""


def status(trajectory: Trajectory, told: Mapping[str, Stage], today: date) -> str:
    """Give the status of a file.

    Args:
        told: the stages of the trajectory on that day.
    """
    if trajectory.ruled_out is not None:
        return NOT_A_VICTIM
    if not told:
        return NOT_FOLLOWED
    ended = trajectory.closed(today)
    if ended is not None:
        return CLOSED[ended.outcome]
    if told["closure"].state == "declined" and not _asks_for_more(told):
        return DECLINED
    return REOPENED if trajectory.earlier or was_closed(trajectory, today) else OPEN


def was_closed(trajectory: Trajectory, today: date) -> bool:
    """Whether the file was closed on some day of this episode and opened again by what came after it."""
    events, adult = trajectory.events, trajectory.minor_on(today) == NO
    ends = [place for place, event in enumerate(events, start=1) if event.type in CLOSES]
    return any(closing(events[:place], adult=adult, today=today) is not None for place in ends)


def _asks_for_more(told: Mapping[str, Stage]) -> bool:
    return any(one.state in {"pending", "due", "unknown"} for code, one in told.items() if code not in MAY_GO_ON)
