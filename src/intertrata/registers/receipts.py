"""What the deeds of the registers give back and keep: receipts of deliveries, deposits as they stand, findings of a verification.

In: what was examined and what it changes. Out: frozen values; each note and each finding is a dictionary with the ``code`` of its
sentence (``vocabulary.sentences``) and what that sentence needs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

import polars as pl

from intertrata.registers.delivery import Examined, Parcel
from intertrata.registers.state import BACK, CORRECTED, REPEATED, UNCHANGED, VERSION, Change
from intertrata.registers.typed import Refused

Note = dict[str, object]
CONTRADICTS = "note_contradicts"

ENDINGS = frozenset({".csv", ".doc", ".docx", ".jpg", ".json", ".jsonl", ".pdf", ".png", ".tsv", ".txt", ".xls", ".xlsx", ".xml", ".zip"})


@dataclass(frozen=True)
class Receipt:
    """What became of one table of one file: read = kept + unchanged + corrected + refused.

    Attributes:
        waits: how many numbers it quotes that nobody has sent yet. closes: how many that were quoted and waited it brings.
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
    waits: int
    closes: int
    notes: tuple[Note, ...]
    sha256: str


@dataclass(frozen=True)
class Delivered:
    """One deposit as it stands: one table of one file, when and by whom, and what became of its rows."""

    id: str
    order: int
    register: str
    table: str
    file: str
    sheet: str
    digest: str
    size: int
    sender: str
    received_at: datetime
    cut_off: date
    synthetic: bool
    kind: str
    full: bool
    way: str
    read: int
    kept: int
    unchanged: int
    corrected: int
    refused: int
    vanished: int
    waits: int
    closes: int
    notes: tuple[dict[str, Any], ...]
    filled: dict[str, int]


@dataclass(frozen=True)
class Verified:
    """How many deposits and versions were looked at, and what is wrong with them."""

    deposits: int
    versions: int
    problems: tuple[Note, ...]


@dataclass(frozen=True)
class Entered:
    """What became of one record that was entered: its receipt, or why it cannot be kept.

    Attributes:
        number: of the receipt; "" where it was refused. record, deposit, version: 32 hex digits. verdict: ``new``, ``corrected``,
            ``unchanged`` or ``back``. again: whether it is the receipt of before, of the same sent twice. refusals: what is wrong, if
            anything is; then nothing was kept.
    """

    register: str
    table: str
    number: str = ""
    at: datetime | None = None
    deposit: str = ""
    record: str = ""
    version: str = ""
    verdict: str = ""
    again: bool = False
    refusals: tuple[Refused, ...] = ()


@dataclass(frozen=True)
class OpenedEntry:
    """What somebody typed, with names, for one answer: the receipt and the values by heading as they were typed."""

    receipt: Entered
    values: dict[str, Any]


@dataclass(frozen=True)
class Prepared:
    """A good record of one row before it is kept: the line as it will be sealed, what was examined, what it changes, what must be kept."""

    told: bytes
    examined: Examined
    change: Change
    parcel: Parcel
    events: pl.DataFrame

    @property
    def record(self) -> str:
        """Its record, 32 hex digits."""
        return str(self.examined.rows["record"][0].hex())

    @property
    def version(self) -> str:
        """Its version, 32 hex digits."""
        return str(self.examined.rows["version"][0].hex())

    @property
    def standing(self) -> str:
        """The version that stands of its record already, 32 hex digits; "" where none does."""
        last = self.events.sort("cut_off", "order").tail(1)
        return str(last["version"][0].hex()) if last.height and last["kind"][0] == VERSION else ""

    @property
    def verdict(self) -> str:
        """What it is to what stands: ``new``, ``corrected``, ``unchanged``, ``back``."""
        return str(self.change.rows["verdict"][0])

    @property
    def stands(self) -> bool:
        """Whether something stands under its key already."""
        return self.verdict in {CORRECTED, UNCHANGED}


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


def contradicting(many: int) -> list[Note]:
    """Give the note of dates that contradict those of the records they quote, where there are any."""
    return [{"code": CONTRADICTS, "column": "", "rows": many}] if many else []


def _kinds(beside: Sequence[str]) -> str:
    """How many of each kind were not read; a name of a file or sheet may be somebody's, so none is kept."""
    told = Counter(_kind(name) for name in beside)
    return ", ".join(f"{many} {kind}" for kind, many in sorted(told.items()))


def _kind(name: str) -> str:
    ending = PurePath(name).suffix.lower()
    return ending if ending in ENDINGS else "hoja u otro"


def _note(code: str, rows: int, *, column: str = "", **more: str) -> Note:
    return {"code": f"note_{code}", "column": column, "rows": rows, **more}
