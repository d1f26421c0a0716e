"""The door of the gathered reports to read: editions, their tables as printed with the right value beside, their claims.

In: codes. Out: definitions and filled tables. What a table says comes from the statements that stand: without them its cells are empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from intertrata.figures.told import cuadros as tables
from intertrata.figures.told import retos as challenges
from intertrata.figures.told import shipped
from intertrata.figures.told.cuadros import Cuadro, Filled
from intertrata.figures.told.reading import Told
from intertrata.figures.told.retos import Judged, Reto
from intertrata.figures.told.shipped import Edition
from intertrata.figures.told.store import queries as store
from intertrata.figures.told.store.queries import Asked, Brought
from intertrata.vocabulary.errors import Problem

INFORME_V = "informe_v"

__all__ = ["Cuadro", "Edition", "Filled", "Judged", "Reto"]


def edition(code: str = INFORME_V) -> Edition:
    """Give an edition that ships.

    Raises:
        Problem: ``edition_unknown``.
    """
    known = shipped.editions()
    if code not in known:
        raise Problem("edition_unknown", asked=code, allowed=", ".join(known))
    return known[code]


def cuadros(edition_code: str = INFORME_V) -> list[Cuadro]:
    """Give the tables of an edition, in the order of the report.

    Raises:
        Problem: ``edition_unknown``.
    """
    return list(tables.cuadros(edition(edition_code).folder).values())


def cuadro(code: str, *, edition_code: str = INFORME_V, as_of: date | None = None) -> Filled:
    """Give a table of an edition filled with what stands (by a day).

    Raises:
        Problem: ``edition_unknown``, ``cuadro_unknown``.
    """
    one = edition(edition_code)
    known = tables.cuadros(one.folder)
    found = known.get(code.upper())
    if found is None:
        raise Problem("cuadro_unknown", asked=code, allowed=", ".join(known))
    return tables.fill(found, told_by(store.brought(), one.source, as_of))


def retos(edition_code: str = INFORME_V, *, as_of: date | None = None) -> list[tuple[Reto, list[Judged]]]:
    """Give the challenges of an edition, each claim made anew from what stands (by a day).

    Raises:
        Problem: ``edition_unknown``.
    """
    one = edition(edition_code)
    told = told_by(store.brought(), one.source, as_of)
    return [(reto, [challenges.judge(claim, told) for claim in reto.claims]) for reto in challenges.retos(one.folder)]


def wrong(filled: Filled) -> Sequence[tables.Cell]:
    """Give the cells of a filled table whose printed value is not the right one."""
    return [cell for cell in filled.cells if cell.verdict not in {None, "equal"}]


@lru_cache(maxsize=8)
def told_by(brought: Brought, source: str, as_of: date | None) -> tuple[Told, ...]:
    """Give every statement of one source of figures that stands (by a day), as these deposits told it."""
    return tuple(store.statements(brought, Asked(source=source), as_of=as_of))
