"""Houses for the journeys: an empty one per test, a demonstration per module."""

import pytest
from house import House, copy_of


@pytest.fixture(scope="session")
def newly_built(tmp_path_factory):
    """A house nobody has sent anything to: keys and databases are made, once for all journeys."""
    built = House(tmp_path_factory.mktemp("house") / "var")
    assert built.run("settings", "--json").code == 0
    return built


@pytest.fixture
def house(newly_built, tmp_path):
    """An empty house for one test."""
    return copy_of(newly_built, tmp_path / "var")


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demonstration country of this module (600 persons, seed 5), received, linked and cut; ``answer`` is what the command said."""
    built = House(tmp_path_factory.mktemp("country") / "var")
    built.answer = built.run("demo", "--persons", 600, "--seed", 5, "--json")
    return built
