"""Forms that come back, on the pages: in Excel, several at once, and the entity's own on the screen."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from marked_workbooks import cell, edited, hidden_line, without_line
from requested import MARK, cell_of, main, page_of

from intertrata.transparency import queries
from intertrata.transparency.filled_form import HEAD_LINE
from intertrata.transparency.models import Request
from intertrata.transparency.sending import queries as sending

pytestmark = [pytest.mark.django_db(databases=["default", "vault", "log", "public"]), pytest.mark.usefixtures("var")]


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


def test_a_form_that_comes_back_is_an_answer_of_the_day_that_is_said(asked, as_named):
    sent, client, at = sending.form(asked["gore-14"]), as_named("veedora"), "/pedidos/campania/trata-2016/formularios/"
    cells = queries.questionnaire_of("trata-2016").cells(queries.catalogue.entity("gore-14"))
    line = next(line for line, (one, year) in enumerate(cells, HEAD_LINE + 1) if (one.code, year.iso()) == ("talks", "2016"))

    def filled(text):
        return SimpleUploadedFile("f.xlsx", edited(sent, "xl/worksheets/sheet1.xml", cell(f"G{line}", text)))

    main(client.post(at, {"files": [filled("3")], "arrived": "2016-11-15"}))
    told = page_of(asked["gore-14"], client)
    assert "Respondió en parte" in told
    assert "Formulario de la campaña" in told
    main(client.post(at, {"files": [filled("4")], "arrived": "2016-11-18"}))
    told = page_of(asked["gore-14"], client)
    assert told.count("<h3>Respondida en parte</h3>") == 1
    assert "<h3>Formulario corregido</h3>" in told
    early = main(client.post(at, {"files": [filled("5")], "arrived": "2016-11-01"}))
    assert "no se anotó como respuesta, porque ese día el pedido no estaba presentado" in early
    assert "el día en que llegaron" in main(client.post(at, {"files": [filled("6")], "arrived": "ayer"}))
