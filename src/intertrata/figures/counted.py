"""A count as a reader gets it: the tally with its definition, its cut and what must be said of it, in whole sentences.

In: a question and its tally. Out: ``Counted``, whose fields are plain values: the document of ``intertrata count --json``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from intertrata.figures.conditions import Question
from intertrata.figures.counting import Tally
from intertrata.figures.definitions import UNKNOWN, Dimension, dimensions
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence


@dataclass(frozen=True)
class Counted:
    """One indicator counted.

    ``rows``: one dictionary a cell, a code a dimension (None: unknown) and ``count`` (with ``missing`` where numbers are
    added up). ``total`` is counted apart and is never their sum; None where nobody told anything of the period.
    """

    indicator: str
    title: str
    definition: str
    unit: str
    dims: tuple[str, ...]
    start: str | None
    end: str | None
    where: Mapping[str, str | None]
    rows: tuple[dict[str, Any], ...]
    total: int | None
    missing: int
    cut: str
    notes: tuple[str, ...]

    @property
    def text(self) -> str:
        """The total as it is said: «1,930», «≥ 312» where some numbers are unknown, «sin dato»."""
        if self.total is None:
            return UNKNOWN
        return f"≥ {self.total:,}" if self.missing else f"{self.total:,}"

    @property
    def labelled(self) -> tuple[dict[str, Any], ...]:
        """The rows with the Spanish labels of their codes, unknown said as «sin dato»."""
        named = dimensions()
        return tuple({name: named[name].label(value) if name in self.dims else value for name, value in row.items()} for row in self.rows)


def counted(question: Question, dims: tuple[Dimension, ...], tally: Tally, *, cut: str) -> Counted:
    """Give a tally as a reader gets it.

    Args:
        question: what was asked.
        dims: what it was cut by.
        tally: what was counted.
        cut: the id of the cut that it was counted in.
    """
    one = question.indicator
    by = ", ".join(dimension.es[:1].lower() + dimension.es[1:] for dimension in dims)
    return Counted(
        indicator=one.code,
        title=f"{one.es} por {by}" if by else one.es,
        definition=one.definition,
        unit=one.unit,
        dims=tuple(dimension.code for dimension in dims),
        start=question.start.isoformat() if question.start else None,
        end=question.end.isoformat() if question.end else None,
        where=dict(question.where),
        rows=tuple(tally.rows.iter_rows(named=True)),
        total=tally.total,
        missing=tally.missing,
        cut=cut,
        notes=tuple(sentence(Problem(f"note_{note.code}", **note.values)) for note in tally.notes),
    )
