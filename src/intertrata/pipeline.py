"""The run, one call per room: the page to read first.

In: exports of institutions. Out: records kept or refused, persons, a cut from which everything is
counted. What is still to be built joins here in its place: follow (casefile) after link, estimate
and release (figures) after cut, then measure (commitments) and publish (publication).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from intertrata.figures import actions as figures
from intertrata.figures.actions import CutRef
from intertrata.identity import actions as identity
from intertrata.identity.actions import LinkResult
from intertrata.registers import actions as registers
from intertrata.registers.actions import Receipt

Step = Callable[[str, int, int | None], None]


@dataclass(frozen=True)
class Ran:
    """What one run did: a receipt per table received, who is who, and the cut."""

    receipts: list[Receipt]
    persons: LinkResult
    cut: CutRef


def run(paths: Sequence[Path], *, by: str, progress: Step | None = None) -> Ran:
    """Receive the exports, find who is who, freeze what can be counted."""
    receipts = registers.receive(paths, by=by, progress=progress)  # sealed, read, checked; refusals kept
    figures.file_figures(progress=progress)  # told figures are found by what they say
    figures.audit_what_came(by=by, progress=progress)  # and by what contradicts them; a person rules on each
    persons = identity.link(by=by, progress=progress)  # who is who; doubts go to people
    cut = figures.cut(by=by)  # one immutable cut: every number comes from one
    return Ran(receipts, persons, cut)
