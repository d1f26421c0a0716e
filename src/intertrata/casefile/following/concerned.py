"""Whom a rule concerns: a victim, one whose file is open, any victim at all, or anybody who is not only a suspect.

In: a trajectory, a day. Out: yes or no. Neither an archive nor an acquittal changes it (SAFEGUARDS 7); a ruling of the competent body
that she is no victim does, and being a suspect too does not (SAFEGUARDS 14).
"""

from __future__ import annotations

from datetime import date

from intertrata.casefile.following.event import Event
from intertrata.casefile.following.lateness import CALL
from intertrata.casefile.following.rule import Concerns
from intertrata.casefile.following.standing import TRAFFICKING, knows
from intertrata.casefile.following.trajectory import ABROAD, HOME, Trajectory

SUSPECT = "suspect"


def concerns(trajectory: Trajectory, today: date) -> frozenset[Concerns]:
    """Give which rules speak of this person at all, by whom they concern; of the dead only what justice owes is asked (``victim_ever``)."""
    if trajectory.ruled_out is not None:
        return frozenset()
    if not trajectory.is_victim:
        return frozenset() if SUSPECT in trajectory.roles else frozenset({"person"})
    if not any(knows(one) and one.type != CALL for one in (*trajectory.earlier, *trajectory.events)):
        return frozenset({"person"})  # a call told of her and nobody has met her yet: what is owed is to follow the call
    ended = trajectory.closed(today)
    if ended is not None and ended.outcome == "dead":
        return frozenset({"victim_ever"})
    here = ended is None and not abroad(trajectory, today)
    return frozenset({"victim_ever", "victim", "person", "victim_open"}) if here else frozenset({"victim_ever", "victim", "person"})


def abroad(trajectory: Trajectory, today: date) -> bool:
    """Whether she was found in another country and no record since then places her in Peru."""
    where = [one for one in map(_says_abroad, trajectory.events) if one is not None]
    return bool(where) and where[-1]


def holds_her_case(event: Event) -> bool:
    """Whether a record is of her as a victim, or a complaint of trafficking: one of smuggling alone is none (SAFEGUARDS 13)."""
    return event.type == "victim" or (event.type == "complaint" and ("offences" not in event.said or event.says("offences", *TRAFFICKING)))


def _says_abroad(event: Event) -> bool | None:
    """Whether a record places her abroad or in Peru; None where it does neither. One who comes home may be told of without a destination."""
    if event.type == ABROAD:
        return True
    if event.type == "repatriation":
        return bool(event.said.get("to_country", HOME) != HOME)
    return False if event.type in {"stay", "protection_proceeding"} else None
