"""Outliers: a value far from its own history, or from its peers.

In: a book. Out: findings ``outlier``, always likely. Robust: the logarithm of a value against the median of the others and their median
distance from it; a value must be many times every other value as well, since counts of places and institutions are uneven by nature, and
no small count, since those jump by chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log10
from statistics import median

from intertrata.figures.audit.book import Book, by, period_es
from intertrata.figures.audit.grammar import is_derived
from intertrata.figures.audit.ledger import Ledger, number, shown
from intertrata.figures.audit.reading import Said

FEWEST = 5
STEADY = 0.1
NORMAL = 1.4826
LARGE = 20


@dataclass(frozen=True)
class Far:
    """When a value is far out: in tens (logarithms) from the middle and from the next value, and in usual distances."""

    away: float
    alone: float
    spreads: float
    only_above: bool
    against: str


HISTORY = Far(away=0.7, alone=0.42, spreads=5.0, only_above=False, against="su propia historia")
PEERS = Far(away=1.3, alone=1.3, spreads=3.0, only_above=True, against="los demás")


def audit(book: Book, ledger: Ledger) -> None:
    """Look at every series, then at every column of peers."""
    counted = [
        one for one in book.said
        if one.value is not None and one.value > 0 and not is_derived(one.indicator, one.unit) and not one.is_base and one.teller + one.place
    ]  # fmt: skip
    for told in by(counted, lambda one: (one.indicator, one.teller, one.source, one.place, one.cats, one.unit, _length(one))).values():
        _look(list(by(told, lambda one: (one.start, one.end)).values()), HISTORY, ledger)
    for told in by(
        counted, lambda one: (one.indicator, one.start, one.end, one.unit, bool(one.place), one.cats if one.place else ())
    ).values():
        _look(list(by(told, lambda one: (one.teller, one.place)).values()), PEERS, ledger)


def _look(series: Sequence[list[Said]], far: Far, ledger: Ledger) -> None:
    """Of values told by time or by peer, those that are far out."""
    if len(series) < FEWEST:
        return
    firsts = [told[0] for told in series]
    logs = [log10(float(one.value or 1)) for one in firsts]
    middle, ordered = median(logs), sorted(logs)
    spread = max(median(abs(value - middle) for value in logs) * NORMAL, STEADY)
    usual = sorted(one.value or Decimal(0) for one in firsts)[len(firsts) // 2]
    for one, value in zip(firsts, logs, strict=True):
        above = value > middle
        next_to_it = abs(value - (ordered[-2] if above else ordered[1]))
        apart = abs(value - middle) >= max(far.away, far.spreads * spread) and next_to_it >= far.alone
        if apart and (above or not far.only_above) and max(one.value or 0, usual) >= LARGE:
            told = f"lo usual en {far.against} es {number(usual)}"
            ledger.broken("outlier", "unexplained", [one], claimed=f"{shown(one)} ({period_es(one)})", computed=told, sure=False)


def _length(one: Said) -> int:
    """Months and years are two series."""
    return round(((one.end or 0) - (one.start or 0)) / 30) if one.start and one.end else 0
