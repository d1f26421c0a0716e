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
from intertrata.registers.receipts import Note, Verified
from intertrata.registers.returning import returned
from intertrata.vault import queries as vaulted
from intertrata.vocabulary.errors import Problem, Unsafe

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
    """Look whether everything that counts is whole: deposits as they came, what each says it brought, every name in the vault.

    Raises:
        Problem: ``keys_missing`` and its like: without keys nothing can be verified.
    """
    delivered, brought, versions = queries.deposits(), queries.brought(), queries.versions_of_persons()
    held = vaulted.deposits_held()
    found: list[Note] = []
    for one in delivered:
        if one.digest not in held or not _opens(one.digest):
            found.append({"code": "verify_deposit_damaged", "deposit": one.id, "file": one.file})
        if brought.get(one.id, (0, 0, 0)) != (one.kept + one.corrected, one.vanished, one.refused):
            found.append({"code": "verify_rows_missing", "deposit": one.id, "file": one.file})
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
