"""Following a file: the deed behind ``intertrata follow-table``. In: a file of records and a day. Out: one line of JSON a person, and a summary.

No database, no key. What is written names no field's value but codes, days, lines and the opaque ids of the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from intertrata.casefile.following.follow import Followed, follow_person
from intertrata.casefile.following.record_lines import BadLine
from intertrata.casefile.following.records_file import RecordsFile, Step
from intertrata.casefile.following.stages import Stage
from intertrata.storage.files import write_durably
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

KEPT = 1_000
"""How many bad lines, and records that do not count, are named one by one; the rest are counted."""


@dataclass
class Summary:
    """What one following met, in numbers; ``bad`` are the lines that were not followed, ``not_counted`` the records that count for nothing."""

    lines: int = 0
    persons: int = 0
    of_nobody: int = 0
    bad_lines: int = 0
    left_out: int = 0
    bad: list[BadLine] = field(default_factory=list)
    not_counted: list[tuple[int, str]] = field(default_factory=list)
    stages: Counter[tuple[str, str]] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)

    def count(self, followed: Followed) -> None:
        """Add one person."""
        self.persons += 1
        self.statuses[followed.status] += 1
        self.left_out += len(followed.not_counted)
        if len(self.not_counted) < KEPT:
            self.not_counted += [(each.line, each.why) for each in followed.not_counted]
        self.stages.update((code, one.state) for code, one in followed.stages.items())
        self.alarms.update(one.rule for one in followed.alarms)

    @property
    def needs_a_person(self) -> bool:
        """Whether some line was not followed, or counts for nothing."""
        return bool(self.bad_lines or self.left_out)

    def document(self, file: str) -> dict[str, Any]:
        """Give it as plain values, each bad line with its sentence."""
        return {
            "lines": self.lines, "persons": self.persons, "of_nobody": self.of_nobody, "lines_not_followed": self.bad_lines,
            "records_not_counted": self.left_out,
            "bad_lines": [{"line": one.line, "field": one.field, "rule": one.rule, "sentence": sentence(one.problem(file))} for one in self.bad],
            "not_counted": [{"record": line, "why": why} for line, why in self.not_counted],
            "stages": _by_stage(self.stages), "alarms": dict(sorted(self.alarms.items())), "statuses": dict(sorted(self.statuses.items())),
        }  # fmt: skip


def followed(records: Path, today: date, summary: Summary, progress: Step | None = None) -> Iterator[dict[str, Any]]:
    """Give what is known and owed of each person of a file, by her id, while the summary fills.

    Raises:
        Problem: as ``RecordsFile``.
    """
    file = RecordsFile(records, progress)
    around = file.around(today)
    for person, events in file.persons(progress):
        one = follow_person(person, events, around, today)
        summary.count(one)
        yield document(one)
    summary.lines, summary.of_nobody = file.lines, file.of_nobody
    summary.bad, summary.bad_lines = sorted(file.bad, key=lambda bad: bad.line)[:KEPT], len(file.bad)
    summary.not_counted = sorted(summary.not_counted)[:KEPT]


def follow_file(records: Path, out: Path, today: date, summary: Summary, progress: Step | None = None) -> None:
    """Follow a file and write one line of JSON a person, whole or not at all, while the summary fills.

    Raises:
        Problem: as ``RecordsFile``; ``over_its_own_input``; ``not_writable``.
    """
    if out.resolve() == records.resolve() or (out.exists() and records.exists() and out.samefile(records)):
        raise Problem("over_its_own_input", file=str(out))
    try:
        write_durably(out, (line(one).encode() for one in followed(records, today, summary, progress)))
    except OSError as error:
        raise Problem("not_writable", file=str(out)) from error


def line(one: dict[str, Any]) -> str:
    """Give a person as one line of JSON."""
    return orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE).decode()


def document(one: Followed) -> dict[str, Any]:
    """Give one person as COMMANDS.md prints her, with what cannot be told, what counts for nothing, and the episodes before."""
    return {
        "person": one.person, "stages": _stages(one.stages),
        "alarms": [
            {"rule": each.rule, "since": each.since.isoformat(), "responsible": each.responsible, "severity": each.severity, "records": each.records}
            for each in one.alarms
        ],
        "status": one.status, "cannot_tell": [{"rule": each.rule, "missing": each.missing} for each in one.cannot_tell],
        "not_counted": [{"record": each.line, "why": each.why} for each in one.not_counted],
        "earlier": [{"stages": _stages(each.stages), "status": each.status} for each in one.earlier],
    }  # fmt: skip


def _stages(told: dict[str, Stage]) -> dict[str, dict[str, Any]]:
    return {
        code: {"state": one.state, "due": _day(one.due), "by": one.by, "since": _day(one.since), "records": one.records}
        for code, one in told.items()
    }


def _day(told: date | None) -> str | None:
    return None if told is None else told.isoformat()


def _by_stage(counted: Counter[tuple[str, str]]) -> dict[str, dict[str, int]]:
    by: dict[str, dict[str, int]] = {}
    for (code, state), many in sorted(counted.items()):
        by.setdefault(code, {})[state] = many
    return by
