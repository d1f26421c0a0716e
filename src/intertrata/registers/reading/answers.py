"""Answers of forms (XForms, as ODK and its relatives write them): XML documents of one answer each, or of several under one root.

In: streams of bytes. Out: one ``Sheet``, an answer a row, its groups joined to the names with a slash (``meta/instanceID``). A document
type is refused, since it is how XML is made to expand without end; the form itself, which is no answer, says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from xml.parsers import expat

import polars as pl

from intertrata.registers.reading.sheet import MANY, Batch, Notes, Sheet, Stream, frame
from intertrata.vocabulary.errors import Problem

LARGEST = 64 << 20  # bytes of one document, held in memory
DEEPEST = 20
ROWS = 20_000
META = "meta"
FORM_ROOTS = frozenset({"html"})

Leaf = tuple[tuple[str, ...], int, str]
"""Where a value stands (names from below the root), under which child of the root, and what it is."""


def answers(streams: Sequence[Stream], *, file: str) -> Sheet:
    """Read the answers of one or several documents, in their order.

    Raises:
        Problem: ``answers_broken``, ``answers_too_large``, ``form_without_answers`` (the file is the form itself), ``file_empty``.
    """
    rows = [row for stream in streams for row in _rows(_leaves(stream, file=file))]
    header = tuple(dict.fromkeys(name for row in rows for name in row))
    if not header:
        raise Problem("file_empty", file=file)
    return Sheet(file, "", header, partial(_batches, rows, header), open_ended=True)


def _batches(rows: list[dict[str, str]], header: tuple[str, ...], notes: Notes) -> Iterator[Batch]:
    for start in range(0, len(rows), ROWS):
        some = rows[start : start + ROWS]
        columns = [pl.Series([row.get(name, "") for row in some], dtype=pl.String) for name in header]
        yield Batch(frame(range(start + 1, start + 1 + len(some)), columns))


def _rows(leaves: list[Leaf]) -> list[dict[str, str]]:
    """One row where the root is the answer, one for each child of the root where those are the answers."""
    whole = all(len(path) == 1 or path[0] == META for path, _, _ in leaves)
    found: dict[int, dict[str, str]] = {}
    for path, child, text in leaves:
        row = found.setdefault(0 if whole else child, {})
        name = "/".join(path if whole else path[1:])
        row[name] = f"{row[name]}{MANY}{text}" if row.get(name) else text
    return [found[child] for child in sorted(found)]


def _leaves(stream: Stream, *, file: str) -> list[Leaf]:
    reading = _Reading(file)
    with closing(stream()) as opened:
        content = opened.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Problem("answers_too_large", file=file, megabytes=LARGEST >> 20)
    try:
        reading.parser.Parse(content, True)
    except expat.ExpatError as error:
        raise Problem("answers_broken", file=file, line=error.lineno if hasattr(error, "lineno") else 1) from error
    return reading.found


class _Reading:
    """One document being read."""

    def __init__(self, file: str) -> None:
        self.found: list[Leaf] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse
        self._file = file
        self._path: list[str] = []
        self._child = 0
        self._said: list[str] = []
        self._has_children = False

    def _start(self, tag: str, told: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if not self._path and name in FORM_ROOTS:
            raise Problem("form_without_answers", file=self._file)
        if len(self._path) >= DEEPEST:
            self._refuse()
        self._child += len(self._path) == 1
        self._path.append(name)
        self._said, self._has_children = [], False

    def _end(self, tag: str) -> None:
        if not self._has_children and len(self._path) > 1:
            self.found.append((tuple(self._path[1:]), self._child, "".join(self._said).strip()))
        self._path.pop()
        self._said, self._has_children = [], True

    def _text(self, text: str) -> None:
        self._said.append(text)

    def _refuse(self, *_: object) -> None:
        raise Problem("answers_broken", file=self._file, line=self.parser.CurrentLineNumber)
