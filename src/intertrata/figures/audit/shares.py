"""Percentages, rates and «one of each N»: whether they follow from any base that the statements offer.

In: a book. Out: findings ``percentage``, ``rounding``, ``ratio``, ``concept`` and what holds. Bases, best first: those that the name of
the indicator declares; a category of a whole; the share of a table's total; two numbers of one row; the numbers of the passage. One
base that fits is enough. Where rows of the numerator have no denominator, a total that fits all the same compares unlike things.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from intertrata.figures.audit import bases
from intertrata.figures.audit.bases import Pair
from intertrata.figures.audit.book import Book
from intertrata.figures.audit.grammar import PERCENT, category_share, growth, one_in, shares
from intertrata.figures.audit.ledger import Ledger, number, shown
from intertrata.figures.audit.precision import Fit, fit, is_cut, rounded, signed
from intertrata.figures.audit.reading import Said

SHOWN = 6
SEVERAL = 3
KEPT, KEPT_SURELY = 2, 4
NOT_FAR = Decimal("0.25")


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


Columns = dict[tuple[str, ...], tuple[list[tuple[Claim, Pair]], list[tuple[Claim, Pair]]]]
"""Formulas that columns of tables may keep: claims that do, and claims that do not."""


def audit(book: Book, ledger: Ledger) -> None:
    """Look at every share; then at those whose only formula is the one that the other rows of their column keep."""
    columns: Columns = defaultdict(lambda: ([], []))
    for said in book.said:
        if said.value is None or said.is_base or growth(said.indicator):
            continue
        if one_in(said.indicator):
            _settle(Claim(said, 1, inverse=True), list(_of_one_in(book, said)), book, ledger, columns)
        elif said.unit in PERCENT or shares(said.indicator) or category_share(said.indicator):
            _sign(said, ledger)
            _settle(Claim(said, _each(said)), list(_of_share(book, said)), book, ledger, columns)
    for kept, broken in columns.values():
        if len(kept) >= KEPT and len(kept) >= len(broken):
            for claim, pair in broken:
                _does_not_follow(claim, [pair], ledger, sure=len(kept) >= KEPT_SURELY)
        elif not kept and len(broken) == 1 and _not_far(*broken[0]) and len({one.unit for one in broken[0][1].said}) == 1:
            _does_not_follow(broken[0][0], [broken[0][1]], ledger, sure=False)


def _each(said: Said) -> int:
    """Of how many a share is told: a hundred, or as its name says."""
    category = category_share(said.indicator)
    if category and said.unit not in PERCENT:
        return category[2]
    return next((formula.each for formula in shares(said.indicator)), 100)


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


def _settle(claim: Claim, pairs: Sequence[Pair], book: Book, ledger: Ledger, columns: Columns) -> None:
    """One base that fits is enough; else one that fits but for its rounding; else the best base says what follows."""
    said = claim.said
    tried = sorted((pair for pair in pairs if pair.whole and pair.part), key=lambda pair: (pair.rank, pair.away(said)))
    fits = [(fit(said, claim.of(pair)), pair) for pair in tried]
    for found, pair in fits:
        if pair.column and (found is Fit.YES or (found is Fit.NO and tried[0].rank == bases.UNNAMED)):
            columns[pair.column][found is not Fit.YES].append((claim, pair))
    right = next((pair for found, pair in fits if found is Fit.YES), None)
    near = next((pair for found, pair in fits if found is Fit.NEAR and pair.rank <= bases.OFFERED), None)
    if right:
        for _, broken in (columns[pair.column] for pair in tried if pair.column):
            broken[:] = [one for one in broken if one[0] is not claim]
        _holds(claim, right, book, ledger)
    elif near:
        cut = is_cut(said, claim.of(near))
        ledger.broken(
            "rounding", "rounding", [said, *near.said], claimed=shown(said), computed=claim.told(near), sure=not cut, sentence="rounding_cut" * cut
        )  # fmt: skip
    elif tried:
        best = [pair for pair in tried if pair.rank == tried[0].rank]
        different = len({pair.part / pair.whole for pair in best})
        if best[0].rank == bases.DECLARED or (best[0].rank != bases.UNNAMED and different <= bases.FEW * best[0].rank):
            _does_not_follow(claim, best, ledger, sure=best[0].rank == bases.DECLARED)
        elif best[0].rank == bases.UNNAMED and not best[0].column and _not_far(claim, best[0]):
            _does_not_follow(claim, best, ledger, sure=False)


def _not_far(claim: Claim, pair: Pair) -> bool:
    """Whether a result is near enough to a claim to be what it means and misses."""
    return bool(claim.said.value) and abs(claim.of(pair) / _value(claim.said) - 1) <= NOT_FAR


def _does_not_follow(claim: Claim, pairs: Sequence[Pair], ledger: Ledger, *, sure: bool) -> None:
    computed = "; ".join(dict.fromkeys(claim.told(pair) for pair in pairs[:SEVERAL]))
    kind = "ratio" if claim.inverse or claim.said.unit not in PERCENT else "percentage"
    told = [claim.said, *dict.fromkeys(one for pair in pairs[:SEVERAL] for one in pair.said)]
    ledger.broken(kind, "arithmetic", told, claimed=_claimed(claim), computed=computed, sure=sure)


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
            "percentage", "unit", [said], claimed=number(said.value), computed=f"{number(said.value)}%",
            sure="printed_without_percent_sign" in said.notes, sentence="percentage_sign",
        )  # fmt: skip


def _claimed(claim: Claim) -> str:
    if claim.inverse:
        return f"1 de cada {shown(claim.said)}"
    return shown(claim.said) if claim.said.unit in PERCENT else f"{shown(claim.said)} de cada {claim.each}"


def _value(said: Said) -> Decimal:
    return said.value or Decimal(1)
