"""Percentages, rates and «one of each N»: whether they follow from any base that the statements offer.

In: a book. Out: findings ``percentage``, ``rounding``, ``ratio``, ``concept`` and what holds. Bases, best first: those that the name of
the indicator declares; a category of a whole; the share of a table's total; two numbers of one row; the numbers of the passage. One
base that fits is enough. Where rows of the numerator have no denominator, a total that fits all the same compares unlike things.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from intertrata.figures.audit import bases
from intertrata.figures.audit.bases import Pair
from intertrata.figures.audit.book import Book
from intertrata.figures.audit.grammar import category_share, growth, one_in, shares
from intertrata.figures.audit.ledger import Ledger, number, shown
from intertrata.figures.audit.precision import Fit, fit, rounded, signed
from intertrata.figures.audit.reading import Said

PERCENT = frozenset({"percent", "percentage", "%"})
SHOWN = 6


@dataclass(frozen=True)
class Claim:
    """A share that is told, and how a pair of numbers makes it: so many of each, or one of so many."""

    said: Said
    each: int
    inverse: bool = False

    def of(self, pair: Pair) -> Decimal:
        """Give what a pair makes."""
        part, whole = (pair.whole, pair.part) if self.inverse else (pair.part, pair.whole)
        return part / whole * self.each

    def told(self, pair: Pair) -> str:
        """Give the computation as a reader writes it."""
        part, whole = (pair.whole, pair.part) if self.inverse else (pair.part, pair.whole)
        value = number(rounded(self.of(pair), self.said))
        return f"{number(part)} / {number(whole)} = {value}{'%' if self.said.unit in PERCENT else ''}"


def audit(book: Book, ledger: Ledger) -> None:
    """Look at every share."""
    for said in book.said:
        if said.value is None or said.is_base or growth(said.indicator):
            continue
        if one_in(said.indicator):
            _settle(Claim(said, 1, inverse=True), list(_of_one_in(book, said)), book, ledger)
        elif said.unit in PERCENT or shares(said.indicator) or category_share(said.indicator):
            _sign(said, ledger)
            each = next((formula.each for formula in shares(said.indicator)), 100)
            category = category_share(said.indicator)
            _settle(Claim(said, category[2] if category and said.unit not in PERCENT else each), list(_of_share(book, said)), book, ledger)


def _of_share(book: Book, said: Said) -> Iterator[Pair]:
    for formula in shares(said.indicator):
        yield from bases.named(book, said, formula.numerator, formula.denominator)
    category = category_share(said.indicator)
    if category:
        yield from bases.of_category(book, said, category[0], category[1])
    yield from bases.of_total(book, said)
    yield from bases.of_row(book, said)
    yield from bases.of_sentence(book, said)
    if "_share" in said.indicator and said.place:
        yield from bases.of_place(book, said)


def _of_one_in(book: Book, said: Said) -> Iterator[Pair]:
    for formula in one_in(said.indicator):
        found = list(bases.named(book, said, formula.numerator, formula.denominator))
        yield from found or bases.passage(book, said, formula.numerator)


def _settle(claim: Claim, pairs: Sequence[Pair], book: Book, ledger: Ledger) -> None:
    """One base that fits is enough; else one that fits but for its rounding; else the best base says what follows."""
    said = claim.said
    tried = sorted((pair for pair in pairs if pair.whole and pair.part), key=lambda pair: (pair.rank, pair.away(said)))
    fits = [(fit(said, claim.of(pair)), pair) for pair in tried]
    for wanted in (Fit.YES, Fit.NEAR):
        pair = next((pair for found, pair in fits if found is wanted and (wanted is Fit.YES or pair.rank <= bases.SURE)), None)
        if pair and wanted is Fit.YES:
            _holds(claim, pair, book, ledger)
            return
        if pair:
            ledger.broken("rounding", "rounding", [said, *pair.said], claimed=shown(said), computed=claim.told(pair), sure=True)
            return
    best = [pair for _, pair in fits if pair.rank == min(other.rank for other in tried)]
    if best and (best[0].rank <= bases.SURE or len({pair.part / pair.whole for pair in best}) <= bases.FEW * best[0].rank):
        computed = "; ".join(dict.fromkeys(claim.told(pair) for pair in best[:3]))
        kind = "ratio" if claim.inverse or said.unit not in PERCENT else "percentage"
        told = [said, *dict.fromkeys(one for pair in best[:3] for one in pair.said)]
        ledger.broken(kind, "arithmetic", told, claimed=_claimed(claim), computed=computed, sure=best[0].rank <= bases.SURE)


def _holds(claim: Claim, pair: Pair, book: Book, ledger: Ledger) -> None:
    """A share that fits; unless it is one of totals whose numerator counts rows that have no denominator."""
    unlike = bases.unlike_rows(book, pair)
    if not unlike:
        ledger.holds([claim.said, *pair.said], f"{shown(claim.said)}: {claim.told(pair)}")
        return
    named = ", ".join(f"{one.institution} ({shown(one)})" for one in unlike[:SHOWN])
    ledger.broken(
        "concept", "coverage", [claim.said, *pair.said, *unlike], claimed=f"{shown(claim.said)} ({claim.told(pair)})",
        computed=f"el numerador suma a quienes no tienen denominador: {named}", sure=True,
    )  # fmt: skip


def _sign(said: Said, ledger: Ledger) -> None:
    """A percentage that running text writes without its sign says a share a hundred times larger."""
    assert said.value is not None
    if said.unit in PERCENT and said.loose and 0 < said.value < 1 and signed(said) is False:
        ledger.broken(
            "percentage", "unit", [said], claimed=number(said.value), computed=f"{number(said.value)}%", sure=True, sentence="percentage_sign"
        )  # fmt: skip


def _claimed(claim: Claim) -> str:
    return (
        f"1 de cada {shown(claim.said)}"
        if claim.inverse
        else shown(claim.said)
        if claim.said.unit in PERCENT
        else f"{shown(claim.said)} de cada {claim.each}"
    )
