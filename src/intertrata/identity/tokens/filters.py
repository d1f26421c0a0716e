"""Keyed Bloom filters of names and numbers, and how alike two of them are.

In: distinct values and the key of their attribute. Out: filters of ``BITS`` bits as eight words; their Dice coefficients. An unknown
value is the filter of no bits, and is like nothing, itself included.

No kept library serves (checked 2026-11): ``clkhash`` and ``anonlink`` (last releases May 2023) forbid any ``cryptography`` of 41 and
above, the version that the vault needs; ``pprl-core`` 0.1.4 (March 2025) draws its positions from Python's ``random`` instead of a
keyed function, works bit by bit, and would bring three packages for these few lines.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

BITS = 512
WORDS = BITS // 64
HASHES = 10
"""Bits that one gram sets: some 15 grams a name fill a quarter of the filter, so that strangers share little by chance."""

Words = npt.NDArray[np.uint64]


def bigrams(text: str, mark: str = "") -> set[str]:
    """Give the pairs of neighbouring letters, edges included; ``mark`` keeps grams of two kinds apart."""
    padded = f"_{text}_"
    return {mark + padded[at : at + 2] for at in range(len(padded) - 1)} if text else set()


def name_grams(spelled: str | None, heard: str | None) -> set[str]:
    """Give the grams of a name: as spelled and as it sounds, so that Quispe and Kispi share half."""
    return bigrams(spelled or "") | bigrams(heard or "", "~")


def mask(gram: str, secret: bytes) -> int:
    """Give the bits of one gram: ``HASHES`` independent positions out of one HMAC-SHA256 (two bytes each)."""
    digest = hmac.digest(secret, gram.encode(), "sha256")
    bits = 0
    for at in range(0, 2 * HASHES, 2):
        bits |= 1 << (int.from_bytes(digest[at : at + 2], "little") % BITS)
    return bits


def filters(values: Iterable[set[str]], secret: bytes) -> Words:
    """Give the filter of each set of grams, one row of ``WORDS`` words each; every distinct gram is hashed once."""
    known: dict[str, int] = {}
    out = bytearray()
    for grams in values:
        bits = 0
        for gram in grams:
            if gram not in known:
                known[gram] = mask(gram, secret)
            bits |= known[gram]
        out += bits.to_bytes(BITS // 8, "little")
    return np.frombuffer(bytes(out), dtype="<u8").reshape(-1, WORDS)


def dice(one: Words, other: Words) -> npt.NDArray[np.float64]:
    """Give how alike the filters of each pair are, 0 to 1; NaN where one of them is unknown (no bits)."""
    both = np.bitwise_count(one & other).sum(axis=-1, dtype=np.int64)
    left, right = (np.bitwise_count(side).sum(axis=-1, dtype=np.int64) for side in (one, other))
    known = (left > 0) & (right > 0)
    return np.where(known, 2 * both / np.maximum(left + right, 1), np.nan)
