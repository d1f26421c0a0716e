"""Editions that ship with the product: published reports whose figures were read off, one a row.

In: the folders of ``editions/``. Out: frozen ``Edition`` values. Their figures are real, published and of no person; they enter by the
same door as any delivery of told figures (ADR 0004: figures need no mark of being synthetic).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "editions"


@dataclass(frozen=True)
class Edition:
    """A report that ships: its code, its title, the register that declares its columns, until when it speaks, where its files stand."""

    code: str
    title: str
    source: str
    cut_off: date
    folder: Path

    @property
    def figures(self) -> Path:
        """The file of its figures."""
        return self.folder / "figures.csv"


@cache
def editions() -> dict[str, Edition]:
    """Give the editions that ship, by code."""
    found = [tomllib.loads(path.read_text(encoding="utf-8")) | {"folder": path.parent} for path in sorted(FOLDER.glob("*/edition.toml"))]
    return {told["code"]: Edition(**told) for told in found}
