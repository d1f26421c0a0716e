"""The two engines on the same mentions: seconds of each, the largest difference of a weight, and whether the clusters are the same.

In: a number of persons, a seed, a maker of noise. Out: JSON, printed and saved in ``bench/results/identity_spark.json``. Spark runs in local mode
unless ``PYSPARK_SUBMIT_ARGS`` says otherwise; starting its JVM, its first scoring and a second one are told apart.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from functools import partial
from pathlib import Path
from time import perf_counter

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results" / "identity_spark.json"
sys.path.insert(0, str(HERE))


def timed(deed, *arguments, **named):
    start = perf_counter()
    given = deed(*arguments, **named)
    return round(perf_counter() - start, 2), given


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=20_600)
    parser.add_argument("--seed", type=int, default=77)
    parser.add_argument("--maker", default="clerk")
    asked = parser.parse_args()
    import polars as pl
    from identity_truth import make

    from intertrata.identity import blocking, normal, scoring, spark
    from intertrata.identity.linking import cluster, weigh
    from intertrata.identity.mentions import complete
    from intertrata.identity.model import load

    model = load()
    table = normal.normalise(complete(pl.DataFrame(make(asked.persons, asked.seed, asked.maker)[0])))
    pairs = blocking.pairs(table, model.rules)
    by_duckdb, one = timed(scoring.score, table, pairs, model)
    start = perf_counter()
    with spark.opened() as session:
        opening = round(perf_counter() - start, 2)
        first, other = timed(spark.score, table, pairs, model, session=session)
        second, _ = timed(spark.score, table, pairs, model, session=session)
        each = (scoring.score, partial(spark.score, session=session))
        homes = [cluster(table, weigh(table, pairs, model, score=by), model) for by in each]
    out = {
        "persons": asked.persons, "seed": asked.seed, "maker": asked.maker, "model": model.version, "mentions": len(table), "pairs": len(pairs),
        "pairs_equal": one.select("a", "b").equals(other.select("a", "b")), "largest_difference_bits": (one["weight"] - other["weight"]).abs().max(),
        "clusters_equal": homes[0].equals(homes[1]), "clusters": homes[0]["person_id"].n_unique(),
        "seconds": {"duckdb": by_duckdb, "spark_opening": opening, "spark_first": first, "spark_second": second},
        "spark": os.environ.get("PYSPARK_SUBMIT_ARGS", "local[*]"), "load": round(os.getloadavg()[0], 2),
    }  # fmt: skip
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(out, indent=1))


if __name__ == "__main__":
    main()
