"""Dates as far as they are known: birth as an interval, from a full or partial date or from an age on a day.

In: ISO texts (YYYY, YYYY-MM, YYYY-MM-DD) and ages. Out: ``Span``: first and last possible day, as days since
1970-01-01, and how precise it is. A birth on 1 January counts as its year only: it is what people type when they know no more.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
EPOCH = date(1970, 1, 1)
EARLIEST, LATEST = 1900, 2100
OLDEST = 110
DAY, MONTH, YEAR, AGE = 3, 2, 1, 0


@dataclass(frozen=True)
class Span:
    """First and last possible day (days since 1970) and precision: DAY, MONTH, YEAR or AGE."""

    low: int
    high: int
    precision: int

    @property
    def day(self) -> date:
        """The first possible day as a date."""
        return EPOCH + timedelta(days=self.low)


def span(text: str) -> Span | None:
    """Read a full or partial ISO date; None where it is no date of 1900 to 2100."""
    found = ISO.fullmatch(text.strip())
    if not found or not EARLIEST <= int(found[1]) <= LATEST:
        return None
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    try:
        if not month:
            return _span(date(year, 1, 1), date(year, 12, 31), YEAR)
        if not day:
            return _span(date(year, month, 1), date(year, month, monthrange(year, month)[1]), MONTH)
        return _span(date(year, month, day), date(year, month, day), DAY)
    except ValueError:
        return None


def birth(text: str) -> Span | None:
    """Read a birth date; 1 January becomes its year, and of an impossible day or month what stands before it is kept."""
    text = text.strip()
    known = span(text) or span(text[:7]) or span(text[:4])  # a day or month that cannot be: what stands before it is still told
    if known and known.precision == DAY and (known.day.month, known.day.day) == (1, 1):
        return span(text[:4])
    return known


def from_age(age: int, on: Span) -> Span | None:
    """Give when somebody was born who had that age at some day of the span: between age and age + 1 years before it."""
    if not 0 <= age <= OLDEST:
        return None
    low = _years_before(EPOCH + timedelta(days=on.low), age + 1) + timedelta(days=1)
    high = _years_before(EPOCH + timedelta(days=on.high), age)
    return _span(low, high, AGE)


def ages(born: Span, on: Span) -> tuple[int, int]:
    """Give the lowest and highest age that the spans allow, in whole years, never below zero."""
    return _age(born.high, on.low), _age(born.low, on.high)


def _age(born: int, on: int) -> int:
    one, other = EPOCH + timedelta(days=born), EPOCH + timedelta(days=on)
    return max(0, other.year - one.year - ((other.month, other.day) < (one.month, one.day)))


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def _span(low: date, high: date, precision: int) -> Span:
    return Span((low - EPOCH).days, (high - EPOCH).days, precision)
