"""One register as a bridge asks it: its records, each with the number of the person, operation or case it speaks of.

In: the file of a cut, where those numbers stand already, or records and victims as deposits told them by a day. Out: ``Side``
values; the two sides of one bridge number persons, operations and cases alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from intertrata.figures import freezing, operations, ties
from intertrata.figures.asking import RegisterAsked
from intertrata.figures.cut_files import CutRef
from intertrata.figures.definitions import Indicator
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.records import record_types

# The person, operation or case inside a register (what repeats it is a second copy), and across registers.
NUMBERS = {"person": ("person_no", "person_no"), "operation": ("operation_no", "operation_no"), "record": ("case_here_no", "case_no")}


@dataclass(frozen=True)
class Side:
    """One register as it is asked: its name as written, its records of the indicator's type, its victims, its cut-off.

    ``rows``: the files of a cut, which hold every register and every number; or a table as ``freezing.prepare`` makes it,
    persons' records with ``person`` and ``linked``, still to be ``numbered``. ``victims`` tie events and are none where
    ``rows`` are files. ``cut_off`` is the day until which the register has told what it has; ``institution`` is whose it is.
    """

    name: str
    register: str
    rows: tuple[Path, ...] | pl.DataFrame
    victims: pl.DataFrame
    cut_off: date | None
    institution: str = ""


def side_of_cut(indicator: Indicator, asked: RegisterAsked, cut: CutRef) -> Side:
    """Give a register as a cut holds it.

    Raises:
        Problem: ``register_unknown`` where the register has told no record of the indicator's type, which is not zero;
            ``cut_without_cases`` or ``cut_without_operations`` where the cut is older than these are; ``cut_damaged``.
    """
    kind, paths = record_types()[indicator.record_type], paths_of(indicator, cut)
    held = sorted({register for name in indicator.record_types for register in cut.registers(name)})
    if asked.register not in held:
        raise Problem("register_unknown", asked=asked.name, record_type=kind.es, allowed=", ".join(held))
    if not {*NUMBERS.get(indicator.unit, ())} <= {*cut.columns(kind.name)}:
        raise Problem("cut_without_cases", cut=cut.id)
    return Side(asked.name, asked.register, paths, pl.DataFrame(), date.fromisoformat(cut.cut_offs[asked.register]))


def paths_of(indicator: Indicator, cut: CutRef) -> tuple[Path, ...]:
    """Give the proved files that an indicator is counted from.

    Raises:
        Problem: ``cut_without_operations`` where the cut is older than the numbers of operations are; ``cut_damaged``.
    """
    by_operation = indicator.once == "operation_no"
    if by_operation and any(name not in cut.tables or indicator.once not in cut.columns(name) for name in indicator.record_types):
        raise Problem("cut_without_operations", cut=cut.id)
    return tuple(cut.path(name) for name in indicator.record_types)


def side_of(
    indicator: Indicator,
    asked: RegisterAsked,
    tables: Mapping[str, pl.DataFrame],
    persons: pl.DataFrame,
    *,
    cut_off: date | None,
    institution: str = "",
) -> Side:
    """Give a register as its deposits tell it.

    Args:
        tables: its current records of the indicator's types and its victims, by record type.
        persons: record, person, as ``identity.queries.memberships`` gives them.
        cut_off: the day until which it has told what it has.
        institution: whose it is.
    """
    made = {name: freezing.prepare(record_types()[name], rows) for name, rows in tables.items()}
    made |= {name: freezing.with_persons(table, persons) for name, table in made.items() if record_types()[name].of == "person"}
    rows = pl.concat([made[name] for name in indicator.record_types], how="diagonal")
    return Side(asked.name, asked.register, rows, made["victim"], cut_off, institution)


def numbered(indicator: Indicator, a: Side, b: Side) -> tuple[Side, Side]:
    """Give two sides told by deposits with the numbers that a cut would give them; those of a cut as they are."""
    if isinstance(a.rows, tuple) or isinstance(b.rows, tuple):
        return a, b
    of_person, records = indicator.unit == "person", pl.concat([a.rows, b.rows])
    told = (a.rows, b.rows) if of_person else (a.victims, b.victims)
    persons = pl.concat([rows.select("person") for rows in told]).unique().sort("person").with_row_index("person_no")
    if of_person:
        numbers, key = persons, "person"
    elif indicator.unit == "operation":
        whose = {side.register: side.institution for side in (a, b)}
        numbers, key = operations.operations({indicator.record_type: records}, whose), "record"
    else:
        acts = ties.acts_of(pl.concat(told).join(persons, on="person", how="left"))
        numbers, key = ties.cases(record_types()[indicator.record_type], records, acts), "record"
    joined = (rows.join(numbers, on=key, how="left", validate="m:1", maintain_order="left") for rows in (a.rows, b.rows))
    return replace(a, rows=next(joined)), replace(b, rows=next(joined))
