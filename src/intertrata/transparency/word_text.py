"""The text of a Word document: a line a paragraph, a line a row of a table with tabs between its cells.

In: the bytes of a DOCX. Out: its text. What was struck out with tracking on and the codes of fields stand in elements of other names
(``delText``, ``instrText``) and are not read; neither are headers, notes and pictures.
"""

from __future__ import annotations

import io
import zipfile
from xml.parsers import expat

from intertrata.storage.xml_walk import walk
from intertrata.storage.zips import UNREADABLE
from intertrata.vocabulary.errors import Problem

BODY = "word/document.xml"
MOST_XML = 64 << 20
DEEPEST = 500
"""Elements within elements: Word needs some twenty, and each one is looked through for each sign of a file that nests them by the thousand."""


def word_text(content: bytes, *, file: str) -> str:
    """Give the text of a document.

    Raises:
        Problem: ``document_broken``, ``document_too_large``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = archive.getinfo(BODY).file_size
            if size > MOST_XML:
                raise Problem("document_too_large", file=file, megabytes=MOST_XML >> 20)
            with archive.open(BODY) as body:
                return _text(io.BytesIO(body.read(size)))  # no more than it says to be, whatever it unpacks to
    except (*UNREADABLE, expat.ExpatError, KeyError) as error:
        raise Problem("document_broken", file=file) from error


def _text(body: io.BytesIO) -> str:
    said: list[str] = []
    open_tags: list[str] = []

    def start(tag: str, told: dict[str, str]) -> None:
        open_tags.append(tag)
        if len(open_tags) > DEEPEST:
            raise expat.ExpatError("nested without end")
        if tag == "tab" and "r" in open_tags:  # outside a run it is where a tab stops, not a tab
            said.append("\t")
        elif tag == "br":
            said.append(" ")

    def end(tag: str) -> None:
        open_tags.pop()
        if tag == "tc":
            said.append("\t")
        elif tag == "p":
            said.append(" " if "tc" in open_tags else "\n")
        elif tag == "tr" and "tc" not in open_tags:
            said.append("\n")

    def text(told: str) -> None:
        if open_tags[-1] == "t":
            said.append(told)

    walk(body, start, text=text, end=end)
    return "".join(said)
