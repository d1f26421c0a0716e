"""What people decided holds in every later linkage: pairs that are one stay one, pairs that are two stay two, through any chain."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intertrata.identity.linking import link_table

PLACES = ["a1", "a2", "b1", "b2", "c1", "c2"]
DECIDED = {"record_a": pl.String, "record_b": pl.String, "same": pl.Boolean}


def mention(record):
    """Six mentions that look like one person: left alone, all are linked."""
    return {
        "record_id": record, "register": record[0], "given_names": "ROSA EULALIA", "surname_1": "ZEVALLOS", "surname_2": "TAPULLIMA",
        "birth_date": "1990-05-03", "sex": "F",
    }  # fmt: skip


TABLE = pl.DataFrame([mention(one) for one in PLACES])
STRANGERS = pl.DataFrame(
    [mention(one) | {"given_names": one * 3, "surname_1": f"X{one}", "surname_2": "", "birth_date": ""} for one in PLACES]
)


def linked(table, *decided):
    rows = [(*sorted(pair), same) for *pair, same in decided]
    return dict(link_table(table, decided=pl.DataFrame(rows, schema=DECIDED, orient="row")).clusters.iter_rows())


def test_left_alone_all_are_one_and_strangers_are_all_two():
    assert len(set(linked(TABLE).values())) == 1
    assert len(set(linked(STRANGERS).values())) == len(PLACES)


@pytest.mark.parametrize("apart", [("a1", "b1"), ("a1", "a2")])
def test_two_that_people_parted_are_not_joined_by_those_between_them(apart):
    found = linked(TABLE, (*apart, False))
    assert found[apart[0]] != found[apart[1]]


def test_two_that_people_joined_are_one_whatever_the_model_thinks():
    found = linked(STRANGERS, ("a1", "c2", True))
    assert found["a1"] == found["c2"]
    assert len(set(found.values())) == len(PLACES) - 1


PAIRS = [(a, b) for a in PLACES for b in PLACES if a < b]


@settings(max_examples=25, deadline=None)
@given(st.sets(st.sampled_from(PAIRS), max_size=5), st.sampled_from([TABLE, STRANGERS]))
def test_whatever_is_parted_is_parted_in_the_end(apart, table):
    found = linked(table, *((*pair, False) for pair in apart))
    assert all(found[a] != found[b] for a, b in apart)


@settings(max_examples=25, deadline=None)
@given(st.sets(st.sampled_from(PAIRS), max_size=5), st.sampled_from([TABLE, STRANGERS]))
def test_whatever_is_joined_is_joined_in_the_end(same, table):
    found = linked(table, *((*pair, True) for pair in same))
    assert all(found[a] == found[b] for a, b in same)


def test_what_was_decided_of_records_that_are_gone_is_no_matter():
    assert len(set(linked(TABLE, ("a1", "zz", False), ("zz", "zy", True)).values())) == 1
