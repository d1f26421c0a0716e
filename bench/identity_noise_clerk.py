"""The first maker of noise: a clerk who errs field by field, each register in its own manner.

In: appearances (a person in an act). Out: mentions as typed. Used for training and for choosing.
"""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from functools import cache

from identity_truth import LEXICON, Appearance, Case, Person
from stdnum.pe import cui

NEIGHBOURS = {
    "A": "SQ",
    "E": "RW",
    "I": "UO",
    "O": "IP",
    "U": "YI",
    "N": "MB",
    "M": "N",
    "R": "ET",
    "S": "AD",
    "L": "K",
    "T": "RY",
    "C": "XV",
    "D": "SF",
}
EAR = [("B", "V"), ("V", "B"), ("Z", "S"), ("S", "Z"), ("CE", "SE"), ("CI", "SI"), ("LL", "Y"), ("Y", "LL"), ("H", ""), ("GE", "JE"), ("GI", "JI"),
       ("QU", "K"), ("QUI", "QI"), ("HUA", "GUA"), ("HUA", "WA"), ("CC", "C"), ("K", "C"), ("J", "G"), ("I", "Y"), ("NN", "N"), ("JH", "J"), ("Y", "I"), ("SH", "CH"), ("TH", "T"), ("E", "I"), ("O", "U")]  # fmt: skip
GLYPHS = [("O", "0"), ("I", "1"), ("S", "5"), ("B", "8"), ("E", "3")]
ACCENTS = {
    "MARIA": "María",
    "GARCIA": "García",
    "PEREZ": "Pérez",
    "RAMIREZ": "Ramírez",
    "LOPEZ": "López",
    "SANCHEZ": "Sánchez",
    "GONZALES": "Gonzáles",
    "HUAMAN": "Huamán",
    "JOSE": "José",
    "LUCIA": "Lucía",
    "CHAVEZ": "Chávez",
    "NUÑEZ": "Núñez",
    "DIAZ": "Díaz",
    "JESUS": "Jesús",
}
TILDES = {
    "NUNEZ": "NUÑEZ",
    "MUNOZ": "MUÑOZ",
    "PENA": "PEÑA",
    "ZUNIGA": "ZUÑIGA",
    "BRICENO": "BRICEÑO",
    "SALDANA": "SALDAÑA",
    "QUINONES": "QUIÑONES",
    "NAUPARI": "ÑAUPARI",
    "NAHUI": "ÑAHUI",
}
STYLE = {  # name layout, natural case, document kept, birth date kept, age kept, address kept
    "reta": ("parts", False, 0.60, 0.55, 0.75, 0.3),
    "sistra": ("comma", False, 0.55, 0.62, 0.45, 0.0),
    "poder_judicial": ("plain", False, 0.30, 0.30, 0.25, 0.0),
    "datamart": ("parts", True, 0.55, 0.45, 0.55, 0.4),
    "cem": ("natural", True, 0.58, 0.66, 0.60, 0.6),
}
DUMMIES = ("00000000", "99999999", "12345678", "11111111")
SPANISH = {
    "PER": ("PER", "PERUANA", "Perú", "PERUANO"),
    "VEN": ("VEN", "VENEZOLANA", "Venezuela"),
    "BOL": ("BOL", "BOLIVIANA", "Bolivia"),
    "ECU": ("ECU", "ECUATORIANA", "Ecuador"),
    "COL": ("COL", "COLOMBIANA", "Colombia"),
    "DOM": ("DOM", "DOMINICANA", "República Dominicana"),
}


@cache
def nicknames() -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for row in csv.DictReader((LEXICON / "nicknames.csv").read_text(encoding="utf-8").splitlines()):
        out.setdefault(row["name"], []).append(row["nickname"])
    return out


class Noise:
    """Errors drawn independently, field by field, with rates of each register."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.typed: dict[int, dict[str, str]] = {}
        self.count = 0

    def start(self, case: Case) -> None:
        """A new case: forget what was typed of the one before; some people give a false name throughout."""
        self.typed = {}

    def hit(self, chance: float) -> bool:
        return self.rng.random() < chance

    # -- one token -------------------------------------------------------------------------------
    def typo(self, word: str) -> str:
        if len(word) < 4:
            return word
        at = self.rng.randrange(1, len(word) - 1)
        kind = self.rng.randrange(4)
        if kind == 0:
            return word[:at] + word[at + 1 :]
        if kind == 1:
            return word[:at] + word[at] + word[at:]
        if kind == 2:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        return word[:at] + self.rng.choice(NEIGHBOURS.get(word[at], "AEIO")) + word[at + 1 :]

    def by_ear(self, word: str) -> str:
        fits = [pair for pair in EAR if pair[0] in word]
        if not fits:
            return word
        old, new = self.rng.choice(fits)
        return word.replace(old, new, 1)

    def token(self, word: str) -> str:
        word = TILDES.get(word, word)
        if self.hit(0.075):
            word = self.by_ear(word)
        if self.hit(0.045):
            word = self.typo(word)
        if self.hit(0.006):
            old, new = self.rng.choice(GLYPHS)
            word = word.replace(old, new, 1)
        return word

    def cased(self, text: str, natural: bool) -> str:
        if natural:
            text = " ".join(ACCENTS.get(w, w.title()) for w in text.split())
            return text.encode().decode("cp1252", "replace") if "ñ" in text and self.hit(0.15) else text
        return text.replace("Ñ", self.rng.choice(("Ñ", "N", "N", "?", "Ñ", "#"))) if "Ñ" in text else text

    # -- the name --------------------------------------------------------------------------------
    def given(self, person: Person) -> list[str]:
        names = list(person.given)
        if self.hit(0.025):
            nick = nicknames().get(names[0])
            names = [self.rng.choice(nick)] if nick else names
        if len(names) > 1:
            drop = self.rng.random()
            names = names[:1] if drop < 0.20 else names[1:] if drop < 0.235 else names
            if len(names) > 1 and self.hit(0.02):
                names.reverse()
            if len(names) > 1 and self.hit(0.04):
                names[1] = names[1][0] + self.rng.choice(("", "."))
        return [self.token(n) if len(n) > 2 else n for n in names]

    def surnames(self, person: Person, day: date) -> list[str]:
        one, two = person.surnames
        adult = (day - person.born).days > 20 * 365
        two = "" if self.hit(0.09 if person.nationality == "PER" else 0.35) else two
        if two and self.hit(0.015):
            one, two = two, one
        if person.female and adult and self.hit(0.035):
            husband = f"DE {self.rng.choice(('FLORES', 'QUISPE', 'ROJAS', 'TORRES', 'MAMANI', 'CACERES', 'POLO'))}"
            two = husband if self.hit(0.6) else f"{two} {husband}".strip()
        out = []
        for name in (one, two):
            parts = name.split()
            if len(parts) > 1 and parts[0] in ("DE", "DEL") and parts[-1] in ("CRUZ", "CASTILLO"):
                how = self.rng.random()
                parts = parts[-1:] if how < 0.12 else ["".join(parts)] if how < 0.2 else parts
            out.append(" ".join(self.token(p) if p not in ("DE", "DEL", "LA") else p for p in parts))
        return out

    def name(self, person: Person, register: str, day: date) -> dict[str, str]:
        layout, natural, *_ = STYLE[register]
        if self.hit(0.012):  # a false name, given on purpose
            person = Person(
                -1,
                person.female,
                [self.rng.choice(("ROSA", "MARIA", "CARLA", "JOSE", "LUIS"))],
                [self.rng.choice(("FLORES", "ROJAS", "PEREZ")), self.rng.choice(("DIAZ", "LOPEZ", "RAMOS"))],
                person.born,
                "",
                "",
                person.nationality,
                "",
                "",
            )
        given, (one, two) = self.given(person), self.surnames(person, day)
        if layout == "parts":
            if self.hit(0.012):
                return {
                    "given_names": self.cased(f"{one} {two}".strip(), natural),
                    "surname_1": self.cased(given[0], natural),
                    "surname_2": self.cased(" ".join(given[1:]), natural),
                }
            if self.hit(0.03):
                one, two = f"{one} {two}".strip(), ""
            return {
                "given_names": self.cased(" ".join(given), natural),
                "surname_1": self.cased(one, natural),
                "surname_2": self.cased(two, natural),
            }
        surnames, names = f"{one} {two}".strip(), " ".join(given)
        if layout == "natural" and self.hit(0.93):
            full = f"{names} {surnames}"
        else:
            full = f"{surnames}{', ' if layout == 'comma' and self.hit(0.85) else ' '}{names}"
        return {"full_name": self.cased(full, natural)}

    # -- document, birth, place --------------------------------------------------------------------
    def document(self, seen: Appearance) -> dict[str, str]:
        person, register, day = seen.person, seen.register, seen.day
        minor = (day - person.born).days < 18 * 365
        keep = STYLE[register][2] * (0.55 if minor else 1.0) * (0.6 if person.nationality != "PER" else 1.0)
        if not self.hit(keep):
            return {"document_type": "DNI", "document_number": self.rng.choice(DUMMIES)} if self.hit(0.02) else {}
        number = person.document
        if self.hit(0.02):
            at = self.rng.randrange(len(number) - 1)
            number = number[:at] + (
                str(self.rng.randrange(10)) + number[at + 1 :] if self.hit(0.6) else number[at + 1] + number[at] + number[at + 2 :]
            )
        if self.hit(0.006):
            number = f"{self.rng.randrange(10**7, 10**8)}"  # somebody else's
        if self.hit(0.02 if minor else 0.005):
            number = self.rng.choice(seen.case.victims).document  # her mother's, her sister's, the next row's
        if person.document_type == "DNI" and self.hit(0.25):
            number = number.lstrip("0") or number
        if person.document_type == "DNI" and len(number) == 8 and self.hit(0.1):
            number += f"-{cui.calc_check_digits(number)[0]}"
        elif person.document_type == "DNI" and self.hit(0.06):
            number = f"{number[:2]} {number[2:5]}.{number[5:]}"
        return {"document_type": person.document_type if self.hit(0.85) else "", "document_number": number}

    def birth(self, person: Person, register: str, day: date) -> dict[str, str]:
        _, _, _, dated, aged, _ = STYLE[register]
        out: dict[str, str] = {}
        age = (day - person.born).days // 365.2425
        if self.hit(dated):
            born = person.born
            if self.hit(0.025) and born.day <= 12:
                born = date(born.year, born.day, born.month)
            if self.hit(0.03):
                born = born + timedelta(days=self.rng.choice((-365, 365, -1, 1, 10, -10, 30, -31, 3652, -3652)))
            how = self.rng.random()
            text = born.isoformat()
            out["birth_date"] = text[:4] if how < 0.05 else text[:7] if how < 0.07 else f"{text[:4]}-01-01" if how < 0.12 else text
        if self.hit(aged):
            guess = self.rng.random()
            said = int(age) + (self.rng.choice((-3, -2, -1, 1, 2, 3)) if guess < 0.18 else 0)
            if said < 18 and self.hit(0.06):
                said = self.rng.choice((18, 18, 19, 20))
            out["age"] = str(max(said, 0))
            if self.hit(0.7):
                out["age_date"] = day.isoformat()
        return out

    def address(self, person: Person, day: date) -> str:
        """An address changes every few years, and is written anew each time."""
        text = person.address
        if self.hit(0.25):
            words = text.split()
            text = " ".join(words[: max(3, len(words) - 3)]) if self.hit(0.5) else " ".join(map(self.typo, words))
        if (person.number + day.year) % 3 == 0:
            text = f"JR HUASCAR {(person.number * 7 + day.year // 3) % 900}"
        return text

    def mention(self, seen: Appearance) -> dict[str, str]:
        """Type one appearance; what is copied from an earlier act keeps that act's errors in the name."""
        person, register, day = seen.person, seen.register, seen.day
        name = self.name(person, register, day)
        if seen.copied_from and STYLE[seen.copied_from.register][0] == STYLE[register][0]:
            name = self.typed[person.number]
        self.typed.setdefault(person.number, name)
        self.count += 1
        place = seen.case.ubigeo if self.hit(0.9) else person.home
        cited = [c if not self.hit(0.03) else self.typo(c) for c in seen.cited]
        out = dict.fromkeys(
            ("given_names", "surname_1", "surname_2", "full_name", "document_type", "document_number", "birth_date", "age", "age_date"), ""
        )
        return out | name | self.document(seen) | self.birth(person, register, day) | {
            "record_id": str(self.count), "register": register, "role": seen.role,
            "sex": "" if self.hit(0.04) else ("F" if person.female else "M") if not self.hit(0.008) else ("M" if person.female else "F"),
            "nationality": "" if self.hit(0.15) else self.rng.choice(SPANISH[person.nationality if not self.hit(0.015) else "PER"]),
            "ubigeo": "" if self.hit(0.07) else place[: self.rng.choice((2, 4, 6, 6, 6))],
            "event_date": day.isoformat() if self.hit(0.95) else day.isoformat()[:7],
            "case_numbers": ";".join(cited), "together": seen.act if register != "poder_judicial" or self.hit(0.5) else "",
            "address": self.address(person, day) if self.hit(STYLE[register][5]) else "",
        }  # fmt: skip
