"""What people type as registers read it: a date as it is written, a place by its names.

In: a question and the text typed. Out: the text that goes into the record, or why there is none. Nothing is guessed: what cannot be read one
way only goes on as it was typed, and the checks of receiving say what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from intertrata.registers.queries import Question
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.territory import convert, find

DAY = re.compile(r"\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})\s*")
Value = str | list[str]


def as_read(questions: Sequence[Question], typed: Mapping[str, Value]) -> tuple[dict[str, Value], dict[str, Problem]]:
    """Give the values by heading as a register reads them, and, by heading, what no place could be made of."""
    values: dict[str, Value] = {}
    problems: dict[str, Problem] = {}
    for one in questions:
        value = typed.get(one.name, "")
        values[one.name] = value
        if isinstance(value, str) and one.kind == "date":
            values[one.name] = day(value)
        elif isinstance(value, str) and one.kind == "place" and value.strip():
            try:
                values[one.name] = place(value, reniec=one.scheme == "reniec")
            except Problem as problem:
                values[one.name] = ""
                problems[one.name] = problem
    return values, problems


def day(text: str) -> str:
    """Give a day written as 3/5/2016 as every register reads it; anything else as it stands."""
    found = DAY.fullmatch(text)
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else text.strip()


def place(text: str, *, reniec: bool = False) -> str:
    """Give the UBIGEO of a place written as «distrito, provincia, departamento», or with fewer of them; digits as they stand.

    Raises:
        Problem: ``place_unknown`` and its like, with what is nearest.
    """
    if re.fullmatch(r"[\d\s]+", text):
        return text.strip()
    names = [part.strip() for part in text.split(",") if part.strip()][-3:]
    found = _of_two(*names) if len(names) == 2 else find(*reversed(names))
    if not reniec:
        return found.code
    twin = convert(found, "reniec")
    return twin.code if twin else found.code


def _of_two(lower: str, department: str):  # type: ignore[no-untyped-def]
    """A province of a department, else a district of it."""
    try:
        return find(department, lower)
    except Problem:
        return find(department, "", lower)
