"""Whether a person may be sent to a unit for that reason on that basis, and until when an answer is due (``flows.toml``).

In: what is asked, what is known of her that bears on it. Out: nothing, or the ``Problem`` that says what stands in the way; days. Pure.
It fails closed: what no flow names is not sent, and a yes that is not recorded is none (SAFEGUARDS 1 and 5).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.workdays import Calendar

CONSENT, GIVEN = "consent", "given"
MINOR, ADULT, ASYLUM = "minor", "adult", "asylum"


@dataclass(frozen=True)
class Asked:
    """What is asked: who sends, to which unit, for what, on which basis."""

    sender: str
    unit: str
    reason: str
    basis: str


@dataclass(frozen=True)
class Answered:
    """What she answered once: for what (list ``consent_for``), which answer, the day, and whether she took it back."""

    what: str
    answer: str
    day: str
    revoked: bool = False

    @property
    def yes(self) -> bool:
        """Whether it is a yes that she did not take back."""
        return self.answer == GIVEN and not self.revoked

    @property
    def order(self) -> tuple[str, bool]:
        """When she said it; of one day, or of no day, a no comes last."""
        return self.day or ("" if self.yes else "9"), not self.yes


@dataclass(frozen=True)
class Known:
    """What is known of her that bears on it. ``minor``: doubtful age counts as one; ``asylum``: some record says that she seeks it."""

    minor: bool
    asylum: bool
    answers: tuple[Answered, ...] = ()

    def agrees(self, to: Sequence[str]) -> bool:
        """Whether her last word on one of these is yes, and on none of them no."""
        last = {one.what: one.yes for one in sorted(self.answers, key=lambda one: one.order)}
        said = [last[what] for what in to if what in last]
        return bool(said) and all(said)


@dataclass(frozen=True)
class Flow:
    """One row: to these units, for these reasons, on these bases."""

    units: frozenset[str]
    reasons: tuple[str, ...]
    bases: tuple[str, ...]
    consent_for: tuple[str, ...]
    not_from: frozenset[str]
    never: str


@dataclass(frozen=True)
class Basis:
    """Who may rest on a basis (none said: anybody), and of whom ("": of anybody)."""

    senders: frozenset[str]
    of: str


@dataclass(frozen=True)
class Term:
    """Until when an answer is due, since a day: for these reasons so many business days."""

    reasons: frozenset[str]
    since: date
    days: int


@dataclass(frozen=True)
class Flows:
    """Everything that is declared."""

    flows: tuple[Flow, ...]
    bases: Mapping[str, Basis]
    terms: tuple[Term, ...]

    def units(self, sender: str) -> list[str]:
        """Give the units that an institution may send to, in the order of their list."""
        named = {unit for flow in self.flows if sender not in flow.not_from for unit in flow.units}
        return [one.code for one in code_list("referral_unit") if one.code in named]

    def judge(self, asked: Asked, known: Known) -> None:
        """Say what stands in the way, if anything does.

        Raises:
            Problem: ``referral_not_lawful`` with why in words.
        """
        flow = next((one for one in self.flows if asked.unit in one.units and asked.reason in one.reasons), None)
        if flow is None or asked.sender in flow.not_from:
            raise _no("Nadie ha previsto que su institución envíe allí a una persona para eso")
        if flow.never == ASYLUM and known.asylum:
            raise _no("Un registro dice que pide refugio o asilo: nunca se avisa a su consulado")
        basis = self.bases.get(asked.basis)
        if basis is None or asked.basis not in flow.bases:
            raise _no("Esa base legal no vale para enviar allí a una persona con ese motivo")
        if basis.senders and asked.sender not in basis.senders:
            raise _no("Su institución no puede fundarse en esa base legal")
        if basis.of and known.minor != (basis.of == MINOR):
            raise _no("Esa base es para menores de 18 años" if basis.of == MINOR else "Esa base es solo para personas adultas")
        if asked.basis == CONSENT and not known.agrees(flow.consent_for):
            raise _no("No consta que ella haya consentido eso, o después dijo que no. Pregúntele y registre su respuesta")

    def due(self, reason: str, sent: date, calendar: Calendar) -> date:
        """Give the day until which an answer is due."""
        held = [one for one in self.terms if reason in one.reasons and one.since <= sent]
        return calendar.add_workdays(sent, max(held, key=lambda one: one.since).days)


@cache
def flows() -> Flows:
    """Give what is declared. Raises as ``flows_of``."""
    return flows_of(tomllib.loads(files("intertrata.casefile.referrals").joinpath("flows.toml").read_text(encoding="utf-8")))


def flows_of(told: Mapping[str, Any]) -> Flows:
    """Read what is declared.

    Raises:
        ValueError: for the maker: a code that no list knows, a unit of no institution, a pair of unit and reason told twice, a reason without
            a term, a basis without a row, or a way that asks for consent alone and names another basis.
    """
    for one in told["flow"]:
        _known("referral_unit", one["units"])
        _known("referral_reason", one["reasons"])
        _known("legal_basis", one["bases"])
        _known("consent_for", one["consent_for"])
        _known("institution", [*one.get("not_from", ()), *map(institution_of, one["units"])])
        if set(one["bases"]) - set(told["basis"]) or one.get("never", ASYLUM) != ASYLUM:
            raise ValueError("a basis without a row, or something else that shuts a way")
        if (one.get("only_consent") and one["bases"] != [CONSENT]) or (CONSENT in one["bases"]) != bool(one["consent_for"]):
            raise ValueError(f"{one['units']}: what she must have said yes to")
    pairs = [(unit, reason) for one in told["flow"] for unit in one["units"] for reason in one["reasons"]]
    lasting = {reason for one in told["term"] for reason in one["reasons"]}
    if len(pairs) != len(set(pairs)) or {reason for _unit, reason in pairs} - lasting:
        raise ValueError("a unit and a reason told twice, or a reason without a term")
    return Flows(
        tuple(
            Flow(
                frozenset(one["units"]), tuple(one["reasons"]), tuple(one["bases"]), tuple(one["consent_for"]),
                frozenset(one.get("not_from", ())), one.get("never", ""),
            )
            for one in told["flow"]
        ),
        {code: Basis(frozenset(one.get("senders", ())), one.get("of", "")) for code, one in told["basis"].items()},
        tuple(Term(frozenset(one["reasons"]), one["from"], one["days"]) for one in told["term"]),
    )  # fmt: skip


def institution_of(unit: str) -> str:
    """Give the institution of a unit: the code that its own begins with."""
    return unit.split("_", 1)[0]


def _known(listed: str, codes: Iterable[str]) -> None:
    if unknown := sorted(code for code in codes if code not in code_list(listed)):
        raise ValueError(f"{listed}: {', '.join(unknown)}")


def _no(why: str) -> Problem:
    return Problem("referral_not_lawful", why=why)
