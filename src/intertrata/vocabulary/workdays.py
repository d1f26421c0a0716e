"""Business days of the public sector: no Saturday, Sunday or national holiday, and no day that a decree made non-working.

In: dates, and the days that decrees add (``decree_days.csv``, or a decree of today). Out: whether a day counts, why not, and walks over the
days that do. National holidays come from the library ``holidays``, which follows article 6 of DL 713 as changed by Ley 31381 (9 December,
from 2022), 31530 (6 August, from 2022), 31822 (23 July, from 2023) and 31788 (7 June, from 2024): checked for 2015 to 2026.

The file of decree days holds what could be found, with who told it: of 2016 only the three days of Lima and Callao, of 2019 two of several.
A row is ``verified`` where a source was read that names the day and the norm; it is no text of the official gazette.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

ONE_DAY = timedelta(days=1)
SATURDAY = 5
WEEKEND = {5: "sábado", 6: "domingo"}
NO_HOLIDAY_BY_LAW = frozenset({"Domingo de Resurrección"})
"""The library counts it; article 6 of DL 713 names Jueves Santo and Viernes Santo only. It is a Sunday all the same."""


@dataclass(frozen=True, order=True)
class DecreeDay:
    """A day that a decree made non-working: by which norm, where (ubigeo codes; none: everywhere), and whether a source was read."""

    day: date
    norm: str
    scope: tuple[str, ...] = ()
    verified: bool = False
    source: str = ""

    def holds_at(self, ubigeo: str) -> bool:
        """Whether it holds for an entity at that place; one of unknown place has the days of the whole country only."""
        return not self.scope or any(ubigeo.startswith(code) for code in self.scope)


@dataclass(frozen=True)
class Step:
    """One day of a walk: the how manieth it is, or 0 and why it does not count."""

    day: date
    number: int
    why: str = ""


@dataclass(frozen=True)
class Calendar:
    """The business days of one place, as known from these decree days."""

    decreed: frozenset[DecreeDay] = frozenset()
    _by_day: Mapping[date, DecreeDay] = field(init=False, repr=False, compare=False)
    _years: dict[int, list[int]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_day", {one.day: one for one in sorted(self.decreed, reverse=True)})

    def decree(self, day: date) -> DecreeDay | None:
        """Give what made the day non-working where nothing else does."""
        return None if day.weekday() >= SATURDAY or day in _national(day.year) else self._by_day.get(day)

    def why_not(self, day: date) -> str:
        """Give why the day does not count («feriado nacional: Jueves Santo», «sábado»); empty where it does."""
        holiday = _national(day.year).get(day, "")
        if holiday:
            return f"feriado nacional: {holiday}"
        if day.weekday() in WEEKEND:
            return WEEKEND[day.weekday()]
        decree = self._by_day.get(day)
        if decree is None:
            return ""
        return f"día no laborable: {decree.norm}{'' if decree.verified else ' (por confirmar)'}"

    def is_workday(self, day: date) -> bool:
        """Whether the day counts."""
        return not self.why_not(day)

    def next_workday(self, day: date) -> date:
        """Give the day itself where it counts, else the next that does."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    def walk(self, start: date, workdays: int) -> tuple[Step, ...]:
        """Give every day after the start up to the business day of that number."""
        steps: list[Step] = []
        day, number = start, 0
        while number < workdays:
            day += ONE_DAY
            why = self.why_not(day)
            number += not why
            steps.append(Step(day, 0 if why else number, why))
        return tuple(steps)

    def add_workdays(self, start: date, workdays: int) -> date:
        """Give the business day of that number after the start, which itself is not counted; for 0 the start or the next that counts.

        Raises:
            ValueError: for the maker, where the number is negative.
        """
        if workdays < 0:
            raise ValueError("workdays are counted forward")
        return self.walk(start, workdays)[-1].day if workdays else self.next_workday(start)

    def days_between(self, first: date, last: date) -> int:
        """Give how many business days follow the first, up to and with the last; negative where the last comes before."""
        if last < first:
            return -self.days_between(last, first)
        years = (self._of_year(number) for number in range(first.year, last.year + 1))
        return sum(bisect_right(days, last.toordinal()) - bisect_right(days, first.toordinal()) for days in years)

    def _of_year(self, number: int) -> list[int]:
        """The days of a year that count, as ordinals, found once: who is years late is counted by years."""
        if number not in self._years:
            start = date(number, 1, 1)
            days = (start + each * ONE_DAY for each in range((date(number, 12, 31) - start).days + 1))
            self._years[number] = [day.toordinal() for day in days if self.is_workday(day)]
        return self._years[number]


def calendar(ubigeo: str = "", *, decreed: Iterable[DecreeDay] = ()) -> Calendar:
    """Give the calendar of a place: the decree days of the file and those given, as far as they hold there."""
    return Calendar(frozenset(one for one in (*decree_days(), *decreed) if one.holds_at(ubigeo)))


@cache
def decree_days() -> tuple[DecreeDay, ...]:
    """Give every decree day of the file, in its order."""
    text = files("intertrata.vocabulary").joinpath("decree_days.csv").read_text(encoding="utf-8")
    return tuple(_decree_day(row) for row in csv.DictReader(text.splitlines()))


def _decree_day(row: Mapping[str, str]) -> DecreeDay:
    scope = tuple(code for code in row["scope"].split("|") if code)
    return DecreeDay(date.fromisoformat(row["date"]), row["norm"], scope, row["verified"] == "yes", row["source"])


@cache
def _national(year: int) -> Mapping[date, str]:
    from holidays import country_holidays  # here, since it loads for a quarter of a second and most commands ask for no holiday

    told = country_holidays("PE", years=year, language="es", observed=False)
    return {day: name for day, name in told.items() if name not in NO_HOLIDAY_BY_LAW}
