"""The key file: made once with mode 600, read at the door, never in a database, a log or a backup.

In: a path. Out: keys as bytes, each for one use. A file that is missing, too open or damaged
stops the deed (DESIGN.md law 7): nothing is ever written in clear instead.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from intertrata.vocabulary.errors import Problem

KEY_BYTES = 32


@dataclass(frozen=True, repr=False)
class Keys:
    """Keys by use, 32 bytes each; ``encryption`` has several generations by id, of which ``current`` writes."""

    current: str
    encryption: dict[str, bytes]
    ids: bytes
    search: bytes
    signing: bytes


def make(path: Path) -> None:
    """Write a new key file with mode 600, unless one stands there already."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = {"current": "k1", "encryption": {"k1": _fresh()}, "ids": _fresh(), "search": _fresh(), "signing": _fresh()}
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(new, file, indent=1)
        file.flush()
        os.fsync(file.fileno())


def load(path: Path) -> Keys:
    """Read the key file; while it stays the same file, what it holds is read once a process.

    Raises:
        Problem: ``keys_missing``, ``keys_too_open`` (others may read it) or ``keys_damaged``, each with the path.
    """
    try:
        now = path.stat()
        if now.st_mode & 0o077:
            raise Problem("keys_too_open", file=str(path))
        return _read(path, (now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns))
    except OSError as error:
        raise Problem("keys_missing", file=str(path)) from error


@lru_cache(maxsize=2)
def _read(path: Path, _as_of: tuple[int, ...]) -> Keys:
    text = path.read_bytes()
    try:
        held = json.loads(text)
        encryption = {name: _key(value) for name, value in held["encryption"].items()}
        current = held["current"]
        keys = Keys(current, encryption, _key(held["ids"]), _key(held["search"]), _key(held["signing"]))
        encryption[current]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Problem("keys_damaged", file=str(path)) from error
    return keys


def _fresh() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _key(text: str) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError("a key of another length")
    return key
