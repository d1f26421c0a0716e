"""Cells that a spreadsheet leaves alone: what comes from others may look like a formula, and Excel runs what looks like one.

In: a text. Out: the same, or with an apostrophe before it, which spreadsheets show as nothing and our reader takes off
(``registers.checking.cells``). For every CSV that leaves the house, whoever is to read it (OWASP, CSV Injection).
"""

from __future__ import annotations

import re

RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
"""What begins a formula, or hides that one begins; the apostrophe too, so that taking one off gives back what was there."""
NUMBER = re.compile(r"[+-]?[\d.]+")


def neutral(cell: str, *, numbers: bool = False) -> str:
    """Give the cell so that no spreadsheet runs it.

    Args:
        numbers: leave a number as it is, sign and all, in files that programs read as well; else it stays a text (``+51…`` keeps its sign).
    """
    return f"'{cell}" if cell.startswith(RUN) and not (numbers and NUMBER.fullmatch(cell)) else cell
