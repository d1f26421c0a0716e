"""Scores what `intertrata follow-table` answers against what careful readers expected of each person, with no word of the code examined.

In: expectations (``trajectories/*.expected.jsonl``), the command's answers (one JSON line a person, COMMANDS.md) and ``concepts.toml``, which
says which codes of rules speak of what. Out: ``Score``: agreement on stages, precision and recall of alarms, every disagreement with its why.

An expectation of a stage is one state, several («due|pending»), or all but one («!done»); «absent» stands for a stage not in the answer.
Alarms are `must`, `must_not` or `open`: what the texts leave open is never scored, and neither are rules that no concept names.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

STATES = ("pending", "due", "done", "declined", "not_needed", "unknown")
ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Expected:
    """What one person's trajectory must give, what it must not, and why."""

    person: str
    today: str
    why: str
    stages: Mapping[str, frozenset[str]]
    must: frozenset[str]
    must_not: frozenset[str]
    status: str = ""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One point on which the answer is not what was expected."""

    person: str
    point: str
    expected: str
    answered: str
    why: str


@dataclass(slots=True)
class Score:
    """Counts over all persons examined; add two with ``+=``-like ``join``."""

    persons: int = 0
    stages_asked: int = 0
    stages_agreed: int = 0
    status_asked: int = 0
    status_agreed: int = 0
    fired_rightly: int = 0
    fired_wrongly: int = 0
    missed: int = 0
    by_concept: dict[str, list[int]] = field(default_factory=dict)
    disagreements: list[Disagreement] = field(default_factory=list)

    @property
    def agreement(self) -> float:
        return self.stages_agreed / self.stages_asked if self.stages_asked else 1.0

    @property
    def precision(self) -> float:
        fired = self.fired_rightly + self.fired_wrongly
        return self.fired_rightly / fired if fired else 1.0

    @property
    def recall(self) -> float:
        wanted = self.fired_rightly + self.missed
        return self.fired_rightly / wanted if wanted else 1.0

    def told(self) -> dict[str, Any]:
        """Give the figures as JSON would hold them."""
        return {
            "persons": self.persons,
            "stages": {"asked": self.stages_asked, "agreed": self.stages_agreed, "agreement": round(self.agreement, 4)},
            "status": {"asked": self.status_asked, "agreed": self.status_agreed},
            "alarms": {
                "rightly": self.fired_rightly,
                "wrongly": self.fired_wrongly,
                "missed": self.missed,
                "precision": round(self.precision, 4),
                "recall": round(self.recall, 4),
            },
            "by_concept": {
                name: dict(zip(("rightly", "wrongly", "missed"), counts, strict=True)) for name, counts in sorted(self.by_concept.items())
            },
            "disagreements": len(self.disagreements),
        }


def states(written: str) -> frozenset[str]:
    """Give the states an expectation allows: «done», «due|pending», «!done»; a state nobody knows raises ValueError."""
    told = written.removeprefix("!").split("|")
    unknown = set(told) - {*STATES, ABSENT}
    if unknown:
        raise ValueError(f"no state of the contract: {sorted(unknown)}")
    return frozenset({*STATES, ABSENT}) - frozenset(told) if written.startswith("!") else frozenset(told)


def expectation(row: Mapping[str, Any]) -> Expected:
    """Read one row of an expectation."""
    return Expected(
        person=row["person"],
        today=row["today"],
        why=row["why"],
        stages={stage: states(written) for stage, written in row["stages"].items()},
        must=frozenset(row["must"]),
        must_not=frozenset(row["must_not"]),
        status=row.get("status", ""),
    )


def rows(text: str) -> Iterator[dict[str, Any]]:
    """Read JSON lines, blank ones left out."""
    return (json.loads(line) for line in text.splitlines() if line.strip())


def concepts(path: Path) -> dict[str, str]:
    """Give, for each code of a rule, the concept it speaks of; a code claimed by two concepts raises ValueError."""
    told: dict[str, str] = {}
    for name, concept in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for code in concept["rules"]:
            if told.setdefault(code, name) != name:
                raise ValueError(f"{code} speaks of {told[code]} and of {name}")
    return told


def examine(expected: Iterable[Expected], answers: Iterable[Mapping[str, Any]], speaks_of: Mapping[str, str]) -> Score:
    """Score the answers of one run; a person without an answer agrees on nothing and has no alarm."""
    by_person = {answer["person"]: answer for answer in answers}
    score = Score()
    for wanted in expected:
        score.persons += 1
        answer = by_person.get(wanted.person, {})
        _stages(score, wanted, answer.get("stages", {}))
        _alarms(score, wanted, answer.get("alarms", ()), speaks_of)
        _status(score, wanted, answer.get("status", ""))
    return score


def join(scores: Iterable[Score]) -> Score:
    """Give several runs as one."""
    whole = Score()
    for score in scores:
        for name in (
            "persons",
            "stages_asked",
            "stages_agreed",
            "status_asked",
            "status_agreed",
            "fired_rightly",
            "fired_wrongly",
            "missed",
        ):
            setattr(whole, name, getattr(whole, name) + getattr(score, name))
        for name, counts in score.by_concept.items():
            whole.by_concept[name] = [one + more for one, more in zip(whole.by_concept.get(name, [0, 0, 0]), counts, strict=True)]
        whole.disagreements += score.disagreements
    return whole


def leaks(text: str, planted: Iterable[str]) -> list[str]:
    """Give what of the planted values stands anywhere in a text, whatever its case."""
    folded = text.casefold()
    return [value for value in planted if value.casefold() in folded]


def _stages(score: Score, wanted: Expected, answered: Mapping[str, Any]) -> None:
    for stage, allowed in wanted.stages.items():
        state = answered.get(stage, {}).get("state", ABSENT)
        score.stages_asked += 1
        score.stages_agreed += state in allowed
        if state not in allowed:
            score.disagreements.append(Disagreement(wanted.person, f"stage {stage}", "|".join(sorted(allowed)), state, wanted.why))


def _alarms(score: Score, wanted: Expected, alarms: Iterable[Mapping[str, Any]], speaks_of: Mapping[str, str]) -> None:
    fired = {speaks_of[alarm["rule"]] for alarm in alarms if alarm["rule"] in speaks_of}
    for place, found in enumerate((fired & wanted.must, fired & wanted.must_not, wanted.must - fired)):
        for concept in sorted(found):
            score.by_concept.setdefault(concept, [0, 0, 0])[place] += 1
            if place:
                asked, said = ("quiet", "fires") if place == 1 else ("fires", "quiet")
                score.disagreements.append(Disagreement(wanted.person, f"alarm {concept}", asked, said, wanted.why))
    score.fired_rightly += len(fired & wanted.must)
    score.fired_wrongly += len(fired & wanted.must_not)
    score.missed += len(wanted.must - fired)


def _status(score: Score, wanted: Expected, status: str) -> None:
    """A status is judged by its family only: «closed» holds for every code that begins so, «open» for a file reopened too."""
    if not wanted.status:
        return
    allowed = ("open", "reopened") if wanted.status == "open" else (wanted.status,)
    score.status_asked += 1
    score.status_agreed += status.startswith(allowed)
    if not status.startswith(allowed):
        score.disagreements.append(Disagreement(wanted.person, "status", wanted.status, status or ABSENT, wanted.why))
