"""A form as its page shows it: each question with what was typed and what is wrong with it.

In: questions, what was typed (by field of the page), what the checks found. Out: values by heading; parts that the template prints.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from intertrata.casefile.web.entry.written import Value
from intertrata.registers.queries import Part, Question

FEW = 40
"""So many options of a list of several are boxes to tick; more, a list to choose from."""


@dataclass(frozen=True)
class Answered:
    """One question on the page: ``id`` of its field, what was typed, what is wrong, in whole sentences."""

    id: str
    question: Question
    value: str
    values: tuple[str, ...]
    mistakes: tuple[str, ...]

    @property
    def boxes(self) -> bool:
        """Whether several of a list are ticked one by one."""
        return self.question.kind == "choices" and len(self.question.options) <= FEW

    @property
    def described(self) -> str:
        """The ids of what describes the field."""
        told = [f"{self.id}_ayuda"] if self.question.help else []
        return " ".join([*told, *([f"{self.id}_error"] if self.mistakes else [])])


@dataclass(frozen=True)
class Section:
    """Questions under one title."""

    title: str
    hint: str
    answered: tuple[Answered, ...]


def ids(parts: Sequence[Part]) -> dict[str, str]:
    """Give the id of each heading's field on the page: a heading may hold anything, an id may not."""
    return {one.name: f"q{place}" for place, one in enumerate(_all(parts), start=1)}


def typed(parts: Sequence[Part], told: QueryDict) -> dict[str, Value]:
    """Give what was typed, by heading: a text, or a list where several may be said."""
    named = ids(parts)
    return {one.name: _typed(one, named[one.name], told) for one in _all(parts)}


def sections(parts: Sequence[Part], values: Mapping[str, Value], mistakes: Mapping[str, Sequence[str]]) -> list[Section]:
    """Give the form, part by part."""
    named = ids(parts)
    return [
        Section(part.title, part.hint, tuple(_answered(one, named[one.name], values, mistakes) for one in part.questions)) for part in parts
    ]


def all_wrong(shown: Sequence[Section]) -> list[Answered]:
    """Give the questions with mistakes, in the order of the page."""
    return [one for section in shown for one in section.answered if one.mistakes]


def _answered(one: Question, place: str, values: Mapping[str, Value], mistakes: Mapping[str, Sequence[str]]) -> Answered:
    value = values.get(one.name, "")
    several = tuple(value) if isinstance(value, list) else (value,) if value else ()
    return Answered(
        place, one, "\n".join(several) if one.kind == "texts" else "".join(several[:1]), several, tuple(mistakes.get(one.name, ()))
    )


def _typed(one: Question, place: str, told: QueryDict) -> Value:
    if one.kind == "choices":
        return [text for text in told.getlist(place) if text]
    text = told.get(place, "").strip()
    return [line.strip() for line in text.splitlines() if line.strip()] if one.kind == "texts" else text


def _all(parts: Sequence[Part]) -> list[Question]:
    return [one for part in parts for one in part.questions]
