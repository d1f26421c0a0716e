"""Safeguard 14: outside justice, what accuses a victim is never read."""

import polars as pl

from intertrata.identity.sight import readable, unaccused
from intertrata.vocabulary.records import record_types

VICTIM, SUSPECT = record_types()["victim"], record_types()["suspect"]


def records(*ids):
    return pl.DataFrame({"record": list(ids)}, schema={"record": pl.String})


def left(held, whose):
    table = pl.DataFrame(list(whose.items()), schema={"record": pl.String, "person": pl.String}, orient="row")
    return {kind.name: found["record"].to_list() for kind, found in unaccused(held, table)}


def test_what_accuses_a_victim_is_taken_away_and_what_accuses_another_stays():
    held = [(VICTIM, records("v")), (SUSPECT, records("s", "t"))]
    assert left(held, {"v": "ana", "s": "ana", "t": "luis"}) == {"victim": ["v"], "suspect": ["t"]}


def test_where_nobody_is_a_victim_nothing_is_taken_away():
    assert left([(SUSPECT, records("s"))], {"s": "luis"}) == {"suspect": ["s"]}
    assert left([(VICTIM, records()), (SUSPECT, records("s"))], {"s": "luis"}) == {"victim": [], "suspect": ["s"]}


def test_a_record_of_nobody_is_never_taken_for_a_victims():
    assert left([(VICTIM, records("v")), (SUSPECT, records("s"))], {"s": "luis"}) == {"victim": ["v"], "suspect": ["s"]}


def test_who_is_sheltered_or_searched_for_is_not_accused_outside_justice_either():
    assert readable(["sheltered", "suspect"], suspects=False) == (True, False)
    assert readable(["missing", None, "suspect"], suspects=False) == (True, True, False)
    assert readable(["suspect", None], suspects=False) == (True, True), "an accusation alone is no secret of a victim"
    assert readable(["sheltered", "suspect"], suspects=True) == (True, True)
