"""Draws of plausible linkages: what is sure never changes, what is in doubt changes as often as the model doubts, rules are kept."""

import polars as pl
import pytest

from intertrata.identity.draws import draws
from intertrata.identity.linking import link_table
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


@pytest.fixture(scope="module")
def linked():
    return link_table(table(*SURE, *DOUBTFUL))


def test_what_is_sure_is_the_same_in_every_draw(linked):
    drawn = draws(linked, load(), many=MANY)
    assert not drawn.filter(~pl.col("record_id").str.ends_with("9")).height


def test_a_pair_is_one_person_about_as_often_as_the_model_believes():
    others = [mention("b9", **more) for more in FADING]
    linked = min((link_table(table(DOUBTFUL[0], other)) for other in others), key=lambda one: abs(sum(one.pairs["probability"]) - 0.5))
    (probability,) = linked.pairs["probability"]
    assert 0.05 < probability < 0.95, "no pair of this test is in doubt any more"
    decided = dict(linked.clusters.iter_rows())
    drawn = draws(linked, load(), many=MANY)
    changed = drawn["draw"].n_unique() / MANY
    together = 1 - changed if decided["a9"] == decided["b9"] else changed
    assert together == pytest.approx(probability, abs=0.12)


def test_the_same_seed_gives_the_same_draws_and_another_gives_others(linked):
    one, again, other = (draws(linked, load(), many=MANY, seed=seed) for seed in (1, 1, 2))
    assert one.equals(again)
    assert not one.equals(other)


def test_no_draw_joins_what_stood_together_in_one_act():
    rows = [row | {"together": "A-1", "register": "a"} for row in DOUBTFUL]
    assert draws(link_table(table(*rows)), load(), many=20).is_empty()


def test_a_table_without_doubt_has_nothing_to_draw():
    assert draws(link_table(table(*SURE)), load(), many=5).is_empty()
