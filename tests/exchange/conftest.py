"""A house of the test's own, and another one: what one writes the other receives."""

import pytest
from htcds_cases import DATABASES

from intertrata.exchange import actions

pytestmark = pytest.mark.django_db(databases=DATABASES)


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    """A state folder of the test's own: deposits sealed by one test are not another's."""
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()
    return settings.VAR


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "entrega_sintetica"
    made.mkdir()
    return made


@pytest.fixture
def exported(tmp_path):
    """Export as the terminal does, into a folder of its own; gives what was done and the text of the file."""

    def export(name="casos_sinteticos.csv", profile="htcds", **said):
        path = tmp_path / "salida" / name
        done = actions.export(profile, path, **{"by": "terminal:prueba", "purpose": "una prueba"} | said)
        return done, path

    return export
