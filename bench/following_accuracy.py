"""How well `intertrata follow-table` judges: on trajectories told by hand, and on ways invented from a hidden truth.

In: how many persons to invent, seeds. Out: JSON: agreement on stages, precision and recall of alarms, for both; disagreements by name with
``--tell N``. Asked (issue 6): stages right in 98%, precision and recall of alarms 0.95 and more, and nothing planted comes out.

    python bench/following_accuracy.py --persons 5000 --seeds 11 12
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from following_ways import invent

TOLD = Path(__file__).parents[1] / "tests/casefile/following"
sys.path.insert(0, str(TOLD))
import examiner  # noqa: E402 - it stands beside the trajectories it examines

TODAY = date(2017, 10, 31)
WANTED = {"agreement": 0.98, "precision": 0.95, "recall": 0.95}
FORBIDDEN = re.compile(
    r"full_name|given_names|surname_|document_(type|number)|birth_date|address|phone|user_code|shelter\"|diagnosis|testimony"
)


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--persons", type=int, default=5000)
    asked.add_argument("--seeds", type=int, nargs="*", default=[11])
    asked.add_argument("--tell", type=int, default=0, help="how many disagreements to print on standard error")
    told = asked.parse_args()
    speaks_of = examiner.concepts(TOLD / "concepts.toml")
    with tempfile.TemporaryDirectory() as folder:
        by_hand, order = _by_hand(Path(folder), speaks_of)
        invented = {seed: _invented(Path(folder), seed, told.persons, speaks_of) for seed in told.seeds}
        came_out = _planted(Path(folder))
    _tell(told.tell, [by_hand, *(score for score, _ in invented.values())])
    print(json.dumps({
        "by_hand": by_hand.told(),
        "invented": {seed: score.told() | {"seconds": took} for seed, (score, took) in invented.items()},
        "persons_judged_otherwise_in_another_order": order,
        "planted_that_came_out": came_out,
        "wanted": WANTED,
        "load": round(os.getloadavg()[0], 1),
    }, indent=1))  # fmt: skip


def answered(records: Path, today: date) -> tuple[str, str]:
    """Run the command on a file of records; give its answers and what else it said. It may refuse lines (1), never fail (2)."""
    answers = records.with_suffix(".answers")
    command = [
        Path(sys.executable).parent / "intertrata",
        "follow-table",
        records,
        "--today",
        today.isoformat(),
        "--out",
        answers,
        "--json",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{records.name}: {done.returncode} {done.stderr}")
    return answers.read_text(encoding="utf-8"), done.stdout + done.stderr


def _by_hand(folder: Path, speaks_of: dict[str, str]) -> tuple[examiner.Score, list[str]]:
    """Score all trajectories as one file, and say who is judged otherwise where the same lines come in another order: nobody may be."""
    paths = sorted((TOLD / "trajectories").glob("*.expected.jsonl"))
    expected = [examiner.expectation(row) for path in paths for row in examiner.rows(path.read_text(encoding="utf-8"))]
    lines = [line for path in paths for line in (path.parent / path.name.replace(".expected", "")).read_text(encoding="utf-8").splitlines()]
    as_told = _answers(folder / "told.jsonl", lines)
    random.Random(len(lines)).shuffle(lines)
    shuffled = {answer["person"]: _judged(answer) for answer in _answers(folder / "shuffled.jsonl", lines)}
    otherwise = [answer["person"] for answer in as_told if _judged(answer) != shuffled.get(answer["person"])]
    return examiner.examine(expected, as_told, speaks_of), otherwise


def _answers(path: Path, lines: list[str]) -> list[dict[str, Any]]:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return list(examiner.rows(answered(path, TODAY)[0]))


def _judged(answer: dict[str, Any]) -> tuple[object, ...]:
    """What is judged of a person, but for the lines it rests on."""
    stages = {stage: (told["state"], told["since"], told["due"]) for stage, told in answer["stages"].items()}
    return stages, sorted((alarm["rule"], alarm["since"] or "") for alarm in answer["alarms"]), answer["status"]


def _invented(folder: Path, seed: int, persons: int, speaks_of: dict[str, str]) -> tuple[examiner.Score, float]:
    records, expectations = invent(seed, persons, TODAY)
    path = folder / f"invented-{seed}.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in records), encoding="utf-8")
    began = time.perf_counter()
    answers, _ = answered(path, TODAY)
    took = round(time.perf_counter() - began, 1)
    return examiner.examine(map(examiner.expectation, expectations), examiner.rows(answers), speaks_of), took


def _planted(folder: Path) -> list[str]:
    """Names, documents, addresses, codes of shelters and clinical words were planted in lines: nothing of them, nor their fields, comes out."""
    path = folder / "planted.jsonl"
    path.write_text((TOLD / "trajectories" / path.name).read_text(encoding="utf-8"), encoding="utf-8")
    answers, said = answered(path, TODAY)
    return examiner.leaks(answers + said, ("PLANTADO", "1991-02-03")) + sorted({found[0] for found in FORBIDDEN.finditer(answers)})


def _tell(most: int, scores: Iterable[examiner.Score]) -> None:
    for one in examiner.join(scores).disagreements[:most]:
        print(f"{one.person}: {one.point}: expected {one.expected}, answered {one.answered}. {one.why}", file=sys.stderr)


if __name__ == "__main__":
    main()
