"""Who keeps her id from run to run, and what is written down of it."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from intertrata.identity.persons import changes, keep_ids

MEMBERS = {"record": pl.String, "person": pl.String}


def clusters(*groups):
    rows = [(record, min(group)) for group in groups for record in group]
    return pl.DataFrame(rows, schema={"record_id": pl.String, "person_id": pl.String}, orient="row").sort("record_id")


def before(members):
    return pl.DataFrame(list(members.items()), schema=MEMBERS, orient="row")


def new_ids(many):
    return [f"new{at}" for at in range(many)]


def test_the_first_run_makes_everybody_new():
    now, new = keep_ids(clusters("ab", "c"), before({}), new_ids)
    assert dict(now.iter_rows()) == {"a": "new0", "b": "new0", "c": "new1"}
    assert new == 2


def test_the_largest_share_keeps_the_id_and_a_part_that_leaves_is_new():
    now, new = keep_ids(clusters("ab", "c", "de"), before({"a": "P", "b": "P", "c": "P", "d": "Q", "e": "R"}), new_ids)
    assert dict(now.iter_rows()) == {"a": "P", "b": "P", "c": "new0", "d": "Q", "e": "Q"}
    assert new == 1


def test_only_what_differs_is_written_and_a_record_that_is_gone_is_nobodys():
    now = before({"a": "P", "b": "Q", "c": "R"})
    assert changes(before({"a": "P", "b": "P", "z": "P"}), now).rows() == [("b", "Q"), ("c", "R"), ("z", None)]
    assert changes(now, now).is_empty()


@given(st.lists(st.sampled_from("PQRS"), min_size=6, max_size=6), st.lists(st.integers(0, 5), min_size=6, max_size=6))
def test_every_record_is_somebodys_and_a_cluster_is_one_person(persons, homes):
    records = "abcdef"
    groups = [[r for r, home in zip(records, homes, strict=True) if home == at] for at in set(homes)]
    now, new = keep_ids(clusters(*groups), before(dict(zip(records, persons, strict=True))), new_ids)
    whose = dict(now.iter_rows())
    assert set(whose) == set(records)
    assert len(set(whose.values())) == len(groups)
    assert all(len({whose[r] for r in group}) == 1 for group in groups)
    assert new == sum(person.startswith("new") for person in set(whose.values()))
    assert changes(now, keep_ids(clusters(*groups), now, new_ids)[0]).is_empty()
