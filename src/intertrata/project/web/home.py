"""Home as values: what waits for a person, and where rows are refused. In: what the rooms tell, in counts. Out: rows that its template prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from intertrata.registers.queries import Source
from intertrata.vocabulary.wording import percent

LATE = "alarm_late"


@dataclass(frozen=True)
class Refusing:
    """One table of one register whose last full delivery holds rows that were refused."""

    register: str
    title: str
    deposit: str
    cut_off: date
    read: int
    refused: int
    share: str


@dataclass(frozen=True)
class Waiting:
    """What waits for a person who may do something about it, in numbers; None where it is not for this account to see."""

    alarms: int | None
    doubts: int | None
    unlinked: int
    subscriptions: int | None
    screenings: int | None
    overdue: int | None

    @property
    def anything(self) -> bool:
        """Whether there is something to do."""
        return any((self.alarms, self.doubts, self.unlinked, self.subscriptions, self.screenings, self.overdue))


def first_of(alarms: Sequence[Mapping[str, Any]], most: int) -> tuple[list[Mapping[str, Any]], int]:
    """Give the alarms that are said one by one, and how many tables came late: of those one is as the other, and there may be one a table.

    Args:
        alarms: rows of ``registers.web.judged.said``.
    """
    late = sum(one["code"] == LATE for one in alarms)
    return [one for one in alarms if one["code"] != LATE][:most], late


def refusing(tables: Iterable[Mapping[str, Any]], sources: Mapping[str, Source]) -> list[Refusing]:
    """Give the tables of which rows were refused, the largest share first.

    Args:
        tables: rows of ``registers.queries.quality``. sources: the registers as they are declared.
    """
    worst = sorted((row for row in tables if row["refused"]), key=lambda row: (-row["refused_share"], row["register"], row["table"]))
    return [
        Refusing(
            sources[row["register"]].called if row["register"] in sources else row["register"], row["title"], row["deposit"], row["cut_off"],
            row["read"], row["refused"], percent(row["refused_share"]),
        )
        for row in worst
    ]  # fmt: skip
