"""Merges and splits as moves of records between persons, and how one is taken back.

In: whose each record is, an event. Out: moves; what an undo gives back is exactly what was there. Nothing is ever overwritten: a merge
leaves the records that moved with the id they came from, so that the id still leads to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from intertrata.vocabulary.errors import Problem


@dataclass(frozen=True)
class Move:
    """One record that changes hands: whose it was, whose it is from then on."""

    record: str
    was: str
    now: str


def merge(members: Mapping[str, Iterable[str]], *, into: str, gone: str) -> tuple[Move, ...]:
    """Give the moves that make one person of two: every record of ``gone`` becomes ``into``'s.

    Args:
        members: records by person, of both.

    Raises:
        Problem: ``merge_of_one`` where both are the same person, or one of them has no records.
    """
    if into == gone or not (members.get(into) and members.get(gone)):
        raise Problem("merge_of_one")
    return tuple(Move(record, gone, into) for record in sorted(members[gone]))


def split(records: Iterable[str], leaving: Iterable[str], *, person: str, fresh: str) -> tuple[Move, ...]:
    """Give the moves that part a person: the records that leave become the new person ``fresh``'s.

    Args:
        records: all of the person's. leaving: some of them.

    Raises:
        Problem: ``split_of_nothing`` where none or all would leave, or one that is not hers.
    """
    hers, out = set(records), set(leaving)
    if not out or not out < hers:
        raise Problem("split_of_nothing")
    return tuple(Move(record, person, fresh) for record in sorted(out))


def undo(moves: Iterable[Move], whose: Mapping[str, str | None]) -> tuple[Move, ...]:
    """Give the moves that take an event back: each record returns to whom it came from.

    Args:
        moves: of the event. whose: whose each of its records is now.

    Raises:
        Problem: ``undo_moved_since`` where a later event moved one of them: that one is undone first.
    """
    done = tuple(moves)
    if any(whose.get(move.record) != move.now for move in done):
        raise Problem("undo_moved_since")
    return tuple(Move(move.record, move.now, move.was) for move in done)


def apply(moves: Iterable[Move], whose: Mapping[str, str]) -> dict[str, str]:
    """Give whose each record is after the moves."""
    return dict(whose) | {move.record: move.now for move in moves}
