"""How exactly a statement speaks: its written digits and its words of caution, and whether two values or a result agree.

In: statements and results. Out: verdicts. Pure. A value claims half a unit of its last digit; «cerca de 31 mil» half a unit of its
last digit that is no zero; «más de» any value above.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from functools import cache

from intertrata.figures.audit.grammar import grammar
from intertrata.figures.audit.reading import Said
from intertrata.figures.audit.written import find

HALF = Decimal("0.5")
BEFORE = 24
SOLES = re.compile(r"\s*(?:s/\.?)?\s*$")
AFTER = 10
PERCENT_WORDS = ("por ciento", "porcentaje", "porcentual")


class Fit(Enum):
    """How a result fits a claim: within its digits, off by one in its last digit, or not."""

    YES = "yes"
    NEAR = "near"
    NO = "no"


class Hedge(Enum):
    """The words of caution of a statement."""

    NONE = ""
    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


NOTED = {
    "yes": Hedge.ABOUT, "average": Hedge.ABOUT, "about": Hedge.ABOUT, "lower_bound": Hedge.AT_LEAST, "more_than": Hedge.AT_LEAST,
    "at_least": Hedge.AT_LEAST, "min": Hedge.AT_LEAST, "upper_bound": Hedge.AT_MOST, "less_than": Hedge.AT_MOST,
    "at_most": Hedge.AT_MOST, "max": Hedge.AT_MOST, "mas_de": Hedge.AT_LEAST, "minimo": Hedge.AT_LEAST, "menos_de": Hedge.AT_MOST,
    "maximo": Hedge.AT_MOST,
}  # fmt: skip


def hedge(one: Said) -> Hedge:
    """Give the caution with which a value is told: noted in its columns, or in the words before it."""
    noted = one.notes.get("approx") or one.notes.get("aprox") or one.notes.get("bound") or one.notes.get("cota")
    if noted:
        return NOTED.get(noted, Hedge.ABOUT)
    words = " " + SOLES.sub("", before(one, BEFORE))
    return next((Hedge(kind) for kind in ("at_least", "at_most", "about") if words.endswith(_said(kind))), Hedge.NONE)


@cache
def _said(kind: str) -> tuple[str, ...]:
    return tuple(f" {words}" for words in grammar()["words"][kind])


def before(one: Said, length: int) -> str:
    """Give the words that stand before the number of a statement in its quote, in small letters; empty where it is not found."""
    found = find(one.value, one.verbatim)
    return one.verbatim[max(0, found.start - length) : found.start].lower() if found else ""


def around(one: Said, length: int) -> str:
    """Give the words before and right after the number of a statement, in small letters; empty where it is not found."""
    found = find(one.value, one.verbatim)
    if found is None:
        return ""
    return f" {one.verbatim[max(0, found.start - length) : found.start].lower()} … {one.verbatim[found.end : found.end + AFTER].lower()} "


def signed(one: Said) -> bool | None:
    """Tell whether a percentage is written as one, by its sign or in words; None where the quote does not write it."""
    found = find(one.value, one.verbatim)
    return None if found is None else found.percent or any(word in one.verbatim.lower() for word in PERCENT_WORDS)


def unit_of(one: Said) -> Decimal:
    """Give the size of the last digit that a value claims: of a cautious one, the last that is no zero."""
    assert one.value is not None
    if one.digits:
        return Decimal(1).scaleb(-one.digits)
    if hedge(one) is Hedge.NONE or one.value == 0:
        return Decimal(1)
    return Decimal(1).scaleb(_zeros(one.value))


def fit(claim: Said, computed: Decimal) -> Fit:
    """Tell how a result fits what was claimed of it."""
    assert claim.value is not None
    caution, off = hedge(claim), computed - claim.value
    if caution in {Hedge.AT_LEAST, Hedge.AT_MOST}:
        return Fit.YES if off == 0 or (off > 0) == (caution is Hedge.AT_LEAST) else Fit.NO
    unit = unit_of(claim)
    if abs(off) <= unit * HALF:
        return Fit.YES
    return Fit.NEAR if abs(off) < unit else Fit.NO


def is_cut(claim: Said, computed: Decimal) -> bool:
    """Tell whether a result that nearly fits was cut off at the last digit of its claim: 99.369 told as 99.36.

    Arithmetic proves that it is not rounded, not that it is wrong: to cut is a way of writing, and both digits say the same fact. What is
    off in its last digit upwards neither way of writing gives.
    """
    assert claim.value is not None
    return abs(computed) > abs(claim.value)


def agree(one: Said, other: Said) -> Fit:
    """Tell whether two statements of one fact can both be true: equal, rounded one from the other, or said with caution."""
    assert one.value is not None
    assert other.value is not None
    if one.value == other.value:
        return Fit.YES
    exact, coarse = sorted((one, other), key=lambda said: (hedge(said) is not Hedge.NONE, -said.digits))
    assert exact.value is not None
    if hedge(coarse) is Hedge.NONE and exact.digits == coarse.digits:
        return Fit.NO
    if hedge(coarse) is Hedge.NONE and exact.value == exact.value.to_integral_value():
        return Fit.NO
    return fit(coarse, exact.value)


def rounded(value: Decimal, claim: Said, more: int = 2) -> Decimal:
    """Give a result with a few more digits than the claim, to be shown beside it."""
    step = Decimal(1).scaleb(-max(claim.digits + more, 2))
    return value.quantize(step, rounding=ROUND_HALF_UP)


def _zeros(value: Decimal) -> int:
    digits = str(int(abs(value)))
    return len(digits) - len(digits.rstrip("0"))
