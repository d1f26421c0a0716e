"""What one register sends, as frozen values: its tables, their columns, what must hold, what follows.

In: nothing (``sources.py`` makes these from TOML and checks them). Out: ``Source`` and its parts, from which
reader, checks, template and dictionary page are all derived.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from intertrata.vocabulary.codes import fold
from intertrata.vocabulary.gazetteer import Scheme
from intertrata.vocabulary.records import Field, FieldType, RecordType

Kind = Literal["records", "figures"]
RuleKind = Literal["not_after", "not_future", "within", "at_most", "needs", "empty"]
CheckKind = Literal["single_interview", "not_before_quoted"]
Repeats = Literal["same", "parts"]

# Columns any file may carry besides its own: the mark of SAFEGUARDS 19, and what return_refused adds.
SYNTHETIC_COLUMNS = ("SINTETICO", "SYNTHETIC")
RETURNED_FROM = "RECHAZO_DE"
RETURNED_COLUMNS = (RETURNED_FROM, "RECHAZO_LINEA", "RECHAZO_MOTIVO", "RECHAZO_TEXTO")
OTHERS = "*"


@lru_cache(maxsize=16_384)
def heading(name: str) -> str:
    """Give a column's name as headers are compared: no case, accents, blanks or punctuation, ``Nº`` as ``N°``."""
    return fold(name.replace("º", "°").replace("_", " "))


@dataclass(frozen=True)
class Column:
    """One column and the one field it fills; a column without a field is read for keys, derivations and cut-offs only.

    ``codes`` maps what the institution writes to our codes ("" is unknown; ``*`` stands for anything else);
    ``prefix`` narrows a list to the codes that begin so; ``verbatim`` keeps the cell as written, unknown words too; ``optional``: an
    export made before the institution had the column may lack it. ``label``: what a second heading row, below the names, calls it;
    ``units``: words after a number. With a year of two digits ``low`` is the first it can mean.
    ``list_en``: the English labels of the list are understood too, as international standards write them. ``quotes``: the registers whose
    case numbers stand in it; none said: any's.
    """

    name: str
    field: Field | None = None
    aliases: tuple[str, ...] = ()
    required: bool = False
    source: str = ""
    help: str = ""
    format: str = ""
    codes: Mapping[str, str] | None = None
    list_es: bool = False
    list_en: bool = False
    label: str = ""
    prefix: str = ""
    separator: str = ""
    scheme: Scheme = "inei"
    unknown: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    verbatim: bool = False
    optional: bool = False
    units: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()

    @property
    def type(self) -> FieldType:
        """The type its cells are read as: its field's, else what its limits tell."""
        if self.field is not None:
            return self.field.type
        if self.format:
            return "date"
        return "decimal" if self.units or (self.low, self.high) != (None, None) else "text"

    @property
    def identity(self) -> bool:
        """Whether its values go to the vault and nowhere else."""
        return self.field is not None and self.field.identity

    @property
    def assumed(self) -> bool:
        """Whether nobody has seen this column in a real export yet."""
        return self.source == "assumed"


@dataclass(frozen=True)
class Rule:
    """What must hold inside one row.

    ``not_after``: the first date is not after the second. ``not_future``: the date is not after today. ``within``: the second date is
    not more than ``years`` after the first. ``at_most``: the first number is not more than the second. ``needs``, ``empty``: the
    columns are filled, or are empty, where the column ``when`` says one of ``codes`` (or says anything, where none are named).
    """

    kind: RuleKind
    columns: tuple[str, ...]
    when: str = ""
    codes: tuple[str, ...] = ()
    years: int = 0


@dataclass(frozen=True)
class Check:
    """What must hold between records.

    ``single_interview``: of the interviews of one person (``same``: the columns that name her) only the first, by the date ``on``, leaves
    the reason ``column`` blank; those whose case numbers (``through``) are told and have none in common are of other facts. Who lacks it
    is refused. ``not_before_quoted``: the date ``column`` is not before the day of the record whose number ``through`` quotes. Which of
    the two dates is wrong nobody knows, and either may come first: both are kept, and the contradiction is told while it stands.
    """

    kind: CheckKind
    column: str
    through: str
    same: tuple[str, ...] = ()
    on: str = ""

    @property
    def payload(self) -> tuple[str, ...]:
        """The columns that it compares, whose values stand in the main database."""
        return tuple(name for name in (self.on, self.column, self.through) if name)


@dataclass(frozen=True)
class Derive:
    """A field no column fills: a constant, or a place told by the names of its department, province and district."""

    field: Field
    constant: str = ""
    territory: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table of a register. ``key``: the columns that name a record (all of them where the declaration says ``*``). ``full``: a delivery holds every record,
    so that what it lacks has vanished. ``repeats``: whether two identical rows are one thing said twice, or two parts.
    ``systems``: the rows of the report's inventory (shared/mission/systems.md) that it answers."""

    register: str
    name: str
    title: str
    record_type: RecordType
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    full: bool = False
    cut_off: str = ""
    repeats: Repeats = "same"
    rules: tuple[Rule, ...] = ()
    derives: tuple[Derive, ...] = ()
    systems: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        """The names its file carries, each once, in order: two columns may read the same one."""
        return tuple(dict.fromkeys(column.name for column in self.columns))

    @cached_property
    def names(self) -> frozenset[str]:
        """Every heading that its file may carry, aliases included, folded: each file is held against every table's."""
        return frozenset(heading(name) for column in self.columns for name in (column.name, *column.aliases))

    def column(self, name: str) -> Column | None:
        """Give the first column that reads the heading of that name, or None."""
        return next((column for column in self.columns if column.name == name), None)

    def check(self, kind: CheckKind) -> Check | None:
        """Give what must hold between its records and others of that kind, or None."""
        return next((check for check in self.checks if check.kind == kind), None)

    def filled_by(self, name: str) -> str:
        """Give the field that a column fills; the declaration was read, so it fills one."""
        column = self.column(name)
        assert column is not None
        assert column.field is not None
        return column.field.name

    def filling(self, field: str) -> Column | None:
        """Give the column that fills the field, or None."""
        return next((column for column in self.columns if column.field is not None and column.field.name == field), None)


@dataclass(frozen=True)
class Source:
    """One register: who keeps it, whether it sends records of persons and events or told figures, and its tables. ``deeds``: only deeds of the
    house write it, step by step, and no institution's form or system (ADR 0012)."""

    code: str
    name: str
    institution: str
    kind: Kind
    tables: tuple[Table, ...]
    cites: str = ""
    file: str = ""
    short: str = ""
    deeds: bool = False

    @property
    def called(self) -> str:
        """What everybody calls it: its acronym, else its name."""
        return self.short or self.name

    def table(self, name: str) -> Table | None:
        """Give the table of that name, or None."""
        return next((table for table in self.tables if table.name == name), None)
