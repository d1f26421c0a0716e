"""What of the stages and alarms of a person an account is shown: those whose kinds of knowledge its sight reaches.

In: ``shown.toml``, what is known and owed of a person, a sight. Out: the same without what is out of sight, and how much that is. It fails
closed: a stage or a theme that the table does not name is shown to nobody.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from intertrata.access.sight import Sight
from intertrata.casefile.following.alarms import Alarm, Untold
from intertrata.casefile.following.follow import Followed
from intertrata.casefile.following.rulebook import rulebook
from intertrata.casefile.following.stages import Stage


@dataclass(frozen=True)
class Shown:
    """What one account is shown. ``hidden_stages``: codes of those out of sight.

    How many alarms are out of sight is nowhere said: that one is tells that something of that kind is known.
    """

    stages: Mapping[str, Stage]
    alarms: tuple[Alarm, ...]
    cannot_tell: tuple[Untold, ...]
    status: str
    hidden_stages: tuple[str, ...]


def shown(followed: Followed, sight: Sight, *, unseen: Collection[int] = ()) -> Shown:
    """Give what an account is shown: to a bare sight, which reads who, where and when only, nothing. The status is shown with every stage.

    Args:
        unseen: the ordinals of her records that are out of this sight: a stage that rests on one says neither by whom nor when, and an alarm
            that points to one is not shown.
    """
    seen = {code: _seen(stage, unseen) for code, stage in followed.stages.items() if reaches(sight, "stage", code)}
    hidden = tuple(code for code in followed.stages if code not in seen)
    return Shown(
        seen,
        tuple(one for one in followed.alarms if reaches(sight, "theme", themes()[one.rule]) and not set(one.records) & set(unseen)),
        tuple(one for one in followed.cannot_tell if reaches(sight, "theme", themes()[one.rule])),
        "" if hidden else followed.status,
        hidden,
    )


def _seen(stage: Stage, unseen: Collection[int]) -> Stage:
    rests_on = tuple(line for line in stage.records if line not in unseen)
    return stage if rests_on == stage.records else replace(stage, by=None, since=None, due=None, records=rests_on)


def reaches(sight: Sight, what: str, code: str) -> bool:
    """Whether a sight reaches a stage (``stage``) or the alarms of a theme (``theme``)."""
    needed = kinds_told()[what].get(code)
    return needed is not None and not sight.bare and all(kind in sight.kinds for kind in needed)


@cache
def kinds_told() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Give the kinds of knowledge that each stage and each theme tells."""
    told = tomllib.loads(files("intertrata.casefile").joinpath("shown.toml").read_text(encoding="utf-8"))
    return {what: {row["code"]: tuple(row["kinds"]) for row in rows} for what, rows in told.items()}


@cache
def themes() -> Mapping[str, str]:
    """Give the theme of each rule by its code."""
    return {rule.code: rule.theme for rule, _ in rulebook()}
