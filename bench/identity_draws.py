"""Seconds, memory and size of draws of plausible linkages on an invented country; prints and saves JSON.

In: persons, seed, maker. Out: ``bench/results/identity_draws.json``: what keeping their ground costs a linkage, and what 50 draws cost who asks.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent))
from identity_measure import truth_table

from intertrata.identity.drawing.draws import MANY, draws
from intertrata.identity.drawing.ground import ground, packed, unpacked
from intertrata.identity.linking import link_table
from intertrata.identity.model import load

RESULTS = Path(__file__).resolve().parent / "results" / "identity_draws.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=303)
    parser.add_argument("--maker", default="clerk")
    asked = parser.parse_args()
    linked = link_table(truth_table(asked.persons, asked.seed, asked.maker)[0])
    out = {"persons": asked.persons, "seed": asked.seed, "maker": asked.maker, "mentions": len(linked.clusters), "load": os.getloadavg()[0]}
    whose = linked.clusters.rename({"record_id": "record", "person_id": "person"})
    out["peak_mb_of_linking"] = _peak()
    start = perf_counter()
    content = packed(ground(linked))
    out |= {"seconds_to_keep": round(perf_counter() - start, 2), "bytes": len(content), "peak_mb_of_keeping": _peak()}
    del linked
    start = perf_counter()
    held = unpacked(content)
    found = draws(held, load(), whose)
    out |= {
        "records_in_doubt": len(held.records), "pairs": len(held.pairs), "draws": MANY, "seconds_to_draw": round(perf_counter() - start, 1),
        "rows": len(found), "peak_mb": _peak(),
    }  # fmt: skip
    RESULTS.write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(RESULTS.read_text(encoding="utf-8"))


def _peak() -> int:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main()
