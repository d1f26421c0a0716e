"""Told figures side by side: for each place and period, what each source says, what is missing, and why they differ.

In: ``Told`` statements of one indicator. Out: ``Row`` values, a row a source and fact. What a source did not say is a gap
with its status, never a zero; a sum over missing parts says of how many parts it knows nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any

from intertrata.figures.told import arithmetic, breaks, verdicts
from intertrata.figures.told.arithmetic import Mismatch
from intertrata.figures.told.reading import Told, missing, months_of
from intertrata.figures.told.rows import Cell, Row, cell_of_row, row
from intertrata.figures.told.sayings import sayings
from intertrata.vocabulary import periods
from intertrata.vocabulary.codes import code_list, code_lists
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.jurisdictions import jurisdiction_named
from intertrata.vocabulary.periods import Period

# By what statements can be cut besides the breakdowns that their sources state (``Told.always``).
ALWAYS = ("year", "month", "department", "source", "office", "offence", "institution", "system")
DID_NOT_SAY, DID_NOT_SAY_THIS = "NR", "NRI"


@dataclass(frozen=True)
class Group:
    """The statements of one source about one department, and what it owes by them: months or years, until when, of which offences."""

    told: list[Told]

    @cached_property
    def monthly(self) -> bool:
        """Whether it tells months at all."""
        return any(one.is_monthly for one in self.told)

    @cached_property
    def until(self) -> date:
        """Its newest vintage: what had not begun yet is no gap."""
        return max(one.statement.vintage for one in self.told)

    @cached_property
    def periods(self) -> frozenset[Period]:
        """Of when it spoke."""
        return frozenset(one.period for one in self.told)

    @cached_property
    def offences(self) -> list[str]:
        """Of which offences it spoke."""
        return sorted({one.offence for one in self.told})


def side_by_side(
    told: Sequence[Told],
    *,
    dims: tuple[str, ...] = (),
    where: Mapping[str, str] | None = None,
    unsound: Iterable[Mismatch] | None = None,
    about: Period | None = None,
) -> list[Row]:
    """Put what the sources say side by side, by department and year (or month), cut by the dimensions asked for.

    Args:
        told: statements of one indicator.
        dims: of ``ALWAYS``, or breakdowns that a source states (purpose, sex…), whose stated whole is the category ``*``.
        where: values by dimension, as ``asked`` proves them.
        unsound: the totals that their parts do not make, where they were looked for already.
        about: where one number is looked at, its period: rows of what institutions told themselves of other years may be left out.

    Returns:
        ordered by department, period, categories and source. For each year between the first and the last that any
        source speaks of, every source has a row: where it said nothing its value is unknown and its status says why.

    Raises:
        Problem: ``dimension_unknown`` or ``value_unknown``.
    """
    values = asked(told, where or {}, dims=dims)
    breakdowns = {one for one in (*dims, *values) if one not in ALWAYS}
    kept = [one for one in told if set(one.cell) == breakdowns and _fits(one, values)]
    if "month" in dims:
        kept = [one for one in kept if one.is_monthly]
    own = [one for one in kept if not one.gathered]
    years = _years(own, values)
    if about is not None:
        years = _until(years, about, own)
    rows = [row for group in _by_source(own) for row in _rows(group, dims, years)]
    found = arithmetic.mismatches(told) if unsound is None else unsound
    wrong = {(one.source, one.department, one.period[:4], one.dimension) for one in found}
    gathered = sayings([one for one in kept if one.gathered], dims=dims)
    return sorted([*breaks.marked(_with_verdicts(rows, wrong)), *gathered], key=lambda one: one.order)


def fitting(told: Sequence[Told], where: Mapping[str, str]) -> list[Told]:
    """Give the statements of the places, years, sources, offices and offences asked for, with all their breakdowns.

    Raises:
        Problem: ``dimension_unknown`` or ``value_unknown``.
    """
    values = asked(told, where)
    return [one for one in told if _fits(one, values)]


def asked(told: Iterable[Told], where: Mapping[str, str], *, dims: tuple[str, ...] = ()) -> dict[str, str]:
    """Prove the dimensions and values asked for against what the sources state, and give the values' codes.

    Raises:
        Problem: ``dimension_unknown`` or ``value_unknown``.
    """
    held: dict[str, set[str]] = {name: set() for name in ALWAYS}
    for one in told:
        for name, value in (*one.cell.items(), *(one.always.items() if where else ())):
            held.setdefault(name, set()).add(value)
    for name in (*dims, *where):
        if name not in held:
            raise Problem("dimension_unknown", indicator="statements", asked=name, allowed=", ".join(sorted(held)))
    return {name: _code(name, text, held[name]) for name, text in where.items()}


def _code(name: str, text: str, held: set[str]) -> str:
    code = jurisdiction_named(text) if name == "department" else code_list(name).resolve(text) if name in code_lists() else None
    # A department is a fact of the country, not of the data: asking for one of which nobody told is an answer in itself.
    if code in held or (code and name == "department"):
        return code
    if text in held or (name in ("year", "month") and text[:4].isdigit()):
        return text
    raise Problem("value_unknown", dimension=name, asked=text, allowed=", ".join(sorted(held)[:12]))


def _fits(one: Told, values: Mapping[str, str]) -> bool:
    return all(one.always.get(name, one.cell.get(name)) == value for name, value in values.items())


def _years(told: Sequence[Told], values: Mapping[str, str]) -> range:
    """The years side by side: from the first to the last of which any of the sources speaks, or the one asked for."""
    if "year" in values:
        return range(int(values["year"]), int(values["year"]) + 1)
    years = [year for one in told for year in (one.period.start.year, (one.period.end or one.period.start).year)]
    return range(min(years, default=0), max(years, default=-1) + 1)


def _until(years: range, about: Period, told: Iterable[Told]) -> range:
    """The years of a period, and those before where a series may begin anew: that is seen by the articles of before."""
    first = years.start if any(one.article for one in told) else max(years.start, about.start.year)
    return range(first, min(years.stop, (about.end or date.max).year + 1))


def _by_source(told: Sequence[Told]) -> Iterator[Group]:
    """The statements of one source about one department."""
    key = lambda one: (one.department or "", one.statement.source)  # noqa: E731 - a sort key and a group key
    for _, group in groupby(sorted(told, key=key), key=key):
        yield Group(list(group))


def _rows(group: Group, dims: tuple[str, ...], years: range) -> Iterator[Row]:
    """The rows of one source and department: every category that it ever told, in every period side by side."""
    by_cell: dict[Cell, list[Told]] = {}
    for one in group.told:
        by_cell.setdefault(cell_of_row(one, dims, one.of_whom), []).append(one)
    for cell, of_cell in sorted(by_cell.items(), key=itemgetter(0)):
        wanted = [dict(cell)["offence"]] if "offence" in dims else group.offences
        for period in _periods(dims, years):
            if parts := _parts(period, of_cell, group, wanted):
                yield row(period, cell, parts)


def _periods(dims: tuple[str, ...], years: range) -> list[Period]:
    whole = [periods.year(number) for number in years]
    return [month for year in whole for month in months_of(year)] if "month" in dims else whole


def _parts(period: Period, of_cell: list[Told], group: Group, offences: list[str]) -> list[Told]:
    """The statements that make up a period of a row, with one that says "missing" for each that the source did not make.

    A source that tells months owes every month of a year; one that tells years owes the year; each of them for each
    offence that it tells at all.
    """
    inside = [one for one in of_cell if period.contains(one.period)]
    whole = [one for one in inside if one.period == period]
    owed = months_of(period) if group.monthly and not whole else [period]
    # A year told as a whole already holds its months; they would be added twice.
    parts = list(whole or inside)
    spoken = {(part.offence, part.period) for part in parts}
    for one in (one for one in owed if one.start <= group.until):
        status = DID_NOT_SAY_THIS if one in group.periods else DID_NOT_SAY
        for offence in offences:
            if (offence, one) not in spoken:
                parts.append(missing(of_cell[0], one, status=status, offence=offence, cell=dict(of_cell[0].cell)))
    return parts


def _with_verdicts(rows: list[Row], wrong: set[tuple[str, str | None, str, str]]) -> list[Row]:
    """Say why each row differs: its own parts first, then against the first other source that has a value."""
    by_fact: dict[tuple[Any, ...], list[Row]] = {}
    for one in rows:
        by_fact.setdefault(one.order[:-1], []).append(one)
    return [replace(one, reasons=tuple(_reasons(one, by_fact[one.order[:-1]], wrong))) for one in rows]


def _reasons(row: Row, fact: list[Row], wrong: set[tuple[str, str | None, str, str]]) -> Iterator[str]:
    if any((row.source, row.department, f"{row.period.start:%Y}", dimension) in wrong for dimension, _ in row.cell):
        yield "arithmetic"
    others = [other for other in fact if other.source != row.source and other.total.n_known]
    if others and row.total.n_known:
        yield from verdicts.reasons(row.claim, others[0].claim)
