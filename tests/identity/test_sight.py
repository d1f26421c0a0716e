"""Safeguards 11 and 14: what a sight does not reach is not read; outside justice, neither is what accuses a victim."""

import polars as pl

from intertrata.access.sight import NOTHING, Kept, Sight
from intertrata.identity.sight import named, readable, unaccused, within
from intertrata.vocabulary.records import record_types

VICTIM, SUSPECT, SERVICE = (record_types()[name] for name in ("victim", "suspect", "service"))


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


def test_what_a_sight_does_not_reach_is_not_there():
    seen = Sight(frozenset({"detection", "care"}), own="mpfn")
    rows = {"record": ["a", "b", "c"], "register": ["cem", "udavit", "mtpe"], "table": ["casos", "atenciones", "beneficiarios"]}
    services = pl.DataFrame(rows | {"service_kind": [["psychological"], ["psychological"], None]})
    victims = pl.DataFrame({"record": ["v"], "register": ["reta"], "table": ["victimas"]})
    keepers = {"cem": "mimp", "udavit": "mpfn", "mtpe": "mtpe", "reta": "pnp"}
    left = {kind.name: found["record"].to_list() for kind, found in within([(SERVICE, services), (VICTIM, victims)], seen, keepers)}
    assert left == {"service": ["b", "c"], "victim": ["v"]}
    nothing = within([(SERVICE, services.clear()), (VICTIM, victims)], NOTHING, keepers)
    assert [len(found) for _, found in nothing] == [0, 0]


def test_a_person_is_named_only_by_what_the_sight_reaches():
    tables = {
        ("reta", "victim"): [Kept("victim", "reta", "victimas", "pnp")],
        ("car", "sheltered"): [Kept("stay", "car", "residentes", "inabif")],
        ("car", "followed"): [Kept("follow_up", "car", "seguimientos", "inabif"), Kept("stay", "car", "otros", "inabif")],
    }
    told = [{"register": register, "role": role} for register, role in (*tables, ("unknown", "victim"))]
    assert named(told, Sight(frozenset({"detection"})), tables) == told[:1]
    assert named(told, Sight(frozenset({"detection", "shelter"})), tables) == told[:2]
    assert named(told, Sight(frozenset({"detection", "shelter", "plan"})), tables) == told[:3], (
        "nothing stands where nobody knows what it is"
    )
