"""The rules of the case file, checked against what records can say and against the functions when they are read.

In: ``rules.toml`` and the functions of ``rules/``. Out: ``Rule`` values with their functions. A rule that reads a field nobody declares or
that none may read, names an institution or a consent nobody knows, or has no function (and a function that has no rule) stops the maker.
"""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType, ModuleType
from typing import Any, get_args

from intertrata.casefile.following.finding import Finding
from intertrata.casefile.following.rule import Concerns, Rule, Severity
from intertrata.casefile.following.rules import (
    care,
    defence,
    foreigners,
    interviews,
    justice,
    measures,
    plans,
    referrals,
    registers,
    shelters,
)
from intertrata.casefile.following.surroundings import Surroundings
from intertrata.casefile.following.trajectory import Trajectory
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.records import Field, record_types

Function = Callable[[Trajectory, Rule, Surroundings, date], Finding]

THEMES: Mapping[str, ModuleType] = MappingProxyType({
    "registers": registers, "defence": defence, "interviews": interviews, "care": care, "foreigners": foreigners, "plans": plans,
    "measures": measures, "referrals": referrals, "justice": justice, "shelters": shelters,
})  # fmt: skip
ANY = "*"
SENDER = "institution"
"""Of any record, who sent it: no field of a type, and named among who must act."""
NEVER_READ = frozenset({"education", "indigenous_people", "disability", "travel_authorisation"})
"""Who somebody is or how she entered is no condition of anything (SAFEGUARDS 5 and 15). Her language, sex, age and nationality are read
only for what is owed to her: an interpreter, a shelter that takes her, what protects children, what a foreigner is told."""


@cache
def rulebook() -> tuple[tuple[Rule, Function], ...]:
    """Give every rule with its function, in the order of the file.

    Raises:
        ValueError: for the maker, as ``rules_of`` and ``functions_of``.
    """
    told = tomllib.loads(files("intertrata.casefile.following").joinpath("rules.toml").read_text(encoding="utf-8"))
    return paired(rules_of(told), {theme: functions_of(module) for theme, module in THEMES.items()})


def rule(code: str) -> Rule:
    """Give the rule of that code. Raises ``StopIteration``, for the maker, where there is none."""
    return next(one for one, _ in rulebook() if one.code == code)


def functions_of(module: ModuleType) -> dict[str, Function]:
    """Give the functions that a module of ``rules/`` declares for all to see, by name: each must be a rule."""
    found = inspect.getmembers(module, inspect.isfunction)
    return {name: one for name, one in found if one.__module__ == module.__name__ and not name.startswith("_")}


def paired(rules: Iterable[Rule], themes: Mapping[str, Mapping[str, Function]]) -> tuple[tuple[Rule, Function], ...]:
    """Join rules to functions by theme and name.

    Raises:
        ValueError: where a rule has no function in its theme, or a function no rule.
    """
    free = {(theme, name) for theme, functions in themes.items() for name in functions}
    found = []
    for one in rules:
        key = (one.theme, one.code)
        if key not in free:
            raise ValueError(f"{one.code}: no function of that name in rules/{one.theme}.py, or a second rule of it")
        free.remove(key)
        found.append((one, themes[one.theme][one.code]))
    if free:
        theme, name = min(free)
        raise ValueError(f"rules/{theme}.py: no rule is called {name}")
    return tuple(found)


def rules_of(told: Mapping[str, Any]) -> tuple[Rule, ...]:
    """Make rules of what was written.

    Raises:
        ValueError: for the maker, naming the rule and what of it cannot be.
    """
    return tuple(_rule(one) for one in told["rule"])


def _rule(told: Mapping[str, Any]) -> Rule:
    code = told["code"]
    try:
        made = Rule(
            code=code,
            theme=told["theme"],
            concerns=told["concerns"],
            es=told["es"],
            rests_on=tuple(told["rests_on"]),
            to_confirm=told["to_confirm"],
            days=told["days"],
            severity=told["severity"],
            reads=tuple(told["reads"]),
            responsible=told["responsible"],
            responsible_minor=told.get("responsible_minor", ""),
            responsible_by=tuple(told.get("responsible_by", ())),
            silenced_by=tuple(told.get("silenced_by", ())),
            silenced_each=MappingProxyType(dict(told.get("silenced_each", {}))),
        )
    except KeyError as missing:
        raise ValueError(f"{code}: without {missing.args[0]}") from missing
    _checked(made)
    return made


def _checked(made: Rule) -> None:
    code = made.code
    _one_of(code, "concerns", [made.concerns], get_args(Concerns))
    _one_of(code, "severity", [made.severity], get_args(Severity))
    _one_of(code, "institution", filter(None, [made.responsible, made.responsible_minor]), code_list("institution"))
    _one_of(code, "consent", [*made.silenced_by, *made.silenced_each.values()], code_list("consent_for"))
    if not (made.es.endswith(".") and made.rests_on and made.reads and made.days >= 0):
        raise ValueError(f"{code}: without a whole sentence, a ground, what it reads or a term")
    if not made.to_confirm and any("por confirmar" in one for one in made.rests_on):
        raise ValueError(f"{code}: a ground that is to be confirmed, and to_confirm says no")
    for name in made.reads:
        _fields(code, name)
    for name in made.responsible_by:
        kind, _, field = name.partition(".")
        if kind not in record_types() or (field != SENDER and any(one.list != SENDER for one in _fields(code, name))):
            raise ValueError(f"{code}: {name} names no institution")


def _one_of(code: str, what: str, said: Iterable[str], known: Iterable[object]) -> None:
    names = {getattr(one, "code", one) for one in known}
    if unknown := [one for one in said if one not in names]:
        raise ValueError(f"{code}: no {what} {unknown[0]}")


def _fields(code: str, name: str) -> list[Field]:
    """The declared fields that a name of ``reads`` means: of one type, of any type (``*``), or none where the type alone is read."""
    kind, _, field = name.partition(".")
    types = list(record_types().values()) if kind == ANY else [one for one in record_types().values() if one.name == kind]
    found = [one for one in (each.field(field) for each in types) if one is not None]
    if not types or (field and not found):
        raise ValueError(f"{code}: no record type declares {name}")
    if field in NEVER_READ or any(one.identity for one in found):
        raise ValueError(f"{code}: {name} is not read by any rule")
    return found
