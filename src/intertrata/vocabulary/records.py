"""Record types as frozen values: what one institution can say of one thing at one time.

In: ``record_types.toml``. Out: ``RecordType`` and ``Field``; identity fields are marked, and only
the vault ever holds them (DESIGN.md law 2).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

FieldType = Literal["text", "texts", "integer", "decimal", "boolean", "date", "code", "codes", "territory"]


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
    """Give every record type by name, in the order of the file."""
    text = files("intertrata.vocabulary").joinpath("record_types.toml").read_text(encoding="utf-8")
    return {
        name: RecordType(name, one["of"], one["es"], tuple(Field(**field) for field in one["fields"]), one.get("role", ""))
        for name, one in tomllib.loads(text).items()
    }
