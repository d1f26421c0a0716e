"""The deeds of retraining: learn the weights again from what reviewers answered, or go back to the product's.

In: who asks. Out: a model file of this house and the row that puts it in force for the next linkage. Every deed is in the log.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.utils import timezone

from intertrata.access.actions import note
from intertrata.identity import model as models
from intertrata.identity import queries as persons
from intertrata.identity.models import DoubtfulPair, ModelChange
from intertrata.identity.quality.strata import ALL
from intertrata.identity.retraining import queries
from intertrata.identity.retraining.learning import Answered, Learnt, Moved, learn
from intertrata.identity.review import queries as review
from intertrata.identity.review.answers import Answer, holds
from intertrata.storage.deeds import alone
from intertrata.storage.files import write_durably
from intertrata.vocabulary.errors import Problem

LEAST = 200  # answers; with half of them the model came out worse as often as better (bench/identity_retrain.py)
LEAST_OF_EACH = 20  # of each kind: from one kind alone nothing tells the two apart


@dataclass(frozen=True)
class Retrained:
    """What was learnt.

    Attributes:
        version: of the new model. base: the product's, which it corrects. same, different: answers it rests on. unsure: answers that tell
            nothing. prior: bits by which the belief before anything is compared moved. moved: levels, the most moved first.
        in_force: whether the next linkage uses it (not where it was only tried).
    """

    version: str
    base: str
    run: int
    same: int
    different: int
    unsure: int
    prior: float
    moved: tuple[Moved, ...]
    in_force: bool


def retrain(*, by: str, try_only: bool = False) -> Retrained:
    """Learn from the answers that hold to the pairs drawn of the last linkage; the next one uses what was learnt.

    It always begins at the product's model and counts every answer again, so that none counts twice. Only drawn pairs count: of those in
    doubt nobody can say how likely they were to be asked. First the file, then the row: a crash leaves the model of before.

    Args:
        try_only: say what would change, and change nothing.

    Raises:
        Problem: ``retrain_link_first`` before the first linkage, or where the last was by another product's model;
            ``retrain_too_little`` (answers, least, of each) where too few pairs have an answer; ``deed_busy`` while somebody links.
    """
    with alone("link"):
        run = persons.last_whole()
        if run is None or run.model.partition("+")[0] != models.CURRENT:
            raise Problem("retrain_link_first")
        given, unsure = _answered(run.id)
        same = sum(one.same for one in given)
        if len(given) < LEAST or min(same, len(given) - same) < LEAST_OF_EACH:
            raise Problem("retrain_too_little", same=same, different=len(given) - same, least=LEAST, each=LEAST_OF_EACH)
        sizes = {stratum: pairs for stratum, group, pairs, _ in run.figures["quality"]["pairs"] if group == ALL}
        version = queries.next_version()
        learnt = learn(given, sizes, product=models.load(), linked=queries.named(run.model), version=version)
        note("retrain_tried" if try_only else "retrain", by=by, thing="model", thing_id=version, found=len(given))
        if not try_only:
            _put_in_force(learnt, by=by, run=run.id, same=same, different=len(given) - same)
    return Retrained(
        version, models.CURRENT, run.id, same, len(given) - same, unsure, learnt.prior, learnt.moved, in_force=not try_only
    )  # fmt: skip


def go_back(*, by: str) -> str:
    """Put the product's model in force again, for the next linkage; give its name.

    Raises:
        Problem: ``retrain_nothing_to_undo`` where it is in force; ``deed_busy`` while somebody links.
    """
    with alone("link"):
        if queries.in_force().version == models.CURRENT:
            raise Problem("retrain_nothing_to_undo", model=models.CURRENT)
        note("retrain_back", by=by, thing="model", thing_id=models.CURRENT)
        ModelChange.objects.create(at=timezone.now(), by=by, version=models.CURRENT, base=models.CURRENT)
    return models.CURRENT


def _answered(run: int) -> tuple[list[Answered], int]:
    """The drawn pairs of a run with an answer that tells the two apart, and how many have one that does not."""
    drawn = [
        ((one.record_a.hex, one.record_b.hex), one)
        for one in DoubtfulPair.objects.filter(run=run, drawn=True).order_by("record_a", "record_b")
    ]
    if any(not one.levels for _, one in drawn):  # drawn before levels were kept
        raise Problem("retrain_link_first")
    given = review.given_of(pair for pair, _ in drawn)
    held = [(one, holds(given.get(pair, []))) for pair, one in drawn]
    told = [(one, answer) for one, answer in held if answer in {Answer.SAME, Answer.DIFFERENT}]
    known = [Answered(one.stratum, one.probability, tuple(one.levels), answer is Answer.SAME) for one, answer in told]
    return known, sum(answer is Answer.CANNOT_TELL for _, answer in held)


def _put_in_force(learnt: Learnt, **told: Any) -> None:
    at = timezone.now()
    trained = {"base": models.CURRENT, "at": at.isoformat(timespec="seconds"), **told}
    text = models.dump(learnt.model, trained=trained).encode("utf-8")
    write_durably(queries.file_of(learnt.model.version), [text])
    answers = told["same"] + told["different"]
    ModelChange.objects.create(
        at=at,
        by=told["by"],
        version=learnt.model.version,
        base=models.CURRENT,
        sha256=sha256(text).hexdigest(),
        run=told["run"],
        answers=answers,
    )
