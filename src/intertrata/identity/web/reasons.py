"""Why two mentions are held alike, in words. In: reason codes (comparison:level). Out: phrases; they hold no value of identity."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files


def in_words(codes: Iterable[str]) -> list[str]:
    """Give each code as a phrase, in their order; a code nobody put into words as it stands."""
    return [_phrase(*code.partition(":")[::2]) for code in codes]


def surety(probability: float) -> str:
    """Give how sure a candidate is in words: a number of decimals would promise more than the model knows."""
    if probability >= 0.95:
        return "Casi con seguridad"
    return "Probable" if probability >= 0.5 else "Posible"


def _phrase(comparison: str, level: str) -> str:
    words = _words().get(comparison, {})
    return f"{words['title']}: {words[level]}" if level in words else f"{comparison}: {level}"


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("intertrata.identity.web").joinpath("reasons.toml").read_text(encoding="utf-8"))
