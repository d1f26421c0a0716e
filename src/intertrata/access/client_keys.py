"""The public keys of institutions' systems: what is taken, what is refused, and by which number a key is called.

In: the text of a file, PEM or JWK. Out: a key with its algorithm and number, or a problem. A private key is never kept, not even for a moment
longer than it takes to refuse it: it was shown to us, so it is nobody's secret any more.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_private_key, load_pem_public_key

from intertrata.vocabulary.errors import Problem

Verifier = ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey
EDDSA, ES256 = "EdDSA", "ES256"
ALGORITHMS = (EDDSA, ES256)
"""Signatures only, by their names in RFC 7518 and 8037: with them no secret of a client lies in the house."""

LARGEST = 8_192
SECRETS = frozenset({"d", "k", "p", "q", "dp", "dq", "qi", "oth"})
"""Members of a JWK that only who signs may have (RFC 7518 §6)."""

_PRIME = 2**255 - 19
_EIGHTH = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
SMALL = frozenset({0, 1, _PRIME - 1, _PRIME, _PRIME + 1, _EIGHTH, _PRIME - _EIGHTH})
"""The y of every Ed25519 point whose order divides eight, however written: with such a key anybody can sign (RFC 8032 §5.1.3 lets them in)."""


@dataclass(frozen=True)
class PublicKey:
    """One public key: its number (RFC 7638, made from the key alone), its only algorithm, and the key as PEM."""

    kid: str
    alg: str
    pem: str


def read_key(text: bytes) -> PublicKey:
    """Read a public key as a file has it: PEM («BEGIN PUBLIC KEY») or one JWK.

    Raises:
        Problem: ``key_is_private``; ``key_unreadable``; ``key_of_another_kind`` where it is neither Ed25519 nor P-256, or a weak one.
    """
    if _is_private(text):
        raise Problem("key_is_private")
    if len(text) > LARGEST:
        raise Problem("key_unreadable")
    key = _of_jwk(text) if text.lstrip().startswith(b"{") else _of_pem(text)
    if isinstance(key, ed25519.Ed25519PublicKey) and not _is_small(key):
        return _called(key, EDDSA)
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
        return _called(key, ES256)
    raise Problem("key_of_another_kind")


@cache
def opened(pem: str) -> Verifier:
    """Give the key of a PEM that ``read_key`` gave."""
    key: Any = load_pem_public_key(pem.encode())
    return key  # type: ignore[no-any-return]


@cache
def nobodys(alg: str) -> Verifier:
    """Give a key of this algorithm whose private half is forgotten: what comes from nobody is tried as long as what comes from somebody."""
    private = ed25519.Ed25519PrivateKey.generate() if alg == EDDSA else ec.generate_private_key(ec.SECP256R1())
    return private.public_key()


def _is_private(text: bytes) -> bool:
    """Whether a file holds what only who signs may have, in whatever dress: PEM, also as Windows writes it (UTF-16), or DER."""
    if b"PRIVATE KEY" in text.replace(b"\0", b""):
        return True
    try:
        load_der_private_key(text, password=None)
    except TypeError:  # encrypted, and private all the same
        return True
    except (ValueError, UnsupportedAlgorithm):
        return False
    return True


def _of_pem(text: bytes) -> object:
    try:
        return load_pem_public_key(text)
    except UnsupportedAlgorithm as error:
        raise Problem("key_of_another_kind") from error
    except ValueError as error:
        raise Problem("key_unreadable") from error


def _of_jwk(text: bytes) -> object:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Problem("key_unreadable") from error
    if any(SECRETS & one.keys() for one in (told, *_keys_of_set(told))):
        raise Problem("key_is_private")
    kind, curve = told.get("kty"), told.get("crv")
    if (kind, curve) not in {("OKP", "Ed25519"), ("EC", "P-256")}:
        raise Problem("key_unreadable" if kind is None else "key_of_another_kind")
    try:
        x = _bytes(told["x"])
        if kind == "OKP":
            return ed25519.Ed25519PublicKey.from_public_bytes(x)
        point = ec.EllipticCurvePublicNumbers(int.from_bytes(x), int.from_bytes(_bytes(told["y"])), ec.SECP256R1())
        return point.public_key()  # refuses what lies beside the curve
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise Problem("key_unreadable") from error


def _keys_of_set(told: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the keys of a set (RFC 7517 §5): one is asked for and not a set, but a private one among them is out all the same."""
    held = told.get("keys")
    return [one for one in held if isinstance(one, dict)] if isinstance(held, list) else []


def _called(key: Verifier, alg: str) -> PublicKey:
    """Give the key with the thumbprint of RFC 7638: the required members of its JWK, in order, without blanks."""
    if isinstance(key, ed25519.Ed25519PublicKey):
        members = {"crv": "Ed25519", "kty": "OKP", "x": _text(_raw(key))}
    else:
        numbers = key.public_numbers()
        members = {"crv": "P-256", "kty": "EC", "x": _text(numbers.x.to_bytes(32)), "y": _text(numbers.y.to_bytes(32))}
    kid = _text(hashlib.sha256(json.dumps(members, separators=(",", ":")).encode()).digest())
    return PublicKey(kid, alg, key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode())


def _is_small(key: ed25519.Ed25519PublicKey) -> bool:
    return int.from_bytes(_raw(key), "little") % 2**255 in SMALL


def _raw(key: ed25519.Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
