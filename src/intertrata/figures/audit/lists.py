"""Counts of a list: «7 regiones: A, B, C» against the names that follow.

In: a book. Out: findings ``list_count`` and what holds. Only a list that closes within its quote is counted: in brackets, or up to a full
stop; where the quote ends, only with «y» before its last name; names begin with a capital.
"""

from __future__ import annotations

import re
from decimal import Decimal

from intertrata.figures.audit.book import Book
from intertrata.figures.audit.grammar import grammar
from intertrata.figures.audit.ledger import Ledger, shown
from intertrata.figures.audit.reading import Said
from intertrata.figures.audit.written import numbers, worded

NAME = r"[A-ZÁÉÍÓÚÑ][\w.ÁÉÍÓÚÑáéíóúñ-]*(?:\s(?:de|del|la|las|los|el|d[ae]|–|-)?\s?[A-ZÁÉÍÓÚÑ][\w.-]*|\s(?:de|del)\s(?:la\s|los\s|las\s)?[A-ZÁÉÍÓÚÑ]\w*)*"
OPENS = re.compile(r"(?:\s+[a-záéíóúñ]+){1,5}\s*(?P<sign>\(|:)\s*", re.ASCII | re.IGNORECASE)
LIST = re.compile(rf"(?P<names>{NAME}(?:,\s+{NAME})*(?P<last>,?\s+(?:y|e)\s+{NAME})?)(?P<close>\)|\.|;|$)")
SPLIT = re.compile(r",\s+(?:y\s+|e\s+)?|\s+(?:y|e)\s+")
FEWEST = 2


def audit(book: Book, ledger: Ledger) -> None:
    """Look at every quote that counts a list."""
    for one in book.said:
        if one.value is not None and FEWEST <= one.value <= 50 and ("(" in one.verbatim or ":" in one.verbatim):
            names = names_after(one)
            if len(names) >= FEWEST:
                _compare(one, names, ledger)


def names_after(one: Said) -> list[str]:
    """Give the names of the list that follows the number of a statement; empty where none does, or where it does not close."""
    for end in _ends(one):
        opens = OPENS.match(one.verbatim, end)
        found = LIST.match(one.verbatim, opens.end()) if opens else None
        if opens and found and (opens["sign"] == "(") == (found["close"] == ")") and (found["last"] or found["close"]):
            return [name for name in SPLIT.split(found["names"]) if name]
    return []


def _ends(one: Said) -> list[int]:
    """Where the number of a statement ends in its quote, written in figures or in words."""
    figures = [found.end for found in numbers(one.verbatim) if one.value in found.readings]
    return figures + [end for value, end in worded(one.verbatim) if value == one.value]


def _compare(one: Said, names: list[str], ledger: Ledger) -> None:
    if Decimal(len(names)) == one.value:
        ledger.holds([one], f"{shown(one)}: {', '.join(names)}")
    elif not any(word in one.verbatim.lower() for word in grammar()["words"]["not_all"]):
        ledger.broken("list_count", "transcription", [one], claimed=shown(one), computed=f"{len(names)} ({', '.join(names)})", sure=True)
