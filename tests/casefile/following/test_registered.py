"""Records of the registers as events: the last version that stood, each with the record it is."""

import json
from datetime import date

from intertrata.casefile.following.registered import registered

KEEPERS = {"reta": "pnp", "car": "inabif"}


def version(record, payload, *, register="reta", record_type="victim", vanished=False):
    return {"record": record, "register": register, "record_type": record_type, "vanished": vanished, "payload": json.dumps(payload)}


def test_the_last_version_counts_and_says_which_record_it_is():
    told = registered(
        [
            version("a", {"event_date": "2016-05-12", "ubigeo": "160101", "age": 16}),
            version("a", {"event_date": "2016-05", "ubigeo": "160108", "status": "presumed"}),
            version("b", {"event_date": "2017"}, register="car", record_type="stay"),
        ],
        person="hers", keepers=KEEPERS,
    )  # fmt: skip
    first, second = told.events
    assert (first.first, first.last, first.territory, first.institution) == (date(2016, 5, 1), date(2016, 5, 31), "160108", "pnp")
    assert "age" not in first.said
    assert (second.type, second.institution, second.person) == ("stay", "inabif", "hers")
    assert told.records == {1: "a", 2: "b"}
    assert {event.line for event in told.events} == {1, 2}


def test_a_record_that_vanished_was_told_of_her_all_the_same():
    told = registered([version("a", {"event_date": "2016"}), version("a", None, vanished=True)], person="hers", keepers=KEEPERS)
    assert [event.type for event in told.events] == ["victim"]


def test_what_cannot_be_read_is_named_and_the_rest_counts():
    told = registered(
        [version("a", {"event_date": "ayer"}), version("b", {"event_date": "2016"}), version("c", {}, record_type="figure")],
        person="hers", keepers={},
    )  # fmt: skip
    assert told.unread == ("a",)
    assert [(event.line, event.institution) for event in told.events] == [(2, "")]
