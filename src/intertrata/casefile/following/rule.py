"""One rule of the case file as it is written in ``rules.toml``: what it says, what it rests on, its term, who must act, what silences it.

In: nothing. Out: frozen values. ``rulebook`` makes and checks them; the functions of ``rules/`` read their days and what silences each thing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Concerns = Literal["victim", "victim_open", "victim_ever", "person"]
"""Whom a rule is about: a victim alive; one in Peru whose file is open; any victim, since justice is owed to the dead too; anybody but who
is only a suspect or was found to be no victim."""
Severity = Literal["urgent", "high", "normal"]
"""How soon the deed cannot wait any longer. It is of the deed: no person is given a degree (SAFEGUARDS 15)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: ``silenced_by`` are the consents whose standing refusal silences it, ``silenced_each`` of a rule about several things
    says which refusal silences which of them; ``responsible_by`` are the fields of its records that name who must act."""

    code: str
    theme: str
    concerns: Concerns
    es: str
    rests_on: tuple[str, ...]
    to_confirm: bool
    days: int
    severity: Severity
    reads: tuple[str, ...]
    responsible: str
    responsible_minor: str
    responsible_by: tuple[str, ...]
    silenced_by: tuple[str, ...]
    silenced_each: Mapping[str, str]

    def term(self, start: date) -> date:
        """Give the day on which the term that begins on a day has ended; no calendar goes on after its last day."""
        return start + timedelta(days=min(self.days, (date.max - start).days))
