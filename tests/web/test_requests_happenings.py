"""What happened to a request, on its page: recorded, taken back, appealed; days that a decree adds or gives back; letters and replies."""

import re

import pytest
from requested import main, page_of

from intertrata.transparency.models import Request

pytestmark = [pytest.mark.django_db(databases=["default", "vault", "log", "public"]), pytest.mark.usefixtures("var")]


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


def test_letters_mail_and_form_of_a_request_are_given(asked, as_role):
    client, at = as_role("analyst"), f"/pedidos/pedido/{asked['gore-14'].hex}/"
    assert client.get(f"{at}carta.pdf").content.startswith(b"%PDF")
    assert client.get(f"{at}reiteracion.pdf").content.startswith(b"%PDF")
    assert Request.objects.get(entity="gore-14").number in client.get(f"{at}carta.txt").content.decode()
    assert client.get(f"{at}formulario.xlsx").content.startswith(b"PK")


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


def test_a_day_added_by_mistake_is_given_back_and_the_deadlines_move_back(asked, as_named):
    client = as_named("veedora")
    client.post("/pedidos/dias/agregar/", {"day": "2016-11-10", "norm": "D.S. 001-2016-PCM", "scope": ""})
    page = main(client.get("/pedidos/dias/"))
    (back,) = re.findall(r'action="(/pedidos/dias/\d+/retirar/)"', page)
    assert "Diga por qué se retira" in main(client.post(back, {"why": " - "}, follow=True))
    page = main(client.post(back, {"why": "Era de otro año."}, follow=True))
    assert re.search(r"Día retirado: vuelve a ser hábil. Plazos que se movieron: [1-9]", page)
    assert "<s>10/11/2016</s>" in page
    assert "Lo retiró veedora" in page
    assert "Era de otro año." in page
    assert "no está agregado, o ya se retiró" in main(client.post(back, {"why": "Otra vez."}, follow=True))
    told = page_of(asked["gore-14"], client)
    assert "Debía responder hasta el 16/11/2016" in told
    assert "Al retirarse el día no laborable 10/11/2016 se movió el plazo del 17/11/2016 al 16/11/2016." in told
    assert "Era de otro año." in main(as_named("analista").get("/pedidos/dias/"))
    assert "Retirar: se agregó por error" not in main(as_named("analista").get("/pedidos/dias/"))


def test_an_appeal_shows_its_own_deadlines_with_their_computation(asked, as_named):
    client, request = as_named("veedora"), asked["mpfn"]
    record = f"/pedidos/pedido/{request.hex}/anotar/"
    page = page_of(request, client)
    assert "No se apeló a tiempo" in page
    assert "Se podía apelar hasta el" in page
    assert "todavía no había qué apelar" in main(client.post(record, {"kind": "appealed", "day": "2016-11-10"}, follow=True))
    client.post(record, {"kind": "denied", "day": "2016-11-14"})
    page = main(client.post(record, {"kind": "appealed", "day": "2016-11-21"}, follow=True))
    assert "Apelación sin resolver" in page
    assert "Se apeló el 21/11/2016." in page
    assert "Debía resolverse hasta el 05/12/2016" in page
    assert "lunes 5 de diciembre de 2016: día hábil 10" in page
    assert "10 días hábiles para resolver la apelación: Ley 27806, art. 11, literal g" in page
    assert "por confirmar" in page
    campaign = main(client.get("/pedidos/campania/trata-2016/"))
    assert "1 apelación con plazo que seguir" in campaign
    assert "Apelación sin resolver: a resolver hasta el 05/12/2016" in campaign
    counted = re.search(r'<caption id="apelaciones">.*?</table>', campaign)[0]
    assert "Negadas o calladas" in counted
    assert '<td class="n">2</td></tr> </tbody>' in counted
    assert "<small>Apelación sin resolver</small>" in main(client.get("/pedidos/campania/trata-2016/matriz/"))
    page = main(client.post(record, {"kind": "upheld", "day": "2016-12-20"}, follow=True))
    assert "Apelación fundada" in page
    assert "no había ninguna apelación por resolver" in main(client.post(record, {"kind": "rejected", "day": "2016-12-21"}, follow=True))
