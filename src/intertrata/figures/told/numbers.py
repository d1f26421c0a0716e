"""One number and everything that was told of it: which statements it is made of, what others say, how it came to be what it is.

In: what is asked, rows side by side, events of the store. Out: a frozen ``Number``. Nothing is chosen for the reader: what contradicts
stands beside.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from intertrata.figures.told.arithmetic import Mismatch
from intertrata.figures.told.reading import Told
from intertrata.figures.told.rows import Cell, Row
from intertrata.figures.told.series import SourceLine, can_be_drawn, lines
from intertrata.figures.told.stored import Held
from intertrata.vocabulary.periods import ANY_TIME, Period, month, parse


@dataclass(frozen=True)
class NumberAsked:
    """Which number: of which row of the national tables ("" the country), of when (None: no time), cut how; of whom, where a report tells of several."""

    department: str = ""
    start: date | None = None
    end: date | None = None
    cell: Cell = ()
    institution: str = ""
    place: str = ""

    @property
    def period(self) -> Period:
        """The period asked for."""
        return Period(self.start, self.end) if self.start else ANY_TIME

    def key(self, indicator: str) -> str:
        """Give a digest of which number it is, the same however it was asked for."""
        said = [indicator, self.department, str(self.start), str(self.end), sorted(self.cell), self.institution, self.place]
        return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()

    @property
    def is_monthly(self) -> bool:
        """Whether it is a month."""
        return self.start is not None and self.period == month(self.start.year, self.start.month)

    def is_of(self, row: Row) -> bool:
        """Whether a row speaks of this number, of whomever."""
        return row.period == self.period and self.is_alike(row)

    def is_alike(self, row: Row) -> bool:
        """Whether a row speaks of the same, of whenever."""
        categories = tuple(pair for pair in row.cell if pair[0] != "institution")
        return categories == tuple(sorted(self.cell)) and (not self.place or row.parts[0].place_written == self.place)

    def told(self, one: Told) -> bool:
        """Whether a statement is this number or a part of it."""
        same = tuple(sorted(one.cell.items())) == tuple(sorted(self.cell)) and (not self.place or one.place_written == self.place)
        return same and one.institution == self.institution and self._holds(one.period)

    def within(self, period: str) -> bool:
        """Whether a period, as text, lies in the one asked for."""
        return self._holds(parse(period))

    def _holds(self, period: Period) -> bool:
        return period == self.period or (self.period != ANY_TIME and period != ANY_TIME and self.period.contains(period))


@dataclass(frozen=True)
class Number:
    """Everything told of one number.

    ``rows``: what each source, or each place of a report, says of it; ``others``: what the same reports say of other institutions; ``history``:
    every event that told it, the oldest first; ``wrong``: stated totals in it that their parts do not make; ``series``: what the same reports say
    of it in other periods, as lines to draw.
    """

    asked: NumberAsked
    rows: tuple[Row, ...]
    others: tuple[Row, ...]
    history: tuple[Held, ...]
    wrong: tuple[Mismatch, ...]
    series: tuple[SourceLine, ...] = ()


def number(asked: NumberAsked, rows: Iterable[Row], events: Sequence[Held], wrong: Iterable[Mismatch]) -> Number:
    """Put together what was told of one number."""
    alike = [row for row in rows if asked.is_alike(row)]
    about = [row for row in alike if asked.is_of(row)]
    mine = [row for row in about if row.parts[0].institution == asked.institution]
    history = tuple(one for one in events if one.told and asked.told(one.told))
    drawn = lines(row for row in alike if row.parts[0].gathered and row.parts[0].institution == asked.institution)
    others = tuple(row for row in about if row.parts[0].institution != asked.institution)
    return Number(asked, tuple(mine), others, history, tuple(wrong), tuple(drawn) if can_be_drawn(drawn) else ())
