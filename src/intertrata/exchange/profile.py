"""The profiles that something can be exported in: whose fields, answered by which of ours, or why not.

In: ``profiles/*.toml``. Out: ``Profile`` and its parts, checked against record types and code lists when they are read: a mapping that names
what does not exist fails here, for its maker, and not in a file that has left.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.records import Field, record_types

Kind = Literal["cases", "tables"]
Say = Literal["", "label", "alpha2", "department"]
ANY, ACT, BOTH, OTHERS = "*", "act:", "+", "*"
INSTITUTION = "@institution"
FOLDER = files("intertrata.exchange").joinpath("profiles")


@dataclass(frozen=True)
class Origin:
    """One place where an answer may stand: a record type, its fields (joined where several), whether it is a record of the same act."""

    record_type: str
    fields: tuple[str, ...]
    of_act: bool = False


@dataclass(frozen=True)
class Target:
    """One field of a standard. ``case``: the field that keeps what came in it. ``origins``: where ours is answered, the best first.

    The other words are those of the head of ``profiles/htcds.toml``.
    """

    name: str
    label: str
    section: str
    type: str
    case: str
    core: bool = False
    origins: tuple[Origin, ...] = ()
    together: str = ""
    say: Say = ""
    form: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    why: str = ""
    note: str = ""

    @property
    def several(self) -> bool:
        """Whether the standard takes several values."""
        return self.type.startswith("Multiselect")


@dataclass(frozen=True)
class TableAsked:
    """One table of a profile: an indicator, by which dimensions, of which values."""

    code: str
    title: str
    indicator: str
    by: tuple[str, ...]
    where: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Profile:
    """One standard that something can be exported in. ``kept``: record types that never leave in it, and why."""

    code: str
    title: str
    kind: Kind
    standard: str
    targets: tuple[Target, ...] = ()
    case: str = ""
    subjects: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    leave_out: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    tables: tuple[TableAsked, ...] = ()
    not_expressed: tuple[tuple[str, str], ...] = ()

    @property
    def read(self) -> tuple[str, ...]:
        """Every record type it reads, the cases that came in the standard last."""
        return (*self.types, *self.events, *([self.case] if self.case else []))

    def case_field(self, target: Target) -> Field:
        """The field that keeps what came in the standard."""
        return _declared(self.case, target.case)

    @property
    def identity(self) -> frozenset[str]:
        """The fields of the standard that only the vault can answer."""
        return frozenset(target.name for target in self.targets if self.case_field(target).identity or _identity(target, self))


@cache
def profiles() -> dict[str, Profile]:
    """Give every profile by code, sorted.

    Raises:
        ValueError: one names a record type, a field or a code that does not exist (for its maker).
    """
    parts = sorted(part.name for part in FOLDER.iterdir() if part.name.endswith(".toml"))
    told = [tomllib.loads(FOLDER.joinpath(part).read_text(encoding="utf-8")) for part in parts]
    return {one.code: one for one in map(read_profile, told)}


def profile(asked: str) -> Profile:
    """Give the profile of that code.

    Raises:
        Problem: ``profile_unknown`` with what is nearest and what there is.
    """
    if asked not in profiles():
        nearest = next(iter(get_close_matches(asked.lower(), profiles(), n=1, cutoff=0.4)), "") or next(iter(profiles()))
        raise Problem("profile_unknown", asked=asked, nearest=nearest, known=", ".join(profiles()))
    return profiles()[asked]


def read_profile(told: dict[str, Any]) -> Profile:
    """Turn one file into a profile and check it.

    Raises:
        ValueError: as ``profiles``.
    """
    made = Profile(
        code=told["code"],
        title=told["title"],
        kind=told["kind"],
        standard=told["standard"],
        targets=tuple(_target(one, told) for one in told.get("field", ())),
        case=told.get("case", ""),
        subjects=tuple(told.get("subjects", ())),
        types=tuple(told.get("types", ())),
        events=tuple(told.get("events", ())),
        leave_out={name: _several(values) for name, values in told.get("leave_out", {}).items()},
        kept=told.get("kept", {}),
        tables=tuple(TableAsked(**{**one, "by": tuple(one["by"])}) for one in told.get("table", ())),
        not_expressed=tuple((one["what"], one["why"]) for one in told.get("not_expressed", ())),
    )
    for name in (*made.read, *made.subjects, *made.kept, *made.leave_out):
        if name not in record_types():
            raise ValueError(f"{made.code}: there is no record type {name}")
    for target in made.targets:
        made.case_field(target)
        _check(target, made)
    return made


def standing(origin: Origin, one: Profile) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give (record type, fields) of every type that an origin means."""
    kinds = one.types if origin.record_type == ANY else (origin.record_type,)
    return tuple((kind, origin.fields) for kind in kinds if origin.record_type != ANY or record_types()[kind].field(origin.fields[0]))


def _target(told: dict[str, Any], whole: dict[str, Any]) -> Target:
    origins = tuple(map(_origin, told.get("from", ())))
    if bool(origins) == bool(told.get("why")):
        raise ValueError(f"{whole['code']}: {told['name']} says where it stands, or why it cannot be said")
    words = {name: value for name, value in told.items() if name != "from"}
    return Target(**{**words, "origins": origins, "where": _several(told.get("where", {}))})


def _origin(text: str) -> Origin:
    kind, _, fields = text.removeprefix(ACT).partition(".")
    return Origin(kind, tuple(fields.split(BOTH)), text.startswith(ACT))


def _several(told: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in told.items()}


def _check(target: Target, one: Profile) -> None:
    """Every field that an answer is read from stands in its record type, every code that is mapped in its list."""
    for origin in target.origins:
        if origin.record_type not in (*one.types, *one.events, ANY) or not standing(origin, one):
            raise ValueError(f"{one.code}: {target.name} reads {origin.record_type}, which nothing of the profile gives")
        for kind, names in standing(origin, one):
            for name in names:
                declared = None if name == INSTITUTION else _declared(kind, name)
                known = code_list(declared.list) if declared and declared.list else code_list("institution")
                for code in target.codes:
                    if code != OTHERS and code not in known:
                        raise ValueError(f"{one.code}: {target.name} maps {code}, which is in no list it reads")
    said = one.case_field(target)
    wrong = [value for value in target.codes.values() if said.list and value not in code_list(said.list)]
    if wrong:
        raise ValueError(f"{one.code}: {target.name} has no value {wrong[0]}")


def _declared(kind: str, name: str) -> Field:
    found = record_types()[kind].field(name)
    if found is None:
        raise ValueError(f"{kind} has no field {name}")
    return found


def _identity(target: Target, one: Profile) -> bool:
    told = [(kind, name) for origin in target.origins for kind, names in standing(origin, one) for name in names if name != INSTITUTION]
    return any(_declared(kind, name).identity for kind, name in told)
