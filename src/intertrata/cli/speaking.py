"""How the terminal speaks: tables and bars for people, one JSON document for machines, one sentence for problems.

In: values. Out: text on standard output (results) or standard error (bars, problems).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

Step = Callable[[str, int, int | None], None]
"""How a deed tells its way: what it does now, how much is done, of how much (None: unknown)."""

WIDTH_ELSEWHERE = 160
"""Columns of a table where the output is no terminal: a file or another program has no edge to fold at."""

# Names of files, sheets and headings come from whoever sends them: they are letters, and never orders to the terminal.
AS_WRITTEN: dict[str, Any] = {"highlight": False, "markup": False, "emoji": False}
ORDERS = [*range(0x20), *range(0x7F, 0xA0), 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
LETTERS_ONLY = dict.fromkeys(ORDERS, "\ufffd")

console = Console(**AS_WRITTEN, width=None if sys.stdout.isatty() else WIDTH_ELSEWHERE)


def say_problem(problem: Problem) -> None:
    """Write the problem's sentence to standard error."""
    sys.stderr.write(letters(sentence(problem)) + "\n")


def say(text: str) -> None:
    """Write a line, folded at the edge of the terminal."""
    console.print(letters(text))


def letters(text: str) -> str:
    """Give the text with a mark for each control character: what moves the cursor, rings, or turns the line around."""
    return text.translate(LETTERS_ONLY)


def say_json(value: Any) -> None:
    """Write one JSON document: dates ISO 8601, decimals with a point, UTF-8."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1, default=_plain) + "\n")


def say_text(text: str) -> None:
    """Write a text as it is, without folding it."""
    sys.stdout.write(text)


def say_table(title: str, heads: Sequence[str], rows: Sequence[Sequence[Any]], *, note: str = "") -> None:
    """Write a table: numbers to the right with their thousands, everything else as it is; title and note have the whole width."""
    say(title)
    table = Table()
    for number, head in enumerate(heads):
        numeric = bool(rows) and all(row[number] is None or isinstance(row[number], int | float | Decimal) for row in rows)
        table.add_column(head, justify="right" if numeric else "left", overflow="fold", no_wrap=numeric)
    for row in rows:
        table.add_row(*(_shown(value) for value in row))
    if rows:
        console.print(table)
    else:
        say("Ninguna fila.")
    for line in note.split("\n") if note else ():
        say(line)


@contextmanager
def steps(*, silent: bool = False) -> Iterator[Step]:
    """Give a way to tell progress: bars on standard error, nothing where that is no terminal."""
    if silent or not sys.stderr.isatty():
        yield lambda what, done, total: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(**AS_WRITTEN, stderr=True), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def tell(what: str, done: int, total: int | None) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(letters(what), total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield tell


def _shown(value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "sí" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return letters(str(value))


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal | Path):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset | tuple):
        return sorted(value) if isinstance(value, set | frozenset) else list(value)
    raise TypeError(f"not for JSON: {type(value).__name__}")
