"""The stages as frozen values, checked against record types and code lists when they are read.

In: ``stages.toml``. Out: ``Protocol``: stages, their parts, what shows each part. One that names a record type, field, code or institution that
nobody declares stops the maker here and is named.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.records import record_types

Of = Literal["everyone", "minors", "adults"]
ReadBy = Literal["records", "detected", "in_register", "sheltered", "planned", "repaired", "closed"]


@dataclass(frozen=True)
class Evidence:
    """What a record must be and say to show something; ``at`` is the date that counts, "" the day of the record; ``adult``: only of one;
    ``not_register``: a register that shows it by none of its records."""

    type: str
    register: str
    when: tuple[tuple[str, tuple[Any, ...]], ...]
    unless: tuple[tuple[str, tuple[Any, ...]], ...]
    at: str
    adult: bool
    not_register: str


@dataclass(frozen=True)
class Part:
    """One thing that a stage owes a person: by whom, until when, and what shows that it was done, declined or not needed."""

    code: str
    es: str
    by: str
    days: int | None
    of: Of
    optional: bool
    refusal: tuple[str, ...]
    done: tuple[Evidence, ...]
    declined: tuple[Evidence, ...]
    not_needed: tuple[Evidence, ...]
    read_by: ReadBy


@dataclass(frozen=True)
class StageRow:
    """One stage: its Spanish name, what it rests on, whether its terms are to confirm, its parts; the first leads."""

    code: str
    es: str
    rests_on: tuple[str, ...]
    to_confirm: bool
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Protocol:
    """Every stage in order, and the terms of closing as ``stages.toml`` tells them."""

    stages: tuple[StageRow, ...]
    attempts: int
    days_well: int
    days_apart: int

    def stage(self, code: str) -> StageRow:
        """Give the stage of that code."""
        return next(one for one in self.stages if one.code == code)


@cache
def written() -> dict[str, Any]:
    """Give what the file says."""
    return tomllib.loads(files("intertrata.casefile.following").joinpath("stages.toml").read_text(encoding="utf-8"))


@cache
def protocol() -> Protocol:
    """Give the stages as shipped."""
    return protocol_of(written())


def protocol_of(told: Mapping[str, Any]) -> Protocol:
    """Make stages of what was written.

    Raises:
        ValueError: for the maker, where a row names what nobody declares, rests on nothing, or could never be owed.
    """
    stages = tuple(_stage(one) for one in told["stage"])
    codes = [one.code for one in stages]
    if len({*codes}) != len(codes):
        raise ValueError("a stage is written twice")
    return Protocol(stages, **{term: told["closing"][term] for term in ("attempts", "days_well", "days_apart")})


def _stage(told: Mapping[str, Any]) -> StageRow:
    parts = tuple(_part(one) for one in told["parts"])
    if not told["rests_on"] or not parts or parts[0].optional:
        raise ValueError(f"{told['code']}: without a ground, or without a part that leads")
    return StageRow(told["code"], told["es"], tuple(told["rests_on"]), told["to_confirm"], parts)


def _part(told: Mapping[str, Any]) -> Part:
    code, of, read_by = told["code"], told["of"], told.get("read_by", "records")
    if of not in get_args(Of) or read_by not in get_args(ReadBy):
        raise ValueError(f"{code}: of nobody, or read by nothing")
    if told["by"] not in code_list("institution"):
        raise ValueError(f"{code}: no institution {told['by']}")
    refusal = tuple(told.get("refusal", ()))
    if unknown := [one for one in refusal if one not in code_list("consent_for")]:
        raise ValueError(f"{code}: nobody is asked for {unknown[0]}")
    done, declined, not_needed = (tuple(_evidence(code, one) for one in told.get(word, ())) for word in ("done", "declined", "not_needed"))
    if not done and read_by in {"records", "in_register", "sheltered"}:
        raise ValueError(f"{code}: nothing shows it")
    days, optional = told.get("days"), told.get("optional", False)
    return Part(code, told["es"], told["by"], days, of, optional, refusal, done, declined, not_needed, read_by)


def _evidence(code: str, told: Mapping[str, Any]) -> Evidence:
    name, at = told["type"], told.get("at", "")
    if name not in record_types():
        raise ValueError(f"{code}: no record type {name}")
    if at and _type_of(code, name, at) != "date":
        raise ValueError(f"{code}: {at} is no date")
    when, unless = (_conditions(code, name, told.get(word, {})) for word in ("when", "unless"))
    return Evidence(name, told.get("register", ""), when, unless, at, told.get("adult", False), told.get("not_register", ""))


def _conditions(code: str, name: str, told: Mapping[str, Any]) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    for field, values in told.items():
        kind = _type_of(code, name, field)
        declared = record_types()[name].field(field)
        for value in values:
            known = isinstance(value, bool) if kind == "boolean" else declared and declared.list and value in code_list(declared.list)
            if not known:
                raise ValueError(f"{code}: {field} cannot say {value}")
    return tuple((field, tuple(values)) for field, values in told.items())


def _type_of(code: str, name: str, field: str) -> str:
    declared = record_types()[name].field(field)
    if declared is None or declared.identity:
        raise ValueError(f"{code}: {name} has no field {field} outside the vault")
    return declared.type
