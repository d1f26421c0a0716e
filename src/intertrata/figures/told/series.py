"""A told series as it can be drawn: what each source says period after period, where it says nothing, where it begins anew.

In: rows side by side, those of one place and one breakdown. Out: frozen ``SourceLine`` values. A gap is no zero and no line crosses it; what a source
counts otherwise than before is not joined to before; where one says two values of one period none is chosen and none is joined.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import groupby

from intertrata.figures.told.breaks import BREAK, turning
from intertrata.figures.told.rows import Row
from intertrata.vocabulary.periods import ANY_TIME, Period

OTHER_DEFINITION = "DEF"
LOWER_BOUND = ("approx", "lower_bound")  # how a document tells «más de 300» (qualifiers.csv)


@dataclass(frozen=True)
class Turn:
    """Why a series begins anew: other articles of the law, another concept (unit, stage…), another definition, or just that its source says so."""

    kind: str
    before: tuple[str, ...] = ()
    now: tuple[str, ...] = ()


@dataclass(frozen=True)
class Point:
    """What is said of one period: a value, at least which where parts are missing or its document says so, or None: a gap.

    ``joined``: whether a line leads here from the point before; ``turns``: why this is another series than before.
    """

    period: Period
    value: Decimal | None
    at_least: bool
    joined: bool
    turns: tuple[Turn, ...] = ()


@dataclass(frozen=True)
class SourceLine:
    """What one source says, in order; ``of``: the institution and system whose figure it is and the place in the document, where one gathers several."""

    source: str
    of: tuple[str, ...]
    points: tuple[Point, ...]

    @property
    def known(self) -> int:
        """Of how many periods it says a value."""
        return len({one.period for one in self.points if one.value is not None})


def lines(rows: Iterable[Row]) -> list[SourceLine]:
    """Give the lines of the rows, in the order of sources; what is of no time, or still runs, stands on no line."""
    dated = sorted((one for one in rows if one.period != ANY_TIME and one.period.end), key=lambda one: (_of(one), one.period.days))
    return [SourceLine(source, of, tuple(_points(list(series)))) for (source, of), series in groupby(dated, key=_of)]


def can_be_drawn(found: Sequence[SourceLine]) -> bool:
    """Whether there is a course to see: one line at least that knows two periods."""
    return any(one.known > 1 for one in found)


def _of(one: Row) -> tuple[str, tuple[str, ...]]:
    first = one.parts[0]
    return one.source, tuple(text for text in (first.institution, first.system, first.at) if text) if first.gathered else ()


def _points(series: list[Row]) -> Iterator[Point]:
    values: dict[Period, set[Decimal]] = {}
    for one in series:
        values.setdefault(one.period, set()).update(_value(one))
    before: Row | None = None
    drawn: set[tuple[Period, Decimal | None]] = set()
    for one, articles in turning(series):
        value = next(iter(_value(one)), None)
        if (one.period, value) in drawn or (value is None and values[one.period]):
            continue  # another place of the document says the same, or says nothing where this one speaks
        drawn.add((one.period, value))
        if value is None:
            yield Point(one.period, None, at_least=False, joined=False)
            continue
        turns = () if before is None else tuple(_turns(before, one, articles))
        alone = before is not None and len(values[one.period]) == len(values[before.period]) == 1 and _follows(before.period, one.period)
        yield Point(one.period, value, _at_least(one), alone and not turns, turns)
        before = one


def _value(one: Row) -> list[Decimal]:
    """The value to draw, if there is one: nothing known is no zero, and a sum over missing parts that may be negative is no bound of anything."""
    return [one.total.known] if one.total.n_known and (one.total.exact or one.total.at_least) else []


def _at_least(one: Row) -> bool:
    name, bound = LOWER_BOUND
    return one.total.at_least or any(part.notes.get(name) == bound for part in one.parts)


def _turns(before: Row, one: Row, articles: frozenset[str]) -> Iterator[Turn]:
    if articles:
        yield Turn("article", tuple(sorted(articles)), tuple(sorted({part.article for part in one.parts if part.article})))
    elif BREAK in one.status:
        yield Turn("stated")
    if OTHER_DEFINITION in one.status:
        yield Turn("definition")
    mine, theirs = one.claim.concept, before.claim.concept
    for name in theirs.differs(mine):
        yield Turn(name, (getattr(theirs, name),), (getattr(mine, name),))


def _follows(before: Period, one: Period) -> bool:
    """Whether one period begins the day after the other ends and is as long: months after months, years after years."""
    return before.days[1] + timedelta(days=1) == one.start and _length(before) == _length(one)


def _length(period: Period) -> int:
    """In months; a part of a month counts as one."""
    start, end = period.days
    return 12 * (end.year - start.year) + end.month - start.month + 1
