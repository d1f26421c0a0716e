"""Records of the registers as the following reads them: each version that stands is an event.

In: all that was ever told of some records (``registers.queries.records``), the person, who keeps each register. Out: ``Registered``: events,
each with the record it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from intertrata.casefile.following.event import Event
from intertrata.casefile.following.record_lines import BadLine, event
from intertrata.casefile.following.record_schema import followed_types


@dataclass(frozen=True)
class Registered:
    """The events of one person; ``records`` by the ordinal that events, stages and alarms name; ``unread``: records that could not be read."""

    events: tuple[Event, ...]
    records: Mapping[int, str]
    unread: tuple[str, ...] = ()


def registered(history: Iterable[Mapping[str, Any]], *, person: str, keepers: Mapping[str, str]) -> Registered:
    """Give the events of a person.

    Args:
        history: rows of ``registers.queries.records``, oldest first. Of a record that vanished its last version counts: it was told of her.
        keepers: by register, the institution that keeps it, which is held to say what stands in it.
    """
    last = {row["record"]: row for row in history if not row["vanished"] and row["record_type"] in followed_types()}
    events: list[Event] = []
    unread: list[str] = []
    records = dict(enumerate(last, 1))
    for line, record in records.items():
        row = last[record]
        said = {"person": person, "type": row["record_type"], "register": row["register"], "institution": keepers.get(row["register"])}
        try:
            events.append(event(line, said | json.loads(row["payload"])))
        except BadLine:
            unread.append(record)
    return Registered(tuple(events), records, tuple(unread))
