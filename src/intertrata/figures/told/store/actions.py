"""What the store does: it files deposits of figures, each once, so that their statements are found by what they say.

In: closed deposits of figures. Out: rows of statements, then the row that makes them count: a crash between leaves rows nobody sees.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from typing import Any

from django.utils import timezone

from intertrata.figures.models import Filing, Statement
from intertrata.figures.told.store import queries
from intertrata.figures.told.stored import COLUMNS, held_of, row_of
from intertrata.registers import queries as registers
from intertrata.storage.bulk import insert_rows
from intertrata.storage.deeds import in_turn
from intertrata.vocabulary.errors import Problem

DEED = "file_figures"
PATIENCE = 5.0
BITS = 62


def file_figures(*, progress: Callable[[str, int, int | None], None] | None = None) -> int:
    """File every deposit of figures that is not in the store yet, and give how many.

    Where somebody else is at it none is filed here: until the next time the registers themselves answer for what is missing.
    """
    try:
        return _file_all(progress or _silent)
    except Problem as problem:
        if problem.code != "deed_busy":
            raise
        return 0


def _file_all(tell: Callable[[str, int, int | None], None]) -> int:
    with in_turn(DEED, seconds=PATIENCE):
        deposits = queries.brought()
        waiting = queries.unfiled(deposits)[::-1]  # in the order of arrival
        for done, one in enumerate(waiting, start=1):
            filing = secrets.randbits(BITS)
            insert_rows("default", Statement._meta.db_table, COLUMNS, _rows(one, dict(deposits), filing))
            Filing.objects.create(id=filing, deposit=one, at=timezone.now())
            tell("Archivando cifras", done, len(waiting))
    return len(waiting)


def _rows(deposit: str, documents: dict[str, str], filing: int) -> Iterator[tuple[Any, ...]]:
    for batch in registers.events_told("figure", [deposit]):
        for one in held_of(batch, documents):
            yield row_of(one, filing)


def _silent(what: str, done: int, total: int | None) -> None:
    """Tell nobody."""
