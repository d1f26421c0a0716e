"""The rules of screening as frozen values, checked against what record types hold and registers send when they are read.

In: ``screening.toml``, and the fields that each register sends of each record type. Out: ``Rules``; one that reads a field or a register
that nobody declares, or who somebody is (SAFEGUARDS 5 and 15), stops the maker here and is named.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any, Literal, get_args

from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.records import Field, RecordType, record_types

Test = Literal["in", "is", "known", "at_least", "elsewhere_than", "under_18"]
Sent = Mapping[tuple[str, str], frozenset[str]]
"""The fields that a register sends of a record type, by the codes of both."""

WHO_SOMEBODY_IS = frozenset({"sex", "gender_identity", "language", "indigenous_people", "disability", "education", "asylum_seeker"})
"""Fields that no rule reads; neither does one read any field that names a country."""
COUNTRIES = "country"
MINOR = "minor"
NUMBER, QUOTED = "number", "case_numbers"
YES_NO = ("true", "false")
FITS: dict[Test, frozenset[str]] = {
    "in": frozenset({"code", "codes"}), "is": frozenset({"boolean"}), "at_least": frozenset({"integer"}),
    "elsewhere_than": frozenset({"territory"}), "under_18": frozenset({"boolean"}),
}  # fmt: skip


@dataclass(frozen=True)
class Condition:
    """What a record must say: a field and a test; ``yes`` also of a number that may be missing, ``other`` the second place."""

    field: str
    test: Test
    values: tuple[str, ...] = ()
    yes: bool = True
    least: int = 0
    other: str = ""


@dataclass(frozen=True)
class Rule:
    """One reason to look at a record again: of which registers (none named: all), when, why, what that rests on, within how many days."""

    code: str
    record_type: str
    registers: tuple[str, ...]
    when: tuple[Condition, ...]
    es: str
    rests_on: tuple[str, ...]
    days: int


@dataclass(frozen=True)
class Screening:
    """How what was picked of a record type ends, and the rules that pick it."""

    record_type: str
    finding: str
    finding_date: str
    closes: tuple[str, ...]
    not_under_18: tuple[str, ...]
    trafficking: tuple[str, ...]
    since: str
    rules: tuple[Rule, ...]

    @property
    def of_person(self) -> bool:
        """Whether its records are of one person each."""
        return record_types()[self.record_type].of == "person"


@dataclass(frozen=True)
class Rules:
    """Every screening by record type; where a finding of trafficking must lead; what the terms rest on."""

    screenings: Mapping[str, Screening]
    leads_to: tuple[str, str]
    term: str

    def rule(self, code: str) -> Rule:
        """Give the rule of that code."""
        return next(one for one in chain.from_iterable(each.rules for each in self.screenings.values()) if one.code == code)


@cache
def written() -> dict[str, Any]:
    """Give what the file says."""
    return tomllib.loads(files("intertrata.casefile").joinpath("screening.toml").read_text(encoding="utf-8"))


def rules_of(told: Mapping[str, Any], sent: Sent) -> Rules:
    """Make rules of what was written.

    Raises:
        ValueError: for the maker, where one names a record type, field, code or register that nobody declares, or reads who somebody is.
    """
    made = [_rule(one, sent) for one in told["rule"]]
    codes = [one.code for one in made]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise ValueError(f"{twice[0]}: written twice")
    if lost := [one.code for one in made if one.record_type not in told["screening"]]:
        raise ValueError(f"{lost[0]}: nothing says how it ends")
    screenings = {
        name: _screening(name, one, [each for each in made if each.record_type == name], sent) for name, one in told["screening"].items()
    }
    leads_to = (told["leads_to"]["register"], told["leads_to"]["record_type"])
    for field in (NUMBER, QUOTED):
        _sent("leads_to", field, [leads_to], sent)
    return Rules(screenings, leads_to, told["term"])


def _screening(name: str, told: Mapping[str, Any], rules: list[Rule], sent: Sent) -> Screening:
    closes, not_under_18, trafficking = (tuple(told.get(word, ())) for word in ("closes", "not_under_18", "trafficking"))
    one = Screening(
        name, told["finding"], told.get("finding_date", ""), closes, not_under_18, trafficking, told.get("since", ""), tuple(rules)
    )
    if not rules:
        raise ValueError(f"{name}: no rule picks it")
    kind, read = record_types()[name], [key for key in sent if key[1] == name]
    finding = _field(name, kind, one.finding)
    _known_codes(name, finding, one.closes)
    if not {*one.not_under_18, *one.trafficking} <= {*one.closes}:
        raise ValueError(f"{name}: a finding that does not close")
    _sent(name, finding.name, read, sent)
    for day in filter(None, (one.finding_date, one.since)):
        if _field(name, kind, day).type != "date":
            raise ValueError(f"{name}: {day} is no date")
        _sent(name, day, read, sent)
    return one


def _rule(told: Mapping[str, Any], sent: Sent) -> Rule:
    code, name = told["code"], told["record_type"]
    kind = record_types().get(name)
    if kind is None:
        raise ValueError(f"{code}: no record type {name}")
    named = tuple(told.get("registers", ()))
    read = [key for key in sent if key[1] == name and (not named or key[0] in named)]
    if unknown := sorted({*named} - {register for register, _ in read}) or ([] if read else ["any register"]):
        raise ValueError(f"{code}: {unknown[0]} sends no {name}")
    conditions = tuple(_condition(code, kind, one) for one in told["when"])
    if not (conditions and told["rests_on"] and told["days"] > 0):
        raise ValueError(f"{code}: without a condition, a ground or a term")
    for field in chain.from_iterable((one.field, one.other) for one in conditions):
        if field:
            _sent(code, field, read, sent)
    return Rule(code, name, named, conditions, told["es"], tuple(told["rests_on"]), told["days"])


def _condition(code: str, kind: RecordType, told: Mapping[str, Any]) -> Condition:
    test = next((one for one in get_args(Test) if one in told), None)
    allowed = {"field", "or_unknown"} if test == "at_least" else {"field"}
    if test is None or {*told} - allowed != {test}:
        raise ValueError(f"{code}: one test a condition, of {', '.join(get_args(Test))}")
    field, value = _field(code, kind, MINOR if test == "under_18" else told["field"]), told[test]
    if test in FITS and field.type not in FITS[test]:
        raise ValueError(f"{code}: {test} does not fit {field.name}")
    if test == "in":
        return Condition(field.name, test, values=_known_codes(code, field, value))
    if test == "at_least":
        return Condition(field.name, test, least=value, yes=told.get("or_unknown", False))
    if test == "elsewhere_than":
        return Condition(field.name, test, other=_place(code, kind, value))
    return Condition(field.name, test, yes=value)


def _place(code: str, kind: RecordType, name: str) -> str:
    other = _field(code, kind, name)
    if other.type != "territory":
        raise ValueError(f"{code}: {name} is no place")
    return other.name


def _field(code: str, kind: RecordType, name: str) -> Field:
    """A field that may be read: declared, outside the vault, and not of who somebody is."""
    field = kind.field(name)
    if field is None or field.identity:
        raise ValueError(f"{code}: {kind.name} has no field {name} outside the vault")
    if field.name in WHO_SOMEBODY_IS or field.list == COUNTRIES:
        raise ValueError(f"{code}: {name} is who somebody is, and no rule reads that")
    return field


def _known_codes(code: str, field: Field, values: Iterable[str]) -> tuple[str, ...]:
    known = YES_NO if field.type == "boolean" else {one.code for one in code_list(field.list)} if field.list else ()
    found = tuple(values)
    if unknown := [one for one in found if one not in known]:
        raise ValueError(f"{code}: {field.name} cannot say {unknown[0]}")
    return found


def _sent(code: str, field: str, read: Iterable[tuple[str, str]], sent: Sent) -> None:
    """Some register that is read must send the field."""
    if not any(field in sent.get(key, frozenset()) for key in read):
        raise ValueError(f"{code}: no register that it reads sends {field}")
