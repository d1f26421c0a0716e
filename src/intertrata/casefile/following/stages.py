"""The stages of the protocol of one person: each pending, due, done, declined, not needed or unknown, by whom, since when, by which records.

In: a trajectory and a day. Out: ``Stage`` values by code. They run side by side; somebody who is no victim has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from intertrata.casefile.following.proofs import Proof, State, proof
from intertrata.casefile.following.stage_table import Part, StageRow, protocol
from intertrata.casefile.following.trajectory import Trajectory

StageState = Literal["pending", "due", "done", "declined", "not_needed", "unknown"]

SAID: Mapping[State, StageState] = {"done": "done", "declined": "declined", "not_needed": "not_needed"}


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of one person.

    Args:
        state: ``pending`` while its term runs or where none does, ``due`` from the day on which the term ends.
        due: the day on which the term ends, of what is owed; by: who owes it, or did it; since: the day from which it is owed, or on which it
            was done (by whoever did the last of it), declined or not needed; records: the lines that say so; owed: the codes of the parts that are.
    """

    state: StageState
    due: date | None
    by: str | None
    since: date | None
    records: tuple[int, ...]
    owed: tuple[str, ...] = ()


def stages(trajectory: Trajectory, today: date) -> dict[str, Stage]:
    """Give every stage by its code, in the order of the protocol; none of a person who is not followed as a victim.

    Of whom the body competent to find it found that she is none (SAFEGUARDS 7), nothing of the protocol is needed.
    """
    ruling = trajectory.ruled_out
    if ruling is not None:
        over = Stage("not_needed", None, ruling.said["decided_by"], ruling.first, (ruling.line,))
        return {row.code: over for row in protocol().stages}
    return {row.code: _stage(row, trajectory, today) for row in protocol().stages} if trajectory.is_victim else {}


def _stage(row: StageRow, trajectory: Trajectory, today: date) -> Stage:
    minor = trajectory.treated_as_minor(today)
    found = [(part, proof(trajectory, part, today)) for part in row.parts if part.of == "everyone" or (part.of == "minors") == minor]
    owed = [(part, told) for part, told in found if told.state == "owed" and not part.optional]
    if owed:
        return _owed(owed, found, trajectory, today)
    silent = next(((part, each) for part, each in found if each.state == "unknown"), None)
    if silent is not None:
        return Stage("unknown", None, silent[1].by or silent[0].by, None, _lines(found))
    lead = found[0][1]
    alike = [each for part, each in found if each.state == lead.state and not part.optional]
    last = max(alike, key=lambda each: each.since or date.min)
    return Stage(SAID[lead.state], None, last.by or None, last.since, _lines(found))


def _owed(owed: list[tuple[Part, Proof]], found: list[tuple[Part, Proof]], trajectory: Trajectory, today: date) -> Stage:
    """What is owed, by whoever is late first; where nobody told the day on which she was known, nobody can say since when."""
    known, since = trajectory.certainly_known(), trajectory.detected()
    terms = [(_due(part, each, known), part, each) for part, each in owed]
    due, part, each = min(terms, key=lambda one: one[0] or date.max)
    by, codes = each.by or part.by, tuple(part.code for part, _ in owed)
    if known is None and part.days is not None and each.term:
        return Stage("unknown", None, by, None, _lines(found), codes)
    return Stage("due" if due and due <= today else "pending", due, by, since, _lines(found), codes)


def _due(part: Part, each: Proof, known: date | None) -> date | None:
    """Until when a part is owed: as a record says, else as long as the row says from the day on which she was surely known."""
    if each.due is not None or not each.term or part.days is None or known is None:
        return each.due
    return known + timedelta(days=min(part.days, (date.max - known).days))


def _lines(found: list[tuple[Part, Proof]]) -> tuple[int, ...]:
    return tuple(sorted({line for _, each in found for line in each.records}))
