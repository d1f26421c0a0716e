"""A person's way through the protocol as it is invented: what she is, the records written of her, and what is true of her.

In: what was drawn. Out: ``Way``, to which the parts of ``following_victims`` and ``following_ways`` add. Where the texts give no number of
days a way is *settled* (over 400 days: late for any number), *fresh* (five days at most: late for none) or in between, where what depends
on the number is left open.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

Record = dict[str, Any]
STAGES = ("rescue", "complaint", "immediate_assistance", "protection", "life_plan", "justice", "closure")
CONCEPTS = [
    "in_reta_not_sistra",
    "in_sistra_not_reta",
    "no_defender",
    "minor_interviewed_again",
    "no_health_referral",
    "victim_in_preventive_centre",
    "foreign_not_told",
    "abroad_not_coordinated",
    "no_plan",
    "no_follow_up",
    "trafficked_again",
    "defender_not_notified",
    "measure_ending",
    "measure_not_complied",
    "referral_unanswered",
    "no_outcome",
    "sentence_without_reparation",
    "reparation_unpaid",
    "call_without_complaint",
    "shelter_over_capacity",
    "no_shelter_for_population",
]
SENDER = {
    "reta": "pnp", "sistra": "mpfn", "udavit": "mpfn", "datamart": "minjusdh", "minsa": "minsa", "upe": "mimp", "car": "inabif", "cem": "mimp",
    "gobiernos": "gobierno_regional", "centros_preventivos": "pronacej", "poder_judicial": "pj", "migraciones": "migraciones",
    "desaparecidas": "pnp", "linea_1818": "mininter", "mrree_pah": "mrree",
}  # fmt: skip
SETTLED, FRESH = 400, 5


@dataclass
class Way:
    """One person: what she is, what was drawn of her, her records and what is true of her."""

    person: str
    chance: random.Random
    today: date
    detected: date
    region: str
    admits: frozenset[str] | None
    age: int | None
    sex: str
    nationality: str | None
    gender: str | None = None
    refuses_all: bool = False
    defended: bool = False
    achieved: bool = False
    well: bool = False
    registers: tuple[str, ...] = ()
    records: list[Record] = field(default_factory=list)
    stages: dict[str, str] = field(default_factory=dict)
    must: set[str] = field(default_factory=set)
    open: set[str] = field(default_factory=set)
    status: str = ""

    @property
    def days(self) -> int:
        return (self.today - self.detected).days

    @property
    def child(self) -> bool:
        """A child, or a person of doubtful age (SAFEGUARDS 2)."""
        return self.age is None or self.age < 18

    def says(self, kind: str, after: int | date, register: str, /, **told: Any) -> None:
        """Write a record some days after she was detected; one that would lie in the future is not written."""
        day = after if isinstance(after, date) else self.detected + timedelta(days=after)
        if day > self.today:
            return
        row = {"person": self.person, "type": kind, "date": day.isoformat(), "register": register, "institution": SENDER[register]}
        self.records.append(row | {"territory": f"{self.region}0101"} | {name: value for name, value in told.items() if value is not None})

    def leave_open(self, *concepts: str) -> None:
        self.must -= set(concepts)
        self.open |= set(concepts)

    def late(self, concept: str, *, even_at_once: bool = False) -> None:
        """What is missing is an alarm for sure, for sure none, or open, by how long ago she was detected."""
        if self.days > SETTLED:
            self.must.add(concept)
        elif self.days > FRESH or even_at_once:
            self.open.add(concept)

    @property
    def traits(self) -> Record:
        return {"age": self.age, "sex": self.sex, "nationality": self.nationality}

    @property
    def grown(self) -> bool:
        """Whether somebody of this age at detection is an adult by now."""
        return self.age is not None and self.age + self.days / 365.25 >= 18

    def owed(self) -> str:
        return "due" if self.days > SETTLED else "pending|due"

    def drawn(self, **weights: float) -> str:
        return self.chance.choices(list(weights), list(weights.values()))[0]

    def refuses(self, what: str, after: int) -> None:
        """Write a refusal; sometimes told after a yes, sometimes as a yes withdrawn."""
        how = self.drawn(plain=6, after_yes=2 if after else 0, revoked=1)
        if how == "after_yes":
            self.says("consent", after - 1, "udavit", consent_for=what, answer="given", number=f"C0-{self.person}-{what}")
        answer = "revoked" if how == "revoked" else "refused"
        self.says("consent", after, "udavit", consent_for=what, answer=answer, informed=["spoken"], number=f"C1-{self.person}-{what}")
