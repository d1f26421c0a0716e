"""Where statements are found: by indicator, and by the fact of which they speak.

In: statements. Out: ``Book``. Two statements tell one fact where indicator, territory, period and categories are the same; who
tells it, and from which register, is looked at by the rules. A country and «nacional» are one place, «varias entidades», the State
and nobody named are one teller: everybody.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from intertrata.figures.audit.grammar import Cats, grammar, is_derived
from intertrata.figures.audit.reading import Said

LAST = "\uffff"
ANYBODY = "*"
Key = TypeVar("Key")
Row = tuple[str, int, str, str]
Column = tuple[str, str, int | None, int | None]
Subject = tuple[str, str, str]
Near = tuple[str, str, str, int | None]
Fact = tuple[str, str, int | None, int | None, Cats]


def fact(one: Said) -> Fact:
    """Give the fact of which a statement speaks, whoever tells it."""
    return one.indicator, one.place, one.start, one.end, one.cats


@dataclass(frozen=True)
class Book:
    """All statements; those that are numbers by fact and by indicator; the names of indicators that are computed from none."""

    said: tuple[Said, ...]
    plain_names: tuple[str, ...]
    backwards: tuple[str, ...]
    facts: dict[Fact, list[Said]] = field(default_factory=dict)
    by_indicator: dict[str, list[Said]] = field(default_factory=dict)
    by_subject: dict[Subject, list[Said]] = field(default_factory=dict)
    by_word: dict[str, dict[tuple[str, ...], list[str]]] = field(default_factory=dict)
    lines: dict[int, list[Said]] = field(default_factory=dict)
    places: dict[str, list[Said]] = field(default_factory=dict)
    rows: dict[Row, list[Said]] = field(default_factory=dict)
    columns: dict[Column, list[Said]] = field(default_factory=dict)
    near: dict[Near, list[Said]] = field(default_factory=dict)
    patterns: dict[str, list[str]] = field(default_factory=dict)

    def named(self, patterns: Iterable[str]) -> Iterator[str]:
        """Give the names of indicators, computed from no others, that fit one of the patterns, in the order of the patterns."""
        given: set[str] = set()
        for pattern in patterns:
            for name in [pattern] if "*" not in pattern else self._fitting(pattern):
                if name in self.by_indicator and name not in given:
                    given.add(name)
                    yield name

    def at(self, name: str, place: str, teller: str, years: Iterable[int | None]) -> Iterator[Said]:
        """Give the numbers of one indicator, place and teller (or ``ANYBODY``) that touch one of the years (None: of no time), each once."""
        given: set[int] = set()
        for year in years:
            for one in self.near.get((name, place, teller, year), ()):
                if one.row not in given:
                    given.add(one.row)
                    yield one

    def _fitting(self, pattern: str) -> list[str]:
        """Names that begin, or end, as a pattern with one star at its end, or its beginning, says."""
        if pattern not in self.patterns:
            if pattern.endswith("*"):
                start = pattern[:-1]
                self.patterns[pattern] = _beginning(self.plain_names, start)
            else:
                end = pattern[1:][::-1]
                self.patterns[pattern] = [name[::-1] for name in _beginning(self.backwards, end)]
        return self.patterns[pattern]


def _beginning(names: Sequence[str], start: str) -> list[str]:
    """Of sorted names, those that begin so and go on."""
    return [name for name in names[bisect_left(names, start) : bisect_left(names, start + LAST)] if len(name) > len(start)]


def by(told: Iterable[Said], key: Callable[[Said], Key]) -> dict[Key, list[Said]]:
    """Give statements by a key, in their order."""
    groups: dict[Key, list[Said]] = {}
    for one in told:
        groups.setdefault(key(one), []).append(one)
    return groups


def open_book(said: Iterable[Said]) -> Book:
    """Put statements where rules find them."""
    every = tuple(said)
    names = tuple(sorted({one.indicator for one in every if not is_derived(one.indicator, one.unit)}))
    book = Book(every, names, tuple(sorted(name[::-1] for name in names)))
    for name in names:
        for word in dict.fromkeys(name.split("_")):
            book.by_word.setdefault(word, {}).setdefault(without(name, word), []).append(name)
    for one in every:
        _enter(book, one)
    return book


def _enter(book: Book, one: Said) -> None:
    book.facts.setdefault(fact(one), []).append(one)
    book.by_indicator.setdefault(one.indicator, []).append(one)
    book.by_subject.setdefault((one.indicator, one.place, one.teller), []).append(one)
    book.lines.setdefault(one.line, []).append(one)
    book.places.setdefault(one.place, []).append(one)
    if not one.loose:
        book.rows.setdefault((one.table, one.line, one.teller, one.place), []).append(one)
        book.columns.setdefault((one.table, one.indicator, one.start, one.end), []).append(one)
    for year in years_of(one) if one.value is not None and not one.is_base else ():
        book.near.setdefault((one.indicator, one.place, one.teller, year), []).append(one)
        book.near.setdefault((one.indicator, one.place, ANYBODY, year), []).append(one)


def piecemeal(told: Iterable[Said]) -> bool:
    """Whether statements of running text count acts that are told one lot at a time: two mentions are two lots."""
    return all(one.loose and one.unit in grammar()["piecemeal_units"] for one in told)


def without(name: str, word: str) -> tuple[str, ...]:
    """Give the other words of a name."""
    return tuple(part for part in name.split("_") if part != word)


def years_of(one: Said) -> Iterable[int | None]:
    """Give the years that a statement touches; None alone where it is of no time."""
    first, last = year_of(one.start), year_of(one.end)
    if first is None:
        return (last,)
    return range(first, max(first, last or first) + 1)


def year_of(day: int | None) -> int | None:
    """Give the year of a day."""
    return date.fromordinal(day).year if day else None


def period_es(one: Said) -> str:
    """Give a period as a reader says it: 2016; 2017-01 a 2017-06."""
    if one.start is None and one.end is None:
        return "ningún periodo"
    first = date.fromordinal(one.start) if one.start else None
    last = date.fromordinal(one.end) if one.end else None
    if first and last and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year} a {last.year}"
    return f"{first:%Y-%m} a {last:%Y-%m}" if first and last else f"desde {first:%Y-%m}" if first else f"hasta {last:%Y-%m}"
