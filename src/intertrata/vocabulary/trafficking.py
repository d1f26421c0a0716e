"""Trafficking as a function: act, means and purpose; under 18 the means are not required.

In: what a record says of each element, where None means that nobody says. Out: whether the elements are met, are not,
or cannot be told, and which one is missing. It classifies records and decides about no person: that is for the
competent body (Código Penal 129-A, 153 before; Protocolo de Palermo art. 3; SAFEGUARDS 3).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from intertrata.vocabulary.codes import code_list

Verdict = Literal["met", "not_met", "unknown"]
MAJORITY = 18
SAYS_NOTHING = frozenset({"unidentified"})


@dataclass(frozen=True)
class Elements:
    """What the record's elements amount to; ``missing`` names those that are not known, ``absent`` those said not to be there."""

    verdict: Verdict
    missing: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


def elements(
    acts: Collection[str] | None,
    means: Collection[str] | None,
    purposes: Collection[str] | None,
    *,
    age: int | None,
) -> Elements:
    """Say whether acts, means and purposes make trafficking.

    Args:
        acts, means, purposes: codes of the lists of those names; None where nobody says, empty where the record says
            that there was none. A purpose ``unidentified`` says nothing.
        age: in years at the time of the facts; None where unknown. Unknown age matters only where the means are not
            there: then the answer is unknown, never no.

    Raises:
        Problem: ``code_unknown`` for a code outside its list.
    """
    said = {"act": _said("act", acts), "means": _said("means", means), "purpose": _said("purpose", purposes)}
    if age is not None and age < MAJORITY:
        del said["means"]
    missing = [name for name, there in said.items() if there is None]
    absent = [name for name, there in said.items() if there is False]
    if age is None and not said["means"]:
        missing.append("age")
        absent = [name for name in absent if name != "means"]
    verdict: Verdict = "not_met" if absent else "unknown" if missing else "met"
    return Elements(verdict, tuple(missing), tuple(absent))


def _said(name: str, told: Collection[str] | None) -> bool | None:
    if told is None:
        return None
    known = code_list(name)
    codes = [known[code].code for code in told]
    return None if codes and set(codes) <= SAYS_NOTHING else bool(codes)
