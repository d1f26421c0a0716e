"""``intertrata screenings`` as an officer types it, and what it reads through the doors on both engines."""

import json
from datetime import date

import pytest
from screened_country import receive
from typer.testing import CliRunner

from intertrata.casefile import queries
from intertrata.casefile.queries import Asked
from intertrata.cli.on_screenings import app
from intertrata.registers import queries as registers
from intertrata.vocabulary.errors import Problem

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"])


@pytest.fixture(autouse=True)
def screened_country(settings, tmp_path):
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()
    receive(tmp_path)


@pytest.fixture
def typed():
    def run(*words, code=0):
        done = CliRunner().invoke(app, list(words))
        assert done.exit_code == code, done.exception
        return done.stdout

    return run


def test_what_waits_is_told_with_its_reasons_and_ends_in_one(typed):
    told = json.loads(typed("--open", "--json", code=1))
    assert "por confirmar" in told["term"]
    rows = told["screenings"]
    assert [(one["register"], one["state"], one["in_reta"]) for one in rows] == [
        ("sidpol", "closed", "not_found"), ("desaparecidas", "overdue", None), ("desaparecidas", "overdue", None),
    ]  # fmt: skip
    assert rows[1]["due"] == "2016-05-13"
    assert rows[1]["why"] == [
        "Se denunció la desaparición de una persona menor de 18 años, o cuya edad está en duda: hay que decir si fue trata, rapto u otra cosa."
    ]
    text = " ".join(typed(code=1).split())
    assert "missing_under_18: Se denunció la desaparición" in text
    assert "ZARZOLI" not in text.upper()
    assert "DES-1" not in text


def test_filters_and_the_day_asked_for(typed):
    assert len(json.loads(typed("--register", "desaparecidas", "--json", code=1))["screenings"]) == 2
    assert [one["state"] for one in json.loads(typed("--state", "open", "--as-of", "2017-07-01", "--json", code=1))["screenings"]] == [
        "open"
    ]
    assert json.loads(typed("--as-of", "2017-06-29", "--json"))["screenings"] == []
    assert "Ninguna fila." in typed("--state", "not_needed")


@pytest.mark.parametrize(("words", "code"), [
    (["--register", "desaparecida"], "source_unknown"), (["--state", "abierta"], "code_unknown"), (["--as-of", "ayer"], "not_a_day"),
])  # fmt: skip
def test_what_nobody_can_ask_is_one_problem(words, code):
    done = CliRunner().invoke(app, words)
    assert isinstance(done.exception, Problem)
    assert done.exception.code == code


@pytest.mark.engines
def test_what_was_computed_holds_until_a_deposit_closes(tmp_path):
    today = date(2017, 7, 1)
    before = queries.screenings(today=today)
    assert queries.screenings(today=today).height == before.height == 4
    assert queries.screenings(Asked(register="sidpol", state="closed"), today=today).height == 2
    assert queries.screenings(Asked(territory="20", waiting=True), today=today)["register"].to_list() == ["desaparecidas"]
    last, shelters = registers.last_closed(["sidpol"], ["por_revisar"]), registers.last_closed(["car"], ["residentes"])
    folder = tmp_path / "otra"
    folder.mkdir()
    receive(folder)
    assert registers.last_closed(["sidpol"], ["por_revisar"]) != last
    assert registers.last_closed(["car"], ["residentes"]) == shelters == (None, None)
    assert queries.screenings(today=today).equals(before)
