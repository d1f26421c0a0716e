"""Dates as Peruvian documents write them: «15 de marzo de 2016», «quince de marzo de dos mil dieciséis», 15/03/2016, 03/2016.

In: a text. Out: the ``Period`` that it names (a day, a month, a year), or None. Peru writes the day before the month, so 03/04/2016 is
the third of April; a year of two digits is not read, since «15/03/16» may begin with the day or with the year.
"""

from __future__ import annotations

import re
from datetime import date

from intertrata.vocabulary import periods
from intertrata.vocabulary.codes import fold
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.number_words import number
from intertrata.vocabulary.periods import Period

NUMERIC = re.compile(r"(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](\d{4})", re.ASCII)
SPOKEN = re.compile(r"(?:el )?(.+?) de (\w+) del? (?:ano )?(.+)")
FIRST = frozenset({"primero", "1ro", "1er", "1o"})


def period_of(text: str) -> Period | None:
    """Give the day, month or year that the text writes; None where it writes none, or one that no calendar has."""
    written = text.strip().rstrip(".")
    numeric = NUMERIC.fullmatch(written)
    try:
        if numeric and numeric[1]:
            return _day(int(numeric[3]), int(numeric[2]), int(numeric[1]))
        if numeric:
            return periods.month(int(numeric[3]), int(numeric[2]))
        return _spoken(fold(written)) or periods.parse(written)
    except (ValueError, OverflowError, Problem):
        return None


def _spoken(said: str) -> Period | None:
    found = SPOKEN.fullmatch(said)
    if not found or found[2] not in periods.MONTH_WRITINGS:
        return None
    day = 1 if found[1] in FIRST else _number(found[1])
    year = _number(found[3])
    return None if day is None or year is None else _day(year, periods.MONTH_WRITINGS[found[2]], day)


def _number(said: str) -> int | None:
    if said.isascii() and said.isdigit():
        return int(said)
    value = number(said.split())
    return None if value is None else int(value)


def _day(year: int, month: int, day: int) -> Period:
    on = date(year, month, day)
    return Period(on, on)
