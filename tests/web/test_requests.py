"""What the State was asked, on the pages: a campaign opened and filed, who answers what, filters; the markup of every page."""

import re
from datetime import date

import pytest
from campaigned import IN_TIME
from requested import main, page_of
from scanned import typeset
from test_markup import Page

from intertrata.transparency import actions, catalogue
from intertrata.transparency.actions.capturing import Taken
from intertrata.transparency.models import Request

pytestmark = [pytest.mark.django_db(databases=["default", "vault", "log", "public"]), pytest.mark.usefixtures("var")]
OPENING = {
    "questionnaire": "trata_2016", "title": "Presupuesto y víctimas 2016", "name": "trata-2016", "sender": "chs", "office": "Observatorio",
    "city": "Lima", "reply_to": "pedidos@chs.example", "groups": ["ministry", "regional_government"], "more": "Municipalidad Provincial de Chiclayo",
}  # fmt: skip


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
        ({"groups": [], "more": ""}, "no pregunta a nadie"),
        ({"groups": ["district_municipality"]}, "se preguntan de un departamento a la vez"),
        ({"name": "Trata 2016"}, "Revise"),
        ({"name": "Trata"}, "no sirve de nombre corto"),
    ],
)
def test_what_cannot_be_asked_is_said_on_the_form_and_what_was_typed_stays(as_named, said, words):
    page = main(as_named("veedora").post("/pedidos/nuevo/", OPENING | said))
    assert words in page.replace('class="mistake"', "Revise")
    assert 'value="Presupuesto y víctimas 2016"' in page
    assert not Request.objects.exists()


def test_groups_are_asked_whole_or_of_one_department(as_named):
    client = as_named("veedora")
    page = main(client.get("/pedidos/nuevo/"))
    assert "Todos los gobiernos regionales (25)" in page
    assert "Todas las municipalidades provinciales (196)" in page
    assert "Las que preguntó el V Informe Alternativo (235 de 236, por confirmar)" in page
    said = {
        "groups": ["ministry", "regional_government", "provincial_municipality", "district_municipality"],
        "department": "14",
        "more": "",
    }
    client.post("/pedidos/nuevo/", OPENING | said)
    asked = [catalogue.entity(one.entity) for one in Request.objects.all()]
    assert {one.department for one in asked} == {"", "14"}
    assert sum(one.level == "provincial_municipality" for one in asked) == 3
    client.post("/pedidos/nuevo/", OPENING | {"name": "otra", "groups": ["informe_v", "provincial_municipality"], "more": ""})
    assert Request.objects.filter(campaign="otra").count() == 235


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
