"""The challenges (retos) that a report closes with, made anew: what each sentence claims, what follows from the report's own statements.

In: sentences, claims and formulas as data (``editions/*/retos.toml``) and gathered statements. Out: frozen ``Judged`` values with the statements
of every formula. A claim that rests on missing parts says of how many.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

from intertrata.figures.told.cuadros import COUNTRY, Choice, choice_of, stands_to
from intertrata.figures.told.reading import Told
from intertrata.figures.told.rows import plain
from intertrata.vocabulary.statement import EXACT, number_es

WHOLE: Mapping[str, Any] = {"at": "text", "institution": "", "place": COUNTRY, "dimension": {}}
CENT = Decimal("0.01")
YEAR = "year"


@dataclass(frozen=True)
class Formula:
    """How a number follows from statements: ``kind`` is sum, count, ratio or change; ``top`` and ``base`` are the statements asked for."""

    kind: str
    top: tuple[Choice, ...]
    base: tuple[Choice, ...] = ()
    times: int = 1
    among: frozenset[str] = frozenset()
    name: str = ""


@dataclass(frozen=True)
class Claim:
    """One claim of a sentence: the statement it tells, the formula; ``fits``: another formula that may give what is printed; ``ruled``: the verdict
    where a person ruled that it is none of arithmetic."""

    name: str
    printed: Choice
    formula: Formula
    fits: Formula | None
    note: str
    ruled: str


@dataclass(frozen=True)
class Reto:
    """One challenge as printed, with its lines and claims; one without a number has none."""

    code: str
    text: str
    printed_at: tuple[int, int]
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class Result:
    """What a formula gives: the value, from which statements, of how many nothing is known."""

    value: Decimal | None
    told: tuple[Told, ...]

    @property
    def missing(self) -> int:
        """How many of its statements say nothing."""
        return sum(one.statement.value is None for one in self.told)

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the report where its statements stand."""
        return tuple(sorted({one.statement.page for one in self.told}, key=lambda page: (len(page), page)))


@dataclass(frozen=True)
class Judged:
    """A claim and what follows: the printed value, the right one as text, the verdict; ``fits`` where another formula gives what is printed."""

    claim: Claim
    printed: Told | None
    result: Result
    right: str
    verdict: str | None
    fits: str

    def as_json(self) -> dict[str, Any]:
        """The claim as plain values."""
        value = self.printed.statement.value if self.printed else None
        return {
            "name": self.claim.name, "printed": None if value is None else plain(value), "right": self.right or None, "verdict": self.verdict,
            "formula": self.claim.formula.kind, "statements": [one.number for one in self.result.told], "lines": list(self.result.lines),
            "missing": self.result.missing, "fits": self.fits or None, "note": self.claim.note or None,
        }  # fmt: skip


@cache
def retos(folder: Path) -> tuple[Reto, ...]:
    """Give the challenges of an edition, in the order of the report; an edition without any has none."""
    path = folder / "retos.toml"
    told = tomllib.loads(path.read_text(encoding="utf-8"))["reto"] if path.exists() else []
    return tuple(Reto(one["code"], one["text"], (*one["lines"],), tuple(_claim(each) for each in one.get("claim", ()))) for one in told)


def judge(claim: Claim, told: Sequence[Told]) -> Judged:
    """Make a claim anew from the statements of its report."""
    printed = next((one for one in told if claim.printed.fits(one)), None)
    result, value = reckoned(claim.formula, told), printed.statement.value if printed else None
    if value is None or result.value is None:
        return Judged(claim, printed, result, "" if result.value is None else number_es(_short(result.value)), None, "")
    right, verdict = stands_to(value, result.value, exact=claim.formula.kind in {"sum", "count"})
    if verdict == "arithmetic" and _rounds(result.value, value):
        verdict = "rounding"
    other = reckoned(claim.fits, told).value if claim.fits and verdict != "equal" else None
    fits = claim.fits.name if claim.fits and other is not None and stands_to(value, other, exact=False)[1] != "arithmetic" else ""
    ruled = claim.ruled if verdict != "equal" and claim.ruled else "coverage" if fits else verdict
    text = str(right) if printed and printed.statement.fact.unit == YEAR else number_es(_short(right))
    return Judged(claim, printed, result, text, ruled, fits)


def reckoned(formula: Formula, told: Sequence[Told]) -> Result:
    """Give what a formula gives; None where nothing it needs is known, or its base is 0."""
    top, base = (_chosen(choices, told) for choices in (formula.top, formula.base))
    used = tuple(one for group in (*top, *base) for one in group)
    if formula.kind == "count":
        known = [{one.institution for one in group if one.statement.value is not None} for group in top]
        both = frozenset.intersection(*map(frozenset, known))
        counted = both & formula.among if formula.among else both
        return Result(Decimal(len(counted)) if used else None, tuple(one for one in used if one.institution in (formula.among or both)))
    added, under = _added(top), _added(base)
    if formula.kind == "sum" or added is None:
        return Result(added, used)
    if not under:
        return Result(None, used)
    value = added / under * formula.times
    return Result(value if formula.kind == "ratio" else (1 - value) * 100, used)


def _chosen(choices: Iterable[Choice], told: Sequence[Told]) -> list[list[Told]]:
    return [[one for one in told if choice.fits(one)] for choice in choices]


def _added(groups: Sequence[Sequence[Told]]) -> Decimal | None:
    values = [one.statement.value for group in groups for one in group if one.statement.value is not None]
    added = Decimal(0)
    for value in values:
        added = EXACT.add(added, value)
    return added if values else None


def _rounds(exact: Decimal, printed: Decimal) -> bool:
    """Whether what is printed is the value with fewer digits: 50 for 48.6."""
    unit = Decimal(1).scaleb(int(printed.normalize().as_tuple().exponent))
    return printed != 0 and exact.quantize(unit, ROUND_HALF_UP) == printed


def _short(value: Decimal) -> Decimal:
    """A value as it is shown: not more than two decimals where it is not smaller than that."""
    return value if value == value.to_integral_value() or abs(value) < 1 else value.quantize(CENT, ROUND_HALF_UP)


def _claim(told: Mapping[str, Any]) -> Claim:
    fits = _formula(told["fits"]) if "fits" in told else None
    return Claim(told["name"], choice_of({**WHOLE, **told["printed"]}), _formula(told), fits, told.get("note", ""), told.get("is", ""))


def _formula(told: Mapping[str, Any]) -> Formula:
    kind = next(kind for kind in ("sum", "count", "ratio", "change") if kind in told)
    asked, name = told[kind], told.get("name", "")
    if kind in {"sum", "count"}:
        return Formula(kind, _choices(asked), among=frozenset(told.get("among", ())), name=name)
    top, base = ("top", "base") if kind == "ratio" else ("from", "to")
    return Formula(kind, _choices(asked[top]), _choices(asked[base]), asked.get("times", 1), name=name)


def _choices(several: Iterable[Mapping[str, Any]]) -> tuple[Choice, ...]:
    return tuple(choice_of({**WHOLE, **one}) for one in several)
