"""The whole audit: every rule over a book of statements.

In: a CSV by the contract of ``intertrata audit``, or statements read already. Out: a ``Ledger``.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from intertrata.figures.audit import (
    concepts,
    growth,
    labels,
    lists,
    orders,
    outliers,
    parts,
    quotes,
    repeated,
    shares,
    spans,
    times,
    together,
)
from intertrata.figures.audit.book import open_book
from intertrata.figures.audit.ledger import Ledger
from intertrata.figures.audit.reading import Said, read

Step = Callable[[str, int, int | None], None]
RULES = (repeated, quotes, parts, spans, times, together, shares, growth, orders, concepts, lists, labels, outliers)


def audit_file(path: Path, progress: Step | None = None) -> Ledger:
    """Audit a file of statements.

    Args:
        progress: told what is done now, how much of it, and of how much.

    Raises:
        Problem: what ``reading.read`` raises.
    """
    with _no_collecting():
        return audit(read(path), progress)


def audit(said: Iterable[Said], progress: Step | None = None) -> Ledger:
    """Audit statements: every rule, in the order in which findings of the same statements are told."""
    book, ledger = open_book(said), Ledger()
    for done, rule in enumerate(RULES, start=1):
        rule.audit(book, ledger)
        if progress:
            progress("reglas", done, len(RULES))
    return ledger


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Nothing that an audit makes goes in circles: looking for circles among a million values would cost a quarter of its time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
