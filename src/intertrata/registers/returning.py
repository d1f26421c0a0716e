"""Refused rows given back to their sender: its own columns, why each was refused, and what makes the answer recognisable.

In: refused rows as they came, reasons by line. Out: a table to correct and send again. Cells that a spreadsheet would run as
a formula get an apostrophe before them, which the reader takes off.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache

import polars as pl

from intertrata.registers.declaration import RETURNED_COLUMNS, SYNTHETIC_COLUMNS, heading
from intertrata.storage.spreadsheets import neutral
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

FROM, LINE, WHY, TEXT = RETURNED_COLUMNS


@lru_cache(maxsize=4096)
def reason(rule: str, *, column: str, expected: str) -> str:
    """Say in one sentence why a row was refused; many rows are refused for the same."""
    return sentence(Problem(f"refused_{rule}", column=column, expected=expected))


def returned(rows: Sequence[tuple[int, str]], reasons: pl.DataFrame, *, deposit: str, synthetic: bool) -> pl.DataFrame:
    """Give the refused rows as a table of text.

    Args:
        rows: (line, cells by heading as JSON), by line.
        reasons: ``line``, ``reason``.
        deposit: 32 hex digits; what comes back says that it comes from it.
        synthetic: whether the deposit was; its rows then say so themselves.
    """
    told = [(line, json.loads(cells)) for line, cells in rows]
    why: dict[int, list[str]] = {}
    for line, one in reasons.select("line", "reason").rows():
        why.setdefault(line, []).append(one)
    service = {heading(name) for name in RETURNED_COLUMNS}
    names = [name for name in dict.fromkeys(name for _, cells in told for name in cells) if heading(name) not in service]
    columns = {neutral(name): [neutral(cells.get(name) or "") for _, cells in told] for name in names}
    if synthetic and not any(heading(name) in {heading(mark) for mark in SYNTHETIC_COLUMNS} for name in names):
        columns[SYNTHETIC_COLUMNS[0]] = ["SI"] * len(told)
    columns[FROM] = [deposit] * len(told)
    columns[LINE] = [str(line) for line, _ in told]
    columns[WHY] = [" ".join(why.get(line, [])) for line, _ in told]
    columns[TEXT] = [neutral(cells.get(TEXT) or "") for _, cells in told]
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
