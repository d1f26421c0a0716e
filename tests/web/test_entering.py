"""Entering and leaving: noted each time, never with the password, and slowed down after ten failures."""

import pytest
from django.test import Client

from intertrata.access.actions import DEMONSTRATION_PASSWORD, FAILURES_BORNE
from intertrata.access.queries import looks
from intertrata.access.web.gate import origin

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"])
ENTER = "/entrar/"


@pytest.fixture
def visitor(accounts):
    return Client()


def enter(client, name, password, **extra):
    return client.post(ENTER, {"name": name, "password": password}, **extra)


def test_the_right_password_opens_home_and_is_noted_without_it(visitor):
    answer = enter(visitor, "operadora", DEMONSTRATION_PASSWORD, REMOTE_ADDR="192.0.2.1")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    newest = looks(most=1)[0]
    assert (newest["account"], newest["deed"], newest["origin"]) == ("operadora", "login", "192.0.2.1")
    assert DEMONSTRATION_PASSWORD not in str(newest)


def test_a_wrong_password_is_noted_and_says_neither_what_was_wrong(visitor):
    known, unknown = enter(visitor, "operadora", "otra cosa"), enter(visitor, "nadie", "otra cosa")
    assert [one["account"] for one in looks(most=2)] == ["(sin cuenta)", "operadora"]
    assert "La cuenta o la clave no son correctas." in known.content.decode()
    assert known.content.decode().count("no son correctas") == unknown.content.decode().count("no son correctas")


def test_what_is_typed_as_an_account_never_reaches_the_log_unless_it_is_one(visitor):
    enter(visitor, "mi-clave-secreta", "x")
    assert "mi-clave-secreta" not in str(looks(most=1))


@pytest.mark.parametrize("name", ["operadora", "nadie"])
def test_after_ten_failures_from_one_place_even_the_right_password_waits(visitor, name):
    for _ in range(FAILURES_BORNE):
        assert enter(visitor, name, "no").status_code == 200
    refused = enter(visitor, name, DEMONSTRATION_PASSWORD)
    assert refused.status_code == 429
    assert "Espere 15 minutos" in refused.content.decode()
    assert looks(most=1)[0]["deed"] == "login_failed"


def test_failures_elsewhere_do_not_lock_an_account_out_here(visitor):
    for _ in range(FAILURES_BORNE):
        enter(visitor, "operadora", "no", REMOTE_ADDR="198.51.100.7")
    assert enter(visitor, "operadora", DEMONSTRATION_PASSWORD, REMOTE_ADDR="192.0.2.1").status_code == 302


@pytest.mark.parametrize(
    ("wanted", "given"), [("/cifras/puente/", "/cifras/puente/"), ("//example.org/", "/"), ("https://example.org/", "/"), ("", "/")]
)
def test_entering_goes_on_to_a_page_of_this_house_only(visitor, wanted, given):
    answer = visitor.post(ENTER, {"name": "operadora", "password": DEMONSTRATION_PASSWORD, "next": wanted})
    assert answer["Location"] == given


def test_leaving_is_a_deed_and_not_an_address(visitor):
    enter(visitor, "operadora", DEMONSTRATION_PASSWORD)
    assert visitor.get("/salir/").status_code == 405
    assert visitor.post("/salir/")["Location"] == ENTER
    assert looks(most=1)[0]["deed"] == "logout"
    assert visitor.get("/")["Location"].startswith(ENTER)


def test_the_quick_exit_ends_the_session_and_shows_another_site(visitor):
    enter(visitor, "operadora", DEMONSTRATION_PASSWORD)
    answer = visitor.get("/salida-rapida/")
    assert answer["Location"] == "https://www.gob.pe/"
    assert "cookies" in answer["Clear-Site-Data"]
    assert looks(most=1)[0]["deed"] == "quick_exit"
    assert visitor.get("/")["Location"].startswith(ENTER)
    assert visitor.get("/salida-rapida/").status_code == 302


def test_the_accounts_of_the_demonstration_are_shown_in_the_demonstration_only(visitor, settings):
    settings.DEMO_LOGINS = False
    assert "veedora" not in visitor.get(ENTER).content.decode()
    settings.DEMO_LOGINS = True
    shown = visitor.get(ENTER).content.decode()
    assert "veedora" in shown
    assert "Revisor de identidad" in shown
    assert DEMONSTRATION_PASSWORD in shown


def test_an_empty_form_says_what_to_write(visitor):
    assert "Escriba la cuenta y la clave." in enter(visitor, "", "").content.decode()


def test_a_form_without_its_mark_of_origin_is_refused_with_a_sentence():
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(ENTER, {"name": "operadora", "password": "x"})
    assert answer.status_code == 403
    assert "El formulario venció" in answer.content.decode()


@pytest.mark.parametrize(
    ("https", "forwarded", "given"),
    [(False, "203.0.113.9", "10.0.0.1"), (True, "203.0.113.9, 192.0.2.5", "192.0.2.5"), (True, "", "10.0.0.1")],
)
def test_the_origin_is_what_our_own_server_saw_never_what_the_visitor_says(settings, rf, https, forwarded, given):
    settings.BEHIND_HTTPS = https
    extra = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert origin(rf.get("/", REMOTE_ADDR="10.0.0.1", **extra)) == given
