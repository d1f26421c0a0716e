"""What an audit found: findings, and the identities that were checked and hold.

In: what rules say. Out: the document of ``intertrata audit`` by its contract. A finding that several rules make of the same
statements is told once, by the first; an identity that holds for one base is never told as broken for another.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from intertrata.figures.audit.grammar import PERCENT
from intertrata.figures.audit.reading import Said
from intertrata.vocabulary.statement import number_es

KINDS = (
    "sum", "two_values", "percentage", "ratio_called_increase", "ratio", "rounding", "period", "cross_source", "concept", "not_a_number",
    "base", "order", "label", "list_count", "duplicate", "outlier",
)  # fmt: skip
PROVED, LIKELY = "proved", "likely"
QUOTED = 160
NAMED_LINES = 8


@dataclass(frozen=True, slots=True)
class Finding:
    """One contradiction: the statements that make it (the claim first), what was claimed, what follows, how sure."""

    kind: str
    verdict: str
    statements: tuple[Said, ...]
    claimed: str
    computed: str
    explanation: str
    certainty: str

    @property
    def lines(self) -> list[int]:
        """The lines of the document where its statements stand."""
        return sorted({one.line for one in self.statements})

    @property
    def quote(self) -> str:
        """The words of the claim, as quoted."""
        return " ".join(self.statements[0].verbatim.split())[:QUOTED]


@dataclass(frozen=True, slots=True)
class Holding:
    """An identity that was checked and holds."""

    statements: tuple[Said, ...]
    identity: str


@dataclass(slots=True)
class Ledger:
    """Where rules write what they find."""

    findings: list[Finding] = field(default_factory=list)
    holding: list[Holding] = field(default_factory=list)
    _told: set[tuple[str, frozenset[str]]] = field(default_factory=set)

    def broken(
        self,
        kind: str,
        verdict: str,
        statements: Iterable[Said],
        *,
        claimed: str,
        computed: str,
        sure: bool,
        sentence: str = "",
        **said: str,
    ) -> None:
        """Write a finding; ``sentence`` is a key of ``sentences.toml`` (else the kind), filled with ``said``."""
        own = tuple(dict.fromkeys(statements))
        key = (kind, frozenset(one.id for one in own))
        if key in self._told:
            return
        self._told.add(key)
        text = sentences()[sentence or kind].format(claimed=claimed, computed=computed, where=_where(own), **said)
        self.findings.append(Finding(kind, verdict, own, claimed, computed, text, PROVED if sure else LIKELY))

    def holds(self, statements: Iterable[Said], identity: str) -> None:
        """Write an identity that holds, once."""
        own = tuple(dict.fromkeys(statements))
        key = ("", frozenset(one.id for one in own))
        if key not in self._told:
            self._told.add(key)
            self.holding.append(Holding(own, identity))

    def document(self) -> dict[str, Any]:
        """Give everything as plain values, in the order of the document audited."""
        found = sorted(self.findings, key=lambda one: (one.lines[0], KINDS.index(one.kind), one.statements[0].id))
        return {
            "findings": [
                {
                    "id": f"A{number:05d}", "kind": one.kind, "verdict": one.verdict, "statements": [said.id for said in one.statements],
                    "lines": one.lines, "claimed": one.claimed, "computed": one.computed, "explanation": one.explanation,
                    "certainty": one.certainty, "quote": one.quote,
                }
                for number, one in enumerate(found, start=1)
            ],
            "checked": len(found) + len(self.holding),
            "holding": [{"statements": [said.id for said in one.statements], "identity": one.identity} for one in self.holding],
        }  # fmt: skip


@cache
def sentences() -> dict[str, str]:
    """Give the sentences in which findings are told."""
    return tomllib.loads(files("intertrata.figures.audit").joinpath("sentences.toml").read_text(encoding="utf-8"))


def shown(one: Said) -> str:
    """Give the value of a statement as Peru writes it, with its unit where that is a percentage."""
    if one.value is None:
        return one.status or one.text or "sin dato"
    return number(one.value) + ("%" if one.unit in PERCENT else "")


def number(value: Decimal) -> str:
    """Give a number as Peru writes it, without zeros that say nothing."""
    whole = value == value.to_integral_value()
    return number_es(value.quantize(Decimal(1)) if whole else value.normalize())


def added(parts: Sequence[Said]) -> str:
    """Give «3 + 4 + 3», or how many parts there are where they are too many to read."""
    if len(parts) > NAMED_LINES:
        return f"{len(parts)} partes"
    return " + ".join(shown(one) for one in parts)


def _where(statements: Sequence[Said]) -> str:
    lines = sorted({one.line for one in statements})
    if len(lines) == 1:
        return f"línea {lines[0]}"
    told = lines if len(lines) <= NAMED_LINES else [*lines[:3], "…", lines[-1]]
    return "líneas " + ", ".join(str(line) for line in told)
