"""Whether retraining from simulated reviewers' answers helps, and never harms, on countries never used; prints and saves JSON.

In: the makers of noise and two registers that differ from every country that the product was trained on; seeds never used to train or to
choose. Out: ``bench/results/identity_retrain.json``: F1 before and after, in the country that was answered about and in another of its
kind. Reviewers answer the drawn pairs; they err and cannot tell as often as said. Everybody is invented.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent))
from identity_measure import measured, measured_pairs, true_pairs, truth_table

from intertrata.identity import blocking, mentions, normal
from intertrata.identity.doubts import drawn
from intertrata.identity.linking import Linked, cluster, link_table, weigh
from intertrata.identity.model import Model, load
from intertrata.identity.quality import strata
from intertrata.identity.retraining import learning

WRONG, UNSURE, UNSURE_IN_THE_MIDDLE = 0.02, 0.05, 0.20
RESULTS = Path(__file__).resolve().parent / "results" / "identity_retrain.json"
DEFAULT = ("clerk:811:812", "chain:821:822", "channel:831:832", "births:841:842", "lent:851:852")
Told = tuple[pl.DataFrame, pl.DataFrame]


def _births(told: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    """A country whose dates of birth are mostly somebody's guess, written in full as if they were known."""

    def guessed(born: str) -> str:
        if not born or rng.random() > 0.6:
            return born
        return f"{int(born[:4]) + rng.choice((-2, -1, -1, 0, 1, 1, 2))}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}"

    return told.with_columns(pl.Series("birth_date", [guessed(one or "") for one in told["birth_date"]]))


def _lent(told: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    """A country where one mention in five of an act carries the document of whoever stands first in it."""
    first: dict[str, tuple[str, str]] = {}
    out: list[tuple[str, str]] = []
    for act, kind, number in told.select("together", "document_type", "document_number").iter_rows():
        mine = (kind or "", number or "")
        lent = first.setdefault(act, mine) if act else mine
        out.append(lent if lent[1] and rng.random() < 0.2 else mine)
    return told.with_columns(
        pl.Series("document_type", [one for one, _ in out]), pl.Series("document_number", [number for _, number in out])
    )  # fmt: skip


OTHER: dict[str, Callable[[pl.DataFrame, random.Random], pl.DataFrame]] = {"births": _births, "lent": _lent}


def country(kind: str, seed: int, persons: int) -> Told:
    """Give mentions with record ids as registers make them (32 hex digits) and whose each is."""
    told, truth = truth_table(persons, seed, "clerk" if kind in OTHER else kind)
    rng = random.Random(f"{kind}-{seed}")
    told = OTHER[kind](told, rng) if kind in OTHER else told
    ids = {one: f"{rng.getrandbits(128):032x}" for one in told["record_id"]}
    named = pl.col("record_id").replace_strict(ids)
    return mentions.complete(told.with_columns(named)), truth.with_columns(named)


def answers(linked: Linked, truth: pl.DataFrame, model: Model, *, seed: int) -> tuple[list[learning.Answered], dict[str, int]]:
    """Give what simulated reviewers answer to the drawn pairs, and how many pairs each stratum has."""
    grouped = strata.with_groups(strata.pairs(linked), linked.normalised)
    rng, whose = random.Random(seed), dict(truth.iter_rows())
    out = []
    for one in drawn(linked, model, grouped).iter_rows(named=True):
        middle = 0.2 <= one["probability"] <= 0.8
        if rng.random() < (UNSURE_IN_THE_MIDDLE if middle else UNSURE):
            continue
        same = (whose[one["record_a"]] == whose[one["record_b"]]) != (rng.random() < WRONG)
        out.append(learning.Answered(one["stratum"], one["probability"], tuple(one["levels"]), same))
    sizes = dict(strata.counts(grouped).filter(pl.col("group") == strata.ALL).select("stratum", "pairs").iter_rows())
    return out, sizes


def measure(told: pl.DataFrame, truth: pl.DataFrame, model: Model) -> dict[str, float]:
    """Measure a model on one country."""
    table = normal.normalise(told)
    pairs = blocking.pairs(table, model.rules)
    scored = weigh(table, pairs, model)
    found = measured_pairs(scored, true_pairs(table, truth), model.threshold) | measured(cluster(table, scored, model), truth)
    return {name: round(found[name], 4) for name in ("pair_f1", "cluster_pair_f1", "exact_f1")}


def retrained(told: pl.DataFrame, truth: pl.DataFrame, *, seed: int, most: int | None = None) -> tuple[Model, int]:
    """Give the product's model as reviewers of this country would have it after at most so many answers, and how many they were."""
    product = load()
    given, sizes = answers(link_table(told, model=product), truth, product, seed=seed)
    kept = random.Random(seed).sample(given, most) if most and most < len(given) else given
    return learning.learn(kept, sizes, product=product, linked=product, version="trial").model, len(kept)


def one(kind: str, seed: int, other: int, *, persons: int, most: int | None) -> dict[str, object]:
    """Retrain in the country of ``seed``; measure there and in the country of ``other``, before and after."""
    told, truth = country(kind, seed, persons)
    model, many = retrained(told, truth, seed=seed, most=most)
    elsewhere = country(kind, other, persons)
    out: dict[str, object] = {"country": kind, "seed": seed, "persons": persons, "answers": many}
    for name, where in (("there", (told, truth)), (f"in seed {other}", elsewhere)):
        out[name] = {"before": measure(*where, load()), "after": measure(*where, model)}
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=DEFAULT, help="country:seed:other seed")
    parser.add_argument("--persons", type=int, default=20_000)
    parser.add_argument("--most", type=int, nargs="+", default=[500])
    asked = parser.parse_args()
    found = []
    for text in asked.sets:
        kind, seed, other = text.split(":")
        found += [one(kind, int(seed), int(other), persons=asked.persons, most=most) for most in asked.most]
        sys.stderr.write(f"{found[-1]}\n")
    told = {"cores": os.cpu_count(), "spread": learning.SPREAD, "errs": learning.ERRS, "reviewers_wrong": WRONG, "sets": found}
    RESULTS.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
