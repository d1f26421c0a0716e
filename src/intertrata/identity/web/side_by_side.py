"""Two persons side by side: each field, what the records of either say, and what of it differs.

In: two persons as they were opened, for one answer. Out: rows for a table; a word that the other side does not have is marked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from intertrata.identity.actions import PersonView
from intertrata.identity.golden import GoldenValue
from intertrata.identity.person_view import GOLDEN, RecordLine
from intertrata.vocabulary.codes import code_list, fold
from intertrata.vocabulary.records import record_types
from intertrata.vocabulary.wording import day, listed, told

LISTS = {"sex": "sex", "nationality": "country"}
LEFT_OUT = ("ordinal", "age_group")
Telling = tuple[tuple[str, tuple[str, ...]], ...]
"""What one side says of a field: each value with the registers that say it."""


@dataclass(frozen=True)
class Word:
    """One word of a value, and whether the other side lacks it."""

    text: str
    differs: bool


@dataclass(frozen=True)
class Said:
    """One value that a side says: its words, and which registers say it."""

    words: tuple[Word, ...]
    registers: str


@dataclass(frozen=True)
class Row:
    """One field of both; ``state`` is ``same``, ``differs``, or ``one`` where only one side tells it."""

    label: str
    first: tuple[Said, ...]
    second: tuple[Said, ...]
    state: str


@dataclass(frozen=True)
class Line:
    """One record as evidence: its id, when, what it is, what it tells."""

    record: str
    when: str
    title: str
    told: tuple[tuple[str, str], ...]


def rows(first: PersonView, second: PersonView, called: Mapping[str, str]) -> list[Row]:
    """Give a row for every field that at least one of the two tells."""
    sides = tuple({value.field: value for value in one.values} for one in (first, second))
    one, other = sides
    return [_row(field, _said(one.get(field)), _said(other.get(field)), called) for field in GOLDEN if field in one or field in other]


def lines(person: PersonView, called: Mapping[str, str]) -> list[Line]:
    """Give the records of a person, the oldest first."""
    return [_line(one, called) for one in person.records]


def _said(value: GoldenValue | None) -> Telling:
    return tuple((one.value, one.registers) for one in value.said) if value else ()


def _row(field: str, one: Telling, other: Telling, called: Mapping[str, str]) -> Row:
    known = tuple({word for text, _registers in side for word in fold(_shown(field, text)).split()} for side in (one, other))
    texts = tuple({fold(text) for text, _registers in side} for side in (one, other))
    state = "one" if not (one and other) else "same" if texts[0] & texts[1] else "differs"
    declared = record_types()["victim"].field(field)
    label = _("Documento") if field == "document_number" else declared.es if declared else field
    return Row(label, _marked(field, one, known[1], called), _marked(field, other, known[0], called), state)


def _marked(field: str, said: Telling, other: set[str], called: Mapping[str, str]) -> tuple[Said, ...]:
    return tuple(
        Said(
            tuple(Word(word, bool(other) and not set(fold(word).split()) <= other) for word in _shown(field, text).split()),
            listed([called.get(register, register) for register in registers]),
        )
        for text, registers in said
    )


def _shown(field: str, text: str) -> str:
    if field == "birth_date":
        return day(text)
    return code_list(LISTS[field]).es(text) if field in LISTS else text


def _line(one: RecordLine, called: Mapping[str, str]) -> Line:
    kind = record_types()[one.record_type]
    when = str(one.payload.get("event_date") or "")
    title = _("%(kind)s en %(register)s") % {"kind": kind.es, "register": called.get(one.register, one.register)}
    return Line(one.record, day(when) if when else _("Sin fecha"), title, tuple(told(kind, one.payload, leave_out=LEFT_OUT)))
