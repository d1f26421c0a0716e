"""The third maker of noise: eight registers that copy from each other, act by act, errors and all.

In: cases. Out: appearances along chains of referral, and mentions as typed. A clerk types a whole act in one go (the row above
slips into the row below); whoever receives a referral copies its names, cut and parted anew by the form's width and columns;
case numbers are quoted and mistyped; a station's own number stands as everybody's DNI; a hotline learns first names.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from identity_noise_clerk import SPANISH, TILDES, nicknames
from identity_truth import Appearance, Case, Person


@dataclass(frozen=True)
class Desk:
    """How one register takes people in: its form, what it asks, how soon it acts, and whom it refers people to."""

    form: str  # parts, comma, natural, plain (surnames first), first (a first name only)
    width: int
    document: float
    birth: float
    age: float
    place: float
    address: float
    acts: float  # how often the rows of one act say that they stand together
    delay: int
    refers: tuple[tuple[str, float], ...] = ()
    roles: tuple[str, ...] = ("victim",)


DESKS = {
    "policia": Desk("parts", 20, 0.42, 0.34, 0.6, 0.9, 0.2, 1.0, 1, (("fiscalia", 0.72), ("albergue", 0.1), ("cem", 0.1)), ("victim", "suspect")),
    "fiscalia": Desk("comma", 44, 0.4, 0.4, 0.35, 0.85, 0.0, 1.0, 20, (("juzgado", 0.33), ("udavit", 0.36), ("defensa", 0.22)), ("victim", "suspect")),
    "juzgado": Desk("plain", 30, 0.2, 0.12, 0.15, 0.8, 0.0, 0.6, 400, (), ("victim", "suspect")),
    "defensa": Desk("natural", 32, 0.35, 0.25, 0.35, 0.7, 0.2, 0.7, 60, (("juzgado", 0.1),)),
    "udavit": Desk("parts", 18, 0.35, 0.35, 0.45, 0.8, 0.3, 0.8, 40, (("albergue", 0.25),)),
    "cem": Desk("natural", 40, 0.35, 0.4, 0.6, 0.9, 0.4, 0.5, 10, (("policia", 0.4), ("albergue", 0.15))),
    "albergue": Desk("natural", 24, 0.12, 0.25, 0.5, 0.4, 0.0, 0.0, 30, ()),
    "linea": Desk("first", 40, 0.0, 0.0, 0.55, 0.9, 0.0, 0.0, 0, (("policia", 0.55), ("cem", 0.15))),
}  # fmt: skip
STARTS = (("policia", "linea", "cem", "fiscalia"), (0.43, 0.36, 0.12, 0.09))
MISHEARD = (("QU", "K"), ("LL", "Y"), ("Y", "LL"), ("V", "B"), ("B", "V"), ("S", "Z"), ("Z", "S"), ("C", "S"), ("H", ""), ("J", "G"), ("HUA", "WA"), ("I", "Y"),
            ("CC", "C"), ("N", "M"), ("M", "N"), ("O", "U"), ("E", "I"), ("TH", "T"), ("RR", "R"), ("D", ""))  # fmt: skip
FALSE = (
    ("KATY", "JHOANA", "LUZ", "PATRICIA", "ANGIE", "ROXANA"),
    ("CASTRO", "VEGA", "RIOS", "LEON", "SALAS", "PAREDES", "TUESTA", "CHOQUE"),
)
KEYS = ("given_names", "surname_1", "surname_2", "full_name", "document_type", "document_number", "birth_date", "age", "age_date")
STATIONS = 120


@dataclass
class Said:
    """What one act holds of one person: what the next desk copies."""

    given: list[str]
    surnames: list[str]
    document: tuple[str, str] = ("", "")
    birth: str = ""


class Clerk:
    """Whoever types one act: care and habits that all its rows share."""

    def __init__(self, rng: random.Random, desk: Desk) -> None:
        self.slip = rng.betavariate(1.2, 6)
        self.copies = rng.random() < 0.6
        self.upper = desk.form != "natural" or rng.random() < 0.4
        self.one_given = rng.random() < 0.13
        self.one_surname = rng.random() < 0.06
        self.swapped = rng.random() < 0.015
        self.column_full = rng.random() < 0.05
        self.tilde = rng.choice(("keep", "keep", "n", "?", "lost"))
        self.station = rng.random() < 0.035
        self.january = rng.random() < 0.08
        self.ditto = rng.random() < 0.08
        self.first_names = rng.random() < (0.3 if desk.acts == 0 else 0.01)
        self.together = rng.random() < desk.acts


class Noise:
    """Chains of referral, one clerk an act."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.count = 0
        self.others = ["4410"]
        self.stations = [f"{rng.randrange(10**7, 8 * 10**7)}" for _ in range(STATIONS)]

    def hit(self, chance: float) -> bool:
        return self.rng.random() < chance

    # -- the chain ---------------------------------------------------------------------------------
    def start(self, case: Case) -> None:
        """A new case: some give a false name for the whole of it, some a false age; every register numbers it anew."""
        rng, year = self.rng, case.day.year
        self.said: dict[tuple[int, str], Said] = {}
        self.clerks: dict[str, Clerk] = {}
        self.above: dict[str, Said] = {}
        self.names, self.born = {}, {}
        for person in case.victims:
            if self.hit(0.02):
                self.names[person.number] = ([rng.choice(FALSE[0])], [rng.choice(FALSE[1]), rng.choice(FALSE[1])][: rng.choice((1, 2, 2))])
            age = (case.day - person.born).days // 365
            if self.hit(0.03) and 14 <= age <= 24:  # an adult declared a minor, a minor declared an adult
                self.born[person.number] = person.born + timedelta(days=rng.choice((2, 3, 4)) * 365 * (-1 if age < 18 else 1))
        region = case.ubigeo[:2]
        case.numbers = {
            "policia": f"{rng.randrange(10**6, 3 * 10**7)}", "fiscalia": f"{rng.randrange(10**9, 4 * 10**9)}-{year}-{rng.randrange(3000)}-0",
            "juzgado": f"{rng.randrange(9000):05d}-{year + 1}-{rng.randrange(90)}-{region}01-JR-PE-0{rng.randrange(1, 9)}", "defensa": f"DP{year}{rng.randrange(10**5):05d}",
            "udavit": f"UD-{rng.randrange(10**5):05d}-{year}", "cem": f"{region}{rng.randrange(10**6):06d}", "albergue": "", "linea": f"L{rng.randrange(10**6):06d}",
        }  # fmt: skip

    def appearances(self, case: Case, suspects: list[Person], *, quoting: float) -> list[Appearance]:
        """Follow the referrals of one case from the first desk on; each desk sees most of those whom the one before saw."""
        first = self.rng.choices(*STARTS)[0]
        waiting: list[tuple[str, str, date]] = [(first, "", case.day)]
        seen: dict[str, dict[int, Appearance]] = {}
        while waiting:
            register, source, day = waiting.pop(0)
            if register in seen:
                continue
            desk = DESKS[register]
            day = day + timedelta(days=int(self.rng.expovariate(1 / (desk.delay + 0.1))))
            cited = [case.numbers[register]] if case.numbers[register] else []
            if source and self.hit(quoting * (0.5 if source == "linea" else 1.0) + 0.1):
                cited.append(case.numbers[source])
            keep = 0.55 if register in ("linea", "albergue") else 0.9
            people = [(p, "victim") for p in case.victims if self.hit(keep)] or [(case.victims[0], "victim")]
            if "suspect" in desk.roles:
                people += [(p, "suspect") for p in case.suspects if self.hit(0.8)]
            if self.hit(0.05):
                people.append((self.rng.choice(suspects), self.rng.choice(("witness", "complainant", "family"))))
            seen[register] = {}
            for person, role in people:
                before = seen.get(source, {}).get(person.number)
                if person.number not in seen[register]:
                    seen[register][person.number] = Appearance(person, register, role, case, day, f"{register}{case.number}", cited, before)
            waiting += [(to, register, day) for to, chance in desk.refers if self.hit(chance)]
        return [one for people in seen.values() for one in people.values()]

    # -- the name ----------------------------------------------------------------------------------
    def slip(self, word: str, chance: float) -> str:
        if len(word) < 4 or not self.hit(chance):
            return word
        fits = [(old, new) for old, new in MISHEARD if old in word]
        if fits and self.hit(0.6):
            old, new = self.rng.choice(fits)
            return word.replace(old, new, 1)
        at = self.rng.randrange(1, len(word) - 1)
        return (
            word[:at]
            + self.rng.choice((word[at + 1] + word[at], "", word[at] * 2, self.rng.choice("AEIORSN")))
            + word[at + (2 if self.hit(0.2) else 1) :]
        )

    def heard(self, seen: Appearance, clerk: Clerk) -> Said:
        """What reached this desk: the referral, copied, or the person herself."""
        person = seen.person
        before = self.said.get((person.number, seen.copied_from.register)) if seen.copied_from else None
        if before and before.surnames and clerk.copies:
            return Said(
                [self.slip(w, 0.015) for w in before.given], [self.slip(w, 0.015) for w in before.surnames], before.document, before.birth
            )
        given, surnames = self.names.get(person.number) or (person.given, [TILDES.get(s, s) for s in person.surnames])
        nick = nicknames().get(given[0])
        if nick and self.hit(0.12 if seen.register in ("linea", "albergue") else 0.015):
            given = [self.rng.choice(nick)]
        one = [" ".join(self.slip(w, clerk.slip) for w in name.split()) for name in [*given, *surnames]]
        return Said(one[: len(given)], one[len(given) :])

    def written(self, said: Said, desk: Desk, clerk: Clerk) -> dict[str, str]:
        """Put the name into the form; what the form cannot hold is cut, and what was one column is parted by position."""
        given, surnames = said.given, said.surnames
        given = given[:1] if clerk.one_given else given
        surnames = surnames[:1] if clerk.one_surname else surnames
        if clerk.swapped:
            given, surnames = surnames, given
        if desk.form == "first" or (clerk.first_names and surnames):
            said.given, said.surnames = given[:1], surnames[:1] if self.hit(0.1) else []
            return {"full_name": " ".join([*said.given, *said.surnames])}
        if desk.form == "parts" and not clerk.column_full:
            one, two = [name[: desk.width] for name in (*surnames, "", "")[:2]]
            said.given, said.surnames = " ".join(given)[: desk.width].split(), [name for name in (one, two) if name]
            return {"given_names": " ".join(said.given), "surname_1": one, "surname_2": two}
        names, families = " ".join(given), " ".join(surnames)
        text = {"natural": f"{names} {families}", "comma": f"{families}, {names}", "plain": f"{families} {names}"}.get(
            desk.form, f"{families} {names}"
        )
        text = text[: desk.width].strip(" ,")
        if len(text) == desk.width or self.hit(0.1):  # the next desk parts it by position
            words = text.replace(",", "").split()
            cut = min(2, len(words) - 1)
            said.given, said.surnames = (words[:-cut], words[-cut:]) if desk.form == "natural" and cut else (words[cut:], words[:cut])
        return {"full_name": text}

    def lettered(self, text: str, clerk: Clerk) -> str:
        text = text if clerk.upper else text.title()
        return {"n": lambda: text.replace("Ñ", "N").replace("ñ", "n"), "?": lambda: text.replace("Ñ", "?").replace("ñ", "?"), "lost": lambda: text.replace("Ñ", "").replace("ñ", "")}.get(clerk.tilde, lambda: text)()  # fmt: skip

    # -- document, birth ---------------------------------------------------------------------------
    def digits(self, text: str) -> str:
        """One digit off, or two swapped."""
        at = self.rng.randrange(max(len(text) - 1, 1))
        return (
            text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]
            if self.hit(0.3)
            else text[:at] + str(self.rng.randrange(10)) + text[at + 1 :]
        )

    def document(self, seen: Appearance, said: Said, clerk: Clerk) -> tuple[str, str]:
        person, desk = seen.person, DESKS[seen.register]
        if clerk.station and desk.document:
            return "DNI", self.stations[int(seen.case.ubigeo) % STATIONS]
        minor = (seen.day - person.born).days < 18 * 365
        if person.number in self.names:
            return "", ""
        if said.document[1]:
            return (said.document[0], self.digits(said.document[1])) if self.hit(0.01) else said.document
        if not self.hit(desk.document * (0.55 if minor else 1.0) * (0.6 if person.nationality != "PER" else 1.0)):
            return "", ""
        number = person.document
        if self.hit(0.02):
            number = self.digits(number)
        if self.hit(0.008):
            number = self.rng.choice(seen.case.victims).document
        return person.document_type if self.hit(0.9) else "", number.lstrip("0") if self.hit(0.2) else number

    def birth(self, seen: Appearance, said: Said, clerk: Clerk) -> str:
        desk, born = DESKS[seen.register], self.born.get(seen.person.number, seen.person.born)
        if said.birth:
            return said.birth
        if not self.hit(desk.birth):
            return ""
        if self.hit(0.02) and born.day <= 12:
            born = date(born.year, born.day, born.month)
        if self.hit(0.025):
            born += timedelta(days=self.rng.choice((-365, 365, 1, -1, 10, -10, 30, -30, 3650)))
        text = born.isoformat()
        return f"{text[:4]}-01-01" if clerk.january else text[:4] if self.hit(0.04) else text

    def age(self, seen: Appearance) -> dict[str, str]:
        born = self.born.get(seen.person.number, seen.person.born)
        if not self.hit(DESKS[seen.register].age):
            return {}
        age = (seen.day - born).days // 365
        if seen.register == "linea":
            age += self.rng.choice((-2, -1, 0, 0, 0, 0, 1, 2))
        elif self.hit(0.12):
            age += self.rng.choice((-1, 1, 2))
        return {"age": str(max(age, 0)), "age_date": seen.day.isoformat() if self.hit(0.7) else ""}

    def cited(self, seen: Appearance) -> str:
        """The numbers of the act, some with a digit off, some another case's."""
        out = []
        for at, number in enumerate(seen.cited):
            if at and self.hit(0.08):
                number = self.digits(number)
            if at and self.hit(0.06):
                number = self.rng.choice(self.others)
            out.append(number)
            if len(number) > 5 and self.hit(0.02):
                self.others.append(number)
        return ";".join(out)

    def mention(self, seen: Appearance) -> dict[str, str]:
        """Write one row of an act as its clerk would."""
        desk, register = DESKS[seen.register], seen.register
        clerk = self.clerks.setdefault(seen.act, Clerk(self.rng, desk))
        said, above = self.heard(seen, clerk), self.above.get(seen.act)
        name = self.written(said, desk, clerk)
        said.document, said.birth = self.document(seen, said, clerk), self.birth(seen, said, clerk)
        if above and clerk.ditto and self.hit(0.25):  # the row above slips into this one
            kind = self.rng.randrange(3)
            said.document = above.document if kind == 0 else said.document
            said.birth = above.birth if kind == 1 else said.birth
            if kind == 2 and name.get("surname_1") and above.surnames:
                name["surname_1"] = above.surnames[0]
        self.above[seen.act] = self.said[(seen.person.number, register)] = said
        self.count += 1
        place = seen.case.ubigeo if self.hit(0.88) else seen.person.home
        out = dict.fromkeys(KEYS, "") | {key: self.lettered(text, clerk) for key, text in name.items()}
        if desk.document:
            out |= {"document_type": said.document[0], "document_number": said.document[1]}
        if desk.birth:
            out["birth_date"] = said.birth
        cited = self.cited(seen) if register != "linea" or self.hit(0.5) else ""
        return out | self.age(seen) | {
            "record_id": str(self.count), "register": register, "role": seen.role,
            "sex": "" if self.hit(0.1) else ("F" if seen.person.female else "M") if not self.hit(0.006) else "F",
            "nationality": self.rng.choice(SPANISH[seen.person.nationality]) if self.hit(0.6) and register != "linea" else "",
            "ubigeo": place[: self.rng.choice((2, 4, 6, 6))] if self.hit(desk.place) else "",
            "event_date": seen.day.isoformat() if self.hit(0.93) else seen.day.isoformat()[:7],
            "case_numbers": cited, "together": seen.act if clerk.together else "",
            "address": " ".join(self.slip(w, clerk.slip) for w in seen.person.address.split()) if self.hit(desk.address) else "",
        }  # fmt: skip
