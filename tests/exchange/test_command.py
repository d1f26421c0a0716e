"""``intertrata export`` as an officer types it: JSON stands alone, what is not expressed is on the screen, one sentence where it cannot be done."""

import json

import pytest
from deliveries import csv_text, victims
from htcds_cases import DATABASES
from typer.testing import CliRunner

from intertrata.cli.on_exchange import app
from intertrata.registers import actions as registers
from intertrata.vocabulary.errors import Problem

pytestmark = pytest.mark.django_db(databases=DATABASES)


@pytest.fixture
def typed(folder, tmp_path):
    path = folder / "victimas.csv"
    path.write_text(csv_text(victims({})), encoding="utf-8")
    registers.receive([path], by="prueba")

    def run(*words):
        return CliRunner().invoke(app, [str(tmp_path / word) if "." in word else word for word in words])

    return run


def test_json_says_all_that_was_written_and_all_that_was_not(typed):
    done = typed("htcds", "casos_sinteticos.csv", "--purpose", "prueba", "--json")
    told = json.loads(done.stdout)
    assert (told["profile"], told["rows"], told["names"], told["synthetic"]) == ("htcds", 1, True, True)
    assert {"kind", "what", "why", "cases"} == set(told["unsaid"][0])


def test_the_screen_lists_what_the_standard_cannot_say_and_that_it_is_for_inside(typed):
    done = typed("htcds", "casos_sinteticos.csv", "--purpose", "prueba")
    said = " ".join(done.stdout.split())
    assert "«Oferta de trabajo» no tiene equivalente" in said
    assert "no-expresado.md" in said.replace(" ", "")
    assert "Uso interno: sin protección estadística." in said
    assert "NADIE" not in said


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("htcsd", "casos.csv", "--purpose", "prueba"), "profile_unknown"),
        (("htcds", "casos.csv"), "purpose_missing"),
        (("glotip", "tablas.csv"), "cut_none"),
    ],
)
def test_what_cannot_be_done_is_a_problem_with_its_sentence(words, code, typed):
    done = typed(*words)
    assert isinstance(done.exception, Problem)
    assert done.exception.code == code


def test_help_is_spanish_and_names_every_profile(typed):
    said = " ".join(typed("--help").stdout.split())
    for word in ("htcds", "ctdc", "glotip", "uso interno"):
        assert word in said
