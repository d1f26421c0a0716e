"""What a notice says: the least with which an institution knows that it should look, and where.

In: a notice. Out: JSON, always the same bytes for the same notice. No field of any record, no register of care or of justice beside what is
one person's (SAFEGUARDS 9 and 11): of a record of a person not even the register is told, since which register knows her is known of her.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from intertrata.notices.kinds import Kind

TRIAL = "intertrata.test"
LOOK = "/avisos/{notice}/"


@dataclass(frozen=True)
class Told:
    """What is known of one notice: its id, its record (opaque ids), when it was made, where the record stands."""

    notice: str
    record: str
    made_at: datetime
    register: str
    table: str


def body(kind: Kind, told: Told) -> bytes:
    """Give the body of a notice."""
    held = {"notice": told.notice, "record": told.record, "look": LOOK.format(notice=told.notice)}
    whence = {} if kind.of_person else {"register": told.register, "table": told.table}
    return _written(kind.code, told.made_at, held | whence)


def trial(subscription: str, at: datetime) -> bytes:
    """Give the body of a message that tries whether a subscription works; it tells of nothing."""
    return _written(TRIAL, at, {"subscription": subscription})


def _written(code: str, at: datetime, data: dict[str, str]) -> bytes:
    moment = at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return json.dumps({"type": code, "timestamp": moment, "data": data}, separators=(",", ":")).encode()
