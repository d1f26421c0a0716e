"""Accuracy, pairs, seconds and memory of the saved model on invented countries never seen by it; prints and saves JSON.

In: sizes, seeds, makers of noise (``clerk``: the kind it was trained on, other seeds; ``channel``: another kind, never used to
choose anything). Out: ``bench/results/identity_accuracy.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
RESULTS = Path(__file__).resolve().parent / "results" / "identity_accuracy.json"


def one(persons: int, seed: int, maker: str) -> dict[str, object]:
    """Measure one set in this process: the steps as ``link_table`` takes them, and the peak of memory at its end."""
    import polars as pl
    from identity_measure import measured, measured_pairs, true_pairs, truth_table

    from intertrata.identity import blocking, normal
    from intertrata.identity.linking import link_table
    from intertrata.identity.model import load

    told, truth = truth_table(persons, seed, maker)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    linked = link_table(told)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    model = load()
    table = normal.normalise(told)
    true = true_pairs(table, truth)
    pairs = blocking.pairs(table, model.rules)
    places = table.select("record_id", "n")
    scored = (
        linked.pairs.join(places.rename({"record_id": "record_id_a", "n": "a"}), on="record_id_a")
        .join(places.rename({"record_id": "record_id_b", "n": "b"}), on="record_id_b")
        .select(pl.min_horizontal("a", "b").alias("a"), pl.max_horizontal("a", "b").alias("b"), "probability")
    )
    values = {"blocking_recall": len(true.join(pairs, on=["a", "b"], how="semi")) / len(true)}
    values |= measured_pairs(scored, true, model.threshold) | measured(linked.clusters, truth)
    return {
        "persons": persons, "seed": seed, "maker": maker, "mentions": len(told), "pairs": linked.figures["pairs_scored"],
        **{name: round(value, 4) for name, value in values.items()}, "model": model.version, "threshold": model.threshold,
        "seconds": linked.figures["seconds"], "seconds_total": round(sum(linked.figures["seconds"].values()), 1),
        "peak_mb": round(peak), "peak_mb_before_linking": round(before), "load": round(os.getloadavg()[0], 2),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=["20000:301:channel", "20000:302:clerk", "200000:303:clerk", "200000:304:channel"])
    parser.add_argument("--one", help="measure one set in this process and print it")
    asked = parser.parse_args()
    if asked.one:
        persons, seed, maker = asked.one.split(":")
        sys.stdout.write(json.dumps(one(int(persons), int(seed), maker)) + "\n")
        return
    # Each set in its own process, so that its peak of memory is its own.
    found = [
        json.loads(subprocess.run([sys.executable, __file__, "--one", s], check=True, capture_output=True, text=True).stdout)
        for s in asked.sets
    ]
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps({"cores": os.cpu_count(), "sets": found}, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(RESULTS.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
