"""What a delivery says of itself besides its rows: that it is synthetic, as of which day it was cut, whose return it is.

In: names of files and folders, what the rows mark. Out: a yes or a day. SAFEGUARDS 19: what is not marked synthetic is
refused, so a mark must be plain to see: in every row, in the name, or said by the sender.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from intertrata.vocabulary.codes import fold
from intertrata.vocabulary.errors import Problem

SYNTHETIC_NAME = re.compile(r"(?<!\bno )(?<!\bnon )(?<!\bnot )(?<!\bno es )(?<!\bno son )\b(?:sintetic|synthetic)")
CUT_OFF_NAME = re.compile(r"corte[-_](\d{4}-\d{2}-\d{2})", re.IGNORECASE)
SYNTHETIC_VALUES = frozenset({"si", "true", "1"})
DATA_SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".jsonl", ".ndjson", ".json", ".xml", ".zip"})
TRUTH = "truth"  # the demonstration's truth files stand beside its exports and are for tests only (COMMANDS.md)


def named_synthetic(path: Path, member: str = "") -> bool:
    """Whether the file's name, its folder's, or that of the member of a zip says, as a word of its own and without denying it,
    that it is synthetic: what is named «no-sintetico» is not."""
    return any(SYNTHETIC_NAME.search(fold(name)) for name in (path.name, path.absolute().parent.name, member))


def cut_off_named(*names: str) -> date | None:
    """Give the day that the first of these names with ``corte-AAAA-MM-DD`` tells.

    Raises:
        Problem: ``cut_off_name`` where that is no day.
    """
    for name in names:
        if found := CUT_OFF_NAME.search(name):
            try:
                return date.fromisoformat(found[1])
            except ValueError as error:
                raise Problem("cut_off_name", file=name, day=found[1]) from error
    return None


def files_of(paths: list[Path]) -> list[Path]:
    """Give the files to receive: those named, and of a folder every data file in it and below, sorted.

    Raises:
        Problem: ``nothing_to_receive`` where a folder holds none; ``file_no_file`` for a pipe or a device; ``file_twice`` where one is named twice; ``file_name_no_text``
            where the bytes of a name are no UTF-8, so that no database and no answer could tell it.
    """
    found: list[Path] = []
    for path in paths:
        inside = sorted(file for file in path.rglob("*") if _is_data(file, path)) if path.is_dir() else [path]
        if not inside:
            raise Problem("nothing_to_receive", file=path.name)
        found += inside
    for path in found:
        if path.exists() and not path.is_file():  # a pipe or a device would never end, or hold the deed for ever
            raise Problem("file_no_file", file=path.name)
        try:
            path.name.encode()
        except UnicodeEncodeError as error:
            raise Problem("file_name_no_text", file=path.name.encode("utf-8", "replace").decode()) from error
    seen: set[Path] = set()
    for path in found:
        if path.absolute() in seen:
            raise Problem("file_twice", file=path.name)
        seen.add(path.absolute())
    return found


def _is_data(file: Path, folder: Path) -> bool:
    parts = file.relative_to(folder).parts
    hidden = any(part.startswith(".") for part in parts) or file.name.startswith(TRUTH)
    return file.is_file() and file.suffix.lower() in DATA_SUFFIXES and not hidden
