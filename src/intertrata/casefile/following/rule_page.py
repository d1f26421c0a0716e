"""The rules of the case file as a page and as a document, from ``rules.toml`` and nothing else.

In: the rulebook. Out: a Markdown table in Spanish (docs/rules.md holds it, a test compares), or plain values for JSON.
"""

from __future__ import annotations

from typing import Any

from intertrata.casefile.following.rule import Rule
from intertrata.casefile.following.rulebook import SENDER, rulebook
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.records import record_types

CONSENT = "consent_for"
HEADS = ("regla", "qué dice", "días", "quién debe actuar", "gravedad", "la calla su negativa a", "se apoya en")
SEVERITIES = {"urgent": "urgente", "high": "alta", "normal": "normal"}


def page() -> str:
    """Give the table of every rule, in the order of the file."""
    rows = [HEADS, ("---",) * len(HEADS), *(_row(rule) for rule, _ in rulebook())]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def document() -> list[dict[str, Any]]:
    """Give every rule as plain values."""
    return [
        {
            "code": rule.code, "es": rule.es, "concerns": rule.concerns, "days": rule.days, "severity": rule.severity,
            "responsible": rule.responsible, "responsible_minor": rule.responsible_minor or None, "responsible_by": list(rule.responsible_by),
            "silenced_by": list(rule.silenced_by), "silenced_each": dict(rule.silenced_each), "rests_on": list(rule.rests_on),
            "to_confirm": rule.to_confirm, "reads": list(rule.reads),
        }
        for rule, _ in rulebook()
    ]  # fmt: skip


def _row(rule: Rule) -> tuple[str, ...]:
    grounds = "; ".join(rule.rests_on) + (" (por confirmar)" if rule.to_confirm else "")
    days = str(rule.days) if rule.days else "—"
    return f"`{rule.code}`", rule.es, days, _who(rule), SEVERITIES[rule.severity], _silence(rule), grounds


def _who(rule: Rule) -> str:
    """Who must act, and where it depends, on what."""
    institutions = code_list(SENDER)
    told = institutions.es(rule.responsible)
    if rule.responsible_minor:
        told = f"{told}; de menores de 18 años o de quien puede serlo, {institutions.es(rule.responsible_minor)}"
    if rule.responsible_by:
        told = f"{', o '.join(map(_named, rule.responsible_by))}; si no consta, {told}"
    return told


def _named(name: str) -> str:
    kind, _, field = name.partition(".")
    record_type = record_types()[kind]
    declared = record_type.field(field)
    return f"quien registró «{record_type.es}»" if declared is None else f"«{declared.es}» de «{record_type.es}»"


def _silence(rule: Rule) -> str:
    consents = code_list(CONSENT)
    each = (f"{consents.es(purpose)} (solo lo que es de eso)" for purpose in rule.silenced_each.values())
    return "; ".join([*map(consents.es, rule.silenced_by), *each]) or "nada"
