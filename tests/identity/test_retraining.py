"""What answers teach the model: as far as they carry, every answer once, no single one too much."""

import random
from dataclasses import replace
from math import log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intertrata.identity import model as models
from intertrata.identity.model import load, read
from intertrata.identity.retraining.learning import Answered, learn, shares, weight

PRODUCT = load()
SIZES = {"one:3": 600, "two:3": 200, "one:6": 40_000, "two:0": 5_000}
AGREE = ("surnames:both_26", "given:both_same_8", "sex:same")
DIFFER = ("surnames:both_26", "given:else", "birth:same_day", "sex:else")


def learnt(answers, **more):
    return learn(answers, SIZES, **{"product": PRODUCT, "linked": PRODUCT, "version": "trial"} | more)


def answered(levels, *, probability, same, times=1, stratum="one:3"):
    return [Answered(stratum, probability, levels, same)] * times


def bits(model, level):
    name, _, code = level.partition(":")
    return model.weights[name][code].bits


def test_answers_as_the_model_expects_them_leave_it_nearly_as_it_is():
    as_expected = answered(AGREE, probability=0.7, same=True, times=140) + answered(AGREE, probability=0.7, same=False, times=60)
    assert abs(learnt(as_expected).moved[0].after - learnt(as_expected).moved[0].before) < 0.1


def test_no_answer_leaves_it_exactly_as_it_is():
    assert learnt([]).model == replace(PRODUCT, version="trial")


def test_levels_go_where_the_answers_say_and_those_that_nobody_saw_stay():
    surprising = answered(DIFFER, probability=0.7, same=False, times=80) + answered(AGREE, probability=0.7, same=True, times=80)
    model = learnt(surprising).model
    assert bits(model, "birth:same_day") < bits(PRODUCT, "birth:same_day") - 0.2
    assert bits(model, "given:both_same_8") > bits(PRODUCT, "given:both_same_8")
    unseen = "document:same"
    assert model.weights["document"]["same"] == PRODUCT.weights["document"]["same"], unseen


def test_what_moved_is_told_in_bits_the_most_first_with_how_many_answers_stand_at_it():
    told = learnt(answered(DIFFER, probability=0.9, same=False, times=50)).moved
    changes = [abs(one.after - one.before) for one in told]
    assert changes == sorted(changes, reverse=True)
    assert {one.level: one.answers for one in told}["birth:same_day"] == 50
    assert {one.level: one.answers for one in told}["document:same"] == 0


def test_one_answer_against_all_that_is_known_hardly_moves_a_sure_level():
    sure = answered(("document:same", "birth:same_day"), probability=0.99999, same=True, times=59, stratum="one:6")
    wrong = answered(("document:same", "birth:same_day"), probability=0.99999, same=False, stratum="one:6")
    assert bits(PRODUCT, "document:same") - bits(learnt(sure + wrong).model, "document:same") < 0.2


def test_learning_again_from_pairs_scored_by_what_was_learnt_gives_the_same_as_from_the_products_scores():
    first = learnt(answered(DIFFER, probability=0.7, same=False, times=80)).model

    def scored(by):
        return 1 / (1 + 2.0 ** -(weight(DIFFER, by) - weight(DIFFER, PRODUCT) + log2(0.7 / 0.3)))

    again = learnt(answered(DIFFER, probability=scored(first), same=False, times=80), linked=first).model
    for name, levels in first.weights.items():
        for code, held in levels.items():
            assert again.weights[name][code].bits == pytest.approx(held.bits, abs=1e-4)
    assert again.prior.bits == pytest.approx(first.prior.bits, abs=1e-4)


def test_an_answer_weighs_by_how_thinly_its_stratum_was_drawn_among_pairs_as_likely():
    answers = answered(AGREE, probability=0.6, same=True, times=60) + answered(AGREE, probability=0.6, same=True, times=20, stratum="two:3")
    answers += answered(AGREE, probability=1.0, same=True, times=10, stratum="one:6")
    told = shares(answers, SIZES)
    assert told[:60].tolist() == pytest.approx([600 / 60 / (800 / 80)] * 60)
    assert told[60:80].tolist() == pytest.approx([200 / 20 / (800 / 80)] * 20)
    assert told[80:].tolist() == [1.0] * 10  # alone in its band: the many sure pairs do not outweigh the rest


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_any_answers_in_any_order_give_one_model_that_is_still_a_model(seed):
    lot = random.Random(seed)
    levels = [f"{one.name}:{level.code}" for one in PRODUCT.comparisons for level in one.levels]
    answers = [
        Answered(lot.choice(sorted(SIZES)), lot.choice((0.0, 1.0, lot.random())), tuple(lot.sample(levels, 6)), lot.random() < 0.5)
        for _ in range(lot.randrange(1, 40))
    ]
    told = learnt(answers)
    assert learnt(lot.sample(answers, len(answers))) == told
    assert all(0 < held.m <= 1 and 0 < held.u <= 1 for levels in told.model.weights.values() for held in levels.values())
    assert read(models.dump(told.model, trained={})) == told.model
