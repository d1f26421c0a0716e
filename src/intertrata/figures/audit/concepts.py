"""Unlike things under one name: units that differ, one number under two names, the same amount in two columns.

In: a book. Out: findings ``concept``. The noun that a quote puts after the number, and the unit of the column; the unit of a statement,
and that of all others of its indicator; two names that tell the same numbers, time after time; a count of one kind of people that is
also told of several kinds; a sum of one name told under another.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import combinations, pairwise

from intertrata.figures.audit.book import Book, by, period_es
from intertrata.figures.audit.grammar import grammar, is_derived, orders, plain, usual_units
from intertrata.figures.audit.ledger import Ledger, shown
from intertrata.figures.audit.reading import Said
from intertrata.figures.audit.written import find

SHOWN = 40
COPIED_FROM = 100
SUM_COPIED_FROM = 1000
SURELY_COPIED = 2
WORD = re.compile(r"\s*(?:posibles |presuntas |presuntos |nuevas |nuevos )?([^\W\d_]+)")


def audit(book: Book, ledger: Ledger) -> None:
    """Look at units, then at numbers that are told under two names."""
    _printed_units(book, ledger)
    _odd_units(book, ledger)
    counted = [one for one in book.said if one.value is not None and not is_derived(one.indicator, one.unit)]
    _one_number_two_names(counted, ledger)
    _sum_under_another_name(counted, ledger)
    _wrong_column(book, ledger)


def _printed_units(book: Book, ledger: Ledger) -> None:
    """The text counts «casos» where the column says persons: one finding for all such of one indicator, table and teller."""
    mixed: dict[tuple[str, ...], list[Said]] = defaultdict(list)
    for one in book.said:
        printed = printed_unit(one)
        if printed and printed != one.unit:
            mixed[one.indicator, one.teller, one.table, one.unit, printed].append(one)
    for (_, _, _, unit, printed), told in mixed.items():
        noun = told[0].notes.get("printed_unit", printed)
        ledger.broken(
            "concept", "unit", told[:SHOWN], claimed=f"{shown(told[0])} como {unit}", computed=f"el texto cuenta {noun}", sure=False
        )


def printed_unit(one: Said) -> str:
    """Give the unit that the text counts in: as noted, or by the noun right after the number; empty where none is known."""
    noted = one.notes.get("printed_unit")
    if noted:
        return _unit_of_noun(plain(noted)) or noted
    if one.value is None or one.unit not in grammar()["nouns"]:
        return ""
    found = find(one.value, one.verbatim)
    noun = WORD.match(one.verbatim, found.end) if found else None
    return _unit_of_noun(plain(noun[1])) if noun else ""


@cache
def _unit_of_noun(noun: str) -> str:
    nouns: dict[str, str] = {plain(word): unit for unit, words in grammar()["nouns"].items() for word in words}
    return nouns.get(noun, "")


def _odd_units(book: Book, ledger: Ledger) -> None:
    """A statement in another unit than the others of its indicator."""
    for name, told in book.by_indicator.items():
        asked = usual_units(name)
        for unit, same in by((one for one in told if asked and one.unit and one.unit not in asked), lambda one: one.unit).items():
            ledger.broken(
                "concept", "unit", same[:SHOWN], claimed=f"{shown(same[0])} en {unit}", computed=f"{name} se cuenta en {min(asked)}", sure=False
            )  # fmt: skip
        units = Counter(one.unit for one in told)
        if len(units) < 2:
            continue
        usual, times = units.most_common(1)[0]
        for unit, same in by((one for one in told if one.unit != usual), lambda one: one.unit).items():
            if times > 2 * len(same) and is_derived("", usual) == is_derived("", unit):
                like = next(one for one in told if one.unit == usual)
                ledger.broken(
                    "concept",
                    "unit",
                    [*same[:SHOWN], like],
                    claimed=f"{shown(same[0])} en {unit}",
                    computed=f"lo demás del mismo indicador está en {usual}",
                    sure=False,
                )


def _one_number_two_names(counted: Sequence[Said], ledger: Ledger) -> None:
    """The same numbers under two names, of one teller, place, time and unit: once proves nothing, twice hardly happens."""
    ordered = {frozenset(pair) for pair in orders()} | {frozenset({"requested", word}) for _, word in orders()}
    shared: dict[tuple[str, ...], list[tuple[Said, Said]]] = defaultdict(list)
    big = (one for one in counted if one.value is not None and one.value >= COPIED_FROM and one.teller)
    for told in by(big, lambda one: (one.teller, one.place, one.unit, one.value, one.start)).values():
        first_of = list(by(told, lambda one: one.indicator).values())
        for one, other in combinations([same[0] for same in first_of], 2):
            last = frozenset({one.indicator.rpartition("_")[2], other.indicator.rpartition("_")[2]})
            if (
                last not in ordered
                and _one_end(one, other)
                and (one.cats == other.cats or not one.cats or not other.cats)
                and len(first_of) <= SURELY_COPIED
            ):
                shared[one.teller, one.unit, *sorted((one.indicator, other.indicator))].append((one, other))
    for pairs in shared.values():
        if len(pairs) >= SURELY_COPIED or _of_several_kinds(*pairs[0]):
            for one, other in pairs:
                ledger.broken(
                    "concept", "stage", [one, other], claimed=f"{shown(one)} como {one.indicator}", computed=f"el mismo número se dice como {other.indicator}",
                    sure=False,
                )  # fmt: skip


def _sum_under_another_name(counted: Sequence[Said], ledger: Ledger) -> None:
    """Two times that follow each other, told of one thing, and their sum told of another («users», then «victims attended»)."""
    sums: dict[tuple[object, ...], tuple[Said, Said]] = {}
    timed = [one for one in counted if one.start and one.end and one.teller]
    for told in by(timed, lambda one: (one.indicator, one.teller, one.source, one.place, one.cats, one.unit)).values():
        ordered = sorted(told, key=lambda one: one.start or 0)
        for one, other in pairwise(ordered):
            if (one.end or 0) + 1 == other.start and one.value and other.value:
                sums[one.teller, one.place, one.unit, _verb(one), one.cats, one.start, one.value + other.value] = (one, other)
    for whole in timed:
        found = sums.get((whole.teller, whole.place, whole.unit, _verb(whole), whole.cats, whole.start, whole.value))
        if found and found[0].indicator != whole.indicator and (whole.value or 0) >= SUM_COPIED_FROM:
            why = f"{shown(found[0])} + {shown(found[1])} es de {found[0].indicator}"
            ledger.broken(
                "concept", "coverage", [whole, *found], claimed=f"{shown(whole)} como {whole.indicator}", computed=why, sure=False
            )
            if found[1].end != whole.end:
                ledger.broken(
                    "period",
                    "date_basis",
                    [whole, found[1]],
                    claimed=period_es(whole),
                    computed=f"{period_es(found[0])} y {period_es(found[1])}",
                    sure=True,
                )


def _verb(one: Said) -> str:
    return one.indicator.rpartition("_")[2]


def _of_several_kinds(one: Said, other: Said) -> bool:
    """Whether one of two counts several kinds («teachers+students») and the other tells the same number of one of them."""
    return any(
        narrow.indicator.split("_")[0] in value.split("+") and "+" in value
        for wide, narrow in ((one, other), (other, one))
        for _, value in wide.cats
    )


def _one_end(one: Said, other: Said) -> bool:
    return one.end == other.end or one.end is None or other.end is None


def _wrong_column(book: Book, ledger: Ledger) -> None:
    """An amount told as executed where nothing is assigned, and told elsewhere as what was assigned."""
    for less, more in orders():
        for name in [name for name in book.plain_names if name.endswith(f"_{less}")]:
            above = f"{name.removesuffix(less)}{more}"
            for one in book.by_indicator[name]:
                if one.value and one.teller and above in book.by_indicator:
                    _amount_in_two_columns(one, above, book, ledger)


def _amount_in_two_columns(one: Said, above: str, book: Book, ledger: Ledger) -> None:
    told = [other for other in book.by_subject.get((above, one.place, one.teller), ()) if other.start == one.start]
    without = [other for other in told if other.value is None and other.table == one.table and not one.loose]
    same = [other for other in told if other.value == one.value]
    if without and same and not any(other.value is not None and other.table == one.table for other in told):
        ledger.broken(
            "concept", "stage", [same[0], one, without[0]], claimed=f"{shown(same[0])} como {above} ({period_es(one)})",
            computed=f"el cuadro lo trae como {one.indicator}, sin dato de lo otro", sure=False,
        )  # fmt: skip
