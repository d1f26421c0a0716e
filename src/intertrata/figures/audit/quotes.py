"""The value against its quote: what is no number, and what was copied wrong.

In: a book. Out: findings ``not_a_number`` (a text that writes the value's digits but no number) and ``two_values`` with the verdict
``transcription`` (the quote writes another number where the value should stand). A quote without the number proves nothing; one digit
off, or two digits changed about, does.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rapidfuzz.distance import OSA

from intertrata.figures.audit.book import Book
from intertrata.figures.audit.ledger import Ledger, number, shown
from intertrata.figures.audit.reading import Said
from intertrata.figures.audit.written import Written, numbers, words

SHORTEST = 3
YEARS = range(1900, 2101)


def audit(book: Book, ledger: Ledger) -> None:
    """Look at every value and its quote."""
    for one in book.said:
        if one.value is None:
            if one.text and not one.status:
                _no_value(one, ledger)
        elif one.verbatim:
            _value(one, book, ledger)


def _no_value(one: Said, ledger: Ledger) -> None:
    """A value column that holds something else than a number."""
    if any(letter.isdigit() for letter in one.text):
        ledger.broken(
            "not_a_number", "transcription", [one], claimed=one.text, computed="se puede leer de varias maneras o de ninguna", sure=True
        )


def _value(one: Said, book: Book, ledger: Ledger) -> None:
    assert one.value is not None
    written = numbers(one.verbatim)
    if any(abs(one.value) in found.readings for found in written):
        return
    malformed = [found for found in written if not found.is_number]
    digits = _digits(abs(one.value)).strip("0")
    broken = next((found for found in malformed if found.digits.strip("0") == digits), None)
    if broken:
        told = "los signos no separan miles y decimales de ninguna manera conocida"
        ledger.broken("not_a_number", "transcription", [one], claimed=broken.text, computed=told, sure=True)
        return
    if abs(one.value) in words(one.verbatim) or one.value == 0:
        return
    _miscopied(one, written, book, ledger)


def _miscopied(one: Said, written: Sequence[Written], book: Book, ledger: Ledger) -> None:
    """No number of the quote is the value: one that nearly is, and that no other statement of the line says, was copied wrong."""
    others = {other.value for other in book.lines.get(one.line, ()) if other is not one}
    free = [found for found in written if found.is_number and not set(found.readings) & others and not _is_year(found)]
    near = next((found for found in free if _one_slip(found, one)), None)
    only = free[0] if len(free) == 1 and not words(one.verbatim) and _as_long(free[0], one) else None
    found = near or only
    if found:
        ledger.broken(
            "two_values", "transcription", [one], claimed=shown(one), computed=number(found.readings[0]), sure=near is not None and len(found.digits) > SHORTEST,
            sentence="two_values_transcription",
        )  # fmt: skip


def _one_slip(found: Written, one: Said) -> bool:
    """Whether two numbers differ by one digit changed, left out, put in, or two changed about."""
    assert one.value is not None
    mine = _digits(abs(one.value))
    theirs = [_digits(reading) for reading in found.readings]
    return len(mine) >= SHORTEST and any(len(other) >= SHORTEST and OSA.distance(mine, other) == 1 for other in theirs)


def _as_long(found: Written, one: Said) -> bool:
    assert one.value is not None
    return len(_digits(found.readings[0])) == len(_digits(abs(one.value))) >= SHORTEST


def _digits(value: Decimal) -> str:
    return "".join(letter for letter in f"{value.normalize():f}" if letter.isdigit())


def _is_year(found: Written) -> bool:
    return len(found.text) == 4 and found.text.isdigit() and int(found.text) in YEARS
