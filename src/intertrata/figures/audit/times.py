"""Words of time beside a number, against the time of its columns.

In: a book. Out: findings ``period``. «De enero a agosto» for columns that say half a year, «en el primer semestre» or «este año» for
columns that say more, «en el 2019» for columns of another year. A quote holds other clauses with other times: a statement is consistent
where any of them fits; only what the reader noted (``printed_period``) is proved.
"""

from __future__ import annotations

import re
from datetime import date

from intertrata.figures.audit.book import Book, period_es
from intertrata.figures.audit.grammar import bare, flows, is_derived, plain
from intertrata.figures.audit.ledger import Ledger
from intertrata.figures.audit.reading import Said
from intertrata.figures.audit.written import find, numbers

NEAR, BESIDE = 60, 10
MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "setiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
MONTH = "|".join((*MONTHS, "septiembre"))
FROM_TO = re.compile(rf"\b(?:de|desde|entre) ({MONTH})(?: y| a| hasta)(?: el)?(?: mes de)? ({MONTH})\b")
YEAR = re.compile(r"(?<![\d.,/-])(?:19|20)\d\d(?![\d/-]|[.,]\d)")
STOP = re.compile(r"[.;:»](?:\s|$)")
LENGTHS = {"semestre": 184, "trimestre": 92, "este ano": 366, "presente ano": 366, "este mes": 31}
PHRASE = re.compile(
    r"\b(?:en|durante) (?:el |la )?(?:primer |segundo |tercer |cuarto |ultimo )?(semestre|trimestre)\b|\b(este ano|presente ano|este mes)\b"
)


def audit(book: Book, ledger: Ledger) -> None:
    """Look at the words of every quote."""
    for one in book.said:
        if one.value is not None and one.start and one.end and one.end >= one.start and not is_derived(one.indicator, one.unit):
            _months(one, ledger)
            _length(one, ledger)
            _year(one, ledger)


def _months(one: Said, ledger: Ledger) -> None:
    text = bare(_clause(one))
    told = [(_month(first), _month(last)) for first, last in FROM_TO.findall(text)]
    assert one.start
    assert one.end
    columns = (date.fromordinal(one.start).month, date.fromordinal(one.end).month)
    if told and columns not in told:
        first, last = (MONTHS[month - 1] for month in told[0])
        ledger.broken("period", "date_basis", [one], claimed=f"{first} a {last}", computed=period_es(one), sure=False)


def _length(one: Said, ledger: Ledger) -> None:
    noted = plain(one.notes.get("printed_period", "")).replace("_", " ")
    found = None if noted else PHRASE.search(bare(_clause(one)))
    words = noted or (found[1] or (found[2] if flows(one.indicator) else "") if found else "")
    longest = next((days for name, days in LENGTHS.items() if name in words), None)
    if longest and (one.end or 0) - (one.start or 0) + 1 > longest:
        ledger.broken("period", "date_basis", [one], claimed=f"«{words.replace('ano', 'año')}»", computed=period_es(one), sure=bool(noted))


def _year(one: Said, ledger: Ledger) -> None:
    """The only year that a quote names, in the number's own clause, is none of the columns'."""
    years = {int(year) for year in YEAR.findall(one.verbatim)} - {int(one.value or 0)}
    if len(years) == 1 and one.start and one.end:
        (named,) = years
        first, last = date.fromordinal(one.start).year, date.fromordinal(one.end).year
        if not first <= named <= last and re.search(rf"\b(?:en|durante|del?)(?: el)?(?: año)? {named}\b", _clause(one, NEAR)):
            ledger.broken("period", "date_basis", [one], claimed=str(named), computed=period_es(one), sure=False)


def _clause(one: Said, beyond: int = BESIDE) -> str:
    """The words of the number's own clause: from the last stop, or the last other number, to the next; as far ``beyond`` as may be."""
    found = find(one.value, one.verbatim)
    if found is None:
        return ""
    others = [
        other
        for other in numbers(one.verbatim)
        if not YEAR.fullmatch(other.text) and (other.end <= found.start or other.start >= found.end)
    ]
    begins = max((other.end for other in others if other.end <= found.start), default=0)
    ends = min((other.start for other in others if other.start >= found.end), default=len(one.verbatim))
    before, after = STOP.split(one.verbatim[begins : found.start])[-1], STOP.split(one.verbatim[found.end : ends])[0]
    return f"{before[-NEAR:]} … {after[:beyond]}"


def _month(name: str) -> int:
    return MONTHS.index(name.replace("septiembre", "setiembre")) + 1
