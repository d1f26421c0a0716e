"""``intertrata subscriptions``, ``deliver`` and ``notices`` as an officer types them."""

import json

import pytest
from django.conf import settings
from receivers import DATABASES
from typer.testing import CliRunner

from intertrata.access.queries import looks
from intertrata.cli.doctor import findings
from intertrata.cli.on_notices import app
from intertrata.notices import actions, queries
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

pytestmark = pytest.mark.django_db(databases=DATABASES)


@pytest.fixture
def typed():
    def run(*words, code=0):
        done = CliRunner().invoke(app, list(words))
        assert done.exit_code == code, done.exception
        return " ".join(done.stdout.split())

    return run


@pytest.fixture
def told(typed, account, receiver):
    """A subscription made at the terminal: (id, secret, receiver)."""
    mimp = receiver()
    made = json.loads(typed("subscriptions", "add", account("mimp"), mimp.url, "--json"))
    return made["subscription"], made["secret"], mimp


def test_a_subscription_is_made_tried_told_and_listed(typed, told, refer):
    number, secret, mimp = told
    assert "recibido (204)" in typed("subscriptions", "test", number[:6])
    refer({}, {"number": "R-2"})
    assert json.loads(typed("deliver", "--json"))["sent"] == 2
    assert typed("deliver") == ""
    assert len(mimp.got) == 3
    listed = typed("subscriptions", "list")
    assert "activa" in listed
    assert "secreta" not in listed
    assert secret not in listed + typed("subscriptions", "list", "--json") + typed("notices", "list", "--json")
    assert "enviado" in typed("notices", "list", "--state", "sent", "--subscription", number)
    assert any(one["account"].startswith("terminal:") for one in looks(most=6))


def test_what_goes_wrong_is_shown_and_says_that_somebody_must_look(typed, told, refer):
    number, _, mimp = told
    mimp.answer = 410
    assert "410" in typed("subscriptions", "test", number, code=1)
    assert json.loads(typed("subscriptions", "test", number, "--json", code=1)) == {"taken": False, "status": 410, "why": ""}
    refer({})
    assert "no se pudieron" in typed("deliver", code=1)
    assert "apagada" in typed("subscriptions", "list")  # it is over: what it did not get, it never will
    assert json.loads(typed("notices", "list", "--state", "dead", "--json"))[0]["why"] == "gone"
    assert typed("notices", "retry", "--all") == "En cola otra vez: 0."


def test_a_secret_is_shown_once_with_what_to_do_with_it(typed, told):
    number, secret, _ = told
    shown = typed("subscriptions", "rotate", number)
    assert "whsec_" in shown
    assert secret not in shown
    assert "no se vuelve a mostrar" in shown
    assert "Anulada" in typed("subscriptions", "revoke", number)


def test_a_paused_subscription_is_taken_up_again(typed, told):
    from intertrata.notices.models import Subscription

    Subscription.objects.update(standing="paused", why="failing")
    typed("subscriptions", "list", code=1)
    assert typed("subscriptions", "resume", told[0]) == "Reanudada."
    assert queries.subscriptions()[0].standing == "active"


def test_the_doctor_says_whether_somebody_must_look(typed, told, tmp_path):
    from intertrata.notices.models import Subscription

    found = findings(settings.KEYS, tmp_path)[-1]
    assert (found.what, found.state) == ("Avisos a instituciones: 1 suscripciones activas", "bien")
    Subscription.objects.update(standing="paused", why="failing")
    found = findings(settings.KEYS, tmp_path)[-1]
    assert (found.state, "subscriptions list" in found.advice) == ("aviso", True)


def test_kinds_are_listed_with_what_they_tell(typed):
    assert "Derivan una persona a la institución" in typed("subscriptions", "kinds")
    assert json.loads(typed("subscriptions", "kinds", "--json"))[0]["code"] == "referral.received"


def test_where_another_run_is_at_it_nothing_is_wrong(typed, monkeypatch):
    def busy(**_named):
        raise Problem("deed_busy", deed="deliver")

    monkeypatch.setattr(actions, "deliver", busy)
    assert typed("deliver") == ""
    assert json.loads(typed("deliver", "--json")) == {"busy": True}


@pytest.mark.parametrize(("words", "code"), [
    (("subscriptions", "add", "nadie", "https://avisos.example/"), "account_unknown"),
    (("subscriptions", "revoke", "abcdef"), "subscription_unknown"),
    (("notices", "retry"), "retry_unclear"),
    (("notices", "retry", "abc", "--all"), "retry_unclear"),
    (("notices", "retry", "abc"), "notice_unknown"),
    (("notices", "list", "--state", "x"), "notice_state_unknown"),
])  # fmt: skip
def test_what_cannot_be_done_is_a_problem_with_its_sentence(words, code):
    done = CliRunner().invoke(app, list(words))
    assert isinstance(done.exception, Problem)
    assert done.exception.code == code
    assert "(sin precisar)" not in sentence(done.exception)


def test_authorities_that_cannot_be_read_stop_the_run(settings):
    settings.NOTICES_CA = "/nada.pem"
    done = CliRunner().invoke(app, ["deliver"])
    assert done.exception.code == "notices_authorities"
