"""What a rule finds in one trajectory: it fires, it is quiet, or it cannot tell. In: days and lines. Out: frozen values.

A rule whose data is missing says which is missing and never that all is well.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Fires:
    """The rule speaks: since that day (the day from which somebody was late), by those records."""

    since: date
    records: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Quiet:
    """The rule has what it needs and nothing to say, or a recorded refusal silences it."""


@dataclass(frozen=True, slots=True)
class CannotTell:
    """The rule would need a field (``stay.reason``) or a record type (``defence``) that nobody sent."""

    missing: str


Finding = Fires | Quiet | CannotTell
QUIET = Quiet()


def fires(since: date, records: tuple[int, ...]) -> Fires:
    """Give the finding of a rule that speaks."""
    return Fires(since, records)


def cannot_tell(missing: str) -> CannotTell:
    """Give the finding of a rule that lacks a field or a record type."""
    return CannotTell(missing)
