"""The signature that a notice carries, so that who gets it knows that it is ours, whole and of now (Standard Webhooks 1.0).

In: a secret, what is sent. Out: headers. HMAC-SHA256 over ``id.timestamp.body``; while a new secret takes the place of an old one, the
header holds a signature under each, and either is good.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence

PREFIX = "whsec_"
SECRET_BYTES = 32


def new_secret() -> str:
    """Make a secret as the standard writes it: ``whsec_`` and 32 random bytes in base64."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signature(secret: str, message: str, at: int, body: bytes) -> str:
    """Give one signature: ``v1,`` and the HMAC in base64.

    Args:
        message: the id of the message. at: when it is sent, seconds of Unix.
    """
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message}.{at}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def headers(secrets_held: Sequence[str], message: str, at: int, body: bytes) -> dict[str, str]:
    """Give the three headers of the standard, with a signature for each secret, the newest first, and what the body is."""
    signed = " ".join(signature(one, message, at, body) for one in secrets_held)
    return {"webhook-id": message, "webhook-timestamp": str(at), "webhook-signature": signed, "Content-Type": "application/json"}
