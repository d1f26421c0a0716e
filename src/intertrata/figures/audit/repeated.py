"""One fact told more than once: the same words again, another value, or another source that sees it otherwise.

In: a book. Out: findings ``two_values``, ``cross_source`` and ``duplicate``, and what is told twice with one value. A value that is
rounded, or told with caution, explains; a source that retells another («X via Y») or a second register of the same teller does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from rapidfuzz import fuzz

from intertrata.figures.audit.book import Book, by, piecemeal
from intertrata.figures.audit.grammar import counts_a_population, grammar, is_derived, plain
from intertrata.figures.audit.ledger import Ledger, shown
from intertrata.figures.audit.precision import Fit, agree, before
from intertrata.figures.audit.reading import Said

MARK = re.compile(r"\s*(?:/|\+|;| via )\s*")
FAR = Decimal("3.5")
NEAR = Decimal("1.5")
RIVALS = 4
PART = 40
ALIKE = 92
SHOWN = 4
UNMARKED = {"SD", "NRI", "SPE", "NR"}


def audit(book: Book, ledger: Ledger) -> None:
    """Look at every fact told more than once."""
    for one in book.said:
        if one.notes.get("duplicate_text"):
            _noted_duplicate(one, book, ledger)
    for told in book.facts.values():
        if len(told) > 1:
            for same in by((one for one in told if not one.is_base), _claim).values():
                _one_fact([one for one in same if one.value is not None], ledger)
                _missing(same, ledger)


def _one_fact(told: list[Said], ledger: Ledger) -> None:
    for copies in by(told, lambda one: (one.institution, one.source, one.value)).values():
        _duplicates(copies, ledger)
    tellers = by(told, lambda one: one.teller)  # many who tell one fact are a listing, each of its own, and no rivals
    for own in tellers.values():
        sources = by(own, lambda one: one.source)
        for source, same in sources.items():
            unnamed = [one for one in sources.get("", []) if source and not (one.loose and all(other.loose for other in same))]
            _values([*same, *unnamed], ledger)
        for (_, some), (_, other) in combinations([pair for pair in sources.items() if pair[0]], 2):
            _two_sources(some, other, ledger, one_teller=True)
    if len(tellers) <= RIVALS:
        for some, other in combinations(tellers.values(), 2):
            _two_tellers(some, other, ledger)


def _values(told: Sequence[Said], ledger: Ledger) -> None:
    """Statements of one fact by one teller from one source: one value, or told as two."""
    values = by(told, lambda one: one.value)
    for same in values.values():
        if len(same) > 1:
            ledger.holds(same[:SHOWN], f"la misma cifra dicha {len(same)} veces: {shown(same[0])}")
    groups = sorted(values.values(), key=lambda same: (-len(same), same[0].loose, same[0].row))
    for other in groups[1:]:
        if piecemeal([groups[0][0], other[0]]):
            continue
        found = agree(other[0], groups[0][0])
        if found is Fit.YES:
            ledger.holds([other[0], groups[0][0]], f"{shown(other[0])} es {shown(groups[0][0])} redondeado o aproximado")
        else:
            kind = "rounding" if found is Fit.NEAR else "two_values"
            ledger.broken(
                kind, "rounding" if found is Fit.NEAR else "unexplained", [*other[:SHOWN], *groups[0][:SHOWN]],
                claimed=shown(other[0]), computed=shown(groups[0][0]), sure=_surely_one(other[0], groups[0][0]), sentence="rounding_told" if found is Fit.NEAR else "",
            )  # fmt: skip


def _two_sources(some: Sequence[Said], other: Sequence[Said], ledger: Ledger, *, one_teller: bool) -> None:
    """Two registers on one fact. Registers that share most of their names are one; one that retells another is its copy."""
    ours, theirs = (set(MARK.split(one[0].source)) for one in (some, other))
    alike = len(ours & theirs) / len(ours | theirs)
    retold = " via " in some[0].source + other[0].source and bool(ours & theirs)
    if retold:
        _disagree(some, other, ledger, sure=True)
    elif one_teller and counts_a_population(some[0].indicator) and not _is_part(some, other) and not _far(some[0], other[0]):
        _disagree(some, other, ledger, sure=False)
    elif alike > 1 / 2 and one_teller:
        _values([*some, *other], ledger)


def _two_tellers(some: Sequence[Said], other: Sequence[Said], ledger: Ledger) -> None:
    """Two institutions on one fact: the same register, or each its own of one population, where it is named; rows of one table are no rivals."""
    same_register = by([one for one in (*some, *other) if one.source], lambda one: one.source)
    shared = [told for told in same_register.values() if len({one.teller for one in told}) > 1]
    for told in shared:
        _values(told, ledger) if "" in {one.teller for one in told} else _disagree(told[:1], told[-1:], ledger, sure=True)
    if shared or not (some[0].teller and other[0].teller):
        return
    for mine in by(some, lambda one: one.source).values():
        for theirs in by(other, lambda one: one.source).values():
            one, two = mine[0], theirs[0]
            if one.source and two.source and " via " in one.source + two.source:
                _two_sources(mine, theirs, ledger, one_teller=False)
            elif _may_be_rivals(one, two) and not _is_part(mine, theirs):
                _disagree(mine, theirs, ledger, sure=False)


def _may_be_rivals(one: Said, other: Said) -> bool:
    """Whether two institutions may tell of the same things: of one population, one of them by its register; of anything else, both by
    registers of theirs and with values near each other."""
    if _peers(one, other) or _rows_of_one_table(one, other):
        return False
    if counts_a_population(one.indicator):
        return bool(one.source or other.source) and not _far(one, other)
    return bool(one.source and other.source) and not is_derived(one.indicator, one.unit) and not _far(one, other, NEAR)


def _disagree(some: Sequence[Said], other: Sequence[Said], ledger: Ledger, *, sure: bool) -> None:
    mine, theirs = some[0], other[0]
    if agree(mine, theirs) is Fit.YES:
        ledger.holds([mine, theirs], f"dos fuentes coinciden: {shown(mine)}")
        return
    ledger.broken(
        "cross_source", "coverage", [*some[:SHOWN], *other[:SHOWN]], claimed=_told(mine), computed=_told(theirs), sure=sure
    )  # fmt: skip


def _duplicates(copies: Sequence[Said], ledger: Ledger) -> None:
    """The same words again elsewhere, or the same row twice in one table; totals of several cuts, without words, are rows of their own."""
    for one, other in pairwise(copies):
        totals = not _words(one) and ("declared" in one.notes or "declared" in other.notes)
        again = one.table == other.table and not one.loose and _words(one) == _words(other) and not totals
        elsewhere = one.line != other.line or one.verbatim == other.verbatim
        if again or (one.loose and other.loose and elsewhere and len(_words(one)) > PART and _same_words(one, other)):
            ledger.broken("duplicate", "derived_copy", [other, one], claimed=shown(other), computed=shown(one), sure=True)


def _noted_duplicate(one: Said, book: Book, ledger: Ledger) -> None:
    """A text that whoever read it has noted as printed twice: with the last statement of the same value before it."""
    same = [other for other in book.by_subject[one.indicator, one.place, one.teller] if other.value == one.value and other.line < one.line]
    if same:
        ledger.broken("duplicate", "derived_copy", [one, same[-1]], claimed=shown(one), computed=shown(same[-1]), sure=True)


def _same_words(one: Said, other: Said) -> bool:
    return fuzz.ratio(_words(one), _words(other), score_cutoff=ALIKE) > 0


def _words(one: Said) -> str:
    return " ".join(one.verbatim.split())


def _missing(told: Sequence[Said], ledger: Ledger) -> None:
    """A value in one place where another place says that the same teller has none."""
    for own in by(told, lambda one: one.teller).values():
        without = [one for one in own if one.value is None and one.status in UNMARKED]
        with_value = [one for one in own if one.value is not None]
        if without and with_value and own[0].teller:
            ledger.broken(
                "two_values", "unexplained", [with_value[0], without[0]], claimed=shown(with_value[0]), computed=shown(without[0]),
                sure=False, sentence="two_values_missing",
            )  # fmt: skip


def _is_part(some: Sequence[Said], other: Sequence[Said]) -> bool:
    """Whether one of two is told as a part («de ellas, 236»)."""
    if some[0].place:
        return False
    return any(word in before(one, PART) for one in (some[0], other[0]) for word in grammar()["words"]["part_of"])


def _claim(one: Said) -> tuple[str | None, ...]:
    """What must be the same besides the fact: the unit, which end of a range, what was claimed of which base."""
    return one.unit, *(one.notes.get(name) for name in ("bound", "range", "claimed_as", "base"))


def _surely_one(one: Said, other: Said) -> bool:
    """Whether two statements surely tell one fact: a table says it, everybody is named, or the same register is."""
    everybody = not one.teller and bool(one.institution or other.institution)
    return not (one.loose and other.loose) or everybody or bool(one.source and one.source == other.source)


def _peers(one: Said, other: Said) -> bool:
    """Whether two institutions are of one kind by the first word of their names: of two hospitals each tells of its own."""
    first, second = (plain(said.teller).split(" ") for said in (one, other))
    return first[0] == second[0] and len(first) > 1 and len(second) > 1


def _rows_of_one_table(one: Said, other: Said) -> bool:
    return one.table == other.table and not one.loose


def _far(one: Said, other: Said, times: Decimal = FAR) -> bool:
    """Whether two values are so far apart that they count other things."""
    assert one.value is not None
    assert other.value is not None
    less, more = sorted((one.value, other.value))
    return less <= 0 or more > times * less


def _told(one: Said) -> str:
    return f"{shown(one)} ({', '.join(name for name in (one.institution, one.source) if name)})"
