"""XML of others, read as a stream: each element and text handed to whoever asks, nothing built up.

In: an open file, functions. Out: nothing; the functions are called in the order of the file.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import IO
from xml.parsers import expat


def walk(
    file: IO[bytes],
    start: Callable[[str, dict[str, str]], None],
    *,
    text: Callable[[str], None] | None = None,
    end: Callable[[str], None] | None = None,
) -> None:
    """Call ``start`` with each element's name and attributes, ``text`` with what stands in one, ``end`` with the name of each that ends; names
    come without their namespace.

    A document type is refused: it is how XML is made to expand without end, and no office document needs one.

    Raises:
        expat.ExpatError: where it is not well formed, or has a document type.
    """
    parser = expat.ParserCreate(namespace_separator=" ")

    def started(tag: str, told: dict[str, str]) -> None:
        start(_bare(tag), {_bare(name): value for name, value in told.items()})

    def refuse(*_: object) -> None:
        raise expat.ExpatError("document type")

    parser.StartElementHandler = started
    parser.CharacterDataHandler = text
    if end is not None:
        parser.EndElementHandler = lambda tag: end(_bare(tag))
    parser.StartDoctypeDeclHandler = refuse
    parser.ParseFile(file)


def _bare(name: str) -> str:
    return name.rpartition(" ")[2]
