"""Territory: places by UBIGEO, whose scheme and version are part of the key.

In: codes of INEI or RENIEC, names as institutions write them. Out: frozen ``Place`` values, or a ``Problem``
that says what the name really is (Pucallpa is a city of Ucayali, not a department).
"""

from __future__ import annotations

from dataclasses import dataclass

from intertrata.vocabulary.codes import NOTHING_ALIKE, fold
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.gazetteer import (
    SCHEMES,
    VERSION,
    Scheme,
    cities,
    gazetteer,
    inei_to_reniec,
    reniec_to_inei,
)

DEPARTMENT, PROVINCE, DISTRICT = 2, 4, 6
LEVEL_ES = {DEPARTMENT: "departamento", PROVINCE: "provincia", DISTRICT: "distrito"}
A_LEVEL_ES = {DEPARTMENT: "un departamento", PROVINCE: "una provincia", DISTRICT: "un distrito"}


@dataclass(frozen=True, order=True)
class Place:
    """A department, province or district. INEI and RENIEC give most codes to different districts, so the scheme
    and the version of its list belong to the key; make one with ``place`` or ``find``, which check it."""

    scheme: Scheme
    version: str
    code: str

    @property
    def level(self) -> str:
        """``departamento``, ``provincia`` or ``distrito``."""
        return LEVEL_ES[len(self.code)]

    @property
    def name(self) -> str:
        """The name in its own scheme."""
        return gazetteer(self.scheme).names[self.code]

    @property
    def full_name(self) -> str:
        """The names from the district up: «Chiclayo, Chiclayo, Lambayeque»."""
        names = gazetteer(self.scheme).names
        return ", ".join(names[self.code[:size]] for size in range(len(self.code), 0, -2))

    @property
    def within(self) -> Place | None:
        """The province of a district, the department of a province, None above a department."""
        return Place(self.scheme, self.version, self.code[:-2]) if len(self.code) > DEPARTMENT else None


def place(code: str, *, scheme: Scheme = "inei") -> Place:
    """Give the place of a UBIGEO of 2, 4 or 6 digits.

    A zero that a spreadsheet ate at the left is put back (5 digits can be nothing else), and ``140000`` is the
    department ``14``, as INEI's totals write it.

    Raises:
        Problem: ``ubigeo_malformed`` where it is not digits; ``ubigeo_other_scheme`` where only the other scheme
            has it; ``ubigeo_unknown`` where no scheme does.
    """
    digits = code.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= DISTRICT):
        raise Problem("ubigeo_malformed", ubigeo=code)
    short = _short(digits)
    if short in gazetteer(scheme).names:
        return Place(scheme, VERSION, short)
    others = [other for other in SCHEMES if other != scheme and short in gazetteer(other).names]
    if others:
        named = Place(others[0], VERSION, short).full_name
        raise Problem("ubigeo_other_scheme", ubigeo=code, scheme=scheme.upper(), other=others[0].upper(), place=named)
    raise Problem("ubigeo_unknown", ubigeo=code, scheme=scheme.upper())


def codes(scheme: Scheme = "inei") -> frozenset[str]:
    """Give every code of a scheme (2, 4 and 6 digits): what a vectorised check compares a whole column with."""
    return frozenset(gazetteer(scheme).names)


def find(department: str, province: str = "", district: str = "", *, scheme: Scheme = "inei") -> Place:
    """Give the place of these names, in any case and accents, old spellings included.

    An empty province with a district is looked for in the whole department and must be the only one.

    Raises:
        Problem: ``place_is_a_city``, ``place_is_lower`` (a province or district where a department was due),
            ``place_is_no_ubigeo`` (Lima provincias), ``place_ambiguous`` or ``place_unknown``.
    """
    code = gazetteer(scheme).child("", department) or _not_a_department(department, scheme)
    if province.strip() and not _same(code, province, scheme):
        code = _below(code, province, scheme)
    if district.strip():
        code = _below(code, district, scheme) if len(code) == PROVINCE else _only_district(code, district, scheme)
    return Place(scheme, VERSION, code)


def convert(one: Place, scheme: Scheme) -> Place | None:
    """Give the same place in another scheme, or None where that scheme has none (districts made since)."""
    if one.scheme == scheme:
        return one
    twins = reniec_to_inei() if scheme == "inei" else inei_to_reniec()
    return Place(scheme, VERSION, twins[one.code]) if one.code in twins else None


def _short(digits: str) -> str:
    even = digits.zfill(len(digits) + len(digits) % 2)
    while len(even) > DEPARTMENT and even.endswith("00"):
        even = even[:-2]
    return even


def _same(code: str, province: str, scheme: Scheme) -> bool:
    """Whether the department's name already was its province («Lima Metropolitana», then «Lima»)."""
    return len(code) == PROVINCE and gazetteer(scheme).child(code[:2], province) == code


def _below(parent: str, name: str, scheme: Scheme) -> str:
    known = gazetteer(scheme)
    code = known.child(parent, name)
    if code is None:
        level, nearest = A_LEVEL_ES[len(parent) + 2], known.nearest(parent, name) or NOTHING_ALIKE
        raise Problem("place_unknown", level=level, name=name, within=known.names[parent], nearest=nearest)
    return code


def _only_district(department: str, name: str, scheme: Scheme) -> str:
    known = gazetteer(scheme)
    found = [code for code in known.within(department, name) if len(code) == DISTRICT]
    if len(found) == 1:
        return found[0]
    if found:
        options = "; ".join(Place(scheme, VERSION, code).full_name for code in found)
        raise Problem("place_ambiguous", name=name, options=options)
    raise Problem("place_unknown", level="un distrito", name=name, within=known.names[department], nearest=NOTHING_ALIKE)


def _not_a_department(name: str, scheme: Scheme) -> str:
    known, inei = gazetteer(scheme), gazetteer("inei")
    if fold(name) in {"lima provincias", "lima region", "region lima"}:
        raise Problem("place_is_no_ubigeo", name=name)
    if fold(name) in cities():
        raise Problem("place_is_a_city", name=name, department=inei.names[cities()[fold(name)]])
    found = known.within("", name)
    if found:
        departments = ", ".join(sorted({known.names[code[:DEPARTMENT]] for code in found}))
        raise Problem("place_is_lower", name=name, level=A_LEVEL_ES[min(map(len, found))], department=departments)
    nearest = known.nearest("", name) or NOTHING_ALIKE
    raise Problem("place_unknown", level="un departamento", name=name, within="el Perú", nearest=nearest)
