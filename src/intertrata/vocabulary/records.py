"""Record types as frozen values: what one institution can say of one thing at one time.

In: ``record_types.toml``, then ``record_types/*.toml`` by name. Out: ``RecordType`` and ``Field``; identity fields are
marked, and only the vault ever holds them (DESIGN.md law 2).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain
from typing import Any, Literal

FieldType = Literal["text", "texts", "integer", "decimal", "boolean", "date", "code", "codes", "territory", "entity"]


@dataclass(frozen=True)
class Field:
    """One field of a record type: its name in the common model, its type, its Spanish label."""

    name: str
    type: FieldType
    es: str
    list: str = ""
    identity: bool = False
    case_number: bool = False
    htcds: str = ""
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class RecordType:
    """One record type of MODEL.md: of an event, a person, a group or a told figure."""

    name: str
    of: Literal["event", "person", "group", "figure"]
    es: str
    fields: tuple[Field, ...]
    role: str = ""

    def field(self, name: str) -> Field | None:
        """Give the field of that name, or None where the type has none."""
        return next((field for field in self.fields if field.name == name), None)

    @property
    def payload_fields(self) -> tuple[Field, ...]:
        """The fields that stand in the main database: everything but identity."""
        return tuple(field for field in self.fields if not field.identity)

    @property
    def identity_fields(self) -> tuple[Field, ...]:
        """The fields that only the vault holds."""
        return tuple(field for field in self.fields if field.identity)


@cache
def record_types() -> dict[str, RecordType]:
    """Give every record type by name, in the order of the files.

    A type may ``share`` blocks of fields (``[shared.identity]``), which stand before its own: who a person is is asked alike everywhere.
    """
    room = files("intertrata.vocabulary")
    parts = sorted(part.name for part in room.joinpath("record_types").iterdir() if part.name.endswith(".toml"))
    told = [_read(room.joinpath("record_types.toml")), *(_read(room.joinpath("record_types", part)) for part in parts)]
    shared = {name: block["fields"] for part in told for name, block in part.pop("shared", {}).items()}
    found: dict[str, RecordType] = {}
    for name, one in chain.from_iterable(part.items() for part in told):
        if name in found:
            raise ValueError(f"the record type {name} is written twice")
        found[name] = _record_type(name, one, shared)
    return found


def _read(part: Traversable) -> dict[str, Any]:
    return tomllib.loads(part.read_text(encoding="utf-8"))


def _record_type(name: str, told: dict[str, Any], shared: dict[str, list[dict[str, Any]]]) -> RecordType:
    fields = [*chain.from_iterable(shared[block] for block in told.get("share", ())), *told["fields"]]
    return RecordType(name, told["of"], told["es"], tuple(Field(**field) for field in fields), told.get("role", ""))
