"""What an audit found, as it is kept: each finding under a fingerprint, with its statements as they stood.

In: a document and the ledger of its audit. Out: ``Found`` values and the document of ``intertrata audit`` over the store. Pure. The fingerprint is
of the kind and of what the statements say, in whatever order: found again it is the same, and whoever ruled on it ruled on just that.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from intertrata.figures.audit.ledger import KINDS, Finding, Holding, Ledger
from intertrata.figures.contradictions.documents import Document
from intertrata.figures.told.reading import Told
from intertrata.vocabulary.periods import ANY_TIME

PLACED = frozenset({"id", "line"})
"""Columns that say where a statement stands and nothing of what it says: a document printed anew moves its lines."""
LENGTH = 32


@dataclass(frozen=True)
class Found:
    """A finding in a document of the store; ``statements``: those that make it, the claim first, by the record that told them."""

    id: str
    about: str
    source: str
    document: str
    finding: Finding
    statements: Mapping[str, Told]

    def as_json(self) -> dict[str, Any]:
        """The finding as ``intertrata audit`` tells it, with the document it was found in."""
        one = self.finding
        return {
            "id": self.id, "kind": one.kind, "verdict": one.verdict, "statements": list(self.statements), "lines": one.lines,
            "claimed": one.claimed, "computed": one.computed, "explanation": one.explanation, "certainty": one.certainty, "quote": one.quote,
            "source": self.source, "document": self.document,
        }  # fmt: skip


@dataclass(frozen=True)
class Audited:
    """A document after its audit: how many statements it has, what was found in it, what holds."""

    source: str
    document: str
    statements: int
    found: tuple[Found, ...]
    holding: tuple[Holding, ...]
    told: Mapping[str, Told]


def audited(document: Document, ledger: Ledger) -> Audited:
    """Put what was found in a document under its fingerprints, in the order of the document."""
    said = {row["id"]: what_it_says(row) for row in document.rows}
    found = tuple(_found(one, said, document) for one in ledger.findings)
    inorder = sorted(found, key=lambda one: (one.finding.lines[0], KINDS.index(one.finding.kind), one.id))
    return Audited(document.source, document.title, len(document.rows), tuple(inorder), tuple(ledger.holding), document.told)


def _found(finding: Finding, said: Mapping[str, str], document: Document) -> Found:
    ids = [one.id for one in finding.statements]
    own = fingerprint(finding.kind, {name: said[name] for name in ids})
    about = fingerprint(finding.kind, dict.fromkeys(ids, ""))
    return Found(own, about, document.source, document.title, finding, {name: document.told[name] for name in ids})


def what_it_says(row: Mapping[str, str]) -> str:
    """Give a digest of everything that a row of the audit says, but for where it stands."""
    return _digest(sorted((name, text) for name, text in row.items() if name not in PLACED))


def fingerprint(kind: str, said: Mapping[str, str]) -> str:
    """Give the fingerprint of a finding: its kind, its statements and what each says, in whatever order they come."""
    return _digest([kind, sorted(said.items())])


def _digest(value: Sequence[Any]) -> str:
    return sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:LENGTH]


def document_of(audits: Iterable[Audited], *, indicator: str = "", place: str = "") -> dict[str, Any]:
    """Give the document of ``intertrata audit`` over the store: what touches an indicator and a place (as a row of the national tables), or all.

    Whole documents are audited whatever is asked: what a statement contradicts may stand anywhere in them.
    """
    findings: list[dict[str, Any]] = []
    holding: list[dict[str, Any]] = []
    told: dict[str, dict[str, Any]] = {}
    for one in audits:
        for found in one.found:
            if _asked(found.statements.values(), indicator, place):
                findings.append(found.as_json())
                told |= {name: where_it_stands(each) for name, each in found.statements.items()}
        for identity in one.holding:
            ids = [said.id for said in identity.statements]
            if _asked((one.told[name] for name in ids), indicator, place):
                holding.append({"statements": ids, "identity": identity.identity})
    return {"findings": findings, "checked": len(findings) + len(holding), "holding": holding, "told": told}


def _asked(told: Iterable[Told], indicator: str, place: str) -> bool:
    return any(indicator in ("", one.statement.fact.indicator) and place in ("", one.department) for one in told)


def where_it_stands(told: Told) -> dict[str, Any]:
    """Give which number a statement tells, what it says of it, and the document, place and line where it does."""
    said, timeless = told.statement, told.period == ANY_TIME
    return {
        "number": told.number,
        "indicator": said.fact.indicator,
        "territory": told.department,
        "place": told.place_written if told.gathered else "",
        "period_start": None if timeless else told.period.start.isoformat(),
        "period_end": told.period.end.isoformat() if told.period.end and not timeless else None,
        "breakdown": dict(told.cell),
        "institution": told.institution,
        "system": told.system,
        "source": said.source,
        "value": None if said.value is None else f"{said.value:f}",
        "as_written": said.as_written,
        "unit": said.fact.unit,
        "status": sorted(said.status),
        "document": said.document,
        "table": told.at,
        "page": said.page,
        "quote": told.quote,
    }
