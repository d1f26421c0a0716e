"""What a campaign asks, as data: items with their definition, the kind and unit of their answer, the years and the entities asked.

In: the text of a TOML file (``questionnaires/trata_2016.toml`` is the first). Out: a frozen ``Questionnaire``, or a ``Problem`` that names
the item and the field. The form of an entity, its letter and the rows of the matrix follow from it: none is typed.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from rapidfuzz import process

from intertrata.transparency.catalogue import Entity, entity
from intertrata.vocabulary.codes import NOTHING_ALIKE, CodeList, code_list
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.periods import Period, parse

NUMBER, YES_NO, DATE, LIST, TEXT = "number", "yes_no", "date", "list", "text"
HOW = {
    NUMBER: "un número",
    YES_NO: "Sí o No",
    DATE: "una fecha (día/mes/año)",
    LIST: "una lista, separada por «;»",
    TEXT: "unas palabras",
}
CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
WHOLE = "cuestionario"
"""What a problem names where it is of no item."""
WORDS = {"code": str, "title": str, "years": list, "levels": list, "source": str, "item": list}
ITEM_WORDS = {
    "code": str, "section": str, "question": str, "definition": str, "kind": str, "unit": str, "indicator": str, "years": list, "levels": list,
    "entities": list, "choices": list, "source": str,
}  # fmt: skip
NEEDED = ("code", "title", "years", "levels", "source", "item")
ITEM_NEEDED = ("code", "section", "question", "definition", "kind", "source")


@dataclass(frozen=True)
class Item:
    """One question: what it means, what kind of answer it takes, for which years and of whom it is asked.

    ``indicator`` is the told indicator that a number feeds («» for none). ``entities`` narrows the levels to some entities («» for all).
    ``choices`` close a list. ``source`` says which line of the report, or law, the question comes from.
    """

    code: str
    section: str
    question: str
    definition: str
    kind: str
    unit: str
    indicator: str
    years: tuple[Period, ...]
    levels: tuple[str, ...]
    entities: tuple[str, ...]
    choices: tuple[str, ...]
    source: str

    @property
    def how(self) -> str:
        """With what it is answered, in words: «un número: Soles»."""
        return f"{HOW[self.kind]}: {code_list('answer_unit').es(self.unit)}" if self.unit else HOW[self.kind]

    def asked_of(self, one: Entity) -> bool:
        """Whether that entity is asked it."""
        return one.level in self.levels and (not self.entities or one.code in self.entities)


@dataclass(frozen=True)
class Questionnaire:
    """The items of a campaign, in order; ``years`` and ``levels`` are those of items that say none of their own."""

    code: str
    title: str
    years: tuple[Period, ...]
    levels: tuple[str, ...]
    source: str
    items: tuple[Item, ...]

    def item(self, code: str) -> Item:
        """Give an item.

        Raises:
            Problem: ``item_unknown`` with the nearest.
        """
        for one in self.items:
            if one.code == code:
                return one
        raise Problem("item_unknown", item=code, questionnaire=self.code, nearest=_nearest(code, [one.code for one in self.items]))

    def cells(self, one: Entity) -> tuple[tuple[Item, Period], ...]:
        """Give what an entity is asked, one pair an item and year, in order: the rows of its form."""
        return tuple((item, year) for item in self.items if item.asked_of(one) for year in item.years)

    def sections(self, one: Entity) -> tuple[tuple[str, tuple[Item, ...]], ...]:
        """Give what an entity is asked by section, in order."""
        asked = [item for item in self.items if item.asked_of(one)]
        names = dict.fromkeys(item.section for item in asked)
        return tuple((name, tuple(item for item in asked if item.section == name)) for name in names)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all it says: an answer to other questions shows."""
        told = {
            "code": self.code,
            "title": self.title,
            "items": [vars(one) | {"years": [year.iso() for year in one.years]} for one in self.items],
        }
        return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def text_of(name: str) -> str:
    """Give the text of one that ships with the product, by the name of its file.

    Raises:
        Problem: ``questionnaire_unknown``, with those there are.
    """
    known = _shipped()
    if name not in known:
        raise Problem("questionnaire_unknown", questionnaire=name, known=known)
    return files("intertrata.transparency").joinpath("questionnaires", f"{name}.toml").read_text(encoding="utf-8")


def questionnaires() -> dict[str, str]:
    """Give the title of each that ships with the product, by the name of its file."""
    return {name: read(text_of(name)).title for name in _shipped()}


@lru_cache(maxsize=32)
def read(text: str) -> Questionnaire:
    """Read a questionnaire.

    Raises:
        Problem: ``questionnaire_toml``, and with the item and the field at fault ``questionnaire_word`` (unknown), ``questionnaire_lacks``,
            ``questionnaire_value`` (not of its kind, or not on its list), ``questionnaire_twice``.
    """
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Problem("questionnaire_toml", detail=str(error)) from error
    _check_words(told, WORDS, NEEDED, WHOLE)
    _check_code(told["code"], WHOLE)
    years = _years(told["years"], WHOLE)
    levels = _listed(told["levels"], code_list("entity_level"), item=WHOLE, field="levels")
    items = tuple(_item(row, number, years, levels) for number, row in enumerate(told["item"], 1))
    _check_once([one.code for one in items], field="code")
    return Questionnaire(told["code"], told["title"].strip(), years, levels, told["source"], items)


def _shipped() -> list[str]:
    folder = files("intertrata.transparency").joinpath("questionnaires")
    return sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml"))


def _item(row: object, number: int, years: tuple[Period, ...], levels: tuple[str, ...]) -> Item:
    where = str(row.get("code") or f"n.º {number}") if isinstance(row, dict) else f"n.º {number}"
    if not isinstance(row, dict):
        raise Problem("questionnaire_value", item=where, field="item", value=str(row), nearest=NOTHING_ALIKE)
    _check_words(row, ITEM_WORDS, ITEM_NEEDED, where)
    _check_code(row["code"], where)
    kind = _listed([row["kind"]], code_list("answer_kind"), item=where, field="kind")[0]
    own_levels = _listed(row.get("levels", list(levels)), code_list("entity_level"), item=where, field="levels")
    one = Item(
        **{word: row[word].strip() for word in ("code", "section", "question", "definition", "source")},
        kind=kind,
        unit=_of_number(row, "unit", "answer_unit", where),
        indicator=_of_number(row, "indicator", "told_indicator", where),
        years=_years(row["years"], where) if "years" in row else years,
        levels=own_levels,
        entities=_entities(row.get("entities", []), own_levels, where),
        choices=_choices(row, kind, where),
    )
    if kind == NUMBER and not one.unit:
        raise Problem("questionnaire_lacks", item=where, field="unit")
    return one


def _check_words(told: Mapping[str, Any], words: Mapping[str, type], needed: tuple[str, ...], where: str) -> None:
    for word, value in told.items():
        if word not in words:
            raise Problem("questionnaire_word", item=where, word=word, nearest=_nearest(word, list(words)))
        if not isinstance(value, words[word]):
            raise Problem("questionnaire_value", item=where, field=word, value=str(value), nearest=NOTHING_ALIKE)
    for word in needed:
        if not (told.get(word, "").strip() if words[word] is str else told.get(word)):
            raise Problem("questionnaire_lacks", item=where, field=word)


def _check_code(code: str, where: str) -> None:
    if not CODE.fullmatch(code):
        raise Problem("questionnaire_value", item=where, field="code", value=code, nearest="minúsculas sin tildes, cifras y guion bajo")


def _check_once(values: list[str], *, field: str, where: str = "") -> None:
    for place, value in enumerate(values):
        if value in values[:place]:
            raise Problem("questionnaire_twice", item=where or value, field=field, value=value)


def _listed(values: list[Any], known: CodeList, *, item: str, field: str) -> tuple[str, ...]:
    """The values, each of them a code of the list and none twice."""
    for value in values:
        if not isinstance(value, str) or value not in known:
            raise Problem(
                "questionnaire_value", item=item, field=field, value=str(value), nearest=_nearest(str(value), [one.code for one in known])
            )
    _check_once(values, field=field, where=item)
    return tuple(values)


def _of_number(row: Mapping[str, Any], field: str, known: str, where: str) -> str:
    """The unit or indicator: only a number has one."""
    if field not in row:
        return ""
    if row["kind"] != NUMBER:
        raise Problem("questionnaire_value", item=where, field=field, value=row[field], nearest="kind = «number»")
    return _listed([row[field]], code_list(known), item=where, field=field)[0]


def _years(values: list[Any], where: str) -> tuple[Period, ...]:
    years: list[Period] = []
    for value in values:
        try:
            years.append(parse(str(value)))
        except Problem as error:
            raise Problem("questionnaire_value", item=where, field="years", value=str(value), nearest="2016 o 2017-01/2017-06") from error
    _check_once([one.iso() for one in years], field="years", where=where)
    return tuple(years)


def _entities(values: list[Any], levels: tuple[str, ...], where: str) -> tuple[str, ...]:
    """The entities that alone are asked: each in the catalogue, and of a level that is asked."""
    for value in values:
        try:
            level = entity(str(value)).level
        except Problem as error:
            raise Problem("questionnaire_value", item=where, field="entities", value=str(value), nearest=error.where["offers"]) from error
        if level not in levels:
            raise Problem("questionnaire_value", item=where, field="entities", value=str(value), nearest=f"levels = «{level}»")
    _check_once(values, field="entities", where=where)
    return tuple(values)


def _choices(row: Mapping[str, Any], kind: str, where: str) -> tuple[str, ...]:
    """The choices of a closed list: texts without the semicolon that separates several."""
    choices = row.get("choices", [])
    for one in choices:
        if kind != LIST or not isinstance(one, str) or not one.strip() or ";" in one:
            raise Problem(
                "questionnaire_value", item=where, field="choices", value=str(one), nearest="kind = «list», textos sin punto y coma"
            )
    _check_once(choices, field="choices", where=where)
    return tuple(choices)


def _nearest(text: str, known: list[str]) -> str:
    best = process.extractOne(text, known, score_cutoff=60)
    return str(best[0]) if best else NOTHING_ALIKE
