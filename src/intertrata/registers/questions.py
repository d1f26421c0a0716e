"""A table as the questions that a form asks, in the order in which people are asked them; what an API says of it, too.

In: a declared table. Out: ``Part`` and ``Question`` values: labels, help in words, what may be written, which of it is identity. Everything
comes from the declaration and the record type: an institution that joins by a TOML has its form with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from intertrata.registers.checking.dates import as_read
from intertrata.registers.declaration import OTHERS, Column, Table
from intertrata.registers.dictionary import must_hold, must_hold_between
from intertrata.registers.typed import numbering
from intertrata.vocabulary.codes import code_list, fold

Kind = Literal["text", "texts", "date", "integer", "decimal", "choice", "choices", "place"]
YES, NO = "SI", "NO"
LONGEST = 400
LONG_TEXTS = frozenset({"address"})

FIRST = frozenset({"number", "act", "ordinal", "event_date", "facts_date", "channel", "reporter", "shelter", "shelter_kind"})
TRAITS = frozenset({"sex", "age", "minor", "age_group", "nationality"})
ATTENDING = frozenset({"gender_identity", "language", "indigenous_people", "disability"})
WHERE = frozenset({"office", "ubigeo", "jurisdiction", "case_numbers"})
FACTS = frozenset({
    "offences", "acts", "means", "purpose", "recruitment", "recruitment_scope", "recruitment_ubigeo", "recruitment_country",
    "transit_departments", "exploitation_place", "exploitation_country", "trafficker_relation", "network",
})  # fmt: skip
TITLES = {"first": "Qué se registra", "person": "La persona", "attending": "Para atenderla bien", "facts": "Lo ocurrido", "where": "Dónde"}
HINTS = {
    "attending": "Se pregunta para que la atiendan en su lengua y con lo que necesita. Puede no responder: deje en blanco lo que no diga.",
    "person": "Escriba lo que conste. Lo que no se sabe queda en blanco; no se inventa ningún dato.",
}
ORDER = ("first", "person", "attending", "facts", "own", "where")


@dataclass(frozen=True)
class Option:
    """One thing that may be chosen: what is written in the record, and what a person reads."""

    value: str
    label: str


@dataclass(frozen=True)
class Question:
    """One column asked.

    Attributes:
        name: its heading. field: the field it fills, or "". label, help: in words. kind: how it is asked. options: where one or several
            of a list are chosen. identity: whether only the vault keeps it. given: whether we give the number where it is left blank.
    """

    name: str
    field: str
    label: str
    help: str
    kind: Kind
    required: bool
    options: tuple[Option, ...]
    identity: bool
    given: bool
    scheme: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class Part:
    """Questions that belong together, under a title."""

    code: str
    title: str
    hint: str
    questions: tuple[Question, ...]


def parts(table: Table) -> tuple[Part, ...]:
    """Give the questions of a table, part by part, none of them empty."""
    fields = [field.name for field in table.record_type.fields]
    ordered = sorted(_asked(table), key=lambda one: fields.index(one.field) if one.field in fields else -1)
    found = []
    for code in ORDER:
        mine = tuple(one for one in ordered if _part(one, table) == code)
        if mine:
            found.append(Part(code, TITLES.get(code, table.record_type.es), HINTS.get(code, ""), mine))
    return tuple(found)


def questions(table: Table) -> tuple[Question, ...]:
    """Give the questions of a table in the order of its columns."""
    return tuple(_asked(table))


def _asked(table: Table) -> Iterable[Question]:
    own = numbering(table)
    return [_question(table.column(name), table, given=own is not None and own.name == name) for name in table.headings]


def _question(column: Column | None, table: Table, *, given: bool) -> Question:
    assert column is not None
    kind, options = _kind(column), _options(column)
    help_ = " ".join(
        text for text in (column.help, _how(column, kind), *_musts(column, table), _norm(column, table), GIVEN if given else "") if text
    )
    return Question(
        column.name, column.field.name if column.field else "", label(table, column.name), help_, kind,
        column.required and not given, options, column.identity, given, column.scheme, column.low, column.high,
    )  # fmt: skip


GIVEN = "Si su institución no le da un número, déjelo en blanco: lo pone el sistema."
HOW = {
    "texts": "Si son varios, uno por línea.",
    "place": "Distrito, provincia y departamento, o el UBIGEO: «Tambopata, Tambopata, Madre de Dios».",
    "date": "{form}. Sin el día: 05/2016; sin el mes: 2016.",
}


def _norm(column: Column, table: Table) -> str:
    """What the law does not ask of a child (Protocolo de Palermo, art. 3 c; SAFEGUARDS 3)."""
    return MEANS if table.record_type.of == "person" and column.field is not None and column.field.name == "means" else ""


MEANS = "Si tiene menos de 18 años no hacen falta para que haya trata (Protocolo de Palermo, art. 3 c); anótelos si se conocen."


def _how(column: Column, kind: Kind) -> str:
    form = column.format if column.format.startswith("dd") and len(column.format) == len("dd/mm/yyyy") else "dd/mm/yyyy"
    return HOW.get(kind, "").format(form=as_read(form))


def _kind(column: Column) -> Kind:
    if column.type == "codes":
        return "choices"
    if column.type in {"code", "boolean"} or (column.codes is not None and OTHERS not in column.codes):
        return "choice"
    known: dict[str, Kind] = {"territory": "place", "texts": "texts", "date": "date", "integer": "integer", "decimal": "decimal"}
    return known.get(column.type, "text")


def _options(column: Column) -> tuple[Option, ...]:
    """What may be chosen: each meaning once, in the institution's own writing where it has one."""
    if column.codes is not None:
        found: dict[str, Option] = {}
        for written, code in column.codes.items():
            if written != OTHERS:
                found.setdefault(code or f"?{written}", Option(written, _meaning(column, code) or written))
        return tuple(found.values())
    if column.type == "boolean":
        return (Option(YES, "Sí"), Option(NO, "No"))
    if column.type in {"code", "codes"} and column.field is not None:
        return tuple(Option(one.code, one.es) for one in code_list(column.field.list) if one.code.startswith(column.prefix))
    return ()


def _meaning(column: Column, code: str) -> str:
    if column.type == "boolean":
        return {"true": "Sí", "false": "No"}.get(code, "")
    return code_list(column.field.list).es(code) if code and column.field is not None and column.field.list else ""


def _musts(column: Column, table: Table) -> Iterable[str]:
    """What must hold of the column and somebody can get wrong without a mistake: said before, not only after."""
    for rule in table.rules:
        if column.name == rule.columns[0] and rule.kind in {"needs", "empty"}:
            yield _in_words(must_hold(rule, table.column(rule.when)), (*rule.columns, rule.when), table)
    for check in table.checks:
        if column.name == check.column:
            yield _in_words(must_hold_between(check), (*check.same, *check.payload), table)


def _in_words(said: str, names: Iterable[str], table: Table) -> str:
    for name in names:
        said = said.replace(f"`{name}`", f"«{label(table, name)}»")
    return f"{said[0].upper()}{said[1:]}."


def label(table: Table, name: str) -> str:
    """Give what a form calls a heading of the table: itself where it is written in words, else the field it fills."""
    column = table.column(name)
    if column is None:
        return name
    if name != name.upper() and "_" not in name and fold(name) != name:
        return name[:1].upper() + name[1:]
    return column.field.es if column.field else _title(name)


def _title(name: str) -> str:
    words = name.replace("_", " ")
    return words.capitalize() if words == words.upper() and any(letter in fold(words) for letter in "aeiou") else words


def _part(one: Question, table: Table) -> str:
    if one.field in FIRST or (not one.field and one.name in table.key):
        return "first"
    if one.identity or one.field in TRAITS:
        return "person"
    if one.field in ATTENDING:
        return "attending"
    if one.field in FACTS:
        return "facts"
    return "where" if one.field in WHERE or not one.field else "own"
