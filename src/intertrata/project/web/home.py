"""Home as values: what there is, how good each register is. In: what the rooms tell, in counts. Out: rows that its template prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from intertrata.registers.queries import Delivered, Source
from intertrata.vocabulary.wording import percent


@dataclass(frozen=True)
class Judged:
    """One table of one register by its last full delivery."""

    register: str
    row: Mapping[str, Any]
    refused: str


def judged(tables: Iterable[Mapping[str, Any]], sources: Mapping[str, Source]) -> list[Judged]:
    """Give each table, registers of persons and events before told figures.

    Args:
        tables: rows of ``registers.queries.quality``. sources: the registers as they are declared.
    """
    ordered = sorted(tables, key=lambda row: row["register"] in sources and sources[row["register"]].kind == "figures")
    return [
        Judged(sources[row["register"]].called if row["register"] in sources else row["register"], row, percent(row["refused_share"]))
        for row in ordered
    ]


def received(deposits: Iterable[Delivered]) -> dict[str, int]:
    """Give how many deposits came and what became of their rows, over all of them."""
    held = list(deposits)
    return {"deposits": len(held)} | {name: sum(getattr(one, name) for one in held) for name in ("read", "kept", "corrected", "refused")}
