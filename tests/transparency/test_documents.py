"""What entities send: told by its bytes, counted, read page by page; what cannot be opened is a sentence that says what to do."""

import hashlib
import io
from dataclasses import FrozenInstanceError

import pytest
import scanned
from hypothesis import given
from hypothesis import strategies as st
from marked_workbooks import edited
from PIL import Image
from test_workbooks import crowded, made

from intertrata.transparency import documents, pdf_pages, word_text
from intertrata.transparency.documents import Document, opened
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

TABLE = scanned.typeset()


def size_of(png):
    with Image.open(io.BytesIO(png)) as image:
        assert image.format == "PNG"
        return image.size


def test_a_document_says_what_it_is_by_its_bytes_and_not_by_its_name():
    for content, kind, pages in (
        (TABLE, "pdf", 1),
        (scanned.photo(), "image", 1),
        (scanned.photo("TIFF", more=2), "image", 3),
        (made(crowded, sheets=("Datos", "listas")), "xlsx", 1),
        (scanned.letter_in_word(scanned.run("Oficio")), "docx", 1),
        ("Señores: no contamos con información.".encode(), "text", 1),
    ):
        one = opened(content, "respuesta.pdf")
        assert (one.kind, one.pages, one.size) == (kind, pages, len(content))
        assert one.sha256 == hashlib.sha256(content).hexdigest()
        assert one.kind in code_list("document_kind")
        assert repr(content[:20])[2:-1] not in repr(one)
    with pytest.raises(FrozenInstanceError):
        one.kind = "pdf"


def test_a_pdf_gives_the_text_of_a_page_and_its_rows_with_their_places():
    one = opened(TABLE, "x.pdf")
    assert "2’896,804.3" in one.text(1)
    assert "\r" not in one.text(1)
    assert not one.waits_for_capture
    told = {row.cells[0].text: row.cells for row in one.rows(1)}
    assert [(cell.column, cell.text) for cell in told["MIMP"]] == [(0, "MIMP"), (1, "2’887,345.00"), (2, "2’896,804.3")]
    assert [(cell.column, cell.text) for cell in told["MTC"]] == [(0, "MTC"), (1, "SPE"), (2, "SPE")]
    assert told["SECTOR"][1].span >= 1
    assert told["MIMP"][1].box[1] < told["MTC"][1].box[1]


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_the_places_of_words_are_those_of_the_picture_also_of_a_turned_page(degrees):
    one = opened(scanned.turned(TABLE, degrees), "x.pdf")
    with Image.open(io.BytesIO(one.picture(1, 2))) as image:
        grey = image.convert("L")
    words = pdf_pages.words(one.content, 1, file="x")
    assert len(words) > 20
    for word in words:
        left, top, right, bottom = (round(2 * edge) for edge in word.box)
        assert 0 <= left < right <= grey.width
        assert 0 <= top < bottom <= grey.height
        assert grey.crop((left, top, right, bottom)).getextrema()[0] < 160, word


def test_a_scan_has_no_text_and_waits_and_a_mark_of_the_scanner_is_no_text():
    for content in (scanned.scan(), scanned.photo(), scanned.blank(2), scanned.typeset("Escaneado con CamScanner")):
        one = opened(content, "escaneo.pdf")
        assert one.waits_for_capture
        assert not one.has_text(1)
    one = opened(scanned.scan(), "escaneo.pdf")
    assert (one.text(1), one.rows(1)) == ("", ())
    assert (opened(scanned.photo(), "f").text(1), opened(scanned.photo(), "f").rows(1)) == ("", ())


@pytest.mark.parametrize("field", [True, False])
def test_what_an_entity_wrote_over_a_pdf_is_on_its_picture_and_in_its_text(field):
    one = opened(scanned.written_over(b"S/ 1,520.00", field=field), "x.pdf")
    assert one.text(1) == "S/ 1,520.00"
    assert [row.text for row in one.rows(1)] == ["S/ 1,520.00"]
    with Image.open(io.BytesIO(one.picture(1, 1))) as image:
        assert image.convert("L").getextrema()[0] < 160


def test_a_scan_put_into_a_word_document_waits_and_a_short_text_does_not():
    assert opened(scanned.letter_in_word(scanned.run("OFICIO")), "x.docx").waits_for_capture
    assert not opened(b"No", "x.txt").waits_for_capture


def test_a_letter_with_a_scanned_annex_says_which_page_has_text():
    annex = scanned.typeset(scanned.BUDGET + "\n#pagebreak(weak: true)\n#rect(fill: black)")
    one = opened(annex, "x.pdf")
    assert [one.has_text(page) for page in (1, 2)] == [True, False]
    assert not one.waits_for_capture


def test_five_hundred_pages_are_opened_and_only_the_page_asked_is_read(monkeypatch):
    one = opened(scanned.blank(500), "largo.pdf")
    assert one.pages == 500
    asked = []
    page = pdf_pages.pdfium.PdfDocument.get_page
    monkeypatch.setattr(pdf_pages.pdfium.PdfDocument, "__getitem__", lambda self, at: (asked.append(at), page(self, at))[1])
    assert pdf_pages.text(one.content, 500, file="largo.pdf") == one.text(500) == ""
    assert asked == [499]


def test_pictures_are_as_large_as_asked_and_never_vast(monkeypatch):
    one = opened(TABLE, "x.pdf")
    assert size_of(one.picture(1, 1)) == (596, 842)
    assert size_of(one.picture(1, 0.5)) == (298, 421)
    assert size_of(opened(scanned.photo(), "f").picture(1, 2)) == (800, 600)
    assert size_of(opened(scanned.photo("TIFF", more=1), "f").picture(2, 1)) == (400, 300)
    assert size_of(opened(scanned.photo(mode="LA"), "f").picture(1, 0.0001)) == (1, 1)
    monkeypatch.setattr(documents, "MOST_DOTS", 500_000)
    for told in (one.picture(1, 50), opened(scanned.photo(), "f").picture(1, 50)):
        wide, high = size_of(told)
        assert wide * high < 510_000


def test_a_workbook_gives_its_visible_cells_and_says_what_it_skipped():
    one = opened(made(crowded, sheets=("Datos", "listas")), "x.xlsx")
    assert one.text(1) == "CABEZA\na\t3\t2016-05-03\n8231751.25"
    assert [(cell.column, cell.text) for cell in one.rows(1)[1].cells] == [(2, "a"), (4, "3"), (6, "2016-05-03")]
    assert {told.why for told in one.skipped} == {"hidden_sheet", "hidden_row", "hidden_column", "merged", "formula", "error"}
    assert one.has_text(1)
    assert opened(TABLE, "x").skipped == ()


def test_a_word_document_gives_its_paragraphs_and_tables():
    cells = "".join(f"<w:tc><w:p>{scanned.run(text)}</w:p></w:tc>" for text in ("2016", "S/ 1,520.00"))
    stop = "<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>"
    body = f"<w:p>{stop}{scanned.run('San Ignacio')}<w:r><w:tab/><w:t>informa</w:t><w:br/><w:t>que</w:t></w:r></w:p><w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    gone = "<w:p><w:del><w:r><w:delText>9999</w:delText></w:r></w:del></w:p>"
    inner = f"<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc><w:p>{scanned.run('dentro')}</w:p></w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>"
    one = opened(scanned.letter_in_word(body + gone + inner), "x.docx")
    assert [[cell.text for cell in row.cells] for row in one.rows(1)] == [
        ["San Ignacio", "informa que"],
        ["2016", "S/ 1,520.00"],
        ["dentro"],
    ]
    assert "9999" not in one.text(1)


def test_text_is_read_in_utf_8_or_as_windows_writes_it():
    for encoding in ("utf-8", "utf-8-sig", "cp1252"):
        assert opened("Año 2016\tS/ 5".encode(encoding), "x.txt").text(1) == "Año 2016\tS/ 5"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "document_empty"),
        (scanned.locked(), "document_locked"),
        (b"%PDF-1.7\nesto no es nada", "document_broken"),
        (b"PK\x03\x04 y nada", "document_broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00", "document_kind_unknown"),
        (scanned.letter_in_word("", member="otra/cosa.xml"), "document_kind_unknown"),
        (scanned.letter_in_word("<w:p>"), "document_broken"),
        (scanned.letter_in_word("", before='<!DOCTYPE a [<!ENTITY b "c">]>'), "document_broken"),
        (edited(made(crowded, sheets=("a", "b")), "xl/workbook.xml", lambda xml: xml[:90]), "workbook_broken"),
    ],
)
def test_what_cannot_be_opened_says_what_to_do(content, code):
    with pytest.raises(Problem) as caught:
        opened(content, "respuesta")
    assert caught.value.code == code
    assert "sin precisar" not in sentence(caught.value)


def test_what_is_too_large_too_long_or_too_fine_is_refused(monkeypatch):
    fine = scanned.photo()
    with monkeypatch.context() as small:
        small.setattr(documents, "MOST_DOTS", 1000)
        with pytest.raises(Problem, match="document_too_many_dots"):
            opened(fine, "f")
    with monkeypatch.context() as small:
        small.setattr(Image, "MAX_IMAGE_PIXELS", 100)
        with pytest.raises(Problem, match="document_too_many_dots"):
            opened(fine, "f")
    with monkeypatch.context() as small:
        small.setattr(documents, "MOST_PAGES", 2)
        with pytest.raises(Problem, match="document_too_long"):
            opened(scanned.blank(3), "f")
    with monkeypatch.context() as small:
        small.setattr(word_text, "MOST_XML", 10)
        with pytest.raises(Problem, match="document_too_large"):
            opened(scanned.letter_in_word("<w:p/>"), "f")
    with monkeypatch.context() as small:
        small.setattr(documents, "LARGEST", 10)
        with pytest.raises(Problem, match="document_too_large"):
            opened(TABLE, "f")


def test_a_page_that_is_not_there_or_damaged_is_named():
    one = opened(TABLE, "x.pdf")
    for read in (one.text, one.rows, one.picture):
        for page in (0, 2):
            with pytest.raises(Problem, match="document_page_unknown"):
                read(page)
    two = opened(scanned.broken_page(), "x.pdf")
    assert (two.pages, two.text(1)) == (2, "")
    with pytest.raises(Problem, match="document_page_broken"):
        two.text(2)
    with pytest.raises(Problem, match="document_page_unknown"):
        pdf_pages.text(TABLE, 2, file="x.pdf")
    cut = opened(scanned.photo("JPEG", size=(900, 900))[:3000], "f.jpg")
    with pytest.raises(Problem, match="document_page_broken"):
        cut.picture(1)
    with pytest.raises(Problem, match="document_without_pictures"):
        opened(b"texto", "x.txt").picture(1)


def test_a_page_of_a_tiff_vaster_than_its_first_is_not_shown(monkeypatch):
    one = opened(scanned.photo("TIFF", more=1), "f.tif")
    monkeypatch.setattr(documents, "MOST_DOTS", 1000)
    with pytest.raises(Problem, match="document_page_broken"):
        one.picture(2)


def test_signs_of_two_units_and_hyphens_at_the_end_of_a_line_are_written_out():
    assert pdf_pages._written([0xD83D, 0xDE00]) == "\U0001f600"
    assert pdf_pages._written([ord("a"), 0xFFFE]) == "a-"


@given(st.binary(max_size=400))
def test_any_bytes_are_a_document_or_a_problem(content):
    try:
        one = opened(content, "x")
    except Problem as problem:
        assert "sin precisar" not in sentence(problem)
    else:
        assert isinstance(one, Document)
        assert isinstance(one.text(1), str) if one.pages else True


@given(st.binary(min_size=1, max_size=60), st.integers(0, len(TABLE) - 100))
def test_a_damaged_pdf_is_read_or_refused_and_never_breaks(noise, at):
    damaged = TABLE[:at] + noise + TABLE[at + len(noise) :]
    try:
        one = opened(damaged, "x")
        for page in range(1, min(one.pages, 3) + 1):
            one.text(page)
            one.rows(page)
    except Problem as problem:
        assert sentence(problem)
