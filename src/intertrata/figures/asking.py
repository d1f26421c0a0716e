"""What a reader's words ask for: a register, perhaps as it was known at a day; a period; a value of a dimension.

In: texts and days. Out: values that have proved to mean something, or a ``Problem`` that says what may be asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from intertrata.figures.conditions import asked
from intertrata.figures.definitions import Indicator
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.periods import Period

REGISTER = re.compile(r"([a-z][a-z0-9_]*)(?:@(\d{4}-\d{2}-\d{2}))?")


@dataclass(frozen=True)
class RegisterAsked:
    """A register as it was asked for: as written, its code, and the day it is asked about (None: now)."""

    name: str
    register: str
    as_of: date | None


def register_asked(text: str) -> RegisterAsked:
    """Read ``reta`` or ``reta@2017-03-31``.

    Raises:
        Problem: ``register_date_unreadable``.
    """
    found = REGISTER.fullmatch(text.strip())
    try:
        if found:
            return RegisterAsked(text.strip(), found[1], date.fromisoformat(found[2]) if found[2] else None)
    except ValueError:
        pass  # 2017-02-31 has the form of a day and is none: the same sentence says so
    raise Problem("register_date_unreadable", asked=text)


def period(start: date | None, end: date | None) -> tuple[date | None, date | None]:
    """Give the period as it is, once it does not end before it starts.

    Raises:
        Problem: ``period_reversed``.
    """
    if start and end:
        Period(start, end)
    return start, end


def of_records(indicator: Indicator, where: Mapping[str, str | None]) -> dict[str, str | None]:
    """Give the codes that a bridge asks each record for. Registers are its two sides, so none can be asked for.

    Raises:
        Problem: ``dimension_unknown`` or ``value_unknown``.
    """
    allowed = replace(indicator, dimensions=tuple(code for code in indicator.dimensions if code != "register"))
    return {code: asked(allowed.dimension(code), text) for code, text in where.items()}
