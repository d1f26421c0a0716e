"""The door of the room to read: what a rule picked to be looked at again, and where it stands; what is known and owed of a person.

In: days, codes, opaque ids. Out: Polars tables of opaque ids and codes, frozen values, without identity; the rules that spoke. Nothing of it is
kept: it is computed from what registers said, and again whenever a deposit closed or a day passed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl

from intertrata.casefile.following.follow import Followed, follow_person
from intertrata.casefile.following.registered import Registered, registered
from intertrata.casefile.following.surroundings import PLACES, Surroundings, surroundings
from intertrata.casefile.referrals.queries import REGISTER as REFERRALS
from intertrata.casefile.screening import CLOSED, NOT_NEEDED, OPEN, OVERDUE, SCREENED, known_of, screened
from intertrata.casefile.screening_rules import Rule, Rules, Sent, rules_of, written
from intertrata.registers import queries as registers
from intertrata.registers.queries import Source
from intertrata.vocabulary.records import record_types

__all__ = [
    "CLOSED",
    "NOT_NEEDED",
    "OPEN",
    "OVERDUE",
    "REFERRALS",
    "Asked",
    "PersonFollowed",
    "Rule",
    "Rules",
    "followed",
    "read_by_rules",
    "rules",
    "screenings",
    "sent_by",
]

BIRTH, AGES = "birth_date", ("age", "minor", "age_group")
KEPT = 4


@dataclass(frozen=True)
class Asked:
    """Which of them are asked for: everything where nothing is said. ``waiting``: only those for which somebody must act."""

    register: str = ""
    state: str = ""
    territory: str = ""
    waiting: bool = False


def rules() -> Rules:
    """Give the rules. Raises ``ValueError``, for the maker, as ``screening_rules.rules_of``."""
    return rules_of(written(), sent_by(registers.sources()))


def read_by_rules() -> list[str]:
    """Give the codes of the registers that send what some rule reads, in order."""
    one = rules()
    return sorted({
        register
        for register, kind in sent_by(registers.sources())
        if kind in one.screenings and any(not rule.registers or register in rule.registers for rule in one.screenings[kind].rules)
    })  # fmt: skip


def screenings(asked: Asked | None = None, *, today: date, as_of: date | None = None) -> pl.DataFrame:
    """Give every record that a rule picked, with its reasons and state (``screening.SCREENED``), the first due first.

    Args:
        today: the day of which overdue is said. as_of: only what deliveries cut up to this day told.
    """
    found, one = _screenings(today, as_of, registers.last_closed(*_read())), asked or Asked()
    for column, value in (("register", one.register), ("state", one.state), ("territory", one.territory)):
        if value:
            found = found.filter(pl.col(column) == value)
    return found.filter("waits") if one.waiting else found


@dataclass(frozen=True)
class PersonFollowed:
    """What is known and owed of a person, and by ordinal the records that stages and alarms name; ``unread``: records that could not be read."""

    known: Followed
    records: Mapping[int, str]
    unread: tuple[str, ...]


def followed(person: str, records: Sequence[str], *, today: date) -> PersonFollowed:
    """Follow a person through the protocol by everything that registers told of her and of her case, whoever may read it: what is shown of it
    is for ``shown`` to say.

    Args:
        records: all that speak of her (``identity.queries.records_of``); one that was marked as reserved since counts for nothing (SAFEGUARDS 10).
    """
    hers = sorted(set(records) - registers.reserved(list(records)))
    history = registers.records([*hers, *registers.of_the_case(hers)]).rows(named=True)
    keepers = {code: source.institution for code, source in registers.sources().items()}
    told = registered(history, person=person, keepers=keepers)
    return PersonFollowed(follow_person(person, told.events, _around(today), today), told.records, told.unread)


def _around(today: date) -> Surroundings:
    tables = [table for source in registers.sources().values() for table in source.tables if table.record_type.name == PLACES]
    names = sorted({table.register for table in tables}), sorted({table.name for table in tables})
    return _surroundings(today, registers.last_closed(*names))


@lru_cache(maxsize=KEPT)
def _surroundings(today: date, _closed: object) -> Surroundings:
    """The places of shelters as they were told; the last says until when it holds."""
    ids = registers.current(PLACES)["record"].to_list()
    keepers = {code: source.institution for code, source in registers.sources().items()}
    told: Registered = registered(registers.records(ids).rows(named=True), person="", keepers=keepers)
    return surroundings(told.events, today)


def _read() -> tuple[list[str], list[str]]:
    """The registers and the tables from which all of it is computed, by code and by name."""
    one = rules()
    kinds = {*one.screenings, one.leads_to[1]}
    tables = [table for source in registers.sources().values() for table in source.tables if table.record_type.name in kinds]
    return sorted({table.register for table in tables}), sorted({table.name for table in tables})


@lru_cache(maxsize=KEPT)
def _screenings(today: date, as_of: date | None, _closed: object) -> pl.DataFrame:
    """The last says until when what is computed holds; the table is given to many, and nobody writes in it."""
    all_of_them = rules()
    register, record_type = all_of_them.leads_to
    known = known_of(registers.current(record_type, register=register, as_of=as_of))
    found = [screened(registers.current(name, as_of=as_of), one, known, today=today) for name, one in all_of_them.screenings.items()]
    return pl.concat([pl.DataFrame(schema=SCREENED), *found]).sort("due", "record")


def sent_by(sources: Mapping[str, Source]) -> Sent:
    """Give the fields that each register sends of each record type: those that a column or a derivation fills, and of persons what
    follows from an age or a birth date."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    for source in sources.values():
        for table in source.tables:
            filled = {one.field.name for one in table.columns if one.field is not None} | {one.field.name for one in table.derives}
            kind = record_types()[table.record_type.name]
            told = {name for name in AGES if kind.of == "person" and kind.field(name) and filled & {BIRTH, AGES[0]}}
            key = (source.code, kind.name)
            found[key] = found.get(key, frozenset()) | filled | told
    return found
