"""Whether what counts is whole, whether the key file is this house's, and refused rows given back to be corrected.

In: what stands. Out: what is wrong with it, or the rows. Nothing is written but the look in the log.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import polars as pl

from intertrata.access.actions import note as note_look
from intertrata.registers import queries
from intertrata.registers.actions.keeping import keyed
from intertrata.registers.actions.numbering import amiss
from intertrata.registers.models import Refusal
from intertrata.registers.receipts import Note, Verified
from intertrata.registers.returning import returned
from intertrata.registers.standing import queries as standing
from intertrata.registers.state import VANISHED, VERSION
from intertrata.storage.bulk import read_rows
from intertrata.vault import queries as vaulted
from intertrata.vocabulary.errors import Problem, Unsafe
from intertrata.vocabulary.records import record_types

BATCH = 50_000


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
    """Look whether everything that counts is whole: deposits as they came, what each says it brought, the case
    numbers beside its events, every name in the vault.

    Raises:
        Problem: ``keys_missing`` and its like: without keys nothing can be verified.
    """
    delivered, brought, versions = queries.deposits(), _brought(), versions_of_persons()
    held = vaulted.deposits_held()
    found: list[Note] = []
    for one in delivered:
        if one.digest not in held or not _opens(one.digest):
            found.append({"code": "verify_deposit_damaged", "deposit": one.id, "file": one.file})
        if brought.get(one.id, (0, 0, 0)) != (one.kept + one.corrected, one.vanished, one.refused):
            found.append({"code": "verify_rows_missing", "deposit": one.id, "file": one.file})
    files = {one.id: one.file for one in delivered}
    found += [{"code": "verify_numbers_amiss", "deposit": one, "file": files[one]} for one in amiss() if one in files]
    found += _names_that_do_not_open(versions)
    note_look("verify", by=by, found=len(found))
    return Verified(len(delivered), len(versions), tuple(found))


def _opens(digest: str) -> bool:
    """Whether a deposit opens from its first byte to its last and is what was received."""
    seen = hashlib.sha256()
    try:
        for piece in vaulted.deposit_file(digest):
            seen.update(piece)
    except Unsafe:
        return False
    return keyed(seen.hexdigest()) == digest


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


def _brought() -> dict[str, tuple[int, int, int]]:
    """Give, by closed deposit, how many versions, vanishings and refused rows stand in its name at its own moment."""
    found: dict[str, list[int]] = {}
    events = (
        f'SELECT e."deposit", e."kind", COUNT(*) FROM "{standing.EVENT_TABLE}" e {standing.CLOSED} AND d."order" = e."order" GROUP BY 1, 2'
    )
    for batch in read_rows("default", events):
        for deposit_id, kind, count in batch:
            found.setdefault(deposit_id, [0, 0, 0])[(VERSION, VANISHED).index(kind)] = count
    refused = f'SELECT "deposit", COUNT(DISTINCT "line") FROM "{Refusal._meta.db_table}" GROUP BY 1'
    for batch in read_rows("default", refused):
        for deposit_id, count in batch:
            found.setdefault(deposit_id, [0, 0, 0])[2] = count
    return {deposit_id: (counts[0], counts[1], counts[2]) for deposit_id, counts in found.items()}


def versions_of_persons() -> list[str]:
    """Give every version of a record of a person, sorted, each once: what the vault must hold the names of."""
    kinds = [kind.name for kind in record_types().values() if kind.identity_fields]
    places = ", ".join("%s" for _ in kinds)
    sql = f'SELECT DISTINCT e."version" FROM "{standing.EVENT_TABLE}" e {standing.CLOSED} WHERE e."kind" = %s AND e."record_type" IN ({places}) ORDER BY 1'
    return [version for batch in read_rows("default", sql, [VERSION, *kinds]) for (version,) in batch]
