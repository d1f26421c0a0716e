"""Periods: from which day to which day a figure speaks, the end possibly open.

In: dates, or what sources write («primer semestre 2017», «ENERO - DICIEMBRE» beside a year, «2016-05»).
Out: frozen ``Period`` values that name themselves exactly: January–August is never called a semester.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from intertrata.vocabulary.codes import fold
from intertrata.vocabulary.errors import Problem

MONTHS = ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"]
MONTH_WRITINGS = (
    {fold(name): number for number, name in enumerate(MONTHS, 1)}
    | {fold(name)[:3]: number for number, name in enumerate(MONTHS, 1)}
    | {"setiembre": 9, "set": 9}
)
SPANS = {
    "semestre": (6, {1: "primer", 2: "segundo"}),
    "trimestre": (3, {1: "primer", 2: "segundo", 3: "tercer", 4: "cuarto"}),
}
ORDINALS = {"primer": 1, "primero": 1, "1er": 1, "1ro": 1, "i": 1, "1": 1}
ORDINALS |= {"segundo": 2, "2do": 2, "ii": 2, "2": 2, "tercer": 3, "tercero": 3, "3er": 3, "iii": 3, "3": 3}
ORDINALS |= {"cuarto": 4, "4to": 4, "iv": 4, "4": 4}
YEAR = re.compile(r"(?:19|20)\d{2}", re.ASCII)
ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?", re.ASCII)
ISO_SPAN = re.compile(r"(\d{4}(?:-\d{2}){0,2})/(?:\.\.|(\d{4}(?:-\d{2}){0,2}))", re.ASCII)
FILLERS = frozenset({"de", "del", "a", "al", "el", "ano", "y", "mes", "hasta"})


@dataclass(frozen=True, order=True)
class Period:
    """The days from ``start`` to ``end``, both included; no end means that it still runs.

    Raises:
        Problem: ``period_reversed`` where the end stands before the start.
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise Problem("period_reversed", start=self.start.isoformat(), end=self.end.isoformat())

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day and (self.end is None or day <= self.end)

    def contains(self, other: Period) -> bool:
        """Whether every day of the other is a day of this one; a period without end holds all that starts in it."""
        return self.start <= other.start and (self.end is None or (other.end is not None and other.end <= self.end))

    def overlaps(self, other: Period) -> bool:
        """Whether they share a day."""
        return (self.end is None or other.start <= self.end) and (other.end is None or self.start <= other.end)

    @property
    def days(self) -> tuple[date, date]:
        """First and last day, for sorting: one that still runs ends after all others."""
        return self.start, self.end or date.max

    def iso(self) -> str:
        """ISO 8601: ``2016``, ``2016-05``, ``2016-05-03``, ``2017-01-01/2017-08-31``, ``2017-01-01/..``; ``../..`` of no time."""
        if self == ANY_TIME:
            return "../.."
        if self.end is None:
            return f"{self.start.isoformat()}/.."
        if self == year(self.start.year):
            return f"{self.start:%Y}"
        if self == month(self.start.year, self.start.month):
            return f"{self.start:%Y-%m}"
        return self.start.isoformat() if self.start == self.end else f"{self.start.isoformat()}/{self.end.isoformat()}"

    @property
    def es(self) -> str:
        """The Spanish name, exact: a year, a semester, a trimester, months, else the days."""
        if self == ANY_TIME:
            return "sin período"
        if self.end is None:
            return f"desde el {_day_es(self.start)}"
        first, last = self.start, self.end
        if not (first.day == 1 and _ends_month(last)):
            return f"el {_day_es(first)}" if first == last else f"del {_day_es(first)} al {_day_es(last)}"
        if first.year != last.year:
            return _years_es(first, last)
        return _within_year_es(first, last)


ANY_TIME = Period(date.min, date.max)
"""Of what says no time: it may be of any, so that it is compared with nothing."""


def year(number: int) -> Period:
    """Give a calendar year."""
    return Period(date(number, 1, 1), date(number, 12, 31))


def month(number: int, of: int) -> Period:
    """Give month ``of`` (1 to 12) of year ``number``."""
    return months(number, of, of)


def months(number: int, first: int, last: int) -> Period:
    """Give the months ``first`` to ``last`` of year ``number``."""
    return Period(date(number, first, 1), date(number, last, calendar.monthrange(number, last)[1]))


def semester(number: int, which: int) -> Period:
    """Give semester 1 or 2 of year ``number``."""
    return months(number, 6 * which - 5, 6 * which)


def since(day: date) -> Period:
    """Give the period that starts on that day and still runs."""
    return Period(day)


def parse(text: str, *, of_year: int | None = None) -> Period:
    """Give the period that the text writes.

    Args:
        text: ``2016``, ``2016-05``, ``2016-05-03``, ``2017-01/2017-08``, ``2017-01-01/..``, or Spanish: a month, two months
            («enero a agosto de 2017», «ENERO - DICIEMBRE»), a semester or trimester, two years, «desde 2017».
        of_year: the year where it stands in another column of the source.

    Raises:
        Problem: ``period_unreadable``, also where no year is said anywhere or two contradict each other;
            ``period_reversed``.
    """
    found = _iso(text.strip()) or _spanish(text, of_year)
    if found is None or of_year not in {None, found.start.year}:
        raise Problem("period_unreadable", period=text.strip())
    return found


def _iso(text: str) -> Period | None:
    span = ISO_SPAN.fullmatch(text)
    if span:
        first, last = _iso(span[1]), _iso(span[2] or span[1])
        return Period(first.start, last.end if span[2] else None) if first and last else None
    one = ISO.fullmatch(text)
    try:
        if one:
            start = date(int(one[1]), int(one[2]), int(one[3] or 1))
            return Period(start, start) if one[3] else month(start.year, start.month)
        return year(int(text)) if YEAR.fullmatch(text) else None
    except ValueError:
        return None


def _spanish(text: str, of_year: int | None) -> Period | None:
    said = fold(text).split()
    words = [word for word in said if word not in FILLERS]
    years = [word for word in words if YEAR.fullmatch(word)]
    if of_year is not None and not years:
        words = [*words, str(of_year)]
    if words[:1] != ["desde"]:
        return _closed(words)
    spoken = _closed(words[1:])
    return since(spoken.start) if spoken and "hasta" not in said else spoken


def _closed(words: list[str]) -> Period | None:
    """One year with what is said of it («enero agosto 2017»), or two ends, each with its year."""
    at = [index for index, word in enumerate(words) if YEAR.fullmatch(word)]
    if len(at) == 1:
        return _in_year(words[: at[0]] + words[at[0] + 1 :], int(words[at[0]]))
    if len(at) != 2 or at[1] != len(words) - 1:
        return None
    first, last = _in_year(words[: at[0]], int(words[at[0]])), _in_year(words[at[0] + 1 : -1], int(words[-1]))
    return Period(first.start, last.end) if first and last else None


def _in_year(words: list[str], number: int) -> Period | None:
    if not words:
        return year(number)
    if len(words) == 2 and words[1] in SPANS and words[0] in ORDINALS:
        length, names = SPANS[words[1]]
        which = ORDINALS[words[0]]
        return months(number, length * which - length + 1, length * which) if which in names else None
    if len(words) <= 2 and all(word in MONTH_WRITINGS for word in words):
        return months(number, MONTH_WRITINGS[words[0]], MONTH_WRITINGS[words[-1]])
    return None


def _within_year_es(first: date, last: date) -> str:
    length = last.month - first.month + 1
    if length == 12:
        return f"{first.year}"
    for name, (size, ordinals) in SPANS.items():
        if length == size and last.month % size == 0:
            return f"{ordinals[last.month // size]} {name} de {first.year}"
    names = MONTHS[first.month - 1] if length == 1 else f"{MONTHS[first.month - 1]} a {MONTHS[last.month - 1]}"
    return f"{names} de {first.year}"


def _years_es(first: date, last: date) -> str:
    if first.month == 1 and last.month == 12:
        return f"{first.year} a {last.year}"
    return f"{MONTHS[first.month - 1]} de {first.year} a {MONTHS[last.month - 1]} de {last.year}"


def _ends_month(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def _day_es(day: date) -> str:
    return f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"
