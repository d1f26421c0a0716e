"""The secrets of subscriptions at rest: only the key file opens them, and only in the row they were written for.

In: a secret, the id of its subscription. Out: the id of the key and a blob of AES-256-GCM (nonce, ciphertext, tag; NIST SP 800-38D), to
which the row is bound. The vault is not used: its doors are for what is known of persons, and no other room enters by them (ADR 0003).
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from intertrata.access.keys import Keys
from intertrata.vocabulary.errors import Unsafe

NONCE = 12
FIELD = b"notices.subscription.secret\x00"


def seal(keys: Keys, row: str, secret: str) -> tuple[str, bytes]:
    """Give the id of the key and the blob of a secret."""
    nonce = os.urandom(NONCE)
    return keys.current, nonce + AESGCM(keys.encryption[keys.current]).encrypt(nonce, secret.encode(), FIELD + row.encode())


def opened(keys: Keys, row: str, key_id: str, blob: bytes) -> str:
    """Give a secret back.

    Raises:
        Unsafe: the key is not in the key file, or the blob was changed, cut or moved from another row.
    """
    if key_id not in keys.encryption:
        raise Unsafe(f"no key {key_id}")
    try:
        return AESGCM(keys.encryption[key_id]).decrypt(blob[:NONCE], blob[NONCE:], FIELD + row.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise Unsafe("a secret does not open: changed, cut, or of another row") from error
