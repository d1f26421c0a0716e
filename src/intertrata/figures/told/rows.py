"""The row of a told figure: what one source says of one fact, and why it differs from another.

In: a sum of statements and what it is about. Out: frozen ``Row`` values and their JSON (COMMANDS.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from intertrata.figures.told import verdicts
from intertrata.figures.told.reading import Told
from intertrata.vocabulary.periods import ANY_TIME, Period
from intertrata.vocabulary.statement import Total, total

Cell = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Row:
    """What one source says of one fact: a sum of its parts, how many it knows, why it says nothing, and why it differs from another.

    ``parts``: the statements it is the sum of, those that the source did not make included.
    """

    indicator: str
    department: str | None
    period: Period
    cell: Cell
    source: str
    total: Total
    status: tuple[str, ...]
    document: str
    page: str
    vintage: date
    reasons: tuple[str, ...]
    claim: verdicts.Claim
    parts: tuple[Told, ...] = field(default=(), repr=False)

    @property
    def verdict(self) -> str | None:
        """The proposed verdict: the first of its reasons; None where there is nothing to compare with."""
        return next(iter(self.reasons), None)

    @property
    def es(self) -> str:
        """The sum in Spanish; where a document gathered that there is no value, its reason: «sin dato (SPE)»."""
        return self.total.es if self.total.n_known or not self.parts[0].gathered else f"sin dato ({', '.join(self.status)})"

    @property
    def order(self) -> tuple[Any, ...]:
        """By what rows are put side by side: those that agree in all but the source speak of one fact."""
        return (self.department or "", *self.period.days, self.cell, self.source)

    def as_json(self) -> dict[str, Any]:
        """The object of ``intertrata statements --json`` (COMMANDS.md); ``text`` says the sum in Spanish."""
        known, first = self.total.known, self.parts[0]
        return {
            "indicator": self.indicator,
            "territory": self.department,
            "period_start": None if self.period == ANY_TIME else self.period.start.isoformat(),
            "period_end": self.period.end.isoformat() if self.period.end and self.period != ANY_TIME else None,
            "breakdown": dict(self.cell),
            "source": self.source,
            "value": None if not self.total.n_known else plain(known),
            "status": list(self.status),
            "verdict": self.verdict,
            "reasons": list(self.reasons),
            "document": self.document,
            "page": self.page,
            "articles": sorted({one.article for one in self.parts if one.article}),
            "vintage": self.vintage.isoformat(),
            "n_known": self.total.n_known,
            "n_missing": self.total.n_missing,
            "missing": dict(self.total.missing),
            "text": self.es,
            "institution": first.institution,
            "system": first.system,
            "place": first.place_written,
            "table": first.at,
            "quote": first.quote,
            "notes": dict(first.notes),
        }


def row(period: Period, cell: Cell, parts: Sequence[Told]) -> Row:
    """Give the row that these statements of one source make, with no verdict yet."""
    statements = [one.statement for one in parts]
    first, added = statements[0], total(statements)
    made = [one for one in statements if one.document]
    missing_codes = {code for one in statements if one.value is None for code in one.status}
    flags = {code for one in statements if one.value is not None for code in one.status}
    vintage = max(one.vintage for one in made or statements)
    return Row(
        first.fact.indicator,
        parts[0].department,
        period,
        cell,
        first.source,
        added,
        tuple(sorted(flags if added.n_known else missing_codes)),
        "; ".join(sorted({one.document for one in made})),
        ", ".join(sorted({one.page for one in made}, key=lambda page: (len(page), page))),
        vintage,
        (),
        verdicts.Claim(first.source, added, first.concept, vintage, first.derived_from),
        tuple(parts),
    )


def cell_of_row(one: Told, dims: Sequence[str], always: Mapping[str, str]) -> Cell:
    """The categories of a row: the breakdown, and what every statement has where it is asked for."""
    return tuple(sorted([*one.cell.items(), *((name, value) for name, value in always.items() if name in dims)]))


def plain(value: Decimal) -> int | float:
    """Give a number as JSON writes it."""
    return int(value) if value == int(value) else float(value)
