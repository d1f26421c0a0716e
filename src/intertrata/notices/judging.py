"""What follows from one try: taken, tried again later, given up, or the whole subscription at rest.

In: what came back, how often it was tried, the time. Out: a verdict. The waits grow from a minute to twenty hours over three days and a
little, each up to a tenth shorter or longer by the notice's own id: the same on every machine, and no two of one outage at one moment.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

FIRST, GROWTH, LONGEST = timedelta(minutes=1), 2.5, timedelta(hours=20)
JITTER = 0.1
TRIES = 12
ASKED_FOR = timedelta(hours=24)
"""The longest that a receiver's Retry-After is followed."""
GONE = 410
PROBED_AFTER = 5
"""Failures in a row after which one notice a turn is sent, to see whether anybody is there."""
RESTS_AFTER, RESTS_SINCE = 20, timedelta(days=1)


class State(StrEnum):
    """Where a notice stands."""

    WAITING = "waiting"
    HELD = "held"  # what it tells of is not to be told now: the identity is reserved, or the record no longer says it
    SENT = "sent"
    DEAD = "dead"


class Standing(StrEnum):
    """Where a subscription stands."""

    ACTIVE = "active"
    PAUSED = "paused"
    GONE = "gone"  # the institution answered 410: it wants no more
    REVOKED = "revoked"


@dataclass(frozen=True)
class Outcome:
    """What became of one try: the status that came back, or why none did (a code of ``REASONS``), and what wait was asked for, as written."""

    status: int | None = None
    why: str = ""
    retry_after: str = ""

    @property
    def taken(self) -> bool:
        """Whether the receiver has it: any 2xx."""
        return self.status is not None and 200 <= self.status < 300 and not self.why

    @property
    def stops(self) -> bool:
        """Whether there is no sense in more of them this turn: nobody answers, or who answers asks for rest."""
        return not self.taken and (self.status is None or self.status >= 500 or self.status in {408, GONE, 429})


REASONS = {
    "": "sin intentos",
    "taken": "recibido",
    "status": "respondió con un error",
    "redirect": "respondió que vaya a otra dirección",
    "name": "el nombre no existe o no responde",
    "address": "el nombre lleva a una red interna",
    "tls": "su certificado no vale",
    "time": "tardó demasiado",
    "connection": "no se pudo conectar",
    "gone": "pidió que no se le avise más (410)",
    "revoked": "la suscripción se anuló",
    "account": "la cuenta ya no puede recibir avisos",
    "secret": "su secreto no se abre con las llaves de esta casa",
    "failing": "falló demasiadas veces seguidas",
    "asked": "una persona la detuvo",
    "reserved": "identidad reservada, o el registro ya no lo dice",
}


@dataclass(frozen=True)
class Verdict:
    """Where a notice stands after a try, why, and when it is due again."""

    state: State
    why: str
    due_at: datetime | None = None


def judged(notice: str, tries: int, outcome: Outcome, *, now: datetime) -> Verdict:
    """Judge one try.

    Args:
        notice: its id (32 hex digits). tries: how many there were, this one too.
    """
    if outcome.taken:
        return Verdict(State.SENT, "taken")
    why = outcome.why or ("gone" if outcome.status == GONE else "status")
    if outcome.status == GONE or tries >= TRIES:
        return Verdict(State.DEAD, why)
    return Verdict(State.WAITING, why, now + max(wait(notice, tries), _asked_for(outcome.retry_after, now)))


def wait(notice: str, tries: int) -> timedelta:
    """Give how long to wait after so many tries."""
    grown = min(FIRST.total_seconds() * GROWTH ** (tries - 1), LONGEST.total_seconds())
    drawn = int.from_bytes(hashlib.sha256(f"{notice}.{tries}".encode()).digest()[:8]) / 2**64
    return timedelta(seconds=grown * (1 + JITTER * (2 * drawn - 1)))


def rests(failures: int, since: datetime | None, *, now: datetime) -> bool:
    """Whether a subscription that failed so often in a row, since then, is left alone until somebody looks."""
    return failures >= RESTS_AFTER and since is not None and now - since >= RESTS_SINCE


def _asked_for(text: str, now: datetime) -> timedelta:
    """Read a Retry-After, in seconds or as a date (RFC 9110, 10.2.3); what cannot be read asks for nothing."""
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:9]), ASKED_FOR.total_seconds()))
    try:
        until = parsedate_to_datetime(text)
        asked = until - now if until.tzinfo else timedelta(0)
    except (ValueError, OverflowError):
        return timedelta(0)
    return max(timedelta(0), min(asked, ASKED_FOR))
