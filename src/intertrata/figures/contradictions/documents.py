"""What stands in the store as the audit reads it: one document at a time, a row a statement.

In: events of one source that stand. Out: ``Document`` values, whose rows have the columns of ``intertrata audit`` and, as id, the record that
told them. Pure. A document is audited by itself: a line, a table, a country are its own, and what two documents say of one fact is put side by
side with what each counts (``told.verdicts``), which columns of a table cannot tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from intertrata.figures.told.reading import BLANK, DASH, Told
from intertrata.figures.told.stored import Held
from intertrata.vocabulary.periods import ANY_TIME

OF_NO_DOCUMENT = frozenset({BLANK, DASH})
"""Statuses that say how a cell looks, and that no document writes."""


@dataclass
class Document:
    """A document, or the table of a register whose deliveries go on from each other, with its statements as rows and, by id, as they stand."""

    source: str
    title: str
    rows: list[dict[str, str]] = field(default_factory=list)
    told: dict[str, Told] = field(default_factory=dict)


def documents(events: Iterable[Held]) -> list[Document]:
    """Put the statements of events that stand into their documents, in their order."""
    found: dict[tuple[str, str], Document] = {}
    for one in events:
        if one.told is None:
            continue
        title = one.told.statement.document if one.told.gathered else one.table
        document = found.setdefault((one.source, title), Document(one.source, title))
        document.rows.append(row(one.told, one))
        document.told[one.record] = one.told
    return list(found.values())


def row(told: Told, held: Held) -> dict[str, str]:
    """Give a statement as a row of the audit: its value as it was read, where it has none as it was written."""
    said, timeless = told.statement, told.period == ANY_TIME
    return {
        "id": held.record,
        "line": said.page if said.page.isascii() and said.page.isdigit() else str(held.line),
        "table": told.at or held.table,
        "indicator": told.called or said.fact.indicator,
        "institution": told.institution,
        "source_system": told.system,
        "territory": told.place_written or (said.fact.place.full_name if said.fact.place else said.fact.jurisdiction),
        "period_start": "" if timeless else told.period.start.isoformat(),
        "period_end": told.period.end.isoformat() if told.period.end and not timeless else "",
        "dimension": ";".join(f"{name}={text}" for name, text in _cut(told).items()),
        "value": said.as_written if said.value is None else f"{said.value:f}",
        "unit": _unit(told),
        "status": "" if said.value is not None else ",".join(sorted(said.status - OF_NO_DOCUMENT)),
        "verbatim": told.quote or (said.as_written if told.gathered else ""),
    }


def _unit(told: Told) -> str:
    """The unit that was written: a register that names none is kept as counting its own indicator."""
    fact = told.statement.fact
    return fact.unit if told.gathered or fact.unit != fact.indicator else ""


def _cut(told: Told) -> Mapping[str, str]:
    """How a statement is cut, and what else tells it from another of its table: a register's rows are of an office, an offence, an article."""
    more = {} if told.gathered else {"office": told.office, "offence": told.offence, "article": told.article}
    return {**told.cell, **told.notes, **{name: text for name, text in more.items() if text}}
