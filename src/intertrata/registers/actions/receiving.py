"""Receiving: files of institutions read, checked and kept, table by table, or refused before anything is written.

In: files. Out: a receipt for each table, read = kept + unchanged + corrected + refused. Each deposit stands whole or not at all: sealed
file, vault rows, main rows nobody sees yet, and one closing commit (DESIGN.md law 6).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from intertrata.access import keys
from intertrata.access.actions import note as note_look
from intertrata.registers import queries
from intertrata.registers.actions.interviewing import held_against, write_interviewed
from intertrata.registers.actions.keeping import (
    NO_PAYLOAD,
    as_hex,
    counted,
    keep,
    keyed,
    made_of,
    seal,
    taking_a_place,
    write_again,
    write_events,
)
from intertrata.registers.actions.sweeping import DEED, sweep_the_dead
from intertrata.registers.declaration import Source
from intertrata.registers.delivery import Examined, examine, parcels
from intertrata.registers.ids import Ids
from intertrata.registers.marks import cut_off_named, files_of, named_synthetic
from intertrata.registers.models import Deposit
from intertrata.registers.quoted import queries as quoted
from intertrata.registers.reading.matching import fit, headings
from intertrata.registers.reading.opening import sheets
from intertrata.registers.receipts import Receipt, contradicting
from intertrata.registers.standing import queries as standing
from intertrata.registers.state import VANISHED, Change, Moment, change, said_again, state_as_of, typed_only
from intertrata.storage.deeds import alone
from intertrata.vault import actions as vault
from intertrata.vault import queries as vaulted
from intertrata.vocabulary.errors import Problem

Step = Callable[[str, int, int | None], None]
"""How a deed tells its way: what it does now, how much is done, of how much (None: unknown)."""

PIECE = 1 << 20


@dataclass(frozen=True)
class _Delivery:
    """One table ready to be taken: what was examined, the file it came in, what it says of itself.

    Attributes:
        sha256: of the file, for its sender. digest: the same under the house's key, which is what is kept.
    """

    examined: Examined
    path: Path
    stat: tuple[int, int]
    sha256: str
    digest: str
    synthetic: bool
    cut_off: date
    full: bool
    today: date


def receive(
    paths: Sequence[Path],
    *,
    by: str,
    source: str | None = None,
    cut_off: date | None = None,
    synthetic: bool = False,
    among: Collection[str] | None = None,
    progress: Step | None = None,
) -> list[Receipt]:
    """Receive files or folders of files; every row is kept or refused with its reason.

    Everything is read and checked first; only then is anything written, table by table, in the order given.

    Args:
        paths: CSV, XLSX, JSON lines, zip of these, or folders of them.
        by: the account that sends.
        source: the register, where the columns alone should not decide.
        cut_off: the day the delivery was cut, for all files; else ``corte-AAAA-MM-DD`` in the name, else the column the
            declaration names, else today.
        synthetic: the sender says that all persons in it are invented (SAFEGUARDS 19).
        among: the registers that the sender may send, by code (None: all); what fits none of them is no register's.
        progress: told what is being done, how many rows are done, of how many (None: unknown).

    Raises:
        Problem: the first thing that cannot be read or taken, before anything is written; ``deed_busy``.
    """
    known = [one for one in _asked(source) if among is None or one.code in among]
    files, tell = files_of(list(paths)), progress or _silent
    with alone(DEED):
        sweep_the_dead()
        deliveries = [one for path in files for one in _open(path, known, cut_off=cut_off, synthetic=synthetic, progress=tell)]
        _refuse_rivals(deliveries)
        return [_take(one, by=by, progress=tell) for one in deliveries]


def _asked(source: str | None) -> list[Source]:
    return list(queries.sources().values()) if source is None else [queries.source(source)]


def _open(path: Path, known: list[Source], *, cut_off: date | None, synthetic: bool, progress: Step) -> list[_Delivery]:
    """Read and check one file, and see what it says of itself; from here on it must not change."""
    stat, sha256, today = *_fingerprint(path), timezone.localdate()
    fitted = fit(sheets(path, known=headings(known)), known)
    found: list[_Delivery] = []
    for one in fitted:
        ids = Ids(keys.load(settings.KEYS).ids, one.table)
        what = f"Leyendo {one.sheet.file} ({one.table.name})"
        try:
            examined = examine(one, ids=ids, today=today, told=_telling(progress, what, None))
        except Problem as problem:
            if problem.code != "header_only" or len(fitted) == 1:
                raise
            continue  # a sheet of a template nobody filled in, beside others that somebody did
        marked = not examined.denied and (synthetic or examined.synthetic or named_synthetic(path, one.sheet.file))
        if one.source.kind != "figures" and not marked:
            raise Problem("not_synthetic", file=one.sheet.file)
        day = cut_off or cut_off_named(one.sheet.file, path.name) or _cut_off_of_return(examined) or examined.cut_off or today
        found.append(
            _Delivery(examined, path, stat, sha256, keyed(sha256), marked, day, one.table.full and not examined.returned_from, today)
        )
    if not found:
        raise Problem("header_only", file=path.name)
    return found


def _cut_off_of_return(examined: Examined) -> date | None:
    return queries.cut_off_of(examined.returned_from) if examined.returned_from else None


def _refuse_rivals(deliveries: Sequence[_Delivery]) -> None:
    """Two different files cannot both be the whole of one table on one day: each would make the other's rows vanish."""
    whole: dict[tuple[str, str, date], _Delivery] = {}
    for one in deliveries:
        table = one.examined.fitted.table
        rival = whole.setdefault((table.register, table.name, one.cut_off), one) if one.full else one
        if rival.digest != one.digest:
            names = f"«{rival.examined.fitted.sheet.file}» y «{one.examined.fitted.sheet.file}»"
            raise Problem("two_whole_deliveries", files=names, table=f"{table.register}/{table.name}", cut_off=one.cut_off.isoformat())


def _take(one: _Delivery, *, by: str, progress: Step) -> Receipt:
    """Seal the file, keep what is new, and make it all true in one commit."""
    table = one.examined.fitted.table
    events = standing.events(table)
    typed = typed_only(events, standing.orders_typed(table))
    state = state_as_of(events, one.cut_off)
    made = change(one.examined.rows, state, full=one.full, apart=typed)
    held = held_against(one.examined, made)
    if held is not one.examined:
        one, made = replace(one, examined=held), change(held.rows, state, full=one.full, apart=typed)
    twin = standing.same_file(one.digest, table)
    _seal(one)
    deposit = _announce(one, by=by)
    here = Moment(one.cut_off, deposit.order)
    total, what = one.examined.rows.height, f"Guardando {one.examined.fitted.sheet.file} ({table.name})"
    for parcel in parcels(one.examined, made, today=one.today, told=_telling(progress, what, total)):
        keep(parcel, deposit)
    write_interviewed(deposit, one.examined, made)
    write_events(deposit, ((record, version, VANISHED, here, 0, NO_PAYLOAD) for record, version in as_hex(made.vanished)))
    write_again(deposit, said_again(made, events, here=here, full=standing.full_moments(table)))
    if _stat(one.path) != one.stat:
        raise Problem("file_changed", file=one.path.name)
    return _close(deposit, one, made, twin)


def _announce(one: _Delivery, *, by: str) -> Deposit:
    """Write the deposit down as not closed: whatever is kept for it from here on, a sweep can find."""
    fitted = one.examined.fitted
    with taking_a_place():
        deposit = made_of(
            fitted.table, file=fitted.sheet.file[-255:], sheet=fitted.sheet.sheet[:120], digest=one.digest, size=one.stat[0], sender=by,
            cut_off=one.cut_off, synthetic=one.synthetic, kind=fitted.source.kind, full=one.full, way=Deposit.Way.FILE,
        )  # fmt: skip
        deposit.save(force_insert=True)
    return deposit


def _close(deposit: Deposit, one: _Delivery, made: Change, twin: str) -> Receipt:
    """Make it true: one row, one commit."""
    counted(deposit, one.examined, made, twin=twin)
    deposit.waits, deposit.closes = quoted.effect_of(deposit.id.hex)
    deposit.notes += contradicting(quoted.contradicts(deposit))
    deposit.save(force_update=True)
    note_look("receive", by=deposit.sender, thing="deposit", thing_id=deposit.id.hex, found=deposit.read)
    return Receipt(
        deposit.register, deposit.table, deposit.file, deposit.sheet, deposit.id.hex, deposit.read, deposit.kept, deposit.unchanged,
        deposit.corrected, deposit.refused, deposit.vanished, deposit.waits, deposit.closes, tuple(deposit.notes), one.sha256,
    )  # fmt: skip


def _seal(one: _Delivery) -> None:
    if vaulted.deposit_held(one.digest):
        return
    if seal(one.digest, _pieces(one.path)) != one.sha256:
        vault.forget(files=[one.digest])
        raise Problem("file_changed", file=one.path.name)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _fingerprint(path: Path) -> tuple[tuple[int, int], str]:
    """Give size and time of the file, and its SHA-256; a file that cannot be opened says so when it is read."""
    try:
        stat = _stat(path)
        with path.open("rb") as file:
            return stat, hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return (0, 0), ""


def _stat(path: Path) -> tuple[int, int]:
    told = path.stat()
    return told.st_size, told.st_mtime_ns


def _telling(progress: Step, what: str, total: int | None) -> Callable[[int], None]:
    return lambda rows: progress(what, rows, total)


def _silent(what: str, done: int, total: int | None) -> None:
    """Tell nobody."""
