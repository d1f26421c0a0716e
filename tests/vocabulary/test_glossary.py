"""GLOSSARY.md says every word of the house: code lists, record types, deeds, offence families, statuses."""

from pathlib import Path

import pytest

from intertrata.vocabulary.codes import code_lists
from intertrata.vocabulary.offences import FAMILIES
from intertrata.vocabulary.records import record_types

GLOSSARY = Path(__file__).resolve().parents[2] / "GLOSSARY.md"
DEEDS = ("deposit", "receive", "refuse", "link", "merge", "split", "refer", "count", "bridge", "estimate", "release", "publish")


def rows():
    """Every row of every table: its cells, with the table's number of columns."""
    tables, columns = [], 0
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|"):
            columns = 0
        elif not columns:
            columns = len(cells)
        elif set(line) - set("|-"):
            tables.append((columns, cells))
    return tables


def words():
    return {cells[0].strip("`") for _, cells in rows()}


@pytest.mark.parametrize("name", code_lists())
def test_every_code_list_has_its_row(name):
    assert name in words()


@pytest.mark.parametrize("name", record_types())
def test_every_record_type_has_its_row(name):
    assert name in words()


@pytest.mark.parametrize("deed", DEEDS)
def test_every_deed_has_its_row(deed):
    assert deed in words()


def test_every_row_is_whole_and_says_its_spanish():
    for columns, cells in rows():
        assert len(cells) == columns, cells
        assert cells[0], cells
        assert cells[1], cells


def test_no_row_claims_a_code_of_the_classification_that_nobody_has_read():
    assert {cells[3] for columns, cells in rows() if columns == 6} <= {"", "to confirm"}


def test_the_families_of_offences_are_named():
    text = GLOSSARY.read_text(encoding="utf-8")
    assert ", ".join(FAMILIES) in text
