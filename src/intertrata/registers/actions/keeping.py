"""How what was checked is kept, whatever door it came by: sealed as it came, vault rows, main rows that nobody sees yet.

In: a deposit and what ``delivery.parcels`` gives of it. Out: rows. The vault comes first (DESIGN.md law 6): a main row without its
identity must never stand, and a vault row without its main row is swept.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any
from uuid import uuid4

import polars as pl
from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from intertrata.access import keys
from intertrata.registers import queries
from intertrata.registers.actions.numbering import write_numbers
from intertrata.registers.declaration import Table
from intertrata.registers.delivery import Parcel
from intertrata.registers.models import Deposit, RecordEvent, Refusal
from intertrata.registers.receipts import notes
from intertrata.registers.standing import queries as standing
from intertrata.registers.state import BACK, CLASHING, CORRECTED, NEW, REFUSED, REPEATED, UNCHANGED, VERSION, Change, Moment
from intertrata.storage.bulk import insert_rows
from intertrata.storage.deeds import in_turn
from intertrata.vault import actions as vault

EVENT_COLUMNS = (
    "record", "version", "kind", "deposit", "cut_off", "order", "register", "table", "record_type", "line", "payload",
)  # fmt: skip
NO_PAYLOAD = "{}"
PLACE_IN_ORDER = "enter"
PATIENCE = 30.0


def taking_a_place() -> AbstractContextManager[None]:
    """Hold the order of deposits for the length of a block: a record that is typed, an announcement of a file, a sweep of the vault.

    It is a turn of its own, and a short one: who types a record does not wait until a delivery of a million rows is in.

    Raises:
        Problem: ``deed_busy`` where it is not free within half a minute.
    """
    return in_turn(PLACE_IN_ORDER, seconds=PATIENCE)


def made_of(table: Table, **said: Any) -> Deposit:
    """Give a deposit of a table, the next in order, not written yet; whoever asks holds ``taking_a_place``."""
    order = (Deposit.objects.aggregate(last=Max("order"))["last"] or 0) + 1
    return Deposit(id=uuid4(), order=order, register=table.register, table=table.name, received_at=timezone.now(), **said)


def moment_of(deposit: Deposit) -> Moment:
    """Give the place of a deposit in the order of what was said."""
    return Moment(deposit.cut_off, deposit.order)


def keep_in_vault(parcel: Parcel, deposit: Deposit) -> None:
    """Keep the identity of a parcel, and the values of its refused rows."""
    if parcel.mentions:
        vault.keep_mentions(sorted(parcel.mentions))
    if parcel.refused:
        vault.keep_refused(deposit.id.hex, deposit.table, parcel.refused)


def keep(parcel: Parcel, deposit: Deposit) -> None:
    """Keep a parcel: the vault first, then its events and the reasons of what was refused."""
    keep_in_vault(parcel, deposit)
    write_versions(parcel, deposit)
    reasons = ((deposit.id.hex, line, column[:120], rule, expected[:300]) for line, column, rule, expected in parcel.refusals)
    insert_rows("default", Refusal._meta.db_table, ("deposit", "line", "column", "rule", "expected"), reasons)


def write_versions(parcel: Parcel, deposit: Deposit) -> None:
    """Write the versions of a parcel, in the order of the index on records, which is then written page by page."""
    here, events = moment_of(deposit), sorted(parcel.events)
    write_events(deposit, ((record, version, VERSION, here, line, payload) for record, version, line, payload in events))


def write_events(deposit: Deposit, events: Iterator[tuple[str, str, str, Moment, int, str]]) -> None:
    """Write events in the name of a deposit, (record, version, kind, moment, line, payload), and the case numbers that they tell."""
    table = queries.source(deposit.register).table(deposit.table)
    assert table is not None
    tail = (deposit.register, deposit.table, table.record_type.name)
    told = [
        (record, version, kind, deposit.id.hex, moment.cut_off.isoformat(), moment.order, *tail, line, payload)
        for record, version, kind, moment, line, payload in events
    ]
    insert_rows("default", RecordEvent._meta.db_table, EVENT_COLUMNS, told)
    versions = [row for row in told if row[2] == VERSION]
    moments = [row[3:6] for row in versions]
    write_numbers(table.record_type.name, [row[0] for row in versions], moments, [row[-1] for row in versions])


def write_again(deposit: Deposit, again: pl.DataFrame) -> None:
    """Write down what a later delivery had said in silence, with the payloads those versions came with."""
    stood = again.filter(pl.col("kind") == VERSION)
    came = standing.payloads([version for _, version in as_hex(stood)])
    moments = [Moment(cut_off, order) for cut_off, order in again.select("cut_off", "order").rows()]
    told = zip(as_hex(again), again["kind"].to_list(), moments, strict=True)
    write_events(deposit, ((*pair, kind, moment, *came.get(pair[1], (0, NO_PAYLOAD))) for pair, kind, moment in told))


def counted(deposit: Deposit, examined: Any, made: Change, *, twin: str) -> Deposit:
    """Put on a deposit what became of its rows, and that it is closed; saving it makes it true, in one commit."""
    deposit.read = examined.rows.height
    deposit.kept = made.count(NEW, BACK)
    deposit.unchanged = made.count(UNCHANGED, REPEATED)
    deposit.corrected = made.count(CORRECTED)
    deposit.refused = made.count(REFUSED, CLASHING)
    deposit.vanished = made.vanished.height
    deposit.notes = notes(examined, made, twin=twin)
    deposit.filled = examined.filled
    deposit.closed_at = timezone.now()
    return deposit


def at_once() -> AbstractContextManager[None]:
    """Open one transaction of the main database."""
    atomic: AbstractContextManager[None] = transaction.atomic(using="default")
    return atomic


def seal(digest: str, pieces: Iterable[bytes]) -> str:
    """Seal what came under its digest and give the SHA-256 of what was read while sealing."""
    seen = hashlib.sha256()

    def read() -> Iterator[bytes]:
        for piece in pieces:
            seen.update(piece)
            yield piece

    vault.seal_deposit(digest, read())
    return seen.hexdigest()


def keyed(text: str) -> str:
    """What stands for a text in this house: without the key nobody confirms a guess of a delivery of few rows."""
    return hmac.digest(keys.load(settings.KEYS).ids, b"deposit\0" + text.encode(), "sha256").hex()


def as_hex(ids: pl.DataFrame) -> list[tuple[str, str]]:
    """Give records and versions as 32 hex digits."""
    return ids.select(pl.col("record", "version").bin.encode("hex")).rows()
