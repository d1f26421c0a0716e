"""The texts that cells of a workbook share: each stands once in the file, and once a cell in memory, so a small file may lay out as a huge one.

In: the open zip of an XLSX. Out: how long each is; how long the longest may be, found without reading them one by one.
"""

from __future__ import annotations

import re
import zipfile

from intertrata.storage.xml_walk import walk

SHARED = "xl/sharedstrings.xml"
BEGINS = re.compile(rb"<(?:\w+:)?si[\s/>]")
PIECE = 1 << 20
OVERLAP = 64


def lengths(archive: zipfile.ZipFile) -> list[int]:
    """Give the letters of each text that cells share, in the order by which they name it."""
    found: list[int] = []

    def element(tag: str, _: dict[str, str]) -> None:
        if tag == "si":
            found.append(0)

    def text(said: str) -> None:
        if found:
            found[-1] += len(said)

    for name in _members(archive):
        with archive.open(name) as file:
            walk(file, element, text=text)
    return found


def longest(archive: zipfile.ZipFile) -> int:
    """Give a number of bytes that no text which cells share is longer than: the farthest that two of them begin from each other."""
    most = 0
    for name in _members(archive):
        with archive.open(name) as file:
            begun, read, rest = 0, 0, b""
            while piece := file.read(PIECE):
                window = rest + piece
                for match in BEGINS.finditer(window):
                    at = read - len(rest) + match.start()
                    most, begun = max(most, at - begun), at
                read, rest = read + len(piece), window[-OVERLAP:]
            most = max(most, read - begun)
    return most


def _members(archive: zipfile.ZipFile) -> list[str]:
    return [name for name in archive.namelist() if name.casefold() == SHARED]
