"""The bases that statements offer for a share: pairs of a part and its whole.

In: a book and a claim. Out: ``Pair`` values, with a rank: DECLARED is what the claim's name says that it means, OFFERED what it may mean,
UNNAMED two numbers beside it that its name does not mention, PLACE the share of a territory in whatever is told of it. A part is of the
claim's time; its whole of the same time, of the year around it, or of none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice, product

from intertrata.figures.audit.book import ANYBODY, Book, by, years_of
from intertrata.figures.audit.grammar import counts_a_population, grammar, is_derived, plain
from intertrata.figures.audit.reading import Said

DECLARED, OFFERED, UNNAMED, PLACE = range(4)
FEW = 3
MOST = 60
PASSAGE = 30


@dataclass(frozen=True)
class Pair:
    """A part and its whole: their values, the statements that say them, and how surely the claim means them."""

    part: Decimal
    whole: Decimal
    said: tuple[Said, ...]
    rank: int
    column: tuple[str, ...] = ()

    def away(self, claim: Said) -> tuple[int, int]:
        """How far from a claim it stands: in how many other tables, how many lines off."""
        return sum(one.table != claim.table for one in self.said), sum(abs(one.line - claim.line) for one in self.said)


def named(book: Book, claim: Said, numerators: Iterable[str], denominators: Iterable[str]) -> Iterator[Pair]:
    """Give pairs whose names the claim's own name declares."""
    parts = [one for name in book.named(numerators) for one in _parts(book, claim, name)]
    for part, name in product(parts, book.named(denominators)):
        for whole in _wholes(book, claim, part, name):
            exact = (part.start, part.end) == (claim.start, claim.end) and part.cats == claim.cats
            yield _pair(part, whole, DECLARED if exact else OFFERED)
    if "+" in claim.institution:
        yield from _of_several(book, claim, list(book.named(numerators)), list(book.named(denominators)))


def of_category(book: Book, claim: Said, stem: str, category: str) -> Iterator[Pair]:
    """Give the category of every whole whose name begins with the stem, in the claim's time or in all its parts."""
    series = []
    for name in book.named([stem, f"{stem}_*"]):
        told_there = book.at(name, claim.place, claim.teller or ANYBODY, years_of(claim))
        inside = [one for one in told_there if _inside(one, claim)]
        for told in by(inside, lambda one: (one.teller, one.source)).values():
            parts = [
                one for one in told if len(one.cats) == len(claim.cats) + 1 and plain(category) in {plain(value) for _, value in one.cats}
            ]
            wholes = {(one.start, one.end): one for one in told if one.cats == claim.cats}
            series.append([(part, wholes[part.start, part.end]) for part in parts if (part.start, part.end) in wholes])
    series = [both for both in series if both]
    for both in series:
        exact = [(part, whole) for part, whole in both if _same_time(part, claim)]
        yield from (_pair(part, whole, DECLARED if len(series) == 1 else OFFERED) for part, whole in exact)
        if len(both) > 1 and not exact:
            yield _added([part for part, _ in both], [whole for _, whole in both], OFFERED)


def of_total(book: Book, claim: Said) -> Iterator[Pair]:
    """Give what stands in the claim's own row of a table, each against the total of its column."""
    for mate in _mates(book, claim):
        facts = [(mate.indicator, "", mate.start, mate.end, mate.cats)] if mate.place else []
        facts += [(mate.indicator, mate.place, mate.start, mate.end, mate.cats[:at] + mate.cats[at + 1 :]) for at in range(len(mate.cats))]
        facts += [(mate.indicator, mate.place, mate.start, mate.end, mate.cats)] if mate.teller else []
        for fact in facts:
            for whole in book.facts.get(fact, ()):
                if (
                    whole.value is not None
                    and whole is not mate
                    and whole.table == mate.table
                    and (not whole.teller or whole.teller == mate.teller)
                ):
                    named_so = claim.indicator.removeprefix(f"{mate.indicator}_") in grammar()["derived"]["of_total"]
                    yield replace(
                        _pair(mate, whole, DECLARED if named_so else UNNAMED), column=_column(claim, mate, whole, str(len(whole.cats)))
                    )


def of_row(book: Book, claim: Said) -> Iterator[Pair]:
    """Give the two numbers of one row of a table, where there are just two of the claim's time."""
    mates = [one for one in _mates(book, claim) if one.value]
    if len(mates) == 2:
        less, more = sorted(mates, key=lambda one: one.value or Decimal(0))
        yield replace(_pair(less, more, UNNAMED), column=_column(claim, less, more, "row"))


def of_sentence(book: Book, claim: Said) -> Iterator[Pair]:
    """Give the two numbers of one sentence of running text, where it writes just two besides the claim."""
    if not claim.loose:
        return
    told = [
        one for one in book.lines.get(claim.line, ())
        if one.value and one.verbatim == claim.verbatim and one.teller == claim.teller and one.place == claim.place
        and not is_derived(one.indicator, one.unit) and _same_time(one, claim)
    ]  # fmt: skip
    if len(told) == 2 and told[0].unit == told[1].unit:
        less, more = sorted(told, key=lambda one: one.value or Decimal(0))
        yield _pair(less, more, UNNAMED)


def of_place(book: Book, claim: Said) -> Iterator[Pair]:
    """Give the share of a territory in every population that is told of it and of the country, in the claim's time or a part of it."""
    told = (one for one in book.places.get(claim.place, ()) if one.teller == claim.teller or not claim.teller)
    for part in islice((one for one in told if one.value is not None and counts_a_population(one.indicator) and _inside(one, claim)), MOST):
        for whole in book.facts.get((part.indicator, "", part.start, part.end, part.cats), ()):
            if whole.value is not None and whole.teller == part.teller and whole.source == part.source:
                yield _pair(part, whole, PLACE)


def passage(book: Book, claim: Said, numerators: Iterable[str]) -> Iterator[Pair]:
    """Give the part that the claim names against the larger counts that the same teller says shortly before."""
    for name in book.named(numerators):
        for part in _parts(book, claim, name):
            if abs(part.line - claim.line) <= PASSAGE:
                before = _before(book, part, claim)
                alone = len({whole.value for whole in before}) == 1
                yield from (_pair(part, whole, DECLARED if alone else OFFERED) for whole in before)


def unlike_rows(book: Book, pair: Pair) -> list[Said]:
    """Of a share of totals of a table: the rows that the numerator counts and that have no denominator."""
    if len(pair.said) != 2:
        return []
    part, whole = pair.said
    if part.loose or part.teller or whole.teller or part.table != whole.table or part.indicator == whole.indicator:
        return []
    with_part = [one for one in book.columns.get((part.table, part.indicator, part.start, part.end), ()) if one.teller and one.value]
    with_whole = {
        (one.teller, one.place) for one in book.columns.get((whole.table, whole.indicator, whole.start, whole.end), ()) if one.value
    }
    return [one for one in with_part if with_whole and (one.teller, one.place) not in with_whole]


def _parts(book: Book, claim: Said, name: str) -> list[Said]:
    """Statements of the claim's place, teller and time that may be its part: of the very time, else of times that hold or touch it."""
    told = [one for one in book.at(name, claim.place, claim.teller, years_of(claim)) if set(claim.cats) <= set(one.cats)]
    exact = [one for one in told if _same_time(one, claim)]
    same_cats = [one for one in exact if one.cats == claim.cats]
    chosen = same_cats or exact or [one for one in told if one.start == claim.start and not (one.end and claim.end)]
    return sorted(chosen, key=lambda one: (one.table != claim.table, abs(one.line - claim.line)))[:FEW]


def _wholes(book: Book, claim: Said, part: Said, name: str) -> Iterator[Said]:
    for place, teller in dict.fromkeys([(claim.place, claim.teller), (claim.place, ""), ("", "")]):
        found = [
            one for one in book.at(name, place, teller, {*years_of(claim), None})
            if set(one.cats) <= set(part.cats) | set(claim.cats) and _holds_time(one, part)
        ]  # fmt: skip
        yield from sorted(found, key=lambda one: (one.table != part.table, one.cats != part.cats, abs(one.line - part.line)))[:FEW]
        if found:
            return


def _of_several(book: Book, claim: Said, numerators: Sequence[str], denominators: Sequence[str]) -> Iterator[Pair]:
    """«A+B+C»: what all of them told together, year by year and over all years."""
    names = [name.strip() for name in claim.institution.split("+")]
    told = [one for name in (*numerators, *denominators) for one in book.by_indicator[name] if one.teller in names and not one.loose]
    part_of = [one for one in told if one.indicator in numerators and one.value is not None and _inside(one, claim)]
    whole_of = [one for one in told if one.indicator in denominators and one.value is not None and _inside(one, claim)]
    years = sorted({min(years_of(one), default=None) for one in part_of} - {None})  # type: ignore[type-var]
    for chosen in [*([year] for year in years), years]:
        parts = [one for one in part_of if min(years_of(one)) in chosen]  # type: ignore[type-var]
        wholes = [one for one in whole_of if min(years_of(one)) in chosen]  # type: ignore[type-var]
        if parts and wholes:
            yield _added(parts, wholes, DECLARED)


def _mates(book: Book, claim: Said) -> list[Said]:
    """The numbers, computed from no others, of the claim's own row of a table and of its time."""
    row = book.rows.get((claim.table, claim.line, claim.teller, claim.place), ()) if not claim.loose else ()
    return [
        one
        for one in row
        if one.value is not None and not is_derived(one.indicator, one.unit) and _same_time(one, claim) and one.cats == claim.cats
    ]


def _before(book: Book, part: Said, claim: Said) -> list[Said]:
    lines = range(claim.line - PASSAGE, claim.line + 1)
    found = [
        one for line in lines for one in book.lines.get(line, ())
        if one.value is not None and part.value is not None and one.value > part.value and one.teller == claim.teller and one.place == claim.place
        and not is_derived(one.indicator, one.unit) and one is not part and one.start == part.start
    ]  # fmt: skip
    return found[-FEW:]


def _column(claim: Said, part: Said, whole: Said, how: str) -> tuple[str, ...]:
    """The column of a table in which a formula may stand: what its other rows do tells whether it does."""
    return claim.table, claim.indicator, part.indicator, whole.indicator, how


def _pair(part: Said, whole: Said, rank: int) -> Pair:
    assert part.value is not None
    assert whole.value is not None
    return Pair(part.value, whole.value, (part, whole), rank)


def _added(parts: Sequence[Said], wholes: Sequence[Said], rank: int) -> Pair:
    values = [sum((one.value for one in told if one.value is not None), Decimal(0)) for told in (parts, wholes)]
    return Pair(values[0], values[1], (*parts, *wholes), rank)


def _same_time(one: Said, other: Said) -> bool:
    return one.start == other.start and one.end == other.end


def _inside(one: Said, claim: Said) -> bool:
    return (claim.start is None or (one.start or 0) >= claim.start) and (claim.end is None or (one.end or claim.end) <= claim.end)


def _holds_time(whole: Said, part: Said) -> bool:
    """Whether a whole is of no time, of the part's time, or of the year around it."""
    if whole.start is None or part.start is None:
        return True
    return whole.start <= part.start and (whole.end is None or part.end is None or whole.end >= part.end)
