"""JSON lines, one object a line, as a table of text.

In: a stream of bytes. Out: a ``Sheet``. Numbers stay as they are written (an amount is no float); a list of plain
values stays several values; what nests deeper, is no object, or says one name twice, is a row that cannot be read: most readers take
the last of two values in silence (RFC 8259 §4), and what the sender meant, nobody knows.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TextIO

import polars as pl

from intertrata.registers.declaration import heading
from intertrata.registers.reading.encoding import Utf8
from intertrata.registers.reading.sheet import MANY, Batch, Notes, Sheet, Spoiled, Stream, frame
from intertrata.vocabulary.errors import Problem

ROWS = 20_000
LINES_FOR_HEADER = 1_000
BELOW = "/"
TWICE, OTHER = "json_twice", "un nombre que nadie declaró"
HALF_A_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")


def jsonlines(stream: Stream, *, file: str, known: Collection[str] = ()) -> Sheet:
    """Take the names found in the first thousand objects as the header; the rows are read later, when asked for.

    Args:
        known: the headings, folded, that registers declare: an object within an object is opened where they name what is in it,
            as ``persona/sexo``.

    Raises:
        Problem: ``json_broken`` where no object stands among the first thousand lines.
    """
    leading = _leading(known)
    with Utf8(stream(), file=file) as text:
        found = [_opened(_object(line, []), leading) for line in islice(_lines(text), LINES_FOR_HEADER)]
    header = dict.fromkeys(name for one in found if isinstance(one, dict) for name in one)
    if not header:
        raise Problem("json_broken", file=file, line=1)

    def batches(notes: Notes) -> Iterator[Batch]:
        with Utf8(stream(), file=file) as text:
            yield from _batches(_lines(text), tuple(header), frozenset(known), leading)
            text.note(notes)

    return Sheet(file, "", tuple(header), batches, open_ended=True)


def _lines(text: Utf8) -> TextIO:
    return io.TextIOWrapper(io.BufferedReader(text), encoding="utf-8", newline="\n")


def _batches(text: Iterable[str], header: Sequence[str], known: Collection[str], leading: Collection[str]) -> Iterator[Batch]:
    lines: list[int] = []
    rows: list[list[str]] = []
    spoiled: list[Spoiled] = []
    for number, line in enumerate(text, start=1):
        if not line.strip():
            continue
        twice: list[str] = []
        cells = _cells(_opened(_object(line, twice), leading), header)
        if twice:
            spoiled.append(Spoiled(number, TWICE, line.rstrip("\r\n"), _named(twice, known)))
        elif isinstance(cells, str):
            spoiled.append(Spoiled(number, cells, line.rstrip("\r\n"), ""))
        else:
            lines.append(number)
            rows.append(cells)
        if len(rows) + len(spoiled) == ROWS:
            yield _batch(lines, rows, spoiled, header)
            lines, rows, spoiled = [], [], []
    if rows or spoiled:
        yield _batch(lines, rows, spoiled, header)


def _batch(lines: list[int], rows: list[list[str]], spoiled: list[Spoiled], header: Sequence[str]) -> Batch:
    columns = [pl.Series([row[place] for row in rows], dtype=pl.String) for place in range(len(header))]
    return Batch(frame(lines, columns), tuple(spoiled))


def _object(line: str, twice: list[str]) -> Any:
    """Give the object; None where the line is none, nests without end, or writes half a character (``\\ud800`` is no text).

    Args:
        twice: is told the names that stand more than once in one object.
    """

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        told = dict(pairs)
        if len(told) != len(pairs):
            names = [name for name, _ in pairs]
            twice.extend(name for name in told if names.count(name) > 1)
        return told

    try:
        found = json.loads(line, object_pairs_hook=once, parse_int=str, parse_float=str, parse_constant=str)
        if HALF_A_CHARACTER.search(line):
            json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return found


def _named(twice: Collection[str], known: Collection[str]) -> str:
    """The names, of which only declared ones are said back: any other may be somebody's."""
    return ", ".join(sorted({name if heading(name) in known else OTHER for name in twice}))


def _leading(known: Collection[str]) -> frozenset[str]:
    """Give the declared headings and what each begins with, word by word: the names of the objects that hold them."""
    told = (one.split(" ") for one in known)
    return frozenset(" ".join(words[:many]) for words in told for many in range(1, len(words) + 1))


def _opened(found: Any, leading: Collection[str]) -> Any:
    """Give the object with those within it whose names lead to declared ones laid out beside the others, down to any depth."""
    while isinstance(found, dict):
        within = [name for name, value in found.items() if isinstance(value, dict) and _leads(name, value, leading)]
        if not within:
            break
        flat = {name: value for name, value in found.items() if name not in within}
        laid = {f"{name}{BELOW}{child}": value for name in within for child, value in found[name].items()}
        if flat.keys() & laid.keys():
            break  # one name told twice: it stays nested, and is refused
        found = flat | laid
    return found


def _leads(name: str, value: dict[str, Any], leading: Collection[str]) -> bool:
    return any(heading(f"{name}{BELOW}{child}") in leading for child in value)


def _cells(found: Any, header: Sequence[str]) -> list[str] | str:
    """Give the cells in the order of the header, or the rule that the line breaks."""
    if not isinstance(found, dict):
        return "json"
    if not found.keys() <= set(header):
        return "json_names"
    cells = [_text(found.get(name)) for name in header]
    return "json_nested" if None in cells else [cell for cell in cells if cell is not None]


def _text(value: Any) -> str | None:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return MANY.join(value)
    return None
