"""Documents of answers on the pages: read by two, decided by a third, question after question; what of them who may see."""

import hashlib
import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from requested import MARK, cell_of, main, page_of
from scanned import typeset

from intertrata.access.queries import looks
from intertrata.transparency import actions, queries
from intertrata.transparency.actions.capturing import Taken
from intertrata.transparency.actions.inviting import Written
from intertrata.transparency.models import Capture, Choice
from intertrata.transparency.web.cells import waiting
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.statement import number_es

pytestmark = [pytest.mark.django_db(databases=["default", "vault", "log", "public"]), pytest.mark.usefixtures("var")]


def read_by(client, document, written, item="budget_assigned", period="2016", quote="", page=1):
    return client.post(
        f"/pedidos/documento/{document.hex}/?pagina={page}", {"cell": f"{item}|{period}", "as_written": written, "quote": quote}
    )


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


def test_after_saving_the_page_steps_to_the_next_question_that_waits_and_says_how_many_are_left(asked, document, as_named):
    first, second = as_named("veedora"), as_named("veedor")
    cells = [
        f"{item.code}|{period.iso()}" for item, period in queries.questionnaire_of("trata-2016").cells(queries.catalogue.entity("mimp"))
    ]
    page = main(first.get(f"/pedidos/documento/{document.hex}/"))
    assert f"Faltan {len(cells)} preguntas por leer; {len(cells)} no las leyó nadie todavía." in page
    assert "autofocus" not in page
    answer = read_by(first, document, "SD", item=cells[0].split("|")[0], period=cells[0].split("|")[1])
    assert answer.headers["Location"].endswith(f"?pagina=1&pregunta={cells[1].replace('|', '%7C').replace('/', '%2F')}")
    page = main(first.get(answer.headers["Location"]))
    assert f'<option value="{cells[1]}" selected>' in page
    assert "autofocus" in page
    assert f"Faltan {len(cells) - 1} preguntas por leer; {len(cells) - 1} no las leyó nadie todavía." in page
    page = main(second.get(f"/pedidos/documento/{document.hex}/"))
    assert f"Faltan {len(cells)} preguntas por leer; {len(cells) - 1} no las leyó nadie todavía." in page
    assert f'<option value="{cells[0]}" selected>' in page
    skip = re.search(r'href="(\?pagina=1&amp;pregunta=[^"]+)"', page)[1].replace("&amp;", "&")
    assert f'<option value="{cells[1]}" selected>' in main(second.get(f"/pedidos/documento/{document.hex}/{skip}"))
    assert "selected" in main(second.get(f"/pedidos/documento/{document.hex}/?pregunta=nada"))
    for code in cells[1:]:
        item, period = code.split("|")
        actions.capture(asked["mimp"], Taken(item, period, "SD", document=document, page=1), by="veedora")
    page = main(first.get(f"/pedidos/documento/{document.hex}/"))
    assert "No le falta leer ninguna pregunta de este pedido." in page


def test_what_waits_leaves_out_what_a_third_must_decide_and_what_the_entity_wrote(asked, document, as_named):
    for person, written in (("veedora", "12"), ("veedor", "13")):
        actions.capture(asked["mimp"], Taken("talks", "2016", written, document=document, page=1), by=person)
    actions.answer(asked["mimp"], [Written("operations", "2016", "3")])
    left = waiting(asked["mimp"], "coordinadora")
    assert not left.cells & {"talks|2016", "operations|2016"}
    assert left.unread == len(left.order) - 2 == len(left.cells)
    assert left.after(left.order[-1]) in left.cells


def test_nobody_decides_a_reading_of_another_request_through_this_page(asked, document, as_named):
    for person, written in (("veedora", "12"), ("veedor", "13")):
        actions.capture(asked["mimp"], Taken("talks", "2016", written, document=document, page=1), by=person)
    third = as_named("coordinadora")
    capture = re.findall(r'name="capture" value="(\d+)"', page_of(asked["mimp"], third))[0]
    page = main(third.post(f"/pedidos/pedido/{asked['gore-14'].hex}/elegir/", {"capture": capture, "why": "Porque sí."}, follow=True))
    assert "Esa lectura ya no existe" in page
    assert not Choice.objects.exists()


@pytest.mark.parametrize("role", ["analyst", "supervisor", "monitor"])
def test_a_name_in_a_quote_or_a_text_is_on_no_page_of_who_may_not_read_documents(asked, document, as_role, role):
    for person in ("veedora", "veedor"):
        actions.capture(asked["mimp"], Taken("talks", "2016", "12", document=document, page=1, quote=f"{MARK} dio 12"), by=person)
        actions.capture(asked["mimp"], Taken("protocols", "2016", f"De {MARK}", document=document, page=1), by=person)
        actions.capture(asked["mimp"], Taken("operations", "2016", "12 (doce)", document=document, page=1), by=person)
    actions.answer(asked["gore-14"], [Written("plan_norm", "2016", f"La firma {MARK}")])
    actions.capture(asked["mimp"], Taken("materials", "2016", "afiches", document=document, page=1), by="veedora")
    client, at = as_role(role), "/pedidos/campania/trata-2016/"
    addresses = [
        at,
        f"{at}matriz/",
        f"{at}matriz/?item_asked=protocols",
        "/pedidos/",
        *(f"/pedidos/pedido/{one.hex}/" for one in asked.values()),
    ]
    pages = {one: client.get(one).content.decode() for one in addresses}
    reads = role == "monitor"
    assert [one for one, page in pages.items() if MARK in page and not (reads and "/pedido/" in one)] == []
    told = " ".join(pages[f"/pedidos/pedido/{asked['mimp'].hex}/"].split())
    assert (MARK in told) == reads
    assert ("Un texto, que por ahora ven solo quienes leen los documentos" in told) == (not reads)
    assert "12" in cell_of(told, "operations")
    assert ("12 (doce)" in told) == reads
    assert ">texto" in pages[f"{at}matriz/?item_asked=protocols"]


def test_a_text_is_shown_to_everybody_once_two_people_said_that_it_names_nobody(asked, document, as_named):
    for person in ("veedora", "veedor"):
        actions.capture(asked["mimp"], Taken("protocols", "2016", "De atención", document=document, page=1), by=person)
    first, second, other = (as_named(name) for name in ("veedora", "veedor", "analista"))
    at = f"/pedidos/pedido/{asked['mimp'].hex}/"
    (capture,) = re.findall(r'name="capture" value="(\d+)"', cell_of(page_of(asked["mimp"], first), "protocols"))
    for client in (first, second):
        assert "De atención" not in main(other.get(at))
        client.post(f"{at}texto/", {"capture": capture, "clears": "yes"})
    assert "De atención" in main(other.get(at))
    assert "Dos personas dijeron que este texto no dice quién es nadie" in main(first.get(at))
    assert "De atención" in main(other.get("/pedidos/campania/trata-2016/matriz/?item_asked=protocols"))
    assert "Esa lectura ya no existe" in main(first.post(f"{at}texto/", {"capture": "0", "clears": "yes"}, follow=True))
