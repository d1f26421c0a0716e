"""What may happen to a request, as the rules read it. In: kinds and days. Out: frozen events, and which of them is the answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

EventKind = Literal[
    "filed", "received", "extension", "answered", "answered_partly", "denied", "classified", "redirected", "duplicate", "corrected",
    "appealed", "upheld", "rejected", "silence",
]  # fmt: skip

WHOLE: EventKind = "answered"
ANSWERS: tuple[frozenset[EventKind], ...] = (frozenset({WHOLE}), frozenset({"answered_partly"}), frozenset({"denied", "classified"}))
"""What answers more comes first: a whole answer after a part, a denial or an appeal is the answer, at its own day."""
REPLIES: frozenset[EventKind] = frozenset({"answered", "answered_partly", "denied", "classified", "redirected", "duplicate", "corrected"})
RULINGS: frozenset[EventKind] = frozenset({"upheld", "rejected"})


@dataclass(frozen=True)
class Event:
    """One thing that happened to a request (list ``request_event``), on one day.

    ``until`` is the day that a notice of extension names; ``after_hours`` says that it came when the office was closed.
    """

    kind: EventKind
    day: date
    until: date | None = None
    after_hours: bool = False


def in_order(events: Iterable[Event], today: date) -> list[Event]:
    """Give what happened by that day, in the order of the days; of one day, as it was told."""
    return sorted((one for one in events if one.day <= today), key=lambda one: one.day)


def answer_of(known: Sequence[Event]) -> Event | None:
    """Give the answer: the first of those that answer most; one that repeats or corrects another never is."""
    return next((one for kinds in ANSWERS for one in known if one.kind in kinds), None)
