"""Totals of everybody: what many told on their own against what is told of all of them together.

In: a book. Out: findings ``sum``, ``order`` and ``list_count``. Places that do not overlap cannot make more than the country; no
institution alone makes more than all; a kind of institution («GR+GL») is the sum of its rows in the tables that list them; a count of
institutions with something is no less than those that the tables name with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from intertrata.figures.audit.book import Book, Fact, by, piecemeal
from intertrata.figures.audit.grammar import is_derived, kind_named, kind_of
from intertrata.figures.audit.ledger import Ledger, added, number, shown
from intertrata.figures.audit.parts import cautious, inside_another, says_total
from intertrata.figures.audit.reading import Said

SHOWN = 40
WITH = "_with_"


def audit(book: Book, ledger: Ledger) -> None:
    """Look at every statement of all together."""
    shapes = by(
        (one for one in book.said if not is_derived(one.indicator, one.unit)), lambda one: (one.indicator, one.start, one.end, one.unit)
    )
    for told in shapes.values():
        everybody = [one for one in told if not one.teller and not one.place and one.value is not None]
        each = [one for one in told if one.teller and one.value is not None]
        for same in by(everybody, lambda one: (one.cats, one.value)).values() if each else ():
            _everybody(same, each, ledger)
        for one in told:
            if ("+" in one.institution or kind_named(one.institution)) and one.value is not None:
                _composite(one, told, ledger)
            if ";" in one.place and one.value is not None:
                _places(one, book, ledger)
    for one in book.said:
        if WITH in one.indicator and one.value is not None and not one.teller:
            _count(one, book, ledger)


def _everybody(same: Sequence[Said], each: Sequence[Said], ledger: Ledger) -> None:
    whole = same[0]
    assert whole.value is not None
    inside = [one for one in each if set(whole.cats) <= set(one.cats)]
    alike = [told[0] for told in by((one for one in inside if one.cats == whole.cats), lambda one: (one.teller, one.place)).values()]
    if len(alike) > 1 and _sum(alike) == whole.value:
        ledger.holds([whole, *alike[:SHOWN]], f"{shown(whole)} = {added(alike)}")
        return
    places = [max(told, key=lambda one: one.value or 0) for told in _places_apart(inside)]
    if len(places) > 1 and _sum(places) > whole.value and not piecemeal([whole, *places]):
        ledger.broken(
            "sum", "arithmetic", [*same[:3], *places[:SHOWN]], claimed=shown(whole), computed=f"{number(_sum(places))} ({added(places)})",
            sure=_is_all(same) and not cautious([whole, *places]), sentence="sum_exceeds",
        )  # fmt: skip
    for one in inside if _is_all(same) else ():
        if one.value is not None and one.value > whole.value and not cautious([one, whole]) and not piecemeal([one, whole]):
            ledger.broken(
                "order", "coverage", [one, *same[:3]], claimed=f"{shown(one)} ({one.institution})", computed=f"{shown(whole)} ({whole.institution or 'todos'})",
                sure=one.cats == whole.cats,
            )  # fmt: skip


def _is_all(same: Sequence[Said]) -> bool:
    """Whether one of the statements names everybody or says that it is the total; nobody named may be somebody."""
    return any(one.institution or says_total(one) for one in same)


def _places_apart(told: Sequence[Said]) -> Iterator[list[Said]]:
    """Statements by the outermost territory that they speak of; several territories at once are left out."""
    outer = by((one for one in told if one.place and ";" not in one.place), lambda one: one.place)
    for name, same in outer.items():
        if not inside_another(name, outer):
            yield same


def _composite(whole: Said, told: Sequence[Said], ledger: Ledger) -> None:
    """«A+B»: the statements of A and of B, or of all institutions of the kinds A and B in the tables that list them."""
    names = [name.strip() for name in whole.institution.split("+")]
    kinds = [kind_named(name) for name in names]
    if all(kinds):
        parts = [one for one in told if not one.loose and one is not whole and kind_of(one.institution) in kinds and one.cats == whole.cats]
        _against(whole, parts, ledger, missing=any(one.value is None for one in parts))
    else:
        firsts = (next((one for one in told if _is_named(one, name) and one.cats == whole.cats), None) for name in names)
        known = [one for one in firsts if one is not None and one.value is not None]
        if len(known) == len(names) and _sum(known) == whole.value:
            ledger.holds([whole, *known], f"{shown(whole)} = {added(known)}")


def _against(whole: Said, parts: Sequence[Said], ledger: Ledger, *, missing: bool) -> None:
    known = [one for one in parts if one.value is not None]
    if len(known) < 2 or whole.value is None:
        return
    total = _sum(known)
    if total == whole.value:
        ledger.holds([whole, *known[:SHOWN]], f"{shown(whole)} = {added(known)}")
    elif total > whole.value or not missing:
        ledger.broken(
            "sum", "arithmetic", [whole, *known[:SHOWN]], claimed=shown(whole), computed=f"{number(total)} ({added(known)})",
            sure=total > whole.value and not cautious([whole, *known]), sentence="sum_composite",
        )  # fmt: skip


def _places(whole: Said, book: Book, ledger: Ledger) -> None:
    """«Región A;Región B» told as one value, where each is told alone; the words may mean each of them, so nothing is proved."""
    names = [name.strip() for name in whole.place.split(";")]
    facts: list[Fact] = [(whole.indicator, name, whole.start, whole.end, whole.cats) for name in names]
    found = [next((one for one in book.facts.get(fact, ()) if one.value is not None and one.unit == whole.unit), None) for fact in facts]
    known = [one for one in found if one is not None]
    if len(known) < len(names):
        return
    if _sum(known) == whole.value:
        ledger.holds([whole, *known], f"{shown(whole)} = {added(known)}")
    else:
        ledger.broken(
            "sum",
            "arithmetic",
            [whole, *known],
            claimed=shown(whole),
            computed=f"{number(_sum(known))} ({added(known)})",
            sure=False,
            sentence="sum_composite",
        )


def _count(claim: Said, book: Book, ledger: Ledger) -> None:
    """«So many ministries with a budget»: those that tables name with a value of it, in the same time."""
    counted, _, of_what = claim.indicator.partition(WITH)
    kind = kind_named(counted)
    names = [name for name in book.plain_names if kind and (name == of_what or name in {f"{of_what}_assigned", f"{of_what}_allocated"})]
    rows = [
        one for name in names for one in book.by_indicator[name]
        if not one.loose and one.value and kind_of(one.institution) == kind and _within(one, claim) and "+" not in one.institution
    ]  # fmt: skip
    named = list(by(rows, lambda one: one.institution).values())
    if not named or claim.value is None:
        return
    told = [claim, *(same[0] for same in named[:SHOWN])]
    if len(named) == claim.value:
        ledger.holds(told, f"{shown(claim)} nombradas en los cuadros")
    elif len(named) * 2 >= claim.value:
        ledger.broken("list_count", "coverage", told, claimed=shown(claim), computed=str(len(named)), sure=len(named) > claim.value)


def _is_named(one: Said, name: str) -> bool:
    return one.institution == name or one.institution.endswith(f" {name}")


def _within(one: Said, claim: Said) -> bool:
    return (claim.start or 0) <= (one.start or 0) and (one.end or 0) <= (claim.end or one.end or 0)


def _sum(told: Sequence[Said]) -> Decimal:
    return sum((one.value for one in told if one.value is not None), Decimal(0))
