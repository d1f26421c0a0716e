"""One amount as a document writes it: a number in digits or words, with its sign of money or percent and the thing it counts.

In: a short text («S/ 1.5 millones», «83 varones», «doce (12) casos», «37 % de las víctimas»). Out: an ``Amount`` with every value that the
text may mean, or None where no number stands at its beginning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from intertrata.vocabulary.codes import fold
from intertrata.vocabulary.number_words import MULTIPLES, number
from intertrata.vocabulary.numeral_styles import NUMERAL, values
from intertrata.vocabulary.statement import EXACT, number_es

HEAD = re.compile(
    r"(?P<out>[-−] ?(?=[0-9S$U]))?(?P<money>(?:S ?/ ?\.?|US\$|USD|PEN|\$|€)(?=[ 0-9-]))? ?(?P<within>[-−] ?(?=[0-9]))?", re.IGNORECASE
)
PERCENT = re.compile(r" ?%| ?por ?ciento\b", re.IGNORECASE)
IN_BRACKETS = re.compile(r"\(([0-9][^()]*)\)")
REMARK = re.compile(r"([^()]+?) ?\(([^()]+)\) ?([^()]*)")
TORN = re.compile(r"[0-9]{1,3}(?:, [0-9]{3})+(?![0-9])")
"""One number that the printer tore («514, 243»), or two."""
OF_A_YEAR = re.compile(r"\b(?:en|del?|durante|año)(?: el| año)* (?:19|20)\d\d\b")
COINS = frozenset({"sol", "soles", "nuevos soles", "dolares", "dolares americanos", "euros"})
NO_SECOND_NUMBER = frozenset({"un", "uno", "una", "par", "mil"})
"""Articles of a counted thing, and what is no number by itself; straight after a number they are («veinte un casos»)."""
MOST_WORDS = 24
"""No number under a million of millions is longer in words; one cut short would be another number."""


@dataclass(frozen=True)
class Amount:
    """Every value that the text may mean (none: digits that are no number), the unit written beside it, the thing counted.

    ``several`` holds the numbers of a text that writes more than one («206 mujeres y 45 varones»).
    """

    values: tuple[Decimal, ...]
    unit: str = ""
    counted: str = ""
    percentage: bool = False
    several: tuple[str, ...] = ()


def read(text: str) -> Amount | None:
    """Give the amount that the text writes from its beginning, or None."""
    written = text.strip(' .;:«»"')
    if bracketed := IN_BRACKETS.fullmatch(written):  # an aside («Arequipa (160)»), or a loss as accountants write it
        inside = _plain(bracketed[1])
        return inside and replace(inside, values=_either_sign(inside.values))
    remark = REMARK.fullmatch(written)
    return _twice(remark[1], remark[2], remark[3]) if remark else _plain(written)


def _twice(first: str, again: str, rest: str) -> Amount | None:
    """«doce (12) casos» says one number twice, and the second settles the first; another remark belongs to the thing counted."""
    stated, repeated = _plain(f"{first} {rest}".strip()), _plain(again)
    if stated is None:
        return None
    if repeated is None or repeated.unit or repeated.percentage:
        counted = f"{stated.counted} ({again})".strip()
        return replace(stated, counted=counted, several=_several(stated.values, counted))
    same = tuple(value for value in stated.values if value in repeated.values)
    return replace(stated, values=same or stated.values + repeated.values)


def _plain(text: str) -> Amount | None:
    head = HEAD.match(text)
    stated = text[head.end() :] if head else text
    found = _in_words(stated) or _in_digits(stated)
    if found is None:
        return None
    meant, rest = found
    sign, money = (head["out"] or head["within"] or "", head["money"] or "") if head else ("", "")
    if sign:  # with a blank it may be a bullet: «- 83 varones»
        meant = _either_sign(meant) if sign.endswith(" ") else tuple(map(_less_than_zero, meant))
    percent = PERCENT.match(rest)
    counted = re.sub(r"^de ", "", (rest[percent.end() :] if percent else rest).strip(" .,;:"), flags=re.IGNORECASE)
    coin = counted if fold(counted) in COINS else ""
    unit = money.strip() or (percent[0].strip() if percent else "") or counted
    thing = "" if coin else counted
    torn = TORN.match(stated)
    several = _several(meant, thing)
    return Amount(meant, unit, thing, percent is not None, (torn[0].replace(" ", ""), *several) if torn else several)


def _in_words(text: str) -> tuple[tuple[Decimal, ...], str] | None:
    """The longest beginning that is a number in words; digits alone are not, but «1 millón 200 mil» is."""
    tokens = text.split(" ")
    words = [_word(token) for token in tokens]
    least = 2 if words[0].isdigit() else 1
    for many in range(min(len(words), MOST_WORDS), least - 1, -1):
        value = number(" ".join(words[:many]).split())
        if value is not None:
            rest = tokens[many:]
            return None if words[many : many + 1] == ["y"] else ((value,), " ".join(rest))
    return None


def _word(token: str) -> str:
    """A word without case or accents, or plain digits; a sign alone, and digits with anything else («%», «5²»), is no word of a number."""
    folded = fold(token)
    digits = any(letter.isdigit() for letter in folded)
    return folded if folded and (not digits or (token.isascii() and token.isdigit())) else "?"


def _in_digits(text: str) -> tuple[tuple[Decimal, ...], str] | None:
    found = NUMERAL.match(text)
    rest = text[found.end() :] if found else ""
    if not found or rest[:1] not in {"", " ", ",", ";", ":", "%"}:
        return None
    meant = values(found[0], thousands_by_comma=PERCENT.match(rest) is None)
    words = rest.split()
    for many in (2, 1):
        multiple = MULTIPLES.get(fold(" ".join(words[:many])))
        if multiple and len(words) >= many:
            many_times = (EXACT.multiply(value, Decimal(multiple)) for value in meant)
            whole = tuple(value.to_integral_value() if value == value.to_integral_value() else value for value in many_times)
            return whole, " ".join(words[many:])
    return meant, rest


def _either_sign(meant: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
    return meant + tuple(_less_than_zero(value) for value in meant if value)


def _less_than_zero(value: Decimal) -> Decimal:
    """The negative with every digit, which ``-value`` would round to those of the context."""
    return value.copy_negate() if value else value


def _several(meant: tuple[Decimal, ...], counted: str) -> tuple[str, ...]:
    """The numbers of a text whose counted thing holds another number; a year in which it was counted is none."""
    others = OF_A_YEAR.sub("", counted)
    digits = NUMERAL.findall(others)
    spoken = [(at, word) for at, word in enumerate(fold(others).split()) if not word.isdigit() and number([word]) is not None]
    words = [word for at, word in spoken if at == 0 or word not in NO_SECOND_NUMBER]
    return (*(number_es(value) for value in meant), *digits, *words) if digits or words else ()
