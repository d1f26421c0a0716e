"""Deposits as pages show them. In: deposits and declarations. Out: rows with the names people use, and notes in whole sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from intertrata.registers.declaration import Source
from intertrata.registers.queries import Delivered
from intertrata.registers.receipts import CONTRADICTS
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence
from intertrata.vocabulary.wording import percent


@dataclass(frozen=True)
class Shown:
    """One deposit, what its register and table are called, and what should be known of it besides the numbers."""

    one: Delivered
    register: str
    table: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Filled:
    """One field of a table and how many of its good rows fill it; ``width`` is the bar's, of 100."""

    label: str
    share: str
    width: str


def shown(deposits: Iterable[Delivered], sources: Mapping[str, Source], *, quotes: bool = False) -> list[Shown]:
    """Give each deposit with its names; ``quotes``: also what its notes say of the numbers it quotes."""
    return [_shown(one, sources.get(one.register), quotes=quotes) for one in deposits]


def filled(fields: Iterable[Mapping[str, Any]], one: Delivered) -> list[Filled]:
    """Give how full the fields of a deposit's table come, the emptiest first; nothing where another deposit is judged by.

    Args:
        fields: rows of ``registers.queries.quality``, all of them of that table's judged deposit.
    """
    mine = [row for row in fields if (row["register"], row["table"]) == (one.register, one.table) and row["share"] is not None]
    ordered = sorted(mine, key=lambda row: (row["share"], row["es"]))
    return [Filled(row["es"], percent(row["share"]), f"{row['share'] * 100:.1f}") for row in ordered]


def _shown(one: Delivered, source: Source | None, *, quotes: bool) -> Shown:
    table = source.table(one.table) if source else None
    told = [dict(note) for note in one.notes if quotes or note["code"] != CONTRADICTS]
    notes = tuple(sentence(Problem(note.pop("code"), **note)) for note in told)
    return Shown(one, source.called if source else one.register, table.title if table else one.table, notes)
