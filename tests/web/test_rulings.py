"""A verdict on two figures that differ is proposed by the machine and confirmed by a person; the page shows both."""

import re

import pytest
from django.urls import reverse

from intertrata.access.queries import looks
from intertrata.figures import actions, queries
from intertrata.figures.told.numbers import NumberAsked
from intertrata.figures.web.number import address
from intertrata.vocabulary.errors import Problem

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"])


@pytest.fixture
def disputed():
    """The address of a number of which two places of the report say different things."""
    actions.receive_editions(by="prueba")
    rows = queries.statements("budget_assigned", dims=["institution"], where={"year": "2016"})
    return next(address(row) for row in rows if row["verdict"] not in {None, "equal"})


def decide(client, at, **said):
    answer = client.post(at.replace(reverse("number"), reverse("rule")), said, follow=True)
    assert answer.redirect_chain[-1][0] == at
    return answer.content.decode()


def test_a_person_confirms_and_may_change_her_mind_and_both_stay(as_role, disputed):
    client = as_role("monitor")
    assert "Nadie lo decidió todavía" in client.get(disputed).content.decode()
    page = decide(client, disputed, verdict="coverage", why="Los cuadros no cuentan a las mismas entidades.")
    assert "Los cuadros no cuentan a las mismas entidades. · " in page
    page = decide(as_role("analyst"), disputed, verdict="transcription", why="El 6 es un 5 en el anexo.")
    titles = re.findall(r"<h3>([^<]+?)\s*(?:<|$)", page)
    assert titles.index("Transcripción") < titles.index("Otra cobertura")
    assert looks(most=1, deed="rule")[0]["thing"] == "number"


def test_a_verdict_needs_a_name_a_reason_and_something_to_decide(as_role, disputed):
    client = as_role("monitor")
    assert "no es un veredicto" in decide(client, disputed, verdict="porque sí", why="x")
    assert "Diga qué miró" in decide(client, disputed, verdict="rounding", why=" ")
    assert "Nadie lo decidió todavía" in client.get(disputed).content.decode()
    with pytest.raises(Problem) as nothing:
        actions.rule("budget_assigned", NumberAsked(department="25"), "rounding", why="x", by="veedora")
    assert nothing.value.code == "number_undisputed"
    assert client.post(f"{reverse('rule')}?indicator=nada&start=ayer", {"verdict": "equal", "why": "x"}).status_code == 404


def test_who_may_read_figures_sees_what_was_decided_and_cannot_decide(as_role, disputed):
    decide(as_role("monitor"), disputed, verdict="coverage", why="Se leyó el anexo.")
    page = as_role("operator").get(disputed).content.decode()
    assert "Se leyó el anexo." in page
    assert "Guardar el veredicto" not in page


def test_a_number_is_the_same_however_it_is_asked_for():
    one, other = NumberAsked(cell=(("a", "1"), ("b", "2"))), NumberAsked(cell=(("b", "2"), ("a", "1")))
    assert one.key("x") == other.key("x") != one.key("y")
