"""Encrypting one value so that only the key file opens it, and only in the row it was written for.

In: bytes, the row they belong to. Out: a blob: nonce (12 bytes), ciphertext, tag (16 bytes) of
AES-256-GCM (NIST SP 800-38D). The row's table, field and id are bound as additional data: a blob
moved to another row does not open.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from intertrata.access.keys import Keys
from intertrata.vocabulary.errors import Unsafe

NONCE = 12
TAG = 16


class Cipher:
    """Encrypts with the current key, decrypts with the key each blob names.

    Args:
        keys: the key file's content.
        field: ``table.field``, bound into every blob.
    """

    def __init__(self, keys: Keys, field: str) -> None:
        self.key_id = keys.current
        self._field = field.encode() + b"\x00"
        self._by_id = {name: AESGCM(key) for name, key in keys.encryption.items()}

    def encrypt(self, row: str, clear: bytes) -> bytes:
        """Give the blob of one value of one row (by the row's id as text)."""
        nonce = os.urandom(NONCE)
        return nonce + self._by_id[self.key_id].encrypt(nonce, clear, self._field + row.encode())

    def encrypt_all(self, rows: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
        """Give the blob of each (row id, value), in order; random numbers are drawn 4,096 nonces at a time."""
        encrypt, field = self._by_id[self.key_id].encrypt, self._field
        pool, at = b"", 0
        for row, clear in rows:
            if at == len(pool):
                pool, at = os.urandom(NONCE * 4096), 0
            nonce = pool[at : at + NONCE]
            at += NONCE
            yield nonce + encrypt(nonce, clear, field + row.encode())

    def decrypt(self, row: str, key_id: str, blob: bytes) -> bytes:
        """Give the value back.

        Raises:
            Unsafe: the key is not in the key file, or the blob was changed, cut or moved from another row.
        """
        if key_id not in self._by_id:
            raise Unsafe(f"no key {key_id}")
        try:
            return self._by_id[key_id].decrypt(blob[:NONCE], blob[NONCE:], self._field + row.encode())
        except (InvalidTag, ValueError) as error:
            raise Unsafe("a blob does not open: changed, cut, or of another row") from error
