"""Linking a file by the command: seconds, peak of memory and accuracy of ``intertrata link-table`` in a process of its own.

In: persons, a seed, a maker of noise. Out: JSON: what the command says of itself, the peak of its memory, and how far its persons are the true ones.

    python bench/identity_file.py --persons 1000000 --seed 605
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=605)
    parser.add_argument("--maker", choices=("clerk", "channel", "chain"), default="clerk")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="intertrata-file-") as held:
        told, out, truth = (Path(held) / name for name in ("mentions.csv", "clusters.csv", "truth.parquet"))
        if os.fork() == 0:  # so that what inventing takes is no part of anybody's memory here
            _invent(asked, told, truth)
            os._exit(0)
        if os.wait()[1]:
            raise SystemExit("the country could not be invented")
        command = [sys.executable, "-m", "intertrata", "link-table", str(told), "--out", str(out), "--json"]
        running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        said = json.loads(running.stdout.read())
        used = os.wait4(running.pid, 0)[2]
        own = {"peak_mb": used.ru_maxrss >> 10, "load": round(os.getloadavg()[0], 1)}
        sys.stdout.write(json.dumps(vars(asked) | said | own | _accuracy(out, truth), indent=1) + "\n")


def _invent(asked: argparse.Namespace, told: Path, truth: Path) -> None:
    from identity_truth import make

    mentions, whose = make(asked.persons, asked.seed, asked.maker)
    pl.DataFrame(whose, schema=["record_id", "person"], orient="row").write_parquet(truth)
    pl.DataFrame(mentions).write_csv(told)


def _accuracy(out: Path, truth: Path) -> dict[str, float]:
    from identity_measure import measured

    clusters = pl.read_csv(out, schema_overrides={"record_id": pl.String, "person_id": pl.String})
    return {name: round(value, 4) for name, value in measured(clusters, pl.read_parquet(truth)).items()}


if __name__ == "__main__":
    main()
