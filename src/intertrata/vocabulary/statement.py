"""Statements: who said what number, of what, for when, where and cut how, in which document and on which page.

In: a value as an exact decimal with the text as written, or the status that says why there is none. Out: frozen
``Statement`` values, and ``Total``: a sum over missing parts that says so and never takes missing for zero.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from decimal import Context, Decimal, Inexact
from functools import lru_cache, reduce

from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.periods import Period
from intertrata.vocabulary.territory import Place

# No digit of a sum is ever rounded away: it would rather raise.
EXACT = Context(prec=1_000, traps=[Inexact])
MISSING_KINDS = frozenset({"unknown", "left_out"})
WRITTEN = re.compile(r"[-−]?(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?:[ \u00a0\u202f]\d{3})+)(?:\.\d+)?", re.ASCII)


@dataclass(frozen=True)
class Concept:
    """What exactly was counted: compared before any two numbers are. Empty where the source does not say."""

    unit: str = ""
    stage: str = ""
    legal_basis: str = ""
    date_basis: str = ""
    place_basis: str = ""
    coverage: str = ""

    def differs(self, other: Concept) -> tuple[str, ...]:
        """Give the parts in which both say something and not the same."""
        both = ((part.name, getattr(self, part.name), getattr(other, part.name)) for part in fields(self))
        return tuple(name for name, mine, theirs in both if mine and theirs and mine != theirs)


@dataclass(frozen=True)
class Fact:
    """The fact asked for: the key under which statements of several sources stand side by side.

    ``place`` None is the whole country, unless ``jurisdiction`` names a geography that is no UBIGEO (a code of the list
    ``jurisdiction``, or ``15-provincias``). ``breakdown`` holds (dimension, category) pairs, sorted.
    """

    indicator: str
    period: Period
    unit: str
    place: Place | None = None
    jurisdiction: str = ""
    breakdown: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "breakdown", tuple(sorted(self.breakdown)))


@dataclass(frozen=True)
class Statement:
    """One number told by one source, or the status that says why there is none.

    ``value`` is exact; ``as_written`` is the source's text. Two times only: the fact's period, and ``vintage``, the day
    from which we held it. ``derived_from`` names the source that this one copies: a copy never confirms its source.

    Raises:
        Problem: ``statement_without_value`` or ``statement_with_value_and_missing``; ``code_unknown`` for a status.
    """

    fact: Fact
    value: Decimal | None
    source: str
    document: str
    vintage: date
    page: str = ""
    as_written: str = ""
    status: frozenset[str] = frozenset()
    concept: Concept = Concept()
    derived_from: str = ""

    def __post_init__(self) -> None:
        kinds = self.kinds
        if self.value is None and not kinds & (MISSING_KINDS | {"inside"}):
            raise Problem("statement_without_value", indicator=self.fact.indicator)
        if self.value is not None and kinds & MISSING_KINDS:
            raise Problem("statement_with_value_and_missing", indicator=self.fact.indicator, status=sorted(self.status))
        if self.value is not None and not self.value.is_finite():
            raise Problem("not_a_number", text=self.as_written or str(self.value))

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of its status codes: unknown, left_out, inside, flag; none of them is a plain value."""
        return _kinds_of(self.status)

    @property
    def cannot_exist(self) -> bool:
        """Whether it is left out of every sum (NA)."""
        return "left_out" in self.kinds


@dataclass(frozen=True)
class Total:
    """A sum of statements: what is known, of how many, and how many say nothing; ``missing``: how many of these for each reason."""

    known: Decimal
    n_known: int
    n_missing: int
    n_flagged: int = 0
    at_least: bool = False
    missing: tuple[tuple[str, int], ...] = ()

    @property
    def exact(self) -> bool:
        """Whether nothing is missing; a sum of nothing at all is not known either."""
        return self.n_missing == 0 and self.n_known > 0

    @property
    def es(self) -> str:
        """«312», «≥ 312 (41 de 236 sin dato)» or «sin dato (236 de 236)»."""
        missing = f"{self.n_missing} de {self.n_known + self.n_missing}"
        if self.n_known == 0:
            return f"sin dato ({missing})"
        if self.exact:
            return number_es(self.known)
        bound = "≥ " if self.at_least else ""
        return f"{bound}{number_es(self.known)} ({missing} sin dato)"


def total(statements: Iterable[Statement]) -> Total:
    """Add statements of one indicator and unit. Missing is never zero; what cannot exist is left out.

    «≥» holds because what is counted is never negative; where a known value is (a change of a budget), it is not said.

    Raises:
        Problem: ``total_of_different`` for two indicators, units or concepts; ``total_repeated`` for a fact told twice
            (two sources are two statements of one fact, not two parts).
    """
    parts = list(statements)
    _must_add(parts)
    counted = [part for part in parts if not part.cannot_exist]
    values = [part.value for part in counted if part.value is not None]
    flagged = sum("flag" in part.kinds for part in counted)
    at_least = len(values) < len(counted) and all(value >= 0 for value in values)
    reasons = Counter(code for part in counted if part.value is None for code in part.status)
    known = reduce(EXACT.add, values, Decimal(0))
    return Total(known, len(values), len(counted) - len(values), flagged, at_least, tuple(sorted(reasons.items())))


def exact(text: str) -> Decimal:
    """Give the decimal that a text writes: thousands by comma or blank, decimals by point, as official Peru does.

    Raises:
        Problem: ``not_a_number`` for anything that can be read in two ways or none («157,159,000.000.00»).
    """
    written = text.strip()
    if not WRITTEN.fullmatch(written):
        raise Problem("not_a_number", text=written)
    return Decimal(re.sub(r"[, \u00a0\u202f]", "", written).replace("−", "-"))


def number_es(value: Decimal) -> str:
    """Give a number as Peru writes it: «1,847» and «6,485,049.50»."""
    return f"{value:,f}"


@lru_cache(maxsize=1024)
def _kinds_of(status: frozenset[str]) -> frozenset[str]:
    known = code_list("statement_status")
    return frozenset(known[code].kind for code in status)


def _must_add(parts: list[Statement]) -> None:
    for name, found in (("el indicador", {part.fact.indicator for part in parts}), ("la unidad", {part.fact.unit for part in parts})):
        if len(found) > 1:
            raise Problem("total_of_different", what=f"{name} ({', '.join(sorted(found))})")
    for name in (part.name for part in fields(Concept)):
        said = {getattr(part.concept, name) for part in parts} - {""}
        if len(said) > 1:
            raise Problem("total_of_different", what=f"el concepto {name} ({', '.join(sorted(said))})")
    repeated = [fact.indicator for fact, times in Counter(part.fact for part in parts).items() if times > 1]
    if repeated:
        raise Problem("total_repeated", indicator=repeated[0])
