"""What somebody who asks whether a person is known may learn, and when.

In: how sure the likeliest candidate is, how long the look took. Out: ``Answer``, and for how long it is held back.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from intertrata.identity.person_view import Candidate

WARNED = 0.8
"""From this probability the form warns that somebody is known; ``bench/identity_who.py`` draws the curve it was chosen from."""
EVERY = 0.060
"""Seconds: an answer outside an own case leaves at this time after the question, or at the next multiple where the machine was slower."""


@dataclass(frozen=True)
class Answer:
    """Whether somebody is known: outside an own case nothing but that, and who knows says «hable con el punto focal».

    Attributes:
        known: whether somebody very likely is the one asked for. candidates: within an own case, who it may be; outside always empty.
    """

    known: bool
    candidates: tuple[Candidate, ...] = ()


def remaining(elapsed: float) -> float:
    """Give how many seconds an answer still waits, so that a long look and a short one leave at the same time."""
    return max(1, ceil(elapsed / EVERY)) * EVERY - elapsed
