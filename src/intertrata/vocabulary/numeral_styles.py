"""Every number that digits with their separators may write: Peru's official style, the one with apostrophe, the international one.

In: a numeral («11’000,035.00», «8 231.751»). Out: each value it may write, none where it is no number («157,159,000.000.00»). Who reads
asks where there are several.

Peru writes thousands by comma or blank and decimals by point (as ``statement.exact``, and the tables of the report, do), and millions
by apostrophe. Therefore a comma before exactly three digits is read as thousands («12,345» is 12345), where no other sign speaks for
the decimal comma. A point before exactly three digits may be decimals (as officially) or thousands (as many write): both are given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

APOSTROPHES = "'’‘´`"
BLANKS = " \u00a0\u202f"
NUMERAL = re.compile(rf"[0-9]+(?:[.,{APOSTROPHES}{BLANKS}][0-9]+)*")
MOST_DIGITS = 100
"""Longer is no number of a document, and stays far below what sums hold exactly."""
DECIMAL_MARKS = (".", ",")
MIXED = {frozenset({" ", "."}), frozenset({" ", ","})}
"""Signs that together still separate thousands: a blank beside another sign is often the printer's."""
PLAIN = re.compile(rf"[{APOSTROPHES}]"), re.compile(rf"[{BLANKS}]")


def values(numeral: str, *, thousands_by_comma: bool = True) -> tuple[Decimal, ...]:
    """Give every value that the numeral may write, whole ones first.

    Args:
        numeral: what ``NUMERAL`` finds.
        thousands_by_comma: whether a comma before three digits is surely thousands; not so of a percentage («12,345 %»).
    """
    if len(numeral) > MOST_DIGITS:
        return ()
    written = PLAIN[1].sub(" ", PLAIN[0].sub("’", numeral))
    groups, marks = re.split(r"[.,’ ]", written), re.findall(r"[.,’ ]", written)
    found: list[Decimal] = []
    if _grouped(groups, marks):
        found.append(Decimal("".join(groups)))
    surely = bool(found) and thousands_by_comma and set(marks) <= {",", "’"}
    if marks and marks[-1] in DECIMAL_MARKS and marks[-1] not in marks[:-1] and not surely and _grouped(groups[:-1], marks[:-1]):
        found.append(Decimal(f"{''.join(groups[:-1])}.{groups[-1]}"))
    return tuple(found)


def _grouped(groups: Sequence[str], marks: Sequence[str]) -> bool:
    """Whether the groups are thousands: one to three digits, then threes, parted in one known way."""
    if not marks:
        return True
    threes = all(len(group) == 3 for group in groups[1:])
    return threes and 1 <= len(groups[0]) <= 3 and not groups[0].startswith("0") and _parted(marks)


def _parted(marks: Sequence[str]) -> bool:
    """One sign throughout; an apostrophe at the millions among others; a blank beside a last point or comma."""
    others = [mark for mark in marks if mark != "’"]
    if len(others) < len(marks) and others:
        return len(set(others)) == 1 and len(others) == len(marks) - 1 and marks[-2] == "’"
    mixed = set(marks[:-1]) == {" "} and frozenset(marks) in MIXED
    return len(set(marks)) == 1 or mixed
