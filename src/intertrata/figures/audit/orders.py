"""Order: who comes after whom is never more.

In: a book. Out: findings ``order``. A part with more categories is no more than the whole with fewer; what is executed no more than
what was assigned (pairs of endings in ``grammar.toml``); a territory no more than the one that contains it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intertrata.figures.audit.book import Book, by, fact, period_es
from intertrata.figures.audit.grammar import CLOSED, above, is_derived, plain
from intertrata.figures.audit.ledger import Ledger, shown
from intertrata.figures.audit.parts import cautious
from intertrata.figures.audit.reading import Said

PASSAGE = 40
SHOWN = 3


def audit(book: Book, ledger: Ledger) -> None:
    """Look at every fact that has something above it, once for each value with which it is told."""
    counted = (one for one in book.said if one.value is not None and not one.is_base and not is_derived(one.indicator, one.unit))
    for told in by(counted, lambda one: (fact(one), one.teller, one.value)).values():
        around = [whole for whole in _above(book, told[0]) if _of_one_passage(told[0], whole)]
        for wholes in by([*around, *_after(book, told[0])], lambda one: (fact(one), one.value)).values():
            _compare(told, wholes, ledger)


def _above(book: Book, one: Said) -> Iterator[Said]:
    """The wholes of a part: one category less, or the territory around it, told by the same in the same time."""
    facts = [(one.indicator, one.place, one.start, one.end, one.cats[:at] + one.cats[at + 1 :]) for at in range(len(one.cats))]
    if one.place and ";" not in one.place and "+" not in one.place:
        facts += [(one.indicator, one.place.rpartition("/")[0], one.start, one.end, one.cats)]
    for whole in facts:
        for found in book.facts.get(whole, ()):
            if found.teller == one.teller and found.source == one.source and found.unit == one.unit:
                yield found


def _after(book: Book, one: Said) -> Iterator[Said]:
    """What must come before it, of the same place, teller, categories and source, in the time around it.

    «budget_assigned» for «budget_executed»; «cases_tried» for «convictions», where one of the two names says nothing more.
    """
    for word, rest in above(one.indicator):
        named = book.by_word.get(word, {})
        for others in dict.fromkeys([rest, ()]) if rest else named:
            for name in named.get(others, ()):
                for whole in book.by_subject.get((name, one.place, one.teller), ()):
                    if whole.cats == one.cats and whole.unit == one.unit and _one_source(one, whole) and _time_around(one, whole):
                        yield whole


def _compare(told: Sequence[Said], wholes: Sequence[Said], ledger: Ledger) -> None:
    one, whole = told[0], wholes[0]
    if one.value is None or whole.value is None or whole.is_base:
        return
    if one.value <= whole.value:
        ledger.holds([one, whole], f"{shown(one)} ≤ {shown(whole)}")
    elif not cautious([one, whole]):
        claimed, computed = (f"{shown(said)} ({said.indicator}, {period_es(said)})" for said in (one, whole))
        ledger.broken("order", "arithmetic", [*told[:SHOWN], *wholes[:SHOWN]], claimed=claimed, computed=computed, sure=True)


def _of_one_passage(one: Said, whole: Said) -> bool:
    """Whether a statement with a category more is surely a part: in running text a category may be another subject («of smuggling»)."""
    if not (one.loose and whole.loose) or abs(one.line - whole.line) <= PASSAGE:
        return True
    more = {value for _, value in set(one.cats) - set(whole.cats)}
    return any(plain(value) in group for value in more for group in CLOSED)


def _one_source(one: Said, whole: Said) -> bool:
    return one.source == whole.source or not one.source or not whole.source


def _time_around(one: Said, whole: Said) -> bool:
    if one.start is None or whole.start is None:
        return one.start == whole.start
    return whole.start == one.start and (whole.end is None or one.end is None or whole.end >= one.end)
