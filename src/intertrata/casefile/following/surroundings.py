"""What stands around all persons: the places there are in shelters, whom they admit, and on which day each of them said so.

In: events without a person. Out: ``Surroundings``, the same for every trajectory of one run. Where no shelter of a region said
anything, the answer is "unknown", never "none".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from intertrata.casefile.following.event import Event, order
from intertrata.casefile.following.trajectory import NO, UNKNOWN, YES, Answer

PLACES = "shelter_places"


@dataclass(frozen=True)
class Surroundings:
    """What every shelter said of its places, by region; the newest statement of a shelter on a day counts."""

    by_region: dict[str, dict[str, list[Event]]] = field(default_factory=dict)
    by_shelter: dict[str, list[Event]] = field(default_factory=dict)

    def places(self, region: str, on: date) -> list[Event]:
        """Give what each shelter of a region (two digits) had last said by that day."""
        shelters = self.by_region.get(region, {})
        return [told for told in (_newest(each, on) for each in shelters.values()) if told is not None]

    def shelter(self, code: str, on: date) -> Event | None:
        """Give what the shelter of that code had last said by that day, or None."""
        return _newest(self.by_shelter.get(code, []), on)

    def admits(self, population: str, region: str, on: date) -> Answer:
        """Whether a shelter of the region admits the population (``vocabulary/codes/population.csv``): unknown where none said whom."""
        told = [each for each in self.places(region, on) if "population" in each.said]
        if any(each.says("population", population) for each in told):
            return YES
        return NO if told else UNKNOWN


def surroundings(events: Iterable[Event], today: date) -> Surroundings:
    """Give what stands around all persons, of what was said up to that day; a statement without a shelter's code is of a shelter of its own."""
    around = Surroundings()
    told = [each for each in events if each.type == PLACES and each.first is not None and each.first <= today]
    for each in sorted(told, key=order):
        code = each.said.get("shelter") or f"line:{each.line}"
        around.by_shelter.setdefault(code, []).append(each)
        around.by_region.setdefault(each.region, {}).setdefault(code, []).append(each)
    return around


def _newest(told: list[Event], on: date) -> Event | None:
    return next((each for each in reversed(told) if each.first is not None and each.first <= on), None)
