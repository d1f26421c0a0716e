"""The way from a notice to what it is about, and the page of who looks after the house."""

import pytest
from addressed import notification
from django.test import Client
from receivers import DATABASES

from intertrata.access.actions import make_demonstration_accounts
from intertrata.access.models import Account
from intertrata.access.queries import looks
from intertrata.identity import actions as identity

pytestmark = pytest.mark.django_db(databases=DATABASES)


@pytest.fixture
def enter():
    """Give a client that is logged in as an account of a role, of any institution."""
    make_demonstration_accounts()

    def as_one(role, institution):
        account = Account.objects.filter(role=role, email="").first()
        account.institution = institution
        account.save()
        client = Client()
        client.force_login(account)
        return client

    return as_one


@pytest.fixture
def told(receiver, subscribe, refer, received, run):
    """A referral to the ministry and a notification to the defence; the id of each notice."""
    mimp, minjus = receiver(), receiver()
    subscribe("mimp", mimp)
    subscribe("minjusdh", minjus)
    refer({})
    received([notification()], source="sistra")
    run()
    return mimp.ids()[0], minjus.ids()[0]


def test_a_notice_of_a_person_says_only_its_number_until_she_is_linked_and_then_leads_to_her_page(told, enter):
    client = enter("operator", "mimp")
    page = client.get(f"/avisos/{told[0]}/").content.decode()
    assert "Derivan una persona a la institución" in page
    assert "R-1" in page
    for word in ("NADIE", "INVENTADA", "00000001", "udavit", "UDAVIT", "UNIDAD INVENTADA"):
        assert word not in page
    identity.link(by="prueba")
    answer = client.get(f"/avisos/{told[0]}/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/personas/")
    assert "¿Para qué abre esta página?" in client.get(answer["Location"]).content.decode()
    assert [one["deed"] for one in looks(most=3) if one["thing"] == "notice"] == ["open_notice"] * 2


def test_a_notice_of_no_person_says_register_and_number(told, enter):
    page = enter("operator", "minjusdh").get(f"/avisos/{told[1]}/").content.decode()
    assert "C-1" in page
    assert "SISTRA" in page


def test_the_notice_of_another_institution_is_none(told, enter):
    client = enter("operator", "pnp")
    answers = [client.get(f"/avisos/{one}/") for one in (told[0], "0" * 32)]
    assert [one.status_code for one in answers] == [404, 404]
    pages = [one.content.decode() for one in answers]
    assert len({one[one.index("<main") : one.index("</main>")] for one in pages}) == 1


def test_who_looks_after_the_house_sees_how_each_subscription_stands_and_nothing_told(receiver, subscribe, refer, run, enter):
    subscribe("mimp", receiver(410))
    refer({})
    run()
    page = enter("administrator", "mininter").get("/avisos/").content.decode()
    for word in ("mimp", "apagada por la institución", "referral.received", "pidió que no se le avise más (410)"):
        assert word in page
    for word in ("secreta", "whsec_", "NADIE", "R-1", "udavit"):
        assert word not in page


def test_a_house_that_tells_nobody_says_so(enter):
    page = enter("administrator", "mininter").get("/avisos/").content.decode()
    assert "Ninguna institución está suscrita." in page
    assert "Ninguno." in page
