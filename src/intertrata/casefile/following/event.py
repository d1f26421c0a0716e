"""One record of one person as the following reads it: what an institution said, when, where, with every field in its type.

In: what a reader (a file, the registers) made of one record. Out: ``Event`` values, in an order that does not depend on the file. A
date may be a year or a month only, so that it is two days: the earliest and the latest that it may mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple


class Days(NamedTuple):
    """The days that one written date may mean: the same day twice where it is exact."""

    first: date
    last: date


class Event(NamedTuple):
    """One record: of whom, of what, when, told by whom, and what it says.

    A tuple rather than a dataclass, because a file of the country holds millions of them.

    Args:
        line: the line of the file, or the ordinal of the record; what stages and alarms point to.
        person: the opaque id, "" where the record tells of no person (places of a shelter).
        first, last: the earliest and the latest day that its date may mean; None where it tells none.
        register, institution, territory: codes (UBIGEO of INEI with 2, 4 or 6 digits), "" where it does not say.
        said: the other fields of the record type that it states, by name: a code as text, several codes or texts as a tuple, a date
            as ``Days``, a number as ``int`` or ``Decimal``, yes and no as ``bool``. A field that is not there is unknown.
        role: how the person stands in the record (``records.RecordType.role``), "" for a record of an event.
    """

    line: int
    person: str
    type: str
    first: date | None
    last: date | None
    register: str
    institution: str
    territory: str
    said: Mapping[str, Any]
    role: str = ""

    def says(self, field: str, *values: Any) -> bool:
        """Whether the field states one of the values, alone or among several; false where it is silent."""
        told = self.said.get(field)
        if type(told) is tuple:  # several; a date is a ``Days``
            return any(one in values for one in told)
        return told is not None and told in values

    def day(self, field: str) -> date | None:
        """Give the earliest day that a field of dates may mean, or None."""
        told = self.said.get(field)
        return told.first if isinstance(told, Days) else None

    def ended(self, field: str, by: date) -> bool:
        """Whether a field of dates states a day that has come by then."""
        told = self.day(field)
        return told is not None and told <= by

    @property
    def region(self) -> str:
        """The department's two digits, "" where no place is told."""
        return self.territory[:2]


class Words:
    """What an event says, as text to sort by; read only where two events are alike in everything before it."""

    __slots__ = ("_event",)

    def __init__(self, event: Event) -> None:
        self._event = event

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Words) and self._text() == other._text()

    def __lt__(self, other: Words) -> bool:
        return self._text() < other._text()

    __hash__ = None  # type: ignore[assignment]

    def _text(self) -> str:
        event = self._event
        return repr((event.type, event.register, event.institution, event.territory, sorted(event.said.items(), key=lambda pair: pair[0])))


Order = tuple[date, date, int, Words, int]


def order(event: Event) -> Order:
    """Give what events are sorted by: their day, then what they say (of one day the record that says more is the newer), and their line where
    they are alike in all of it, so that in which order a file tells them changes nothing; those of unknown day stand last."""
    return event.first or date.max, event.last or date.max, len(event.said), Words(event), event.line
