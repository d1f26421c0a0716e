"""How common names are in Peru, and which of them are given names: public words, no person's name.

In: the CSV files of ``lexicon/`` and, for one run, the tokens of its own table. Out: ``Frequencies``:
per million, for given names and for surnames, and how surely a token is one or the other.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from math import log2

FOLDER = files("intertrata.identity").joinpath("lexicon")
PRIOR = 20_000  # the lexicon weighs as much as a table of this many tokens
UNKNOWN = 4.0  # per million, for a token nobody listed
RARE, MIDDLE = 150.0, 1_500.0


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    return tuple(csv.DictReader(FOLDER.joinpath(name).read_text(encoding="utf-8").splitlines()))


@cache
def nicknames() -> dict[str, str]:
    """Give the name each nickname stands for, folded."""
    return {row["nickname"].replace("Ñ", "N"): row["name"].replace("Ñ", "N") for row in _rows("nicknames.csv")}


@cache
def known_given() -> dict[str, float]:
    """Give every listed given name with its frequency per million."""
    return {row["name"]: float(row["per_million"]) for row in _rows("given_names.csv")}


@cache
def known_surnames() -> dict[str, float]:
    """Give every listed surname with its frequency per million."""
    return {row["name"]: float(row["per_million"]) for row in _rows("surnames.csv")}


@dataclass(frozen=True)
class Frequencies:
    """Names by frequency: the lexicon's, moved towards the table's own where it has many tokens.

    Attributes:
        given, surnames: how often the table itself has each token in that place (only columns that say which is which).
    """

    given: Mapping[str, int] = field(default_factory=dict)
    surnames: Mapping[str, int] = field(default_factory=dict)
    _totals: tuple[int, int] = field(init=False, repr=False, compare=False)
    _leanings: dict[str, float] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_totals", (sum(self.given.values()), sum(self.surnames.values())))

    def given_per_million(self, token: str) -> float:
        """Give how often the token is a given name, per million given names."""
        return _blend(self.given.get(token, 0), self._totals[0], known_given().get(token, UNKNOWN))

    def surname_per_million(self, token: str) -> float:
        """Give how often the token is a surname, per million surnames."""
        return _blend(self.surnames.get(token, 0), self._totals[1], known_surnames().get(token, UNKNOWN))

    def leaning(self, token: str) -> float:
        """Give, in bits, how much more the token is a given name than a surname; negative: a surname."""
        if token not in self._leanings:
            self._leanings[token] = log2(self.given_per_million(token) / self.surname_per_million(token))
        return self._leanings[token]


def _blend(count: int, total: int, listed: float) -> float:
    return (count * 1e6 + PRIOR * listed) / (total + PRIOR)


def rarity(per_million: float) -> int:
    """Give how much it says that two people share a name of this frequency: 2 rare, 1 middling, 0 common."""
    return 2 if per_million < RARE else 1 if per_million < MIDDLE else 0


def bits(per_million: float) -> int:
    """Give how much it says that two people share a name of this frequency, in whole bits: 18 for four in a million, 6 for 16,000."""
    return round(log2(1e6 / per_million))
