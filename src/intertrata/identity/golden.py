"""Golden values of a person: which of the values that her records say stands, by written rules, with every conflict in sight.

In: what each record says (``Saying``). Out: ``GoldenValue`` by field: the value that stands, and every value with the records
and registers that say it. Rules (DESIGN.md §5): within a register the newest beats the old; a record whose document a check
character proves beats a typed one; a more exact value beats a vaguer one; then what most registers say, then the newest.
Doubtful age means a minor until disproved (SAFEGUARDS 2).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from intertrata.identity import dates
from intertrata.identity.names import fold

MAJORITY = 18


class Saying(NamedTuple):
    """One record says one value of one field.

    Attributes:
        told: when it was told, ISO date: newer beats older within a register. exact: how precise the value is (dates: day 3,
            month 2, year 1; names: letters that are no initials). checked: the record's document was proved by its check character. same: what it is compared
            by, where that is not its letters (a surname without its particles).
    """

    record: str
    register: str
    field: str
    value: str
    told: str
    exact: int = 0
    checked: bool = False
    same: str = ""


@dataclass(frozen=True)
class Said:
    """One value and who says it."""

    value: str
    records: tuple[str, ...]
    registers: tuple[str, ...]


@dataclass(frozen=True)
class GoldenValue:
    """One field: the value that stands, and all that are said, the one that stands first."""

    field: str
    value: str
    said: tuple[Said, ...]

    @property
    def disputed(self) -> bool:
        """Whether records disagree."""
        return len(self.said) > 1


def golden(sayings: Iterable[Saying], fields: Sequence[str]) -> tuple[GoldenValue, ...]:
    """Give the golden value of each field that some record speaks of, in the order of ``fields``."""
    by_field: dict[str, list[Saying]] = {}
    for saying in sayings:
        if saying.value:
            by_field.setdefault(saying.field, []).append(saying)
    return tuple(_one(field, by_field[field]) for field in fields if field in by_field)


def _one(field: str, sayings: list[Saying]) -> GoldenValue:
    if len({saying.value for saying in sayings}) == 1:
        return GoldenValue(field, sayings[0].value, (_said(sayings),))
    groups: dict[str, list[Saying]] = {}
    for saying in sayings:
        groups.setdefault(saying.same or fold(saying.value) or saying.value, []).append(saying)
    newest: dict[str, str] = {}
    for saying in sayings:
        newest[saying.register] = max(newest.get(saying.register, ""), saying.told)

    def rank(group: list[Saying]) -> tuple[object, ...]:
        current = [one for one in group if one.told == newest[one.register]]  # not overtaken in their own register
        return (
            bool(current), any(one.checked for one in current), max(one.exact for one in group),
            len({one.register for one in current}), max(one.told for one in group), fold(group[0].value),
        )  # fmt: skip

    ordered = sorted(groups.values(), key=rank, reverse=True)
    said = tuple(_said(group) for group in ordered)
    return GoldenValue(field, said[0].value, said)


def _said(group: list[Saying]) -> Said:
    """Show the value as it is best written: with its accents, where somebody wrote them, and with all its words."""
    best = min((one.value for one in group), key=lambda text: (text.isascii(), text == text.upper(), -len(text.split()), text))
    return Said(best, tuple(sorted({one.record for one in group})), tuple(sorted({one.register for one in group})))


@dataclass(frozen=True)
class Majority:
    """Whether a person was under 18 at an event, and on what that rests.

    Attributes:
        minor: True unless disproved. basis: ``stated`` (all that is known says so), ``disproved`` (all says 18 or over),
            ``doubtful`` (it disagrees, or allows both), ``unknown`` (no age, no birth).
    """

    minor: bool
    basis: str


def majority(births: Sequence[dates.Span], event: dates.Span | None) -> Majority:
    """Decide by everything that is known of her birth, never by the value that stands alone (SAFEGUARDS 2; Ley 27337, T.P. art. I, to confirm)."""
    if not births or event is None:
        return Majority(minor=True, basis="unknown")
    spans = [dates.ages(birth, event) for birth in births]
    if all(low >= MAJORITY for low, _ in spans):
        return Majority(minor=False, basis="disproved")
    if all(high < MAJORITY for _, high in spans):
        return Majority(minor=True, basis="stated")
    return Majority(minor=True, basis="doubtful")
