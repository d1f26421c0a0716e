"""The sentence of each ``Problem``, whole: what happened, where, what to do.

In: ``sentences/<room>.toml``, one table of code = Spanish sentence a room. Out: the sentence of a problem with its
parameters in place; a code nobody wrote down, or a parameter nobody gave, still makes a sentence.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from intertrata.vocabulary.errors import Problem

UNWRITTEN = (
    "No se pudo hacer lo pedido por una razón que el programa todavía no sabe explicar («{code}»): "
    "avise a quien lo mantiene y dele ese código."
)
UNSAID = "(sin precisar)"


@cache
def sentences() -> dict[str, str]:
    """Give every sentence by code.

    Raises:
        ValueError: for the maker, where two rooms write the same code.
    """
    all_of_them: dict[str, str] = {}
    folder = files("intertrata.vocabulary").joinpath("sentences")
    for file in sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name):
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        twice = all_of_them.keys() & told.keys()
        if twice:
            raise ValueError(f"{file.name} writes again: {', '.join(sorted(twice))}")
        all_of_them |= told
    return all_of_them


def sentence(problem: Problem, translate: Callable[[str], str] = str) -> str:
    """Give the sentence of a problem.

    Args:
        translate: what turns the Spanish sentence, before its parameters are filled in, into the reader's language:
            the door's ``gettext``.
    """
    template = sentences().get(problem.code, UNWRITTEN)
    return _Filler().vformat(translate(template), (), {"code": problem.code} | problem.where)


def parameters(code: str) -> frozenset[str]:
    """Give the names of the parameters that the sentence of a code asks for."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(sentences()[code]) if name)


class _Filler(string.Formatter):
    """Fills a sentence in; what is not given, or empty, is said to be so, and a list becomes its items."""

    def get_value(self, key: int | str, args: object, kwargs: object) -> object:
        value = kwargs.get(str(key)) if isinstance(kwargs, dict) else None
        return UNSAID if value is None or value == "" else value

    def format_field(self, value: object, format_spec: str) -> str:
        if isinstance(value, list | tuple | set | frozenset):
            return ", ".join(sorted(map(str, value)) if isinstance(value, set | frozenset) else map(str, value))
        return str(value)
