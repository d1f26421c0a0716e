"""Numbers as a quote writes them.

In: a quoted text. Out: every number in it with all the values that it can be read as, by the styles and words of ``vocabulary``
(``numeral_styles``, ``number_words``), with where it stands. ``vocabulary.numerals`` reads a whole cell and asks where it may mean two
things; here a number stands among other words and every reading is kept: it is used to see whether a value stands in a text, never to
take a value from one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from intertrata.figures.audit.grammar import bare
from intertrata.vocabulary import number_words
from intertrata.vocabulary.numeral_styles import APOSTROPHES, values

TOKEN = re.compile(rf"[0-9]+(?:[.,{APOSTROPHES}][0-9]+)*")
SPACED = re.compile(rf"(?<![0-9.,{APOSTROPHES}])[0-9]{{1,3}}(?:,?[ \u00a0\u202f][0-9]{{3}})+(?:\.[0-9]+)?(?![0-9.,{APOSTROPHES}]*[0-9])")
TIMES = number_words.MULTIPLES
SCALE = re.compile(rf"(?:{'|'.join(sorted(TIMES, key=len, reverse=True))})\b")
LONGEST_SCALE = 16
ALSO = {"doble": Decimal(2), "triple": Decimal(3), "media": Decimal("0.5"), "mitad": Decimal("0.5")}
"""Words that stand for a number without naming it."""
KNOWN = (
    {word for writings in number_words.SMALL for word in re.split(r"[| ]", writings)}
    | {*number_words.TENS, "cien", *(f"{begun}{end}" for begun in number_words.HUNDREDS for end in ("", "os", "as"))}
    | {number_words.THOUSAND, *number_words.MILLION, *number_words.GROUPS, *number_words.HALF, *number_words.NOTHING, *ALSO}
) - {"", "y", "os", "as"}
ACCENTED = str.maketrans({"a": "[aá]", "e": "[eé]", "i": "[ií]", "o": "[oó]", "u": "[uú]"})
WORD = re.compile(rf"\b(?:{'|'.join(sorted(KNOWN)).translate(ACCENTED)})\b", re.IGNORECASE)
BETWEEN = re.compile(r"\s+(?:y\s+)?")
MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Written:
    """One number of a text: as written, where, what it can be read as, and whether a percent sign follows."""

    text: str
    start: int
    end: int
    readings: tuple[Decimal, ...]
    percent: bool

    @property
    def digits(self) -> str:
        """Its digits alone."""
        return "".join(letter for letter in self.text if letter.isdigit())

    @property
    def is_number(self) -> bool:
        """Whether it can be read as a number at all."""
        return bool(self.readings)


@lru_cache(maxsize=1 << 15)
def numbers(text: str) -> tuple[Written, ...]:
    """Give every number written in figures, in order; what blanks may hold together is given joined too, after its pieces."""
    found = [*TOKEN.finditer(text), *(SPACED.finditer(text) if " " in text or "\u00a0" in text or "\u202f" in text else ())]
    return tuple(sorted((_written(text, one) for one in found), key=lambda one: (one.start, one.end)))


@lru_cache(maxsize=1 << 15)
def worded(text: str) -> tuple[tuple[Decimal, int], ...]:
    """Give every number that is written in words, alone and together with those beside it, and where it ends."""
    pieces = ((one, last) for run in _runs(text) for first, one in enumerate(run) for last in run[first:])
    read = ((_in_words(text[one.start() : last.end()]), last.end()) for one, last in pieces)
    return tuple((value, end) for value, end in read if value is not None)


def words(text: str) -> set[Decimal]:
    """Give the values of the numbers written in words, each alone and together."""
    return {value for value, _ in worded(text)}


def find(value: Decimal | None, text: str) -> Written | None:
    """Give where a text writes a value in figures, whatever its sign; the first place, or None."""
    size = None if value is None else abs(value)
    return next((one for one in numbers(text) if size in one.readings), None)


def _written(text: str, found: re.Match[str]) -> Written:
    readings = list(_readings(found[0]))
    scale = SCALE.match(bare(text[found.end() : found.end() + LONGEST_SCALE]))
    if scale:
        readings += [value * TIMES[scale[0]] for value in readings]
    percent = text[found.end() : found.end() + 2].lstrip().startswith("%")
    return Written(found[0], found.start(), found.end(), tuple(dict.fromkeys(readings)), percent)


def _readings(numeral: str) -> tuple[Decimal, ...]:
    """Every value, as Peru writes first: a comma before three digits parts thousands, a point decimals."""
    found = values(numeral, thousands_by_comma=False)
    return found[::-1] if "." in numeral else found


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Number words that follow each other with nothing but blanks, or «y», between them."""
    run: list[re.Match[str]] = []
    for word in WORD.finditer(text):
        if run and (len(run) == MOST_WORDS or not BETWEEN.fullmatch(text, run[-1].end(), word.start())):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _in_words(written: str) -> Decimal | None:
    said = bare(written).split()
    return ALSO[said[0]] if len(said) == 1 and said[0] in ALSO else number_words.number(said)
