"""Reading on from where the last run stopped. In: deposits that closed since. Out: notices to be sent, in one commit with how far was read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction

from intertrata.access import keys
from intertrata.notices.deriving import Found, Subscribed, follow, versions
from intertrata.notices.judging import Standing, State
from intertrata.notices.kinds import declared
from intertrata.notices.models import Notice, Reading, Subscription
from intertrata.registers import queries as registers
from intertrata.storage.bulk import insert_rows

ONLY = 1
AT_ONCE = 2_000
"""Records whose histories are held in memory together."""
COLUMNS = ("id", "subscription", "kind", "record", "register", "table", "made_at", "state", "why", "tries", "due_at")


def read_on(*, now: datetime) -> int:
    """Make the notices that follow from what closed since the last run; give how many. Whoever asks is alone in it."""
    before = Reading.objects.filter(pk=ONLY).first() or Reading(id=ONLY, until=-1)
    until = registers.whole_until()
    arrived = registers.arrivals(after=before.until)
    live = [
        Subscribed(one.id.hex, one.institution, frozenset(one.kinds), frozenset(one.registers), one.since)
        for one in Subscription.objects.filter(standing__in=[Standing.ACTIVE, Standing.PAUSED]).order_by("id")
    ]
    unread = [one for one in arrived if one.order not in before.apart]
    asked = [one for one in unread if any(one.order > each.since for each in live)]
    found = list(_notices(asked, live))  # before anything is written: nobody else's writing waits for this reading
    with transaction.atomic(using="default"):
        known = Notice.objects.count()
        insert_rows("default", Notice._meta.db_table, COLUMNS, _rows(found, now), ignore_repeats=True)
        made: int = Notice.objects.count() - known
        apart = sorted(one.order for one in arrived if one.order > until)
        Reading.objects.update_or_create(id=ONLY, defaults={"until": max(until, before.until), "apart": apart})
    return made


def _notices(asked: Sequence[registers.Arrival], live: Sequence[Subscribed]) -> Iterator[Found]:
    """Table by table: what a table of no declared kind told is not even read."""
    key, sources = keys.load(settings.KEYS).ids, registers.sources()
    by_table: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for one in asked:
        by_table[one.register, one.table][one.id] = one.order
    for (register, name), new in sorted(by_table.items()):
        table = sources[register].table(name) if register in sources else None
        kinds = [kind for kind in declared().kinds.values() if table is not None and kind.record_type == table.record_type.name]
        if table is None or not kinds:
            continue
        touched = registers.told_by(sorted(new), table)
        for start in range(0, len(touched), AT_ONCE):
            history = versions(registers.records(touched[start : start + AT_ONCE]).iter_rows(named=True))
            yield from follow(history, new, live, kinds=kinds, key=key)


def _rows(found: Iterable[Found], now: datetime) -> Iterator[tuple[object, ...]]:
    at = connections["default"].ops.adapt_datetimefield_value(now)  # each engine writes a moment in its own way
    for one in found:
        ids = (UUID(one.id), UUID(one.subscription), one.kind, UUID(one.record))
        yield (*ids, one.register, one.table, at, State.WAITING.value, "", 0, at)
