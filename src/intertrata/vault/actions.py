"""What is put into the vault, by ``registers.actions`` and ``identity.actions`` only (ADR 0003).

In: identity in clear, for the length of one call. Out: nothing but counts. Every write is
idempotent or invisible until the main database makes it true (DESIGN.md law 6).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import tee
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction

from intertrata.access import keys
from intertrata.storage.bulk import insert_rows
from intertrata.storage.files import sweep_unfinished
from intertrata.vault.cipher import Cipher
from intertrata.vault.queries import SEVERAL, deposits_folder
from intertrata.vault.sealed_files import seal


def keep_mentions(rows: Iterable[tuple[str, str]]) -> int:
    """Encrypt and keep the identity of versions not held yet: (version as 32 hex digits, JSON text); give how many came."""
    cipher = Cipher(keys.load(settings.KEYS), "mention.blob")
    for_ids, for_blobs = tee(rows)
    blobs = cipher.encrypt_all((version, identity.encode()) for version, identity in for_blobs)
    written = ((version, cipher.key_id, blob) for (version, _), blob in zip(for_ids, blobs, strict=True))
    return insert_rows("vault", "vault_mention", ("version", "key_id", "blob"), written, ignore_repeats=True)


def keep_refused(deposit: str, table: str, rows: Iterable[tuple[int, str]]) -> int:
    """Encrypt and keep the values of refused rows: (line, JSON text of the row as it came); give how many."""
    cipher = Cipher(keys.load(settings.KEYS), "refused.blob")
    written = ((UUID(deposit), table, line, cipher.key_id, cipher.encrypt(f"{deposit}/{line}", row.encode())) for line, row in rows)
    return insert_rows("vault", "vault_refusedrow", ("deposit", "table", "line", "key_id", "blob"), written)


def seal_deposit(file: str, pieces: Iterable[bytes]) -> int:
    """Seal a deposit as it came under an id, durably, before any row of it is kept; give its size in bytes."""
    return seal(deposits_folder() / f"{file}.sealed", file, pieces, keys=keys.load(settings.KEYS))


def forget(*, versions: Iterable[str] = (), deposits: Iterable[str] = (), files: Iterable[str] = ()) -> None:
    """Remove what no main row makes true: mentions, refused rows of deposits never closed, sealed files."""
    _delete("vault_mention", "version", versions)
    _delete("vault_refusedrow", "deposit", deposits)
    for file in files:
        (deposits_folder() / f"{file}.sealed").unlink(missing_ok=True)


def forget_unfinished() -> int:
    """Remove the files that a crash left half sealed; give how many. Only who holds the deed alone knows that nobody is sealing."""
    return sweep_unfinished(deposits_folder())


def keep_search_keys(rows: Iterable[tuple[int, str]], *, run: int) -> int:
    """Keep the search keys of one run (key, person) beside the others; give how many. They are found once the run counts."""
    return insert_rows("vault", "vault_searchkey", ("key", "person", "run"), ((key, person, run) for key, person in rows))


def replace_search_keys(rows: Iterable[tuple[int, str]], *, persons: Iterable[str], run: int) -> None:
    """Put the search keys (key, person) of a few persons in the place of those they had in that run."""
    with transaction.atomic(using="vault"):
        _delete("vault_searchkey", "person", persons)
        keep_search_keys(rows, run=run)


def forget_search_keys(*, other_than: int) -> None:
    """Remove the search keys of every run but one: those before it, and those of runs that never closed."""
    with transaction.atomic(using="vault"), connections["vault"].cursor() as cursor:
        cursor.execute("DELETE FROM vault_searchkey WHERE run <> %s", [other_than])


def _delete(table: str, column: str, ids: Iterable[str]) -> None:
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), SEVERAL):
        part = [UUID(one) for one in wanted[start : start + SEVERAL]]
        values = [one.hex if connections["vault"].vendor == "sqlite" else one for one in part]
        with transaction.atomic(using="vault"), connections["vault"].cursor() as cursor:
            cursor.execute(f'DELETE FROM {table} WHERE "{column}" IN ({", ".join(["%s"] * len(part))})', values)
