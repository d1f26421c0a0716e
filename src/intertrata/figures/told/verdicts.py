"""Why two sources tell different numbers of one fact, proposed by the machine from the closed list; a person confirms.

In: what two sources say of one fact, with what each counts. Out: codes of the list ``verdict``, the weightiest first. What is
counted is compared before any two numbers are: two equal numbers of different things confirm nothing (OBSERVATION.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.statement import Concept, Total

# What differs first explains most; the code of the verdict is the concept's, but for the law's.
CONCEPTS = ("unit", "stage", "legal_basis", "date_basis", "place_basis", "coverage")
LEGAL_SCOPE = {"legal_basis": "legal_scope"}


@dataclass(frozen=True)
class Claim:
    """What one source says of a fact: the sum, what it counts, of when, and of whom it is a copy."""

    source: str
    total: Total
    concept: Concept
    vintage: date
    derived_from: str = ""


def reasons(one: Claim, other: Claim) -> tuple[str, ...]:
    """Propose why two claims of one fact, both with a value, say what they say: the verdict, then whatever else sets them apart.

    Everything that they count differently is named, so that nobody takes the first difference for the only one, and that
    one of them lacks parts too. Only where they count the same are their numbers compared. No order between stages is asked
    for: a prosecutor opens cases that no police station knows, so that more of them than complaints to the police is no error.
    """
    if other.source in (one.derived_from,) or one.source == other.derived_from:
        return ("derived_copy",)
    differing = one.concept.differs(other.concept)
    found = [LEGAL_SCOPE.get(concept, concept) for concept in CONCEPTS if concept in differing]
    if "coverage" not in found and not (one.total.exact and other.total.exact):
        # A lower bound equals nothing: part of what it should cover is not known.
        found.append("coverage")
    return tuple(code_list("verdict")[code].code for code in found or [_of_numbers(one, other)])


def _of_numbers(one: Claim, other: Claim) -> str:
    if one.total.known == other.total.known:
        return "equal"
    if _rounds(one.total.known, other.total.known) or _rounds(other.total.known, one.total.known):
        return "rounding"
    return "vintage" if one.vintage != other.vintage else "unexplained"


def _rounds(exact: Decimal, round_: Decimal) -> bool:
    """Whether the second is the first written with fewer digits (12,345 as 12,300 or 12 345.6 as 12 346)."""
    exponent = round_.normalize().as_tuple().exponent
    return isinstance(exponent, int) and round_ != 0 and exact.quantize(Decimal(1).scaleb(exponent)) == round_
