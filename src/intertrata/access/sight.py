"""What of a person an account reads, and for what purpose: the table of SAFEGUARDS 11, as frozen values.

In: ``sight.toml``, a role, an institution, a purpose. Out: ``Sight``, which says of a record whether it is read. It fails closed: a role, an
institution or a purpose without a row reads nothing, and a record whose type no kind names is read by nobody.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from intertrata.access.permissions import Permission, allowed, purposes, sees_suspects


@dataclass(frozen=True)
class Kind:
    """A kind of knowledge: what belongs to it; ``wall`` where it parts two sides of one institution."""

    code: str
    es: str
    record_types: frozenset[str] = frozenset()
    registers: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    wall: bool = False


@dataclass(frozen=True)
class Kept:
    """Where a record stands, as far as that says what it is: its type, register and table, who keeps the register, the sorts of service it tells."""

    record_type: str
    register: str
    table: str
    keeper: str
    services: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Sight:
    """What one account reads for one purpose.

    Attributes:
        kinds: codes of the kinds it reads. own: the institution whose own registers it reads besides; empty, of none.
        accused: whether it is shown that a victim is accused too (SAFEGUARDS 14). bare: of a record only who, where and when.
    """

    kinds: frozenset[str] = frozenset()
    own: str = ""
    accused: bool = False
    bare: bool = False

    def reads(self, kept: Kept) -> bool:
        """Say whether a record that stands there is read."""
        of_it = kinds_of(kept)
        if self.own and kept.keeper == self.own:
            return bool(of_it) and all(not one.wall or one.code in self.kinds for one in of_it)
        return bool(of_it) and all(one.code in self.kinds for one in of_it)


NOTHING = Sight()
SERVICES = "service_kind"
"""The field that says which sorts of service a record tells."""
BARE = frozenset({"event_date", "act", "ordinal", "case_numbers", "sex", "age", "minor", "age_group", "nationality", "ubigeo"})
"""What a bare sight reads of a record beside who it is about: where and when, and nothing of what was done to her or for her."""


def reached(history: Iterable[dict[str, Any]], seen: Sight, keepers: Mapping[str, str]) -> list[dict[str, Any]]:
    """Give the versions of records that a sight reaches, as far as it does: an older one may tell what the one that stands no longer does.

    Args:
        history: ``record_type``, ``register``, ``table``, ``vanished``, ``payload`` (JSON; of one that vanished it is not read).
        keepers: by register, the institution that keeps it.
    """
    read = [row for row in history if seen.reads(_kept(row, keepers))]
    return [row | {"payload": _bared(row["payload"])} for row in read] if seen.bare else read


def _bared(payload: str | None) -> str | None:
    return json.dumps({name: value for name, value in json.loads(payload).items() if name in BARE}) if payload else payload


def _kept(row: Mapping[str, Any], keepers: Mapping[str, str]) -> Kept:
    services = frozenset(() if row["vanished"] else json.loads(row["payload"]).get(SERVICES) or ())
    return Kept(row["record_type"], row["register"], row["table"], keepers.get(row["register"], ""), services)


def sight(role: str, institution: str, purpose: str | None) -> Sight:
    """Give what an account of this role and institution reads for this purpose; ``NOTHING`` where the role opens no person, may not have the
    purpose, or no row of the table is of the institution and the purpose."""
    if not allowed(role, Permission.OPEN_PERSON) or purpose not in purposes(role):
        return NOTHING
    for row in _table()["who"]:
        if institution in row["institutions"] and purpose in row["purposes"]:
            own = institution if row["own"] else ""
            return Sight(frozenset(row["kinds"]), own, sees_suspects(role, institution), row.get("bare", False))
    return NOTHING


def kinds_of(kept: Kept) -> list[Kind]:
    """Give the kinds that a record is of; none where its type has no kind, and then nobody reads it."""
    found = [one for one in kinds().values() if _belongs(one, kept)]
    return found if any(kept.record_type in one.record_types for one in found) else []


@cache
def kinds() -> Mapping[str, Kind]:
    """Give the kinds of knowledge by code."""
    return {code: _kind(code, row) for code, row in _table()["kinds"].items()}


def rows() -> tuple[tuple[Collection[str], Collection[str], Collection[str]], ...]:
    """Give who reads what: (institutions, purposes, kinds) of each row, as the table stands."""
    return tuple((row["institutions"], row["purposes"], row["kinds"]) for row in _table()["who"])


def _belongs(kind: Kind, kept: Kept) -> bool:
    return (
        kept.record_type in kind.record_types
        or kept.register in kind.registers
        or f"{kept.register}.{kept.table}" in kind.tables
        or bool(kept.services & kind.services)
    )


def _kind(code: str, row: Mapping[str, Any]) -> Kind:
    types, registers, tables, services = (frozenset(row.get(name, ())) for name in ("record_types", "registers", "tables", "services"))
    return Kind(code, row["es"], types, registers, tables, services, row.get("wall", False))


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("intertrata.access").joinpath("sight.toml").read_text(encoding="utf-8"))
