"""Truth sets of the bench, small, for tests: everybody in them is invented."""

import sys
from functools import cache
from pathlib import Path

import polars as pl

from intertrata.identity.mentions import complete

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))


@cache
def truth_set(*, persons, seed, maker):
    """Give the mentions and (record_id, person) of one set."""
    from identity_truth import make

    rows, whose = make(persons, seed, maker)
    return complete(pl.DataFrame(rows)), pl.DataFrame(whose, schema=["record_id", "person"], orient="row")
