"""What an institution may be told of (``kinds.toml``), and whom a record concerns by what it says.

In: the payload of one version of a record. Out: the institutions that it concerns, none where anything that protects a person is unsaid.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.records import record_types

INSTITUTIONS = "institution"
RESERVED = "reserved"


@dataclass(frozen=True)
class Kind:
    """One kind of notice: of which records, which field names whom it concerns, what must be said before it does."""

    code: str
    es: str
    record_type: str
    concerns: str
    when: str = ""
    among: frozenset[str] = frozenset()

    @property
    def of_person(self) -> bool:
        """Whether its records are of one person each."""
        return record_types()[self.record_type].of == "person"

    @property
    def reservable(self) -> bool:
        """Whether its records can say that an identity is reserved; then one that does not say no is of one (SAFEGUARDS 10)."""
        return record_types()[self.record_type].field(RESERVED) is not None


@dataclass(frozen=True)
class Declared:
    """Every kind by code, the institutions that stand for several, and those that are told of no person."""

    kinds: Mapping[str, Kind]
    several: frozenset[str]
    unasked: frozenset[str]


@cache
def declared() -> Declared:
    """Read what is declared.

    Raises:
        ValueError: for the maker, where a kind names a record type, a field, or a code that nobody declared.
    """
    told = tomllib.loads(files("intertrata.notices").joinpath("kinds.toml").read_text(encoding="utf-8"))
    return declared_as(told)


def declared_as(told: Mapping[str, Any]) -> Declared:
    """Make kinds of what was written. Raises as ``declared``."""
    kinds = {code: _kind(code, said) for code, said in told["kind"].items()}
    several, unasked = frozenset(told["several"]), frozenset(told["unasked"])
    if unknown := [one for one in sorted(several | unasked) if one not in code_list(INSTITUTIONS)]:
        raise ValueError(f"no institutions: {', '.join(unknown)}")
    return Declared(kinds, several, unasked)


def concerned(kind: Kind, payload: Mapping[str, Any]) -> frozenset[str]:
    """Give the institutions that a version of a record concerns."""
    if kind.reservable and payload.get(RESERVED) is not False:
        return frozenset()
    said = payload.get(kind.when) if kind.when else True
    if said in (None, "", []) or (kind.among and said not in kind.among):
        return frozenset()
    named = payload.get(kind.concerns) or []
    bodies = frozenset([named] if isinstance(named, str) else named) - declared().several
    return bodies - declared().unasked if kind.of_person else bodies


def may_hear(institution: str, kind: Kind) -> bool:
    """Whether an institution can ever be told of a kind."""
    never = declared().several | (declared().unasked if kind.of_person else frozenset())
    return institution in code_list(INSTITUTIONS) and institution not in never


def _kind(code: str, said: Mapping[str, Any]) -> Kind:
    one = Kind(code, said["es"], said["record_type"], said["concerns"], said.get("when", ""), frozenset(said.get("is", ())))
    of = record_types().get(one.record_type)
    if of is None:
        raise ValueError(f"{code}: no record type {one.record_type}")
    whom, when = of.field(one.concerns), of.field(one.when) if one.when else None
    if whom is None or whom.list != INSTITUTIONS:
        raise ValueError(f"{code}: {one.concerns} names no institution")
    if one.when and (when is None or any(not when.list or code not in code_list(when.list) for code in one.among)):
        raise ValueError(f"{code}: {one.when} cannot say that")
    return one
