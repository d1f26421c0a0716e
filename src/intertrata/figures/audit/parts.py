"""Parts and totals: what the parts of a whole make, over any dimension, territory or institution.

In: a book. Out: findings ``sum``. A partition is believed only where it is complete (a closed pair, ranges without a gap) or declared
(a total row, a table that holds both); where a part is missing, only parts that already exceed the total prove anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from intertrata.figures.audit.book import Book, by, piecemeal
from intertrata.figures.audit.grammar import CLOSED_WORDS, PERCENT, complete, grammar, is_derived, plain
from intertrata.figures.audit.ledger import Ledger, added, number, shown
from intertrata.figures.audit.precision import HALF, Fit, Hedge, around, fit, hedge, unit_of
from intertrata.figures.audit.reading import Said

Parts = dict[str, list[Said]]
CLOSE = Decimal("0.25")
CLOSER = Decimal("0.2")
CLOSEST = Decimal("0.1")
MANY = 3
ALL = Decimal(100)
SHOWN = 40
TOTAL_NEAR = 30
PASSAGE = 60


@dataclass(frozen=True)
class Split:
    """Parts of one whole by one dimension: whether they are sure to leave nothing out, and whether none overlaps another."""

    wholes: list[Said]
    parts: Parts
    closed: bool
    apart: bool


def audit(book: Book, ledger: Ledger) -> None:
    """Look at every whole that has parts."""
    counted = [one for one in book.said if not is_derived(one.indicator, one.unit) and not one.is_base and "range" not in one.notes]
    shares = [one for one in book.said if one.unit in PERCENT and not one.loose and not one.is_base]
    hundreds = (split for split in (*_by_category(book, shares), *_by_place(book, shares)) if any(one.value == ALL for one in split.wholes))
    for split in (*_by_category(book, counted), *_by_name(book, counted), *_by_place(book, counted), *_by_institution(counted), *hundreds):
        for wholes in by((one for one in split.wholes if one.value is not None), lambda one: one.value).values():
            _look(split, wholes, ledger)


def _by_category(book: Book, counted: Iterable[Said]) -> Iterable[Split]:
    groups: dict[tuple[Any, ...], Parts] = defaultdict(lambda: defaultdict(list))
    for one in counted:
        for name, value in one.cats:
            rest = tuple(pair for pair in one.cats if pair[0] != name)
            groups[one.indicator, one.teller, one.source, one.place, one.start, one.end, rest, name, one.unit][plain(value)].append(one)
    for key, parts in groups.items():
        indicator, teller, source, place, start, end, rest, name, unit = key
        wholes = [
            one for one in book.facts.get((indicator, place, start, end, rest), ())
            if one.teller == teller and one.unit == unit and _one_source(one.source, str(source))
        ]  # fmt: skip
        if wholes and len(parts) > 1:
            yield Split(wholes, parts, complete(name, frozenset(parts)), apart=complete(name, frozenset(parts)))


def _by_name(book: Book, counted: Iterable[Said]) -> Iterable[Split]:
    """Indicators that differ in their last word as categories do: «readers_female», «readers_male» and «readers_total» or «readers»."""
    groups: dict[tuple[Any, ...], Parts] = defaultdict(lambda: defaultdict(list))
    for one in counted:
        stem, _, last = one.indicator.rpartition("_")
        if stem and last in CLOSED_WORDS:
            groups[stem, one.teller, one.source, one.place, one.start, one.end, one.cats, one.unit][last].append(one)
    for key, parts in groups.items():
        stem, teller, source, place, start, end, cats, unit = key
        wholes = [
            one for name in (f"{stem}_total", f"total_{stem}", stem) for one in book.facts.get((name, place, start, end, cats), ())
            if one.teller == teller and one.unit == unit and _one_source(one.source, str(source))
        ]  # fmt: skip
        if wholes and complete("", frozenset(parts)):
            yield Split(wholes, parts, closed=True, apart=True)


def _by_place(book: Book, counted: Iterable[Said]) -> Iterable[Split]:
    """Territories of a country, or of a territory written «Región/Provincia», of one teller; a table is taken to list them all."""
    groups: dict[tuple[Any, ...], Parts] = defaultdict(lambda: defaultdict(list))
    for one in counted:
        if one.place and not _is_several(one.place):
            listing = "" if one.loose else one.table
            parent = one.place.rpartition("/")[0]
            for inside in {parent, ""}:
                key: tuple[Any, ...] = (one.indicator, one.teller, one.source, one.start, one.end, one.cats, listing, inside, one.unit)
                groups[key][one.place].append(one)
    for key, parts in groups.items():
        indicator, teller, source, start, end, cats, _, inside, unit = key
        wholes = [
            one for one in book.facts.get((indicator, inside, start, end, cats), ())
            if one.teller == teller and one.unit == unit and _one_source(one.source, str(source))
        ]  # fmt: skip
        top = {name: told for name, told in parts.items() if not inside and not inside_another(name, parts)}
        parts = top or parts
        wholes = wholes or _declared_among(parts)
        parts = {name: told for name, told in parts.items() if not any(one in wholes for one in told)}
        if wholes and len(parts) > 1:
            yield Split(wholes, parts, closed=False, apart=True)


def _by_institution(counted: Iterable[Said]) -> Iterable[Split]:
    """Rows of a table, each an institution, with a row for all of them."""
    groups: dict[tuple[Any, ...], Parts] = defaultdict(lambda: defaultdict(list))
    for one in counted:
        if not one.loose:
            groups[one.table, one.indicator, one.start, one.end, one.cats, one.unit][one.teller].append(one)
    for parts in groups.values():
        wholes, rows = parts.get("", []), {name: told for name, told in parts.items() if name}
        places = {one.place for told in rows.values() for one in told}
        wholes = [one for one in wholes if not one.place or places == {one.place}]
        if wholes and len(rows) > 1:
            yield Split(wholes, rows, closed=any(one.institution or says_total(one) for one in wholes), apart=True)


def _look(split: Split, wholes: Sequence[Said], ledger: Ledger) -> None:
    """Compare one whole (told perhaps several times with one value) with its parts."""
    whole = wholes[0]
    chosen = _from_one_place(split.parts, whole)
    known = [one for one in chosen if one.value is not None]
    if len(known) < 2 or any(one in wholes for one in known):
        return
    total = sum((one.value for one in known if one.value is not None), Decimal(0))
    missing = len(chosen) - len(known)
    assert whole.value is not None
    if _makes(whole, known, total):
        ledger.holds([whole, *known[:SHOWN]], f"{shown(whole)} = {added(known)}")
    elif missing and total < whole.value:
        ledger.holds([whole, *known[:SHOWN]], f"{shown(whole)} ≥ {added(known)} ({missing} sin dato)")
    else:
        _broken(split, wholes, known, total, ledger)


def _broken(split: Split, wholes: Sequence[Said], known: Sequence[Said], total: Decimal, ledger: Ledger) -> None:
    whole = wholes[0]
    assert whole.value is not None
    exceeds = total > whole.value and all(one.value is not None and one.value >= 0 for one in known)
    one_table = not whole.loose and all(one.table == whole.table for one in known)
    one_row = one_table and all(one.line == whole.line for one in known)
    declared = split.closed or says_total(whole) or one_row or (one_table and split.apart)
    off = abs(total - whole.value)
    if piecemeal([whole, *known]) and not split.closed:
        return
    if exceeds and split.apart:
        sure = not cautious([whole, *known]) and (split.closed or not whole.loose or says_total(whole) or _of_one_passage([whole, *known]))
    elif declared and (split.closed or one_table or off <= whole.value * CLOSE):
        sure = not cautious([whole, *known]) and (split.closed or one_table)
    elif _a_table(known) and split.apart:
        if off > whole.value * CLOSE:
            return
        sure = off <= whole.value * CLOSEST
    elif len(known) >= MANY and off <= whole.value * CLOSER and not _says_not_all([whole, *known]):
        sure = False
    else:
        return
    told = [*wholes[:3], *known[:SHOWN]]
    ledger.broken("sum", "arithmetic", told, claimed=shown(whole), computed=f"{number(total)} ({added(known)})", sure=sure)


def _makes(whole: Said, known: Sequence[Said], total: Decimal) -> bool:
    """Whether the parts make the whole, within what both say with caution."""
    assert whole.value is not None
    loose = [one for one in known if hedge(one) is not Hedge.NONE or one.unit in PERCENT]
    slack = sum((unit_of(one) * HALF for one in loose), Decimal(0))
    return (
        total == whole.value or (hedge(whole) is not Hedge.NONE and fit(whole, total) is Fit.YES) or 0 < abs(total - whole.value) <= slack
    )


def _from_one_place(parts: Parts, whole: Said) -> list[Said]:
    """Of parts told several times, those of the whole's table, else those of another place that has them all, else the nearest."""
    here = [[one for one in told if one.table == whole.table] for told in parts.values()]
    if all(here) or sum(map(bool, here)) > 1:
        return [_nearest(told, whole) for told in here if told]
    elsewhere = {one.loose for told in parts.values() for one in told}
    for loose in sorted(elsewhere):
        there = [[one for one in told if one.loose == loose] for told in parts.values()]
        if all(there):
            return [_nearest(told, whole) for told in there]
    return [_nearest(told, whole) for told in parts.values()] if whole.loose else []


def _nearest(told: Sequence[Said], whole: Said) -> Said:
    return min(told, key=lambda one: (one.value is None, abs(one.line - whole.line)))


def _declared_among(parts: Mapping[str, list[Said]]) -> list[Said]:
    """Where no territory stands for all: the one whose words say that it is the total of the others."""
    said = [one for told in parts.values() for one in told if says_total(one) and one.value is not None]
    others = [one.value for told in parts.values() for one in told if one.value is not None and one not in said]
    return said[:1] if said and others and said[0].value is not None and said[0].value >= max(others) else []


def says_total(one: Said) -> bool:
    """Whether a statement declares to be a total: by a category, or by the word beside its number."""
    if "declared" in one.notes:
        return True
    text = around(one, TOTAL_NEAR)
    return any(f" {word} " in text for word in grammar()["words"]["total"])


def _says_not_all(told: Iterable[Said]) -> bool:
    words = grammar()["words"]["not_all"]
    return any(word in one.verbatim.lower() for one in told for word in words)


def cautious(told: Iterable[Said]) -> bool:
    """Whether any of the statements is told with caution, so that nothing exact follows."""
    return any(hedge(one) is not Hedge.NONE for one in told)


def _of_one_passage(told: Sequence[Said]) -> bool:
    return max(one.line for one in told) - min(one.line for one in told) <= PASSAGE


def _a_table(known: Sequence[Said]) -> bool:
    return len(known) >= MANY and not known[0].loose and len({one.table for one in known}) == 1


def inside_another(place: str, places: Container[str]) -> bool:
    """Whether a territory «A/B/C» lies in another of those given."""
    steps = place.split("/")
    return any("/".join(steps[:size]) in places for size in range(1, len(steps)))


def _one_source(source: str, other: str) -> bool:
    return not source or not other or source == other


def _is_several(place: str) -> bool:
    return ";" in place or "+" in place
