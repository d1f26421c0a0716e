"""Cells as they are typed: blanks, control characters, broken accents, words that mean nothing is known.

In: the raw text of a column. Out: the tidy text, null where nothing is known. What a person reads stays the same; only
what no person meant is taken away.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import polars as pl

from intertrata.registers.reading.sheet import MANY

UNKNOWN = frozenset({"", "-", "--", "s/d", "sd", "null", "n/a"})
NUL = "\0"
LONGEST = 10_000

# One search finds the few cells that need more than to be taken as they are.
ODD = (
    r"^\s|\s$|\s\s|[\p{M}\x00-\x1e\x7f-\xa0\xad\x{2000}-\x{200f}\x{2028}-\x{202f}\x{61c}\x{205f}-\x{206f}\x{3000}\x{feff}]"
    r"|^'[=+@'-]|[ÃÂ][\x{80}-\x{bf}€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€"
)
INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
BLANKS = re.compile(f"(?:[\x00-\x1e\x7f-\x9f]|[^\\S{MANY}])+")
NEUTRALISED = re.compile(r"'(?=[=+@'-])")
BROKEN_ACCENT = re.compile("[ÃÂ].|â€.")


def tidy(cells: pl.Series) -> tuple[pl.Series, int]:
    """Give the cells tidied ("" where nothing stands) and how many had accents mended.

    Blanks at the ends go, blanks within become one; characters nobody sees go; ``Ã‘`` becomes ``Ñ``; the
    apostrophe that keeps a returned cell from being a formula goes.
    """
    odd = cells.str.contains(ODD)
    if not odd.any():
        return cells, 0
    texts = cells.filter(odd).unique().to_list()
    tidied = [tidy_text(text) for text in texts]
    broken = [text for text in texts if mend_accents(text) != text]
    return cells.replace(texts, tidied), int(cells.is_in(broken).sum()) if broken else 0


def tidy_text(text: str) -> str:
    """Tidy one cell."""
    mended = unicodedata.normalize("NFC", mend_accents(text))
    bare = BLANKS.sub(" ", INVISIBLE.sub("", mended)).strip(" ")
    return NEUTRALISED.sub("", bare, count=1) if bare.startswith("'") else bare


def mend_accents(text: str) -> str:
    """Put right UTF-8 that somebody once read as Windows-1252 (``129-Ã‘`` was ``129-Ñ``), where the way back proves it.

    Only the pairs that start with Ã, Â or â€ are tried: of all that Windows-1252 writes they alone come from the
    letters and signs of Spanish, and no Spanish word has them. ftfy guesses wider, over all languages; here a name
    that was right must never change.
    """
    return BROKEN_ACCENT.sub(_way_back, text)


def _way_back(found: re.Match[str]) -> str:
    try:
        return b"".join(_byte(letter) for letter in found[0]).decode()
    except UnicodeError:
        return found[0]


def _byte(letter: str) -> bytes:
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return letter.encode("latin-1")  # the five bytes Windows-1252 leaves unassigned came through as they were


def known(cells: pl.Series, unknown: Iterable[str]) -> pl.Series:
    """Give null where the cell says that nothing is known: empty, ``S/D`` and their like, and the column's own words."""
    words = UNKNOWN | {word.casefold() for word in unknown}
    longest = max(map(len, words))
    short = cells.str.len_chars() <= longest
    if not short.any():
        return cells
    said = cells.filter(short).unique().to_list()
    return cells.replace([word for word in said if word.casefold() in words], None)


def formula(cells: pl.Series) -> pl.Series:
    """Tell which cells are formulas: their value is not what stands in them."""
    return cells.str.starts_with("=")
