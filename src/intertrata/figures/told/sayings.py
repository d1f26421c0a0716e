"""Figures gathered from a document that tells what many institutions said: each stands at its place, and none is added to another.

In: gathered ``Told`` statements of one indicator. Out: a row a statement, with the verdict against what the same document, or another,
says of the same fact elsewhere. Two totals of one year in two tables of one report are two claims: V Informe, l.815 and l.907.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from intertrata.figures.told import verdicts
from intertrata.figures.told.reading import Told
from intertrata.figures.told.rows import Row, cell_of_row, row
from intertrata.vocabulary.periods import ANY_TIME

Key = tuple[object, ...]


def sayings(told: Sequence[Told], *, dims: tuple[str, ...] = ()) -> list[Row]:
    """Give each gathered statement as a row, compared with the others that speak of the same fact.

    The fact is whose figure it is, of what, of where and when, cut how. A figure of no time is compared with no other.
    """
    by_fact: dict[Key, list[Row]] = {}
    for one in told:
        by_fact.setdefault(fact_of(one), []).append(row(one.period, cell_of_row(one, dims, one.of_whom), [one]))
    return [replace(each, reasons=_reasons(each, rows)) for rows in by_fact.values() for each in rows]


def fact_of(one: Told) -> Key:
    """By what two gathered statements speak of the same fact; the system that is named, or not, is no part of it."""
    fact = one.statement.fact
    return (fact.indicator, fact.place, fact.jurisdiction, *one.period.days, tuple(sorted(one.cell.items())), one.institution, one.offence)


def _reasons(one: Row, fact: Sequence[Row]) -> tuple[str, ...]:
    """Why it differs from the first that differs; where none does, that another says the same."""
    others = [other for other in fact if other is not one and other.total.n_known]
    if one.period == ANY_TIME or not one.total.n_known or not others:
        return ()
    other = next((each for each in others if each.total.known != one.total.known), others[0])
    return verdicts.reasons(one.claim, other.claim)
