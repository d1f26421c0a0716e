"""Numbers in Spanish words: «ciento veintitrés mil», «medio millón», «una docena», «dos millones y medio».

In: words without case or accents, as ``codes.fold`` gives them; digits may stand among them («1 millón 200 mil»). Out: the one number
they write, or None. Vague words (miles, varios, decenas) are no number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from types import MappingProxyType

UNITS = ("", "un|uno|una", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve")
TEENS = ("diez", "once", "doce", "trece", "catorce", "quince", "dieciseis|diez y seis", "diecisiete|diez y siete", "dieciocho|diez y ocho")
UNDER_25 = ("diecinueve|diez y nueve", "veinte", "veintiun|veintiuno|veintiuna", "veintidos", "veintitres", "veinticuatro")
UNDER_30 = ("veinticinco", "veintiseis", "veintisiete", "veintiocho", "veintinueve")
SMALL = (*UNITS, *TEENS, *UNDER_25, *UNDER_30)
TENS = ("", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")
HUNDREDS = ("", "ciento", "doscient", "trescient", "cuatrocient", "quinient", "seiscient", "setecient", "ochocient", "novecient")
THOUSAND = "mil"
MILLION = frozenset({"millon", "millones"})
GROUPS = MappingProxyType(
    {"docena": 12, "docenas": 12, "decena": 10, "decenas": 10, "centenar": 100, "centenares": 100, "millar": 1000, "millares": 1000}
    | {"par": 2, "pares": 2}
)
MULTIPLES = MappingProxyType(
    {**GROUPS} | {"mil millones": 10**9, "millones": 10**6, "millon": 10**6, "mil": 1000, "billon": 10**12, "billones": 10**12}
)
"""What may follow a number in digits: «1.5 millones»."""
HALF = frozenset({"medio", "media"})
NOTHING = frozenset({"cero", "ninguno", "ninguna", "ningun"})


def number(words: Sequence[str]) -> Decimal | None:
    """Give the number that exactly these words write, or None."""
    if not words:
        return None
    if len(words) == 1 and words[0] in NOTHING:
        return Decimal(0)
    last = MILLION | GROUPS.keys()
    if len(words) == 2 and words[0] in HALF and words[1] in last:
        return Decimal(MULTIPLES[words[1]]) / 2
    if len(words) > 2 and words[-2] == "y" and words[-1] in HALF and words[-3] in last:
        many = _many(words[:-3] or ["un"])
        return None if many is None else (many + Decimal("0.5")) * MULTIPLES[words[-3]]
    if words[-1] in GROUPS:
        many = _many(words[:-1])
        return None if many is None else many * GROUPS[words[-1]]
    return _whole(words)


def _whole(words: Sequence[str]) -> Decimal | None:
    at = next((place for place, word in enumerate(words) if word in MILLION), None)
    if at is None:
        return _many(words)
    millions, rest = _many(words[:at]), _many(words[at + 1 :]) if words[at + 1 :] else Decimal(0)
    return None if millions is None or rest is None else millions * 10**6 + rest


def _many(words: Sequence[str]) -> Decimal | None:
    """Under a million; «mil» alone is a thousand."""
    if THOUSAND not in words:
        return _few(words)
    at = words.index(THOUSAND)
    thousands = _few(words[:at]) if at else Decimal(1)
    rest = _few(words[at + 1 :]) if words[at + 1 :] else Decimal(0)
    return None if thousands is None or rest is None else thousands * 1000 + rest


def _few(words: Sequence[str]) -> Decimal | None:
    """Under a thousand, in words or in at most three digits."""
    said = " ".join(words)
    if said.isascii() and said.isdigit() and len(said) <= 3:
        return Decimal(said)
    found = _under_a_thousand().get(said)
    return None if found is None else Decimal(found)


@cache
def _under_a_thousand() -> Mapping[str, int]:
    """Every writing of 1 to 999: spelling them out refuses whatever is no number («cinco seis», «veinte y mil»)."""
    under_100 = {writing: value for value, writings in enumerate(SMALL) for writing in writings.split("|") if writing}
    for ten in range(3, 10):
        for unit, writings in enumerate(UNITS):
            under_100 |= {f"{TENS[ten]} y {one}" if one else TENS[ten]: ten * 10 + unit for one in writings.split("|")}
    found = dict(under_100) | {"cien": 100}
    for hundred in range(1, 10):
        ends = ("",) if hundred == 1 else ("os", "as")
        for start in (HUNDREDS[hundred] + end for end in ends):
            found |= {start: hundred * 100} | {f"{start} {rest}": hundred * 100 + value for rest, value in under_100.items()}
    return MappingProxyType(found)
