"""One line of a file of records as an ``Event``, or what is wrong with it; nothing that a line says is ever said back.

In: the bytes of one line. Out: an event, or ``BadLine`` with its number and, where there is one, the declared field: a value may be somebody's
name, and so may a field that nobody declared (DESIGN.md law 2).
"""

from __future__ import annotations

import json
import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

import orjson

from intertrata.casefile.following.event import Days, Event
from intertrata.casefile.following.record_schema import DATE, DAY, DECIMAL, ID_LENGTH, PLACE, RUC, followed_types, own_fields, registers
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.records import Field, record_types
from intertrata.vocabulary.territory import codes as places

Read = Callable[[Any], Any]
A_DATE, A_RUC, A_DECIMAL = re.compile(DATE), re.compile(RUC), re.compile(DECIMAL)
PERSON, TYPE, DATED, REGISTER, INSTITUTION, TERRITORY = "person", "type", "date", "register", "institution", "territory"
ALIAS = {DAY: DATED, PLACE: TERRITORY}
ENVELOPE = (DATED, REGISTER, INSTITUTION, TERRITORY)
DATES_KEPT = 100_000


class BadLine(Exception):  # noqa: N818 - a finding, told to who sent the file
    """A line that cannot be followed.

    Args:
        line: its number. rule: a code of ``sentences/casefile.toml``. field: a declared field, or "". kind: its record type, or "".
    """

    def __init__(self, line: int, rule: str, field: str = "", *, kind: str = "", expected: str = "") -> None:
        super().__init__(rule)
        self.line, self.rule, self.field, self.kind, self.expected = line, rule, field, kind, expected

    def problem(self, file: str) -> Problem:
        """Give it as a problem, whose sentence says the file, the line, the field and what to do."""
        return Problem(self.rule, file=file, line=self.line, field=self.field, type=self.kind, expected=self.expected)


def parsed(line: int, raw: bytes) -> dict[str, Any]:
    """Give the object of a line, of a known record type, with its person where it is of one.

    Raises:
        BadLine: ``line_no_object``, ``line_said_twice``, ``line_type``, ``line_person``.
    """
    try:
        told = orjson.loads(raw)
    except ValueError:
        raise BadLine(line, "line_no_object") from None
    if not isinstance(told, dict):
        raise BadLine(line, "line_no_object")
    if raw.count(b":") != len(told):  # one colon a name: more may be a name said twice, of which a reader would take the last in silence
        _refuse_twice(line, raw)
    kind = told.get(TYPE)
    one = followed_types().get(kind) if isinstance(kind, str) else None
    if one is None:
        raise BadLine(line, "line_type", TYPE)
    person = told.get(PERSON)
    if person in (None, "") and one.of != "person":
        return told
    if not isinstance(person, str) or not 0 < len(person) <= ID_LENGTH or not person.isprintable():
        raise BadLine(line, "line_person", PERSON, kind=one.name)
    return told


def event(line: int, told: dict[str, Any]) -> Event:
    """Give the event of what ``parsed`` gave. What is null or empty is unknown.

    Raises:
        BadLine: ``line_unknown_field``, ``line_identity``, ``line_value``, ``line_two_values``.
    """
    kind, person = told[TYPE], told.get(PERSON) or ""
    read = _readers(kind)
    said: dict[str, Any] = {}
    for name, value in told.items():
        reader = read.get(name)
        if reader is None:
            if name not in (PERSON, TYPE):
                raise _unknown(line, name, kind)
        elif value is not None and value != "" and value != []:
            try:
                known = reader(value)
            except (ValueError, TypeError, KeyError):
                raise BadLine(line, "line_value", name, kind=kind, expected=_expected(name, kind)) from None
            if said.setdefault(ALIAS.get(name, name), known) != known:
                raise BadLine(line, "line_two_values", name, kind=kind)
    first, last = said.pop(DATED, UNDATED)
    register, institution, territory = (said.pop(name, "") for name in ENVELOPE[1:])
    return Event(line, person, kind, first, last, register, institution, territory, said, followed_types()[kind].role)


UNDATED: tuple[date | None, date | None] = (None, None)


def _refuse_twice(line: int, raw: bytes) -> None:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({name for name, _ in pairs}) != len(pairs):
            raise BadLine(line, "line_said_twice")
        return dict(pairs)

    json.loads(raw, object_pairs_hook=once)


def _unknown(line: int, name: str, kind: str) -> BadLine:
    """A name is said back only where it is a word of the house: any other may be somebody's."""
    if any(field.identity and field.name == name for one in record_types().values() for field in one.fields):
        return BadLine(line, "line_identity", name, kind=kind)
    return BadLine(line, "line_unknown_field", kind=kind)


@cache
def _readers(kind: str) -> dict[str, Read]:
    """The reader of each field that a line of a type may state, by name."""
    fields = {field.name: _reader(field) for field in own_fields(followed_types()[kind])}
    every: dict[str, Read] = {
        DATED: _days, DAY: _days, TERRITORY: _place, PLACE: _place, REGISTER: _one_of(registers()),
        INSTITUTION: _code("institution"),
    }  # fmt: skip
    return every | fields


def _reader(field: Field) -> Read:
    if field.type == "code":
        return _code(field.list)
    if field.type == "codes":
        return _several(_code(field.list))
    if field.type == "texts":
        return _several(_text)
    if field.type == "integer":
        return _integer(field)
    plain: dict[str, Read] = {
        "text": _text, "boolean": _boolean, "date": _days, "territory": _place, "entity": _entity, "decimal": _decimal(field),
    }  # fmt: skip
    return plain[field.type]


@cache
def _code(name: str) -> Read:
    return _one_of(tuple(one.code for one in code_list(name)))


def _one_of(codes: tuple[str, ...]) -> Read:
    return {code: code for code in codes}.__getitem__


def _several(one: Read) -> Read:
    return lambda value: tuple(map(one, value)) if isinstance(value, list) else (one(value),)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _integer(field: Field) -> Read:
    low, high = field.low, field.high

    def read(value: Any) -> int:
        if type(value) is not int or (low is not None and value < low) or (high is not None and value > high):
            raise ValueError
        return value

    return read


def _decimal(field: Field) -> Read:
    low = field.low

    def read(value: Any) -> Decimal:
        if isinstance(value, bool) or not (isinstance(value, int | float) or (isinstance(value, str) and A_DECIMAL.fullmatch(value))):
            raise TypeError
        known = Decimal(str(value))
        if low is not None and known < low:
            raise ValueError
        return known

    return read


def _entity(value: Any) -> str:
    if not A_RUC.fullmatch(_text(value)):
        raise ValueError
    return str(value)


@cache
def _known_places() -> dict[str, str]:
    return {code: code for code in places()}


def _place(value: Any) -> str:
    return _known_places()[value]


@lru_cache(maxsize=DATES_KEPT)
def _days(value: str) -> Days:
    """The days that a written date may mean. Raises ``ValueError`` of what no calendar has."""
    if not A_DATE.fullmatch(_text(value)):
        raise ValueError
    year, month, day = int(value[:4]), int(value[5:7] or 0), int(value[8:] or 0)
    if day:
        return Days(date(year, month, day), date(year, month, day))
    last = month or 12
    return Days(date(year, month or 1, 1), date(year, last, monthrange(year, last)[1]))


def _expected(name: str, kind: str) -> str:
    """What a field takes, in words that hold nothing of the line."""
    field = record_types()[kind].field(name)
    if name in (DATED, DAY) or (field is not None and field.type == "date"):
        return "una fecha AAAA-MM-DD, AAAA-MM o AAAA"
    if name in (TERRITORY, PLACE) or (field is not None and field.type == "territory"):
        return "un UBIGEO del INEI de 2, 4 o 6 cifras"
    if name == REGISTER:
        return "el código de un registro declarado"
    if name == INSTITUTION or (field is not None and field.list):
        return f"un código de la lista «{field.list if field is not None else INSTITUTION}»"
    return EXPECTED[field.type] if field is not None else ""


EXPECTED = {
    "text": "un texto", "texts": "una lista de textos", "integer": "un número entero dentro de lo posible", "boolean": "true o false",
    "decimal": "un número con punto decimal", "entity": "un RUC de entidad, de 11 cifras",
}  # fmt: skip
