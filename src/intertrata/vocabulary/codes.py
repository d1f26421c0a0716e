"""Code lists as frozen values: what each code means and how institutions write it.

In: ``codes/<list>.csv`` (code, Spanish, English, definition, HTCDS, RETA, source, aliases and, where a list
needs them, kind and SDMX code). Out: ``CodeList``, which resolves a text to its code, whatever its case, accents and blanks.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from rapidfuzz import fuzz, process

from intertrata.vocabulary.errors import Problem

FOLDER = files("intertrata.vocabulary").joinpath("codes")
ENOUGH_ALIKE = 60
NOTHING_ALIKE = "nada"


def fold(text: str) -> str:
    """Give the text with nothing left but its words: no case, no accents (ñ is n), no punctuation, single blanks."""
    bare = (letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in bare).split())


@dataclass(frozen=True)
class Code:
    """One row of a code list: the code, its labels, what it means, its twins in HTCDS and RETA, where it comes from."""

    code: str
    es: str
    en: str
    definition: str
    htcds: str
    reta: str
    source: str
    aliases: tuple[str, ...] = ()
    kind: str = ""
    sdmx: str = ""

    @property
    def writings(self) -> tuple[str, ...]:
        """Every way the code is written, the surest first: the code, its Spanish label, its aliases, its text in RETA."""
        return tuple(text for text in (self.code, self.es, *self.aliases, self.reta) if text)


@dataclass(frozen=True)
class CodeList:
    """A closed list of codes, in the order of its file."""

    name: str
    codes: tuple[Code, ...]
    _by_code: dict[str, Code] = field(init=False, repr=False, compare=False)
    _by_prefix: dict[str, dict[str, str]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_code", {one.code: one for one in self.codes})

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    def __len__(self) -> int:
        return len(self.codes)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Code:
        """Give the row of exactly that code.

        Raises:
            Problem: ``code_unknown`` with the list and what was asked for.
        """
        if code not in self._by_code:
            raise Problem("code_unknown", list=self.name, asked=code, nearest=self.nearest(code) or NOTHING_ALIKE)
        return self._by_code[code]

    def es(self, code: str) -> str:
        """Give the Spanish label of a code; a code the list lacks is shown as it stands."""
        one = self._by_code.get(code)
        return one.es if one else code

    def resolve(self, text: str, *, prefix: str = "") -> str | None:
        """Give the code that the text writes, or None.

        Args:
            text: a code, a Spanish label, an alias or the text of RETA, in any case, accents and blanks.
            prefix: look only among the codes that begin so (``df_``: prosecutorial districts), for lists
                such as ``jurisdiction`` where one label stands for several codes.
        """
        return self.writings(prefix).get(fold(text))

    def writings(self, prefix: str = "") -> dict[str, str]:
        """Give every folded writing with its code: the table a vectorised reader joins with.

        A writing that two codes of the same prefix share says neither and is left out.
        """
        if prefix not in self._by_prefix:
            self._by_prefix[prefix] = _writings([one for one in self.codes if one.code.startswith(prefix)])
        return self._by_prefix[prefix]

    def nearest(self, text: str, *, prefix: str = "") -> str:
        """Give the Spanish label that looks most like the text, for an error's advice; empty where none does."""
        known = self.writings(prefix)
        found = process.extractOne(fold(text), known.keys(), scorer=fuzz.ratio, score_cutoff=ENOUGH_ALIKE)
        return self._by_code[known[found[0]]].es if found else ""


def _writings(codes: list[Code]) -> dict[str, str]:
    own = {fold(one.code): one.code for one in codes}
    told: dict[str, set[str]] = {}
    for one in codes:
        for text in one.writings:
            told.setdefault(fold(text), set()).add(one.code)
    return {text: next(iter(named)) for text, named in told.items() if len(named) == 1} | own


@cache
def code_list(name: str) -> CodeList:
    """Give the code list of that name.

    Raises:
        Problem: ``code_list_unknown`` where no such file stands.
    """
    if name not in code_lists():
        raise Problem("code_list_unknown", list=name)
    text = FOLDER.joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return CodeList(name, tuple(_code(row) for row in csv.DictReader(text.splitlines())))


@cache
def code_lists() -> tuple[str, ...]:
    """Give the names of all code lists, sorted."""
    return tuple(sorted(file.name.removesuffix(".csv") for file in FOLDER.iterdir() if file.name.endswith(".csv")))


def _code(row: dict[str, str]) -> Code:
    aliases = tuple(alias for alias in row.pop("aliases").split("|") if alias)
    return Code(**row, aliases=aliases)
