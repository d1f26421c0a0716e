"""Amending: what stands of one entered record, with a few fields said anew, as its next version; whoever acts need not have typed the record.

In: a record's opaque id, fields in common words, the version that was seen. Out: a receipt. Names never leave the house's hands on the way: they
are taken over from what was sealed. Who may amend what is for the room that calls to say, before it does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from intertrata.access.actions import note
from intertrata.registers import queries
from intertrata.registers.actions.entering import enter
from intertrata.registers.declaration import Table
from intertrata.registers.models import Deposit, RecordEvent
from intertrata.registers.receipts import Entered
from intertrata.registers.typed import MARK
from intertrata.vault import queries as vaulted
from intertrata.vocabulary.errors import Problem


def amend(record: str, said: Mapping[str, Any], *, upon: str, by: str, key: str, way: str = "form") -> Entered:
    """Keep the next version of a record that was entered: what stands of it, with these fields said anew.

    Args:
        record: 32 hex digits. said: by field of the record type, as the declaration writes it; "" and None take a field away. upon: the version
            that was seen: it must still stand. by, key, way: as for ``enter``.

    Raises:
        Problem: ``record_moved_on`` where another version stands, ``record_unknown`` where none does; as ``enter``.
    """
    event = _standing(record)
    _source, table = queries.table_of_records(event.register, event.table)
    values = {name: value for name, value in _sealed(event).items() if name != MARK} | _written(table, said)
    return enter(event.register, event.table, values, by=by, key=key, synthetic=True, way=way, upon=upon)


def open_identity(record: str, *, by: str, deed: str, purpose: str, origin: str = "") -> dict[str, str]:
    """Give what an entered record says of who somebody is, for one answer; the look is logged first, as this deed.

    Raises:
        Problem: ``purpose_missing``; ``record_unknown``.
    """
    if not purpose.strip():
        raise Problem("purpose_missing")
    event = _standing(record)
    note(deed, by=by, thing="record", thing_id=record, purpose=purpose, origin=origin, found=1)
    told: dict[str, str] = next((json.loads(text) for text in vaulted.mentions([event.version.hex])["identity"]), {})
    return told


def _standing(record: str) -> RecordEvent:
    closed = Deposit.objects.exclude(closed_at=None).exclude(way=Deposit.Way.FILE).values("id")
    last: RecordEvent | None = RecordEvent.objects.filter(record=UUID(record), deposit__in=closed).order_by("-cut_off", "-order").first()
    if last is None or last.kind != RecordEvent.Kind.VERSION:
        raise Problem("record_unknown")
    return last


def _sealed(event: RecordEvent) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(b"".join(vaulted.deposit_file(queries.deposit(event.deposit.hex).digest)))
    return told


def _written(table: Table, said: Mapping[str, Any]) -> dict[str, Any]:
    """Fields by the headings that fill them; one that no column fills is the maker's mistake."""
    filling = {column.field.name: column.name for column in table.columns if column.field is not None}
    return {filling[field]: value for field, value in said.items()}
