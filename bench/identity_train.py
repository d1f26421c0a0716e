"""Fits the saved linkage model on invented persons and writes it to models_saved/.

In: sizes and seeds of truth sets by the first and the third maker of noise (clerk and chain; channel, the second, is never used
here). Out: a model file. Weights are fitted together (logistic regression over the levels), since levels of one pair are not independent; the threshold is chosen
on other seeds than the weights.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from math import exp, log
from pathlib import Path

import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent))
from identity_measure import figures_of, measured, measured_pairs, prepared, true_pairs

from intertrata.identity import model as models
from intertrata.identity import scoring
from intertrata.identity.clusters import Linkage
from intertrata.identity.comparisons import COMPARISONS, Level
from intertrata.identity.linking import cluster, weigh

RIDGE = 2.0
RISING = 0.25  # of the join, by e-fold of mentions: what is best at 20,000, 200,000 and 1,000,000 persons lies half a bit apart each


def patterns(persons: int, seed: int, maker: str, untrained: models.Model) -> pl.DataFrame:
    """Count the blocked pairs of one truth set by pattern of levels, true or not.

    ``share``: log odds of the true ones among them; ``size``: the log of the table's size over the reference.
    """
    table, truth, pairs = prepared(persons, seed, maker, untrained)
    whose = table.select("record_id").join(truth, on="record_id", how="left", maintain_order="left")["person"]
    gammas = [one.name for one in COMPARISONS]
    parts = []
    for part in pairs.iter_slices(400_000):
        compared = scoring.compare(table, table, part, untrained, mentions=len(table))
        true = whose.gather(compared["a"]) == whose.gather(compared["b"])
        parts.append(compared.select(gammas).with_columns(true.alias("true")).group_by([*gammas, "true"]).len())
    counted = pl.concat(parts).group_by([*gammas, "true"]).agg(pl.col("len").sum())
    share = counted.filter("true")["len"].sum() / counted["len"].sum()
    return counted.with_columns(pl.lit(log(share / (1 - share))).alias("share"), pl.lit(log(len(table) / models.REFERENCE)).alias("size"))


def fit(counted: pl.DataFrame) -> tuple[np.ndarray, np.ndarray, list[tuple[str, str]]]:
    """Fit the weights by Newton's method with a ridge; give them (first the intercept), how often each level is seen, and names.

    The share of true pairs stands in as an offset: linking estimates it from the table itself.
    """
    counted = counted.sort(counted.columns)
    names = [(one.name, level.code) for one in COMPARISONS for level in (*one.levels, Level("else", ""))]
    columns, offset = [np.ones(len(counted))], counted["share"].to_numpy()
    for one in COMPARISONS:
        columns += [
            (counted[one.name] == code).fill_null(value=False).cast(pl.Float64).to_numpy()
            for comparison, code in names
            if comparison == one.name
        ]
    x = np.column_stack(columns)
    y, times = counted["true"].to_numpy().astype(float), counted["len"].to_numpy().astype(float)
    beta = np.zeros(x.shape[1])
    ridge = np.full(x.shape[1], RIDGE)
    ridge[0] = 1e-6

    def loss(at: np.ndarray) -> float:
        z = x @ at + offset
        return float((times * (np.logaddexp(0, z) - y * z)).sum() + (ridge * at * at).sum() / 2)

    for _ in range(60):
        p = 1 / (1 + np.exp(-np.clip(x @ beta + offset, -500, 500)))
        gradient = x.T @ (times * (y - p)) - ridge * beta
        hessian = (x * (times * p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        step = np.linalg.solve(hessian, gradient)
        size = 1.0
        while size > 1e-6 and loss(beta + size * step) > loss(beta):
            size /= 2
        beta += size * step
        if np.abs(size * step).max() < 1e-5:
            break
    seen = np.column_stack([(x * (times * side)[:, None]).sum(axis=0) / (times * side).sum() for side in (y, 1 - y)])
    return beta, seen[1:], names


def centred(beta: np.ndarray, seen: np.ndarray, names: list[tuple[str, str]], counted: pl.DataFrame) -> np.ndarray:
    """Move the mean weight of a comparison that the sets always know into the intercept: where it is unknown it must say nothing."""
    out = beta.copy()
    for one in COMPARISONS:
        if not counted[one.name].null_count():
            at = [place for place, (comparison, _) in enumerate(names) if comparison == one.name]
            mean = (seen[at, 1] * beta[1:][at]).sum() / seen[at, 1].sum()
            out[[1 + place for place in at]] -= mean
            out[0] += mean
    return out


def weighed(beta: np.ndarray, seen: np.ndarray, names: list[tuple[str, str]], untrained: models.Model) -> models.Model:
    """Write the weights as m and u: as seen where it can be, the other by the weight."""
    weights: dict[str, dict[str, models.Weights]] = {}
    for (comparison, code), nats, (m, u) in zip(names, beta[1:], seen, strict=True):
        m, u = max(float(m), 1e-6), max(float(u), 1e-6)
        pair = models.Weights(m, m / exp(nats)) if nats >= 0 else models.Weights(u * exp(nats), u)
        weights.setdefault(comparison, {})[code] = models.Weights(float(f"{pair.m:.6g}"), float(f"{pair.u:.6g}"))
    return replace(untrained, weights=weights, prior=replace(untrained.prior, bits=float(f"{beta[0] / log(2):.6g}")))


def usual(counted: pl.DataFrame, model: models.Model) -> models.Model:
    """Say which share of true pairs is usual by the size of a table: a line through the sets."""
    slope, share = np.polyfit(*counted.select("size", "share").unique().sort("size", "share").to_numpy().T, 1)
    return replace(model, prior=replace(model.prior, share=float(f"{share / log(2):.6g}"), slope=float(f"{slope / log(2):.6g}")))


def choose(model: models.Model, sets: list[tuple[int, int, str]]) -> models.Model:
    """Choose the threshold and how clusters grow, by the mean of the pair, cluster-pair and exact F1 on other seeds."""
    ready = []
    for persons, seed, maker in sets:
        table, truth, pairs = prepared(persons, seed, maker, model)
        ready.append((table, truth, pairs, true_pairs(table, truth)))
    best, chosen = -1.0, model
    for threshold in (0.4, 0.5):
        eager = replace(model, threshold=threshold)
        scored = [weigh(table, pairs, eager) for table, _, pairs, _ in ready]
        for join, share in ((-0.5, 0.0), (-0.5, 0.25), (-1.0, 0.25), (-1.5, 0.25), (0.0, 0.25)):
            tried = replace(eager, linkage=Linkage(join, -4.0, 8.0, share, RISING))
            got = [
                measured(cluster(table, pairs, tried), truth) | measured_pairs(pairs, true, threshold)
                for (table, truth, _, true), pairs in zip(ready, scored, strict=True)
            ]
            value = sum(one["cluster_pair_f1"] + one["exact_f1"] + one["pair_f1"] for one in got) / len(got)
            print(
                threshold,
                join,
                share,
                round(value, 4),
                *([round(one[name], 4) for one in got] for name in ("pair_f1", "cluster_pair_f1", "exact_f1")),
                flush=True,
            )
            if value > best + 1e-9:
                best, chosen = value, tried
    return chosen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--version", default=models.CURRENT)
    parser.add_argument(
        "--train",
        nargs="+",
        default=["20000:101:clerk", "60000:103:clerk", "20000:511:chain", "50000:513:chain"],
        help="persons:seed:maker",
    )
    parser.add_argument(
        "--choose",
        nargs="+",
        default=["20000:201:clerk", "20000:531:chain", "200000:203:clerk"],
        help="persons:seed:maker, other seeds than --train",
    )
    asked = parser.parse_args()
    untrained = models.untrained()
    training, choosing = ([_set(one) for one in given] for given in (asked.train, asked.choose))
    counted = pl.concat([patterns(persons, seed, maker, untrained) for persons, seed, maker in training])
    beta, seen, names = fit(counted)
    beta = centred(beta, seen, names, counted)
    fitted = usual(counted, weighed(beta, seen, names, replace(untrained, version=asked.version)))
    for (comparison, code), nats, (m, u) in zip(names, beta[1:], seen, strict=True):
        print(f"{comparison:14}{code:28}{nats / log(2):8.2f}  m {m:.4f} u {u:.4f}")
    model = choose(fitted, choosing)
    told = {"train": asked.train, "choose": asked.choose, "measured": [figures_of(*one, model) for one in choosing]}
    target = Path(models.__file__).parent / "models_saved" / f"{asked.version}.json"
    target.write_text(models.dump(model, trained=told), encoding="utf-8")
    print(target, told)


def _set(text: str) -> tuple[int, int, str]:
    persons, seed, maker = text.split(":")
    return int(persons), int(seed), maker


if __name__ == "__main__":
    main()
