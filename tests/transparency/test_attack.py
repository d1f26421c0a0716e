"""What hostile files, strangers, entities and readers try against the room, each found by trying it: none of it works, and the house goes on."""

import io
import struct
import zipfile
import zlib
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from campaigned import FILED, refused
from django.utils import timezone
from marked_workbooks import cell as told_in
from marked_workbooks import edited
from PIL import Image
from scanned import BUDGET, typeset

from intertrata.access.log.models import Look
from intertrata.access.queries import looks
from intertrata.transparency import actions, documents, pdf_apart, queries, word_text, workbooks
from intertrata.transparency.actions.asking import Happening
from intertrata.transparency.actions.inviting import Written
from intertrata.transparency.documents import opened
from intertrata.transparency.filled_form import HEAD_LINE
from intertrata.transparency.models import Capture, Choice, DecreeDay, Document, Request
from intertrata.transparency.sending import queries as sending
from intertrata.transparency.web import pages
from intertrata.transparency.workbooks import workbook
from intertrata.vocabulary.errors import Problem

pytestmark = [pytest.mark.engines, pytest.mark.django_db(databases=["default", "log"])]
EXCEL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "http://schemas.openxmlformats.org/package/2006/relationships"
KINDS = "http://schemas.openxmlformats.org/package/2006/content-types"
FIRST = "xl/worksheets/sheet1.xml"
ONE = '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def book(rows, *, before="", shared="", more=()):
    """A workbook of one sheet, by its XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", f'<Types xmlns="{KINDS}"><Default Extension="xml" ContentType="application/xml"/></Types>')
        made.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{TYPE}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        made.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{TYPE}"><Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        )
        made.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{EXCEL}" xmlns:r="{OFFICE}"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        if shared:
            made.writestr("xl/sharedStrings.xml", f'<sst xmlns="{EXCEL}">{shared}</sst>')
        made.writestr(FIRST, f'<worksheet xmlns="{EXCEL}">{before}<sheetData>{rows}</sheetData></worksheet>')
        for name, text in more:
            made.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize(
    "far",
    [
        '<c r="XFD1048576" t="inlineStr"><is><t></t></is></c>', '<c r="XFD1048576" t="str"><v></v></c>',
        '<c r="XFD1048576" t="inlineStr"><is><t><![CDATA[]]></t></is></c>',
    ],
)  # fmt: skip
def test_an_empty_text_in_the_last_cell_does_not_end_the_process(far):
    with pytest.raises(Problem, match="workbook_stretched"):
        workbook(book(f'{ONE}<row r="1048576">{far}</row>'), file="x")


def test_columns_from_below_the_first_and_the_same_ones_a_thousand_times_are_hidden_once():
    cols = '<cols><col min="-2000000000" max="1" hidden="1"/>' + '<col min="3" max="16384" hidden="1"/>' * 1000 + "</cols>"
    row = ONE.replace("</row>", '<c r="B1" t="inlineStr"><is><t>y</t></is></c></row>')
    none = '<cols><col min="-9" max="-5" hidden="1"/><col min="9" max="3" hidden="1"/></cols>'
    assert workbook(book(row, before=cols), file="x").sheets[0].rows == ((1, {"B": "y"}),)
    assert workbook(book(row, before=none), file="x").sheets[0].rows == ((1, {"A": "x", "B": "y"}),)


def test_a_text_that_many_cells_share_weighs_as_often_as_they_do(monkeypatch):
    rows = "".join(f'<row r="{line}"><c r="A{line}" t="s"><v>0</v></c></row>' for line in range(1, 101))
    content = book(rows, shared=f"<si><t>{'z' * 100}</t></si>")
    assert len(workbook(content, file="x").sheets[0].rows) == 100
    monkeypatch.setattr(workbooks, "MOST_LETTERS", 100 * 100)
    with pytest.raises(Problem, match="workbook_too_large"):
        workbook(content, file="x")
    with pytest.raises(Problem, match="workbook_broken"):
        workbook(book('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', shared="<si><t>a</t></si>"), file="x")


def test_a_member_that_says_to_be_shorter_than_it_is_gives_no_more_than_it_says():
    good = book(ONE)
    told = zipfile.ZipFile(io.BytesIO(good)).read(FIRST)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(told + b"<!--" + b" " * (8 << 20)) + packer.flush()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, packed if name == FIRST else old.read(name))
    lying = bytearray(out.getvalue())
    for at, method, sizes in ((lying.find(FIRST.encode()) - 30, 8, 14), (lying.rfind(FIRST.encode()) - 46, 10, 16)):
        struct.pack_into("<H", lying, at + method, zipfile.ZIP_DEFLATED)
        struct.pack_into("<III", lying, at + sizes, zlib.crc32(told), len(packed), len(told))
    assert workbook(bytes(lying), file="x").sheets[0].rows == ((1, {"A": "x"}),)


def test_two_sheets_that_a_reader_may_take_for_each_other_are_refused():
    twin = f'<worksheet xmlns="{EXCEL}"><sheetData>{ONE.replace("x", "y")}</sheetData></worksheet>'
    with pytest.raises(Problem, match="workbook_broken"):
        workbook(book(ONE, more=[("xl/worksheets/Sheet1.xml", twin)]), file="x")


def docx(body):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(word_text.BODY, body)
    return out.getvalue()


@pytest.mark.parametrize(
    "body",
    [
        f"<w:document {WORD}>{'<a>' * 600}{'</a>' * 600}</w:document>",
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {WORD}><w:p><w:t>&x;</w:t></w:p></w:document>',
        f'<!DOCTYPE d [<!ENTITY a "zz"><!ENTITY b "&a;&a;">]><w:document {WORD}><w:p><w:t>&b;</w:t></w:p></w:document>',
    ],
)
def test_a_word_document_that_nests_without_end_or_names_other_files_is_refused(body):
    with pytest.raises(Problem, match="document_broken"):
        opened(docx(body), "x")


def test_a_text_without_end_shows_its_beginning_and_says_that_there_is_more(monkeypatch):
    monkeypatch.setattr(pages, "MOST_LINES", 3)
    told = opened(b"a\tb\n" * 5 + b"c" * 1000 + b"\n", "x")
    assert pages.lines(told, 1) == [["a", "b"]] * 3 + [["… Hay más líneas o columnas: para verlas, descargue el archivo entero."]]
    assert [len(row[0]) for row in pages.lines(opened(b"c" * 1000, "x"), 1)] == [pages.MOST_LETTERS]
    wide = pages.lines(opened(b"x\t" * 5000, "x"), 1)
    assert len(wide[0]) == pages.MOST_COLUMNS
    assert len(wide) == 2
    monkeypatch.setattr(documents, "MOST_ROWS", 4)
    assert len(opened(b"a\n" * 9, "x").rows(1)) == 4
    monkeypatch.setattr(documents, "LARGEST_TEXT", 10)
    with pytest.raises(Problem, match="document_too_large"):
        opened(b"a" * 11, "x")


def test_of_many_remarks_the_first_are_said_and_how_many_more():
    many = [{"why": "merged", "sheet": "A", "where": f"A{line}"} for line in range(100)]
    assert len(pages.skipped(many)) == pages.MOST_NOTES + 1
    assert pages.skipped(many)[-1].endswith("y 70 avisos más.")


def test_a_picture_that_moves_is_one_page():
    out = io.BytesIO()
    frames = [Image.new("P", (9, 9), number) for number in range(4)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    assert opened(out.getvalue(), "x").pages == 1


def pdf(*objects):
    out, places = b"%PDF-1.5\n", []
    for number, told in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, told)
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, at)


def endless():
    """A drawing of ten drawings of ten drawings…: two kilobytes, a line drawn 10¹⁵ times."""

    def drawn(text, more=b""):
        return b"<<%s/Length %d>>stream\n%s\nendstream" % (more, len(text), text)

    form, ten = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]", b"/X Do " * 10
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>", drawn(ten),
        *(drawn(ten, form + b"/Resources<</XObject<</X %d 0 R>>>>" % (number + 1)) for number in range(5, 18)),
        drawn(b"0 0 m 500 500 l S", form),
    )  # fmt: skip


def test_a_drawing_without_end_is_given_up_and_the_next_document_is_read():
    other, told = pdf_apart.Process(), {"page": 1, "file": "x"}
    draw = told | {"scale": 1.0, "most_dots": documents.MOST_DOTS}
    with pytest.raises(Problem, match="document_page_heavy"):
        other.ask("picture", endless(), draw, seconds=0.5)
    assert "Presupuesto" in other.ask("text", typeset(BUDGET), told)[0]
    other._alive.kill()
    other._alive.wait()
    assert other.ask("picture", typeset(BUDGET), draw)[1].startswith(b"\x89PNG")
    with pytest.raises(Problem, match="document_page_unknown"):
        other.ask("text", typeset(BUDGET), told | {"page": 99})
    other.close()


def test_a_file_whose_pages_cannot_be_looked_through_is_kept_and_waits(monkeypatch):
    def heavy(*_, **told):
        raise Problem("document_page_heavy", **told)

    monkeypatch.setattr(pdf_apart, "any_text", heavy)
    assert opened(typeset(BUDGET), "x").waits_for_capture


def test_the_other_process_is_told_nothing_of_the_house(monkeypatch):
    monkeypatch.setenv("INTERTRATA_DATABASE_URL", "postgres://somebody:secret@nowhere/main")
    other = pdf_apart.Process()
    other.ask("count", typeset(BUDGET), {"file": "x"})
    assert b"INTERTRATA" not in Path(f"/proc/{other._alive.pid}/environ").read_bytes()
    other.close()


def test_question_after_question_is_answered_and_what_is_refused_is_said():
    asked = io.BytesIO()
    for content in (typeset(BUDGET), b"no"):
        head = f'{{"what": "count", "told": {{"file": "x"}}, "size": {len(content)}}}\n'
        asked.write(head.encode() + content)
    asked.seek(0)
    given = io.BytesIO()
    pdf_apart.answer(asked, given)
    first, second = given.getvalue().decode().splitlines()
    assert '"value": 1' in first
    assert '"problem": "document_broken"' in second


UNSEEN = "\u200b\u202e\u2066 \x00"
WRONG = "AAAA-AAAA-AAAA-AAAA"


def number_of(request):
    return Request.objects.get(pk=request).number


def test_nobody_shuts_an_entity_out_of_its_form_by_trying_its_code(asked):
    today, number, key = timezone.localdate(), number_of(asked["mimp"]), actions.invite(asked["mimp"], by="veedora")
    tried = [refused(actions.open_form, number, WRONG, today=today, origin="10.0.0.1") for _ in range(25)]
    assert tried == ["form_key_wrong"] * 20 + ["too_many_looks"] * 5
    assert refused(actions.open_form, number, key, today=today, origin="10.0.0.1") == "too_many_looks"
    assert actions.open_form(number, key, today=today, origin="10.0.0.2") == asked["mimp"]


def test_a_code_that_nobody_has_is_refused_as_one_without_its_key_and_both_are_in_the_log(asked):
    """Else who tries learns which entities were asked, by what is answered or by when trying is stopped."""
    today, said = timezone.localdate(), []
    actions.invite(asked["mimp"], by="veedora")
    for origin, code in (("10.0.1.1", number_of(asked["mimp"])), ("10.0.1.2", "NADA.X.1"), ("10.0.1.3", number_of(asked["mpfn"]))):
        said.append([refused(actions.open_form, code, WRONG, today=today, origin=origin) for _ in range(21)])
    assert said[0] == said[1] == said[2]
    rows = [one for one in looks(most=100) if one["deed"] == "open_form_failed" and str(one["origin"]).startswith("10.0.1.")]
    assert len(rows) == 60
    assert {one["account"] for one in rows} == {"(sin cuenta)"}
    assert refused(actions.open_form, UNSEEN, UNSEEN, today=today, origin="10.0.1.4") == "form_key_wrong"


def test_who_opened_a_form_is_out_once_another_key_is_made_or_it_is_past(asked):
    today = timezone.localdate()
    assert not queries.form_stands(asked["mimp"], since=2e9, today=today)
    actions.invite(asked["mimp"], by="veedora")
    opened_at = timezone.now().timestamp()
    assert queries.form_stands(asked["mimp"], since=opened_at, today=today)
    assert not queries.form_stands(asked["mimp"], since=opened_at, today=today + timedelta(days=365))
    actions.invite(asked["mimp"], by="veedora")
    assert not queries.form_stands(asked["mimp"], since=opened_at, today=today)


def test_an_entity_that_says_a_value_and_a_reason_is_asked_which_and_neither_is_dropped(asked):
    for written, code in (
        (Written("talks", "2016", "25", "SD"), "answer_and_reason"), (Written("plan_norm", "2016", "x" * 301), "cell_not_asked"),
        (Written("talks", "2016", "3" * 301), "answer_too_long"),
    ):  # fmt: skip
        assert [problem.code for _, problem in actions.answer(asked["mimp"], [written])] == [code]
    assert not Capture.objects.exists()


def test_an_entity_writes_in_its_form_only_so_often(asked):
    for number in range(60):
        actions.answer(asked["mimp"], [Written("talks", "2016", str(number))])
    assert refused(actions.answer, asked["mimp"], [Written("talks", "2016", "60")]) == "too_many_looks"
    assert actions.answer(asked["mimp"], []) == []


def test_what_nobody_can_see_is_a_blank_and_never_a_value(reads, cell):
    reads("veedora", f"{UNSEEN}12", quote=f"son {UNSEEN}12")
    assert (cell()["value"], cell()["as_written"]) == ("12", "12")
    reads("veedora", UNSEEN)
    assert (cell()["value"], cell()["status"]) == ("", "BLANK")


def test_nobody_decides_the_reading_of_another_request_through_the_page_of_this_one(reads, answered, asked):
    reads("veedora", "12")
    other = reads("veedor", "21")
    assert refused(actions.choose, asked["gore-14"], other, why="Sí.", by="coordinadora") == "capture_unknown"
    assert refused(actions.choose, uuid4(), other, why="Sí.", by="coordinadora") == "request_unknown"
    assert not Choice.objects.exists()
    actions.choose(answered[0], other, why="Sí.", by="coordinadora")
    assert Choice.objects.get().request == answered[0]


def test_a_reason_that_nobody_can_see_is_none(reads, answered):
    reads("veedora", "12")
    other = reads("veedor", "21")
    assert refused(actions.choose, answered[0], other, why=UNSEEN, by="coordinadora") == "choice_without_reason"
    assert refused(actions.add_decree_day, date(2016, 11, 10), UNSEEN + "-", by="veedora") == "decree_without_norm"
    assert not DecreeDay.objects.exists()
    assert refused(actions.reply, "mimp", "trata-2016", UNSEEN, day=FILED, by="veedora") == "reply_empty"
    copy = UUID(actions.keep(answered[0], typeset("Tachado."), by="veedora", redacts=answered[1]))
    assert refused(actions.clear, copy, clears=False, why=UNSEEN, by="veedor") == "refusal_without_reason"


@pytest.mark.parametrize("promised", [date(9999, 12, 31), date(2026, 11, 7), FILED - timedelta(days=1)])
def test_a_promise_for_another_age_is_refused_and_the_request_still_opens(asked, happens, promised):
    """Each day until then would be counted: its page, and that of its campaign, would never come."""
    happens(asked["mimp"], "filed")
    assert refused(actions.record, [asked["mimp"]], Happening("extension", FILED, promised=promised), by="veedora") == "promise_unlikely"
    assert queries.request(asked["mimp"], today=timezone.localdate()).code == "overdue"


def test_the_last_result_of_a_formula_is_no_answer_of_the_entity(asked):
    """Programs that write workbooks without computing them leave 0 there: what is missing would become a zero."""
    cells = queries.questionnaire_of("trata-2016").cells(queries.catalogue.entity("mimp"))
    line = next(line for line, (one, year) in enumerate(cells, HEAD_LINE + 1) if (one.code, year.iso()) == ("talks", "2016"))
    content = edited(sending.form(asked["mimp"]), FIRST, told_in(f"G{line}", "0", formula="10+15"))
    taken = actions.take_form(asked["mimp"], content, by="veedora")
    assert [problem.code for _, problem in taken.refused] == ["answer_computed"]
    assert not Capture.objects.exists()


def test_the_name_of_a_sheet_is_nowhere_in_clear(asked, var):
    content = edited(sending.form(asked["mimp"]), "xl/workbook.xml", lambda xml: xml.replace('name="listas"', 'name="ZZMARCAUNO"'))
    document = actions.keep(asked["mimp"], content, by="veedora")
    assert {"why": "hidden_sheet", "where": ""} in Document.objects.get(pk=document).notes
    assert "ZZMARCAUNO" not in str(list(Document.objects.values())) + str(list(Look.objects.values()))
    assert all(b"ZZMARCAUNO" not in one.read_bytes() for one in queries.documents_folder().iterdir())
    assert any("ZZMARCAUNO" in one.sheet for one in opened(actions.open_document(UUID(document), by="veedora"), "x").skipped)
