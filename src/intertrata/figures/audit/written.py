"""Numbers as a quote writes them.

In: a quoted text. Out: every number in it with all the values that it can be read as (thousands by comma, blank or apostrophe,
decimals by point, or the other way round; as Peru writes first), with what stands before and after it. It reads more than it would accept: it is
used to see whether a value stands in a text, never to take a value from one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

TOKEN = re.compile(r"\d+(?:[.,'’´]\d+)*")
SPACED = re.compile(r"(?<![\d.,'’´])\d{1,3}(?:,?[ \u00a0\u202f]\d{3})+(?:\.\d+)?(?![\d.,'’´]*\d)")
THOUSANDS = 3
SCALES = {"mil": 1_000, "millon": 1_000_000, "millón": 1_000_000, "millones": 1_000_000}
SCALE = re.compile(r"\s*(mil|millones|millón|millon)\b(?:\s+de)?(?:\s+(millones))?")
NUMBER = re.compile(
    r"\d+(?:[.,]\d+)?"
    r"|\d{1,3}(?:['’´]\d{3})*(?:,\d{3})*(?:\.\d+)?"
    r"|\d{1,3}(?:['’´]\d{3})*(?:\.\d{3})*(?:,\d+)?"
    r"|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:\.\d+)?"
)
UNITS = (
    "cero|un uno una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieciséis dieciseis|diecisiete|"
    "dieciocho|diecinueve|veinte|veintiuno veintiún veintiuna|veintidós veintidos|veintitrés veintitres|veinticuatro|veinticinco|"
    "veintiséis veintiseis|veintisiete|veintiocho|veintinueve"
)
WORDS = {word: Decimal(value) for value, words in enumerate(UNITS.split("|")) for word in words.split(" ")} | {
    "ninguno": Decimal(0), "ninguna": Decimal(0), "doble": Decimal(2), "triple": Decimal(3), "treinta": Decimal(30),
    "cuarenta": Decimal(40), "cincuenta": Decimal(50), "sesenta": Decimal(60), "setenta": Decimal(70), "ochenta": Decimal(80),
    "noventa": Decimal(90), "cien": Decimal(100), "ciento": Decimal(100), "doscientos": Decimal(200), "doscientas": Decimal(200),
    "trescientos": Decimal(300), "trescientas": Decimal(300), "cuatrocientos": Decimal(400), "quinientos": Decimal(500),
    "quinientas": Decimal(500), "seiscientos": Decimal(600), "setecientos": Decimal(700), "ochocientos": Decimal(800),
    "novecientos": Decimal(900), "mil": Decimal(1000), "media": Decimal("0.5"), "mitad": Decimal("0.5"),
}  # fmt: skip
WORD = re.compile(rf"\b(?:{'|'.join(WORDS)})\b", re.IGNORECASE)


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


def words(text: str) -> set[Decimal]:
    """Give the values of the numbers written in words, each alone and times what scales it."""
    said = set()
    for found in WORD.finditer(text):
        value = WORDS[found[0].lower()]
        scale = SCALE.match(text, found.end())
        said |= {value} | ({value * SCALES[scale[1].lower()]} if scale else set())
    return said


def find(value: Decimal | None, text: str) -> Written | None:
    """Give where a text writes a value in figures, whatever its sign; the first place, or None."""
    size = None if value is None else abs(value)
    return next((one for one in numbers(text) if size in one.readings), None)


def _written(text: str, found: re.Match[str]) -> Written:
    readings = list(_readings(found[0]))
    scale = SCALE.match(text, found.end())
    if scale:
        times = SCALES[scale[1].lower()] * (1_000_000 if scale[2] and scale[1] == "mil" else 1)
        readings += [value * times for value in readings]
    percent = text[found.end() : found.end() + 2].lstrip().startswith("%")
    return Written(found[0], found.start(), found.end(), tuple(dict.fromkeys(readings)), percent)


def _readings(token: str) -> Iterator[Decimal]:
    if not NUMBER.fullmatch(token):
        return
    marks = [letter for letter in token if not letter.isdigit()]
    if not marks or marks[-1] not in ".,":
        yield Decimal(_digits(token))
        return
    whole, last, part = token.rpartition(marks[-1])
    readings = [Decimal(f"{_digits(whole)}.{part}")] if marks.count(last) == 1 else []
    if len(part) == THOUSANDS:
        readings.insert(0 if last == "," else len(readings), Decimal(_digits(token)))
    yield from readings


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())
