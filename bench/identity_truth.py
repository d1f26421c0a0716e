"""Truth sets of Peruvian shape: invented persons, their cases, and what five registers would hold of each.

In: a number of persons, a seed and a maker of noise. Out: a table of mentions by the contract of
``link-table`` and a table that says whose each mention is. Everybody in it is invented.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib import import_module
from itertools import accumulate
from pathlib import Path

HERE = Path(__file__).resolve().parent
LEXICON = HERE.parent / "src" / "intertrata" / "identity" / "lexicon"
COLUMNS = [
    "record_id",
    "register",
    "role",
    "given_names",
    "surname_1",
    "surname_2",
    "full_name",
    "document_type",
    "document_number",
    "birth_date",
    "age",
    "age_date",
    "sex",
    "nationality",
    "ubigeo",
    "event_date",
    "case_numbers",
    "together",
    "address",
]
FOREIGN = ("VEN", "BOL", "ECU", "COL", "DOM")
REGIONS = {
    "sierra": ("08", "21", "05", "09", "03", "12"),
    "coast": ("15", "14", "20", "13", "11", "07"),
    "jungle": ("16", "17", "22", "25", "01"),
}
STREETS = [
    "AV GRAU",
    "JR UNION",
    "CALLE LOS PINOS",
    "AV EL SOL",
    "JR AREQUIPA",
    "CALLE LIMA",
    "AV LA CULTURA",
    "PSJE SAN JOSE",
    "AAHH SAN MARTIN",
    "AV BOLOGNESI",
]
SETTLEMENTS = ["URB", "AAHH", "ASOC VIV", "PJ", "CENTRO POBLADO", "COOP"]


@dataclass
class Person:
    """One invented person as she truly is."""

    number: int
    female: bool
    given: list[str]
    surnames: list[str]
    born: date
    document_type: str
    document: str
    nationality: str
    home: str
    address: str
    family: int = -1


@dataclass
class Case:
    """One set of facts: its people, when, where, and the number each register gave it."""

    number: int
    day: date
    ubigeo: str
    victims: list[Person]
    suspects: list[Person]
    numbers: dict[str, str] = field(default_factory=dict)


@dataclass
class Appearance:
    """One person in one act of one register, before anybody typed anything."""

    person: Person
    register: str
    role: str
    case: Case
    day: date
    act: str
    cited: list[str]
    copied_from: Appearance | None = None


REGISTERS = {"reta": 0.82, "sistra": 0.62, "poder_judicial": 0.30, "datamart": 0.33, "cem": 0.28}


@cache
def _weighted(path: Path, key: str) -> tuple[list[str], list[float]]:
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    weight = {"all": lambda r: 1.0, "F": lambda r: float(r["female"]) / 100, "M": lambda r: 1 - float(r["female"]) / 100}[key]
    return [r["name"] for r in rows], list(accumulate(float(r["per_million"]) * weight(r) for r in rows))


@cache
def _held_out(name: str) -> list[str]:
    return (HERE / "identity_names" / name).read_text(encoding="utf-8").split()


@cache
def _invented_surnames(seed: int) -> list[str]:
    """A long tail that no list holds: surnames made of Andean and Amazonian syllables."""
    rng = random.Random(seed)
    first = ["HUA", "CCA", "CHU", "QUI", "PA", "MA", "YU", "SHA", "TA", "CO", "LLA", "PU", "SU", "TI", "WA", "ÑA", "CHA", "PI", "KU", "RI"]
    last = ["MANI", "YTA", "NCA", "LLPA", "RI", "CCO", "PA", "CHI", "QUE", "SHI", "NTI", "HUA", "PAZA", "YO", "RA", "LLA", "NI", "TA"]
    return sorted({rng.choice(first) + (rng.choice(["", "", "RI", "LLA", "NA", "CA"])) + rng.choice(last) for _ in range(2_000)})


def _surname(rng: random.Random, region: str) -> str:
    chance = rng.random()
    if chance < (0.10 if region != "coast" else 0.05):
        return rng.choice(_invented_surnames(7))
    if chance < 0.14:
        return rng.choice(_held_out("heldout_surnames.txt"))
    names, weights = _weighted(LEXICON / "surnames.csv", "all")
    name = rng.choices(names, cum_weights=weights)[0]
    # Regions differ: redraw half of what sounds of elsewhere.
    andean = any(part in name for part in ("HUA", "QUI", "MAM", "COND", "CC", "APAZ", "CHO", "TICO"))
    elsewhere = (region == "coast" and andean) or (region == "sierra" and not andean)
    if elsewhere and rng.random() < 0.5:
        name = rng.choices(names, cum_weights=weights)[0]
    particle = rng.random()
    return f"DE LA {name}" if name == "CRUZ" and particle < 0.8 else f"DEL {name}" if name == "CASTILLO" and particle < 0.4 else name


def _given(rng: random.Random, female: bool) -> list[str]:
    names, weights = _weighted(LEXICON / "given_names.csv", "F" if female else "M")
    out: list[str] = []
    for _ in range(rng.choices((1, 2, 3), (0.27, 0.69, 0.04))[0]):
        pool = _held_out("heldout_female.txt" if female else "heldout_male.txt")
        name = rng.choice(pool) if rng.random() < 0.06 else rng.choices(names, cum_weights=weights)[0]
        out += [name] if name not in out else []
    return out


def _document(rng: random.Random, nationality: str) -> tuple[str, str]:
    if nationality == "PER":
        return "DNI", f"{rng.choice((0, 1, 2, 4, 4, 6, 7, 7, 7, 7))}{rng.randrange(10**7):07d}"
    kind = rng.choice(("CE", "PASSPORT", "OTHER"))
    return kind, {
        "CE": f"00{rng.randrange(10**7):07d}",
        "PASSPORT": f"{rng.choice('ABC')}{rng.randrange(10**8):08d}",
        "OTHER": str(rng.randrange(10**6, 3 * 10**7)),
    }[kind]


def _person(rng: random.Random, number: int, *, suspect: bool) -> Person:
    female = rng.random() < (0.35 if suspect else 0.84)
    region = rng.choice(tuple(REGIONS))
    age = int(rng.triangular(19, 60, 32)) if suspect else int(rng.triangular(6, 45, 16))
    nationality = "PER" if rng.random() < 0.88 else rng.choice(FOREIGN)
    home = rng.choice(REGIONS[region]) + f"{rng.randrange(1, 9):02d}{rng.randrange(1, 13):02d}"
    surnames = [_surname(rng, region), _surname(rng, region)]
    kind, document = _document(rng, nationality)
    born = date(rng.randrange(2012, 2020) - age, 1, 1) + timedelta(days=rng.randrange(365))
    address = f"{rng.choice(STREETS)} {rng.randrange(1, 1500)}"
    if number % 5 < 3:  # many addresses are long: a settlement, a block, a sector
        address += f" {SETTLEMENTS[number * 31 % len(SETTLEMENTS)]} {_invented_surnames(7)[number * 7919 % 800]} {_invented_surnames(7)[number * 31337 % 811]} SECTOR {number % 9 + 1}"
    return Person(number, female, _given(rng, female), surnames, born, kind, document, nationality, home, address)


def population(rng: random.Random, persons: int) -> tuple[list[Person], list[Person]]:
    """Victims and suspects; a sixth of the victims stand in families (siblings, twins, mother and daughter)."""
    people = [_person(rng, n, suspect=n % 5 == 4) for n in range(persons)]
    victims, suspects = [p for p in people if p.number % 5 != 4], [p for p in people if p.number % 5 == 4]
    at = 0
    while at + 3 < len(victims):
        if rng.random() < 0.09:
            _relate(rng, victims[at], victims[at + 1])
            if rng.random() < 0.2:
                _relate(rng, victims[at], victims[at + 2])
            at += 3
        at += 1
    return victims, suspects


def _relate(rng: random.Random, one: Person, other: Person) -> None:
    one.family = other.family = one.number
    other.home, other.address, other.nationality = one.home, one.address, one.nationality
    other.document_type, other.document = _document(rng, other.nationality)
    kind = rng.random()
    if kind < 0.25:  # mother and child
        other.surnames = [other.surnames[0], one.surnames[0]]
        other.born = one.born + timedelta(days=rng.randrange(16 * 365, 30 * 365))
    else:
        other.surnames = list(one.surnames)
        twin = kind < 0.35
        other.born = one.born if twin else one.born + timedelta(days=rng.choice((-1, 1)) * rng.randrange(330, 2500))


def cases(rng: random.Random, victims: list[Person], suspects: list[Person]) -> list[Case]:
    """Cases of one to six victims; relatives come together; one person in eight is found again in another year."""
    queue = list(victims)
    again = [p for p in victims if rng.random() < 0.13]
    rng.shuffle(again)
    found: list[Case] = []
    for pool in (queue, again):
        at = 0
        while at < len(pool):
            size = rng.choices((1, 2, 3, 4, 6), (0.5, 0.24, 0.13, 0.08, 0.05))[0]
            family = pool[at].family
            while family >= 0 and at + size < len(pool) and pool[at + size].family == family:
                size += 1
            found.append(_case(rng, len(found), pool[at : at + size], suspects, victims_of_before=victims))
            at += size
    return found


def _case(rng: random.Random, number: int, victims: list[Person], suspects: list[Person], *, victims_of_before: list[Person]) -> Case:
    day = date(2012, 1, 1) + timedelta(days=rng.randrange(365 * 10))
    region = victims[0].home[:2] if rng.random() < 0.6 else rng.choice(rng.choice(tuple(REGIONS.values())))
    ubigeo = region + f"{rng.randrange(1, 9):02d}{rng.randrange(1, 13):02d}"
    # One accused in twenty was a victim once; most are in one case, some in several.
    accused = [
        rng.choice(suspects if rng.random() < 0.95 else victims_of_before)
        for _ in range(rng.choices((0, 1, 2, 3), (0.55, 0.28, 0.12, 0.05))[0])
    ]
    accused = [p for p in {p.number: p for p in accused}.values() if p not in victims]
    numbers = {
        "reta": f"{rng.randrange(10**6, 10**7)}",
        "sistra": f"{rng.randrange(100, 999)}0{rng.randrange(10**5):05d}-{day.year}-{rng.randrange(10**4)}-0",
        "poder_judicial": f"{rng.randrange(10**5):05d}-{day.year + 1}-0-{region}01-JR-PE-{rng.randrange(1, 20):02d}",
        "datamart": f"VIC-{rng.randrange(10**6):06d}",
        "cem": f"F{rng.randrange(10**7):07d}",
    }
    return Case(number, day, ubigeo, victims, accused, numbers)


CITES = {"reta": ["sistra"], "sistra": ["reta"], "poder_judicial": ["sistra"], "datamart": ["sistra", "poder_judicial"], "cem": ["reta"]}


def appearances(rng: random.Random, case: Case, suspects: list[Person], *, quoting: float) -> list[Appearance]:
    """What the registers would hold of a case: some registers, most of its people, some numbers quoted."""
    holds = [r for r, p in REGISTERS.items() if rng.random() < p] or ["reta"]
    out: list[Appearance] = []
    first: dict[int, Appearance] = {}
    for register in holds:
        day = case.day + timedelta(
            days=int(rng.expovariate(1 / {"reta": 3, "sistra": 30, "poder_judicial": 400, "datamart": 60, "cem": 20}[register]))
        )
        number = case.numbers[register]
        cited = [case.numbers[r] for r in CITES[register] if rng.random() < quoting]
        keep = 0.93 if register in ("reta", "sistra") else 0.75
        people = [(p, "victim") for p in case.victims if rng.random() < keep]
        people += [(p, "suspect") for p in case.suspects if register in ("reta", "sistra", "poder_judicial") and rng.random() < 0.8]
        if rng.random() < 0.12:  # somebody known from elsewhere, in another role
            people.append((rng.choice(suspects), rng.choice(("complainant", "witness", "family"))))
        people = list({person.number: (person, role) for person, role in people}.values())  # nobody stands twice in one act
        for person, role in people or [(case.victims[0], "victim")]:
            copied = first.get(person.number) if rng.random() < 0.35 else None
            seen = Appearance(person, register, role, case, day, f"{number}", [number, *cited], copied)
            out.append(seen)
            first.setdefault(person.number, seen)
        if register == "reta" and rng.random() < 0.05:  # the hotline's call arrives as a second copy
            person = rng.choice(case.victims)
            out.append(Appearance(person, "reta", "victim", case, day + timedelta(days=1), f"{number}1818", [f"{number}1818"]))
    return out


def make(persons: int, seed: int, maker: str) -> tuple[list[dict[str, str]], list[tuple[str, str]]]:
    """Give the mentions (contract of ``link-table``, rows shuffled) and the truth (record, person)."""
    rng = random.Random(f"{seed}-{maker}")
    noise = import_module(f"identity_noise_{maker}").Noise(rng)
    victims, suspects = population(rng, persons)
    quoting = rng.choice((0.1, 0.3, 0.5))  # countries differ in how often one institution quotes another's number
    mentions: list[dict[str, str]] = []
    truth: list[tuple[str, str]] = []
    for case in cases(rng, victims, suspects):
        noise.start(case)
        follows = getattr(noise, "appearances", None)  # a maker may have its own registers, and its own ways between them
        for seen in follows(case, suspects, quoting=quoting) if follows else appearances(rng, case, suspects, quoting=quoting):
            mention = noise.mention(seen)
            mentions.append(mention)
            truth.append((mention["record_id"], str(seen.person.number)))
    order = list(range(len(mentions)))
    rng.shuffle(order)
    for place, index in enumerate(order):
        mentions[index]["record_id"] = f"m{place:07d}"
    return [mentions[i] for i in order], [(mentions[i]["record_id"], truth[i][1]) for i in order]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--persons", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--maker", choices=("clerk", "channel", "chain"), default="clerk")
    asked = parser.parse_args()
    sys.path.insert(0, str(HERE))
    mentions, truth = make(asked.persons, asked.seed, asked.maker)
    asked.folder.mkdir(parents=True, exist_ok=True)
    with (asked.folder / "mentions-synthetic.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(mentions)
    with (asked.folder / "truth-synthetic.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("record_id", "person"), *truth])


if __name__ == "__main__":
    main()
