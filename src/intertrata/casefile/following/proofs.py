"""What became of each part of a stage: done, declined, not needed, not told, or still owed; and which records say so.

In: a trajectory, a row of ``stage_table``, a day. Out: a ``Proof``. Where a field or a register is missing the answer is "unknown", never "done".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal, NamedTuple

from intertrata.casefile.following.event import Event, order
from intertrata.casefile.following.plan import ACHIEVED, LEFT, NOT_NEEDED, goals, settled, settled_on
from intertrata.casefile.following.stage_table import Evidence, Part, ReadBy
from intertrata.casefile.following.standing import knows
from intertrata.casefile.following.trajectory import NO, Trajectory, says_no

State = Literal["done", "declined", "not_needed", "unknown", "owed"]
IN_COURT = ("intermediate", "trial", "sentence")
CALL = "call"
PREVENTIVE, PREVENTIVE_REGISTER = "preventive_centre", "centros_preventivos"
FOUND = frozenset({"stay", "protection_proceeding"})
"""Records of which one, after a child left a shelter without leave, shows that she is cared for again."""
PLANNED: tuple[tuple[str, State], ...] = ((ACHIEVED, "done"), (LEFT, "declined"), (NOT_NEEDED, "not_needed"))
"""What a plan whose goals are all settled comes to, by the first of these that one of them did."""


class Proof(NamedTuple):
    """What became of one part: since when, by which records; ``by`` the institution, where it is not the one of the row; of what is owed,
    whether the row's term runs, or until when where a record says so."""

    state: State
    since: date | None = None
    records: tuple[int, ...] = ()
    by: str = ""
    term: bool = True
    due: date | None = None


def proof(trajectory: Trajectory, part: Part, today: date) -> Proof:
    """Give what became of a part by that day."""
    return READERS[part.read_by](trajectory, part, today)


def _by_records(trajectory: Trajectory, part: Part, today: date) -> Proof:
    """The first record that shows it done; else her newest word; else what shows it is not needed; else it is owed."""
    if shown := _shown(trajectory, part.done, today):
        return shown._replace(state="done")
    return _declined(trajectory, part, today) or _shown(trajectory, part.not_needed, today) or Proof("owed")


def _declined(trajectory: Trajectory, part: Part, today: date) -> Proof | None:
    """Her recorded refusal, or a record that says she did not want it and after which she has not consented (SAFEGUARDS 1)."""
    answers = [answer for answer in (trajectory.consent(one, today) for one in part.refusal) if answer is not None]
    said = answers[0] if answers else None  # of the purpose itself; a later no to any care at all says more
    for general in answers[1:]:
        if said is None or (says_no(general, today) and (general.first or date.min) > (said.first or date.min)):
            said = general
    if said is not None and says_no(said, today):
        return Proof("declined", said.day("revoked_date") or said.first, (said.line,), said.said.get("asked_by", said.institution))
    shown = _shown(trajectory, part.declined, today)
    if shown is None or any(shown.since and answer.first and answer.first > shown.since for answer in answers):
        return None
    return shown._replace(state="declined")


def _shown(trajectory: Trajectory, evidence: tuple[Evidence, ...], today: date) -> Proof | None:
    """The earliest record that is one of the evidence; one of unknown day only where no dated one is. As a proof of "not needed"."""
    found: list[tuple[date, Event]] = []
    for one in evidence:
        for event in trajectory.of_type(one.type):
            if _fits(event, one):
                day = (event.day(one.at) if one.at else None) or event.first
                if (day is None or day <= today) and (not one.adult or trajectory.minor_on(day or today) == NO):
                    found.append((day or date.max, event))
    if not found:
        return None
    day, event = min(found, key=lambda each: (each[0], order(each[1])))
    return Proof("not_needed", None if day == date.max else day, (event.line,), event.said.get("provider", event.institution))


def _fits(event: Event, one: Evidence) -> bool:
    if (one.register and event.register != one.register) or (one.not_register and event.register == one.not_register):
        return False
    return all(event.says(field, *values) for field, values in one.when) and not any(
        event.says(field, *values) for field, values in one.unless
    )


def _detected(trajectory: Trajectory, part: Part, today: date) -> Proof:
    """Anybody who met her as a victim; a call that nobody has followed up yet is no detection but what must be looked into."""
    met = [event for event in trajectory.events if knows(event)]
    first = next((event for event in met if event.type != CALL), None)
    if first is None:
        return Proof("owed", records=tuple(event.line for event in met))
    return Proof("done", trajectory.detected() or first.first, (first.line,), first.institution)


def _in_register(trajectory: Trajectory, part: Part, today: date) -> Proof:
    """In a register by its record of the case or of her; where one does not say which register it stands in, nobody can tell."""
    if shown := _shown(trajectory, part.done, today):
        return shown._replace(state="done")
    unsaid = tuple(event.line for event in trajectory.of_type(*{one.type for one in part.done}) if not event.register)
    return Proof("unknown", records=unsaid) if unsaid else Proof("owed")


def _sheltered(trajectory: Trajectory, part: Part, today: date) -> Proof:
    """As the records say; but who is held in a centre for those in conflict with the law is not where she wants or needs to be (l.2592), and
    a child who left a shelter without leave is looked for, and protected by nobody until she is found."""
    told = _by_records(trajectory, part, today)
    if told.state == "done":
        gone = _gone(trajectory, today) if part.of == "minors" else None
        return told if gone is None else Proof("owed", records=(gone.line,), term=False, due=gone.day("until"))
    held = [event for event in trajectory.of_type("stay") if _preventive(event) and not event.ended("until", today)]
    return Proof("owed", records=tuple(event.line for event in held)) if held else told


def _gone(trajectory: Trajectory, today: date) -> Event | None:
    """The stay that she left without leave, where no record since then shows where she is."""
    left = [event for event in trajectory.of_type("stay") if event.says("exit_kind", "unauthorised") and event.ended("until", today)]
    if not left:
        return None
    last = max(left, key=lambda event: event.day("until") or date.min)
    seen = (event.first for event in trajectory.events if event.type in FOUND)
    return None if any(day and day >= (last.day("until") or day) for day in seen) else last


def _preventive(event: Event) -> bool:
    return event.says("shelter_kind", PREVENTIVE) or event.register == PREVENTIVE_REGISTER


def _planned(trajectory: Trajectory, part: Part, today: date) -> Proof:
    """A plan whose goals are all settled, one of them achieved: a plan on paper is not done. Whose goal is late first owes it."""
    plan = goals(trajectory.events)
    lines = tuple(event.line for event in plan)
    if plan and all(map(settled, plan)):
        days = [day for day in map(settled_on, plan) if day]
        state = next(state for goal_state, state in PLANNED if any(event.says("goal_state", goal_state) for event in plan))
        return Proof(state, max(days, default=None), lines, plan[-1].institution, term=False)
    if declined := _declined(trajectory, part, today):
        return declined
    left = [event for event in plan if not settled(event)]
    if left and all("goal_state" not in event.said for event in left):
        return Proof("unknown", records=lines)
    late = min(left, key=lambda event: event.day("due_date") or date.max, default=None)
    if late is None:
        return Proof("owed")
    return Proof("owed", records=lines, by=late.said.get("responsible", ""), term=False, due=late.day("due_date"))


def _repaired(trajectory: Trajectory, part: Part, today: date) -> Proof:
    """Sentences whose reparations are all paid whole; proceedings that ended otherwise leave it owed without a term (SAFEGUARDS 7)."""
    proceedings = trajectory.of_type("proceeding")
    convicted = [each for each in proceedings if each.says("outcome", "convicted") and (each.day("outcome_date") or date.min) <= today]
    lines = tuple(each.line for each in convicted or proceedings)
    if convicted:
        paid = [_paid(each) for each in convicted]
        days = [day for day in (each.day("outcome_date") or each.first for each in convicted) if day]
        if all(paid):
            return Proof("done", max(days, default=None), lines, convicted[-1].institution)
        return Proof("owed" if False in paid else "unknown", records=lines, by="pj")
    in_court = any(each.says("stage", *IN_COURT) for each in proceedings)
    ended = bool(proceedings) and all(each.says("outcome", "dismissed", "archived", "acquitted") for each in proceedings)
    return Proof("owed", records=lines, by="pj" if in_court and not ended else "", term=not ended)


def _paid(sentence: Event) -> bool | None:
    """Whether the reparation of a sentence is paid whole; None where it is not told how much it is, or how much was paid."""
    reparation, paid = sentence.said.get("reparation"), sentence.said.get("paid")
    if reparation == 0:
        return False
    return None if reparation is None or paid is None else bool(paid >= reparation)


def _closed(trajectory: Trajectory, part: Part, today: date) -> Proof:
    ended = trajectory.closed(today)
    if ended is not None:
        return Proof("done", ended.day, ended.records, ended.by)
    return _declined(trajectory, part, today) or Proof("owed", term=False)


READERS: Mapping[ReadBy, Callable[[Trajectory, Part, date], Proof]] = {
    "records": _by_records, "detected": _detected, "in_register": _in_register, "sheltered": _sheltered, "planned": _planned,
    "repaired": _repaired, "closed": _closed,
}  # fmt: skip
