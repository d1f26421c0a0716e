"""The declared life of a referral: which step may follow, whose it is, what must be said with it; its state is what its steps led to.

In: steps as declared (``steps.toml``), the steps that were taken. Out: states, steps allowed. Pure: no day and no person in it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.records import record_types


class Party(StrEnum):
    """Whose a step is: of the institution that sent, or of the one that it is with now."""

    SENDER = "sender"
    RECEIVER = "receiver"


@dataclass(frozen=True)
class Step:
    """One step: from which states (none: it begins), to which, whose, which fields must be said with it."""

    code: str
    before: tuple[str, ...]
    to: str
    by: Party
    says: tuple[str, ...]


@dataclass(frozen=True)
class Life:
    """Every step by code."""

    steps: Mapping[str, Step]

    @property
    def states(self) -> frozenset[str]:
        """Every state that some step leads to."""
        return frozenset(step.to for step in self.steps.values())

    @property
    def ends(self) -> frozenset[str]:
        """The states that no step leads from."""
        return self.states - {state for step in self.steps.values() for state in step.before}

    def state(self, taken: Iterable[str]) -> str:
        """Give the state that steps led to, in their order; "" where none was taken.

        Raises:
            Problem: ``referral_step_not_allowed``.
        """
        now = ""
        for code in taken:
            now = self.after(now, code)
        return now

    def after(self, state: str, code: str) -> str:
        """Give the state that a step leads to from a state ("": before it began). Raises as ``state``."""
        step = self.steps.get(code)
        if step is None or (state not in step.before if step.before else state):
            raise Problem("referral_step_not_allowed", step=_words("referral_step", code), state=_words("referral_state", state))
        return step.to

    def open_to(self, state: str, parties: Iterable[Party]) -> tuple[Step, ...]:
        """Give the steps that these parties may take from a state, in their order."""
        mine = frozenset(parties)
        return tuple(step for step in self.steps.values() if state in step.before and step.by in mine)


@cache
def life() -> Life:
    """Give the life that is declared. Raises as ``life_of``."""
    return life_of(tomllib.loads(files("intertrata.casefile.referrals").joinpath("steps.toml").read_text(encoding="utf-8")))


def life_of(told: Mapping[str, Any]) -> Life:
    """Read a life.

    Raises:
        ValueError: for the maker: a step, state or field that no list or record type knows, a state that is never reached.
    """
    steps = {code: Step(code, tuple(one["from"]), one["to"], Party(one["by"]), tuple(one["says"])) for code, one in told["step"].items()}
    found = Life(steps)
    kind, left = record_types()["referral"], {state for step in steps.values() for state in step.before}
    for unknown in (
        sorted(set(steps) - {one.code for one in code_list("referral_step")}),
        sorted((found.states | left) - {one.code for one in code_list("referral_state")}),
        sorted({field for step in steps.values() for field in step.says if kind.field(field) is None}),
        sorted((found.states | left) - _reached(found)),
    ):
        if unknown:
            raise ValueError(f"no step, state or field, or never reached: {', '.join(unknown)}")
    return found


def _reached(told: Life) -> set[str]:
    reached: set[str] = set()
    while more := {step.to for step in told.steps.values() if not step.before or reached & set(step.before)} - reached:
        reached |= more
    return reached


def _words(listed: str, code: str) -> str:
    known = code_list(listed)
    return known.es(code).lower() if code in known else "—"
