"""Whole files, sealed: each piece of 1 MiB encrypted, in order, its number and whether it is the last bound into it.

In: a stream of bytes. Out: a file that opens only with the key file, and shows if a piece was
changed, moved, taken away or added. Memory stays at one piece, whatever the size.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

from intertrata.access.cipher import NONCE, TAG, Cipher
from intertrata.access.keys import Keys
from intertrata.storage.files import write_durably
from intertrata.vocabulary.errors import Unsafe

MAGIC = b"INTERTRATA-SEALED-1\n"
PIECE = 1 << 20


def seal(path: Path, file_id: str, pieces: Iterable[bytes], *, keys: Keys, of: str) -> int:
    """Write the stream sealed under ``path``, durably; give the bytes it held in clear.

    Args:
        of: what kind of file it is (``deposit.file``); bound into every piece, so that it opens as nothing else.
    """
    cipher, size = Cipher(keys, of), 0

    def blobs() -> Iterator[bytes]:
        nonlocal size
        name = keys.current.encode()
        yield MAGIC + struct.pack(">H", len(name)) + name
        for number, (piece, last) in enumerate(_in_pieces(pieces)):
            size += len(piece)
            blob = cipher.encrypt(_place(file_id, number, last=last), piece)
            yield struct.pack(">I?", len(blob), last) + blob

    write_durably(path, blobs())
    return size


def unseal(path: Path, file_id: str, *, keys: Keys, of: str) -> Iterator[bytes]:
    """Give the stream back, piece by piece.

    Raises:
        Unsafe: the file is no sealed file, or was changed, cut, or is another file's or of another kind.
    """
    cipher = Cipher(keys, of)
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise Unsafe("not a sealed file")
        (length,) = struct.unpack(">H", _exactly(file.read(2), 2))
        key_id = file.read(length).decode("utf-8", "replace")
        number, last = 0, False
        while not last:
            length, last = struct.unpack(">I?", _exactly(file.read(5), 5))
            if length > PIECE + NONCE + TAG:
                raise Unsafe("a sealed file was changed")
            yield cipher.decrypt(_place(file_id, number, last=last), key_id, _exactly(file.read(length), length))
            number += 1
        if file.read(1):
            raise Unsafe("something was added to a sealed file")


def _place(file_id: str, number: int, *, last: bool) -> str:
    return f"{file_id}/{number}/{'last' if last else 'more'}"


def _exactly(data: bytes, length: int) -> bytes:
    if len(data) != length:
        raise Unsafe("a sealed file was cut")
    return data


def _in_pieces(stream: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Give pieces of 1 MiB and whether each is the last; an empty stream is one empty piece."""
    waiting = bytearray()
    for part in stream:
        waiting += part
        while len(waiting) > PIECE:
            yield bytes(waiting[:PIECE]), False
            del waiting[:PIECE]
    yield bytes(waiting), True
