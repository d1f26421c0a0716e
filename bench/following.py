"""How fast, and with how much memory, a file of records is followed: stages, alarms and status of every person.

In: sizes (persons; about five records each). Out: JSON: for each size seconds, persons a second, microseconds a person, peak memory of the process,
bytes of the file. The records are invented from a small set of ways, drawn by a seed, with persons' lines in no order. Each size runs in a process
of its own, so that its memory is its own.

    python bench/following.py --sizes 10000 100000 1000000
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

TODAY = date(2017, 10, 31)
ABOUT = 5
"""Records a person, as the issue counts them: 5,000,000 events of 1,000,000 persons."""
REGIONS = [f"{number:02d}0101" for number in range(1, 26)]


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--one", type=Path, help="follow this file and print what it took (used by the bench itself)")
    told = asked.parse_args()
    if told.one:
        print(json.dumps(_measured(told.one)))
        return
    print(json.dumps([_size(size, told.seed) for size in told.sizes], indent=1))


def _size(persons: int, seed: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "registros.jsonl"
        records = _write(path, persons, random.Random(seed))
        done = subprocess.run([sys.executable, __file__, "--one", str(path)], check=True, capture_output=True, text=True)
        return {"persons": persons, "records": records, "bytes": path.stat().st_size, **json.loads(done.stdout)}


def _measured(path: Path) -> dict[str, Any]:
    from intertrata.casefile.following.follow_table import Summary, follow_file

    before, start, summary = os.getloadavg()[0], time.perf_counter(), Summary()
    spent = time.process_time()
    follow_file(path, path.with_suffix(".out"), TODAY, summary)
    seconds, spent = time.perf_counter() - start, time.process_time() - spent
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {
        "seconds": round(seconds, 1), "of_the_processor": round(spent, 1), "persons_a_second": round(summary.persons / seconds),
        "microseconds_a_person": round(1e6 * spent / summary.persons, 1), "peak_memory_mb": round(memory / 1e6), "load_before": round(before, 1),
        "bad_lines": summary.bad_lines,
    }  # fmt: skip


def _write(path: Path, persons: int, chance: random.Random) -> int:
    """Write the persons in slices whose lines are mixed, as several registers' exports laid one after another would be."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for begin in range(0, persons, 50_000):
            lines = [json.dumps(one) for number in range(begin, min(begin + 50_000, persons)) for one in _way(f"p{number:07d}", chance)]
            chance.shuffle(lines)
            file.write("\n".join(lines) + "\n")
            count += len(lines)
    return count


def _way(person: str, chance: random.Random) -> list[dict[str, Any]]:
    day = TODAY - timedelta(days=chance.randint(1, 1500))
    place, age = chance.choice(REGIONS), chance.randint(8, 45)
    told = {"person": person, "territory": place}
    known = {"age": age, "sex": chance.choice(["female", "male"]), "nationality": chance.choice(["PER", "PER", "PER", "VEN"])}
    way = [{**told, "type": "victim", "date": day.isoformat(), "register": "reta", "institution": "pnp", "status": "presumed", **known}]
    later = [
        {"type": "victim", "register": "sistra", "institution": "mpfn", "status": "presumed", **known},
        {"type": "complaint", "register": "sistra", "institution": "mpfn", "number": f"C-{person}", "offences": ["trafficking"]},
        {"type": "service", "register": "udavit", "institution": "mpfn", "provider": "mpfn", "service_kind": ["legal", "psychological"], "standing": "victim"},
        {"type": "defence", "register": "datamart", "institution": "minjusdh"},
        {"type": "stay", "register": "car", "institution": "inabif", "shelter": f"CAR-{place[:2]}", "shelter_kind": "car", "reason": "trafficking"},
        {"type": "consent", "register": "udavit", "institution": "mpfn", "consent_for": "shelter", "answer": chance.choice(["given", "refused"])},
        {"type": "referral", "register": "udavit", "institution": "mpfn", "sender": "mpfn", "receiver": "minsa", "reason": "care", "answer": "accepted"},
        {"type": "reintegration_plan", "register": "car", "institution": "inabif", "number": "1", "ordinal": "1", "goal_state": "in_course"},
        {"type": "follow_up", "register": "cem", "institution": "mimp", "reached": True, "at_risk": False, "living": "own_family"},
        {"type": "proceeding", "register": "poder_judicial", "institution": "pj", "outcome": "in_process", "stage": "preparatory"},
    ]  # fmt: skip
    for one in chance.sample(later, chance.randint(1, 2 * ABOUT - 3)):
        way.append({**told, "date": (day + timedelta(days=chance.randint(0, 200))).isoformat(), **one})
    return way


if __name__ == "__main__":
    main()
