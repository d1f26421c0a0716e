"""What the vault gives back, decrypted, to ``registers.actions`` and ``identity.actions`` only (ADR 0003).

In: opaque ids. Out: identity fields as JSON, values of refused rows, deposits as they came.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from uuid import UUID

import polars as pl
from django.conf import settings

from intertrata.access import keys
from intertrata.storage.bulk import read_rows
from intertrata.vault.cipher import Cipher
from intertrata.vault.sealed_files import unseal
from intertrata.vocabulary.errors import Unsafe

A_FEW = 3
SEVERAL = 900
"""Ids asked for at once (SQLite takes 999 parameters)."""


def mentions(versions: Iterable[str] | None = None) -> pl.DataFrame:
    """Give the identity fields of the versions asked for (None: of all), as ``version`` and ``identity`` (JSON text).

    Versions the vault does not hold are absent from the answer.

    Raises:
        Unsafe: a row does not open.
    """
    cipher = Cipher(keys.load(settings.KEYS), "mention.blob")
    found: list[str] = []
    clear: list[str] = []
    for row, key_id, blob in _rows("SELECT version, key_id, blob FROM vault_mention", "version", versions):
        found.append(row)
        clear.append(cipher.decrypt(row, key_id, bytes(blob)).decode())
    return pl.DataFrame({"version": found, "identity": clear}, schema={"version": pl.String, "identity": pl.String})


def versions_held() -> set[str]:
    """Give every version the vault holds, for the sweep and for ``verify``."""
    return {row[0] for batch in read_rows("vault", "SELECT version FROM vault_mention") for row in batch}


def deposits_held() -> set[str]:
    """Give the ids of every deposit sealed here, for the sweep and for ``verify``."""
    return {path.stem for path in deposits_folder().glob("*.sealed")}


def refused_rows(deposit: str) -> list[tuple[int, str]]:
    """Give the refused rows of one deposit as (line, JSON text of the values as they came), by line."""
    cipher = Cipher(keys.load(settings.KEYS), "refused.blob")
    sql = "SELECT line, key_id, blob FROM vault_refusedrow WHERE deposit = %s ORDER BY line, id"
    rows = (row for batch in read_rows("vault", sql, [UUID(deposit)]) for row in batch)
    return [(line, cipher.decrypt(f"{deposit}/{line}", key_id, bytes(blob)).decode()) for line, key_id, blob in rows]


def deposit_file(file: str) -> Iterator[bytes]:
    """Give a deposit as it came, piece by piece, by the id it was sealed under."""
    return unseal(deposits_folder() / f"{file}.sealed", file, keys=keys.load(settings.KEYS))


def opens_here() -> bool:
    """Say whether this key file opens what the vault holds: any of a few mentions or deposits; true where it holds nothing."""
    found = keys.load(settings.KEYS)
    cipher = Cipher(found, "mention.blob")
    rows = [
        row
        for batch in read_rows("vault", f"SELECT version, key_id, blob FROM vault_mention ORDER BY version LIMIT {A_FEW}")
        for row in batch
    ]
    files = sorted(deposits_held())[:A_FEW]
    tries: list[Callable[[], object]] = [partial(cipher.decrypt, row, key_id, bytes(blob)) for row, key_id, blob in rows]
    tries += [partial(next, unseal(deposits_folder() / f"{file}.sealed", file, keys=found)) for file in files]
    return not tries or any(_opened(one) for one in tries)


def _opened(one: Callable[[], object]) -> bool:
    try:
        one()
    except Unsafe:
        return False
    return True


def candidates(search_keys: Sequence[int], *, run: int, most: int = 100) -> list[str]:
    """Give the persons that share a search key of that run, those that share most keys first, at most ``most``."""
    if not search_keys:
        return []
    places = ", ".join(["%s"] * len(search_keys))
    sql = f"SELECT person FROM vault_searchkey WHERE key IN ({places}) AND run = %s GROUP BY person ORDER BY COUNT(DISTINCT key) DESC, person LIMIT {int(most)}"
    return [row[0] for batch in read_rows("vault", sql, [*search_keys, run]) for row in batch]


def deposits_folder() -> Path:
    """Where sealed deposits stand."""
    return Path(settings.VAR) / "vault" / "deposits"


def _rows(sql: str, column: str, ids: Iterable[str] | None) -> Iterator[tuple[str, str, bytes]]:
    if ids is None:
        yield from (row for batch in read_rows("vault", sql) for row in batch)
        return
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), SEVERAL):
        part = wanted[start : start + SEVERAL]
        places = ", ".join(["%s"] * len(part))
        yield from (
            row for batch in read_rows("vault", f"{sql} WHERE {column} IN ({places})", [UUID(one) for one in part]) for row in batch
        )
