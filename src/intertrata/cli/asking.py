"""What several commands ask in the same words: days, filters, dimensions, JSON. In: texts. Out: values, or a problem that says which option."""

from __future__ import annotations

import os
import pwd
from datetime import date
from typing import Annotated

import typer

from intertrata.vocabulary.errors import Problem

Json = Annotated[bool, typer.Option("--json", help="Un documento JSON en la salida, y nada más.")]
From = Annotated[str, typer.Option("--from", help="Desde este día, AAAA-MM-DD.")]
To = Annotated[str, typer.Option("--to", help="Hasta este día, incluido, AAAA-MM-DD.")]
Where = Annotated[list[str], typer.Option("--where", help="Dimensión=código; se puede repetir.")]
By = Annotated[list[str], typer.Option("--by", help="Dimensión; se puede repetir.")]


def me() -> str:
    """Who acts: the account of the machine, marked as the terminal's; never what LOGNAME or USER say, which anybody may set."""
    try:
        name = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # an account without a name, as in a container
        name = str(os.getuid())
    return f"terminal:{name}"


def day(text: str, option: str) -> date | None:
    """Read a day; empty is none. Raises ``not_a_day`` with the option's name."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Problem("not_a_day", option=option, value=text) from error


def pairs(texts: list[str]) -> dict[str, str]:
    """Read ``dimension=code`` filters. Raises ``not_a_where``."""
    found = {}
    for text in texts:
        name, equals, code = text.partition("=")
        if not (name and equals and code):
            raise Problem("not_a_where", value=text)
        found[name] = code
    return found
