"""What checking one column gives: its values in canonical text, and the rule each bad cell breaks.

In: cells and a function that judges one text. Out: ``Reading``. A column has far fewer distinct texts than rows, so
each is judged once and the verdicts are spread over the rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Verdict:
    """What one text is: its value in canonical text (None: unknown), or the rule it breaks and what was expected.

    ``mended``: the code of a note, where the value stands but had to be mended.
    """

    value: str | None = None
    rule: str = ""
    expected: str = ""
    mended: str = ""


Judge = Callable[[str], Verdict]


@dataclass(frozen=True)
class Reading:
    """One column read. ``value``: canonical text, null where unknown or bad. ``faults``: ``row``, ``rule``, ``expected``.
    ``mended``: how many rows each note is about, by its code."""

    value: pl.Series
    faults: pl.DataFrame
    mended: dict[str, int]


NO_FAULTS = pl.DataFrame(schema={"row": pl.UInt32, "rule": pl.String, "expected": pl.String})


def as_it_stands(cells: pl.Series) -> Reading:
    """Give the cells as the values."""
    return Reading(cells, NO_FAULTS, {})


def judged(cells: pl.Series, judge: Judge) -> Reading:
    """Judge each distinct text once; null stays null."""
    texts = cells.drop_nulls().unique().to_list()
    verdicts = [judge(text) for text in texts]
    if not texts:
        return as_it_stands(cells)
    value = cells.replace_strict(texts, [verdict.value for verdict in verdicts], default=None, return_dtype=pl.String)
    return Reading(value, _faults(cells, texts, verdicts), _mended(cells, texts, verdicts))


def also_judged(fast: pl.Series, cells: pl.Series, judge: Judge) -> Reading:
    """Take ``fast`` where it found a value, and judge one by one the cells it could not read."""
    slow = judged(cells.set(fast.is_not_null(), None), judge)
    return Reading(fast.fill_null(slow.value) if slow.value.is_not_null().any() else fast, slow.faults, slow.mended)


def _faults(cells: pl.Series, texts: list[str], verdicts: list[Verdict]) -> pl.DataFrame:
    bad = {text: verdict for text, verdict in zip(texts, verdicts, strict=True) if verdict.rule}
    if not bad:
        return NO_FAULTS
    rows = pl.DataFrame({"cell": cells}).with_row_index("row").filter(pl.col("cell").is_in(list(bad)))
    rule = {text: verdict.rule for text, verdict in bad.items()}
    expected = {text: verdict.expected for text, verdict in bad.items()}
    return rows.select(
        "row",
        pl.col("cell").replace_strict(rule, return_dtype=pl.String).alias("rule"),
        pl.col("cell").replace_strict(expected, return_dtype=pl.String).alias("expected"),
    )


def _mended(cells: pl.Series, texts: list[str], verdicts: list[Verdict]) -> dict[str, int]:
    by_note: dict[str, list[str]] = {}
    for text, verdict in zip(texts, verdicts, strict=True):
        if verdict.mended:
            by_note.setdefault(verdict.mended, []).append(text)
    return {note: int(cells.is_in(those).sum()) for note, those in by_note.items()}
