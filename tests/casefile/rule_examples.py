"""Examples of rules as they stand in files: records of one person and what a rule finds in them on a day.

In: ``following/examples/<rule>.jsonl``. Out: ``Example`` values, and what the rule finds in one (or in changed records). A record without a person that
tells of places of a shelter stands around her.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from intertrata.casefile.following.alarms import alarms, speaks
from intertrata.casefile.following.concerned import concerns
from intertrata.casefile.following.episodes import counted, trajectories
from intertrata.casefile.following.event import Event
from intertrata.casefile.following.finding import QUIET, CannotTell, Fires
from intertrata.casefile.following.record_lines import event
from intertrata.casefile.following.rulebook import rulebook
from intertrata.casefile.following.surroundings import PLACES, surroundings

FOLDER = Path(__file__).parent / "following" / "examples"
PERSON = "p"


@dataclass(frozen=True)
class Example:
    """One example: of which rule, which of the four cases, in words, the records and what must be found on a day."""

    rule: str
    case: str
    says: str
    today: date
    records: tuple[dict, ...]
    finds: object

    @property
    def events(self) -> list[Event]:
        return [
            event(line, dict(told) if told["type"] == PLACES else {"person": PERSON, **told}) for line, told in enumerate(self.records, 1)
        ]


@cache
def examples(rule: str = "") -> tuple[Example, ...]:
    """Give the examples of a rule, or of all."""
    paths = [FOLDER / f"{rule}.jsonl"] if rule else sorted(FOLDER.glob("*.jsonl"))
    return tuple(_example(path.stem, line) for path in paths for line in path.read_text(encoding="utf-8").splitlines())


def _example(rule: str, line: str) -> Example:
    told = json.loads(line)
    return Example(rule, told["case"], told["says"], date.fromisoformat(told["today"]), tuple(told["records"]), told["finds"])


def person_of(events, today):
    """Give the newest trajectory of the person and what stands around."""
    hers = counted([one for one in events if one.person], today).events
    return (trajectories(PERSON, hers) or [None])[-1], surroundings(events, today)


def finds(rule, events, today):
    """Give what one rule finds, in the words of the examples."""
    trajectory, around = person_of(events, today)
    row, function = next(pair for pair in rulebook() if pair[0].code == rule)
    return said(found(row, function, trajectory, around, today))


def found(rule, function, trajectory, around, today):
    """Give what a rule, perhaps a changed one, finds, as ``alarms`` asks it."""
    heard = speaks(rule, trajectory, concerns(trajectory, today), today)
    return function(trajectory, rule, around, today) if heard else QUIET


def said(finding):
    if isinstance(finding, Fires):
        return {"since": finding.since.isoformat(), "records": list(finding.records)}
    return {"cannot_tell": finding.missing} if isinstance(finding, CannotTell) else "quiet"


def alarm(rule, events, today):
    """Give the alarm of that rule, or None."""
    trajectory, around = person_of(events, today)
    return next((one for one in alarms(trajectory, around, today)[0] if one.rule == rule), None)
