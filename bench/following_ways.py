"""Invents persons' ways through the protocol, with what is true of each: stages, alarms that must be there, alarms that must not.

In: a seed, how many persons, the day. Out: records by the contract of `intertrata follow-table`, in no order, and expectations as
``tests/casefile/following/examiner.py`` reads them. What is true is drawn first and records are written from it; nothing here knows how the
product judges.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from following_person import CONCEPTS, FRESH, SETTLED, STAGES, Record, Way
from following_victims import in_registers, victim

DEPARTMENTS = [f"{number:02d}" for number in range(1, 26)]


def invent(seed: int, persons: int, today: date) -> tuple[list[Record], list[dict[str, Any]]]:
    """Give the records of so many persons and of the shelters around them, in no order, and the expectation of each person."""
    chance = random.Random(seed)
    shelters = {department: _admits(chance) for department in DEPARTMENTS}
    records = [row for department, admits in shelters.items() if admits for row in _places(department, admits, today)]
    expectations = []
    for number in range(persons):
        way = _born(f"p{number:05d}", chance, today, shelters)
        KINDS[way.drawn(victim=84, suspect=4, smuggled=4, missing=3, witness=2, cleared=3, abroad=2, caller=2)](way)
        records += _noisy(way)
        expectations.append(_expectation(way))
    chance.shuffle(records)
    return records, expectations


def _admits(chance: random.Random) -> frozenset[str] | None:
    kinds = (None, ("women", "girls"), ("women", "girls", "boys", "men"), ("women", "girls", "boys", "men", "lgtbi"))
    drawn = chance.choices(kinds, (2, 5, 2, 2))[0]
    return frozenset(drawn) if drawn else None


def _places(department: str, admits: frozenset[str], today: date) -> list[Record]:
    house = {"shelter": f"CASA-{department}", "shelter_kind": "hrt", "population": sorted(admits), "capacity": 30, "occupied": 12}
    crowded = {"shelter": f"LLENO-{department}", "shelter_kind": "car", "population": ["girls", "boys"], "capacity": 10, "occupied": 14}
    days = (date(2012, 1, 15), today - timedelta(days=20))
    return [_place(shelter, department, day) for shelter in (house, crowded) for day in days]


def _place(shelter: Record, department: str, day: date) -> Record:
    told = {"register": "gobiernos", "institution": "gobierno_regional", "territory": f"{department}0101"}
    return {"person": "", "type": "shelter_places", "date": day.isoformat()} | told | shelter


def _born(person: str, chance: random.Random, today: date, shelters: dict[str, frozenset[str] | None]) -> Way:
    days = chance.choices((chance.randint(SETTLED + 20, 2000), chance.randint(1, FRESH), chance.randint(20, SETTLED - 20)), (75, 10, 15))[0]
    region = chance.choice(DEPARTMENTS)
    sex = chance.choices(("female", "male"), (8, 2))[0]
    return Way(
        person=person,
        chance=chance,
        today=today,
        detected=today - timedelta(days=days),
        region=region,
        admits=shelters[region],
        age=chance.choices((None, chance.randint(6, 16), 17, chance.randint(19, 55)), (6, 32, 6, 56))[0],
        sex=sex,
        nationality=chance.choices(("PER", None, chance.choice(("COL", "VEN", "BOL", "ECU"))), (76, 7, 17))[0],
        gender="trans_woman" if sex == "male" and chance.random() < 0.15 else None,
    )


def _suspect(way: Way) -> None:
    way.says(
        "suspect", 0, "sistra", procedural_status=way.chance.choice(("investigated", "accused", "convicted", "acquitted")), **way.traits
    )
    if way.child and way.age is not None:
        way.says("stay", 1, "centros_preventivos", shelter_kind="preventive_centre", reason="law_conflict", number=f"P-{way.person}")
    _no_stage(way)


def _smuggled(way: Way) -> None:
    way.says("smuggled_person", 0, "reta", screened=way.chance.choice((True, False)), signs_of_trafficking=False, **way.traits)
    _no_stage(way)


def _missing(way: Way) -> None:
    finding = way.chance.choice(("violence_at_home", "other_offence", "abduction"))
    way.says("missing_report", 0, "desaparecidas", number=f"X-{way.person}", found="found_alive", finding=finding, **way.traits)
    _no_stage(way)


def _witness(way: Way) -> None:
    way.says("witness", 0, "reta", standing="witness", protected=True, **way.traits)
    _no_stage(way)


def _abroad(way: Way) -> None:
    """Known to a consulate: coordinated, helped, left, or an asylum seeker of whom nothing may be told (SAFEGUARDS 5)."""
    drawn = way.drawn(told=3, helped=3, nobody=3, asylum=1)
    way.nationality = "PER"
    said: Record = {"country": way.chance.choice(("ITA", "CHL", "ESP")), "asylum_seeker": drawn == "asylum" or None}
    said |= {"told_to": ["mininter", "mpfn"] if drawn == "told" else []}
    way.says("victim_abroad", 0, "mrree_pah", number=f"V-{way.person}", **said, **way.traits)
    if drawn == "helped":
        way.says("service", 1, "mrree_pah", number=f"W-{way.person}", service_kind=["economic"], provider="mrree", standing="victim")
    quiet = {"foreign_not_told", "reparation_unpaid", "sentence_without_reparation", "measure_ending", "measure_not_complied"}
    way.open = set(CONCEPTS) - quiet - {"abroad_not_coordinated"}
    if drawn == "nobody":
        way.late("abroad_not_coordinated", even_at_once=True)


def _caller(way: Way) -> None:
    """Only a call to a hotline: about trafficking and never a complaint, or another matter."""
    drawn = way.drawn(lost=3, other=3, unknown=1)
    about = {"lost": True, "other": False, "unknown": None}[drawn]
    became = {"lost": way.chance.choice(("pending", "referred")), "other": "guidance_given", "unknown": None}[drawn]
    way.says("call", 0, "linea_1818", number=f"K-{way.person}", hotline="line_1818", about_trafficking=about, became=became)
    if drawn == "lost":
        way.open = set(CONCEPTS) - {"call_without_complaint", "foreign_not_told", "reparation_unpaid", "measure_ending"}
        way.late("call_without_complaint", even_at_once=True)


def _cleared(way: Way) -> None:
    """A victim's way that ends with the finding of the body competent that she is none."""
    way.detected -= timedelta(days=3)  # the finding of the very day on which a register confirms her would be open
    in_registers(way)
    way.says(
        "victim",
        way.today,
        "sistra",
        status="not_a_victim",
        decided_by=way.chance.choice(("mpfn", "pj")),
        offences=["trafficking"],
        **way.traits,
    )
    way.must, way.open, way.status = set(), set(), "not_a_victim"
    way.stages = dict.fromkeys(STAGES, "not_needed") | {"rescue": "done|not_needed", "complaint": "!declined"}


def _no_stage(way: Way) -> None:
    way.stages = dict.fromkeys(STAGES, "not_needed|absent")


KINDS: dict[str, Callable[[Way], None]] = {
    "victim": victim, "suspect": _suspect, "smuggled": _smuggled, "missing": _missing, "witness": _witness, "cleared": _cleared,
    "abroad": _abroad, "caller": _caller,
}  # fmt: skip


def _noisy(way: Way) -> list[Record]:
    """Records as institutions send them: some twice, some with a month for a date, some without what does not matter here."""
    told = []
    for row in way.records:
        row = dict(row)
        if row["type"] in ("complaint", "victim") and way.days > SETTLED and not way.status and way.chance.random() < 0.03:
            row["date"] = row["date"][:7]
        if row["type"] not in ("stay", "victim", "complaint") and way.chance.random() < 0.05:
            row.pop("territory", None)
        told += [row] * (2 if way.chance.random() < 0.04 else 1)
    return told


def _expectation(way: Way) -> dict[str, Any]:
    opened = way.open - way.must
    return {
        "person": way.person,
        "today": way.today.isoformat(),
        "why": "Drawn.",
        "stages": way.stages,
        "must": sorted(way.must),
        "must_not": sorted(set(CONCEPTS) - way.must - opened),
        "open": sorted(opened),
        "status": way.status,
    }
