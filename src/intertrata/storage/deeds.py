"""One process at a time does a deed (receive, link, cut): two at once would each decide on what the other changes.

In: the deed's name. Out: a context in which nobody else does it; a crash frees it, since the
kernel (SQLite's case) or the server (PostgreSQL's) drops the lock with the process.
"""

from __future__ import annotations

import fcntl
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep

from django.conf import settings
from django.db import connections

from intertrata.vocabulary.errors import Problem

PAUSE = 0.01


@contextmanager
def alone(deed: str) -> Iterator[None]:
    """Hold the deed for the length of the block.

    Raises:
        Problem: ``deed_busy`` at once, where another process holds it.
    """
    connection = connections["default"]
    holder = _on_server(connection, deed) if connection.vendor == "postgresql" else _on_file(settings.VAR / f"{deed}.lock", deed)
    with holder:
        yield


@contextmanager
def in_turn(deed: str, *, seconds: float) -> Iterator[None]:
    """Hold the deed for the length of the block, waiting for whoever holds it: for deeds of a moment.

    Raises:
        Problem: ``deed_busy`` where it is not free within so many seconds.
    """
    until = monotonic() + seconds
    with ExitStack() as held:
        while True:
            try:
                held.enter_context(alone(deed))
                break
            except Problem:
                if monotonic() >= until:
                    raise
                sleep(PAUSE)
        yield


@contextmanager
def _on_file(path: Path, deed: str) -> Iterator[None]:
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Problem("deed_busy", deed=deed) from error
        yield


@contextmanager
def _on_server(connection: object, deed: str) -> Iterator[None]:
    number = zlib.crc32(f"intertrata:{deed}".encode())
    with connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        if not cursor.fetchone()[0]:
            raise Problem("deed_busy", deed=deed)
    try:
        yield
    finally:
        with connection.cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute("SELECT pg_advisory_unlock(%s)", [number])
