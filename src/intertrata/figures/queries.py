"""What this room tells: indicators, counts, bridges, told figures side by side, cuts.

In: codes of indicators, dimensions, registers, days. Out: frozen values whose fields are the JSON of COMMANDS.md; every
count carries its definition and its cut, every told figure its document and line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from intertrata.figures import asking, counted, counting, cut_files, definitions
from intertrata.figures import bridge as bridges
from intertrata.figures.bridge import Bridge, Cause
from intertrata.figures.conditions import Question
from intertrata.figures.counted import Counted
from intertrata.figures.cut_files import CutRef
from intertrata.figures.definitions import Dimension, Indicator
from intertrata.figures.models import Cut, Ruling
from intertrata.figures.sides import Side, paths_of, side_of, side_of_cut
from intertrata.figures.told import arithmetic, numbers
from intertrata.figures.told import series as told_series
from intertrata.figures.told import statements as side_by_side
from intertrata.figures.told.arithmetic import Mismatch
from intertrata.figures.told.gathered.queries import Cuadro, Filled, cuadro, cuadros, edition, retos, wrong
from intertrata.figures.told.numbers import Number, NumberAsked
from intertrata.figures.told.reading import Told
from intertrata.figures.told.rows import Row
from intertrata.figures.told.series import Point, SourceLine, Turn
from intertrata.figures.told.store import queries as store
from intertrata.figures.told.store.queries import Asked, Brought
from intertrata.identity import queries as identity
from intertrata.registers import queries as registers
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.jurisdictions import jurisdiction_named
from intertrata.vocabulary.periods import ANY_TIME, Period

Values = tuple[tuple[str, str | None], ...]

__all__ = [
    "Bridge", "Cause", "Counted", "Cuadro", "CutRef", "Dimension", "Filled", "Indicator", "Mismatch", "Number", "NumberAsked", "Point", "SourceLine", "TakenCut", "Turn", "cuadro",
    "cuadros", "edition", "retos", "wrong",
]  # fmt: skip


@dataclass(frozen=True)
class TakenCut:
    """A cut in the index: when it was taken and by whom, when the data were last found to be exactly it, its rows by type."""

    id: str
    taken_at: datetime
    confirmed_at: datetime
    by: str
    link_run: int
    tables: Mapping[str, int]


def indicators() -> list[Indicator]:
    """Give every indicator with its definition, in the order of ``indicators.toml``."""
    return list(definitions.indicators().values())


def dimensions() -> list[Dimension]:
    """Give every dimension, in the order of ``dimensions.toml``."""
    return list(definitions.dimensions().values())


def causes() -> list[Cause]:
    """Give the closed list of causes of a bridge, in its order."""
    return list(bridges.causes().values())


def cuts() -> list[TakenCut]:
    """Give every cut, the one that holds now first."""
    found = Cut.objects.order_by("-confirmed_at", "-id")
    return [TakenCut(one.id, one.taken_at, one.confirmed_at, one.by, one.link_run, one.tables) for one in found]


def last_cut() -> CutRef | None:
    """Give the cut that holds now, or None before the first.

    Raises:
        Problem: ``cut_missing`` or ``cut_damaged``.
    """
    newest = Cut.objects.order_by("-confirmed_at", "-id").first()
    return _opened(newest) if newest else None


def institutions() -> dict[str, str]:
    """Give the institution whose each register is."""
    return {code: source.institution for code, source in registers.sources().items()}


def cut_folder() -> Path:
    """Give the folder where all cuts stand."""
    return Path(settings.VAR) / "cuts"


def count(
    indicator: str,
    *,
    dims: Sequence[str] = (),
    start: date | None = None,
    end: date | None = None,
    cut: str | None = None,
    where: Mapping[str, str | None] | None = None,
) -> Counted:
    """Count one indicator in a cut.

    Args:
        indicator: its code.
        dims: the dimensions to cut by; cells are ordered by them, the unknown last.
        start, end: first and last day, both included; None is open.
        cut: the id of a cut; None is the one that holds now.
        where: by dimension, a code, a Spanish label, or ``sin dato`` (None) for the unknown.

    Raises:
        Problem: ``indicator_unknown``, ``dimension_unknown``, ``value_unknown``, ``period_reversed``, ``cut_none``, ``cut_missing``,
            ``cut_damaged``, ``cut_without_operations``.
    """
    one = definitions.indicator(indicator)
    by = tuple(one.dimension(code).code for code in dict.fromkeys(dims))
    chosen = _cut(cut)
    values = counting.proved(one, where or {}, tables=paths_of(one, chosen))
    found = _counted(chosen.folder, one.code, by, *asking.period(start, end), where=tuple(values.items()))
    return replace(found, where=dict(values), rows=tuple(dict(row) for row in found.rows))


def bridge(
    a: str,
    b: str,
    *,
    indicator: str = "victims",
    start: date | None = None,
    end: date | None = None,
    where: Mapping[str, str | None] | None = None,
    cut: str | None = None,
) -> Bridge:
    """Explain why two registers count differently.

    Args:
        a, b: registers, or a register as it was known at a day (``reta@2017-03-31``). Where either names a day both are asked
            as they stand in the deposits; else both are read from the cut.
        indicator, start, end, cut: as ``count``.
        where: as ``count``; each record is asked for what it says itself, not for its person's golden value.

    Raises:
        Problem: as ``count``; ``register_unknown``, ``register_date_unreadable``, ``bridge_of_numbers``.
    """
    one = definitions.indicator(indicator)
    values, names = asking.of_records(one, where or {}), [asking.register_asked(name) for name in (a, b)]
    first, last = asking.period(start, end)
    if any(name.as_of for name in names):
        whose = identity.memberships()
        sides = (_side_of_deposits(one, name, whose) for name in names)
        return bridges.bridge(Question(one, first, last, values), *sides)
    chosen = _cut(cut)
    paths_of(one, chosen)
    chosen.path("victim")
    return _bridged(chosen.folder, one.code, tuple(names), first, last, where=tuple(values.items()))


def statements(
    indicator: str, *, dims: Sequence[str] = (), where: Mapping[str, str] | None = None, as_of: date | None = None
) -> list[dict[str, Any]]:
    """Give what the sources told of an indicator side by side, by department and year (or what ``dims`` asks for).

    Args:
        indicator: a code of the list ``told_indicator``, or its Spanish label.
        dims: year, month, department, source, office, offence, or a breakdown that a source states (purpose, sex…).
        where: values of the same dimensions.
        as_of: only what we held by that day.

    Returns:
        objects of ``statements --json`` (COMMANDS.md), with ``n_known``, ``n_missing`` and ``text`` («≥ 312 (41 de 236 sin dato)»):
        without a breakdown every row is the sum of the statements (months, articles) of one source about one year.

    Raises:
        Problem: ``indicator_unknown``, ``dimension_unknown``, ``value_unknown``.
    """
    found = _side_by_side(store.brought(), indicator, as_of, tuple(dict.fromkeys(dims)), where=_sorted(where))
    return [row.as_json() for row in found]


def series(indicator: str, *, where: Mapping[str, str] | None = None, as_of: date | None = None) -> dict[str | None, list[SourceLine]]:
    """Give what the sources told themselves as lines to draw, by place; a place where no line knows two periods is left out.

    Raises:
        Problem: as ``statements``.
    """
    by_place: dict[str | None, list[Row]] = {}
    for row in _side_by_side(store.brought(), indicator, as_of, (), where=_sorted(where)):
        if not row.parts[0].gathered:
            by_place.setdefault(row.department, []).append(row)
    found = {place: told_series.lines(rows) for place, rows in by_place.items()}
    return {place: lines for place, lines in found.items() if told_series.can_be_drawn(lines)}


@dataclass(frozen=True)
class Ruled:
    """What a person found of a number: the verdict, why, by which account, when, and what was proposed then."""

    verdict: str
    why: str
    by: str
    at: datetime
    proposed: str


def rulings(indicator: str, fact: NumberAsked) -> list[Ruled]:
    """Give what people found of why sources differ in one number, the newest first: that one stands."""
    found = Ruling.objects.filter(number=fact.key(indicator)).order_by("-id")
    return [Ruled(one.verdict, one.why, one.by, one.at, one.proposed) for one in found]


def number(indicator: str, fact: NumberAsked, *, as_of: date | None = None) -> Number:
    """Give everything that was told of one number: the rows of each source and the statements they are made of, what others say of the same, and
    every event that ever told it.

    Raises:
        Problem: ``indicator_unknown``, ``dimension_unknown``.
    """
    brought, about = store.brought(), None if fact.period == ANY_TIME else fact.period
    told = _told(brought, indicator, as_of, fact.department, about)
    dims = (*dict(fact.cell), *(("month",) if fact.is_monthly else ()))
    wrong = arithmetic.mismatches(told)
    rows = side_by_side.side_by_side(told, dims=dims, unsound=wrong, about=about) if told else []
    asked = Asked(code_list("told_indicator").resolve(indicator), department=fact.department, start=fact.start, end=fact.end)
    events = store.history(brought, asked, as_of=as_of)
    return numbers.number(fact, rows, events, [one for one in wrong if fact.within(one.period)])


def every_statement(indicator: str, *, as_of: date | None = None) -> tuple[Told, ...]:
    """Give every statement of an indicator that stands (by a day), whoever told it.

    Raises:
        Problem: ``indicator_unknown``.
    """
    return _told(store.brought(), indicator, as_of)


def mismatches(indicator: str, *, where: Mapping[str, str] | None = None, as_of: date | None = None) -> list[Mismatch]:
    """Give the stated totals of an indicator that their own parts do not make, with document and lines.

    Raises:
        Problem: as ``statements``.
    """
    return list(_mismatches(store.brought(), indicator, as_of, where=_sorted(where)))


def told_indicators() -> list[str]:
    """Give the codes of the indicators of which any source told a figure, sorted."""
    return store.indicators(store.brought())


# A cut never changes, so what was counted in it once is known: a page asked for again costs what its answer weighs. The
# files are proved before each answer all the same.
@lru_cache(maxsize=512)
def _counted(folder: Path, code: str, dims: tuple[str, ...], start: date | None, end: date | None, *, where: Values) -> Counted:
    cut, one = cut_files.opened(folder), definitions.indicator(code)
    question, by = Question(one, start, end, dict(where)), tuple(one.dimension(each) for each in dims)
    return counted.counted(question, by, counting.count(question, by, tables=paths_of(one, cut)), cut=cut.id)


@lru_cache(maxsize=128)
def _bridged(
    folder: Path, code: str, names: tuple[asking.RegisterAsked, ...], start: date | None, end: date | None, *, where: Values
) -> Bridge:
    cut, one = cut_files.opened(folder), definitions.indicator(code)
    sides = (side_of_cut(one, name, cut) for name in names)
    return bridges.bridge(Question(one, start, end, dict(where)), *sides, cut=cut.id)


# What was told changes only with another deposit of figures, so what these deposits say once read and compared is known. They
# are named anew before each answer: another process may have received some.
def _sorted(where: Mapping[str, str] | None) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((where or {}).items()))


@lru_cache(maxsize=128)
def _side_by_side(
    brought: Brought, indicator: str, as_of: date | None, dims: tuple[str, ...], *, where: tuple[tuple[str, str], ...]
) -> tuple[Row, ...]:
    return tuple(side_by_side.side_by_side(_told(brought, indicator, as_of, _place(where)), dims=dims, where=dict(where)))


@lru_cache(maxsize=128)
def _mismatches(brought: Brought, indicator: str, as_of: date | None, *, where: tuple[tuple[str, str], ...]) -> tuple[Mismatch, ...]:
    return tuple(arithmetic.mismatches(side_by_side.fitting(_told(brought, indicator, as_of, _place(where)), dict(where))))


def _place(where: tuple[tuple[str, str], ...]) -> str | None:
    """The department that is asked for: what was told of others need not be read."""
    return jurisdiction_named(dict(where).get("department", ""))


@lru_cache(maxsize=32)
def _told(
    brought: Brought, indicator: str, as_of: date | None, department: str | None = None, about: Period | None = None
) -> tuple[Told, ...]:
    code = code_list("told_indicator").resolve(indicator)
    if code is None:
        raise Problem("indicator_unknown", asked=indicator, allowed=", ".join(store.indicators(brought)))
    return tuple(store.statements(brought, Asked(code, department=department), as_of=as_of, about=about))


def _cut(asked: str | None) -> CutRef:
    if asked is None:
        newest = last_cut()
        if newest is None:
            raise Problem("cut_none")
        return newest
    row = Cut.objects.filter(id=asked).first()
    if row is None:
        raise Problem("cut_missing", cut=asked)
    return _opened(row)


def _opened(row: Cut) -> CutRef:
    """A cut whose manifest is the one that its row was written for; its files are proved as they are read."""
    cut = cut_files.opened(cut_folder() / row.id)
    if cut.sha256 != row.sha256:
        raise Problem("cut_damaged", cut=row.id, file=cut_files.MANIFEST)
    return cut


def _side_of_deposits(one: Indicator, asked: asking.RegisterAsked, whose: Any) -> Side:
    """A register as its deposits told it by a day, or now."""
    needed = {name: registers.current(name, register=asked.register, as_of=asked.as_of) for name in (*one.record_types, "victim")}
    if all(needed[name].is_empty() for name in one.record_types):
        raise Problem("register_unknown", asked=asked.name, record_type=one.record_type, allowed=_registers_with(one.record_types))
    deliveries = [each.cut_off for each in registers.deposits(asked.register)]
    told_until = max(day for day in deliveries if asked.as_of is None or day <= asked.as_of)
    return side_of(one, asked, needed, whose, cut_off=told_until, institution=institutions()[asked.register])


def _registers_with(names: Sequence[str]) -> str:
    kinds = {code: {table.record_type.name for table in source.tables} for code, source in registers.sources().items()}
    return ", ".join(code for code, told_by in kinds.items() if told_by.intersection(names))
