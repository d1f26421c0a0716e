"""The door of the readers: a path in, the tables it holds out, whatever kind of file it is.

In: a path and the headings that registers declare. Out: ``Sheet`` values. The kind is told by the content, not by the
name: institutions send text called ``.xls`` and workbooks called ``.csv``.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from intertrata.registers.reading.answers import answers
from intertrata.registers.reading.archive import members
from intertrata.registers.reading.delimited import delimited
from intertrata.registers.reading.encoding import Utf8
from intertrata.registers.reading.jsonlines import jsonlines
from intertrata.registers.reading.sheet import Sheet, Stream
from intertrata.registers.reading.workbook import LARGEST, workbook
from intertrata.vocabulary.errors import Problem

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
NOT_TABLES = (b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"SQLite format 3", b"PAR1")
WORKBOOK = "xl/workbook.xml"
START = 4096
FIRST = 64
ANSWERS = ".xml"
XLSFORM = frozenset({"survey", "choices"})


def sheets(path: Path, *, known: Collection[str]) -> tuple[Sheet, ...]:
    """Give every table of a file; the members of a zip are named ``entrega.zip/denuncias.csv``.

    Args:
        path: a CSV (any delimiter and usual encoding), XLSX, JSON lines, answers of a form (XML), or zip of these.
        known: the headings, folded, that any register declares.

    Raises:
        Problem: ``file_missing``, ``file_unreadable``, ``file_kind`` (neither text nor XLSX nor zip),
            or whatever the reader of its kind says.
    """
    if not path.is_file():
        raise Problem("file_missing", file=path.name)
    try:
        with path.open("rb") as file:
            start = file.read(START)
    except OSError as error:
        raise Problem("file_unreadable", file=path.name) from error
    if not start.startswith(ZIP):
        return (_text(lambda: path.open("rb"), start, file=path.name, known=known),)
    inside = members(path)
    if any(member.name == WORKBOOK for member in inside):
        with path.open("rb") as file:
            return _filled(workbook(file, file=path.name, known=known), path.name)
    answered = [member for member in inside if member.name.lower().endswith(ANSWERS)]
    found = {
        member.name: _member(member.open, member.size, f"{path.name}/{member.name}", known) for member in inside if member not in answered
    }
    if answered:  # applications of forms write one file an answer: together they are one table
        found[ANSWERS] = (answers([member.open for member in answered], file=f"{path.name}/*{ANSWERS}"),)
    beside = tuple(name for name, tables in found.items() if not tables)
    if len(beside) == len(found):
        raise Problem("archive_without_tables", file=path.name)
    return tuple(replace(sheet, beside=beside) for tables in found.values() for sheet in tables)


def _member(stream: Stream, size: int, file: str, known: Collection[str]) -> tuple[Sheet, ...]:
    with closing(stream()) as opened:
        start = opened.read(START)
    if start.startswith(NOT_TABLES):
        return ()
    if not start.startswith(ZIP):
        return _table_or_beside(stream, start, file=file, known=known)
    if size > LARGEST:
        raise Problem("workbook_too_large", file=file, megabytes=LARGEST >> 20)
    with closing(stream()) as opened:
        content = io.BytesIO(opened.read())
    if zipfile.is_zipfile(content) and WORKBOOK not in zipfile.ZipFile(content).namelist():
        raise Problem("archive_nested", file=file)
    return _filled(workbook(content, file=file, known=known), file)


def _table_or_beside(stream: Stream, start: bytes, *, file: str, known: Collection[str]) -> tuple[Sheet, ...]:
    """Give the table of a text within an archive, or none where nothing in it has columns: what explains a delivery often lies beside it."""
    try:
        return (_text(stream, start, file=file, known=known),)
    except Problem as problem:
        if problem.code != "delimiter_unknown":
            raise
        return ()


def _filled(sheets: tuple[Sheet, ...], file: str) -> tuple[Sheet, ...]:
    """Refuse the workbook that is a form (XLSForm), and not what was answered with it.

    Raises:
        Problem: ``form_without_answers``.
    """
    if {sheet.sheet for sheet in sheets} >= XLSFORM:
        raise Problem("form_without_answers", file=file)
    return sheets


def _text(stream: Stream, start: bytes, *, file: str, known: Collection[str]) -> Sheet:
    if start.startswith(NOT_TABLES):
        raise Problem("file_kind", file=file)
    with Utf8(io.BytesIO(start), file=file) as text:
        first = text.read(FIRST).lstrip()[:1]
    if first == b"[":
        raise Problem("json_array", file=file)
    if first == b"<":
        return answers([stream], file=file)
    return jsonlines(stream, file=file, known=known) if first == b"{" else delimited(stream, file=file, known=known)
