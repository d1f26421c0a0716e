"""Invented people for the six exports: names, documents, places and dates from one seeded generator, true of nobody.

In: a seed. Out: Person values; how each institution writes them down is the matter of its own layout.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

GIVEN = {
    "F": ("María", "Rosa Elena", "Ana Lucía", "Begoña", "Yésica", "Nélida", "Flor de María", "Zoraida", "Luz"),
    "M": ("José", "Juan Carlos", "Íñigo", "Raúl", "Wilmer", "Óscar", "Jesús Ángel", "Percy", "Noé"),
}
FAMILY = ("Quispe", "Mamani", "Núñez", "De la Cruz", "Huamán", "Ñahui", "Güere", "Del Águila", "Tello", "Chávez", "Ccopa", "Ríos")
PLACES = ("150101", "010101", "080101", "250101", "170101", "040101", "021801", "060101", "210101", "030101")
"""INEI codes: Lima, Chachapoyas, Cusco, Callería, Tambopata, Arequipa, Chimbote, Cajamarca, Puno, Abancay."""


@dataclass(frozen=True)
class Person:
    """One invented person as the truth has them: an institution tells some of it, in its own way."""

    number: int
    given: str
    father: str
    mother: str
    sex: str
    birth: date
    document: str
    place: str
    event: date

    @property
    def age(self) -> int:
        """Completed years on the day of the event."""
        return self.event.year - self.birth.year - ((self.event.month, self.event.day) < (self.birth.month, self.birth.day))


def people(seed: int, count: int) -> Iterator[Person]:
    """`count` invented people, the same for the same seed; documents that open with zero are among them."""
    draw = random.Random(seed)
    for number in range(1, count + 1):
        sex = draw.choice("FFFM")
        event = date(2019, 1, 7) + timedelta(days=draw.randrange(1200))
        yield Person(
            number=number,
            given=draw.choice(GIVEN[sex]),
            father=draw.choice(FAMILY),
            mother=draw.choice(FAMILY),
            sex=sex,
            birth=event - timedelta(days=draw.randrange(10 * 365, 50 * 365)),
            document=f"{seed % 10 * 1_000_000 + number * 137:08d}" if number % 3 else f"{40_000_000 + seed * 1000 + number}",
            place=draw.choice(PLACES),
            event=event,
        )
