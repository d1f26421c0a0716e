"""Draws of plausible linkages: what is sure never changes, what is in doubt changes as often as the model doubts, rules are kept."""

import random
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from identity_truth_sets import truth_set

from intertrata.identity.clusters import components
from intertrata.identity.drawing.draws import draws
from intertrata.identity.drawing.ground import Ground, ground, packed, united, unpacked
from intertrata.identity.linking import cluster, link_table
from intertrata.identity.model import load

MANY = 200


def mention(record, **more):
    return {
        "record_id": record,
        "register": record[0],
        "given_names": "ROSA",
        "surname_1": "QUISPE",
        "surname_2": "MAMANI",
        "sex": "F",
    } | more


def table(*rows):
    names = sorted({name for row in rows for name in row})
    return pl.DataFrame([{name: row.get(name, "") for name in names} for row in rows])


SURE = [
    mention(f"{register}{number}", surname_1=f"ZEVALLOS{chr(65 + number)}", document_type="DNI", document_number=f"4512{number}678", birth_date="1990-05-03")
    for number in range(6) for register in "ab"
]  # fmt: skip
DOUBTFUL = [
    mention("a9", given_names="ANA LUZ", ubigeo="140101", event_date="2016-03-01", age="20", age_date="2016-03-01"),
    mention("b9", given_names="ANA", ubigeo="080101", event_date="2016-03-09", age="21", age_date="2016-03-09"),
    mention("c9", given_names="LUZ", ubigeo="250101", event_date="2016-03-20", age="19", age_date="2016-03-20"),
]

FADING = [
    {"given_names": given, "surname_2": surname, "age": age, "age_date": "2016-03-09", "event_date": "2016-03-09", "ubigeo": place}
    for given in ("ANA LUZ", "ANA", "LUZ ROSA", "ROSA") for surname in ("MAMANI", "CONDORI", "") for age in ("20", "24", "") for place in ("140101", "080101")
]  # fmt: skip


def ids(clusters):
    """Whose each record is: the ids of clusters stand for persons."""
    return clusters.select(record="record_id", person="person_id")


def decisions(*rows):
    return pl.DataFrame(rows, schema={"record_a": pl.String, "record_b": pl.String, "same": pl.Boolean}, orient="row")


def drawn(linked, *, many=MANY, **more):
    return draws(ground(linked), load(), more.pop("whose", ids(linked.clusters)), many=many, **more)


def laid_over(whose, found, draw):
    """The persons of one draw: whose each record is."""
    return dict(whose.iter_rows()) | dict(found.filter(pl.col("draw") == draw).select("record", "person").iter_rows())


def groups(whose):
    out = {}
    for record, person in whose.items():
        out.setdefault(person, set()).add(record)
    return sorted(sorted(one) for one in out.values())


@pytest.fixture(scope="module")
def linked():
    return link_table(table(*SURE, *DOUBTFUL))


@pytest.fixture(scope="module")
def country():
    mentions, _ = truth_set(persons=400, seed=17, maker="chain")
    return link_table(mentions)


def test_what_is_sure_is_the_same_in_every_draw(linked):
    assert not drawn(linked).filter(~pl.col("record").str.ends_with("9")).height


def test_a_pair_is_one_person_about_as_often_as_the_model_believes():
    others = [mention("b9", **more) for more in FADING]
    linked = min((link_table(table(DOUBTFUL[0], other)) for other in others), key=lambda one: abs(sum(one.pairs["probability"]) - 0.5))
    (probability,) = linked.pairs["probability"]
    assert 0.05 < probability < 0.95, "no pair of this test is in doubt any more"
    decided = dict(linked.clusters.iter_rows())
    changed = drawn(linked)["draw"].n_unique() / MANY
    together = 1 - changed if decided["a9"] == decided["b9"] else changed
    assert together == pytest.approx(probability, abs=0.12)


def test_the_same_seed_gives_the_same_draws_and_another_gives_others(linked):
    one, again, other = (drawn(linked, seed=seed) for seed in (1, 1, 2))
    assert one.equals(again)
    assert not one.equals(other)


def test_no_draw_joins_what_stood_together_in_one_act():
    rows = [row | {"together": "A-1", "register": "a"} for row in DOUBTFUL]
    assert drawn(link_table(table(*rows)), many=20).is_empty()


def test_a_table_without_doubt_has_nothing_to_draw():
    assert drawn(link_table(table(*SURE)), many=5).is_empty()


def test_what_people_decided_holds_in_every_draw(linked):
    whose = ids(linked.clusters)
    told = decisions(("a9", "b9", True), ("b9", "c9", False))
    found = drawn(linked, decided=told)
    for draw in range(1, MANY + 1):
        now = laid_over(whose, found, draw)
        assert now["a9"] == now["b9"] != now["c9"]


def test_somebody_whom_people_joined_to_the_doubtful_stays_herself_and_takes_them_along(linked):
    whose = ids(linked.clusters).with_columns(person=pl.when(pl.col("record").is_in(["a9"])).then(pl.lit("a0")).otherwise("person"))
    found = drawn(linked, decided=decisions(("a0", "a9", True)), whose=whose)
    assert found.filter(pl.col("record").is_in(["a0", "b0", "a9"])).is_empty()
    assert set(found["record"]) <= {"b9", "c9"}
    assert "a0" in set(found["person"]), "no draw of this test joins anybody to her"


def test_persons_of_a_draw_go_by_ids_that_stand_where_one_stands(country):
    whose = ids(country.clusters).with_columns(person="person-" + pl.col("person"))
    found = drawn(country, many=10, whose=whose)
    assert found.height
    was, persons = dict(whose.iter_rows()), set(whose["person"])
    for draw in range(1, 11):
        now = laid_over(whose, found, draw)
        for person, hers in ((one, [r for r, p in now.items() if p == one]) for one in set(now.values())):
            if person in persons:
                assert min(r for r, p in was.items() if p == person) in hers
            else:
                assert person == min(hers)


def test_a_draw_clusters_as_the_linkage_clusters_what_was_disturbed(country):
    """The short ways (what is sure is joined once, what agrees wholly is not grown) give what growing everything gives."""
    found = drawn(country, many=5, seed=3)
    held = ground(country)
    probability = 1 / (1 + 2.0 ** -held.pairs["weight"])
    unsure = probability.is_between(0.01, 0.99).to_numpy()
    whole = country.normalised.filter(pl.col("record_id").is_in(held.records["record"].implode()))
    renumbered = whole.with_columns(n=pl.int_range(pl.len(), dtype=pl.Int32))
    for draw in range(1, 6):
        weight = held.pairs["weight"].to_numpy().copy()
        weight[unsure] += np.random.default_rng([3, draw]).logistic(size=int(unsure.sum())) / np.log(2)
        pairs = held.pairs.with_columns(weight=pl.Series(weight), probability=pl.Series(1 / (1 + 2.0**-weight)))
        slow = cluster(renumbered, pairs, replace(load(), threshold=0.5))
        now = laid_over(ids(country.clusters), found, draw)
        opened = set(held.records["record"])
        assert groups({record: person for record, person in now.items() if record in opened}) == groups(dict(slow.iter_rows()))


def test_the_ground_comes_back_from_its_bytes_as_it_was_and_holds_no_value_of_identity(country):
    held = ground(country)
    again = unpacked(packed(held))
    assert again.records.equals(held.records)
    assert again.pairs.equals(held.pairs)
    assert packed(held) == packed(again)
    documents = set(country.normalised["doc"].drop_nulls())
    assert documents.isdisjoint(map(str, held.records["document"].drop_nulls()))


def test_a_ground_of_nothing_comes_back_too():
    again = unpacked(packed(ground(link_table(table(*SURE)))))
    assert again.records.is_empty()
    assert again.pairs.is_empty()


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 30), st.integers(0, 2**32))
def test_what_pairs_lead_to_is_what_walking_them_leads_to(many, seed):
    lot = random.Random(seed)
    pairs = [(lot.randrange(many), lot.randrange(many)) for _ in range(lot.randrange(2 * many))]
    a, b = (np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))
    assert united(np.arange(many), a, b).tolist() == components(many, [(one, other, 0.0) for one, other in pairs])


def even(act=(None, None), document=(None, None)):
    """A ground of two records that may as well be one person's as two's."""
    shape = {"record": pl.String, "act": pl.Int32, "document": pl.Int32}
    records = pl.DataFrame({"record": ["x1", "x2"], "act": act, "document": document}, schema=shape)
    return Ground(records, pl.DataFrame({"a": [0], "b": [1], "weight": [0.0]}, schema={"a": pl.Int32, "b": pl.Int32, "weight": pl.Float64}))


TWO = pl.DataFrame({"record": ["x1", "x2"], "person": ["p1", "p2"]})


@pytest.mark.parametrize(
    ("held", "decided"),
    [
        (even(act=(7, 7)), decisions()),
        (even(document=(1, 2)), decisions()),
        (even(), decisions(("x1", "x2", False))),
    ],
)
def test_acts_documents_and_people_keep_apart_what_weighs_evenly(held, decided):
    assert draws(held, load(), TWO, decided=decided, many=20).is_empty()
    assert draws(even(act=(7, 8), document=(1, 1)), load(), TWO, many=20).height, "what nothing keeps apart is one in some draws"


def test_of_a_person_who_falls_in_two_the_part_that_people_joined_to_the_rest_of_her_keeps_her_id():
    whose = pl.DataFrame({"record": ["x1", "x2", "y"], "person": ["p", "p", "p"]})
    found = draws(even(), load(), whose, decided=decisions(("x2", "y", True)), many=20)
    assert set(found.select("record", "person").rows()) == {("x1", "x1")}
