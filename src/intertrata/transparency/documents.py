"""The file of an answer: what it is, its digest, its pages, and of one page the text, the picture, the words in rows.

In: bytes and the name they came under. Out: a frozen ``Document``, or a ``Problem`` that says what to do. What it is follows from the bytes,
never from the name. Pages are read when asked for. A scan has no text and waits for somebody to capture it: nothing is guessed from pictures.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from PIL import Image

from intertrata.storage.zips import UNREADABLE
from intertrata.transparency import page_rows, pdf_apart
from intertrata.transparency.limits import LARGEST
from intertrata.transparency.page_rows import Cell, Row
from intertrata.transparency.word_text import word_text
from intertrata.transparency.workbooks import Skipped, Workbook, number_of, workbook
from intertrata.vocabulary.errors import Problem

PDF, XLSX, DOCX, IMAGE, TEXT = "pdf", "xlsx", "docx", "image", "text"
LARGEST_TEXT = 16 << 20
MOST_PAGES = 5_000
MOST_ROWS, MOST_COLUMNS = 20_000, 200
"""Of a text or a table that are offered to who captures; who needs more opens the file itself."""
MOST_DOTS = 40_000_000
"""Of a picture that comes or is given: a page at 600 dots an inch; more would fill the memory of who looks at it."""
VAST = (Image.DecompressionBombError, Image.DecompressionBombWarning)
FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "GIF", "BMP")
ENOUGH_TEXT = 40
"""Letters and digits from which a page has text: programs of telephones sign each scan («Escaneado con…»), and that is no text."""
NOWHERE = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Document:
    """A file: kind (list ``document_kind``), SHA-256, bytes, pages (of a workbook its visible sheets)."""

    name: str
    kind: str
    sha256: str
    size: int
    pages: int
    content: bytes = field(repr=False)

    def text(self, page: int) -> str:
        """Give the text of a page (1 is the first); of a workbook the rows of a sheet, cells apart by tabs; of a picture nothing.

        Raises:
            Problem: ``document_page_unknown``, ``document_page_broken``, ``document_page_heavy``.
        """
        self._must_have(page)
        if self.kind == PDF:
            return pdf_apart.text(self.content, page, file=self.name)
        return "\n".join(row.text for row in self.rows(page))

    def has_text(self, page: int) -> bool:
        """Whether a page has text of its own; a few words over a scan, or over one that was put into a Word document, are none."""
        enough = ENOUGH_TEXT if self.kind in {PDF, DOCX} else 1
        return sum(map(str.isalnum, self.text(page))) >= enough

    @property
    def waits_for_capture(self) -> bool:
        """Whether no page has text: somebody must look at the pictures. Looks no further than the first page that has."""
        if self.kind == PDF:
            with suppress(Problem):  # one that takes too long has none that anybody could wait for
                return not pdf_apart.any_text(self.content, ENOUGH_TEXT, file=self.name)
            return True
        return not any(self.has_text(page) for page in range(1, self.pages + 1))

    def picture(self, page: int, scale: float = 2.0) -> bytes:
        """Give the picture of a page as PNG: ``scale`` dots a point of a PDF or a dot of a picture, never more than ``MOST_DOTS`` in all.

        Raises:
            Problem: ``document_without_pictures`` for what has none; ``document_page_unknown``, ``document_page_broken``.
        """
        self._must_have(page)
        if self.kind == PDF:
            return pdf_apart.picture(self.content, page, scale=scale, most_dots=MOST_DOTS, file=self.name)
        if self.kind == IMAGE:
            return _png(_frame(self.content, page, scale, self.name))
        raise Problem("document_without_pictures", file=self.name)

    def rows(self, page: int) -> tuple[Row, ...]:
        """Give the lines and columns of a page, to be offered to who captures it; a picture has none.

        Raises:
            Problem: ``document_page_unknown``, ``document_page_broken``.
        """
        self._must_have(page)
        if self.kind == PDF:
            return page_rows.rows(pdf_apart.words(self.content, page, file=self.name))
        if self.kind == XLSX:
            return tuple(
                _listed({number_of(letter) - 1: text for letter, text in cells.items()})
                for _, cells in self._book.sheets[page - 1].rows[:MOST_ROWS]
            )
        lines = (line for line in io.StringIO(self._said, newline=None) if line.strip())
        return tuple(_listed(dict(enumerate(line.split("\t", MOST_COLUMNS)))) for line in islice(lines, MOST_ROWS))

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """What of a workbook is not read or not as it seems: hidden, merged, computed, in error."""
        return self._book.skipped if self.kind == XLSX else ()

    @property
    def _said(self) -> str:
        """The text of what has one page of it; a picture says nothing that a program may read."""
        if self.kind == IMAGE:
            return ""
        return word_text(self.content, file=self.name) if self.kind == DOCX else _decoded(self.content)

    @cached_property
    def _book(self) -> Workbook:
        return workbook(self.content, file=self.name)

    def _must_have(self, page: int) -> None:
        if not 1 <= page <= self.pages:
            raise Problem("document_page_unknown", file=self.name, page=page, pages=self.pages)


def opened(content: bytes, name: str) -> Document:
    """Say what a file is, and that it can be opened.

    Raises:
        Problem: ``document_empty``, ``document_too_large``, ``document_too_long``, ``document_locked``, ``document_broken``,
            ``document_kind_unknown``, ``document_too_many_dots``; as ``workbooks.workbook`` for a workbook.
    """
    if not content:
        raise Problem("document_empty", file=name)
    if len(content) > LARGEST:
        raise Problem("document_too_large", file=name, megabytes=LARGEST >> 20)
    kind = _kind(content, name)
    pages = _pages(content, kind, name)
    if pages > MOST_PAGES:
        raise Problem("document_too_long", file=name, pages=pages, most=MOST_PAGES)
    return Document(name, kind, hashlib.sha256(content).hexdigest(), len(content), pages, content)


def _kind(content: bytes, name: str) -> str:
    if b"%PDF-" in content[:1024]:
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return _packed(content, name)
    if _is_picture(content, name):
        return IMAGE
    if b"\x00" in content:
        raise Problem("document_kind_unknown", file=name)
    if len(content) > LARGEST_TEXT:
        raise Problem("document_too_large", file=name, megabytes=LARGEST_TEXT >> 20)
    return TEXT


def _is_picture(content: bytes, name: str) -> bool:
    """Whether it is a picture; one that says to be vast is refused before a dot of it is read."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            vast = image.width * image.height > MOST_DOTS
    except VAST:
        vast = True
    except (OSError, ValueError, SyntaxError):
        return False
    if vast:
        raise Problem("document_too_many_dots", file=name, megadots=MOST_DOTS // 1_000_000)
    return True


def _packed(content: bytes, name: str) -> str:
    """What a zip holds: only Excel and Word are read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = set(archive.namelist())
    except UNREADABLE as error:
        raise Problem("document_broken", file=name) from error
    for kind, member in ((XLSX, "xl/workbook.xml"), (DOCX, "word/document.xml")):
        if member in members:
            return kind
    raise Problem("document_kind_unknown", file=name)


def _pages(content: bytes, kind: str, name: str) -> int:
    if kind == PDF:
        return pdf_apart.count(content, file=name)
    if kind == XLSX:
        return len(workbook(content, file=name).sheets)
    if kind == IMAGE:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:  # what moves has no pages, and its last costs all before it
            return int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1
    if kind == DOCX:
        word_text(content, file=name)
    return 1


def _frame(content: bytes, page: int, scale: float, name: str) -> Image.Image:
    """One page of a picture (a TIFF may have several), in colours that a PNG can hold, on white where it is see-through."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            image.seek(page - 1)
            if image.width * image.height > MOST_DOTS:  # the pages of a TIFF may differ
                raise ValueError(image.size)
            shown = image.convert("RGBA")
    except (*VAST, OSError, EOFError, ValueError, SyntaxError) as error:
        raise Problem("document_page_broken", file=name, page=page) from error
    white = Image.new("RGBA", shown.size, "white")
    flat = Image.alpha_composite(white, shown).convert("RGB")
    fitting = min(scale, (MOST_DOTS / (flat.width * flat.height)) ** 0.5)
    return flat.resize((max(1, int(flat.width * fitting)), max(1, int(flat.height * fitting))))


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _listed(cells: dict[int, str]) -> Row:
    """A row of a table without places on a page: of what is no PDF."""
    return Row(tuple(Cell(text.strip(), column, 1, NOWHERE) for column, text in sorted(cells.items()) if text.strip()))


def _decoded(content: bytes) -> str:
    """Text in UTF-8, or else in what Windows writes in Spanish."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
