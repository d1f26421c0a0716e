"""The saved model: read, written back the same, and one meaning on both its paths."""

import json
import tomllib
from dataclasses import replace
from importlib.resources import files

import polars as pl
import pytest
from identity_truth_sets import truth_set

from intertrata.identity import blocking, normal, scoring
from intertrata.identity.comparisons import COMPARISONS
from intertrata.identity.doubts import doubts
from intertrata.identity.exclusion import exclusive
from intertrata.identity.linking import link_table
from intertrata.identity.model import FOLDER, REFERENCE, SMALLEST, dump, load, untrained
from intertrata.vocabulary.errors import Problem


@pytest.fixture(scope="module")
def linked():
    mentions, _ = truth_set(persons=1_500, seed=9, maker="channel")
    return link_table(mentions)


def test_a_model_written_down_is_the_model_read():
    model = load()
    text = FOLDER.joinpath(f"{model.version}.json").read_text(encoding="utf-8")
    assert dump(model, trained=json.loads(text)["trained"]) == text


def test_the_saved_model_has_the_shape_that_the_code_describes():
    assert load().comparisons == COMPARISONS


def test_the_limits_of_names_narrow_with_the_table_and_those_of_an_older_model_stand_still():
    rules = load().rules
    assert rules.at(rules.mentions) == replace(rules, narrowing=0.0)
    assert rules.at(16 * rules.mentions).two_names == tuple(round(limit / 2) for limit in rules.two_names)
    assert rules.at(1) == rules.at(blocking.SMALLEST)
    assert rules.at(1).two_names > rules.two_names
    assert all(getattr(rules.at(10**7), kind) == getattr(rules, kind) for kind in blocking.OF_ANY_SIZE)
    older = load("pe-3").rules
    assert older.at(1) == older.at(10**7) == older
    assert older.two_names == (0, 0, 5, 20, 100)


def test_a_part_of_a_large_table_is_linked_as_the_whole_was():
    model = load()
    used = model.settled(2_000_000, 0.5)
    assert (used.rules, used.linkage) == (model.rules.at(2_000_000), model.linkage.at(2_000_000))
    assert (used.rules.at(10), used.linkage.at(10)) == (used.rules, used.linkage)
    assert used.prior_probability(10) == used.prior_probability(10**7)
    assert model.linkage.at(10).join == model.linkage.join < model.linkage.at(10**5).join < used.linkage.join


def test_a_model_nobody_saved_is_refused():
    with pytest.raises(Problem):
        load("pe-0")


def test_the_prior_falls_with_the_size_of_the_table_but_not_below_the_smallest():
    model = load()
    assert (
        model.prior_probability(1)
        == model.prior_probability(SMALLEST)
        > model.prior_probability(REFERENCE)
        > model.prior_probability(10**7)
    )
    assert untrained().prior_probability(5) == 0.5


def test_splink_and_the_plain_path_weigh_every_pair_the_same(linked):
    model, table = load(), linked.normalised
    pairs = blocking.pairs(table, model.rules)
    by_splink = scoring.score(table, pairs, model)
    plainly = scoring.compare(table, table, pairs, model, mentions=len(table))
    assert len(by_splink) == len(pairs) > 3_000
    assert (by_splink["weight"] - plainly["weight"]).abs().max() < 1e-9
    assert (by_splink["probability"] - plainly["probability"]).abs().max() < 1e-9


def test_every_level_of_every_comparison_is_weighed():
    model = load()
    for comparison in model.comparisons:
        assert set(model.weights[comparison.name]) == {level.code for level in comparison.levels} | {"else"}
        assert all(0 < w.m <= 1 and 0 < w.u <= 1 for w in model.weights[comparison.name].values())


def test_no_pair_is_scored_as_nothing():
    empty = scoring.score(
        normal.normalise(pl.DataFrame(schema=dict.fromkeys(["record_id"], pl.String)).pipe(_complete)),
        pl.DataFrame(schema={"a": pl.Int32, "b": pl.Int32}),
        load(),
    )
    assert empty.columns == ["a", "b", "weight", "probability"]


def _complete(table):
    from intertrata.identity.mentions import complete

    return complete(table)


def test_pairs_in_doubt_say_why_without_a_value(linked):
    model = load()
    found = doubts(linked, model)
    assert len(found)
    assert found["probability"].is_between(model.doubtful, 1 - model.doubtful).all()
    known = {f"{one.name}:{reason}" for one in COMPARISONS for reason in one.reasons.values()}
    assert set(found["evidence"].explode()) <= known
    assert len(doubts(linked, model, most=3)) == 3


def test_a_better_match_in_the_same_act_takes_from_the_others():
    scored = pl.DataFrame({"a": [0, 0, 1], "b": [2, 3, 3], "weight": [6.0, 1.0, 2.0], "probability": [0.0, 0.0, 0.0]})
    told = exclusive(scored, pl.Series([None, None, 5, 5], dtype=pl.Int32))
    assert told["weight"][0] == pytest.approx(6 - pl.Series([3.0]).log(2)[0], abs=1e-5)
    assert told["weight"][1] < -4
    assert told["weight"][2] == pytest.approx(2.0)
    assert told["probability"][2] == pytest.approx(0.8)
    assert exclusive(scored, pl.Series([None] * 4, dtype=pl.Int32))["weight"].to_list() == [6.0, 1.0, 2.0]


def test_the_share_of_true_pairs_is_the_usual_one_unless_the_table_clearly_says_otherwise():
    model = load()
    assert scoring.shift(pl.Series("weight", [], dtype=pl.Float64), model, mentions=50_000) == 0.0
    assert scoring.shift(pl.Series("weight", [12.0, -3.0]), model, mentions=50_000) == 0.0
    assert scoring.shift(pl.Series("weight", [12.0] * 9_000 + [-3.0] * 500), model, mentions=50_000) > 2
    assert scoring.shift(pl.Series("weight", [-9.0] * 9_000 + [12.0] * 5), model, mentions=50_000) < -2


def test_every_reason_code_has_its_words():
    words = tomllib.loads(files("intertrata.identity.web").joinpath("reasons.toml").read_text(encoding="utf-8"))
    for comparison in COMPARISONS:
        assert set(comparison.reasons.values()) <= set(words[comparison.name]), comparison.name
