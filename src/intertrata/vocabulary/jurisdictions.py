"""The 26 rows of every national table: the 24 departments and Callao, with Lima split in two.

In: INEI codes, one or a whole column. Out: the code of the row; Lima without its province is a row of its own,
«Lima (sin precisar)», never silently one of the two. Other geographies (distrito fiscal, distrito judicial,
dirección de defensa, police unit or city) do not nest in these and stand in the code list ``jurisdiction``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import polars as pl

from intertrata.vocabulary.codes import fold
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.gazetteer import gazetteer
from intertrata.vocabulary.territory import Place, place

LIMA = "15"
LIMA_METROPOLITANA = "1501"
LIMA_PROVINCIAS = "15-provincias"
CALLAO = "07"
SPLIT = {LIMA_METROPOLITANA: "Lima Metropolitana", LIMA_PROVINCIAS: "Lima provincias"}
UNSPECIFIED = "Lima (sin precisar)"
WRITINGS = {
    "lima region": LIMA_PROVINCIAS,
    "region lima": LIMA_PROVINCIAS,
    "lima provincia": LIMA_PROVINCIAS,
    "lima sin precisar": LIMA,
}


@dataclass(frozen=True)
class Jurisdiction:
    """One row of a national table: its code and its Spanish name."""

    code: str
    name: str


@cache
def jurisdictions() -> tuple[Jurisdiction, ...]:
    """Give the 26 rows in the order of INEI's codes, Lima's two in Lima's place."""
    names = gazetteer("inei").names
    departments = sorted(code for code in names if len(code) == 2)
    rows = [[(code, names[code])] if code != LIMA else list(SPLIT.items()) for code in departments]
    return tuple(Jurisdiction(code, name) for row in rows for code, name in row)


def jurisdiction_name(code: str) -> str:
    """Give the name of a row; ``15`` is «Lima (sin precisar)».

    Raises:
        Problem: ``jurisdiction_unknown``.
    """
    names = {row.code: row.name for row in jurisdictions()} | {LIMA: UNSPECIFIED}
    if code not in names:
        raise Problem("jurisdiction_unknown", asked=code)
    return names[code]


def jurisdiction_of(ubigeo: str | Place) -> str:
    """Give the code of the row where an INEI code or place lies (``15`` where Lima's province is not said).

    Raises:
        Problem: as ``territory.place``; ``ubigeo_wrong_scheme`` for a place of RENIEC, which must be converted first.
    """
    one = place(ubigeo) if isinstance(ubigeo, str) else ubigeo
    if one.scheme != "inei":
        raise Problem("ubigeo_wrong_scheme", ubigeo=one.code, scheme=one.scheme.upper())
    department = one.code[:2]
    if department != LIMA or one.code == LIMA:
        return department
    return LIMA_METROPOLITANA if one.code[:4] == LIMA_METROPOLITANA else LIMA_PROVINCIAS


def jurisdiction_column(ubigeo: pl.Expr) -> pl.Expr:
    """Give the row's code for a column of INEI codes of 2, 4 or 6 digits; null where the code is null or of no department."""
    department, province = ubigeo.str.slice(0, 2), ubigeo.str.slice(2, 2)
    known = [code for code in gazetteer("inei").names if len(code) == 2]
    row = (
        pl.when((department != LIMA) | province.is_in(["", "00"]))
        .then(department)
        .when(province == "01")
        .then(pl.lit(LIMA_METROPOLITANA))
        .otherwise(pl.lit(LIMA_PROVINCIAS))
    )
    return pl.when(department.is_in(known)).then(row)  # asked first, so that null stays null and is no part of Lima


def jurisdiction_named(text: str) -> str | None:
    """Give the code of the row that the text names («Cuzco», «LIMA PROVINCIAS», «Callao», «15-provincias»), or None.

    «Lima» alone is ``15``: sources use it for either, and for both.
    """
    rows = {row.code: row.code for row in jurisdictions()} | {fold(row.name): row.code for row in jurisdictions()}
    folded = fold(text)
    department = gazetteer("inei").child("", text)
    return rows.get(text.strip()) or rows.get(folded) or WRITINGS.get(folded) or department
