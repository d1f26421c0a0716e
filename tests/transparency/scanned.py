"""Files that entities send: made here, of nobody."""

import io
import zipfile

import pypdfium2 as pdfium
import typst
from PIL import Image, ImageDraw

BUDGET = """
#set text(font: "Libertinus Serif", lang: "es")
= Cuadro 3: Presupuesto del Estado
Fuente: respuesta a solicitudes de acceso a la información, en soles.
#table(columns: 3, stroke: none, [SECTOR], table.cell(colspan: 2)[2016 en soles corrientes, sin redondear],
  [], [ASIGNADO], [EJECUTADO],
  [MIMP], [2’887,345.00], [2’896,804.3],
  [MTC], [SPE], [SPE])
"""


def typeset(source=BUDGET):
    """A PDF with text."""
    return typst.Compiler(ignore_system_fonts=True).compile(input=source.encode(), format="pdf")


def blank(pages):
    """A PDF of empty pages."""
    document = pdfium.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def turned(content, degrees):
    """The same PDF, its first page turned."""
    document = pdfium.PdfDocument(content)
    document[0].set_rotation(degrees)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def photo(kind="PNG", *, size=(400, 300), mode="RGB", more=0):
    """A picture of words, which no program reads here; with ``more`` pages where it is a TIFF."""
    image = Image.new(mode, size)
    ImageDraw.Draw(image).text((20, 20), "OFICIO 123")
    out = io.BytesIO()
    image.save(out, kind, **({"save_all": True, "append_images": [image] * more} if more else {}))
    return out.getvalue()


def scan():
    """A PDF that holds a picture and no text."""
    out = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(out, "PDF")
    return out.getvalue()


def locked():
    """A PDF under a password that nobody knows."""
    secret = b"<</Filter/Standard/V 1/R 2/O<" + b"11" * 32 + b">/U<" + b"22" * 32 + b">/P -4>>"
    return _written(CATALOG, PAGES, PAGE, secret, trailer=b"/Encrypt 4 0 R/ID[<00><00>]")


def broken_page():
    """A PDF that says it has two pages and holds one."""
    return _written(CATALOG, b"<</Type/Pages/Kids[3 0 R 9 0 R]/Count 2>>", PAGE)


def written_over(text, *, field):
    """A PDF on which an entity wrote: in a field of a form, or with a typewriter of its reader."""
    told = b"/Subtype/Widget/FT/Tx/T(x)/V(%s)" % text if field else b"/Subtype/FreeText/Contents(%s)/DA(/F1 12 Tf 0 g)" % text
    said = b"BT /F1 9 Tf 2 30 Td (%s) Tj ET" % text
    look = b"<</Type/XObject/Subtype/Form/BBox[0 0 80 80]/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    return _written(
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>" if field else CATALOG,
        PAGES,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Annots[4 0 R]>>",
        b"<</Type/Annot%s/F 4/Rect[10 10 90 90]/P 3 0 R/AP<</N 5 0 R>>>>" % told,
        b"%s/Length %d>>stream\n%s\nendstream" % (look, len(said), said),
    )


CATALOG, PAGES = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>"


def _written(*parts, trailer=b""):
    """A PDF of these objects, written by hand."""
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(parts) + 1
    tail = b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (size, table, tail)


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def letter_in_word(body, *, member="word/document.xml", before=""):
    """A Word document of that body."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr(member, f'{before}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')
    return out.getvalue()


def run(text):
    """A run of text in Word."""
    return f"<w:r><w:t>{text}</w:t></w:r>"
