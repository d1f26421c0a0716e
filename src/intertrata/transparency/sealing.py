"""The words of answers, which may say who somebody is, sealed until somebody who may read them opens them (SAFEGUARDS 16).

In: what was written, what it says, the words around it, the row they belong to, the house's keys. Out: ``Kept``: what may stand in clear (figures,
dates, codes, what a closed list holds), and one blob with the rest, which opens in that row only. Of a free text a digest stands where its
value would: two readings are compared by it, and nobody learns the text from it without the keys.
"""

from __future__ import annotations

import hmac
import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Protocol
from uuid import UUID

from intertrata.access.cipher import Cipher
from intertrata.access.keys import Keys
from intertrata.transparency.readings import DIGEST, Said
from intertrata.vocabulary.codes import fold
from intertrata.vocabulary.errors import Unsafe
from intertrata.vocabulary.periods import MONTHS

FIELD = "capture.sealed"
FREE = frozenset({"text", "list"})
LETTERS = re.compile(r"[^\W\d_]+")
OF_FIGURES = frozenset(
    [
        "s",
        "soles",
        "mil",
        "millon",
        "millones",
        "mas",
        "menos",
        "que",
        "de",
        "del",
        "desde",
        "hasta",
        "entre",
        "y",
        "a",
        "o",
        "por",
        "ciento",
        "setiembre",
        "si",
        "no",
    ]
) | set(MONTHS)
"""The words with which figures, dates and yes or no are written; what is written with these alone names nobody."""


class Row(Protocol):
    """What of a row its words are bound to, and where they stand in it."""

    request: UUID
    item: str
    period: str
    at: datetime
    as_written: str
    value: str
    key_id: str
    sealed: bytes | None


@dataclass(frozen=True)
class Words:
    """The words of one reading: as written, the value that they say, the words around them."""

    as_written: str
    value: str
    quote: str = ""


@dataclass(frozen=True)
class Kept:
    """How words are kept in their row: the columns in clear, and the blob with its key; no blob where nothing needs one."""

    as_written: str
    value: str
    key_id: str
    sealed: bytes | None


def place(request: UUID, item: str, period: str, at: datetime) -> str:
    """Give what a row's words are bound to: a blob moved to another cell, or to another reading of it, does not open."""
    return "\x00".join((request.hex, item, period, at.astimezone(UTC).isoformat()))


def kept(written: str, said: Said, quote: str, *, closed: bool, where: str, keys: Keys) -> Kept:
    """Keep words: what is only figures, a code or of a closed list in clear, the rest sealed.

    Args:
        closed: whether the item's answers are of a list, which cannot name anybody. where: as ``place`` gives it.
    """
    free = said.kind in FREE and not closed and bool(said.value)
    plain = not free and (written == said.status or set(LETTERS.findall(fold(written))) <= OF_FIGURES)
    clear = Kept(written if plain else "", _digest(said.value, where, keys) if free else said.value, "", None)
    if plain and not quote:
        return clear
    cipher = Cipher(keys, FIELD)
    words = Words("" if plain else written, said.value if free else "", quote)
    blob = cipher.encrypt(where, json.dumps(asdict(words), ensure_ascii=False).encode())
    return Kept(clear.as_written, clear.value, cipher.key_id, blob)


def opened(row: Row, *, keys: Keys) -> Words:
    """Give the words of a row whole.

    Raises:
        Unsafe: the blob was changed, cut, of another row, or its key is not in the key file.
    """
    if row.sealed is None:
        return Words(row.as_written, row.value)
    where = place(row.request, row.item, row.period, row.at)
    held = Words(**json.loads(Cipher(keys, FIELD).decrypt(where, row.key_id, bytes(row.sealed))))
    return Words(held.as_written or row.as_written, held.value or row.value, held.quote)


def opens(row: Row, *, keys: Keys) -> bool:
    """Whether the words of a row open."""
    try:
        opened(row, keys=keys)
    except Unsafe:
        return False
    return True


def _digest(value: str, where: str, keys: Keys) -> str:
    """The same for the same text of one item and period of a request, and for no other: texts of two entities are not compared."""
    cell = where.rpartition("\x00")[0]
    return DIGEST + hmac.new(keys.search, f"{FIELD}\x00{cell}\x00{value}".encode(), sha256).hexdigest()[:32]
