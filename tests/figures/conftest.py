"""The builders of ``small_tables`` as fixtures."""

import pytest
import small_tables


@pytest.fixture(name="current")
def _current():
    return small_tables.current


@pytest.fixture(name="persons")
def _persons():
    return small_tables.persons


@pytest.fixture(name="frozen")
def _frozen():
    return small_tables.frozen
