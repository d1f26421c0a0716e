"""The key K of tokens: a file of its own with mode 600, made once, and the keys for each use that follow from it.

In: a path. Out: ``TokenKey``. A file that is missing, that others may read, or that is damaged stops the deed (DESIGN.md law 7).
"""

from __future__ import annotations

import base64
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from intertrata.vocabulary.errors import Problem

BYTES = 32
NAME = "tokens"
"""What the file calls the key: another key file (``access.keys``) is none of ours."""


@dataclass(frozen=True, repr=False)
class TokenKey:
    """K; never shown. ``of`` gives the key of one use."""

    secret: bytes

    def of(self, use: str) -> bytes:
        """Give the key of one use (64 bytes): what one attribute's hashes tell says nothing of another's."""
        return hmac.digest(self.secret, f"intertrata tokens 1 {use}".encode(), "sha512")


def make(path: Path) -> None:
    """Write a new key file with mode 600.

    Raises:
        Problem: ``token_key_stands`` where a file stands there already (it may be the only one that opens somebody's tokens),
            ``not_writable``.
    """
    text = json.dumps({NAME: base64.b64encode(secrets.token_bytes(BYTES)).decode()}) + "\n"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise Problem("token_key_stands", file=str(path)) from error
    except OSError as error:
        raise Problem("not_writable", file=str(path)) from error
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def load(path: Path) -> TokenKey:
    """Read a key file.

    Raises:
        Problem: ``token_key_missing``, ``token_key_too_open`` (others may read it) or ``token_key_damaged``.
    """
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode  # of the very file that is read: no other can be slipped in between
            text = file.read()
    except OSError as error:
        raise Problem("token_key_missing", file=str(path)) from error
    if mode & 0o077:
        raise Problem("token_key_too_open", file=str(path))
    try:
        key = base64.b64decode(json.loads(text)[NAME], validate=True)
    except (ValueError, KeyError, TypeError) as error:
        raise Problem("token_key_damaged", file=str(path)) from error
    if len(key) != BYTES:
        raise Problem("token_key_damaged", file=str(path))
    return TokenKey(key)
