"""What is put into the vault, by ``registers.actions`` and ``identity.actions`` only (ADR 0003).

In: identity in clear, for the length of one call. Out: nothing but counts. Every write is
idempotent or invisible until the main database makes it true (DESIGN.md law 6).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import tee
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction

from intertrata.access import keys
from intertrata.access.cipher import Cipher
from intertrata.access.sealed_files import seal
from intertrata.storage.bulk import insert_rows
from intertrata.storage.files import sweep_unfinished
from intertrata.vault.queries import DEPOSIT, SEVERAL, deposits_folder, next_place, places_of, postings


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


def keep_draft(form: str, *, account: str, saved_at: datetime, text: bytes) -> bool:
    """Encrypt and keep what an account is typing in a form, in the place of what it typed before; say whether the form was its own."""
    cipher = Cipher(keys.load(settings.KEYS), "draft.blob")
    blob = cipher.encrypt(f"{account}/{form}", text)
    sql = """INSERT INTO vault_draft (form, account, saved_at, key_id, blob) VALUES (%s, %s, %s, %s, %s) ON CONFLICT (form) DO UPDATE
             SET saved_at = excluded.saved_at, key_id = excluded.key_id, blob = excluded.blob WHERE vault_draft.account = excluded.account"""
    with connections["vault"].cursor() as cursor:
        cursor.execute(sql, [_id(form), account, saved_at, cipher.key_id, blob])
        return bool(cursor.rowcount)


def forget_drafts(*, form: str = "", account: str = "", before: datetime | None = None) -> int:
    """Remove one draft of an account, or all that were last saved before a moment; give how many."""
    asked, told = ("form = %s AND account = %s", [_id(form), account]) if form else ("saved_at < %s", [before])
    with connections["vault"].cursor() as cursor:
        cursor.execute(f"DELETE FROM vault_draft WHERE {asked}", told)
        return int(cursor.rowcount)


def _id(text: str) -> str | UUID:
    return UUID(text).hex if connections["vault"].vendor == "sqlite" else UUID(text)


def seal_deposit(file: str, pieces: Iterable[bytes]) -> int:
    """Seal a deposit as it came under an id, durably, before any row of it is kept; give its size in bytes."""
    return seal(deposits_folder() / f"{file}.sealed", file, pieces, keys=keys.load(settings.KEYS), of=DEPOSIT)


def forget(*, versions: Iterable[str] = (), deposits: Iterable[str] = (), files: Iterable[str] = ()) -> None:
    """Remove what no main row makes true: mentions, refused rows of deposits never closed, sealed files."""
    _delete("vault_mention", "version", versions)
    _delete("vault_refusedrow", "deposit", deposits)
    for file in files:
        (deposits_folder() / f"{file}.sealed").unlink(missing_ok=True)


def forget_unfinished() -> int:
    """Remove the files that a crash left half sealed; give how many. Only who holds the deed alone knows that nobody is sealing."""
    return sweep_unfinished(deposits_folder())


Posting = tuple[int, list[int]]
"""A search key and the places it leads to."""
Profile = tuple[int, str, bytes, bytes]
"""A place, the person, her mentions as compared and as shown."""


PROFILE = ("run", "place", "person", "key_id", "compared", "shown")


def keep_lookup(search_keys: Iterable[Posting], profiles: Iterable[Profile], grounds: bytes, *, run: int) -> None:
    """Encrypt and keep what looking persons up needs, beside that of other runs; it is found once the run counts."""
    cipher = Cipher(keys.load(settings.KEYS), "grounds.blob")
    _keep_profiles(profiles, run=run)
    _keep_postings(search_keys, run=run)
    insert_rows("vault", "vault_grounds", ("run", "key_id", "blob"), [(run, cipher.key_id, cipher.encrypt(str(run), grounds))])


def replace_profiles(search_keys: Iterable[Posting], profiles: Iterable[Profile], *, persons: Iterable[str], run: int, most: int) -> None:
    """Put the profiles of a few persons in the place of those they had in that run; their search keys are added to what stands.

    Who had a place keeps it, who is new takes one that nobody had, and of those ``persons`` who have no profile any more the place stands
    empty: keys may lead there until the run goes. A key that would lead to more than ``most`` is left as it is. Told twice, it changes nothing.

    Args:
        profiles, search_keys: count places from zero, as they come.
    """
    with transaction.atomic(using="vault"):
        made = list(profiles)
        held, first = places_of({*persons, *(one[1] for one in made)}, run=run), next_place(run)
        fresh = iter(range(first, first + len(made)))
        at = {place: held[person] if person in held else next(fresh) for place, person, _, _ in made}
        told = ((at[place], person, compared, shown) for place, person, compared, shown in made)
        _keep_profiles(told, run=run, replace=("run", "place"))
        there = set(at.values())
        empty = ((run, place, UUID(person), "", b"", b"") for person, place in sorted(held.items()) if place not in there)
        insert_rows("vault", "vault_profile", PROFILE, empty, replace=("run", "place"))
        _add_postings({key: [at[place] for place in places] for key, places in search_keys}, run=run, most=most)


def _add_postings(added: dict[int, list[int]], *, run: int, most: int) -> None:
    held = postings(sorted(added), run=run)
    whole = {key: sorted({*held.get(key, ()), *places}) for key, places in sorted(added.items())}
    changed = {key: places for key, places in whole.items() if len(places) <= most and places != held.get(key)}
    _keep_postings(changed.items(), run=run, replace=("run", "key"))


def forget_lookup(*, other_than: int) -> None:
    """Remove what looking up needed in every run but one: those before it, and those of runs that never closed."""
    for table in ("vault_searchkey", "vault_profile", "vault_grounds"):
        with transaction.atomic(using="vault"), connections["vault"].cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE run <> %s", [other_than])


def _keep_profiles(profiles: Iterable[Profile], *, run: int, replace: Sequence[str] = ()) -> None:
    held = keys.load(settings.KEYS)
    compared, shown = Cipher(held, "profile.compared"), Cipher(held, "profile.shown")
    rows = (
        (run, place, UUID(person), held.current, compared.encrypt(f"{run}/{place}", one), shown.encrypt(f"{run}/{place}", other))
        for place, person, one, other in profiles
    )
    insert_rows("vault", "vault_profile", PROFILE, rows, replace=replace)


def _keep_postings(postings: Iterable[Posting], *, run: int, replace: Sequence[str] = ()) -> None:
    rows = ((run, key, struct.pack(f"<{len(places)}I", *places)) for key, places in postings)
    insert_rows("vault", "vault_searchkey", ("run", "key", "places"), rows, replace=replace)


def _delete(table: str, column: str, ids: Iterable[str]) -> None:
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), SEVERAL):
        part = [UUID(one) for one in wanted[start : start + SEVERAL]]
        values = [one.hex if connections["vault"].vendor == "sqlite" else one for one in part]
        with transaction.atomic(using="vault"), connections["vault"].cursor() as cursor:
            cursor.execute(f'DELETE FROM {table} WHERE "{column}" IN ({", ".join(["%s"] * len(part))})', values)
