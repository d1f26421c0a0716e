"""Home as values: what there is, how good each register is. In: what the rooms tell, in counts. Out: rows that its template prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from intertrata.registers.queries import Delivered, Source
from intertrata.vocabulary.wording import percent

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Filled:
    """One field of a table and how many of its good rows fill it; ``width`` is the bar's, of 100."""

    label: str
    share: str
    width: str


@dataclass(frozen=True)
class Judged:
    """One table of one register by its last full delivery."""

    register: str
    title: str
    row: Row
    refused: str
    fields: tuple[Filled, ...]


def judged(tables: Iterable[Row], fields: Iterable[Row], sources: Mapping[str, Source]) -> list[Judged]:
    """Give each table with its fields, those least filled first; registers of persons and events before told figures.

    Args:
        tables, fields: rows of ``registers.queries.quality``. sources: the registers as they are declared.
    """
    by_table: dict[tuple[str, str], list[Row]] = {}
    for field in fields:
        by_table.setdefault((field["register"], field["table"]), []).append(field)
    return [
        Judged(
            sources[row["register"]].called if row["register"] in sources else row["register"],
            row["title"],
            row,
            percent(row["refused_share"]),
            tuple(_filled(one) for one in sorted(by_table.get((row["register"], row["table"]), []), key=_emptiest)),
        )
        for row in sorted(tables, key=lambda row: row["register"] in sources and sources[row["register"]].kind == "figures")
    ]


def received(deposits: Iterable[Delivered]) -> dict[str, int]:
    """Give how many deposits came and what became of their rows, over all of them."""
    held = list(deposits)
    return {"deposits": len(held)} | {name: sum(getattr(one, name) for one in held) for name in ("read", "kept", "corrected", "refused")}


def _emptiest(field: Row) -> tuple[float, str]:
    return field["share"] if field["share"] is not None else 0.0, field["es"]


def _filled(field: Row) -> Filled:
    share = field["share"]
    return Filled(field["es"], percent(share) if share is not None else "—", f"{(share or 0) * 100:.1f}")
