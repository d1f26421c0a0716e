"""The door of the registers to write: receive deliveries, sweep what a crash left, give refused rows back, verify.

In: files of institutions. Out: a receipt for each table, read = kept + unchanged + corrected + refused. Each deposit stands
whole or not at all: sealed file, vault rows, main rows nobody sees yet, and one closing commit (DESIGN.md law 6).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import uuid4

import polars as pl
from django.conf import settings
from django.db.models import Max, Min
from django.utils import timezone

from intertrata.access import keys
from intertrata.access.actions import note as note_look
from intertrata.registers import queries
from intertrata.registers.declaration import Source
from intertrata.registers.delivery import Examined, Parcel, examine, parcels
from intertrata.registers.ids import Ids
from intertrata.registers.marks import cut_off_named, files_of, named_synthetic
from intertrata.registers.models import Deposit, RecordEvent, Refusal
from intertrata.registers.reading.matching import fit, headings
from intertrata.registers.reading.opening import sheets
from intertrata.registers.receipts import Note, Receipt, Verified, notes
from intertrata.registers.returning import returned
from intertrata.registers.state import (
    BACK,
    CLASHING,
    CORRECTED,
    NEW,
    REFUSED,
    REPEATED,
    UNCHANGED,
    VANISHED,
    VERSION,
    Change,
    Moment,
    change,
    said_again,
    state_as_of,
)
from intertrata.storage.bulk import insert_rows, read_rows
from intertrata.storage.deeds import alone
from intertrata.vault import actions as vault
from intertrata.vault import queries as vaulted
from intertrata.vocabulary.errors import Problem, Unsafe

Step = Callable[[str, int, int | None], None]
"""How a deed tells its way: what it does now, how much is done, of how much (None: unknown)."""

DEED = "receive"
BATCH = 50_000
PIECE = 1 << 20
EVENT_COLUMNS = (
    "record", "version", "kind", "deposit", "cut_off", "order", "register", "table", "record_type", "line", "payload",
)  # fmt: skip
NO_PAYLOAD = "{}"


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
        progress: told what is being done, how many rows are done, of how many (None: unknown).

    Raises:
        Problem: the first thing that cannot be read or taken, before anything is written; ``deed_busy``.
    """
    known = list(queries.sources().values()) if source is None else [queries.source(source)]
    files, tell = files_of(list(paths)), progress or _silent
    with alone(DEED):
        _sweep_the_dead()
        deliveries = [one for path in files for one in _open(path, known, cut_off=cut_off, synthetic=synthetic, progress=tell)]
        _refuse_rivals(deliveries)
        return [_take(one, by=by, progress=tell) for one in deliveries]


def sweep(*, by: str) -> dict[str, int]:
    """Remove what deliveries that never closed left: rows, refused values, mentions nobody owns, sealed files; say how many."""
    with alone(DEED):
        swept = _sweep_the_dead() | _sweep_the_vault()
    note_look("sweep", by=by, found=sum(swept.values()))
    return swept


def return_refused(deposit: str, *, by: str, purpose: str, origin: str = "") -> pl.DataFrame:
    """Give the refused rows of a deposit with their own columns and the reasons, to correct and send again.

    Cells that a spreadsheet would run as formulas are neutralised; the reader takes that off again. What comes back is
    recognised by its ``RECHAZO_DE``, and is never taken for a full delivery. The look is logged.

    Raises:
        Problem: ``purpose_missing`` where nobody says what for; ``deposit_unknown``.
    """
    if not purpose.strip():
        raise Problem("purpose_missing")
    one = queries.deposit(deposit)
    rows, reasons = vaulted.refused_rows(one.id), queries.refusals(one.id)
    note_look("return_refused", by=by, thing="deposit", thing_id=one.id, purpose=purpose, origin=origin, found=len(rows))
    return returned(rows, reasons, deposit=one.id, synthetic=one.synthetic)


def keys_fit() -> bool:
    """Say whether the key file is this house's. Under another one every row would come in again under other ids, and the old vanish.

    Raises:
        Problem: ``keys_missing`` and its like.
    """
    return vaulted.opens_here()


def verify(*, by: str) -> Verified:
    """Look whether everything that counts is whole: deposits as they came, what each says it brought, every name in the vault.

    Raises:
        Problem: ``keys_missing`` and its like: without keys nothing can be verified.
    """
    delivered, brought, versions = queries.deposits(), queries.brought(), queries.versions_of_persons()
    found: list[Note] = []
    for one in delivered:
        if not _opens(one.digest):
            found.append({"code": "verify_deposit_damaged", "deposit": one.id, "file": one.file})
        if brought.get(one.id, (0, 0, 0)) != (one.kept + one.corrected, one.vanished, one.refused):
            found.append({"code": "verify_rows_missing", "deposit": one.id, "file": one.file})
    found += _names_that_do_not_open(versions)
    note_look("verify", by=by, found=len(found))
    return Verified(len(delivered), len(versions), tuple(found))


def _opens(digest: str) -> bool:
    """Whether a deposit opens from its first byte to its last and is what was received."""
    if digest not in vaulted.deposits_held():
        return False
    seen = hashlib.sha256()
    try:
        for piece in vaulted.deposit_file(digest):
            seen.update(piece)
    except Unsafe:
        return False
    return _keyed(seen.hexdigest()) == digest


def _names_that_do_not_open(versions: Sequence[str]) -> list[Note]:
    missing = damaged = 0
    for start in range(0, len(versions), BATCH):
        some = versions[start : start + BATCH]
        try:
            missing += len(some) - vaulted.mentions(some).height
        except Unsafe:
            damaged += 1
    told = (("verify_names_missing", missing), ("verify_names_damaged", damaged))
    return [{"code": code, "rows": rows} for code, rows in told if rows]


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
            _Delivery(examined, path, stat, sha256, _keyed(sha256), marked, day, one.table.full and not examined.returned_from, today)
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
    events = queries.events(table)
    made = change(one.examined.rows, state_as_of(events, one.cut_off), full=one.full)
    twin = queries.same_file(one.digest, table)
    _seal(one)
    deposit = _announce(one, by=by)
    here = Moment(one.cut_off, deposit.order)
    total, what = one.examined.rows.height, f"Guardando {one.examined.fitted.sheet.file} ({table.name})"
    for parcel in parcels(one.examined, made, today=one.today, told=_telling(progress, what, total)):
        _keep(parcel, deposit)
    _write_events(deposit, ((record, version, VANISHED, here, 0, NO_PAYLOAD) for record, version in _hex(made.vanished)))
    _write_again(deposit, said_again(made, events, here=here, full=queries.full_moments(table)))
    if _stat(one.path) != one.stat:
        raise Problem("file_changed", file=one.path.name)
    return _close(deposit, one, made, twin)


def _announce(one: _Delivery, *, by: str) -> Deposit:
    """Write the deposit down as not closed: whatever is kept for it from here on, a sweep can find."""
    fitted = one.examined.fitted
    order = (Deposit.objects.aggregate(last=Max("order"))["last"] or 0) + 1
    return Deposit.objects.create(
        id=uuid4(), order=order, register=fitted.table.register, table=fitted.table.name, file=fitted.sheet.file[-255:],
        sheet=fitted.sheet.sheet[:120], digest=one.digest, size=one.stat[0], sender=by, received_at=timezone.now(),
        cut_off=one.cut_off, synthetic=one.synthetic, kind=fitted.source.kind, full=one.full,
    )  # fmt: skip


def _keep(parcel: Parcel, deposit: Deposit) -> None:
    """The vault first: a main row without its identity must never stand."""
    here = Moment(deposit.cut_off, deposit.order)
    if parcel.mentions:
        vault.keep_mentions(sorted(parcel.mentions))
    if parcel.refused:
        vault.keep_refused(deposit.id.hex, deposit.table, parcel.refused)
    events = sorted(parcel.events)  # in the order of the index on records, which is then written page by page
    _write_events(deposit, ((record, version, VERSION, here, line, payload) for record, version, line, payload in events))
    reasons = ((deposit.id.hex, line, column[:120], rule, expected[:300]) for line, column, rule, expected in parcel.refusals)
    insert_rows("default", Refusal._meta.db_table, ("deposit", "line", "column", "rule", "expected"), reasons)


def _write_events(deposit: Deposit, events: Iterator[tuple[str, str, str, Moment, int, str]]) -> None:
    kind = queries.source(deposit.register).table(deposit.table)
    assert kind is not None
    tail = (deposit.register, deposit.table, kind.record_type.name)
    rows = (
        (record, version, told, deposit.id.hex, moment.cut_off.isoformat(), moment.order, *tail, line, payload)
        for record, version, told, moment, line, payload in events
    )
    insert_rows("default", RecordEvent._meta.db_table, EVENT_COLUMNS, rows)


def _write_again(deposit: Deposit, again: pl.DataFrame) -> None:
    """Write down what a later delivery had said in silence, with the payloads those versions came with."""
    stood = again.filter(pl.col("kind") == VERSION)
    came = queries.payloads([version for _, version in _hex(stood)])
    moments = [Moment(cut_off, order) for cut_off, order in again.select("cut_off", "order").rows()]
    told = zip(_hex(again), again["kind"].to_list(), moments, strict=True)
    lines_and_payloads = ((*pair, kind, moment, *came.get(pair[1], (0, NO_PAYLOAD))) for pair, kind, moment in told)
    _write_events(deposit, lines_and_payloads)


def _close(deposit: Deposit, one: _Delivery, made: Change, twin: str) -> Receipt:
    """Make it true: one row, one commit."""
    deposit.read = one.examined.rows.height
    deposit.kept = made.count(NEW, BACK)
    deposit.unchanged = made.count(UNCHANGED, REPEATED)
    deposit.corrected = made.count(CORRECTED)
    deposit.refused = made.count(REFUSED, CLASHING)
    deposit.vanished = made.vanished.height
    deposit.notes = notes(one.examined, made, twin=twin)
    deposit.filled = one.examined.filled
    deposit.closed_at = timezone.now()
    deposit.save(update_fields=["read", "kept", "unchanged", "corrected", "refused", "vanished", "notes", "filled", "closed_at"])
    note_look("receive", by=deposit.sender, thing="deposit", thing_id=deposit.id.hex, found=deposit.read)
    return Receipt(
        deposit.register, deposit.table, deposit.file, deposit.sheet, deposit.id.hex, deposit.read, deposit.kept, deposit.unchanged,
        deposit.corrected, deposit.refused, deposit.vanished, tuple(deposit.notes), one.sha256,
    )  # fmt: skip


def _seal(one: _Delivery) -> None:
    if one.digest in vaulted.deposits_held():
        return
    seen = hashlib.sha256()
    vault.seal_deposit(one.digest, _pieces(one.path, seen))
    if seen.hexdigest() != one.sha256:
        vault.forget(files=[one.digest])
        raise Problem("file_changed", file=one.path.name)


def _pieces(path: Path, seen: hashlib._Hash) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            seen.update(piece)
            yield piece


def _fingerprint(path: Path) -> tuple[tuple[int, int], str]:
    """Give size and time of the file, and its SHA-256; a file that cannot be opened says so when it is read."""
    try:
        stat = _stat(path)
        with path.open("rb") as file:
            return stat, hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return (0, 0), ""


def _keyed(sha256: str) -> str:
    """What stands for a file in this house: without the key nobody confirms a guess of a delivery of few rows."""
    return hmac.digest(keys.load(settings.KEYS).ids, b"deposit\0" + sha256.encode(), "sha256").hex()


def _stat(path: Path) -> tuple[int, int]:
    told = path.stat()
    return told.st_size, told.st_mtime_ns


def _hex(ids: pl.DataFrame) -> list[tuple[str, str]]:
    return ids.select(pl.col("record", "version").bin.encode("hex")).rows()


def _sweep_the_dead() -> dict[str, int]:
    """Remove the rows of deposits that were never closed; who holds the deed alone knows that no one is writing them."""
    dead = list(Deposit.objects.filter(closed_at=None).order_by("order"))
    if not dead:
        return {"deposits": 0, "rows": 0}
    ids = [one.id for one in dead]
    mine = RecordEvent.objects.filter(deposit__in=ids)
    ends = mine.aggregate(first=Min("id"), last=Max("id"))
    rows = 0
    for start in range(ends["first"] or 0, (ends["last"] or -1) + 1, BATCH):  # in pieces: the site writes in between
        rows += mine.filter(id__gte=start, id__lt=start + BATCH).delete()[0]
    rows += Refusal.objects.filter(deposit__in=ids).delete()[0]
    vault.forget(deposits=[one.hex for one in ids])
    swept = _sweep_the_vault()
    Deposit.objects.filter(id__in=ids).delete()
    return {"deposits": len(dead), "rows": rows} | swept


def _sweep_the_vault() -> dict[str, int]:
    """Remove mentions whose version no row tells, and sealed files that no deposit names."""
    orphans = vaulted.versions_held()
    for batch in read_rows("default", f'SELECT "version" FROM "{RecordEvent._meta.db_table}"'):
        orphans.difference_update(version for (version,) in batch)
    files = vaulted.deposits_held() - set(Deposit.objects.values_list("digest", flat=True))
    vault.forget(versions=sorted(orphans), files=sorted(files))
    return {"mentions": len(orphans), "files": len(files) + vault.forget_unfinished()}


def _telling(progress: Step, what: str, total: int | None) -> Callable[[int], None]:
    return lambda rows: progress(what, rows, total)


def _silent(what: str, done: int, total: int | None) -> None:
    """Tell nobody."""
