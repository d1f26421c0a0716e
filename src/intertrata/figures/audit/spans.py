"""Times: parts of a time that do not make it, a part that is more than the whole, one number told of two times.

In: a book. Out: findings ``sum``, ``order`` and ``period``. Only what passed in a time is added (complaints, persons rescued), never
what stands on a day (beds, officers in service).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from intertrata.figures.audit.book import Book, by, period_es, piecemeal
from intertrata.figures.audit.grammar import counts_a_population, flows, is_derived
from intertrata.figures.audit.ledger import Ledger, added, number, shown
from intertrata.figures.audit.parts import cautious
from intertrata.figures.audit.reading import Said

SAME_FROM = 10
COPIED_FROM = 100
LONGER = Decimal("1.3")
NEXT_TO_NOTHING = Decimal("0.01")
SHOWN = 40


def audit(book: Book, ledger: Ledger) -> None:
    """Look at every series of one teller in one place."""
    for one in book.said:
        if one.start and one.end and one.end < one.start:
            ledger.broken(
                "period", "transcription", [one], claimed=period_es(one), computed=period_es(one), sure=True, sentence="period_backwards"
            )  # fmt: skip
    timed = [
        one for one in book.said
        if one.start and one.end and one.end >= one.start and one.value is not None and not is_derived(one.indicator, one.unit)
        and not one.is_base
    ]  # fmt: skip
    for told in by(
        timed, lambda one: (one.indicator, one.teller, one.source, one.place, one.cats, one.unit, one.notes.get("bound"))
    ).values():
        if len(told) > 1:
            _series(told, ledger)
    large = (one for one in timed if one.value is not None and one.value >= COPIED_FROM)
    for told in by(large, lambda one: (one.indicator, one.place, one.cats, one.unit, one.start, one.value)).values():
        if len({one.teller for one in told}) > 1 and flows(told[0].indicator):
            _of_another(told, book, ledger)


def _of_another(told: Sequence[Said], book: Book, ledger: Ledger) -> None:
    """One teller says of a longer time the number that another says of a shorter one, and that other says more of the rest of it."""
    whole, part = max(told, key=_end), min(told, key=_end)
    if _end(whole) == _end(part) or whole.teller == part.teller:
        return
    rest = [
        one for one in book.by_subject[part.indicator, part.place, part.teller]
        if one.value and one.start == _end(part) + 1 and one.cats == part.cats and one.source == part.source and (one.end or 0) <= _end(whole)
    ]  # fmt: skip
    if rest:
        computed = f"{period_es(part)}, y después hay {shown(rest[0])} más"
        ledger.broken(
            "period", "derived_copy", [whole, part, rest[0]], claimed=shown(whole), computed=computed, sure=False, sentence="period_same"
        )


def _end(one: Said) -> int:
    return one.end or 0


def _series(told: Sequence[Said], ledger: Ledger) -> None:
    """Each time with the times inside it, found in one pass over times sorted by their beginning, the longest first."""
    times = list(by(told, lambda one: (one.start, one.end)).values())
    times.sort(key=lambda same: (same[0].start or 0, -(same[0].end or 0)))
    for at, wholes in enumerate(times):
        inside = []
        for other in times[at + 1 :]:
            if (other[0].start or 0) > (wholes[0].end or 0):
                break
            if (other[0].end or 0) <= (wholes[0].end or 0):
                inside.append(other)
        for same in by(wholes, lambda one: one.value).values() if inside else ():
            _whole(same, inside, ledger)


def _whole(wholes: Sequence[Said], inside: Sequence[list[Said]], ledger: Ledger) -> None:
    whole = wholes[0]
    assert whole.value is not None
    for chain, covers in _chains(whole, inside):
        if len(chain) > 1:
            _chain(wholes, chain, covers, ledger)
    _nearly_the_same(wholes, inside, ledger)
    if piecemeal([whole, *(same[0] for same in inside)]) or (not flows(whole.indicator) and "_with_" not in whole.indicator):
        return
    stands = any(same[0].value == whole.value for same in inside)
    for part in (same[0] for same in inside):
        assert part.value is not None
        if part.value > whole.value and not stands and not cautious([part, whole]):
            ledger.broken("order", "arithmetic", [part, whole], claimed=_dated(part), computed=_dated(whole), sure=True)
        elif part.value == whole.value >= SAME_FROM and part.start == whole.start and flows(whole.indicator):
            ledger.broken(
                "period", "date_basis", [whole, part], claimed=shown(whole), computed=period_es(part), sure=False, sentence="period_same"
            )  # fmt: skip


def _nearly_the_same(wholes: Sequence[Said], inside: Sequence[list[Said]], ledger: Ledger) -> None:
    """A time half as long again in which next to nothing more happened: rather the same number told otherwise."""
    whole = wholes[0]
    for part in (same[0] for same in inside):
        if part.value and whole.value and part.value >= COPIED_FROM and part.start == whole.start and counts_a_population(whole.indicator):
            longer = _end(whole) - (whole.start or 0) >= LONGER * (_end(part) - (part.start or 0))
            if longer and 0 < whole.value - part.value <= part.value * NEXT_TO_NOTHING and not cautious([whole, part]):
                ledger.broken("two_values", "unexplained", [whole, part], claimed=_dated(whole), computed=_dated(part), sure=False)


def _chain(wholes: Sequence[Said], chain: Sequence[Said], covers: bool, ledger: Ledger) -> None:
    """Times that follow each other inside a whole: they make it where they cover it, and never more than it."""
    whole, total = wholes[0], sum((one.value for one in chain if one.value is not None), Decimal(0))
    assert whole.value is not None
    if covers and total == whole.value:
        ledger.holds([whole, *chain[:SHOWN]], f"{shown(whole)} = {added(chain)} (partes del periodo)")
    elif (
        flows(whole.indicator)
        and not piecemeal([whole, *chain])
        and (total > whole.value or covers)
        and not _stands(whole, chain)
        and not cautious([whole, *chain])
    ):
        ledger.broken(
            "sum", "arithmetic", [*wholes[:3], *chain[:SHOWN]], claimed=shown(whole), computed=f"{number(total)} ({added(chain)})",
            sure=True, sentence="sum_periods",
        )  # fmt: skip


def _stands(whole: Said, chain: Sequence[Said]) -> bool:
    """Whether the value of a long time looks like what stood in it (as much as in one of its parts), and not like what passed."""
    values = [one.value for one in chain if one.value is not None]
    return whole.value is not None and (whole.value in values or (len(values) == 2 and min(values) <= whole.value <= max(values)))


def _chains(whole: Said, inside: Sequence[list[Said]]) -> Iterator[tuple[list[Said], bool]]:
    """The longest steps, and the shortest, that go through a time without overlap; whether they leave no day out."""
    assert whole.start
    assert whole.end
    given: set[tuple[str, ...]] = set()
    for longest in (True, False):
        at, chain, gap = whole.start, [], False
        ahead = sorted(inside, key=lambda same: (same[0].start or 0, (same[0].end or 0) * (-1 if longest else 1)))
        for same in ahead:
            one = same[0]
            if (one.start or 0) >= at and (one.start, one.end) != (whole.start, whole.end):
                gap = gap or one.start != at
                chain.append(one)
                at = (one.end or 0) + 1
        key = tuple(one.id for one in chain)
        if key not in given:
            given.add(key)
            yield chain, not gap and at == whole.end + 1


def _dated(one: Said) -> str:
    return f"{shown(one)} ({period_es(one)})"
