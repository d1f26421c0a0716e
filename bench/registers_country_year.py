"""How long all registers of a country year take: 60,000 records over every declared table, received and linked.

In: a number of victims; 9,000 make 60,000 records, of 15,000 persons with suspects, witnesses and relatives: more than is asked.
Out: one JSON document with seconds by step and what was kept by register. Each step runs in a process of its own, as the command does,
on an empty house.

    python bench/registers_country_year.py --persons 9000 --folder /tmp/bench
"""

import argparse
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

LIMIT = 60.0


def main():
    told = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    told.add_argument("--persons", type=int, default=9000)
    told.add_argument("--folder", type=Path, default=Path("/tmp/intertrata-country-year"))
    told.add_argument("--seed", type=int, default=1)
    told.add_argument("--step", choices=("make", "receive", "link", "cut"))
    asked = told.parse_args()
    if asked.step:
        print(json.dumps(step(asked)))
        return
    shutil.rmtree(asked.folder, ignore_errors=True)
    asked.folder.mkdir(parents=True)
    environment = {**os.environ, "INTERTRATA_VAR": str(asked.folder / "var")}
    subprocess.run([sys.executable, "-m", "intertrata", "sources", "--json"], env=environment, check=True, capture_output=True)
    found = {name: one(name, asked, environment) for name in ("make", "receive", "link", "cut")}
    both = found["receive"]["seconds"] + found["link"]["seconds"]
    result = {
        "machine": platform.platform(), "python": platform.python_version(), "cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1),
        "persons": asked.persons, "steps": found, "received_and_linked": round(both, 1), "limit": LIMIT, "holds": both <= LIMIT,
    }  # fmt: skip
    print(json.dumps(result, indent=1, ensure_ascii=False))


def one(name, asked, environment):
    command = [
        sys.executable,
        __file__,
        "--step",
        name,
        "--persons",
        str(asked.persons),
        "--folder",
        str(asked.folder),
        "--seed",
        str(asked.seed),
    ]
    return json.loads(subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout)


def step(asked):
    """Carry out one step and say what it took: seconds on the clock and of the processors, the most memory held."""
    deed = {"make": make, "receive": receive, "link": link, "cut": cut}[asked.step]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intertrata.project.settings")
    import django

    django.setup()
    started, worked = time.perf_counter(), time.process_time()
    found = deed(asked)
    took = {"seconds": round(time.perf_counter() - started, 2), "cpu_seconds": round(time.process_time() - worked, 2)}
    return took | {"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} | found


def make(asked):
    from intertrata.demonstration import make as invent

    made = invent(asked.folder / "demo", persons=asked.persons, seed=asked.seed)
    return {"files": len(made.files), "megabytes": round(sum(path.stat().st_size for path in made.files) / 1e6, 1)}


def receive(asked):
    from intertrata.registers import actions

    receipts = actions.receive(sorted(path for path in (asked.folder / "demo").iterdir() if path.is_dir()), by="bench")
    kept = Counter()
    for receipt in receipts:
        kept[receipt.source] += receipt.kept
    totals = {name: sum(getattr(receipt, name) for receipt in receipts) for name in ("read", "kept", "unchanged", "corrected", "refused")}
    tables = len({(receipt.source, receipt.table) for receipt in receipts})
    return {"deposits": len(receipts), "tables": tables} | totals | {"records_by_register": dict(sorted(kept.items()))}


def link(asked):
    from intertrata.identity import actions

    linked = actions.link(by="bench")
    return {"persons": linked.persons}


def cut(asked):
    from intertrata.figures import actions

    return {"cut": actions.cut(by="bench").id}


if __name__ == "__main__":
    main()
