"""What answers teach: the weights of the product's model, moved as far as reviewed pairs carry them.

In: answered pairs as codes of levels, how many pairs each stratum has. Out: a model, and how much each level moved. No record, no value.

The product's weights were fitted together, since the levels of one pair are no independent evidence; counting m and u of each level
apart would undo that. So what is learnt is a correction to every weight at once: a logistic regression with the linkage's own weight of
the pair as offset and a normal prior of mean 0 on each correction (the posterior's mode). A pair at which the model was right teaches next to
nothing. Reviewers err too (``ERRS``), so that no single answer can turn a sure level round. An answer weighs by how its stratum was sampled
among the pairs of the same probability (the q-weights of Pfeffermann and Sverchkov, «Parametric and semi-parametric estimation of
regression models fitted to survey data», Sankhyā B 61, 1999): the plain inverse of the chance of being drawn would leave all the say to the sure pairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log, log2

import numpy as np
from numpy.typing import NDArray

from intertrata.identity.comparisons import Level
from intertrata.identity.model import Model, Weights

SPREAD = 0.35  # nats (half a bit): the standard deviation of a correction before anybody answered; bench/identity_retrain.py measures it
ERRS = 0.02  # share of answers that are wrong
SURELY = 1e-12  # no probability is taken to be nearer 0 or 1
ROUNDS, STILL = 100, 1e-8
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Answered:
    """One drawn pair with the answer that holds.

    Attributes:
        stratum: as it was drawn (``quality.strata``). probability: that the linkage gave it. levels: codes comparison:level, exact.
    """

    stratum: str
    probability: float
    levels: tuple[str, ...]
    same: bool


@dataclass(frozen=True)
class Moved:
    """How one level moved: its weight in bits before and after, and how many answered pairs stand at it."""

    level: str
    before: float
    after: float
    answers: int


@dataclass(frozen=True)
class Learnt:
    """A model with what it learnt; ``prior`` is by how many bits the belief before anything is compared moved."""

    model: Model
    moved: tuple[Moved, ...]
    prior: float


def learn(answers: Sequence[Answered], sizes: Mapping[str, int], *, product: Model, linked: Model, version: str) -> Learnt:
    """Learn from answers to the pairs of one run.

    Args:
        answers: in any order; the same answers give the same model. sizes: pairs of each stratum in that run.
        product: the model that is corrected: always the product's, so that no answer counts twice. linked: the one that the run used.
    """
    ordered = sorted(answers, key=lambda one: (one.stratum, one.probability, one.levels, one.same))
    names = [f"{one.name}:{level.code}" for one in product.comparisons for level in (*one.levels, Level("else", ""))]
    seen = np.array([[name in one.levels for name in names] for one in ordered], dtype=np.float64).reshape(len(ordered), len(names))
    offset = np.array([_odds(one.probability) + (weight(one.levels, product) - weight(one.levels, linked)) * log(2) for one in ordered])
    same = np.array([one.same for one in ordered], dtype=np.float64)
    found = _fit(np.column_stack([np.ones(len(ordered)), seen]), same, offset, shares(ordered, sizes))
    by = dict(zip(names, (float(one) for one in found[1:]), strict=True))
    weights = {
        one.name: {code: _moved(held, by[f"{one.name}:{code}"]) for code, held in product.weights[one.name].items()}
        for one in product.comparisons
    }
    prior = round(float(found[0]) / log(2), 6)
    model = replace(product, version=version, weights=weights, prior=replace(product.prior, bits=product.prior.bits + prior))
    return Learnt(model, _compared(product, model, Counter(level for one in ordered for level in one.levels)), prior)


def weight(levels: Sequence[str], model: Model) -> float:
    """Give the bits that a model gives these levels, and its belief before anything is compared, apart from the table's size."""
    told = [one.partition(":") for one in sorted(levels)]
    return model.prior.bits + sum(model.weights[name][code].bits for name, _, code in told)


def shares(answers: Sequence[Answered], sizes: Mapping[str, int]) -> Floats:
    """Give the weight of each answer: how thinly its stratum was sampled, against all pairs of the same band of probability."""
    answered = Counter(one.stratum for one in answers)
    in_band: Counter[str] = Counter()
    of_band: Counter[str] = Counter()
    for stratum, many in sorted(answered.items()):
        in_band[_band(stratum)] += sizes[stratum]
        of_band[_band(stratum)] += many
    each = {one: sizes[one] / many / (in_band[_band(one)] / of_band[_band(one)]) for one, many in answered.items()}
    return np.array([each[one.stratum] for one in answers])


def _band(stratum: str) -> str:
    return stratum.partition(":")[2]


def _odds(probability: float) -> float:
    held = min(max(probability, SURELY), 1 - SURELY)
    return log(held / (1 - held))


def _fit(x: Floats, same: Floats, offset: Floats, counts: Floats) -> Floats:
    """Find the likeliest corrections (nats), by Fisher's scoring with steps halved until they mend something."""
    beta, ridge = np.zeros(x.shape[1]), 1 / SPREAD**2

    def loss(at: Floats) -> float:
        said = _said(x @ at + offset)
        return float(-(counts * (same * np.log(said) + (1 - same) * np.log1p(-said))).sum() + ridge * (at * at).sum() / 2)

    for _ in range(ROUNDS):
        true = _true(x @ beta + offset)
        said = ERRS + (1 - 2 * ERRS) * true
        slope = (1 - 2 * ERRS) * true * (1 - true)
        gradient = x.T @ (counts * (same - said) * slope / (said * (1 - said))) - ridge * beta
        curve = (x * (counts * slope**2 / (said * (1 - said)))[:, None]).T @ x + ridge * np.eye(x.shape[1])
        step = np.linalg.solve(curve, gradient)
        while loss(beta + step) > loss(beta) and np.abs(step).max() > STILL:
            step = step / 2
        beta = beta + step
        if np.abs(step).max() <= STILL:
            break
    return np.round(beta, 9)


def _true(odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -700, 700))))


def _said(odds: Floats) -> Floats:
    return np.asarray(ERRS + (1 - 2 * ERRS) * _true(odds))


def _moved(held: Weights, nats: float) -> Weights:
    """Move a weight: the side that was counted stands, the other follows."""
    if not nats:
        return held
    now = log(held.m / held.u) + nats
    return Weights(held.m, float(f"{held.m / exp(now):.6g}")) if now >= 0 else Weights(float(f"{held.u * exp(now):.6g}"), held.u)


def _compared(before: Model, after: Model, answers: Mapping[str, int]) -> tuple[Moved, ...]:
    """Say how each level moved, the most first."""
    told = [
        Moved(f"{name}:{code}", round(log2(held.m / held.u), 3), round(after.weights[name][code].bits, 3), answers.get(f"{name}:{code}", 0))
        for name, levels in before.weights.items()
        for code, held in levels.items()
    ]
    return tuple(sorted(told, key=lambda one: (-abs(one.after - one.before), one.level)))
