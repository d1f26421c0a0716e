"""What the State was asked, on the pages: a campaign opened and filed, answers read by two, decided by a third; who may see what of it."""

import hashlib
import re
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from campaigned import FILED, IN_TIME, WHO
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from marked_workbooks import cell, edited, hidden_line, without_line
from scanned import typeset
from test_markup import Page

from intertrata.access.models import Account
from intertrata.access.queries import looks
from intertrata.transparency import actions, queries
from intertrata.transparency.actions.asking import Happening
from intertrata.transparency.actions.capturing import Taken
from intertrata.transparency.filled_form import HEAD_LINE
from intertrata.transparency.models import Capture, Request
from intertrata.transparency.sending import queries as sending
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.statement import number_es

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"])
MARK = "ZZMARCAUNO"
OPENING = {
    "questionnaire": "trata_2016", "title": "Presupuesto y víctimas 2016", "name": "trata-2016", "sender": "chs", "office": "Observatorio",
    "city": "Lima", "reply_to": "pedidos@chs.example", "levels": ["ministry", "regional_government"], "more": "Municipalidad Provincial de Chiclayo",
}  # fmt: skip


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()
    return settings.VAR


@pytest.fixture
def as_named(accounts):
    """Give a client that has entered under the name of an account."""

    def enter(name):
        client = Client()
        client.force_login(Account.objects.get(username=name))
        return client

    return enter


@pytest.fixture
def asked(accounts):
    """A campaign that asks three entities, all filed; one answered in time."""
    actions.open_campaign(
        "trata_2016", name="trata-2016", title="Trata 2016", asking=WHO, entities=["mimp", "mpfn", "gore-14"], by="veedora"
    )
    found = {one.entity: one.id for one in Request.objects.all()}
    actions.record(list(found.values()), Happening("filed", FILED, channel="mail"), by="veedora")
    actions.record([found["mimp"]], Happening("answered", IN_TIME), by="veedora")
    return found


@pytest.fixture
def document(asked):
    """The document with which MIMP answered."""
    return UUID(actions.keep(asked["mimp"], typeset(), by="veedora"))


def main(answer):
    assert answer.status_code == 200, answer.status_code
    page = answer.content.decode()
    return " ".join(page[page.index("<main") : page.index("</main>")].split())


def page_of(request, client):
    return main(client.get(f"/pedidos/pedido/{request.hex}/"))


def cell_of(page, item="budget_assigned", period="2016"):
    return re.search(rf'<tr id="{item}-{period}">.*?</tr>', page)[0]


def read_by(client, document, written, item="budget_assigned", period="2016", quote="", page=1):
    return client.post(
        f"/pedidos/documento/{document.hex}/?pagina={page}", {"cell": f"{item}|{period}", "as_written": written, "quote": quote}
    )


def test_a_monitor_opens_a_campaign_and_every_entity_of_the_levels_is_asked_once(as_named):
    client = as_named("veedora")
    answer = client.post("/pedidos/nuevo/", OPENING, follow=True)
    page = main(answer)
    assert answer.redirect_chain[-1][0] == "/pedidos/campania/trata-2016/"
    many = Request.objects.count()
    assert many > 40
    assert f"{many} entidades preguntadas por" in page
    assert f"{many} pedidos sin presentar" in page
    assert "Municipalidad Provincial de Chiclayo" in page
    heads = re.search(r'id="por-nivel".*?</thead>', page)[0]
    assert re.findall(r">([^<>]+)</th>", heads)[-2:] == ["Sin presentar", "Preguntadas"]
    total = re.search(r'<tr class="total">.*?</tr>', page)[0]
    assert re.findall(r'<td class="n">(\d+)</td>', total)[-2:] == [str(many)] * 2


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"more": "Ministerio de la Felicidad"}, "Ninguna entidad del catálogo se llama «Ministerio de la Felicidad»"),
        ({"levels": [], "more": ""}, "no pregunta a nadie"),
        ({"name": "Trata 2016"}, "Revise"),
        ({"name": "Trata"}, "no sirve de nombre corto"),
    ],
)
def test_what_cannot_be_asked_is_said_on_the_form_and_what_was_typed_stays(as_named, said, words):
    page = main(as_named("veedora").post("/pedidos/nuevo/", OPENING | said))
    assert words in page.replace('class="mistake"', "Revise")
    assert 'value="Presupuesto y víctimas 2016"' in page
    assert not Request.objects.exists()


def test_requests_are_filed_together_and_the_page_shows_the_computation_of_each_deadline(as_named):
    client = as_named("veedora")
    client.post("/pedidos/nuevo/", OPENING)
    page = main(client.post("/pedidos/campania/trata-2016/presentar/", {"day": "2016-11-07", "channel": "mail"}, follow=True))
    assert "sin presentar" not in page.replace("Sin presentar", "")
    assert "entidades con el plazo vencido" in page
    request = Request.objects.get(entity="gore-14").id
    told = page_of(request, client)
    assert "Debía responder hasta el 16/11/2016" in told
    assert "lunes 7 de noviembre de 2016: se presentó" in told
    assert "miércoles 16 de noviembre de 2016: día hábil 7" in told
    page = main(client.post("/pedidos/campania/trata-2016/presentar/", {"day": "2016-11-07", "channel": "mail"}, follow=True))
    assert "No se anotó nada" in page


def test_requests_are_not_filed_on_a_day_that_has_not_come(as_named):
    client = as_named("veedora")
    client.post("/pedidos/nuevo/", OPENING)
    page = main(client.post("/pedidos/campania/trata-2016/presentar/", {"day": "2999-01-04", "channel": "mail"}, follow=True))
    assert "todavía no llega" in page
    assert "pedidos sin presentar" in page


def test_what_happened_is_recorded_and_taken_back_on_the_page_of_the_request(asked, as_named):
    client, request = as_named("veedora"), asked["mpfn"]
    record, back = f"/pedidos/pedido/{request.hex}/anotar/", f"/pedidos/pedido/{request.hex}/retirar/"
    page = main(client.post(record, {"kind": "answered", "day": "2016-11-01"}, follow=True))
    assert "una respuesta no puede llegar antes" in page
    page = main(client.post(record, {"kind": "answered", "day": "2016-12-02", "reference": "OF-7", "channel": "desk"}, follow=True))
    assert '<span class="tag">Respondió tarde</span>' in page
    assert "documento OF-7" in page
    (event,) = re.findall(r'name="event" value="(\d+)"', page)[1:]
    page = main(client.post(back, {"event": event}, follow=True))
    assert "<s>" in page
    assert "retirado" in page
    assert "no está anotado" in main(client.post(back, {"event": "0"}, follow=True))
    assert "no está anotado" in main(client.post(f"/pedidos/pedido/{asked['mimp'].hex}/retirar/", {"event": event}, follow=True))
    page = main(client.post(record, {"kind": "redirected", "day": "2016-12-03", "entity": "Ministerio del Interior"}, follow=True))
    assert "enviado a Ministerio del Interior" in page
    assert "revise qué pasó" in main(client.post(record, {"kind": "", "day": "ayer"}, follow=True))


def test_two_read_a_page_neither_sees_the_other_and_a_third_decides(asked, document, as_named):
    first, second, third = (as_named(name) for name in ("veedora", "veedor", "coordinadora"))
    page = main(read_by(first, document, "2’887,345.00", quote="MIMP 2’887,345.00").client.get(f"/pedidos/documento/{document.hex}/"))
    assert "«2’887,345.00»" in page
    assert "<td>2’887,345.00</td>" in page
    for other in (second, third):
        told = page_of(asked["mimp"], other)
        assert "2’887,345.00" not in told
        assert "Otra persona ya lo leyó; falta su lectura" in cell_of(told)
        assert number_es(Decimal(2887345)) not in main(other.get("/pedidos/campania/trata-2016/matriz/"))
        assert "2’887,345" not in re.sub(r"<details.*?</details>", "", main(other.get(f"/pedidos/documento/{document.hex}/")))
    assert "Una sola lectura" in cell_of(page_of(asked["mimp"], first))
    read_by(second, document, "2’896,804.3")
    told = cell_of(page_of(asked["mimp"], third))
    assert "Las lecturas difieren" in told
    assert "Esta vale" not in cell_of(page_of(asked["mimp"], first))
    captures = re.findall(r'name="capture" value="(\d+)"', told)
    assert len(captures) == 2
    assert "≠" in main(third.get("/pedidos/campania/trata-2016/matriz/"))
    choose = f"/pedidos/pedido/{asked['mimp'].hex}/elegir/"
    assert "Debe decidirlo una tercera persona" in main(first.post(choose, {"capture": captures[0], "why": "Es la mía."}, follow=True))
    told = cell_of(main(third.post(choose, {"capture": captures[0], "why": "Es la columna ASIGNADO."}, follow=True)))
    assert "Decidido por una tercera persona" in told
    assert "Es la columna ASIGNADO. (coordinadora)" in told
    assert number_es(Decimal(2887345)) in main(third.get("/pedidos/campania/trata-2016/matriz/?item_asked=budget_assigned"))


def test_what_cannot_be_read_is_asked_back_beside_the_page(document, as_named):
    client = as_named("veedora")
    page = main(read_by(client, document, "1.234"))
    assert 'class="mistake"' in page
    assert 'value="1.234"' in page
    assert not Capture.objects.exists()
    assert "no está en las palabras citadas" in main(read_by(client, document, "5", quote="dice 6"))


def test_the_matrix_has_a_value_or_a_reason_in_every_cell(asked, document, as_role):
    for person in ("veedora", "veedor"):
        actions.capture(asked["mimp"], Taken("budget_assigned", "2016", "0", document=document, page=1), by=person)
    actions.capture(asked["mimp"], Taken("budget_executed", "2016", "SPE"), by="veedora")
    page = main(as_role("analyst").get("/pedidos/campania/trata-2016/matriz/?item_asked=budget_assigned&period_asked=2016"))
    rows = re.findall(r"<tr><th scope=row><a [^>]*>([^<]+)</a>(.*?)(?=<tr>|</table>)", page)
    assert [(name, re.sub(r"<[^>]+>", "", cells).strip()) for name, cells in rows] == [
        ("Gobierno Regional de Lambayeque", "NR"), ("Ministerio de la Mujer y Poblaciones Vulnerables", "0"), ("Ministerio Público - Fiscalía de la Nación", "NR"),
    ]  # fmt: skip
    whole = main(as_role("analyst").get("/pedidos/campania/trata-2016/matriz/"))
    assert "SPE*" in whole
    assert "<td>·" in whole
    assert f'href="/pedidos/pedido/{asked["mimp"].hex}/#budget_assigned-2016"' in whole


def test_a_decree_day_moves_the_deadline_and_the_page_says_from_when_to_when(asked, as_named):
    client = as_named("veedora")
    said = {"day": "2016-11-10", "norm": "D.S. 001-2016-PCM", "scope": "14"}
    page = main(client.post("/pedidos/dias/agregar/", said, follow=True))
    assert "Plazos que se movieron: 2." in page
    assert "Lambayeque" in page
    told = page_of(asked["gore-14"], client)
    assert "Debía responder hasta el 17/11/2016" in told
    assert "El día no laborable 10/11/2016 movió el plazo del 16/11/2016 al 17/11/2016." in told
    assert "día no laborable: D.S. 001-2016-PCM" in told
    assert "movió" not in page_of(asked["mimp"], client)
    assert "ya no es hábil" in main(client.post("/pedidos/dias/agregar/", said))
    assert 'class="mistake"' in main(client.post("/pedidos/dias/agregar/", {"day": "", "norm": ""}))


def test_a_redacted_copy_is_cleared_on_its_page(asked, document, as_named):
    first, second, third = (as_named(name) for name in ("veedora", "veedor", "coordinadora"))
    file = SimpleUploadedFile("ZZMARCAUNO.pdf", typeset("Tachada."), "application/pdf")
    answer = second.post(f"/pedidos/pedido/{asked['mimp'].hex}/documentos/", {"file": file, "redacts": document.hex}, follow=True)
    copy = answer.redirect_chain[-1][0]
    assert "Copia tachada" in main(answer)
    assert "deben darla por buena otras dos personas" in main(second.post(f"{copy}publicar/", {"clears": "yes"}, follow=True))
    assert "Todavía no" in main(first.post(f"{copy}publicar/", {"clears": "yes"}, follow=True))
    page = main(third.post(f"{copy}publicar/", {"clears": "yes"}, follow=True))
    assert "Se puede publicar" in page
    assert "veedora, coordinadora" in page
    assert "Diga qué se reconoce todavía" in main(third.post(f"{copy}publicar/", {"clears": "no"}, follow=True))


def test_letters_mail_and_form_of_a_request_are_given(asked, as_role):
    client, at = as_role("analyst"), f"/pedidos/pedido/{asked['gore-14'].hex}/"
    assert client.get(f"{at}carta.pdf").content.startswith(b"%PDF")
    assert client.get(f"{at}reiteracion.pdf").content.startswith(b"%PDF")
    assert Request.objects.get(entity="gore-14").number in client.get(f"{at}carta.txt").content.decode()
    assert client.get(f"{at}formulario.xlsx").content.startswith(b"PK")


def test_a_document_is_shown_page_by_page_and_each_look_is_in_the_log(document, as_named):
    client, at = as_named("veedor"), f"/pedidos/documento/{document.hex}/"
    before = len(looks(most=1_000, deed="open_document"))
    assert "Página 1 de 1." in main(client.get(f"{at}?pagina=99"))
    assert client.get(f"{at}pagina-1.png").content.startswith(b"\x89PNG")
    given = client.get(f"{at}archivo/")
    assert hashlib.sha256(given.content).hexdigest() == queries.document(document).sha256
    assert given.headers["Content-Type"] == "application/octet-stream"
    assert given.headers["Content-Disposition"].startswith('attachment; filename="uso-interno-')
    assert len(looks(most=1_000, deed="open_document")) == before + 3
    assert looks(most=1)[0]["account"] == "veedor"


def test_what_arrives_without_a_file_or_cannot_be_opened_is_said(asked, as_named):
    client, at = as_named("veedora"), f"/pedidos/pedido/{asked['mimp'].hex}/documentos/"
    assert "elija un archivo" in main(client.post(at, {}, follow=True))
    broken = SimpleUploadedFile(f"{MARK}.pdf", b"%PDF-1.7 cut")
    page = main(client.post(at, {"file": broken}, follow=True))
    assert "«documento» está cortado o dañado" in page
    assert MARK not in page


def test_filled_forms_are_taken_several_at_once_and_what_was_not_taken_is_said_at_once(asked, as_named):
    cells = queries.questionnaire_of("trata-2016").cells(queries.catalogue.entity("gore-14"))
    line = next(line for line, (one, year) in enumerate(cells, HEAD_LINE + 1) if one.code == "talks" and year.iso() == "2016")
    sent = sending.form(asked["gore-14"])
    good, bad = (edited(sent, "xl/worksheets/sheet1.xml", cell(f"G{line}", text)) for text in ("3", MARK))
    client, at = as_named("veedora"), "/pedidos/campania/trata-2016/formularios/"
    files = [SimpleUploadedFile(f"{MARK}{number}.xlsx", one) for number, one in enumerate((good, bad, b"otra cosa"))]
    page = main(client.post(at, {"files": files}))
    assert "Archivo 1, de Gobierno Regional de Lambayeque: 1 respuesta." in page
    assert "Archivo 2, de Gobierno Regional de Lambayeque: 0 respuestas." in page
    assert f"«{MARK}»" in page, "who reads answers is told what could not be read"
    assert "Archivo 3: El archivo «formulario.xlsx»" in page
    assert MARK not in str(client.session.items()) + str(client.cookies)
    assert MARK not in main(client.get("/pedidos/campania/trata-2016/"))
    assert "elija uno o más" in main(client.post(at, {}))
    assert "Lo escribió la entidad" in cell_of(page_of(asked["gore-14"], client), "talks")


def test_a_form_without_some_of_its_questions_or_with_hidden_ones_says_so(asked, as_named):
    sent = sending.form(asked["gore-14"])
    for change in (without_line(HEAD_LINE + 1), hidden_line(HEAD_LINE + 2)):
        sent = edited(sent, "xl/worksheets/sheet1.xml", change)
    page = main(as_named("veedora").post("/pedidos/campania/trata-2016/formularios/", {"files": [SimpleUploadedFile("f.xlsx", sent)]}))
    assert "2 preguntas ya no están en él, o su fila está oculta." in page
    assert f"la fila {HEAD_LINE + 2} está oculta" in page


def test_a_page_that_is_too_heavy_for_its_text_is_shown_all_the_same(document, as_named, monkeypatch):
    def heavy(file, page):
        raise Problem("document_page_broken", file="documento", page=page)

    monkeypatch.setattr("intertrata.transparency.web.views.documents.lines", heavy)
    page = main(as_named("veedora").get(f"/pedidos/documento/{document.hex}/"))
    assert "La página 1 de «documento» está dañada" in page
    assert "Tomar un valor de esta página" in page


def test_who_does_not_read_answers_sees_values_and_no_document_quote_or_reader(asked, document, as_named, as_role):
    for person in ("veedora", "veedor"):
        actions.capture(asked["mimp"], Taken("budget_assigned", "2016", "12", document=document, page=1, quote=f"{MARK} 12"), by=person)
    for role in ("analyst", "supervisor"):
        client = as_role(role)
        told = page_of(asked["mimp"], client)
        assert "«12»" in told
        for hidden in (MARK, document.hex, "Esta vale", "Guardar el documento", "Anotar algo"):
            assert hidden not in told, (role, hidden)
        for page in ("", "archivo/", "pagina-1.png"):
            assert client.get(f"/pedidos/documento/{document.hex}/{page}").status_code == 403
    assert MARK in page_of(asked["mimp"], as_named("coordinadora"))


def test_filters_leave_the_requests_that_they_say(asked, as_role):
    client = as_role("analyst")

    def listed(**said):
        page = main(client.get("/pedidos/campania/trata-2016/", said))
        return re.findall(r'<tr><th scope="row"><a [^>]*>([^<]+)</a>', page)

    assert len(listed()) == 3
    assert listed(department="14") == ["Gobierno Regional de Lambayeque"]
    assert len(listed(outcome="overdue")) == 2
    assert listed(outcome="unfiled") == []
    assert len(listed(level="ministry")) == 1
    assert len(listed(level="nada")) == 3


@pytest.fixture
def pages(asked, document, as_named):
    """The pages of a campaign with something on each, as who may do everything there sees them."""
    client = as_named("coordinadora")
    for person, written in (("veedora", "12"), ("veedor", "13")):
        actions.capture(asked["mimp"], Taken("budget_assigned", "2016", written, document=document, page=1, quote=written), by=person)
    copy = actions.keep(asked["mimp"], typeset("Tachada."), by="veedor", redacts=document)
    actions.add_decree_day(date(2016, 11, 10), "D.S. 001-2016-PCM", by="veedora")
    actions.reply("mimp", "trata-2016", "No es así.", day=IN_TIME, by="veedora")
    at = ["", "nuevo/", "dias/", "campania/trata-2016/", *(f"pedido/{one.hex}/" for one in asked.values()), f"documento/{document.hex}/", f"documento/{copy}/"]  # fmt: skip
    return {one: Page(client.get(f"/pedidos/{one}").content.decode()) for one in at}


def test_markup_of_every_page_is_whole_and_says_what_each_thing_is(pages):
    for name, page in pages.items():
        ids = [attrs["id"] for _, attrs, _ in page.elements if "id" in attrs]
        assert len(ids) == len(set(ids)), name
        labelled = {attrs["for"] for attrs, _ in page.all("label") if "for" in attrs}
        for attrs, inside in page.all("input", "select", "textarea"):
            assert attrs.get("type") == "hidden" or attrs.get("id") in labelled or "label" in inside, (name, attrs)
        for _, attrs, _ in page.elements:
            for pointing in ("aria-labelledby", "aria-describedby", "for"):
                assert set((attrs.get(pointing) or "").split()) <= set(ids), (name, attrs)
            assert "style" not in attrs, name
        assert len(page.all("h1")) == 1, name
        assert all(attrs.get("scope") for attrs, _ in page.all("th")), name
        assert all(attrs.get("alt") for attrs, _ in page.all("img")), name
        assert len(page.all("caption")) == len(page.all("table")), name
        buttons = [inside for _attrs, inside in page.all("button")]
        assert all("form" in inside for inside in buttons), name


def test_the_entity_opens_its_own_form_with_its_key_and_nobody_else_does(asked, as_named):
    client = as_named("veedora")
    key = re.search(r"<code>([A-Z0-9]{4}(?:-[A-Z0-9]{4}){3})</code>", main(client.post(f"/pedidos/pedido/{asked['gore-14'].hex}/clave/")))[
        1
    ]
    number, entity = Request.objects.get(entity="gore-14").number, Client()
    assert entity.get("/pedidos/responder/formulario/").status_code == 302
    assert entity.post("/pedidos/responder/", {"code": number, "key": "AAAA"}).status_code == 403
    page = main(entity.post("/pedidos/responder/", {"code": number, "key": key}, follow=True))
    assert "Gobierno Regional de Lambayeque" in page
    place = next(n for n, (item, year) in enumerate(queries.questionnaire_of("trata-2016").cells(queries.catalogue.entity("gore-14"))) if (item.code, year.iso()) == ("talks", "2016"))  # fmt: skip
    page = main(entity.post("/pedidos/responder/formulario/", {f"v{place}": "varias"}))
    assert 'value="varias"' in page
    assert "1 respuesta no se guardó" in page
    main(entity.post("/pedidos/responder/formulario/", {f"v{place}": "3"}, follow=True))
    told = cell_of(page_of(asked["gore-14"], as_named("veedor")), "talks")
    assert "Lo escribió la entidad" in told
    entity.post("/pedidos/responder/cerrar/")
    assert entity.get("/pedidos/responder/formulario/").status_code == 302
    assert entity.get(f"/pedidos/pedido/{asked['gore-14'].hex}/").status_code in {302, 403}


def test_what_an_entity_replies_is_kept_and_shown_as_it_wrote_it(asked, as_named):
    client, at = as_named("veedora"), f"/pedidos/pedido/{asked['mimp'].hex}/"
    page = main(
        client.post(
            f"{at}replica/",
            {"reply-day": "2026-01-12", "reply-about": "presupuesto, 2016", "reply-text": "Sí se ejecutó <todo>."},
            follow=True,
        )
    )
    assert "Réplica guardada" in page
    assert "Sí se ejecutó &lt;todo&gt;." in page
    assert "escriba su fecha" in main(
        client.post(f"{at}replica/", {"reply-day": "2026-01-12", "reply-about": "", "reply-text": "x"}, follow=True)
    )
    assert "está vacía" in main(
        client.post(f"{at}replica/", {"reply-day": "2026-01-12", "reply-about": "x", "reply-text": "\u200b"}, follow=True)
    )
    assert "Guardar una réplica" not in main(as_named("analista").get(at))
