"""What the vault gives back, decrypted, to ``registers.actions`` and ``identity.actions`` only (ADR 0003).

In: opaque ids. Out: identity fields as JSON, values of refused rows, deposits as they came.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import log2
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import numpy as np
import polars as pl
from django.conf import settings

from intertrata.access import keys
from intertrata.access.cipher import Cipher
from intertrata.access.sealed_files import unseal
from intertrata.storage.bulk import few_rows, read_rows
from intertrata.vocabulary.errors import Unsafe

T = TypeVar("T")
DEPOSIT = "deposit.file"
"""The kind of a sealed deposit, bound into it."""
A_FEW = 3
SEVERAL = 900
"""Ids asked for at once (SQLite takes 999 parameters)."""
AT_ONCE = 20_000
"""Keys or places asked for at once."""
TELLING = 200
"""A search key that leads to one of so many says one bit less than one that leads to half as many."""


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


def draft(form: str, *, account: str) -> bytes | None:
    """Give what an account was typing in a form, or None where it has no such draft.

    Raises:
        Unsafe: it does not open.
    """
    cipher = Cipher(keys.load(settings.KEYS), "draft.blob")
    sql = "SELECT key_id, blob FROM vault_draft WHERE form = %s AND account = %s"
    for batch in read_rows("vault", sql, [UUID(form), account]):
        for key_id, blob in batch:
            return cipher.decrypt(f"{account}/{form}", key_id, bytes(blob))
    return None


def drafts(account: str) -> list[str]:
    """Give the forms that an account has drafts of, the last saved first."""
    sql = "SELECT form FROM vault_draft WHERE account = %s ORDER BY saved_at DESC, form"
    return [form for batch in read_rows("vault", sql, [account]) for (form,) in batch]


def deposit_held(file: str) -> bool:
    """Say whether a deposit is sealed here under that id."""
    return (deposits_folder() / f"{file}.sealed").is_file()


def refused_rows(deposit: str) -> list[tuple[int, str]]:
    """Give the refused rows of one deposit as (line, JSON text of the values as they came), by line."""
    cipher = Cipher(keys.load(settings.KEYS), "refused.blob")
    sql = "SELECT line, key_id, blob FROM vault_refusedrow WHERE deposit = %s ORDER BY line, id"
    rows = (row for batch in read_rows("vault", sql, [UUID(deposit)]) for row in batch)
    return [(line, cipher.decrypt(f"{deposit}/{line}", key_id, bytes(blob)).decode()) for line, key_id, blob in rows]


def deposit_file(file: str) -> Iterator[bytes]:
    """Give a deposit as it came, piece by piece, by the id it was sealed under."""
    return unseal(deposits_folder() / f"{file}.sealed", file, keys=keys.load(settings.KEYS), of=DEPOSIT)


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
    tries += [partial(next, unseal(deposits_folder() / f"{file}.sealed", file, keys=found, of=DEPOSIT)) for file in files]
    return not tries or any(_opened(one) for one in tries)


def _opened(one: Callable[[], object]) -> bool:
    try:
        one()
    except Unsafe:
        return False
    return True


@dataclass(frozen=True)
class Candidate:
    """Somebody a search key led to: her place, her opaque id, her mentions as they are compared."""

    place: int
    person: str
    compared: bytes


def led_to(search_keys: Sequence[int], *, run: int, most: int) -> list[int]:
    """Give the places that search keys of that run lead to, at most ``most``: first those whose keys lead to fewest others."""
    led = [np.frombuffer(places, dtype="<u4") for _, places in sorted(_postings(search_keys, run=run).items()) if places]
    if not led:
        return []
    weights = np.repeat([log2(TELLING / len(places)) for places in led], [len(places) for places in led])
    places, which = np.unique(np.concatenate(led), return_inverse=True)
    order = np.lexsort((places, -np.bincount(which, weights).round(9)))[:most]
    return places[order].tolist()  # type: ignore[no-any-return]


def candidates(places: Sequence[int], *, run: int) -> list[Candidate]:
    """Give the persons at these places of that run, in this order; who is nobody any more is absent.

    Raises:
        Unsafe: a profile does not open.
    """
    return [Candidate(place, person, compared) for place, person, compared in _profiles("compared", places, run=run)]


def candidates_of_many(asked: pl.DataFrame, *, run: int, most: int) -> pl.DataFrame:
    """Give (``asker``, ``place``), sorted: for each of many askers the places that ``led_to`` would give.

    Args:
        asked: ``asker``, ``key``: the search keys of each.
    """
    wanted = asked["key"].unique().sort().to_list()
    found = [(key, np.frombuffer(places, dtype="<u4")) for key, places in sorted(_postings_of_many(wanted, run=run).items()) if places]
    sizes = [len(places) for _, places in found]
    led = pl.DataFrame(
        {
            "key": pl.Series(np.repeat(np.array([key for key, _ in found], dtype=np.int64), sizes), dtype=pl.Int64),
            "weight": pl.Series(np.repeat([log2(TELLING / size) for size in sizes], sizes), dtype=pl.Float64),
            "place": pl.Series(np.concatenate([places for _, places in found]) if found else [], dtype=pl.UInt32),
        }
    )
    weighed = asked.join(led, on="key").group_by("asker", "place").agg(pl.col("weight").sum().round(9))
    ranked = weighed.sort("asker", "weight", "place", descending=[False, True, False])
    return ranked.filter(pl.int_range(pl.len()).over("asker") < most).select("asker", "place").sort("asker", "place")


def profiles(places: Iterable[int], *, run: int) -> Iterator[Candidate]:
    """Give the persons at these places, by place; opened as they are asked for.

    Raises:
        Unsafe: a profile does not open.
    """
    for some in _by_several(sorted(places), AT_ONCE):
        yield from (Candidate(*one) for one in _profiles("compared", some, run=run))


def shown(places: Sequence[int], *, run: int) -> dict[int, bytes]:
    """Give the mentions as they are shown of the persons at these places.

    Raises:
        Unsafe: a profile does not open.
    """
    return {place: clear for place, _, clear in _profiles("shown", places, run=run)}


def grounds(run: int) -> bytes:
    """Give what all look-ups of a run share.

    Raises:
        Unsafe: it does not open, or is not there though the run counts.
    """
    cipher = Cipher(keys.load(settings.KEYS), "grounds.blob")
    for key_id, blob in few_rows("vault", "SELECT key_id, blob FROM vault_grounds WHERE run = %s", [run]):
        return cipher.decrypt(str(run), key_id, blob)
    raise Unsafe(f"nothing to look up by in run {run}")


def postings(search_keys: Sequence[int], *, run: int) -> dict[int, list[int]]:
    """Give where each of these keys leads in that run; a key nobody has is absent."""
    found = _postings_of_many(search_keys, run=run)
    return {key: list(struct.unpack(f"<{len(places) // 4}I", places)) for key, places in found.items()}


def places_of(persons: Iterable[str], *, run: int) -> dict[str, int]:
    """Give at which place of that run each of these persons stands; who has none is absent."""
    held: dict[str, int] = {}
    for some in _by_several(sorted(set(persons)), SEVERAL):
        sql = f"SELECT person, place FROM vault_profile WHERE run = %s AND key_id <> '' AND person IN ({', '.join(['%s'] * len(some))})"
        held |= dict(row for batch in read_rows("vault", sql, [run, *(UUID(one) for one in some)]) for row in batch)
    return held


def _postings(search_keys: Sequence[int], *, run: int) -> dict[int, bytes]:
    return dict(few_rows("vault", "SELECT key, places FROM vault_searchkey WHERE run = %s AND key IN %s", [run, list(search_keys)]))


def _postings_of_many(search_keys: Sequence[int], *, run: int) -> dict[int, bytes]:
    return {key: places for some in _by_several(search_keys, AT_ONCE) for key, places in _postings(some, run=run).items()}


def next_place(run: int) -> int:
    """Give the first place of that run that was never given."""
    ((last,),) = few_rows("vault", "SELECT MAX(place) FROM vault_profile WHERE run = %s", [run])
    return 0 if last is None else int(last) + 1


def _profiles(column: str, places: Sequence[int], *, run: int) -> list[tuple[int, str, bytes]]:
    """Give (place, person, clear) of one encrypted column, in the order of ``places``."""
    if not places:
        return []
    cipher = Cipher(keys.load(settings.KEYS), f"profile.{column}")
    sql = f"SELECT place, person, key_id, {column} FROM vault_profile WHERE run = %s AND place IN %s AND key_id <> ''"
    held = {
        place: (place, person, cipher.decrypt(f"{run}/{place}", key_id, blob))
        for place, person, key_id, blob in few_rows("vault", sql, [run, list(places)])
    }
    return [held[place] for place in places if place in held]


def deposits_folder() -> Path:
    """Where sealed deposits stand."""
    return Path(settings.VAR) / "vault" / "deposits"


def _rows(sql: str, column: str, ids: Iterable[str] | None) -> Iterator[tuple[str, str, bytes]]:
    if ids is None:
        yield from (row for batch in read_rows("vault", sql) for row in batch)
        return
    for part in _by_several(sorted(set(ids)), SEVERAL):
        places = ", ".join(["%s"] * len(part))
        yield from (
            row for batch in read_rows("vault", f"{sql} WHERE {column} IN ({places})", [UUID(one) for one in part]) for row in batch
        )


def _by_several(these: Sequence[T], many: int) -> Iterator[Sequence[T]]:
    return (these[start : start + many] for start in range(0, len(these), many))
