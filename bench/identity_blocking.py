"""What each kind of key brings: pairs, true ones, and those that no other kind found; by it the limits of ``blocking.Rules`` are chosen.

In: persons, a seed, a maker of noise. Out: JSON: pairs and recall together, and by kind ``pairs``, ``true``, ``only`` (pairs of no other
kind), ``only_true``.

    python bench/identity_blocking.py --sets 200000:303:clerk 20000:531:chain
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from time import perf_counter

import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent))


def measured(persons: int, seed: int, maker: str) -> dict[str, object]:
    """Block one truth set kind by kind."""
    from identity_measure import truth_table

    from intertrata.identity import blocking, normal

    told, truth = truth_table(persons, seed, maker)
    table = normal.normalise(told)
    whose = table.select("record_id").join(truth, on="record_id", how="left", maintain_order="left")["person"]
    home = whose.rank("dense").cast(pl.Int32)
    sizes = home.value_counts()["count"]
    start = perf_counter()
    kinds = [(name, found) for name, found in blocking.kinds(table, blocking.Rules())]
    took = perf_counter() - start
    every = pl.concat([pl.DataFrame({"pair": found}).with_columns(kind=pl.lit(name)) for name, found in kinds])
    by = every.group_by("pair").agg(pl.len().alias("kinds"), pl.col("kind").first())
    true = home.gather((by["pair"] // (1 << 32)).cast(pl.Int32)) == home.gather((by["pair"] % (1 << 32)).cast(pl.Int32))
    by = by.with_columns(true=true)
    only = {
        name: (pairs, right)
        for name, pairs, right in by.filter(pl.col("kinds") == 1).group_by("kind").agg(pl.len(), pl.col("true").sum()).iter_rows()
    }
    right = every.join(by.select("pair", "true"), on="pair").group_by("kind").agg(pl.col("true").sum())
    true_of = dict(right.iter_rows())
    return {
        "persons": persons, "seed": seed, "maker": maker, "mentions": len(table), "pairs": len(by), "seconds": round(took, 1),
        "recall": round(int(true.sum()) / int((sizes * (sizes - 1) // 2).sum()), 4),
        "kinds": {
            name: {"pairs": len(found), "true": true_of.get(name, 0), "only": only.get(name, (0, 0))[0], "only_true": only.get(name, (0, 0))[1]}
            for name, found in kinds
        },
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", nargs="+", default=["200000:303:clerk", "20000:531:chain"], help="persons:seed:maker")
    out = []
    for asked in parser.parse_args().sets:
        persons, seed, maker = asked.split(":")
        out.append(measured(int(persons), int(seed), maker))
    sys.stdout.write(json.dumps(out, indent=1) + "\n")


if __name__ == "__main__":
    main()
