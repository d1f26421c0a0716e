"""Fits the saved weights of the comparison of tokens on invented persons and writes them to ``identity/tokens/weights/``.

In: sizes and seeds of truth sets by the first maker of noise, each with one of its registers tokenised (the second maker is never used
here). Out: the model file. Weights are fitted together (logistic regression over the levels); the threshold is chosen on other seeds.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import log
from pathlib import Path

import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent))
from identity_measure import measured, truth_table

from intertrata.identity.linking import link_table
from intertrata.identity.tokens import linking
from intertrata.identity.tokens import model as models
from intertrata.identity.tokens.comparing import LEVELS, compare
from intertrata.identity.tokens.secret import TokenKey
from intertrata.identity.tokens.tokenfile import Tokens, sorted_tokens

RIDGE = 2.0
KEY = TokenKey(b"a key of the bench, of 32 bytes.")


@dataclass(frozen=True)
class Case:
    """One truth set with one register tokenised: both sides ready, whose each is, the persons found among the named."""

    named: linking.Named
    held: Tokens
    named_truth: list[str]
    held_truth: list[str]
    clusters: pl.DataFrame
    truth: pl.DataFrame


def untrained() -> models.TokenModel:
    """Give the shape with even weights."""
    return models.TokenModel("untrained", {name: (0.0,) * len(levels) for name, levels in LEVELS.items()}, 0.0, 0.0, 0.5)


def case(told: pl.DataFrame, truth: pl.DataFrame, registers: str) -> Case:
    """Tokenise one register of a truth set (or several, ``a+b``, each on its own machine with one K) and link the rest by name."""
    away = [told.filter(pl.col("register") == register) for register in registers.split("+")]
    at_home = told.filter(~pl.col("register").is_in(registers.split("+")))
    made = [linking.tokenise(one, KEY) for one in away]
    held = sorted_tokens([one for tokens, _ in made for one in tokens.ids], np.concatenate([tokens.held for tokens, _ in made]))
    back = pl.concat([back for _, back in made])
    clusters = link_table(at_home).clusters
    named = linking.prepare(at_home, clusters, KEY)
    whose = dict(truth.iter_rows())
    token_of = dict(zip(back["token"], back["record_id"], strict=True))
    renamed = truth.with_columns(pl.col("record_id").replace({record: token for token, record in token_of.items()}))
    named_truth = [whose[one] for one in named.normalised["record_id"]]
    return Case(named, held, named_truth, [whose[token_of[one]] for one in held.ids], clusters, renamed)


def patterns(ready: Case) -> pl.DataFrame:
    """Count the pairs of one case by pattern of levels, true or not; ``size`` is the log of its size over the reference."""
    size = len(ready.named.features) + len(ready.held.ids)
    counted = []
    for scored, features, truth in (
        (linking.scored_mentions(ready.named, ready.held, KEY, untrained(), size), ready.named.features, ready.named_truth),
        (linking.scored_tokens(ready.held, untrained(), size), ready.held.held["features"], ready.held_truth),
    ):
        levels = compare(ready.held.held["features"][scored["token"].to_numpy()], features[scored["other"].to_numpy()])
        same = pl.Series(ready.held_truth).gather(scored["token"]) == pl.Series(truth).gather(scored["other"])
        counted.append(pl.DataFrame(levels).with_columns(true=same).group_by(pl.all()).len())
    return pl.concat(counted).group_by(pl.exclude("len")).agg(pl.col("len").sum()).with_columns(size=pl.lit(log(size / models.REFERENCE)))


def fit(counted: pl.DataFrame) -> tuple[np.ndarray, list[tuple[str, str]]]:
    """Fit the weights by Newton's method with a ridge; give them in bits (first prior and slope) and the levels they belong to."""
    counted = counted.sort(counted.columns)
    names = [(name, level) for name, levels in LEVELS.items() for level in levels]
    columns = [np.ones(len(counted)), counted["size"].to_numpy()]
    columns += [(counted[name] == LEVELS[name].index(level)).cast(pl.Float64).to_numpy() for name, level in names]
    x, y, times = np.column_stack(columns), counted["true"].to_numpy().astype(float), counted["len"].to_numpy().astype(float)
    beta, ridge = np.zeros(x.shape[1]), np.full(x.shape[1], RIDGE)
    ridge[:2] = 1e-6
    share = (times * y).sum() / times.sum()
    beta[0] = log(share / (1 - share))

    def loss(at: np.ndarray) -> float:
        z = x @ at
        return float((times * (np.logaddexp(0, z) - y * z)).sum() + (ridge * at * at).sum() / 2)

    for _ in range(60):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -500, 500)))
        step = np.linalg.solve((x * (times * p * (1 - p))[:, None]).T @ x + np.diag(ridge), x.T @ (times * (y - p)) - ridge * beta)
        size = 1.0
        while size > 1e-6 and loss(beta + size * step) > loss(beta):
            size /= 2
        beta += size * step
        if np.abs(size * step).max() < 1e-5:
            break
    return beta / log(2), names


def edges_of(ready: Case, model: models.TokenModel) -> list[pl.DataFrame]:
    """Give the weights that ``settle`` takes: of each token with each person, and of tokens with each other."""
    size = len(ready.named.features) + len(ready.held.ids)
    return [
        linking.persons_of(linking.scored_mentions(ready.named, ready.held, KEY, model, size)),
        linking.scored_tokens(ready.held, model, size).with_columns(pl.col("token", "other") + len(ready.named.persons)),
    ]


def whole(ready: Case, edges: list[pl.DataFrame], threshold: float) -> pl.DataFrame:
    """Settle and give the clusters of all rows, named and tokenised."""
    home = linking.settle(edges, ready.held.held["features"]["act"], persons=len(ready.named.persons), threshold=threshold)
    ids = [*ready.named.persons, *ready.held.ids]
    told = pl.DataFrame({"record_id": ready.held.ids, "person_id": [ids[one] for one in home]}, schema=linking.CLUSTERS)
    return pl.concat([ready.clusters, told])


def choices(ready: list[Case], fitted: models.TokenModel) -> Iterator[tuple[float, models.TokenModel]]:
    """Measure each threshold: the mean of cluster-pair and exact F1."""
    edges = [edges_of(one, fitted) for one in ready]
    for threshold in (0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6):
        got = [measured(whole(one, edge, threshold), one.truth) for one, edge in zip(ready, edges, strict=True)]
        value = sum(one["cluster_pair_f1"] + one["exact_f1"] for one in got) / len(got)
        print(threshold, round(value, 4), [round(one["cluster_pair_f1"], 4) for one in got], flush=True)
        yield value, replace(fitted, threshold=threshold)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--version", default=models.CURRENT)
    parser.add_argument("--train", nargs="+", default=["20000:401:cem", "20000:401:sistra", "6000:402:datamart", "6000:403:cem"])
    parser.add_argument("--choose", nargs="+", default=["12000:411:cem", "12000:412:datamart"])
    asked = parser.parse_args()

    def made(sets: list[str]) -> list[Case]:
        parts = [one.split(":") for one in sets]
        return [case(*truth_table(int(persons), int(seed), "clerk"), register) for persons, seed, register in parts]

    beta, names = fit(pl.concat(patterns(one) for one in made(asked.train)))
    bits: dict[str, dict[str, float]] = {name: {} for name in LEVELS}
    for (name, level), value in zip(names, beta[2:], strict=True):
        bits[name][level] = round(float(value), 3)
        print(f"{name:14}{level:28}{value:8.2f}")
    shape = {name: tuple(levels.values()) for name, levels in bits.items()}
    fitted = models.TokenModel(asked.version, shape, round(float(beta[0]), 3), round(float(beta[1]), 3), 0.5)
    _, best = max(choices(made(asked.choose), fitted), key=lambda one: one[0])
    told = {
        "version": best.version, "trained": {"maker": "clerk", "train": asked.train, "choose": asked.choose},
        "prior": best.prior, "slope": best.slope, "threshold": best.threshold, "bits": bits,
    }  # fmt: skip
    target = Path(models.__file__).parent / "weights" / f"{asked.version}.json"
    target.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    print(target, best.threshold)


if __name__ == "__main__":
    main()
