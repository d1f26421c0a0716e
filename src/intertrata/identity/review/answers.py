"""Which answer of people holds of two records, and how many must give it.

In: answers in the order in which they were given. Out: the answer that holds, or none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

LARGE = 6  # records of the person that a join would make, beyond which one reviewer is not enough


class Answer(StrEnum):
    """What a reviewer says of two records."""

    SAME = "same"
    DIFFERENT = "different"
    CANNOT_TELL = "cannot_tell"
    WITHDRAWN = "withdrawn"  # what was said before no longer counts


REASONS: dict[Answer, tuple[str, ...]] = {
    Answer.SAME: ("same_document", "same_name_birth", "same_case", "confirmed"),
    Answer.DIFFERENT: ("other_document", "other_birth", "relatives", "namesakes", "confirmed"),
    Answer.CANNOT_TELL: ("too_little", "ask_institution"),
    Answer.WITHDRAWN: ("mistake",),
}
"""Which reasons (code list ``identity_reason``) may be given for which answer; codes and no free text, which could hold a name."""


@dataclass(frozen=True)
class Given:
    """One answer: what was said, by which account, and how many accounts must say it before it holds."""

    answer: Answer
    by: str
    needs: int


def holds(given: Sequence[Given]) -> Answer | None:
    """Give the answer that holds of a pair; None where nobody answered, or where another voice is waited for.

    Of each account its last answer counts, and nothing from before the last withdrawal. The last answer holds once as many
    accounts as it needs say it; so a second reviewer who disagrees leaves the pair open.

    Args:
        given: answers about one pair, oldest first.
    """
    heard = voices(given)
    if not heard:
        return None
    last = given[-1]
    agreeing = sum(one is last.answer for one in heard.values())
    return last.answer if agreeing >= last.needs else None


def voices(given: Sequence[Given]) -> dict[str, Answer]:
    """Give the last answer of each account since the last withdrawal."""
    heard: dict[str, Answer] = {}
    for one in given:
        if one.answer is Answer.WITHDRAWN:
            heard.clear()
        else:
            heard[one.by] = one.answer
    return heard


def voices_needed(answer: Answer, records: int) -> int:
    """Give how many accounts must say it: two where a join would make a person of more than ``LARGE`` records."""
    return 2 if answer is Answer.SAME and records > LARGE else 1
