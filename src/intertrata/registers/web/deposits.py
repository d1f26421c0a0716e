"""Deposits as pages show them. In: deposits and declarations. Out: rows with the names people use, and notes in whole sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from intertrata.registers.declaration import Source
from intertrata.registers.queries import Delivered
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence


@dataclass(frozen=True)
class Shown:
    """One deposit, what its register and table are called, and what should be known of it besides the numbers."""

    one: Delivered
    register: str
    table: str
    notes: tuple[str, ...]


def shown(deposits: Iterable[Delivered], sources: Mapping[str, Source]) -> list[Shown]:
    """Give each deposit with its names."""
    return [_shown(one, sources.get(one.register)) for one in deposits]


def _shown(one: Delivered, source: Source | None) -> Shown:
    table = source.table(one.table) if source else None
    notes = tuple(sentence(Problem(note["code"], **{name: value for name, value in note.items() if name != "code"})) for note in one.notes)
    return Shown(one, source.called if source else one.register, table.title if table else one.table, notes)
