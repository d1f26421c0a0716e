"""How long it takes to receive 1,000,000 records over all registers, every declared table of them, and how much memory.

In: a number of records (about so many are kept: the invented country is made as large as that takes), a seed, where to work, and the
databases of the environment (``INTERTRATA_DATABASE_URL`` and ``INTERTRATA_VAULT_URL``, as ``on_postgresql.py`` sets them; SQLite files in the
working folder unless told). Out: one JSON document: seconds, records kept by register, the slowest steps, memory, load. Making and receiving
run in processes of their own, on an empty house.

    python bench/registers_all.py --records 1000000 --folder /tmp/bench
    python bench/on_postgresql.py bench/registers_all.py --records 1000000 --folder /tmp/bench
"""

import argparse
import cProfile
import json
import os
import platform
import pstats
import resource
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

SECONDS, MEGABYTES = 180.0, 3_000
RECORDS_A_PERSON = 59_187 / 9_000
"""What registers keep of one invented victim, with her suspects, relatives, witnesses and events (``registers_country_year.py``)."""
SLOWEST = 12
FUNCTIONS = 45


def main():
    told = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    told.add_argument("--records", type=int, default=1_000_000)
    told.add_argument("--folder", type=Path, default=Path("/tmp/intertrata-registers-all"))
    told.add_argument("--seed", type=int, default=1)
    told.add_argument("--profile", type=Path, help="write here in which functions the seconds of receiving went (slower)")
    told.add_argument("--step", choices=("make", "receive"), help=argparse.SUPPRESS)
    asked = told.parse_args()
    if asked.step:
        print(json.dumps(step(asked)))
        return
    shutil.rmtree(asked.folder / "var", ignore_errors=True)
    (asked.folder / "var").mkdir(parents=True)
    environment = {**os.environ, "INTERTRATA_VAR": str(asked.folder / "var")}
    subprocess.run([sys.executable, "-m", "intertrata", "sources", "--json"], env=environment, check=True, capture_output=True)
    found = {name: one(name, environment) for name in ("make", "receive")}
    received = found["receive"]
    result = {
        "machine": platform.platform(), "python": platform.python_version(), "cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1),
        "engine": os.environ.get("INTERTRATA_DATABASE_URL", "sqlite").split(":")[0], "asked": asked.records, "seed": asked.seed, "steps": found,
        "limits": {"seconds": SECONDS, "peak_mb": MEGABYTES}, "holds": received["seconds"] <= SECONDS and received["peak_mb"] <= MEGABYTES,
    }  # fmt: skip
    print(json.dumps(result, indent=1, ensure_ascii=False))


def one(name, environment):
    """Run this very command for one step, and give what it printed."""
    command = [sys.executable, __file__, *sys.argv[1:], "--step", name]
    return json.loads(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout)


def step(asked):
    """Carry out one step and say what it took: seconds on the clock and of the processors, the most memory held."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intertrata.project.settings")
    import django

    django.setup()
    started, worked = time.perf_counter(), time.process_time()
    found = (make if asked.step == "make" else receive)(asked)
    took = {"seconds": round(time.perf_counter() - started, 1), "cpu_seconds": round(time.process_time() - worked, 1)}
    return took | {"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} | found


def make(asked):
    """Invent the country, unless the folder holds it from before; give how large it is."""
    from intertrata.demonstration import make as invent

    folder, persons = country(asked), persons_for(asked.records)
    if not folder.exists():
        invent(folder, persons=persons, seed=asked.seed)
    exports = [path for own in sent(folder) for path in own.rglob("*") if path.is_file()]
    return {"persons": persons, "files": len(exports), "megabytes": round(sum(path.stat().st_size for path in exports) / 1e6, 1)}


def persons_for(records):
    return max(1, round(records / RECORDS_A_PERSON))


def country(asked):
    return asked.folder / f"country_{persons_for(asked.records)}_{asked.seed}"


def sent(folder):
    return sorted(path for path in folder.iterdir() if path.is_dir())


def receive(asked):
    """Receive what every institution sent, as ``intertrata receive`` does."""
    from intertrata.registers import actions

    folder = country(asked)
    clock, profile = Clock(), cProfile.Profile()
    if asked.profile:
        profile.enable()
    receipts = actions.receive(sent(folder), by="bench", progress=clock.at)
    if asked.profile:
        profile.disable()
        with asked.profile.open("w") as out:
            pstats.Stats(profile, stream=out).sort_stats("tottime").print_stats(FUNCTIONS).sort_stats("cumulative").print_stats(FUNCTIONS)
    kept = Counter()
    for receipt in receipts:
        kept[receipt.source] += receipt.kept
    totals = {name: sum(getattr(receipt, name) for receipt in receipts) for name in ("read", "kept", "unchanged", "corrected", "refused")}
    tables = len({(receipt.source, receipt.table) for receipt in receipts})
    slowest = dict(clock.seconds.most_common(SLOWEST))
    return {
        "records": totals["kept"], "deposits": len(receipts), "tables": tables, **totals, "by_register": dict(sorted(kept.items())),
        "slowest": {what: round(seconds, 1) for what, seconds in slowest.items()},
    }  # fmt: skip


class Clock:
    """What the deed tells of its way, as seconds by what it did: what passes before it speaks is of what it then says."""

    def __init__(self):
        self.seconds, self.last = Counter(), time.perf_counter()

    def at(self, what, done, total):
        now = time.perf_counter()
        self.seconds[what] += now - self.last
        self.last = now


if __name__ == "__main__":
    main()
