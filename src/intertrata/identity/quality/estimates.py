"""Precision and recall of a run, estimated from reviewed pairs, with intervals; for one group or for all.

In: how many pairs each stratum has, what reviewers said of those drawn. Out: estimates. Method: stratified sampling; the share of true
pairs in each stratum has a beta posterior whose prior is the model's own expectation, worth ``BELIEF`` pairs (for a group: the posterior
of all, worth ``BORROWED``); precision and recall are taken from draws of these shares (Marchant and Rubinstein, «OASIS», VLDB 2017, sample the
same quantity adaptively; Gelman et al., «Bayesian Data Analysis», ch. 2 and 5, for the posterior).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BELIEF = 4.0
BORROWED = 8.0
DRAWS = 4_000
SEED = 20_160_101


@dataclass(frozen=True)
class Stratum:
    """Pairs of one stratum in one group: whether the run made one person of them, how many, how many the model expects to be true."""

    one: bool
    pairs: int
    expected: float


@dataclass(frozen=True)
class Seen:
    """What reviewers said of the drawn pairs of one stratum: how many are one person, how many are two."""

    same: int = 0
    different: int = 0


@dataclass(frozen=True)
class Measure:
    """One figure: its estimate and the bounds of its 95% interval; all None where there is nothing to measure."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Estimate:
    """Precision and recall of the pairs of a run, and on how many reviewed pairs they rest (0: on the model's belief alone).

    Recall is over the pairs that were compared: what blocking never brings together is in no sample.
    """

    precision: Measure
    recall: Measure
    reviewed: int


def estimate(
    strata: Mapping[str, Stratum], seen: Mapping[str, Seen], *, of_all: tuple[Mapping[str, Stratum], Mapping[str, Seen]] | None = None
) -> Estimate:
    """Estimate precision and recall.

    Args:
        strata: of the group, by code. seen: of the group's drawn pairs, by stratum.
        of_all: the same over all groups, where a group is estimated: what little is known of it leans on that.
    """
    lot = np.random.default_rng(SEED)
    true: NDArray[np.float64] = np.zeros(DRAWS)
    made, found = np.zeros(DRAWS), np.zeros(DRAWS)
    for code in sorted(strata):
        stratum = strata[code]
        share = _share(stratum, seen.get(code, Seen()), _prior(code, stratum, of_all), lot) * stratum.pairs
        true += share
        if stratum.one:
            found += share
            made += stratum.pairs
    reviewed = sum(one.same + one.different for code, one in seen.items() if code in strata)
    return Estimate(_measure(found, made), _measure(found, true), reviewed)


def _prior(code: str, stratum: Stratum, of_all: tuple[Mapping[str, Stratum], Mapping[str, Seen]] | None) -> tuple[float, float]:
    """The mean of the share before the stratum's own answers, and how many pairs it is worth."""
    if of_all is None:
        return stratum.expected / stratum.pairs, BELIEF
    whole, said = of_all[0][code], of_all[1].get(code, Seen())
    return (whole.expected / whole.pairs * BELIEF + said.same) / (BELIEF + said.same + said.different), BORROWED


def _share(stratum: Stratum, seen: Seen, prior: tuple[float, float], lot: np.random.Generator) -> NDArray[np.float64]:
    mean, worth = min(max(prior[0], 1e-4), 1 - 1e-4), prior[1]
    return lot.beta(mean * worth + seen.same, (1 - mean) * worth + seen.different, DRAWS)


def _measure(part: NDArray[np.float64], whole: NDArray[np.float64]) -> Measure:
    if not whole.any():
        return Measure(None, None, None)
    ratio = part / whole
    mean = float(ratio.mean())
    low, high = (float(one) for one in np.quantile(ratio, (0.025, 0.975)))
    return Measure(*(round(one, 4) for one in (mean, min(low, mean), max(high, mean))))  # a very skewed belief may leave its mean outside


def worst(estimates: Iterable[tuple[str, Estimate]], whole: Estimate) -> list[str]:
    """Give the groups whose recall or precision is surely under that of all: their interval ends below its estimate."""
    return [code for code, one in estimates if _below(one.precision, whole.precision) or _below(one.recall, whole.recall)]


def _below(one: Measure, whole: Measure) -> bool:
    return one.high is not None and whole.value is not None and one.high < whole.value
