"""Registers as they are declared now: read once until a file of theirs changes, and what follows from them alone.

In: codes of registers and tables, an institution. Out: declarations, and the fields of them that quote case numbers.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from intertrata.registers.declaration import Source, Table
from intertrata.registers.references import Quoting
from intertrata.registers.references import quotings as quotings_of
from intertrata.registers.sources import OWN
from intertrata.registers.sources import sources as declared
from intertrata.vocabulary.errors import Problem

Written = tuple[tuple[Path, ...], tuple[tuple[str, int], ...]]
"""The folders of declarations, and when each file in them was last written."""


def sources() -> dict[str, Source]:
    """Give every declared register by code: the product's own, then the installation's (``INTERTRATA_SOURCES``).

    Raises:
        Problem: one of ``declaration_*``.
    """
    return dict(_declared(*written()))


def source(code: str) -> Source:
    """Give one register.

    Raises:
        Problem: ``source_unknown`` with what is nearest.
    """
    known = sources()
    if code not in known:
        raise Problem(
            "source_unknown", source=code, nearest=next(iter(get_close_matches(code, sorted(known), n=1)), ""), known=sorted(known)
        )
    return known[code]


def table_of_records(code: str, name: str) -> tuple[Source, Table]:
    """Give a register of persons and events, and one of its tables.

    Raises:
        Problem: ``source_unknown``; ``entry_of_figures`` where the register tells figures; ``table_unknown`` with what is nearest.
    """
    one = source(code)
    if one.kind != "records":
        raise Problem("entry_of_figures", source=code)
    table = one.table(name)
    if table is None:
        known = [each.name for each in one.tables]
        raise Problem("table_unknown", source=code, nearest=next(iter(get_close_matches(name, known, n=1)), ""), known=known)
    return one, table


def written_by(institution: str) -> dict[str, Source]:
    """Give the registers of persons and events that an institution keeps and writes itself, by code; none for who is of no institution."""
    mine = {code: one for code, one in sources().items() if institution and one.institution == institution and not one.deeds}
    return {code: one for code, one in mine.items() if one.kind == "records"}


def quotings() -> tuple[Quoting, ...]:
    """Give every field of these registers that quotes case numbers, with who may bear what it quotes."""
    return _quotings(*written())


def written() -> Written:
    """Give what tells these declarations from those of another moment: whatever was computed from them holds while this is the same."""
    folders = (OWN, Path(settings.SOURCES))
    return folders, tuple((str(path), path.stat().st_mtime_ns) for folder in folders for path in sorted(folder.glob("*.toml")))


@lru_cache(maxsize=4)
def _declared(folders: tuple[Path, ...], _as_of: object) -> dict[str, Source]:
    """Declarations are read again when a file of theirs changed."""
    return declared(folders)


@lru_cache(maxsize=4)
def _quotings(folders: tuple[Path, ...], as_of: object) -> tuple[Quoting, ...]:
    return tuple(quotings_of(_declared(folders, as_of).values()))
