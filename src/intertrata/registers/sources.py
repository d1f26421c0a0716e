"""The registers that are declared: TOML read and checked, so that a mistake shows when it is read and not in a delivery.

In: the folders that hold ``*.toml`` (the product's own and the installation's). Out: ``Source`` values by code,
or a ``Problem`` that names file, table and column.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

from intertrata.registers.checking.dates import FIRST_YEAR, LAST_YEAR, SHORT_YEAR
from intertrata.registers.declaration import (
    OTHERS,
    RETURNED_COLUMNS,
    SYNTHETIC_COLUMNS,
    Check,
    CheckKind,
    Column,
    Derive,
    Kind,
    Repeats,
    Rule,
    RuleKind,
    Source,
    Table,
    heading,
)
from intertrata.vocabulary.codes import code_list, code_lists
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.gazetteer import SCHEMES
from intertrata.vocabulary.records import Field, RecordType, record_types

OWN = Path(__file__).parent / "sources"
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
DATE_FORMAT = re.compile(r"(dd([/.-])mm\2yy(yy)?|yyyy([/.-])mm\4dd|yyyymmdd|ddmmyyyy|d de mes de yyyy|serial)")
RESERVED = frozenset(heading(name) for name in (*SYNTHETIC_COLUMNS, *RETURNED_COLUMNS))
WHOLE_ROW = "*"
BOOLEANS = frozenset({"true", "false"})

SOURCE_WORDS = {
    "code": str,
    "name": str,
    "short": str,
    "institution": str,
    "kind": str,
    "cites": str,
    "deeds": bool,
    "codes": dict,
    "columns": dict,
    "table": list,
}
TABLE_WORDS = {
    "name": str, "title": str, "record_type": str, "key": list, "full": bool, "cut_off": str, "repeats": str,
    "column": list, "uses": list, "rule": list, "check": list, "derive": list, "systems": list,
}  # fmt: skip
COLUMN_WORDS = {
    "name": str, "aliases": list, "field": str, "required": bool, "source": str, "help": str, "format": str,
    "codes": (str, dict), "list_es": bool, "list_en": bool, "label": str, "prefix": str, "separator": str, "scheme": str, "unknown": list,
    "low": int, "high": int, "verbatim": bool, "optional": bool, "units": list, "quotes": list,
}  # fmt: skip
RULE_WORDS = {"kind": str, "columns": list, "column": str, "when": str, "is": list, "years": int}
RULE_COLUMNS: dict[str, tuple[int, frozenset[str]]] = {
    "not_after": (2, frozenset({"date"})),
    "not_future": (1, frozenset({"date"})),
    "within": (2, frozenset({"date"})),
    "at_most": (2, frozenset({"integer", "decimal"})),
}
"""Of the rules that compare: how many columns they name, and of which types."""
CHECK_WORDS = {"kind": str, "column": str, "through": str, "same": list, "on": str}
CHECK_NEEDS: dict[str, tuple[str, ...]] = {
    "single_interview": ("column", "through", "same", "on"), "not_before_quoted": ("column", "through"),
}  # fmt: skip
CHECK_DATES = {"single_interview": "on", "not_before_quoted": "column"}
"""Of each check between records: the words it needs, and which of them names a date."""
DERIVE_WORDS = {"field": str, "constant": str, "territory": list}


def sources(folders: Sequence[Path]) -> dict[str, Source]:
    """Give every declared source by code, those of the product first; a folder that does not exist holds none.

    Raises:
        Problem: one of ``declaration_*``, with file, table and column; ``declaration_twice`` for a code declared twice.
    """
    found: dict[str, Source] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            one = source(path.read_text(encoding="utf-8"), file=path.name)
            if one.code in found:
                raise Problem("declaration_twice", file=path.name, other=found[one.code].file, source=one.code)
            found[one.code] = one
    return found


def source(text: str, *, file: str) -> Source:
    """Read and check one declaration.

    Raises:
        Problem: one of ``declaration_*``.
    """
    at = _Place(file)
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise at.problem("declaration_toml", detail=str(error)) from error
    at.words(told, SOURCE_WORDS, need=("code", "name", "institution", "kind", "table"))
    at.named(told["code"])
    at.one_of("kind", told["kind"], get_args(Kind))
    at.one_of("institution", told["institution"], [one.code for one in code_list("institution")])
    tables = tuple(_table(one, told, at) for one in told["table"])
    at.no_twins("name", [table.name for table in tables])
    return Source(
        told["code"],
        told["name"],
        told["institution"],
        told["kind"],
        tables,
        told.get("cites", ""),
        file,
        told.get("short", ""),
        told.get("deeds", False),
    )


@dataclass(frozen=True)
class _Place:
    """Where in the declarations the reader stands: what a problem names."""

    file: str
    table: str = ""
    column: str = ""

    def problem(self, code: str, **more: object) -> Problem:
        return Problem(code, file=self.file, table=self.table or "–", column=self.column or "–", **more)

    def words(self, told: Any, allowed: Mapping[str, Any], *, need: Sequence[str]) -> None:
        if not isinstance(told, dict):
            raise self.problem("declaration_value", word="table", value=str(told))
        for word, value in told.items():
            if word not in allowed:
                raise self.problem("declaration_word", word=word, nearest=_nearest(word, allowed))
            if not isinstance(value, allowed[word]) or (isinstance(value, bool) and allowed[word] is int):
                raise self.problem("declaration_value", word=word, value=str(value))
        for word in need:
            if not told.get(word):
                raise self.problem("declaration_lacks", word=word)

    def named(self, name: str) -> None:
        if not NAME.fullmatch(name):
            raise self.problem("declaration_name", name=name)

    def one_of(self, word: str, value: str, allowed: Sequence[str]) -> None:
        if value not in allowed:
            raise self.problem("declaration_choice", word=word, value=value, nearest=_nearest(value, allowed))

    def no_twins(self, word: str, values: Sequence[str]) -> None:
        twins = sorted({value for value in values if values.count(value) > 1})
        if twins:
            raise self.problem("declaration_repeats", word=word, value=twins[0])


def _called(told: Any) -> str:
    """The name that a table or a column gives itself, before anything of it is known to be right; empty where it gives none."""
    return str(told.get("name", "")) if isinstance(told, dict) else ""


def _table(told: Any, whole: dict[str, Any], at: _Place) -> Table:
    at = _Place(at.file, _called(told))
    at.words(told, TABLE_WORDS, need=("name", "title", "record_type", "key", "column"))
    at.named(told["name"])
    at.one_of("record_type", told["record_type"], list(record_types()))
    at.one_of("repeats", told.get("repeats", "same"), get_args(Repeats))
    kind = record_types()[told["record_type"]]
    if whole["kind"] == "figures" and kind.of != "figure":
        raise at.problem("declaration_figures", record_type=kind.name)
    columns = tuple(_column(one, kind, whole.get("codes", {}), at) for one in (*_used(told, whole, at), *told["column"]))
    table = Table(
        whole["code"], told["name"], told["title"], kind, _key(told["key"], columns), columns, told.get("full", False),
        told.get("cut_off", ""), told.get("repeats", "same"),
        tuple(_rule(one, columns, at) for one in told.get("rule", ())),
        tuple(_derive(one, kind, columns, at) for one in told.get("derive", ())), tuple(told.get("systems", ())),
        tuple(_check(one, columns, at) for one in told.get("check", ())),
    )  # fmt: skip
    _check_headings(table, at)
    return table


def _key(told: list[str], columns: tuple[Column, ...]) -> tuple[str, ...]:
    """The columns that name a record: every heading where the table has no number of its own (``*``), so that no two rows clash."""
    return tuple(dict.fromkeys(column.name for column in columns)) if told == [WHOLE_ROW] else tuple(told)


def _used(told: Any, whole: dict[str, Any], at: _Place) -> list[Any]:
    """The columns of the blocks that the table uses (``[columns]``): what several tables of one register ask alike."""
    blocks = whole.get("columns", {})
    for name in told.get("uses", ()):
        at.one_of("uses", name, list(blocks))
    return [column for name in told.get("uses", ()) for column in blocks[name]]


def _check_headings(table: Table, at: _Place) -> None:
    """Every heading names one thing, every field is filled once, and key and cut-off are columns of the table."""
    names = [(heading(name), column.name) for column in table.columns for name in (column.name, *column.aliases)]
    for folded, name in names:
        if folded in RESERVED or any(other == folded and whose != name for other, whose in names):
            raise at.problem("declaration_repeats", word="column", value=name)
    at.no_twins("label", [heading(column.label) for column in table.columns if column.label])
    filled = [column.field.name for column in table.columns if column.field is not None]
    at.no_twins("field", filled + [derive.field.name for derive in table.derives])
    for name in (*table.key, *([table.cut_off] if table.cut_off else [])):
        if table.column(name) is None:
            raise at.problem("declaration_no_column", name=name, nearest=_nearest(name, table.headings))
    if table.cut_off and not any(column.name == table.cut_off and column.type == "date" for column in table.columns):
        raise at.problem("declaration_no_date", name=table.cut_off)


def _column(told: Any, kind: RecordType, codes: dict[str, Any], at: _Place) -> Column:
    at = _Place(at.file, at.table, _called(told))
    at.words(told, COLUMN_WORDS, need=("name",))
    field = _field(told["field"], kind, at) if "field" in told else None
    column = Column(
        name=told["name"], field=field, aliases=tuple(told.get("aliases", ())), required=told.get("required", False),
        source=told.get("source", ""), help=told.get("help", ""), format=told.get("format", ""),
        codes=_codes(told["codes"], codes, at) if "codes" in told else None,
        list_es=told.get("list_es", False), list_en=told.get("list_en", False), label=told.get("label", ""), prefix=told.get("prefix", ""), separator=told.get("separator", ""),
        scheme=told.get("scheme", "inei"), unknown=tuple(told.get("unknown", ())),
        low=told.get("low", field.low if field else None), high=told.get("high", field.high if field else None),
        verbatim=told.get("verbatim", False), optional=told.get("optional", False),
        units=tuple(told.get("units", ())), quotes=tuple(told.get("quotes", ())),
    )  # fmt: skip
    _check_words_fit(told, column, at)
    _check_codes(column, at)
    return column


FITS = {
    "codes": {"code", "codes", "boolean", "text"}, "list_es": {"code", "codes"}, "list_en": {"code", "codes"}, "prefix": {"code", "codes"},
    "separator": {"codes", "texts"}, "scheme": {"territory"}, "format": {"date"}, "low": {"integer", "decimal", "date"},
    "units": {"integer", "decimal"}, "high": {"integer", "decimal"}, "verbatim": {"text"},
}  # fmt: skip


def _check_words_fit(told: dict[str, Any], column: Column, at: _Place) -> None:
    for word, types in FITS.items():
        if word in told and column.type not in types:
            raise at.problem("declaration_does_not_fit", word=word, type=column.type)
    if column.quotes and not (column.field and column.field.case_number and column.field.name != "number"):
        raise at.problem("declaration_does_not_fit", word="quotes", type=column.field.name if column.field else column.type)
    for code in column.quotes:
        at.named(code)
    if column.format and not DATE_FORMAT.fullmatch(column.format):
        raise at.problem("declaration_value", word="format", value=column.format)
    short = bool(SHORT_YEAR.fullmatch(column.format))
    if short and column.low is None:
        raise at.problem("declaration_lacks", word="low")
    if column.type == "date" and "low" in told and not (short and FIRST_YEAR <= told["low"] <= LAST_YEAR - 99):
        raise at.problem("declaration_value", word="low", value=str(told["low"]))
    at.one_of("scheme", column.scheme, SCHEMES)


def _codes(told: str | dict[str, Any], named: dict[str, Any], at: _Place) -> Mapping[str, str]:
    if isinstance(told, str):
        at.one_of("codes", told, list(named))
    mapping: dict[str, Any] = named[told] if isinstance(told, str) else told
    if not all(isinstance(code, str) for code in mapping.values()):
        raise at.problem("declaration_value", word="codes", value=str(told))
    return MappingProxyType(dict(mapping))


def _check_codes(column: Column, at: _Place) -> None:
    """What the mapping gives are codes of the field's list (or true and false); the list itself exists."""
    if column.field is None or column.type not in {"code", "codes", "boolean"}:
        return
    if column.type != "boolean":
        at.one_of("list", column.field.list, code_lists())
    known = _known(column)
    for written, code in (column.codes or {}).items():
        if code and code not in known:
            raise at.problem("declaration_code", unknown=code, written=written, list=column.field.list, nearest=_nearest(code, known))
    if column.prefix and not any(code.startswith(column.prefix) for code in known):
        raise at.problem("declaration_code", unknown=column.prefix, written=OTHERS, list=column.field.list, nearest="")


def _known(column: Column) -> frozenset[str]:
    """The codes that a column of codes or of yes and no can say."""
    if column.field is None or column.type == "boolean":
        return BOOLEANS
    return frozenset(one.code for one in code_list(column.field.list))


def _field(name: str, kind: RecordType, at: _Place) -> Field:
    field = kind.field(name)
    if field is None:
        names = [one.name for one in kind.fields]
        raise at.problem("declaration_field", field=name, record_type=kind.name, nearest=_nearest(name, names))
    return field


def _rule(told: Any, columns: tuple[Column, ...], at: _Place) -> Rule:
    at.words(told, RULE_WORDS, need=("kind",))
    at.one_of("kind", told["kind"], get_args(RuleKind))
    names = tuple(told.get("columns") or ([told["column"]] if "column" in told else []))
    if told["kind"] in RULE_COLUMNS:
        many, types = RULE_COLUMNS[told["kind"]]
        if len(names) != many:
            raise at.problem("declaration_lacks", word="columns")
        for name in names:
            if _named(name, columns, at).type not in types:
                raise at.problem("declaration_no_date" if "date" in types else "declaration_no_number", name=name)
        if told["kind"] == "within" and told.get("years", 0) <= 0:
            raise at.problem("declaration_lacks", word="years")
        return Rule(told["kind"], names, years=told.get("years", 0))
    for word, lacking in (("columns", not names), ("when", "when" not in told)):
        if lacking:
            raise at.problem("declaration_lacks", word=word)
    for name in names:
        _named(name, columns, at)
    return Rule(told["kind"], names, told["when"], _condition(told, _named(told["when"], columns, at), at))


def _named(name: str, columns: tuple[Column, ...], at: _Place) -> Column:
    """The first column that reads the heading: the one whose value the rules see."""
    found = next((column for column in columns if column.name == name), None)
    if found is None:
        raise at.problem("declaration_no_column", name=name, nearest=_nearest(name, [column.name for column in columns]))
    return found


def _condition(told: Any, when: Column, at: _Place) -> tuple[str, ...]:
    """The codes that call for the rule: of a column that takes codes, and never of identity, which a refusal would tell."""
    if when.identity or ("is" in told and (when.field is None or when.type not in {"code", "codes", "boolean"})):
        raise at.problem("declaration_does_not_fit", word="when", type=when.type)
    for code in told.get("is", ()):
        at.one_of("is", code, sorted(_known(when)))
    return tuple(told.get("is", ()))


def _check(told: Any, columns: tuple[Column, ...], at: _Place) -> Check:
    """What must hold between records, of columns whose values stand in the main database; only who is the same may be told by identity."""
    at.words(told, CHECK_WORDS, need=("kind",))
    at.one_of("kind", told["kind"], get_args(CheckKind))
    at.words(told, CHECK_WORDS, need=CHECK_NEEDS[told["kind"]])
    for word in ("column", "through", *(["on"] if "on" in told else [])):
        column = _named(told[word], columns, at)
        quotes = column.field is not None and column.field.case_number and column.field.name != "number"
        if column.field is None or column.identity or (word == "through" and not quotes):
            raise at.problem("declaration_does_not_fit", word=word, type=column.field.name if column.field else column.type)
    if _named(dated := told[CHECK_DATES[told["kind"]]], columns, at).type != "date":
        raise at.problem("declaration_no_date", name=dated)
    same = tuple(_named(name, columns, at).name for name in told.get("same", ()))
    return Check(told["kind"], told["column"], told["through"], same, told.get("on", ""))


def _derive(told: Any, kind: RecordType, columns: tuple[Column, ...], at: _Place) -> Derive:
    at.words(told, DERIVE_WORDS, need=("field",))
    field = _field(told["field"], kind, at)
    headings = [column.name for column in columns]
    territory = tuple(told.get("territory", ()))
    if field.identity or bool(territory) == bool(told.get("constant")) or (territory and field.type != "territory"):
        raise at.problem("declaration_derive", field=field.name)
    for name in territory:
        if name not in headings:
            raise at.problem("declaration_no_column", name=name, nearest=_nearest(name, headings))
    if field.list and told.get("constant"):
        at.one_of(field.name, told["constant"], [one.code for one in code_list(field.list)])
    return Derive(field, told.get("constant", ""), territory)


def _nearest(word: str, among: Any) -> str:
    return next(iter(get_close_matches(word, sorted(among), n=1, cutoff=0.6)), "")
