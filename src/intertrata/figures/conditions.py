"""Definitions as SQL: the one place where "is it counted?" is written, for counts over the cut and for bridges alike.

In: an indicator, a period, a territory or other values asked for. Out: predicates by the question they answer, true or
false and never null, with their values as parameters. Names come from the definitions only: a reader's words are values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from intertrata.figures.definitions import FLAGS, UNKNOWN, Condition, Dimension, Indicator, dimensions
from intertrata.vocabulary.codes import code_list, fold
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.jurisdictions import jurisdiction_named
from intertrata.vocabulary.records import record_types

PERIODS = {
    "year": (r"\d{4}", "2016"),
    "semester": (r"\d{4}-S[12]", "2016-S1"),
    "month": (r"\d{4}-(0[1-9]|1[0-2])", "2016-09"),
}


@dataclass(frozen=True)
class Question:
    """What is asked: an indicator, first and last day (None: open), and values by dimension (None: unknown)."""

    indicator: Indicator
    start: date | None = None
    end: date | None = None
    where: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Predicates:
    """One SQL predicate a question, and the values they all share.

    ``offence``: of this offence. ``period``: wholly inside the period. ``place``: in the territory asked.
    ``value``: of the other values asked. ``condition``: the rest of the definition (age, condition, outcome).
    ``perhaps``: not surely outside the period: inside it, or with no date, or one that straddles its edge.
    """

    offence: str
    period: str
    perhaps: str
    place: str
    value: str
    condition: str
    parameters: Mapping[str, Any]

    @property
    def all(self) -> str:
        """What a record must hold to be counted, but for not having vanished."""
        return f"({self.offence} AND {self.period} AND {self.place} AND {self.value} AND {self.condition})"


def predicates(question: Question, *, own: bool = False) -> Predicates:
    """Write a question as predicates.

    Args:
        question: values of ``where`` are already proved by ``asked``.
        own: ask each record for what it says itself (bridges), not for its person's golden value (counts).
    """
    bound: dict[str, Any] = {}
    one, asked_of = question.indicator, {code: question.indicator.dimension(code) for code in question.where}
    inside, perhaps = _period(question, bound)
    compared = {code: _compared(one, dimension, question.where[code], bound=bound, own=own) for code, dimension in asked_of.items()}
    return Predicates(
        offence=_every(_condition(one, test, bound, own) for test in one.where if test.is_offence),
        condition=_every(_condition(one, test, bound, own) for test in one.where if not test.is_offence),
        period=inside,
        perhaps=perhaps,
        place=_every(compared[code] for code, dimension in asked_of.items() if dimension.place),
        value=_every(compared[code] for code, dimension in asked_of.items() if not dimension.place),
        parameters=bound,
    )


def expression(indicator: Indicator, dimension: Dimension, *, own: bool = False) -> str:
    """Give the SQL of a dimension's value in a record: a text, a list of texts, or null where it is unknown."""
    first, last = (f'"{indicator.date_field}_{end}"' for end in ("first", "last"))
    if dimension.kind == "year":
        return f"CASE WHEN year({first}) = year({last}) THEN strftime({first}, '%Y') END"
    if dimension.kind == "semester":
        half = "year({0}) || '-S' || CASE WHEN month({0}) < 7 THEN 1 ELSE 2 END"
        return f"CASE WHEN {half.format(first)} = {half.format(last)} THEN {half.format(first)} END"
    if dimension.kind == "month":
        return f"CASE WHEN strftime({first}, '%Y-%m') = strftime({last}, '%Y-%m') THEN strftime({first}, '%Y-%m') END"
    column = dimension.own if own and dimension.own else dimension.column
    return f'"{column}"' if dimension.kind == "list" else f'CAST("{column}" AS VARCHAR)'


def asked(dimension: Dimension, text: str | None, *, held: frozenset[str] = frozenset()) -> str | None:
    """Give the code of a dimension that a reader's text asks for; ``sin dato`` (or None) asks for the unknown.

    Args:
        dimension: of which a value is asked.
        text: a code, or a label of its code list in any case and accents.
        held: the values that the data hold, for a dimension without a list of its own (registers).

    Raises:
        Problem: ``value_unknown`` with the dimension, what was asked and what may be asked.
    """
    if text is None or fold(text) == UNKNOWN:
        return None
    code, allowed = _resolved(dimension, text, held)
    if code is None:
        raise Problem("value_unknown", dimension=dimension.code, asked=text, allowed=allowed)
    return code


def _resolved(dimension: Dimension, text: str, held: frozenset[str]) -> tuple[str | None, str]:
    """The code that the text means, if any, and what might be asked instead."""
    if dimension.kind in PERIODS:
        form, example = PERIODS[dimension.kind]
        return (text if re.fullmatch(form, text) else None), example
    if dimension.kind == "territory":
        return jurisdiction_named(text), "14, Lambayeque, 1501, 15-provincias, 07"
    if dimension.kind == "flag":
        return next((code for code, label in FLAGS.items() if fold(text) in (code, fold(label))), None), "true, false"
    if dimension.list:
        codes = code_list(dimension.list)
        return codes.resolve(text), codes.nearest(text) or ", ".join(one.code for one in islice(codes, 12))
    return (text if text in held else None), ", ".join(sorted(held)) or UNKNOWN


def bind(value: Any, bound: dict[str, Any]) -> str:
    """Add a value to the parameters and give the place that stands for it in the SQL."""
    name = f"p{len(bound)}"
    bound[name] = value
    return f"${name}"


def _condition(indicator: Indicator, one: Condition, bound: dict[str, Any], own: bool) -> str:
    column = f'"{_column(one.field, own)}"'
    declared = record_types()[indicator.record_type].field(one.field)
    several = declared is not None and declared.type in ("codes", "texts")
    if one.test == "known":
        known = f"coalesce(len({column}), 0) > 0" if several else f"{column} IS NOT NULL"
        return known if one.yes else f"NOT ({known})"
    if one.test == "is":
        return f"coalesce({column} = {bind(one.yes, bound)}, false)"
    place = bind(list(one.values), bound)
    found = f"list_has_any({column}, {place})" if several else f"list_contains({place}, {column})"
    return f"NOT coalesce({found}, false)" if one.test == "not_in" else f"coalesce({found}, false)"


def _column(field_name: str, own: bool) -> str:
    """The column that a condition reads: the golden one where counts of persons have it."""
    golden = {one.own: one.column for one in dimensions().values() if one.own}
    return field_name if own else golden.get(field_name, field_name)


def _period(question: Question, bound: dict[str, Any]) -> tuple[str, str]:
    """Wholly inside the period, and perhaps inside; both share the same two days as parameters."""
    first, last = (f'"{question.indicator.date_field}_{end}"' for end in ("first", "last"))
    start, end = (bind(day, bound) if day else "" for day in (question.start, question.end))
    inside = [f"coalesce({first} >= {start}, false)"] if start else []
    inside += [f"coalesce({last} <= {end}, false)"] if end else []
    perhaps = [f"coalesce({last} >= {start}, true)"] if start else []
    perhaps += [f"coalesce({first} <= {end}, true)"] if end else []
    return _every(inside), _every(perhaps)


def _compared(indicator: Indicator, dimension: Dimension, code: str | None, *, bound: dict[str, Any], own: bool) -> str:
    value = expression(indicator, dimension, own=own)
    if dimension.kind == "list":
        return f"coalesce(len({value}), 0) = 0" if code is None else f"coalesce(list_contains({value}, {bind(code, bound)}), false)"
    return f"{value} IS NULL" if code is None else f"coalesce({value} = {bind(code, bound)}, false)"


def _every(tests: Iterable[str]) -> str:
    return " AND ".join(tests) or "true"
