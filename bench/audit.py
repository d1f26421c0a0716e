"""The audit measured: what a careful reader proves in the V Informe, errors planted in invented reports, and time.

In: the shared figures, the human audit of the tests, seeds that were never used to develop. Out: JSON, also in
``bench/results/audit_informe_v.json``: every finding, what was missed, recall and false alarms, seconds by size.

    python bench/audit.py --figures ../shared/data/informe-v/figures.csv
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import audit_harder
import audit_reports
import audit_strangers
import audit_telling

HOUSE = Path(__file__).resolve().parents[1]
HUMAN = HOUSE / "tests" / "figures" / "audit" / "human_audit_informe_v.csv"
OUT = HOUSE / "bench" / "results" / "audit_informe_v.json"
SEEDS = range(700, 720)
SECTIONS = 120
SIZES = (12_500, 25_000, 50_000, 100_000, 200_000)
WANTED = {"recall": 0.8, "false_alarms": 0.02, "seconds_of_100000": 20, "megabytes": 1024}


def main() -> None:
    """Measure everything, or with ``--one`` only the time of one file (for a process of its own)."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--figures", type=Path, default=HOUSE.parent / "shared" / "data" / "informe-v" / "figures.csv")
    asked.add_argument("--one", type=Path)
    asked.add_argument("--no-speed", action="store_true")
    told = asked.parse_args()
    if told.one:
        print(json.dumps(timed(told.one)))
        return
    report = informe(told.figures)
    report["invented"] = {
        "names as declared": invented(audit_reports),
        "other names and layouts": invented(audit_harder),
        "strangers": invented(audit_strangers),
    }
    if not told.no_speed:
        report["speed"] = speed()
    report["wanted"] = WANTED
    OUT.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({name: value for name, value in report.items() if name != "findings"}, ensure_ascii=False, indent=1))


def informe(figures: Path) -> dict[str, Any]:
    """The V Informe: recall on the human audit; findings that share no statement with it are listed for a person to check."""
    from intertrata.figures.audit.auditing import audit_file

    told = audit_file(figures).document()
    with HUMAN.open(encoding="utf-8") as file:
        human = list(csv.DictReader(file))
    missed = [one for one in human if not any(_same(one, found) for found in told["findings"])]
    surely = [found for found in told["findings"] if found["certainty"] == "proved"]
    proved = [one for one in human if one["certainty"] == "proved"]
    counted = Counter(one["certainty"] for one in human)
    lost = Counter(one["certainty"] for one in missed)
    known = {name for one in human for name in one["statements"].split(";")}
    return {
        "human": dict(counted),
        "recall": {name: round(1 - lost[name] / counted[name], 3) for name in counted},
        "proved_and_told_as_proved": round(sum(any(_same(one, found) for found in surely) for one in proved) / len(proved), 3),
        "cut_and_not_rounded": sum("está cortado" in one["explanation"] for one in told["findings"]),
        "missed": [{name: one[name] for name in ("certainty", "kind", "statements", "claimed", "computed")} for one in missed],
        "found": dict(Counter(one["certainty"] for one in told["findings"])),
        "found_kinds": dict(Counter(one["kind"] for one in told["findings"])),
        "holding": len(told["holding"]),
        "of_nothing_the_human_names": [one["explanation"] for one in told["findings"] if not known & set(one["statements"])],
        "findings": told["findings"],
    }


def _same(human: dict[str, str], found: dict[str, Any]) -> bool:
    """Whether a finding is the human's: it has two of its statements (or its only one), or its kind and its first statement."""
    named, shared = human["statements"].split(";"), set(human["statements"].split(";")) & set(found["statements"])
    return len(shared) >= min(2, len(named)) or (found["kind"] == human["kind"] and named[0] in found["statements"])


def invented(maker: Any) -> dict[str, Any]:
    """Invented reports: planted errors found with their kind, and findings that touch no planted error."""
    from intertrata.figures.audit.auditing import audit
    from intertrata.figures.audit.reading import of_rows

    found, planted, false, identities = Counter[str](), Counter[str](), Counter[str](), 0
    for seed in SEEDS:
        report = maker.invent(seed, SECTIONS)
        told = audit(of_rows(report.rows)).document()["findings"]
        culprits = {name for one in report.planted for name in one["statements"]}
        identities += len(report.holding)
        for one in report.planted:
            planted[one["kind"]] += 1
            found[one["kind"]] += any(other["kind"] == one["kind"] and one["statements"][0] in other["statements"] for other in told)
        false.update(one["kind"] for one in told if not culprits & set(one["statements"]))
    return {
        "first_run": getattr(maker, "FIRST", None),
        "seeds": [SEEDS.start, SEEDS.stop - 1],
        "planted": planted.total(),
        "recall": round(found.total() / planted.total(), 4),
        "recall_by_kind": {kind: round(found[kind] / planted[kind], 3) for kind in sorted(planted)},
        "identities": identities,
        "false_alarms": dict(false),
        "false_alarm_share": round(false.total() / identities, 4),
    }


def speed() -> list[dict[str, Any]]:
    """Each size in a process of its own: a report of many subjects, and a table of few."""
    told = []
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            path = Path(folder) / f"{size}"
            report = audit_reports.invent(5, 100)
            report = audit_reports.invent(5, round(size / len(report.rows) * 100 * 1.12))
            report.rows = report.rows[:size]
            audit_telling.write(report, path)
            audit_telling.write_dense(size, path.with_name(f"{size}-dense.csv"))
            for file in (path.with_suffix(".csv"), path.with_name(f"{size}-dense.csv")):
                done = subprocess.run([sys.executable, __file__, "--one", str(file)], capture_output=True, check=True, text=True)
                told.append({"table": file.stem} | json.loads(done.stdout))
    return told


def timed(path: Path) -> dict[str, Any]:
    """Seconds, memory and findings of one file."""
    from intertrata.figures.audit.auditing import audit_file

    wall, cpu = time.perf_counter(), time.process_time()
    told = audit_file(path).document()
    return {
        "wall": round(time.perf_counter() - wall, 2),
        "cpu": round(time.process_time() - cpu, 2),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "findings": len(told["findings"]),
        "checked": told["checked"],
        "load": round(os.getloadavg()[0], 1),
    }


if __name__ == "__main__":
    main()
