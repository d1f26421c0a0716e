"""Entering: one record, as a person types it or a system sends it, kept by the same path as a delivery of one row.

In: a register's table, values by heading, who enters them under which key. Out: a receipt, or what is wrong, field by field. What is
refused is not kept: who typed it is still there and has it before her. The same key with the same content is the same entry.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

import polars as pl
from django.conf import settings
from django.utils import timezone

from intertrata.access import keys
from intertrata.access.actions import note as note_look
from intertrata.registers import queries
from intertrata.registers.actions.drafting import forget_draft
from intertrata.registers.actions.interviewing import held_against, write_interviewed
from intertrata.registers.actions.keeping import (
    at_once,
    counted,
    keep_in_vault,
    keyed,
    made_of,
    moment_of,
    seal,
    taking_a_place,
    write_again,
    write_versions,
)
from intertrata.registers.declaration import Source, Table
from intertrata.registers.delivery import Parcel, examine, parcels
from intertrata.registers.entry_numbers import entry_number, read_number
from intertrata.registers.ids import Ids
from intertrata.registers.models import Entry
from intertrata.registers.quoted import queries as quoted
from intertrata.registers.receipts import Entered, OpenedEntry, Prepared
from intertrata.registers.standing import queries as standing
from intertrata.registers.state import EVENTS, REFUSED, UNCHANGED, VERSION, change, said_again, state_as_of
from intertrata.registers.typed import Refused, fitted, line, no_row, numbered, unreadable
from intertrata.vault import queries as vaulted
from intertrata.vocabulary.errors import Problem

LONGEST_KEY = 200


def enter(
    source: str,
    table: str,
    values: Mapping[str, Any],
    *,
    by: str,
    key: str,
    synthetic: bool,
    way: str = "form",
    correcting: str | None = None,
    upon: str = "",
) -> Entered:
    """Keep one record, or say what is wrong with it.

    Args:
        source, table: codes of the register and its table. values: by declared heading: texts as the institution writes them, lists of
            texts where a cell holds several. Where the register's own number is left blank the record is given one.
        by: the account. key: the sender's own name for this entry; once kept, the same key with the same content gives the same receipt.
        synthetic: the sender says that the persons in it are invented (SAFEGUARDS 19). way: ``form`` or ``api``.
        correcting: the number of an entry of this account whose record this corrects; "": nothing may stand under its key yet; None: what
            stands there is corrected, as by an export. upon: the version that must stand there, where whoever writes says what she saw.

    Returns:
        the receipt; or, where anything is wrong, an ``Entered`` without number, with ``refusals`` by heading; then nothing was kept.

    Raises:
        Problem: ``source_unknown``, ``table_unknown``, ``entry_of_figures``; ``entry_not_synthetic``; ``entry_without_key``;
            ``entry_key_reused`` (the key was used for something else), ``entry_unknown`` (what is corrected is no entry of this account);
            ``record_moved_on`` where another version stands than ``upon``; ``deed_busy`` where deliveries leave no turn within half a minute.
    """
    declared, of = queries.table_of_records(source, table)
    if not synthetic:
        raise Problem("entry_not_synthetic")
    if not 0 < len(key) <= LONGEST_KEY:
        raise Problem("entry_without_key", longest=LONGEST_KEY)
    rule = no_row(of, values)
    if rule:
        return Entered(source, table, refusals=(Refused("", rule, ""),))
    content = queries.keyed_entry(json.dumps([source, table, correcting, dict(values)], sort_keys=True))
    digest = queries.keyed_entry(f"{by}\0{key}")
    with taking_a_place():
        before = Entry.objects.filter(account=by, key=digest).first()
        if before is not None:
            return _again(before, content)
        place = (Entry.objects.order_by("-id").values_list("id", flat=True).first() or 0) + 1
        one = Entry(id=place, account=by, key=digest, content=content, register=source, table=table, at=timezone.now())
        made = _numbered(one, declared, of, values)
        if upon and isinstance(made, Prepared) and made.standing != upon:
            raise Problem("record_moved_on")
        wrong = made if isinstance(made, tuple) else _in_the_way(made, correcting, by=by)
        if wrong:
            if any(each.rule == "single_interview" for each in wrong):  # it answers whether somebody was interviewed, so who tries is known
                note_look("interview_refused", by=by, thing_id=f"{source}/{table}", found=0)
            return Entered(source, table, refusals=wrong)
        assert isinstance(made, Prepared)
        _keep(one, made, way=way)
    note_look("enter", by=by, thing="deposit", thing_id=one.deposit.hex, found=1)
    forget_draft(key, by=by)
    return queries.as_entered(one)


def open_entry(number: str, *, by: str, purpose: str, origin: str = "") -> OpenedEntry:
    """Give what this account typed under a number, names included, to read or to correct it; the look is logged first.

    Raises:
        Problem: ``purpose_missing``; ``entry_unknown`` where it is no entry of this account.
    """
    if not purpose.strip():
        raise Problem("purpose_missing")
    one = queries.entry(number, by=by)
    note_look("open_entry", by=by, thing="deposit", thing_id=one.deposit, purpose=purpose, origin=origin, found=1)
    told = b"".join(vaulted.deposit_file(queries.deposit(one.deposit).digest))
    return OpenedEntry(one, json.loads(told))


def _again(before: Entry, content: str) -> Entered:
    """The receipt there is already, to who sends the very same again."""
    if before.content != content:
        raise Problem("entry_key_reused", number=before.number)
    return queries.as_entered(before, again=True)


def _numbered(one: Entry, source: Source, of: Table, values: Mapping[str, Any]) -> Prepared | tuple[Refused, ...]:
    """Number the entry and prepare its row. Where its record is given that number and somebody wrote the number down before it was due, a
    later one is given, in longer and longer steps: else nobody could enter anything there, or what stands would be overwritten."""
    today, step = timezone.localdate(), 1
    while True:
        one.number = entry_number(one.id, year=today.year)
        told = numbered(of, values, one.number)
        made = _prepared(source, of, told, today=today)
        if isinstance(made, tuple) or not made.stands or told == dict(values):
            return made
        one.id, step = one.id + step, step * 2


def _prepared(source: Source, of: Table, values: Mapping[str, Any], *, today: date) -> Prepared | tuple[Refused, ...]:
    """Check the row as a delivery of one, and hold what would be kept of it; or say what is wrong."""
    told = line(values, synthetic=True)
    try:
        one = fitted(source, of, told, file="")
    except Problem as problem:
        return (unreadable(problem),)
    examined = examine(one, ids=Ids(keys.load(settings.KEYS).ids, of), today=today, told=_nobody)
    record = examined.rows["record"][0]
    events = standing.events(of, record=record.hex()) if record is not None else pl.DataFrame(schema=EVENTS)
    state = state_as_of(events, today)
    made = change(examined.rows, state, full=False)
    held = held_against(examined, made)
    if held is not examined:
        examined, made = held, change(held.rows, state, full=False)
    parcel = next(parcels(examined, made, today=today, told=_nobody), Parcel([], [], [], []))
    if made.count(REFUSED):
        return tuple(Refused(column, rule, expected) for _, column, rule, expected in parcel.refusals)
    return Prepared(told, examined, made, parcel, events)


def _in_the_way(made: Prepared, correcting: str | None, *, by: str) -> tuple[Refused, ...]:
    """What stands under the key already, and is not what the sender says she corrects."""
    if correcting is None:
        return ()
    key = made.examined.fitted.table.key[0]
    if correcting:
        if queries.entry(correcting, by=by).record != made.record:
            return (Refused(key, "key_changed", ""),)
        last = queries.last_entry(correcting, by=by).number
        return () if read_number(correcting) == last or made.verdict == UNCHANGED else (Refused(key, "corrected_since", last),)
    return (Refused(key, "key_taken", ""),) if made.stands else ()


def _keep(one: Entry, made: Prepared, *, way: str) -> None:
    """Seal what came, keep identity in the vault, then make it all true in one commit of the main database."""
    table, digest = made.examined.fitted.table, keyed(sha256(made.told).hexdigest())
    if not vaulted.deposit_held(digest):
        seal(digest, [made.told])
    deposit = made_of(
        table, file=one.number, digest=digest, size=len(made.told), sender=one.account, cut_off=timezone.localdate(), synthetic=True,
        kind=made.examined.fitted.source.kind, full=False, way=way,
    )  # fmt: skip
    keep_in_vault(made.parcel, deposit)
    one.deposit, one.record, one.version, one.verdict = deposit.id, made.record, made.version, made.verdict
    again = said_again(made.change, made.events, here=moment_of(deposit), full=standing.full_moments(table))
    with at_once():
        counted(deposit, made.examined, made.change, twin="").save(force_insert=True)
        write_versions(made.parcel, deposit)
        write_interviewed(deposit, made.examined, made.change)
        write_again(deposit, again.filter(again["kind"] == VERSION))  # what no delivery ever told, none was silent about
        deposit.waits, deposit.closes = quoted.effect_of(deposit.id.hex)
        deposit.save(update_fields=["waits", "closes"])
        one.save(force_insert=True)


def _nobody(rows: int) -> None:
    """Tell nobody how far one row is."""
