"""Who may be asked: ministries, autonomous and attached bodies, the 25 regional governments, every municipality.

In: ``entities.csv`` and ``entity_names.csv``; the municipalities and regional governments follow from INEI's list, so that none is typed.
Out: frozen ``Entity`` values, by code, by level and department, or by the text that names one; a name nobody bears offers the nearest.

No person stands here: the contact of record is an office's address, and empty until somebody who asks writes it.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from rapidfuzz import fuzz, process

from intertrata.vocabulary.codes import NOTHING_ALIKE, code_list, fold
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.gazetteer import gazetteer
from intertrata.vocabulary.jurisdictions import jurisdiction_of
from intertrata.vocabulary.territory import DEPARTMENT, DISTRICT, PROVINCE, Place, place

REGIONAL, PROVINCIAL, DISTRICTAL = "regional_government", "provincial_municipality", "district_municipality"
PREFIXES = {DEPARTMENT: ("gore", REGIONAL), PROVINCE: ("muni", PROVINCIAL), DISTRICT: ("muni", DISTRICTAL)}
TITLES = {REGIONAL: "Gobierno Regional de", PROVINCIAL: "Municipalidad Provincial de", DISTRICTAL: "Municipalidad Distrital de"}
SHORTS = {REGIONAL: "GORE", PROVINCIAL: "MP", DISTRICTAL: "MD"}
CAPITAL = "01"
"""How the code of the district of a province's capital ends: the provincial municipality governs it, and it has none of its own."""
METROPOLITAN = "muni-1501"
DERIVED = "ubigeo de INEI"

PART = 0.8
"""How much it counts that the text is a part of a name («Fiscalía de la Nación»), or a name a part of it: less than to look like all of it."""
SLIP = 85
LONG = 7
TITLE_WORDS = frozenset(
    [
        "municipalidad",
        "municipio",
        "muni",
        "provincial",
        "distrital",
        "distrito",
        "metropolitana",
        "gobierno",
        "regional",
        "gore",
        "gr",
        "gl",
        "mp",
        "md",
        "de",
        "del",
        "la",
        "el",
    ]
)
"""Words that say what an entity is and not which: two names are compared without them."""
MARKS = {
    REGIONAL: frozenset({"gobierno", "regional", "gore", "gr"}),
    PROVINCIAL: frozenset({"provincial", "mp"}),
    DISTRICTAL: frozenset({"distrital", "distrito", "md"}),
}


@dataclass(frozen=True)
class Name:
    """A name that an entity bore, with its initials, from which day (None: from before Ley 27806 could be invoked) and by which norm."""

    text: str
    short: str
    since: date | None
    norm: str


@dataclass(frozen=True)
class Entity:
    """An entity that may be asked.

    ``names`` are all that it bore, the oldest first, the last one its name now. ``within`` is the code of the ministry that it is attached to.
    """

    code: str
    level: str
    names: tuple[Name, ...]
    place: Place | None
    within: str
    contact: str
    source: str

    @property
    def name(self) -> str:
        """Its name now."""
        return self.names[-1].text

    @property
    def short(self) -> str:
        """Its initials now; empty where it has none."""
        return self.names[-1].short

    @property
    def also_regional(self) -> bool:
        """Whether it has the tasks of a regional government too, as Lima Metropolitana; it is counted once, at its own level."""
        return self.code == METROPOLITAN

    @property
    def department(self) -> str:
        """The code of its department; empty for entities of the whole country."""
        return self.place.code[:DEPARTMENT] if self.place else ""

    @property
    def jurisdiction(self) -> str:
        """The row of the national tables where it stands; the regional government of Lima is that of the provinces of Lima."""
        if self.place is None:
            return ""
        return "15-provincias" if self.code == "gore-15" else jurisdiction_of(self.place)

    @property
    def institution(self) -> str:
        """Its code in the list ``institution``, which names regional and local governments as one each."""
        if self.level == REGIONAL:
            return "gobierno_regional"
        if self.level in {PROVINCIAL, DISTRICTAL}:
            return "gobierno_local"
        return self.code if self.code in code_list("institution") else "other"

    def named(self, on: date) -> str:
        """Give the name it bore on a day: a letter, an answer or a table of that day writes it so.

        Raises:
            Problem: ``entity_not_yet`` where it was made later.
        """
        borne = [one.text for one in self.names if one.since is None or one.since <= on]
        if not borne:
            raise Problem("entity_not_yet", entity=self.name, since=str(self.names[0].since), on=on.isoformat())
        return borne[-1]

    @property
    def writings(self) -> frozenset[str]:
        """Every way to write it, folded: names and initials, and of a place also with what lies around it."""
        said = {text for one in self.names for text in (one.text, one.short) if text}
        if self.code in code_list("institution"):
            said |= set(code_list("institution")[self.code].writings)
        if self.place is not None:
            said |= {
                f"{title} {self.place.name} {around}"
                for title in (TITLES[self.level], SHORTS[self.level])
                for around in _around(self.place)
            }
            said |= _by_capital(self.place)
        return frozenset(fold(text) for text in said)


def entity(code: str) -> Entity:
    """Give the entity of that code: ``mininter``, ``gore-14``, ``muni-1401``, ``muni-140102``.

    Raises:
        Problem: ``entity_unknown`` with what comes nearest; of the district of a capital, that is its provincial municipality.
    """
    known = catalogue()
    if code in known:
        return known[code]
    governing = known.get(code.removesuffix(CAPITAL))
    raise Problem("entity_unknown", asked=code, offers=_said([governing] if governing else nearest(code.replace("-", " "))))


def entities(*, level: str = "", department: str = "") -> tuple[Entity, ...]:
    """Give the entities of a level and department («» for all), those of the country first, then by code.

    Raises:
        Problem: ``code_unknown`` for a level that is none, ``ubigeo_unknown`` and its like for a department that is none.
    """
    if level:
        code_list("entity_level")[level]
    within = place(department).code if department else ""
    return tuple(
        one
        for one in catalogue().values()
        if level in {"", one.level} and (not within or (one.place is not None and one.place.code.startswith(within)))
    )


def found(text: str) -> Entity:
    """Give the one entity that a text names, in any case and accents, by any name that it bore, with its department or not, with what it is
    or not («Huancané (Puno)»): that only decides where several would be named.

    Raises:
        Problem: ``entity_unknown`` where none or several are named so, with what comes nearest.
    """
    words = fold(text).split()
    whole, bare = _by_writing()
    codes = whole.get(" ".join(words), frozenset()) or bare.get(_bare(words), frozenset())
    meant = [code for code in codes if catalogue()[code].level in _marked(words)] or list(codes)
    if len(meant) == 1:
        return catalogue()[meant[0]]
    raise Problem("entity_unknown", asked=text.strip(), offers=_said(nearest(text)))


def nearest(text: str, n: int = 5) -> tuple[Entity, ...]:
    """Give the ``n`` entities whose names look most like the text, the likest first.

    Compared without the words that say what an entity is («municipalidad», «gobierno regional»); these decide between equals, so that
    «gobierno regional de Puno» offers that one before the municipality. Order among equals: the level said, then the catalogue's.
    """
    words = fold(text).split()
    asked = _bare(words) or " ".join(words)
    _, bare = _by_writing()
    keys = list(bare)
    best: dict[str, float] = {}
    for scorer, weight in ((fuzz.token_sort_ratio, 1.0), (fuzz.token_set_ratio, PART)):
        for key, score, _ in process.extract(asked, keys, scorer=scorer, limit=None, score_cutoff=1):
            for code in bare[key]:
                best[code] = max(best.get(code, 0.0), score * weight)
    places = {code: number for number, code in enumerate(catalogue())}
    marked = _marked(words)
    ranked = sorted(best, key=lambda code: (-best[code], catalogue()[code].level not in marked, places[code]))
    return tuple(catalogue()[code] for code in ranked[:n])


@cache
def catalogue() -> dict[str, Entity]:
    """Give every entity by code: the written ones first, then regional governments, provinces and districts by UBIGEO."""
    told = {row["code"]: row for row in _rows("entities.csv")}
    borne = _borne()
    made = {code: _entity(row, borne.get(code, ())) for code, row in (told | _derived(told)).items()}
    order = [one.code for one in code_list("entity_level")]
    return {one.code: one for one in sorted(made.values(), key=lambda one: (order.index(one.level), one.place.code if one.place else ""))}


def _derived(told: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """The rows that follow from INEI's list and that no file writes otherwise."""
    rows: dict[str, dict[str, str]] = {}
    for ubigeo, name in gazetteer("inei").names.items():
        prefix, level = PREFIXES[len(ubigeo)]
        code = f"{prefix}-{ubigeo}"
        if code not in told and not (level == DISTRICTAL and ubigeo.endswith(CAPITAL)):
            rows[code] = {"code": code, "level": level, "name": f"{TITLES[level]} {name}", "ubigeo": ubigeo, "source": DERIVED}
    return rows


def _entity(row: dict[str, str], borne: tuple[Name, ...]) -> Entity:
    now = (Name(row["name"], row.get("short", ""), None, row["source"]),)
    where = place(row["ubigeo"]) if row["ubigeo"] else None
    return Entity(row["code"], row["level"], borne or now, where, row.get("within", ""), row.get("contact", ""), row["source"])


def _borne() -> dict[str, tuple[Name, ...]]:
    names: dict[str, list[Name]] = defaultdict(list)
    for row in _rows("entity_names.csv"):
        since = date.fromisoformat(row["since"]) if row["since"] else None
        names[row["code"]].append(Name(row["name"], row["short"], since, row["norm"]))
    return {code: tuple(several) for code, several in names.items()}


def _around(where: Place) -> tuple[str, ...]:
    """Nothing, the department, the province with it: «Huancané», «Huancané (Puno)», «Comas, Lima, Lima»."""
    above = where.within
    return ("", above.full_name.rpartition(", ")[2], above.full_name) if above else ("",)


def _by_capital(where: Place) -> set[str]:
    """Provincial municipalities are called by their capitals too: «Chivay (Arequipa)», «San Román - Juliaca», «Yauli - La Oroya»."""
    capital = gazetteer("inei").names.get(where.code + CAPITAL, "")
    if len(where.code) != PROVINCE or fold(capital) == fold(where.name):
        return set()
    return {f"{name} {around}" for name in (capital, f"{where.name} {capital}", f"{capital} {where.name}") for around in _around(where)}


@cache
def _by_writing() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Whose each writing is, whole, and without the words that only say what an entity is; in the order of their letters."""
    whole: dict[str, set[str]] = defaultdict(set)
    bare: dict[str, set[str]] = defaultdict(set)
    for one in catalogue().values():
        for text in one.writings:
            whole[text].add(one.code)
            bare[_bare(text.split())].add(one.code)
    bare.pop("", None)  # what only says what an entity is names none
    return _sorted(whole), _sorted(bare)


def _sorted(table: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    return {text: frozenset(codes) for text, codes in sorted(table.items())}


def _marked(words: list[str]) -> set[str]:
    """The levels that the words say."""
    return {level for level, marks in MARKS.items() if marks & set(words)}


def _bare(words: list[str]) -> str:
    return " ".join(word for word in words if not _title_word(word))


@cache
def _title_word(word: str) -> bool:
    """Whether it only says what an entity is, a slip in a long one («muncipalidad») allowed."""
    long = [known for known in TITLE_WORDS if len(known) >= LONG]
    return word in TITLE_WORDS or (len(word) >= LONG and process.extractOne(word, long, scorer=fuzz.ratio, score_cutoff=SLIP) is not None)


def _said(several: tuple[Entity, ...] | list[Entity]) -> str:
    return "; ".join(_told(one) for one in several) or NOTHING_ALIKE


def _told(one: Entity) -> str:
    return f"{one.name} ({one.place.full_name}, {one.code})" if one.place else f"{one.name} ({one.code})"


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(files("intertrata.transparency").joinpath(name).read_text(encoding="utf-8").splitlines()))
