"""Outliers: a value far from its own history, or from its peers.

In: a book. Out: findings ``outlier``, always likely. Robust: the logarithm of a value against the median of the others and their median
distance from it; a value must be many times every other value as well, since counts of places and institutions are uneven by nature.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import log10
from statistics import median

from intertrata.figures.audit.book import Book, by, period_es
from intertrata.figures.audit.grammar import is_derived
from intertrata.figures.audit.ledger import Ledger, number, shown
from intertrata.figures.audit.reading import Said

FEWEST = 5
SPREADS = 5.0
STEADY = 0.1
HISTORY = 0.7
PEERS = 1.3


def audit(book: Book, ledger: Ledger) -> None:
    """Look at every series, then at every column of peers."""
    counted = [
        one for one in book.said
        if one.value is not None and one.value > 0 and not is_derived(one.indicator, one.unit) and not one.is_base and one.teller + one.place
    ]  # fmt: skip
    for told in by(counted, lambda one: (one.indicator, one.teller, one.source, one.place, one.cats, one.unit, _length(one))).values():
        _look(list(by(told, lambda one: (one.start, one.end)).values()), HISTORY, "su propia historia", ledger)
    for told in by(
        counted, lambda one: (one.indicator, one.start, one.end, one.unit, bool(one.place), one.cats if one.place else ())
    ).values():
        _look(list(by(told, lambda one: (one.teller, one.place)).values()), PEERS, "los demás", ledger)


def _look(series: Sequence[list[Said]], far: float, against: str, ledger: Ledger) -> None:
    """Of values told by time or by peer: those that lie as far out as ``far`` tens, and many times the usual distance."""
    if len(series) < FEWEST:
        return
    firsts = [told[0] for told in series]
    logs = [log10(float(one.value or 1)) for one in firsts]
    ordered = sorted(logs)
    middle = median(logs)
    spread = max(median(abs(value - middle) for value in logs) * 1.4826, STEADY)
    for one, value in zip(firsts, logs, strict=True):
        if abs(value - middle) < far or abs(value - middle) / spread < SPREADS - (far == PEERS) * 2:
            continue
        nearest = min(abs(value - other) for other in (ordered[-2], ordered[1]) if other != value or ordered.count(value) > 1)
        if nearest >= far * (1 if far == PEERS else 0.6):
            usual = sorted(one.value or Decimal(0) for one in firsts)[len(firsts) // 2]
            ledger.broken(
                "outlier", "unexplained", [one], claimed=f"{shown(one)} ({period_es(one)})", computed=f"lo usual en {against} es {number(usual)}", sure=False
            )  # fmt: skip


def _length(one: Said) -> int:
    """Months and years are two series."""
    return round(((one.end or 0) - (one.start or 0)) / 30) if one.start and one.end else 0
