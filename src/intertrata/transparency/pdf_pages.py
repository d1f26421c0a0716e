"""Pages of a PDF: how many, the text of one, its words with their boxes, its picture.

In: bytes and the number of a page (1 is the first). Out: text, ``Word`` values, a picture. A document is opened for each question and only the
page asked is read, so that 500 pages cost no more than one; PDFium serves one caller at a time.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from intertrata.transparency.page_rows import Word
from intertrata.vocabulary.errors import Problem

_ONE_AT_A_TIME = Lock()  # PDFium holds state of the whole process
FINE = 1000
"""Parts of a point: PDFium gives places on a picture in whole dots."""
HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-", "\xad": "-"})
Transform = tuple[float, float, float, float, float, float]


def count(content: bytes, *, file: str) -> int:
    """Give how many pages a PDF has.

    Raises:
        Problem: ``document_locked`` where it needs a password, ``document_broken`` where it cannot be read.
    """
    with _document(content, file) as document:
        return len(document)


def text(content: bytes, page: int, *, file: str) -> str:
    """Give the text of a page, line by line; empty where it has none."""
    with _page(content, page, file) as one:
        said = one.get_textpage().get_text_range()
    return str(said).replace("\r\n", "\n").translate(HYPHENS)


def any_text(content: bytes, least: int, *, file: str) -> bool:
    """Say whether a page has so many letters and digits, looking no further than the first that has; one that is damaged has none."""
    with _document(content, file) as document:
        for index in range(len(document)):
            with suppress(pdfium.PdfiumError):
                page = _filled_in(document, index)
                said = str(page.get_textpage().get_text_range())
                page.close()
                if sum(map(str.isalnum, said)) >= least:
                    return True
    return False


def words(content: bytes, page: int, *, file: str) -> list[Word]:
    """Give the words of a page with where they stand on its picture, in the order in which the file holds them."""
    with _page(content, page, file) as one:
        return _words(one.get_textpage(), _shown(one))


def picture(content: bytes, page: int, *, scale: float, most_dots: int, file: str) -> Image.Image:
    """Give the picture of a page, ``scale`` dots a point, fewer where that would be more dots than ``most_dots``."""
    with _page(content, page, file) as one:
        width, height = one.get_size()
        fitting = (most_dots / max(width * height, 1.0)) ** 0.5
        image: Image.Image = one.render(scale=min(scale, fitting)).to_pil()
    return image


@contextmanager
def _document(content: bytes, file: str) -> Iterator[pdfium.PdfDocument]:
    with _ONE_AT_A_TIME:
        try:
            document = pdfium.PdfDocument(content)
        except pdfium.PdfiumError as error:
            locked = error.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
            raise Problem("document_locked" if locked else "document_broken", file=file) from error
        try:
            yield document
        finally:
            document.close()


@contextmanager
def _page(content: bytes, page: int, file: str) -> Iterator[pdfium.PdfPage]:
    with _document(content, file) as document:
        if not 1 <= page <= len(document):
            raise Problem("document_page_unknown", file=file, page=page, pages=len(document))
        try:
            yield _filled_in(document, page - 1)
        except pdfium.PdfiumError as error:
            raise Problem("document_page_broken", file=file, page=page) from error


def _filled_in(document: pdfium.PdfDocument, index: int) -> pdfium.PdfPage:
    """A page with what somebody wrote over it (fields of a form, remarks) as part of it: else PDFium gives neither its text nor, of a
    field, its picture. The bytes that came stay as they are."""
    page = document[index]
    if raw.FPDFPage_GetAnnotCount(page.raw):
        raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
        page.close()
        page = document[index]
    return page


def _shown(page: pdfium.PdfPage) -> Transform:
    """How a place on the page becomes one on its picture: turned and cut as the page says."""
    width, height = page.get_size()
    across, down = ctypes.c_int(), ctypes.c_int()

    def at(x: float, y: float) -> tuple[float, float]:
        dots = (round(width * FINE), round(height * FINE))
        raw.FPDF_PageToDevice(page.raw, 0, 0, *dots, 0, x, y, across, down)
        return across.value / FINE, down.value / FINE

    origin, right, up = at(0, 0), at(100, 0), at(0, 100)
    return (
        (right[0] - origin[0]) / 100, (right[1] - origin[1]) / 100, (up[0] - origin[0]) / 100, (up[1] - origin[1]) / 100, *origin,
    )  # fmt: skip


def _words(textpage: pdfium.PdfTextPage, shown: Transform) -> list[Word]:
    """Words parted by blanks, by line breaks and by the breaks that PDFium sees between two pieces of text."""
    found: list[Word] = []
    signs: list[int] = []
    corners: list[tuple[float, float]] = []
    area = raw.FS_RECTF()
    for index in range(textpage.count_chars() + 1):
        sign = raw.FPDFText_GetUnicode(textpage.raw, index) if index < textpage.count_chars() else 0
        if sign and not chr(sign).isspace():
            raw.FPDFText_GetLooseCharBox(textpage.raw, index, area)
            signs.append(sign)
            corners += [_at(shown, area.left, area.top), _at(shown, area.right, area.bottom)]
        elif signs:
            across, down = [x for x, _ in corners], [y for _, y in corners]
            found.append(Word(_written(signs), (min(across), min(down), max(across), max(down))))
            signs, corners = [], []
    return found


def _at(shown: Transform, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = shown
    return a * x + c * y + e, b * x + d * y + f


def _written(signs: list[int]) -> str:
    """The text of PDFium's code units, of which two may be one sign."""
    units = "".join(map(chr, signs)).encode("utf-16-le", "surrogatepass")
    return units.decode("utf-16-le", "replace").translate(HYPHENS)
