"""Reads what a document writes as a value: a number in any style of Peru, a range, a bound, a percentage, yes or no, a date, a list.

In: the text as written, and what the item asks for. Out: a ``Reading``, or a ``Problem`` that says what may be meant and asks. Nothing is
guessed: what can be read in two ways is refused with both, and what is missing (SD, NRI, a dash, a blank) is never a zero.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from intertrata.vocabulary import amounts
from intertrata.vocabulary.amounts import Amount
from intertrata.vocabulary.codes import code_list, fold
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.numeral_styles import NUMERAL
from intertrata.vocabulary.periods import YEAR, Period
from intertrata.vocabulary.statement import number_es
from intertrata.vocabulary.written_dates import period_of

Expected = Literal["any", "number", "count", "yes_no", "date", "list", "text"]
Kind = Literal["number", "yes_no", "date", "list", "range", "at_least", "at_most", "percentage", "text", "missing"]

DASHES = frozenset("-–—−_ ")
MISSING = frozenset({"unknown", "left_out", "inside"})
BUT = frozenset({"pero", "aunque", "sino", "salvo", "excepto", "embargo"})
ESTIMATED = "EST"
MOST_SHOWN = 60
MOST_COUNTED_WORDS = 3

ABOUT = re.compile(r"(?:aproximadamente|aprox\.?|alrededor de|cerca de|casi|un[oa]s|~|±)\s*", re.IGNORECASE)
ABOUT_AFTER = re.compile(r",? (?:aproximadamente|aprox\.?)$", re.IGNORECASE)
LEAD = re.compile(r"(?:s[óo]lo|solamente|(?:un )?total(?: de)?)(?:: ?| )", re.IGNORECASE)
"""Words before a number that change nothing of it."""
FROM = re.compile(r"(?:de|desde|entre) ", re.IGNORECASE)
HYPHEN = re.compile(rf"(.*{NUMERAL.pattern}(?: ?%)?) ?[-–—] ?((?:S ?/ ?\.? ?)?{NUMERAL.pattern}.*)")
ARTICLE = re.compile(r"^(?:el|los|las) ", re.IGNORECASE)
TWO_YEARS = re.compile(rf"(?:de |entre )?{YEAR.pattern} ?(?:[-–—]|a|y) ?{YEAR.pattern}", re.I)
BETWEEN = frozenset({"a", "al", "hasta", "y"})
Side = Literal["at_least", "at_most"]
BOUNDS: tuple[tuple[Side, bool, re.Pattern[str]], ...] = (
    ("at_most", False, re.compile(r"(?:no m[áa]s del?|no mayor del?|hasta|como m[áa]ximo|m[áa]ximo|a lo (?:m[áa]s|sumo)|≤|<=) ?", re.I)),
    ("at_least", False, re.compile(r"(?:no menos del?|al menos|por lo menos|como m[íi]nimo|m[íi]nimo|desde|a partir de|≥|>=) ?", re.I)),
    ("at_least", True, re.compile(r"(?:m[áa]s del?|mayor(?:es)? (?:a|del?|que)|superior(?:es)? a|>) ?", re.I)),
    ("at_most", True, re.compile(r"(?:menos del?|menor(?:es)? (?:a|del?|que)|inferior(?:es)? a|<) ?", re.I)),
    ("at_least", False, re.compile(r"\+ ?")),
)
AFTER: tuple[tuple[Side, re.Pattern[str]], ...] = (
    ("at_least", re.compile(r" ?\+| (?:[oaóy] m[áa]s|como m[íi]nimo)", re.I)),
    ("at_most", re.compile(r" (?:[oó] menos|como m[áa]ximo)", re.I)),
)
YES_WORDS = frozenset({"cuenta", "cuentan", "contamos", "tiene", "tienen", "tenemos", "existe", "existen", "hay", "dispone"})
NOT_QUITE = frozenset({"solo", "solamente", "obstante", "todos", "todas", "todo", "siempre", "necesariamente"})
ITEM_BREAKS = (r"[\n\r]+", r";", r",")
BULLET = re.compile(r"^(?:[-–•»*]|[0-9a-z]{1,2}[.)])\s+")


@dataclass(frozen=True)
class Reading:
    """What a text says: its kind and, as the kind has them, value, ends, yes or no, period, items.

    ``unit`` is written beside the number («S/», «%», «varones»), ``counted`` is the thing counted («varones», «las víctimas»). ``status`` is
    a code of ``statement_status``: why there is no value, or EST. ``beyond`` says that the bound itself is out («más de 300»).
    """

    kind: Kind
    as_written: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    beyond: bool = False
    unit: str = ""
    counted: str = ""
    status: str = ""
    yes: bool | None = None
    period: Period | None = None
    items: tuple[str, ...] = ()


def read(text: str, expected: Expected = "any") -> Reading:
    """Give what the text says, in terms of what the item asks for.

    Args:
        text: as the document writes it.
        expected: what is asked; a ``count`` is whole and not negative; ``any`` where nothing is known of the item.

    Raises:
        Problem: ``number_ambiguous``, ``number_in_prose``, ``not_a_number``, ``count_negative``, ``count_not_whole``, ``range_reversed``,
            ``yes_no_unclear``, ``date_unreadable``.
    """
    written = " ".join(text.split())
    if status := missing(written):
        return Reading("missing", text.strip(), status=status)
    return replace(_READERS[expected](text.strip() if expected == "list" else written), as_written=text.strip())


def missing(text: str) -> str:
    """Give the code of ``statement_status`` that says why the text holds no value; empty where it may hold one.

    A longer text is missing where it begins as a known way of saying so («No cuenta con información sobre albergues»), holds no digit and
    takes nothing back («pero»).
    """
    if not text.strip():
        return "BLANK"
    if set(text) <= DASHES:
        return "DASH"
    statuses, said = code_list("statement_status"), fold(text)
    whole = statuses.resolve(text)
    if whole:
        return whole if statuses[whole].kind in MISSING else ""
    if any(letter.isdigit() for letter in said) or BUT & {*said.split()}:
        return ""
    begun = [code for writing, code in statuses.writings().items() if " " in writing and said.startswith(f"{writing} ")]
    return next((code for code in begun if statuses[code].kind == "unknown"), "")


def _number(text: str, expected: Expected = "number") -> Reading:
    found = _quantity(text, expected)
    if found is None:
        inside = NUMERAL.findall(text)
        raise Problem("number_in_prose", text=_shown(text), readings=inside) if inside else Problem("not_a_number", text=_shown(text))
    return found


def _count(text: str) -> Reading:
    return _number(text, "count")


def _any(text: str) -> Reading:
    said = fold(text)
    if said in {"si", "no"}:
        return Reading("yes_no", text, yes=said == "si")
    if not YEAR.fullmatch(text) and not TWO_YEARS.fullmatch(text) and (period := period_of(text)):
        return Reading("date", text, period=period)
    return _quantity(text, "any") or _text(text)


def _text(text: str) -> Reading:
    return Reading("text", text)


def _yes_no(text: str) -> Reading:
    """The first words say it; a yes and a no in one text, «No solo…» and «Si hubiera…» say neither."""
    words = fold(text).split()
    both = "si" in words and "no" in words
    starts = words[1:] if words[:1] == ["se"] else words
    if not starts or both or BUT & {*words}:
        raise Problem("yes_no_unclear", text=_shown(text))
    if starts[0] == "no" and not NOT_QUITE & {*starts[1:2]}:
        return Reading("yes_no", text, yes=False)
    if starts[0] in {"ninguno", "ninguna", "ningun"}:
        return Reading("yes_no", text, yes=False)
    sure = len(words) == 1 or text[1:2] in "íÍ" or not text[2:3].isspace()
    if (starts[0] == "si" and sure) or starts[0] in YES_WORDS:
        return Reading("yes_no", text, yes=True)
    raise Problem("yes_no_unclear", text=_shown(text))


def _date(text: str) -> Reading:
    period = period_of(text)
    if period is None:
        raise Problem("date_unreadable", text=_shown(text))
    return Reading("date", text, period=period)


def _list(text: str) -> Reading:
    """Items by lines, else by semicolons, else by commas; only commas or nothing let a last «y» part two items."""
    if fold(text) in {"ninguno", "ninguna"}:
        return Reading("list", text)
    breaks = next((one for one in ITEM_BREAKS if re.search(one, text)), "")
    parts = re.split(breaks, text) if breaks else [text]
    if breaks in {"", ","}:
        parts = [*parts[:-1], *re.split(r"\s+[ye]\s+", parts[-1])]
    items = (BULLET.sub("", part.strip()).strip(" .") for part in parts)
    return Reading("list", text, items=tuple(item for item in items if item))


def _quantity(text: str, expected: Expected) -> Reading | None:
    """A range, a bound or a number; None where the text is none of them."""
    lead = LEAD.match(text)
    stated = text[lead.end() :] if lead else text
    return _range(stated, expected) or _bound(stated, expected) or _single(stated, expected)


def _range(text: str, expected: Expected) -> Reading | None:
    opened = FROM.match(text)
    for word, first, last in _halves(text[opened.end() :] if opened else text):
        low, high = amounts.read(ARTICLE.sub("", first, count=1)), amounts.read(ARTICLE.sub("", last, count=1))
        if low is None or high is None or low.several or high.several or low.counted or (low.unit and low.unit != high.unit):
            continue
        if word == "y" and not (opened and opened[0].lower() == "entre "):
            continue  # «10 y 15» are two numbers, «entre 10 y 15» is a range
        if expected == "any" and YEAR.fullmatch(last) and word == "-" and not YEAR.fullmatch(first):
            continue  # «123-2016» numbers a document
        if expected == "any" and YEAR.fullmatch(first) and YEAR.fullmatch(last):
            raise _ambiguous(text, (f"el período {first} a {last}", f"un rango de {first} a {last}"))
        ends = _decided(low, first, expected), _decided(high, last, expected)
        if ends[0] > ends[1]:
            raise Problem("range_reversed", text=_shown(text))
        return Reading("range", text, low=ends[0], high=ends[1], unit=high.unit, counted=high.counted)
    return None


def _halves(text: str) -> list[tuple[str, str, str]]:
    """Every word that may part a range, with what stands before and after it."""
    words = text.split()
    halves = [(word, " ".join(words[:at]), " ".join(words[at + 1 :])) for at, word in enumerate(words) if word in BETWEEN]
    hyphen = HYPHEN.fullmatch(text)
    return [*halves, ("-", hyphen[1], hyphen[2])] if hyphen else halves


def _bound(text: str, expected: Expected) -> Reading | None:
    for side, beyond, before in BOUNDS:
        if stated := before.match(text):
            return _bounded(text, text[stated.end() :], side, beyond=beyond, expected=expected)
    for side, after in AFTER:
        if stated := after.search(text):
            return _bounded(text, text[: stated.start()] + text[stated.end() :], side, beyond=False, expected=expected)
    return None


def _bounded(text: str, stated: str, side: Side, *, beyond: bool, expected: Expected) -> Reading | None:
    amount = amounts.read(stated)
    if amount is None or amount.several:
        return None
    end = _decided(amount, text, expected)
    said = Reading(side, text, beyond=beyond, unit=amount.unit, counted=amount.counted)
    return replace(said, low=end) if side == "at_least" else replace(said, high=end)


def _single(text: str, expected: Expected) -> Reading | None:
    bare = ABOUT_AFTER.sub("", ABOUT.sub("", text, count=1) if ABOUT.match(text) else text)
    amount = amounts.read(bare)
    if amount is None:
        return None
    if expected == "any" and (amount.several or len(amount.counted.split()) > MOST_COUNTED_WORDS):
        return None
    if amount.several:
        raise _ambiguous(text, amount.several)
    value = _decided(amount, text, expected)
    kind: Kind = "percentage" if amount.percentage else "number"
    return Reading(kind, text, value=value, unit=amount.unit, counted=amount.counted, status=ESTIMATED if bare != text else "")


def _decided(amount: Amount, text: str, expected: Expected) -> Decimal:
    """The one value that is possible.

    A count has neither sign nor decimals. A share is no count, and keeps its decimals even where one is asked.
    """
    possible = amount.values if expected != "count" or amount.percentage else _counts(amount.values, text)
    if not possible:
        raise Problem("not_a_number", text=_shown(text))
    if len(set(possible)) > 1:
        raise _ambiguous(text, [number_es(value) for value in possible])
    return possible[0]


def _counts(values: tuple[Decimal, ...], text: str) -> tuple[Decimal, ...]:
    natural = tuple(value for value in values if value >= 0)
    whole = tuple(value for value in natural if value == value.to_integral_value())
    if values and not natural:
        raise Problem("count_negative", text=_shown(text))
    if natural and not whole:
        raise Problem("count_not_whole", text=_shown(text))
    return whole


def _ambiguous(text: str, readings: Sequence[str]) -> Problem:
    """What may be meant, as a list for who offers the choice and in words for who reads it."""
    return Problem("number_ambiguous", text=_shown(text), readings=list(readings), said=" o ".join(f"«{one}»" for one in readings))


def _shown(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN].rstrip()}…"


_READERS: Mapping[Expected, Callable[[str], Reading]] = {
    "any": _any, "number": _number, "count": _count, "yes_no": _yes_no, "date": _date, "list": _list, "text": _text,
}  # fmt: skip
