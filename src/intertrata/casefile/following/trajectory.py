"""One person's events in order of day, and the small questions about her that stages and rules share.

In: the events of one person that count, those of episodes already closed apart. Out: ``Trajectory``, which answers yes, no or unknown; what
nobody said is unknown. ``events`` are of the episode that is open (the newest), ``earlier`` of the ones before; who she is (age,
nationality, roles) is read from both.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Literal

from intertrata.casefile.following.age import ADULT, born_by, years_before
from intertrata.casefile.following.closing import Closing, closing
from intertrata.casefile.following.event import Days, Event, order
from intertrata.casefile.following.standing import OTHERS, cared_as_victim, confirms, identifies, known_on, met_as_victim, ruled_out

Answer = Literal["yes", "no", "unknown"]
YES: Literal["yes"] = "yes"
NO: Literal["no"] = "no"
UNKNOWN: Literal["unknown"] = "unknown"

HOME = "PER"
ABROAD = "victim_abroad"
NO_MEANS_NO = frozenset({"refused", "revoked"})
TOLD_BY_ASKING = {"consular": "consular_notice"}
"""Rights of a foreign victim that she was told of where she was asked for the consent that goes with them (SAFEGUARDS 5)."""


class Trajectory:
    """What is known of one person, in order; nothing in it changes. What many ask for is worked out once."""

    def __init__(self, person: str, events: Iterable[Event], *, earlier: Iterable[Event] = ()) -> None:
        self.person = person
        self.events: tuple[Event, ...] = tuple(sorted(events, key=order))
        self.earlier: tuple[Event, ...] = tuple(sorted(earlier, key=order))
        self._minor: dict[date, Answer] = {}
        self._consents: dict[tuple[str, date], Event | None] = {}
        self._closings: dict[date, Closing | None] = {}

    def of_type(self, *types: str) -> tuple[Event, ...]:
        """Give the events of those record types, in order."""
        if len(types) == 1:
            return self._by_type.get(types[0], ())
        return tuple(event for event in self.events if event.type in types)

    def in_register(self, *registers: str) -> tuple[Event, ...]:
        """Give the events that those registers sent, in order."""
        return tuple(event for event in self.events if event.register in registers)

    def minor_on(self, day: date) -> Answer:
        """Whether she is under 18 that day, or may be: doubt counts as yes until disproved (SAFEGUARDS 2), nothing told is unknown."""
        if day not in self._minor:
            born = self._born_by
            self._minor[day] = UNKNOWN if born is None else NO if born <= years_before(day, ADULT) else YES
        return self._minor[day]

    def treated_as_minor(self, day: date) -> bool:
        """Whether what protects children is owed to her that day: unless she is known to be an adult."""
        return self.minor_on(day) != NO

    def foreign(self) -> Answer:
        """Whether she is of another country; where two records differ she is, since then she is told of her rights."""
        told = {event.said["nationality"] for event in (*self.earlier, *self.events) if "nationality" in event.said}
        if told - {HOME}:
            return YES
        return NO if told or ABROAD in self.roles else UNKNOWN

    def consent(self, consent_for: str, day: date) -> Event | None:
        """Give her answer for that purpose that stands on a day: the newest; of two of the same day the one that says no."""
        if (consent_for, day) not in self._consents:
            told = [event for event in self.of_type("consent") if event.says("consent_for", consent_for) and _by(event, day)]
            newest = max(told, key=lambda event: (event.first or date.min, says_no(event, day), order(event)), default=None)
            self._consents[consent_for, day] = newest
        return self._consents[consent_for, day]

    def closed(self, day: date) -> Closing | None:
        """Give the closing of this episode that stands on a day, or None while it is open."""
        if day not in self._closings:
            self._closings[day] = closing(self.events, adult=self.minor_on(day) == NO, today=day)
        return self._closings[day]

    def refused(self, consent_for: str, day: date) -> bool:
        """Whether a recorded refusal for that purpose stands on a day: refused, or given and taken back since (SAFEGUARDS 1)."""
        answer = self.consent(consent_for, day)
        return answer is not None and says_no(answer, day)

    def told_of(self, right: str, day: date) -> Answer:
        """Whether she was told of a right (``vocabulary/codes/migrant_right.csv``) by that day; unknown where no record says what she was told."""
        asked = TOLD_BY_ASKING.get(right)
        if asked and self.consent(asked, day) is not None:
            return YES
        told = [event for event in self.of_type("consent", "repatriation") if "rights_told" in event.said and _by(event, day)]
        if any(event.says("rights_told", right) for event in told):
            return YES
        return NO if told else UNKNOWN

    def detected(self) -> date | None:
        """Give the day on which anybody first knew her as a possible victim in this episode, or None: of two registers the earlier counts.

        A report that she was missing is no detection, and its finding is one on the day it was made.
        """
        return self._detected.first if self._detected else None

    def certainly_known(self) -> date | None:
        """Give the latest day that ``detected`` may mean, or None: nobody is late before it has come."""
        return self._detected.last if self._detected else None

    @cached_property
    def is_victim(self) -> bool:
        """Whether she is followed as a victim: a record holds her for one, presumed or confirmed, or only those who care for victims know
        her. Being a suspect too changes nothing (SAFEGUARDS 14); a ruling of the competent body ends it until she is identified anew."""
        if self.ruled_out is not None:
            return False
        told = (*self.earlier, *self.events)
        if any(identifies(event) or cared_as_victim(event) for event in told):
            return True
        return not self.roles & OTHERS and any(met_as_victim(event) for event in told)

    @cached_property
    def ruled_out(self) -> Event | None:
        """Give the ruling that she is not a victim, unless a competent body has confirmed her one on the same day or since. What others
        write after it of the same facts changes nothing; a new detection is another episode."""
        ruling = next((event for event in reversed(self.events) if ruled_out(event)), None)
        if ruling is None:
            return None
        since = (event for event in self.events if confirms(event))
        return None if any((event.first or date.max) >= (ruling.first or date.max) for event in since) else ruling

    @cached_property
    def roles(self) -> frozenset[str]:
        """How she stands in the records (victim, suspect, ...)."""
        return frozenset(event.role for event in (*self.earlier, *self.events) if event.role)

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """The departments (two digits) in which this episode was told, in order of day."""
        return tuple(dict.fromkeys(event.region for event in self.events if event.territory))

    @cached_property
    def _detected(self) -> Days | None:
        return min((day for day in map(known_on, self.events) if day), default=None) if self.is_victim else None

    @cached_property
    def _by_type(self) -> dict[str, tuple[Event, ...]]:
        found: dict[str, list[Event]] = {}
        for event in self.events:
            found.setdefault(event.type, []).append(event)
        return {name: tuple(each) for name, each in found.items()}

    @cached_property
    def _born_by(self) -> date | None:
        return born_by((*self.earlier, *self.events))


def _by(event: Event, day: date) -> bool:
    return event.first is None or event.first <= day


def says_no(event: Event, day: date) -> bool:
    """Whether an answer says no on a day: refused, or taken back by then."""
    return event.says("answer", *NO_MEANS_NO) or event.ended("revoked_date", day)
