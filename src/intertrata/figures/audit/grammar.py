"""How names are read: a small declared convention over the columns, from ``grammar.toml``; it works for any stem.

In: the name of an indicator, a cell of ``dimension``, a territory. Out: what it is computed from, its categories, whether it
stands for everything. Pure; nothing here knows an indicator by name.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.gazetteer import gazetteer

Cats = tuple[tuple[str, str], ...]


def bare(text: str) -> str:
    """Give a text without accents, case and blanks at its ends."""
    split = unicodedata.normalize("NFD", text.strip().lower())
    return "".join(letter for letter in split if not unicodedata.combining(letter))


@cache
def plain(text: str) -> str:
    """``bare``, remembered: for names, of which a table has few, never for quotes."""
    return bare(text)


@cache
def grammar() -> dict[str, Any]:
    """Give the declared grammar."""
    return tomllib.loads(files("intertrata.figures.audit").joinpath("grammar.toml").read_text(encoding="utf-8"))


LOOSE = frozenset(plain(name) for name in grammar()["loose_tables"])
TOTALS = frozenset(plain(name) for name in grammar()["totals"])
EVERYWHERE = frozenset(plain(name) for name in grammar()["everywhere"])
CLOSED = tuple(frozenset(group) for group in grammar()["closed"])
CLOSED_WORDS = frozenset().union(*CLOSED) - {"yes", "no", "si", "f", "m"}
PERCENT = frozenset(grammar()["derived"]["percent"])
RANGE = re.compile(r"(\d+)\s*(?:-|–|_|to|a)\s*(\d+)|(\d+)\s*(?:\+|y mas|and over|_plus|_mas)|(?:<|under_|menos de )\s*(\d+)")

DEPARTMENT = 2
"""Digits of a department's code."""


@dataclass(frozen=True)
class Formula:
    """How an indicator follows from others: patterns of the names of its numerator and denominator."""

    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    each: int
    whole: str


@dataclass(frozen=True)
class Growth:
    """A claim of growth: the stem that grew, and whether it is told in percent, as an amount or as a ratio."""

    stem: str
    told: str


@cache
def categories(dimension: str) -> tuple[Cats, dict[str, str], bool]:
    """Split a cell of ``dimension``: what was counted, how it was printed, and whether it declares to be the total."""
    cats, notes, everything = [], {}, False
    for pair in filter(None, (piece.strip() for piece in dimension.split(";"))):
        name, _, value = (part.strip() for part in pair.partition("="))
        if any(fnmatchcase(name, known) for known in grammar()["annotations"]):
            notes[name] = value
        elif plain(value) in TOTALS:
            everything = True
        else:
            cats.append((name, value))
    return tuple(sorted(cats)), notes, everything


@cache
def shares(indicator: str) -> tuple[Formula, ...]:
    """Give the ways in which a percentage or rate follows from other indicators, best first."""
    return tuple(_formulas("share", indicator, 100)) + tuple(_formulas("rate", indicator, 0))


@cache
def one_in(indicator: str) -> tuple[Formula, ...]:
    """Give the ways in which «one of each N» follows from other indicators."""
    return tuple(_formulas("one_in", indicator, 1))


@cache
def category_share(indicator: str) -> tuple[str, str, int] | None:
    """Give stem, category and base (100, or 10 of «3 de cada 10») of a share told by the name of its category."""
    for one in grammar()["category_share"]:
        found = re.fullmatch(one["pattern"], indicator)
        if found:
            said = found.groupdict()
            return said["stem"], said["category"], int(said.get("each") or 100)
    return None


@cache
def growth(indicator: str) -> Growth | None:
    """Give what grew, where the name says that it tells a growth."""
    for one in grammar()["growth"]:
        found = re.fullmatch(one["pattern"], indicator)
        if found:
            return Growth(found["stem"] or "", one["told"])
    return None


@cache
def is_derived(indicator: str, unit: str) -> bool:
    """Whether it is computed from others, so that it can be no part of a sum."""
    derived = grammar()["derived"]
    return unit in PERCENT or unit in derived["units"] or indicator.endswith(tuple(derived["suffixes"])) or growth(indicator) is not None


@cache
def flows(indicator: str) -> bool:
    """Whether it counts what passed in a time, so that times add up; what stands on a day does not."""
    words = indicator.split("_")
    ends = tuple(flow[1:] for flow in grammar()["words"]["flows"] if flow.startswith("-"))
    return any(word.endswith(ends) or word in grammar()["words"]["flows"] for word in (words[0], words[-1]))


@cache
def counts_a_population(indicator: str) -> bool:
    """Whether two who tell it tell of the same persons or things."""
    return bool(set(indicator.split("_")) & set(grammar()["words"]["populations"]))


@cache
def orders() -> tuple[tuple[str, str], ...]:
    """Give pairs of words in the names of indicators, what bears the first never more than what bears the second."""
    return tuple((less, more) for one in grammar()["order"] for less in one["less"] for more in one["more"])


@cache
def above(indicator: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give what is never less than an indicator: each word that comes before one of its own, and the other words of its name."""
    words = indicator.split("_")
    return tuple((more, tuple(word for word in words if word != less)) for less, more in orders() if less in words)


@cache
def usual_units(indicator: str) -> frozenset[str]:
    """Give the units in which an indicator of such a name is told; none where its name says nothing of it."""
    return next((frozenset(one["units"]) for one in grammar()["unit_of_name"] if re.fullmatch(one["pattern"], indicator)), frozenset())


def home_of(territories: Iterable[str]) -> str:
    """Give the country of which a table speaks: of the territories that are countries, the one told more than any other."""
    told = Counter(territory for territory in map(plain, territories) if territory in _countries()).most_common(2)
    return told[0][0] if told and (len(told) == 1 or told[0][1] > told[1][1]) else ""


@cache
def is_everywhere(territory: str, home: str) -> bool:
    """Whether a territory is the whole country of which a table speaks, or says that it is everywhere, or nothing."""
    said = plain(territory)
    return not said or said == home or said in EVERYWHERE or said.startswith("total")


@cache
def is_everyone(institution: str) -> bool:
    """Whether an institution stands for all of them, or none is named."""
    first = plain(institution).split(" ")[0]
    return not institution or first in grammar()["everyone"]


@cache
def kind_of(institution: str) -> str:
    """Give the short name of the kind to which an institution belongs, or nothing."""
    name = plain(institution)
    for one in grammar()["kind_of_institution"]:
        if f"{name} ".startswith(tuple(one["begins"])) or plain(_full_name(institution)).startswith(tuple(one["begins"])):
            return str(one["all"][0])
    return ""


@cache
def kind_named(name: str) -> str:
    """Give the short name of the kind that a collective name or the name of a count stands for, or nothing."""
    for one in grammar()["kind_of_institution"]:
        if plain(name) in one["all"] or name in one["counted_as"]:
            return str(one["all"][0])
    return ""


def complete(dimension: str, values: frozenset[str]) -> bool:
    """Whether the values of a dimension leave nothing out: a closed set, or ranges that go on from each other to the end."""
    said = frozenset(plain(value) for value in values)
    return any(group <= said for group in CLOSED) or _tiled(said, grammar()["ends"].get(plain(dimension)))


def _tiled(values: frozenset[str], ends: int | None) -> bool:
    """Whether ranges follow each other: from anywhere to an open end, or from 1 to where the dimension ends (months: 12)."""
    spans = []
    for value in values:
        found = RANGE.fullmatch(value)
        single = ends and value.isdigit()
        if not found and not single:
            return False
        low, high, open_from, below = found.groups() if found else (value, value, None, None)
        spans.append((0, int(below) - 1) if below else (int(open_from), None) if open_from else (int(low), int(high)))
    spans.sort(key=lambda span: span[0])
    follow = len(spans) > 1 and all(a[1] is not None and b[0] == a[1] + 1 for a, b in pairwise(spans))
    return follow and (spans[-1][1] is None or (spans[0][0] == 1 and spans[-1][1] == ends))


def _formulas(kind: str, indicator: str, each: int) -> Iterator[Formula]:
    for one in grammar()[kind]:
        found = re.fullmatch(one["pattern"], indicator)
        if found:
            said: Mapping[str, str] = found.groupdict()
            yield Formula(
                tuple(name.format(**said) for name in one["numerator"]), tuple(name.format(**said) for name in one["denominator"]),
                each or int(said["each"]), said.get("whole") or said.get("head") or said["stem"],
            )  # fmt: skip


@cache
def _countries() -> frozenset[str]:
    """The names of countries, but for those that a department bears too: a table of departments names San Martín, and means no island."""
    named = frozenset(plain(name) for code in code_list("country") for name in (code.es, code.en))
    return named - {plain(name) for code, name in gazetteer("inei").names.items() if len(code) == DEPARTMENT}


@cache
def _full_name(institution: str) -> str:
    known = code_list("institution")
    code = known.resolve(institution)
    return known[code].es if code else ""
