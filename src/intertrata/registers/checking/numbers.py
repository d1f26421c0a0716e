"""Numbers as institutions write them: ``1,234``, ``1 234``, ``1.234,50``, ``S/ 1'234,567.00``, ``25.0``.

In: text. Out: the exact number in canonical text, or the rule that it breaks. Peru writes thousands with a comma and
decimals with a point; the other way round is read where it can mean nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from intertrata.registers.checking.reading import Reading, Verdict, also_judged

CURRENCY = re.compile(r"^(?:S/\.?|PEN) ?|(?<=\d) (?:soles|PEN)$", re.IGNORECASE)
PLAIN = re.compile(r"[+-]?\d+(\.\d+)?")
THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:[,' ]\d{3})+(\.\d+)?")
THE_OTHER_WAY = re.compile(r"[+-]?(?:\d{1,3}(?:[. ]\d{3})+|\d+),\d+")
POINTS_ONLY = re.compile(r"[+-]?\d{1,3}(?:\.\d{3}){2,}")
SHORT = r"^[0-9]{1,15}$"


def read_integers(cells: pl.Series, low: int | None, high: int | None) -> Reading:
    """Read a column of whole numbers between ``low`` and ``high``; rules ``integer`` and ``range``."""
    fast = cells.set(~cells.str.contains(SHORT), None).cast(pl.Int64)
    for outside in ([fast < low] if low is not None else []) + ([fast > high] if high is not None else []):
        fast = fast.set(outside, None)
    return also_judged(fast.cast(pl.String), cells, lambda text: judge_integer(text, low, high))


def read_decimals(cells: pl.Series, low: int | None, high: int | None) -> Reading:
    """Read a column of exact decimals between ``low`` and ``high``; rules ``decimal`` and ``range``."""
    nothing = cells.clear(len(cells))
    return also_judged(nothing, cells, lambda text: judge_decimal(text, low, high))


def without_unit(cells: pl.Series, units: Sequence[str]) -> pl.Series:
    """Give the cells without the word that the institution writes after the number (``17 años``)."""
    if not units:
        return cells
    return cells.str.replace(rf"(?i)(\d)\s*(?:{'|'.join(re.escape(unit) for unit in units)})$", "${1}")


def judge_integer(text: str, low: int | None, high: int | None) -> Verdict:
    """Read one whole number."""
    number = _number(text)
    if number is None or number != number.to_integral_value():
        return Verdict(rule="integer", expected=_limits(low, high))
    return _within(number, low, high)


def judge_decimal(text: str, low: int | None, high: int | None) -> Verdict:
    """Read one exact decimal."""
    number = _number(CURRENCY.sub("", text))
    return Verdict(rule="decimal", expected=_limits(low, high)) if number is None else _within(number, low, high)


def _number(text: str) -> Decimal | None:
    if PLAIN.fullmatch(text):
        return Decimal(text)
    if THOUSANDS.fullmatch(text):
        return Decimal(re.sub("[,' ]", "", text))
    if THE_OTHER_WAY.fullmatch(text):
        return Decimal(re.sub("[. ]", "", text).replace(",", "."))
    if POINTS_ONLY.fullmatch(text):
        return Decimal(text.replace(".", ""))
    return None


def _within(number: Decimal, low: int | None, high: int | None) -> Verdict:
    if (low is not None and number < low) or (high is not None and number > high):
        return Verdict(rule="range", expected=_limits(low, high))
    plain = f"{number:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return Verdict("0" if plain in {"-0", "0"} else plain)


def _limits(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return ""
    return f"{'' if low is None else low}–{'' if high is None else high}"
