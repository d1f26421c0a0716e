"""Home says first what waits for a person, to whom may do something about it, and does not grow with what is typed in."""

from datetime import date

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from small_country import TRAFFICKED, VICTIMS, write

from intertrata.identity import queries as identity
from intertrata.notices.models import Notice, Subscription
from intertrata.project.web.home import LATE
from intertrata.project.web.views import ALARMS, LAST, REFUSING
from intertrata.registers import actions, queries
from intertrata.registers.models import Deposit

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"])
COMPLAINT = {"FEC_DENUNCIA": "12/05/2026", "DELITO": ["TRATA DE PERSONAS"], "COMISARIA": "CIA INVENTADA", "UBIGEO": "170101"}
FIRST, FACTS, REFUSED, DELIVERED = "Qué espera a una persona", 'class="facts"', "Dónde se rechazan más filas", "Últimos depósitos"


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def waiting(client):
    """The part of the page that says what waits."""
    page = text(client.get("/"))
    assert page.index(FIRST) < page.index(FACTS) < page.index(REFUSED) < page.index(DELIVERED)
    return page[page.index(FIRST) : page.index(FACTS)]


def entered(many, *, by="operadora"):
    for number in range(many):
        actions.enter("reta", "denuncias", COMPLAINT, by=by, key=f"k-{number}", synthetic=True)


@pytest.fixture
def fallen(country, tmp_path):
    """A delivery that lost most of its rows came after the last linkage."""
    many = [TRAFFICKED | VICTIMS[2] | {"NRO_DENUNCIA": f"RT-{n}", "NRO_ORDEN": "1"} for n in range(50, 90)]
    for cut_off, rows in (("2018-06-30", many), ("2018-12-31", many[:3])):
        path = tmp_path / f"reta_victimas_corte-{cut_off}.csv"
        write(path, "reta", "victimas", rows)
        actions.receive([path], by="prueba")


@pytest.mark.usefixtures("country")
def test_where_nothing_waits_that_an_account_sees_it_says_so(as_role):
    assert queries.arrived_since(identity.linked_until()[1]) == 0
    assert "Nada que usted deba atender" in waiting(as_role("monitor"))


@pytest.mark.usefixtures("fallen")
def test_alarms_stand_first_in_whole_sentences_for_who_may_see_why(as_role):
    said = waiting(as_role("analyst"))
    assert 'href="/registros/calidad/"' in said
    late = sum(one.code == LATE for one in queries.alarms())
    assert late >= 1
    assert 1 <= said.count("Ver la entrega") == min(len(queries.alarms()) - late, ALARMS)
    assert f"{late} tabla" in said
    assert "2 depósitos llegaron después del último enlace" in said
    plain = waiting(as_role("monitor"))
    assert "alarma" not in plain
    assert "2 depósitos llegaron" in plain


@pytest.mark.usefixtures("country")
def test_pairs_in_doubt_wait_for_who_decides_on_them(as_role, monkeypatch):
    monkeypatch.setattr(identity, "doubtful_count", lambda: 7)
    assert 'href="/personas/dudas/">7 pares en duda' in waiting(as_role("reviewer"))
    assert "pares en duda" not in waiting(as_role("analyst"))


@pytest.mark.usefixtures("country")
@pytest.mark.parametrize(("standing", "dead", "waits"), [
    ("active", False, False), ("active", True, True), ("paused", False, True), ("gone", True, False), ("revoked", True, False),
])  # fmt: skip
def test_subscriptions_that_do_not_work_wait_for_the_administrator(as_role, standing, dead, waits):
    from uuid import UUID

    from django.utils import timezone

    ids, now = UUID(int=1), timezone.now()
    Subscription.objects.create(id=ids, account="a", institution="mimp", url="https://a.example/", since=0, made_at=now, standing=standing, key_id="", secret=b"")  # fmt: skip
    if dead:
        Notice.objects.create(id=UUID(int=2), subscription=ids, kind="k", record=ids, register="r", table="t", made_at=now, state="dead", due_at=now)  # fmt: skip
    assert ("1 suscripción a avisos" in waiting(as_role("administrator"))) is waits
    assert "suscripci" not in waiting(as_role("monitor"))


@pytest.mark.usefixtures("country")
def test_tables_are_a_few_and_the_others_are_behind_a_link_for_who_may_open_it(as_role):
    page = text(as_role("analyst").get("/"))
    refused = page[page.index(REFUSED) : page.index(DELIVERED)]
    assert 1 <= refused.count('<th scope="row">') <= REFUSING
    assert 'href="/registros/calidad/"' in refused
    assert page[page.index(DELIVERED) :].count('<th scope="row">') == min(LAST, len(queries.deliveries()))
    assert 'href="/depositos/"' in page[page.index(DELIVERED) :] or len(queries.deliveries()) <= LAST
    assert "/registros/calidad/" not in text(as_role("monitor").get("/"))


@pytest.mark.usefixtures("country")
def test_what_is_typed_in_is_counted_and_never_read_one_by_one(as_role, monkeypatch):
    client = as_role("operator")
    client.get("/")  # what is judged once is judged

    def asked():
        with CaptureQueriesContext(connections["default"]) as found:
            page = text(client.get("/"))
        return len(found), page

    before, _ = asked()
    entered(9)
    made = []
    monkeypatch.setattr(
        Deposit, "__init__", lambda self, *given, plain=Deposit.__init__, **named: (made.append(1), plain(self, *given, **named))[1]
    )
    after, page = asked()
    assert after == before
    assert len(made) <= LAST
    assert "9 depósitos llegaron después del último enlace" in page
    assert "denuncias" not in page[page.index(DELIVERED) :].lower()


@pytest.mark.usefixtures("country")
def test_registers_are_judged_once_until_a_file_comes(as_role, tmp_path):
    before = queries.quality()
    assert queries.quality() is before
    entered(1)
    assert queries.quality() is before, "what is typed in is no delivery"
    path = tmp_path / "reta_victimas_corte-2018-06-30.csv"
    write(path, "reta", "victimas", [TRAFFICKED | VICTIMS[2]])
    actions.receive([path], by="prueba")
    assert queries.quality() is not before
    assert queries.quality().tables.filter(register="reta", table="victimas")["cut_off"].to_list() == [date(2018, 6, 30)]
    assert queries.received()["deposits"] == len(queries.deliveries())


def test_what_a_rule_picked_waits_for_who_must_find_out_and_for_nobody_else(country, as_role, tmp_path):
    path = tmp_path / "desaparecidas_denuncias_corte-2016-12-31.csv"
    write(path, "desaparecidas", "denuncias", [{"NRO_DENUNCIA_DESAP": "D-1", "FEC_DENUNCIA": "12/05/2016", "EDAD": "17", "SEXO": "F"}])
    actions.receive([path], by="prueba")
    said = "1 anotación por revisar, porque puede ser trata"
    assert said in waiting(as_role("operator", "pnp"))
    assert said in waiting(as_role("supervisor"))
    for client in (as_role("operator", "mimp"), as_role("analyst"), as_role("monitor")):
        assert "por revisar" not in waiting(client)
