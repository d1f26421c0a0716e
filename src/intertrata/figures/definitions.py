"""What can be counted and by what it can be cut, as frozen values checked against the record types when they are read.

In: ``indicators.toml`` and ``dimensions.toml``. Out: ``Indicator`` and ``Dimension``; a definition that names a
field, a code or a dimension that does not exist fails here, at the start, and names it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from intertrata.figures import operations
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.jurisdictions import jurisdiction_name
from intertrata.vocabulary.offences import FAMILIES, in_family
from intertrata.vocabulary.records import RecordType, record_types

Unit = Literal["person", "operation", "record", "number"]
Kind = Literal["column", "flag", "list", "territory", "year", "semester", "month"]
Test = Literal["family", "is", "in", "not_in", "known"]

FOLDER = files("intertrata.figures")
TESTS: tuple[Test, ...] = ("family", "is", "in", "not_in", "known")
PERSON_COLUMNS = ("person_sex", "person_nationality", "person_minor", "person_age_group")
OPERATION_COLUMNS = ("operation_institutions", "operation_class")
CUT_COLUMNS = ("register", "department", *PERSON_COLUMNS, *OPERATION_COLUMNS)
FLAGS = {"true": "sí", "false": "no"}
UNKNOWN = "sin dato"
NAME = re.compile(r"[a-z][a-z_0-9]*\Z")


@dataclass(frozen=True)
class Condition:
    """What a record must hold to be counted: a field, a test and the codes (or the one boolean) it is tested against."""

    field: str
    test: Test
    values: tuple[str, ...] = ()
    yes: bool = True

    @property
    def is_offence(self) -> bool:
        """Whether it asks which offence the record is about: a bridge then says "other offence"."""
        return self.test == "family"


@dataclass(frozen=True)
class Dimension:
    """By what a count may be cut: the column of the cut, what the record itself says, whether it says where."""

    code: str
    es: str
    kind: Kind
    column: str = ""
    own: str = ""
    list: str = ""
    note: str = ""
    place: bool = False

    def label(self, code: str | None) -> str:
        """Give the Spanish label of one of its values; unknown is said, never left blank."""
        if code is None:
            return UNKNOWN
        if self.kind == "territory":
            return jurisdiction_name(code)
        return FLAGS[code] if self.kind == "flag" else code_list(self.list).es(code) if self.list else code


@dataclass(frozen=True)
class Indicator:
    """One indicator: its one definition, the unit it counts, of which records, by which date, cut by what.

    ``also``: other record types that tell the same things. ``first_register``: whose number of an operation is taken where several say
    one; where that register says none, the highest of the others.
    """

    code: str
    es: str
    definition: str
    unit: Unit
    record_type: str
    date_field: str
    where: tuple[Condition, ...]
    dimensions: tuple[str, ...]
    legal: str
    source: str
    status: str
    number_field: str = ""
    also: tuple[str, ...] = ()
    first_register: str = ""

    @property
    def record_types(self) -> tuple[str, ...]:
        """The types of the records that it is counted from."""
        return (self.record_type, *self.also)

    @property
    def once(self) -> str:
        """The column of a cut of which each value is counted once: a person, an operation, or the record itself."""
        if self.unit == "person":
            return "person_no"
        of_operations = self.unit == "operation" or (self.unit == "number" and self.record_type in operations.TYPES)
        return "operation_no" if of_operations else "record"

    def dimension(self, code: str) -> Dimension:
        """Give one of its dimensions.

        Raises:
            Problem: ``dimension_unknown`` with the indicator, what was asked and what may be asked.
        """
        if code not in self.dimensions:
            raise Problem("dimension_unknown", indicator=self.code, asked=code, allowed=", ".join(self.dimensions))
        return dimensions()[code]


@cache
def indicators() -> dict[str, Indicator]:
    """Give every indicator by code, in the order of the file."""
    return {code: read_indicator(code, row) for code, row in _rows("indicators.toml").items()}


@cache
def dimensions() -> dict[str, Dimension]:
    """Give every dimension by code, in the order of the file."""
    return {code: Dimension(code=code, **row) for code, row in _rows("dimensions.toml").items()}


def indicator(code: str) -> Indicator:
    """Give the indicator of that code.

    Raises:
        Problem: ``indicator_unknown`` with what was asked and what may be asked.
    """
    if code not in indicators():
        raise Problem("indicator_unknown", asked=code, allowed=", ".join(indicators()))
    return indicators()[code]


def read_indicator(code: str, row: dict[str, Any]) -> Indicator:
    """Turn one row of the file into an indicator.

    Raises:
        ValueError: it names a field, a code or a dimension that does not exist (for the maker of the definition).
    """
    also, dims = tuple(row.get("also", ())), tuple(row["dimensions"])
    kinds = [record_types()[name] for name in (row["record_type"], *also)]
    conditions = [tuple(_condition(kind, one) for one in row["where"]) for kind in kinds]
    made = Indicator(**{**row, "code": code, "where": conditions[0], "dimensions": dims, "also": also})
    named = [made.date_field, *([made.number_field] if made.unit == "number" else [])]
    missing = [field for kind in kinds for field in named if not kind.field(field)]
    missing += [one for kind in kinds for one in made.dimensions if not _fits(dimensions()[one], kind)]
    missing += [name for name in made.record_types if made.unit == "operation" and name not in operations.TYPES]
    if missing or not all(NAME.match(name) for name in (code, made.first_register or code)):
        raise ValueError(f"indicator {code}: {', '.join(missing)} is not in {', '.join(made.record_types)}")
    return made


def _condition(kind: RecordType, row: dict[str, Any]) -> Condition:
    test = next(one for one in TESTS if one in row)
    field, value = kind.field(row["field"]), row[test]
    if field is None or field.identity:
        raise ValueError(f"condition: {kind.name} has no field {row['field']} outside the vault")
    if test == "family":
        if value not in FAMILIES:
            raise ValueError(f"condition: there is no offence family {value}")
        return Condition(field.name, test, in_family(value))
    if test in ("is", "known"):
        return Condition(field.name, test, yes=value)
    return Condition(field.name, test, tuple(code_list(field.list)[one].code for one in value))


def _fits(dimension: Dimension, kind: RecordType) -> bool:
    """Whether records of this type can be cut by it: the column is a field, or one that every cut adds."""
    if dimension.column in PERSON_COLUMNS:
        return kind.of == "person" and kind.field(dimension.own) is not None
    if dimension.column in OPERATION_COLUMNS:
        return kind.name in operations.TYPES
    return dimension.column in ("", *CUT_COLUMNS) or kind.field(dimension.column) is not None


def _rows(name: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads(FOLDER.joinpath(name).read_text(encoding="utf-8"))
