"""A file of records as the events of each person, one person at a time, in whatever order the lines stand.

In: the path of a file of JSON lines (COMMANDS.md, follow-table). Out: what stands around all persons first, then each person with her
events, by her id; lines that cannot be followed are told and the rest goes on. Two passes: the first notes where each person's lines begin, a
few bytes a line, the second reads them there; so a file larger than the memory is followed, and no copy of it is left anywhere.
"""

from __future__ import annotations

import mmap
import os
from array import array
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO

import numpy as np

from intertrata.casefile.following.event import Event
from intertrata.casefile.following.record_lines import PERSON, TYPE, BadLine, event, parsed
from intertrata.casefile.following.surroundings import PLACES, Surroundings, surroundings
from intertrata.vocabulary.errors import Problem

Step = Callable[[str, int, int | None], None]
LONGEST = 1_000_000
BOM = b"\xef\xbb\xbf"
TELL_EVERY = 20_000


class RecordsFile:
    """A file of records, noted once.

    Args:
        path: a file of JSON lines.
        progress: is told how many bytes have been noted, of how many.

    Attributes:
        lines: how many lines say something. bad: those that cannot be followed, in the order in which they were found.
        of_nobody: how many tell of no person and of nothing that stands around persons.

    Raises:
        Problem: ``records_missing``, ``records_no_file``, ``records_array``.
    """

    def __init__(self, path: Path, progress: Step | None = None) -> None:
        self.path = path
        self.bad: list[BadLine] = []
        self.lines, self.of_nobody = 0, 0
        self._around: list[Event] = []
        self._persons: dict[str, int] = {}
        self._whose, self._line, self._begins = array("I"), array("I"), array("Q")
        with _opened(path) as file:
            self._written = _stamp(file)
            self._note(file, progress or _silent)

    def around(self, today: date) -> Surroundings:
        """Give what stands around all persons, of what the file says up to that day."""
        return surroundings(self._around, today)

    def persons(self, progress: Step | None = None) -> Iterator[tuple[str, list[Event]]]:
        """Give each person with her events, by her id; one of whom no line can be read has none, and is given all the same.

        Raises:
            Problem: ``records_changed`` where the file is no longer what was noted.
        """
        tell, names = progress or _silent, sorted(self._persons)
        rank = np.empty(len(names), dtype=np.uint32)
        rank[[self._persons[name] for name in names]] = np.arange(len(names), dtype=np.uint32)
        whose = rank[np.frombuffer(self._whose, dtype=np.uint32)] if names else np.empty(0, dtype=np.uint32)
        order = np.argsort(whose, kind="stable")
        ends = np.searchsorted(whose, np.arange(len(names), dtype=np.uint32), side="right", sorter=order)
        with _opened(self.path) as file:
            if _stamp(file) != self._written:
                raise Problem("records_changed", file=str(self.path))
            if names:
                with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
                    begin = 0
                    for number, (name, end) in enumerate(zip(names, ends.tolist(), strict=True), start=1):
                        yield name, self._events(held, order[begin:end].tolist())
                        begin = end
                        if number % TELL_EVERY == 0:
                            tell("Siguiendo", number, len(names))

    def _events(self, held: mmap.mmap, places: list[int]) -> list[Event]:
        found = []
        for place in places:
            begin, line = self._begins[place], self._line[place]
            end = held.find(b"\n", begin)
            try:
                found.append(event(line, parsed(line, held[begin : end if end >= 0 else len(held)])))
            except BadLine as bad:
                self.bad.append(bad)
        return found

    def _note(self, file: BinaryIO, tell: Step) -> None:
        begins, size = 0, self._written[0]
        for line, raw in enumerate(iter(partial(file.readline, LONGEST + 1), b""), start=1):
            at, begins = begins, begins + len(raw)
            if line == 1 and raw.startswith(BOM):
                at, raw = at + len(BOM), raw[len(BOM) :]
            if line % TELL_EVERY == 0:
                tell("Leyendo", begins, size)
            if len(raw) > LONGEST:
                begins += _rest_of_line(file)
                self.bad.append(BadLine(line, "record_too_long"))
            elif raw.strip():
                self._note_line(line, at, raw)

    def _note_line(self, line: int, at: int, raw: bytes) -> None:
        if not self.lines and raw.lstrip().startswith(b"["):
            raise Problem("records_array", file=str(self.path))
        self.lines += 1
        try:
            told = parsed(line, raw)
            person = told.get(PERSON)
            if person:
                self._whose.append(self._persons.setdefault(person, len(self._persons)))
                self._line.append(line)
                self._begins.append(at)
            elif told[TYPE] == PLACES:
                self._around.append(event(line, told))
            else:
                event(line, told)
                self.of_nobody += 1
        except BadLine as bad:
            self.bad.append(bad)


def _opened(path: Path) -> BinaryIO:
    if path.exists() and not path.is_file():
        raise Problem("records_no_file", file=str(path))
    try:
        return path.open("rb")
    except OSError as error:
        raise Problem("records_missing", file=str(path)) from error


def _stamp(file: BinaryIO) -> tuple[int, int, int]:
    """What tells whether a file is still the one that was noted."""
    found = os.fstat(file.fileno())
    return found.st_size, found.st_mtime_ns, found.st_ino


def _rest_of_line(file: BinaryIO) -> int:
    passed = 0
    while piece := file.readline(LONGEST):
        passed += len(piece)
        if piece.endswith(b"\n"):
            break
    return passed


def _silent(what: str, done: int, total: int | None) -> None:
    """Tell nobody."""
