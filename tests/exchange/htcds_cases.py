"""Cases that nobody lived, in the words of HTCDS: every one of its 81 live fields filled, or some of them."""

import csv
import io
import random

from intertrata.exchange.profile import profiles
from intertrata.vocabulary.codes import code_list

DATABASES = ["default", "vault", "log", "public"]
HTCDS = profiles()["htcds"]
NAMES = tuple(target.name for target in HTCDS.targets)
WORDS = [
    "Ñandú",
    "invención",
    "«prueba»,",
    "línea;",
    "nadie",
    "O'Donnell",
    "100%",
    "+51",
    "suma=",
    "@algo",
    "-menos",
    "'comilla",
    '"cita"',
    "S/D",
    "NULL",
]


def case(chance, number=0, share=0.8):
    """One case: each field filled with this chance, its codes in the order and the form the standard writes them."""
    told = {target.name: _value(target, chance, number) if chance.random() < share else "" for target in HTCDS.targets}
    return told | {"prs_FirstName": f"Nadie {number}"}


def many(number, seed=1, share=0.8):
    chance = random.Random(seed)
    return [case(chance, one, share) for one in range(number)]


def csv_text(rows, delimiter=","):
    held = io.StringIO()
    writer = csv.DictWriter(held, list(rows[0]), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return held.getvalue()


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _value(target, chance, number):
    kept = HTCDS.case_field(target)
    if kept.list == "country":
        codes = ["PE", "BO", "VE", "GB", "US"]
        return ";".join(chance.sample(codes, chance.randint(1, 3))) if kept.type == "codes" else chance.choice(codes)
    if kept.list:
        codes = [one.code for one in code_list(kept.list)]
        return ";".join(chance.sample(codes, chance.randint(1, 3))) if target.several else chance.choice(codes)
    if kept.type == "boolean":
        return chance.choice(["TRUE", "FALSE"])
    if kept.type == "date":
        return f"{chance.randint(1960, 2016)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    if kept.type == "integer":
        return str(chance.randint(0, 60))
    return f"{chance.choice(WORDS)} {chance.choice(WORDS)} {number}"
