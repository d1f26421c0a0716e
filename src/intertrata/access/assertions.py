"""What a system signs to prove who it is (RFC 7523 §3): read before anything is believed, then held against the key and the clock.

In: the text of a JWT, a public key, the time. Out: who it says to be, and once it is proved the name of this one use and until when it could
serve. The algorithm is the registered key's, never the text's; what a text names twice, or asks us to understand and we do not, is refused.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from jwt import PyJWS
from jwt.exceptions import PyJWTError

from intertrata.access.client_keys import ALGORITHMS, Verifier
from intertrata.vocabulary.errors import Problem

LONGEST = 4_096
LASTS = 5 * 60
LEEWAY = 30
"""Seconds: how far ahead an assertion may end, and how wrong a sender's clock may be."""

LATEST = 2**40
LONGEST_ID = 255
CLIENT = re.compile(r"[a-z0-9][a-z0-9._-]{2,62}")
KID = re.compile(r"[A-Za-z0-9_-]{43}")
HEADERS = frozenset({"alg", "kid", "typ"})
"""All that a header may hold: no key of its own, no address to fetch one from, nothing that must be understood."""

_SIGNATURES = PyJWS(algorithms=list(ALGORITHMS))


@dataclass(frozen=True)
class Claimed:
    """Who an assertion says to be, and with which key; nothing of it is proved."""

    client: str
    kid: str
    alg: str


@dataclass(frozen=True)
class Proved:
    """One use of an assertion that holds: a digest of its name, and the moment from which nobody would take it any more."""

    use: str
    until: datetime


def claimed(assertion: str) -> Claimed:
    """Read who an assertion says to be.

    Raises:
        Problem: ``client_nobody`` where it is no assertion that this house could ever take.
    """
    if len(assertion) > LONGEST or not assertion.isascii() or assertion.count(".") != 2:
        raise Problem("client_nobody")
    header, claims = (_object(part) for part in assertion.split(".")[:2])
    kid, alg, client = header.get("kid"), header.get("alg"), claims.get("iss")
    if not (isinstance(kid, str) and isinstance(alg, str) and isinstance(client, str)):
        raise Problem("client_nobody")
    fits = header.keys() <= HEADERS and alg in ALGORITHMS and KID.fullmatch(kid) and CLIENT.fullmatch(client)
    if not (fits and claims.get("sub") == client):
        raise Problem("client_nobody")
    return Claimed(client, kid, alg)


def signed(assertion: str, key: Verifier, alg: str) -> bool:
    """Say whether the key signed it, with this algorithm and no other."""
    try:
        _SIGNATURES.decode(assertion, key=key, algorithms=[alg])
    except PyJWTError:
        return False
    return True


def proved(assertion: str, *, audience: str, now: datetime) -> Proved:
    """Hold the claims of an assertion whose signature holds against our address and the clock.

    Raises:
        Problem: ``proof_not_for_us``; ``proof_past``; ``proof_too_long``; ``proof_not_yet``; ``proof_unnamed``. Whoever reads these has
            the private key: they may know what to mend.
    """
    claims = _object(assertion.split(".")[1])
    if claims.get("aud") not in (audience, [audience]):
        raise Problem("proof_not_for_us", audience=audience)
    seconds, ends = now.timestamp(), _moment(claims, "exp")
    if ends is None or ends + LEEWAY <= seconds:
        raise Problem("proof_past")
    if ends > seconds + LASTS + LEEWAY:
        raise Problem("proof_too_long", minutes=LASTS // 60)
    for name in ("iat", "nbf"):
        begins = _moment(claims, name)
        if name in claims and (begins is None or begins > seconds + LEEWAY):
            raise Problem("proof_not_yet")
    own = claims.get("jti")
    if not (isinstance(own, str) and 0 < len(own) <= LONGEST_ID):
        raise Problem("proof_unnamed", longest=LONGEST_ID)
    use = hashlib.sha256(own.encode("utf-8", "surrogatepass")).hexdigest()
    return Proved(use, datetime.fromtimestamp(ends + LEEWAY, UTC))


def _moment(claims: Mapping[str, Any], name: str) -> float | None:
    """Give a time as seconds since 1970; None where it is no number, or one that no clock shows."""
    told = claims.get(name)
    fits = isinstance(told, int | float) and not isinstance(told, bool) and 0 <= told <= LATEST
    return float(told) if fits else None  # type: ignore[arg-type]


def _object(part: str) -> dict[str, Any]:
    try:
        told = json.loads(base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True), object_pairs_hook=_once)
    except (binascii.Error, ValueError, RecursionError) as error:
        raise Problem("client_nobody") from error
    if not isinstance(told, dict):
        raise Problem("client_nobody")
    return told


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) != len(pairs):
        raise ValueError("a name that stands twice")
    return told
