"""No cell that leaves is run as a formula, and our reader gives back what was there; every file that leaves goes through the one function."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import intertrata
from intertrata.exchange.written import content
from intertrata.registers.checking.cells import tidy_text
from intertrata.storage.spreadsheets import RUN, neutral

OURS = Path(intertrata.__file__).parent
CELLS = st.text(alphabet="=+-@'\t\r\n 09.aÑ|!", max_size=8)


@pytest.mark.parametrize(("cell", "text", "number"), [
    ("=1+1", "'=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)", "'@SUM(A1)"), ("+51999", "'+51999", "+51999"), ("-3.5", "'-3.5", "-3.5"),
    ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"), ("\t=1", "'\t=1", "'\t=1"), ("\r=1", "'\r=1", "'\r=1"),
    ("\n=1", "'\n=1", "'\n=1"), ("'=1", "''=1", "''=1"), ("-3\n", "'-3\n", "'-3\n"), ("", "", ""), ("Ñaña = 1", "Ñaña = 1", "Ñaña = 1"),
])  # fmt: skip
def test_what_a_spreadsheet_would_run_is_neutralised(cell, text, number):
    assert (neutral(cell), neutral(cell, numbers=True)) == (text, number)


@given(CELLS)
def test_nothing_that_leaves_begins_as_a_formula(cell):
    assert not neutral(cell).startswith(tuple(sign for sign in RUN if sign != "'"))
    assert neutral(cell, numbers=True) in {cell, f"'{cell}"}


@given(CELLS.filter(lambda cell: cell == tidy_text(cell) and not cell.startswith("'")))
def test_our_reader_takes_off_what_was_put_before(cell):
    assert tidy_text(neutral(cell)) == tidy_text(neutral(cell, numbers=True)) == cell


def test_what_is_exported_is_guarded_against_every_sign():
    rows = [[f"{sign}1+1"] for sign in RUN]
    assert content(".csv", ["a"], rows).decode().count("'") == len(RUN) + 1


def test_there_is_one_such_function():
    own = [path for path in OURS.rglob("*.py") if re.search(r"""f"'\{\w+\}\"""", path.read_text(encoding="utf-8"))]
    assert [path.name for path in own] == ["spreadsheets.py"]
