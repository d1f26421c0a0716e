"""A person as her page shows her: golden values, who says what, her records, and how she was found.

In: current records and their identity, one row each. Out: ``PersonView`` and ``Candidate``, frozen; they hold names and last one answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from intertrata.access.sight import BARE
from intertrata.identity import dates, documents, names
from intertrata.identity.golden import GoldenValue, Majority, Saying, golden, majority
from intertrata.identity.lexicon import Frequencies
from intertrata.vocabulary.records import record_types

GOLDEN = ("given_names", "surname_1", "surname_2", "document_number", "birth_date", "sex", "nationality", "address", "phone")
NAME = ("given_names", "surname_1", "surname_2")
SHOWN = (*NAME, "document_number", "birth_date", "sex")
OF_THE_RECORD = frozenset({"record", "version", "register", "table", "deposit", "cut_off", "line", "vanished", "record_type"})

Row = Mapping[str, Any]


@dataclass(frozen=True)
class RecordLine:
    """One record of a person: where it stands, and its payload (no identity; what is unknown left out)."""

    record: str
    register: str
    table: str
    record_type: str
    role: str
    deposit: str
    line: int
    cut_off: date
    vanished: bool
    payload: Mapping[str, Any]


@dataclass(frozen=True)
class PersonView:
    """One person.

    Attributes:
        values: golden values by field (``document_number`` says type and number), each with all that is said and by whom.
        majority: whether she was under 18 at the earliest event, and on what that rests (SAFEGUARDS 2).
        roles: the roles her records give her. records: sorted by event, register, record.
    """

    person: str
    values: tuple[GoldenValue, ...]
    majority: Majority
    roles: tuple[str, ...]
    records: tuple[RecordLine, ...]

    @property
    def disputed(self) -> tuple[str, ...]:
        """The fields her records disagree on."""
        return tuple(value.field for value in self.values if value.disputed)

    def value(self, field: str) -> str:
        """The golden value of a field; empty where no record speaks of it."""
        return next((value.value for value in self.values if value.field == field), "")

    @property
    def name(self) -> str:
        """The golden name, given names first."""
        return " ".join(filter(None, (self.value(field) for field in NAME)))


@dataclass(frozen=True)
class Candidate:
    """One person who may be the one asked for: how surely, and why (reason codes comparison:level, the weightiest first)."""

    person: str
    probability: float
    reasons: tuple[str, ...]
    name: str
    document: str
    birth_date: str
    sex: str
    registers: tuple[str, ...]
    records: int


def view(person: str, rows: Iterable[Row], *, bare: bool = False) -> PersonView:
    """Make the view of a person from her current records, each with its identity and ``record_type`` in one row.

    Args:
        bare: of each record only who, where and when (``access.sight.BARE``).
    """
    ordered = sorted(rows, key=lambda row: (row.get("event_date") or "", row["register"], row["record"]))
    sayings = [saying for row in ordered for saying in _sayings(row)]
    births = [birth for row in ordered if (birth := _birth(row))]
    events = [event for row in ordered if (event := dates.span(row.get("event_date") or ""))]
    lines = tuple(_line(row, bare=bare) for row in ordered)
    decided = majority(births, min(events, key=lambda span: span.low, default=None))
    return PersonView(person, golden(sayings, GOLDEN), decided, tuple(sorted({line.role for line in lines})), lines)


def candidate(person: str, rows: Iterable[Row], probability: float, reasons: tuple[str, ...]) -> Candidate:
    """Give what a list of candidates shows of a person, from what her mentions say (``profiles.TOLD``)."""
    told = list(rows)
    values = golden((saying for at, row in enumerate(told) for saying in _sayings({**row, "record": f"{at:06}"})), SHOWN)
    held = {one.field: one.value for one in values}
    name = " ".join(filter(None, (held.get(field) for field in NAME)))
    registers = tuple(sorted({row["register"] for row in told}))
    return Candidate(
        person,
        probability,
        reasons,
        name,
        held.get("document_number", ""),
        held.get("birth_date", ""),
        held.get("sex", ""),
        registers,
        len(told),
    )


def _line(row: Row, *, bare: bool) -> RecordLine:
    kind = record_types()[row["record_type"]]
    shown = [field.name for field in kind.payload_fields if not bare or field.name in BARE]
    payload = {name: row[name] for name in shown if row.get(name) not in (None, "", [])}
    return RecordLine(
        row["record"],
        row["register"],
        row["table"],
        kind.name,
        kind.role or kind.name,
        row["deposit"],
        row["line"],
        row["cut_off"],
        row["vanished"],
        payload,
    )


def _sayings(row: Row) -> Iterable[Saying]:
    """What one record says of who she is."""
    document = documents.read(row.get("document_type") or "", row.get("document_number") or "")
    told = f"{row['cut_off']} {row.get('event_date') or ''}"
    name = _name(row)
    values: dict[str, tuple[str, int]] = {field: (text, sum(len(word) > 1 for word in names.tokens(text))) for field, text in name.items()}
    if row.get("document_number"):
        values["document_number"] = (
            f"{document.kind} {document.number}".strip() or str(row["document_number"]),
            int(bool(document.number)),
        )
    if row.get("birth_date"):
        birth = dates.birth(row["birth_date"])
        values["birth_date"] = (row["birth_date"], birth.precision if birth else 0)
    for field in ("sex", "nationality", "address", "phone"):
        values[field] = (row.get(field) or "", 0)
    for field, (value, exact) in values.items():
        same = " ".join(names.without_particles(names.tokens(value))) if field in name else ""
        yield Saying(row["record"], row["register"], field, value, told, exact, document.checked, same)


def _name(row: Row) -> dict[str, str]:
    """The name in three columns as typed, both surnames of one column parted; a name of one column is read first, and then shown in capitals."""
    typed = {field: row.get(field) or "" for field in NAME}
    if any(typed.values()) or not row.get("full_name"):
        parted = not typed["surname_2"] and " " in typed["surname_1"]
        return typed | dict(zip(NAME[1:], names.two_surnames(typed["surname_1"], Frequencies()), strict=True)) if parted else typed
    read = names.from_full(row["full_name"], Frequencies())
    return dict(zip(typed, (" ".join(read.given), *(*read.surnames, "", "")[:2]), strict=True))


def _birth(row: Row) -> dates.Span | None:
    told = dates.birth(row.get("birth_date") or "")
    event = dates.span(row.get("event_date") or "")
    return told or (dates.from_age(row["age"], event) if row.get("age") is not None and event else None)
