"""Bytes of unknown encoding as UTF-8: with or without BOM, UTF-16, Windows-1252, and files that mix them line by line.

In: a stream of bytes. Out: a stream of UTF-8 that says afterwards how many lines it had to mend. Memory is
bounded by one block, whatever the size of the file.
"""

from __future__ import annotations

import codecs
import io

from intertrata.registers.reading.sheet import Bytes, Notes
from intertrata.vocabulary.errors import Problem

BLOCK = 1 << 20
LONGEST_LINE = 8 << 20

# Windows-1252 as browsers read it (WHATWG): its five unassigned bytes are the control characters of the same number.
WINDOWS_1252 = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))
WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Utf8(io.RawIOBase):
    """The stream as UTF-8, without BOM, every line ending in a line feed (or carriage return and line feed).

    Raises:
        Problem: ``encoding_unmarked`` (UTF-16 without BOM), ``encoding_broken`` (UTF-16 cut or damaged),
            ``line_too_long``; each with the file, where one is named.

    ``quotes`` counts the quotation marks that went through.
    """

    def __init__(self, stream: Bytes, *, file: str) -> None:
        self._stream, self._file = stream, file
        self._pending = bytearray()
        self._rest = b""
        self._ended = False
        self._old_mac = False
        self.lines_1252 = 0
        self.lines_utf8 = False
        self.quotes = 0
        self._begin()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """Give the next ``size`` bytes, fewer only at the end."""
        while not self._ended and (size < 0 or len(self._pending) < size):
            self._pump()
        given = bytes(self._pending if size < 0 else self._pending[:size])
        del self._pending[: len(given)]
        return given

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        given = self.read(len(buffer))
        buffer[: len(given)] = given
        return len(given)

    def skip_lines(self, count: int) -> None:
        """Move past the first lines."""
        for _ in range(count):
            while (end := self._pending.find(b"\n")) < 0 and not self._ended:
                self._pump()
            del self._pending[: end + 1 if end >= 0 else len(self._pending)]

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()

    def note(self, notes: Notes) -> None:
        """Leave a note where lines in Windows-1252 were read, and another where the file mixed encodings."""
        if self.lines_1252:
            notes["mixed_encodings" if self.lines_utf8 else "windows_1252", ""] = self.lines_1252

    def _begin(self) -> None:
        start = self._stream.read(BLOCK)
        self._decoder = None
        for mark, name in WIDE:
            if start.startswith(mark):
                self._decoder = codecs.getincrementaldecoder(name)("strict")
                start = start[len(mark) :]
                break
        else:
            if b"\0" in start[:2] and start[:200].count(b"\0") * 3 > len(start[:200]):
                raise Problem("encoding_unmarked", file=self._file)
            start = start.removeprefix(codecs.BOM_UTF8)
        self._old_mac = self._decoder is None and b"\r" in start and b"\n" not in start
        self._take(start)

    def _pump(self) -> None:
        self._take(self._stream.read(BLOCK))

    def _take(self, block: bytes) -> None:
        self._ended = not block
        if self._decoder is not None:
            try:
                self._keep(self._decoder.decode(block, final=self._ended).encode())
            except UnicodeDecodeError as error:
                raise Problem("encoding_broken", file=self._file) from error
            return
        if self._old_mac:
            block = block.replace(b"\r", b"\n")
        block = self._rest + block
        end = len(block) if self._ended else block.rfind(b"\n") + 1
        self._rest = block[end:]
        if len(self._rest) > LONGEST_LINE:
            raise Problem("line_too_long", file=self._file, megabytes=LONGEST_LINE >> 20)
        self._keep(self._mended(block[:end]))

    def _keep(self, block: bytes) -> None:
        self.quotes += block.count(b'"')
        self._pending += block

    def _mended(self, block: bytes) -> bytes:
        try:
            block.decode()
        except UnicodeDecodeError:
            return b"".join(self._line(line) for line in block.splitlines(keepends=True))
        self.lines_utf8 = self.lines_utf8 or not block.isascii()
        return block

    def _line(self, line: bytes) -> bytes:
        try:
            line.decode()
        except UnicodeDecodeError:
            self.lines_1252 += 1
            return codecs.charmap_decode(line, "strict", WINDOWS_1252)[0].encode()
        self.lines_utf8 = self.lines_utf8 or not line.isascii()
        return line
