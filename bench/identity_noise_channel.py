"""The second maker of noise, never used to choose anything: errors come from how a name travelled, not from a rate per field.

In: appearances. Out: mentions. A name is heard, read off paper, copied from the act before with its errors, cut by a form's
width, or not asked at all; a whole act is typed in one go by one person with one set of habits.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

from identity_noise_clerk import SPANISH, TILDES, nicknames
from identity_truth import Appearance, Case, Person

HEARD = (
    ("QU", "K"),
    ("V", "B"),
    ("B", "V"),
    ("Z", "S"),
    ("S", "Z"),
    ("C", "S"),
    ("LL", "Y"),
    ("Y", "LL"),
    ("H", ""),
    ("HU", "GU"),
    ("G", "J"),
    ("J", "G"),
    ("X", "J"),
    ("O", "U"),
    ("U", "O"),
    ("E", "I"),
    ("I", "E"),
    ("D", ""),
    ("RR", "R"),
    ("Ñ", "NI"),
)
PAPER = (
    ("RN", "M"),
    ("M", "RN"),
    ("CL", "D"),
    ("O", "Q"),
    ("U", "V"),
    ("V", "U"),
    ("I", "L"),
    ("L", "I"),
    ("N", "R"),
    ("R", "N"),
    ("A", "O"),
    ("E", "C"),
    ("H", "N"),
    ("F", "P"),
    ("Y", "V"),
    ("B", "R"),
    ("S", "5"),
    ("O", "0"),
)
WIDTH = {"poder_judicial": 28, "cem": 24}
LAYOUTS = {"reta": "parts", "sistra": "surnames_first", "poder_judicial": "surnames_first", "datamart": "parts", "cem": "given_first"}


class Clerk:
    """Whoever types one act: tired or careful, with habits that all its rows share."""

    def __init__(self, rng: random.Random, register: str) -> None:
        self.care = rng.betavariate(6, 1.3)
        self.drops_second_given = rng.random() < 0.14
        self.drops_mothers_surname = rng.random() < 0.07
        self.upper = rng.random() < 0.8
        self.comma = rng.random() < 0.6
        self.one_column = rng.random() < 0.06
        self.turned = rng.random() < 0.02
        self.birth = rng.choices(("full", "year", "january", "none", "american"), (0.52, 0.06, 0.06, 0.33, 0.03))[0]
        self.ages = rng.choices(("exact", "round", "none"), (0.5, 0.15, 0.35))[0]
        self.documents = rng.choices(("asked", "none", "station"), (0.62, 0.36, 0.02))[0]
        self.station = f"{rng.randrange(10**7, 10**8)}"
        self.letters = rng.choice(("keep", "n", "?", "utf8"))
        self.quotes = rng.random() < 0.75


class Noise:
    """Names travel: heard, copied, read off paper; one clerk an act."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.count = 0
        self.said: dict[tuple[int, str], tuple[list[str], list[str]]] = {}
        self.clerks: dict[str, Clerk] = {}
        self.liars: dict[int, tuple[list[str], list[str]]] = {}

    def start(self, case: Case) -> None:
        """A new case: new clerks; a victim may give a false name for the whole of it."""
        self.said, self.clerks, self.liars = {}, {}, {}
        for person in case.victims:
            if self.rng.random() < 0.008:
                self.liars[person.number] = (
                    [self.rng.choice(("KIARA", "JUANITA", "LUANA", "ANDREA"))],
                    [self.rng.choice(("SOTO", "RIOS", "LUNA", "TELLO")), self.rng.choice(("VEGA", "SILVA", "CRUZ"))],
                )

    def travel(self, word: str, changes: tuple[tuple[str, str], ...], chance: float) -> str:
        if self.rng.random() > chance:
            return word
        fits = [(old, new) for old, new in changes if old in word[1:] or (old in word and self.rng.random() < 0.4)]
        if not fits:
            return word
        old, new = self.rng.choice(fits)
        at = self.rng.choice([i for i in range(len(word)) if word.startswith(old, i)])
        return word[:at] + new + word[at + len(old) :]

    def spoken(self, seen: Appearance, clerk: Clerk) -> tuple[list[str], list[str]]:
        """What reached the desk: the act before it, copied with its errors, or the person herself, heard or by her papers."""
        person = seen.person
        before = seen.copied_from and self.said.get((person.number, seen.copied_from.register))
        given, surnames = before or self.liars.get(person.number) or (person.given, [TILDES.get(s, s) for s in person.surnames])
        if before:
            return [self.travel(w, PAPER, 0.02) for w in given], [self.travel(w, PAPER, 0.02) for w in surnames]
        if self.rng.random() < 0.03 and given[0] in nicknames():
            given = [self.rng.choice(nicknames()[given[0]])]
        slip = (1 - clerk.care) * 0.55
        changes = HEARD if self.rng.random() < 0.7 else PAPER
        heard = [" ".join(self.travel(p, changes, slip) for p in w.split()) for w in [*given, *surnames]]
        return heard[: len(given)], heard[len(given) :]

    def written(self, given: list[str], surnames: list[str], register: str, clerk: Clerk) -> dict[str, str]:
        given = given[:1] if clerk.drops_second_given else given
        surnames = surnames[:1] if clerk.drops_mothers_surname else surnames
        if clerk.turned:
            surnames = surnames[::-1]
        if self.rng.random() < 0.01:
            given, surnames = given[:1], []  # a hotline learns a first name
        layout = LAYOUTS[register]
        if layout == "parts" and not clerk.one_column:
            one, two = ([*surnames, "", ""])[:2]
            return {"given_names": " ".join(given), "surname_1": one, "surname_2": two}
        if layout == "given_first":
            full = " ".join([*given, *surnames])
        else:
            full = " ".join(surnames) + (", " if clerk.comma and surnames else " ") + " ".join(given)
        return {"full_name": full.strip()[: WIDTH.get(register, 60)]}

    def lettered(self, text: str, clerk: Clerk) -> str:
        text = text if clerk.upper else text.title()
        if clerk.letters == "n":
            return text.replace("Ñ", "N").replace("ñ", "n")
        if clerk.letters == "?":
            return text.replace("Ñ", "?").replace("ñ", "?")
        return text.encode().decode("cp1252", "replace") if clerk.letters == "utf8" else text

    def numbers(self, person: Person, day: date, clerk: Clerk) -> dict[str, str]:
        out: dict[str, str] = {}
        minor = (day - person.born).days < 18 * 365
        if clerk.documents == "station":
            out = {"document_type": "DNI", "document_number": clerk.station}
        elif clerk.documents == "asked" and self.rng.random() < (0.5 if minor or person.nationality != "PER" else 0.9):
            number = (
                person.document
                if self.rng.random() > 0.02 * (2 - clerk.care)
                else self.travel(person.document, (("1", "7"), ("7", "1"), ("0", "6"), ("3", "8"), ("5", "6"), ("4", "9")), 1.0)
            )
            out = {"document_type": person.document_type, "document_number": number.lstrip("0") if self.rng.random() < 0.3 else number}
        born = person.born if self.rng.random() < 0.985 else person.born + timedelta(days=self.rng.choice((365, -365, 9, -9, 30, 3650)))
        text = born.isoformat()
        if clerk.birth == "american" and born.day <= 12:
            text = date(born.year, born.day, born.month).isoformat()
        out["birth_date"] = {"full": text, "american": text, "year": text[:4], "january": f"{text[:4]}-01-01", "none": ""}[clerk.birth]
        age = (day - person.born).days // 365
        if clerk.ages != "none":
            said = age if clerk.ages == "exact" else 5 * round((age + self.rng.choice((-1, 0, 1))) / 5)
            said = 18 if 15 <= said < 18 and self.rng.random() < 0.08 else said
            out |= {"age": str(max(said, 0)), "age_date": day.isoformat() if self.rng.random() < 0.8 else ""}
        return out

    def mention(self, seen: Appearance) -> dict[str, str]:
        """Write one appearance as its act's clerk would."""
        person, register, day = seen.person, seen.register, seen.day
        clerk = self.clerks.setdefault(f"{register}{seen.act}", Clerk(self.rng, register))
        given, surnames = self.spoken(seen, clerk)
        self.said.setdefault((person.number, register), (given, surnames))
        name = {key: self.lettered(text, clerk) for key, text in self.written(given, surnames, register, clerk).items()}
        self.count += 1
        cited = [self.travel(c, (("1", "7"), ("0", "O"), ("5", "S"), ("-", "")), 0.04) for c in seen.cited[: None if clerk.quotes else 1]]
        out = dict.fromkeys(
            ("given_names", "surname_1", "surname_2", "full_name", "document_type", "document_number", "birth_date", "age", "age_date"), ""
        )
        return out | name | self.numbers(person, day, clerk) | {
            "record_id": str(self.count), "register": register, "role": seen.role,
            "sex": "" if self.rng.random() < 0.05 else "F" if person.female else "M",
            "nationality": self.rng.choice(SPANISH[person.nationality]) if self.rng.random() < 0.7 else "",
            "ubigeo": seen.case.ubigeo[: self.rng.choice((2, 4, 6))] if self.rng.random() < 0.93 else "",
            "event_date": day.isoformat(), "case_numbers": ";".join(cited), "together": seen.act,
            "address": person.address if register in ("cem", "datamart") and self.rng.random() < 0.5 else "",
        }  # fmt: skip
