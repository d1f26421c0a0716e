"""One demonstration country of the natural size for the whole room."""

import pytest
from read_back import made


@pytest.fixture(scope="session")
def country(tmp_path_factory):
    return made(tmp_path_factory.mktemp("demo"), 4631)
