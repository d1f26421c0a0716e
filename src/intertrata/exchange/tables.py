"""Tables of a profile as one long table: each row a cell of one of them, with the note that it is for inside and not protected.

In: what was counted (``figures``) for each table. Out: a header and rows of text. What nobody told is said to be so, and is never zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from intertrata.exchange.profile import Profile, TableAsked

INSIDE = "uso interno: sin protección estadística"
UNKNOWN = "sin dato"
AT_LEAST = "mínimo: parte sin dato"


@dataclass(frozen=True)
class CountedTable:
    """One table counted: its cells with Spanish labels, its total (None: nobody told anything), how many numbers are missing, what to mind."""

    asked: TableAsked
    cells: Sequence[Mapping[str, Any]]
    total: int | None
    missing: int
    cut: str
    notes: Sequence[str]


def header(profile: Profile) -> tuple[str, ...]:
    """Give the columns: every dimension of every table of the profile, each once."""
    dims = dict.fromkeys(name for table in profile.tables for name in table.by)
    return ("uso", "perfil", "corte", "tabla", "titulo", "indicador", *dims, "cuenta", "estado")


def rows(profile: Profile, counted: Iterable[CountedTable]) -> list[tuple[str, ...]]:
    """Give the cells of all tables, each table followed by its total, which is counted apart and is no sum of them."""
    dims = header(profile)[6:-2]
    return [row for one in counted for row in _of_table(profile, one, dims)]


def _of_table(profile: Profile, one: CountedTable, dims: Sequence[str]) -> Iterable[tuple[str, ...]]:
    head = (INSIDE, profile.code, one.cut, one.asked.code, one.asked.title, one.asked.indicator)
    for cell in one.cells:
        yield (*head, *(str(cell.get(name, "")) for name in dims), *_number(cell["count"], cell.get("missing", 0)))
    yield (*head, *("total" if name in one.asked.by else "" for name in dims), *_number(one.total, one.missing))


def _number(count: int | None, missing: int) -> tuple[str, str]:
    if count is None:
        return "", UNKNOWN
    return str(count), AT_LEAST if missing else ""
