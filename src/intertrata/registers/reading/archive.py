"""Zip files of deliveries: what is inside, without ever writing it to disk and without being drowned by it.

In: the path of a zip. Out: its readable members, each as a stream. Names are labels only: nothing is extracted, and
a name that points outside is refused all the same, since an honest archive has none.
"""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from intertrata.registers.reading.sheet import Stream
from intertrata.vocabulary.errors import Problem

FREELY = 256 << 20  # bytes that any archive may hold
RATIO = 100  # above that, no more than so many bytes for each of its own
MOST_MEMBERS = 1_000
ENCRYPTED = 0x1
DAMAGE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, ValueError, OSError,
)  # fmt: skip
NOT_DATA = re.compile(r"(^|/)(__MACOSX/|\.|Thumbs\.db$|desktop\.ini$)")


@dataclass(frozen=True)
class Member:
    """One file inside the archive, and how to open it."""

    name: str
    size: int
    open: Stream


def members(path: Path) -> tuple[Member, ...]:
    """Give the files inside, in the order of the archive; folders and what file managers leave behind are left out.

    Raises:
        Problem: ``archive_broken`` (cut or damaged), ``archive_encrypted``, ``archive_path`` (a name that points
            outside, or at nothing), ``archive_bomb`` (too many members, or far too large for what it weighs), ``archive_empty``,
            ``archive_name_twice`` (of two members with one name only the last could be read: the other's rows would be lost).
    """
    with broken_as_problem(path.name), zipfile.ZipFile(path) as archive:
        everything = archive.infolist()
    if any(_points_outside(one.filename) for one in everything):
        raise Problem("archive_path", file=path.name)
    inside = [one for one in everything if not one.is_dir() and not NOT_DATA.search(one.filename)]
    total = sum(one.file_size for one in inside)
    if len(inside) > MOST_MEMBERS or total > max(FREELY, RATIO * path.stat().st_size):
        raise Problem("archive_bomb", file=path.name, members=len(inside), megabytes=total >> 20)
    if any(one.flag_bits & ENCRYPTED for one in inside):
        raise Problem("archive_encrypted", file=path.name)
    if not inside:
        raise Problem("archive_empty", file=path.name)
    if len({one.filename for one in inside}) < len(inside):
        raise Problem("archive_name_twice", file=path.name)
    return tuple(Member(one.filename, one.file_size, _opener(path, one.filename)) for one in inside)


@contextmanager
def broken_as_problem(file: str) -> Iterator[None]:
    """Say ``archive_broken`` for what zipfile raises when an archive is cut, damaged or packed in a way it does not know."""
    try:
        yield
    except DAMAGE as error:
        raise Problem("archive_broken", file=file) from error


def _points_outside(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or not path.parts or ":" in path.parts[0]


def _opener(path: Path, name: str) -> Stream:
    return lambda: _Open(path, name)


class _Open:
    """A member being read, which closes its archive with itself and says damage as a problem."""

    def __init__(self, path: Path, name: str) -> None:
        self._file = path.name
        with broken_as_problem(self._file):
            self._archive = zipfile.ZipFile(path)
            self._stream = self._archive.open(name)

    def read(self, size: int = -1, /) -> bytes:
        with broken_as_problem(self._file):
            return self._stream.read(size)

    def close(self) -> None:
        self._stream.close()
        self._archive.close()
