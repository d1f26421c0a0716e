"""The file of tokens: a CSV of two columns, ``record_id`` and ``sealed``, in an order that says nothing.

In: record ids, registers and tokens, and K; or such a file and K. Out: the file's rows; or ids and tokens. The id is a pseudonym under
K, since a register's own may be a document number. Each token is sealed by AES-SIV (RFC 5297), which needs no nonce: the same mention
under the same K gives the same bytes, any other gives bytes that look like chance; a row that was changed, moved to another id,
or made under another K does not open.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from intertrata.identity.tokens.encoding import TOKEN, Array
from intertrata.identity.tokens.secret import TokenKey
from intertrata.vocabulary.errors import Problem

HEADER = ("record_id", "sealed")
FORM = b"intertrata tokens 1"
SEALED = 4 * ((TOKEN.itemsize + 16 + 2) // 3)
"""Signs of a sealed token: the token and the 16 bytes of its seal, in base64."""


@dataclass(frozen=True)
class Tokens:
    """Tokens by id, sorted by id: ``held`` has one ``TOKEN`` a row."""

    ids: tuple[str, ...]
    held: Array


def pseudonym(register: str, record: str, key: TokenKey) -> str:
    """Give the id under which a record of a register goes out: 32 signs of an HMAC, the same whenever K is."""
    return hmac.digest(key.of("record"), f"{register}\x1f{record}".encode(), "sha256")[:16].hex()


def sorted_tokens(ids: Iterable[str], held: Array) -> Tokens:
    """Give tokens in the order of their ids, which is nobody's order of arrival."""
    named = list(ids)
    order = sorted(range(len(named)), key=named.__getitem__)
    return Tokens(tuple(named[at] for at in order), held[order])


def sealed_rows(tokens: Tokens, key: TokenKey) -> Iterator[bytes]:
    """Give the lines of the file."""
    cipher = AESSIV(key.of("seal"))
    yield (",".join(HEADER) + "\n").encode()
    for one, held in zip(tokens.ids, tokens.held, strict=True):
        sealed = cipher.encrypt(held.tobytes(), [FORM, one.encode()])
        yield f"{one},{base64.b64encode(sealed).decode()}\n".encode()


def read(paths: Iterable[Path], key: TokenKey) -> Tokens:
    """Read files of tokens.

    Raises:
        Problem: ``tokens_missing``, ``tokens_header`` (not a file of tokens), ``tokens_torn`` and ``tokens_closed`` (line: it was changed,
            or made with another key), ``tokens_record_twice`` (line).
    """
    cipher = AESSIV(key.of("seal"))
    opened: dict[str, bytes] = {}
    for path in paths:
        for line, one, sealed in _rows(path):
            if one in opened:
                raise Problem("tokens_record_twice", file=path.name, line=line)
            try:
                opened[one] = cipher.decrypt(sealed, [FORM, one.encode()])
            except InvalidTag as error:
                raise Problem("tokens_closed", file=path.name, line=line) from error
    held = np.zeros(len(opened), TOKEN)
    for place, token in enumerate(opened.values()):
        held[place] = np.frombuffer(token, dtype=TOKEN)[0]
    return sorted_tokens(opened, held)


def _rows(path: Path) -> Iterator[tuple[int, str, bytes]]:
    try:
        text = path.read_bytes().decode("ascii", errors="replace")
    except OSError as error:
        raise Problem("tokens_missing", file=str(path)) from error
    lines = text.splitlines()
    if not lines or tuple(lines[0].split(",")) != HEADER:
        raise Problem("tokens_header", file=path.name)
    for line, row in enumerate(lines[1:], 2):
        one, _, sealed = row.partition(",")
        if len(sealed) != SEALED:
            raise Problem("tokens_torn", file=path.name, line=line)
        try:
            yield line, one, base64.b64decode(sealed, validate=True)
        except ValueError as error:
            raise Problem("tokens_torn", file=path.name, line=line) from error
