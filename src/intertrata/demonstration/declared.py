"""What a register says it sends, read off its declaration as a file: which columns, in which words, dates and separators.

In: ``registers/sources/*.toml``, as text. Out: ``Form`` values to write by. Read here a second time and on purpose: the country
knows what institutions agreed to send and nothing of how we read it, so that a mistake in the one cannot hide in the other.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.records import RecordType, record_types

SOURCES = files("intertrata").joinpath("registers", "sources")
YES_AND_NO = {"true": "SI", "false": "NO"}
OTHERS = "*"
PARTS = {"dd": "%d", "mm": "%m", "yyyy": "%Y"}


@dataclass(frozen=True)
class Heading:
    """One column of a file. ``field``: what it tells, "" where nothing of ours. ``words``: what is written for each code, where it
    holds codes. ``form``: how dates are written, as ``strftime`` has it."""

    name: str
    field: str
    type: str
    required: bool
    words: Mapping[str, str] | None
    form: str
    separator: str

    @property
    def listed(self) -> bool:
        """Whether its words come from a closed list, so that another word is a fault."""
        return self.words is not None and self.type in {"code", "codes"}


@dataclass(frozen=True)
class Emptied:
    """Columns that must be empty where another one says one of some codes, or, where none are named, says anything."""

    headings: tuple[str, ...]
    when: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Form:
    """One table of a register as its institution fills it in. ``places``: the headings of department, province and district,
    where a place is told by names."""

    register: str
    name: str
    kind: RecordType
    key: tuple[str, ...]
    headings: tuple[Heading, ...]
    emptied: tuple[Emptied, ...]
    ruled: frozenset[str]
    places: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """The header of its file."""
        return [one.name for one in self.headings]

    def telling(self, field: str) -> Heading | None:
        """Give the column that tells the field, or None."""
        return next((one for one in self.headings if one.field == field), None)


@cache
def forms() -> dict[str, Form]:
    """Give the form of every declared table, by ``register/table``."""
    found: dict[str, Form] = {}
    for path in sorted(SOURCES.iterdir(), key=lambda one: one.name):
        if path.name.endswith(".toml"):
            told = tomllib.loads(path.read_text(encoding="utf-8"))
            found |= {f"{told['code']}/{one['name']}": _form(one, told) for one in told["table"]}
    return found


def _form(table: dict[str, Any], whole: dict[str, Any]) -> Form:
    kind = record_types()[table["record_type"]]
    blocks = [column for name in table.get("uses", ()) for column in whole["columns"][name]]
    headings: dict[str, Heading] = {}
    for column in (*blocks, *table["column"]):
        headings.setdefault(column["name"], _heading(column, kind, whole.get("codes", {})))
    rules = table.get("rule", [])
    emptied = tuple(
        Emptied(tuple(rule.get("columns") or [rule["column"]]), rule["when"], tuple(rule.get("is", ())))
        for rule in rules
        if rule["kind"] == "empty"
    )
    ruled = {name for rule in rules for name in (*rule.get("columns", ()), rule.get("column", ""), rule.get("when", ""))}
    places = next((tuple(one["territory"]) for one in table.get("derive", []) if "territory" in one), ())
    return Form(whole["code"], table["name"], kind, tuple(table["key"]), tuple(headings.values()), emptied, frozenset(ruled), places)


def _heading(column: dict[str, Any], kind: RecordType, named: dict[str, Any]) -> Heading:
    field = kind.field(column["field"]) if "field" in column else None
    form = column.get("format", "yyyy-mm-dd")
    for part, directive in PARTS.items():
        form = form.replace(part, directive)
    told = field.type if field else ("date" if "format" in column else "text")
    codes = column.get("codes")
    mapping = named[codes] if isinstance(codes, str) else codes
    separator = column.get("separator", "")
    words = _words(told, mapping, field.list if field else "", column, separator)
    return Heading(column["name"], field.name if field else "", told, column.get("required", False), words, form, separator)


def _words(told: str, mapping: Mapping[str, str] | None, name: str, column: dict[str, Any], separator: str) -> Mapping[str, str] | None:
    """What the institution writes for each code: its own words, the Spanish labels, or the codes themselves."""
    if mapping is not None:
        return {code: written for written, code in reversed(list(mapping.items())) if code and written != OTHERS}
    if told == "boolean":
        return YES_AND_NO
    if told not in {"code", "codes"}:
        return None
    return {one.code: _label(name, one.code, column, separator) for one in code_list(name) if one.code.startswith(column.get("prefix", ""))}


def _label(name: str, code: str, column: dict[str, Any], separator: str) -> str:
    """The Spanish label, unless it holds the very sign that stands between two of them."""
    label = code_list(name).es(code)
    return label if column.get("list_es") and not (separator and separator in label) else code
