"""What the deeds of the registers give back: receipts of deliveries and findings of a verification.

In: what was examined and what it changes. Out: frozen values; each note and each finding is a dictionary with the ``code`` of its
sentence (``vocabulary.sentences``) and what that sentence needs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from intertrata.registers.delivery import Examined
from intertrata.registers.state import BACK, REPEATED, Change

Note = dict[str, object]

ENDINGS = frozenset({".csv", ".doc", ".docx", ".jpg", ".json", ".jsonl", ".pdf", ".png", ".tsv", ".txt", ".xls", ".xlsx", ".xml", ".zip"})


@dataclass(frozen=True)
class Receipt:
    """What became of one table of one file: read = kept + unchanged + corrected + refused.

    Attributes:
        sha256: of the file as it came, for its sender to compare; the house keeps a digest under its own key instead.
    """

    source: str
    table: str
    file: str
    sheet: str
    deposit: str
    read: int
    kept: int
    unchanged: int
    corrected: int
    refused: int
    vanished: int
    notes: tuple[Note, ...]
    sha256: str


@dataclass(frozen=True)
class Verified:
    """How many deposits and versions were looked at, and what is wrong with them."""

    deposits: int
    versions: int
    problems: tuple[Note, ...]


def notes(examined: Examined, made: Change, *, twin: str) -> list[Note]:
    """Give what the sender should know besides the numbers.

    Args:
        twin: the name under which this very file was received before, or "".
    """
    told = [_note(code, rows, column=column) for (code, column), rows in sorted(examined.notes.items())]
    told += [_note(code, rows) for code, rows in (("repeated_rows", made.count(REPEATED)), ("rows_back", made.count(BACK))) if rows]
    if made.vanished.height and examined.keyless:
        told.append(_note("vanished_in_doubt", examined.keyless))
    beside = examined.fitted.beside
    if beside:
        told.append(_note("not_read", len(beside), kinds=_kinds(beside)))
    if twin:
        told.append(_note("same_file", examined.rows.height, file=twin))
    return told


def _kinds(beside: Sequence[str]) -> str:
    """How many of each kind were not read; a name of a file or sheet may be somebody's, so none is kept."""
    told = Counter(_kind(name) for name in beside)
    return ", ".join(f"{many} {kind}" for kind, many in sorted(told.items()))


def _kind(name: str) -> str:
    ending = PurePath(name).suffix.lower()
    return ending if ending in ENDINGS else "hoja u otro"


def _note(code: str, rows: int, *, column: str = "", **more: str) -> Note:
    return {"code": f"note_{code}", "column": column, "rows": rows, **more}
