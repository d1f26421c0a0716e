"""The deeds of review: answer a question, part a person, take a change back.

In: ids, an answer with its reason, who and for what. Out: decisions, and memberships as changes that can be undone. Every deed is in the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from intertrata.access.actions import note
from intertrata.identity import actions as identity
from intertrata.identity import queries as persons
from intertrata.identity.models import Decision, LinkRun, Membership
from intertrata.identity.review import history, queries
from intertrata.identity.review.answers import REASONS, Answer, holds, voices_needed
from intertrata.identity.review.history import Move
from intertrata.storage.deeds import alone
from intertrata.vocabulary.errors import Problem

MOST_APART = 10_000  # pairs of records that one split may keep apart


@dataclass(frozen=True)
class Decided:
    """What an answer led to: the answer that holds (None: another voice is waited for), and the change it made, if any."""

    holds: Answer | None
    change: int | None


def decide(
    record_a: str, record_b: str, *, answer: Answer, reason: str, by: str, purpose: str, origin: str = ""
) -> Decided:  # fmt: skip
    """Keep an answer about two records, and make it true where it holds: one person of two, or two of the two records of one.

    A ``different`` inside a person of more records stands as a constraint, since only people know who leaves (``split``) until the next
    linkage parts them.

    Raises:
        Problem: ``purpose_missing``; ``reason_unfit`` where the reason is none of this answer; ``person_unknown`` where a record is
            nobody's; ``merge_against_decision`` where people keep the two persons apart; ``deed_busy`` while somebody links.
    """
    _lawful(answer, reason, purpose)
    pair = _pair(_hex(record_a), _hex(record_b))
    with alone("link"):
        identity.catch_up()
        whose = tuple(_whose(record) for record in pair)
        note("decide", by=by, thing="person", thing_id=whose[0], purpose=purpose, origin=origin, found=2)
        members = {person: persons.records_of(person) for person in set(whose)}
        needs = voices_needed(answer, sum(map(len, members.values()))) if len(members) == 2 else 1
        asked = queries.question(*pair, by=by)
        with transaction.atomic():
            told = _keep(
                [pair], answer=answer, reason=reason, by=by, needs=needs, drawn=asked is not None and asked.drawn,
                probability=asked.probability if asked else None, evidence=asked.evidence if asked else (),
            )  # fmt: skip
            held = holds(queries.given_of([pair])[pair])
            moves = _moves(held, whose, members, pair[1])
            change = _change(kind_of(held), moves, by=by, reason=reason) if moves else None
            Decision.objects.filter(pk__in=told).update(run=change)
        if change:
            identity.reindex(change)
    return Decided(held, change)


def split(person: str, leaving: Iterable[str], *, reason: str, by: str, purpose: str, origin: str = "") -> int:
    """Part a person: the records that leave are a new person's, and every later linkage keeps the two apart; give the change.

    Raises:
        Problem: ``purpose_missing``, ``reason_unfit``, ``person_unknown``, ``split_of_nothing``, ``split_too_large``, ``deed_busy``.
    """
    _lawful(Answer.DIFFERENT, reason, purpose)
    with alone("link"):
        identity.catch_up()
        hers, out = persons.records_of(person), sorted(set(leaving))
        note("split", by=by, thing="person", thing_id=UUID(person).hex if hers else "", purpose=purpose, origin=origin, found=len(out))
        if not hers:
            raise Problem("person_unknown")
        moves = history.split(hers, out, person=UUID(person).hex, fresh=uuid4().hex)
        apart = [_pair(a, b) for a, b in product(out, sorted(set(hers) - set(out)))]
        if len(apart) > MOST_APART:
            raise Problem("split_too_large", most=MOST_APART)
        with transaction.atomic():
            change = _change("split", moves, by=by, reason=reason)
            told = _keep(apart, answer=Answer.DIFFERENT, reason=reason, by=by)
            Decision.objects.filter(pk__in=told).update(run=change)
        identity.reindex(change)
    return change


def undo(change: int, *, by: str, purpose: str, origin: str = "") -> int:
    """Take a merge or a split back: every record returns to whom it came from, and what was decided with it no longer counts.

    Raises:
        Problem: ``purpose_missing``; ``change_unknown``; ``undo_twice``; ``undo_moved_since`` where a later change moved one of its
            records; ``deed_busy``.
    """
    _lawful(Answer.WITHDRAWN, "mistake", purpose)
    with alone("link"):
        identity.catch_up()
        run = LinkRun.objects.filter(pk=change, closed_at__isnull=False, kind__in=("merge", "split")).first()
        note("undo", by=by, thing="run", thing_id=str(change) if run else "", purpose=purpose, origin=origin)
        if run is None:
            raise Problem("change_unknown")
        if LinkRun.objects.filter(undoes=change, closed_at__isnull=False).exists():
            raise Problem("undo_twice")
        done = queries.moves_of(change)
        back = history.undo(done, {move.record: persons.person_of(move.record) for move in done})
        with transaction.atomic():
            pairs = [(one.record_a.hex, one.record_b.hex) for one in Decision.objects.filter(run=change)]
            made = _change("undo", back, by=by, reason="mistake", undoes=change)
            _keep(pairs, answer=Answer.WITHDRAWN, reason="mistake", by=by)
        identity.reindex(made)
    return made


def kind_of(held: Answer | None) -> str:
    """The change that an answer makes."""
    return "merge" if held is Answer.SAME else "split"


def _lawful(answer: Answer, reason: str, purpose: str) -> None:
    if not purpose.strip():
        raise Problem("purpose_missing")
    if reason not in REASONS[answer]:
        raise Problem("reason_unfit")


def _pair(one: str, other: str) -> tuple[str, str]:
    low, high = sorted((one, other))
    return low, high


def _hex(record: str) -> str:
    try:
        return UUID(record).hex
    except ValueError as error:
        raise Problem("person_unknown") from error


def _whose(record: str) -> str:
    person = persons.person_of(record)
    if person is None:
        raise Problem("person_unknown")
    return person


def _moves(held: Answer | None, whose: Sequence[str], members: dict[str, list[str]], leaving: str) -> tuple[Move, ...]:
    """What an answer that holds moves: the smaller person into the larger, or one of two records out."""
    one, other = whose
    if held is Answer.SAME and one != other:
        _not_kept_apart(members[one], members[other])
        into, gone = sorted((one, other), key=lambda person: (-len(members[person]), person))
        return history.merge(members, into=into, gone=gone)
    if held is Answer.DIFFERENT and one == other and len(members[one]) == 2:
        return history.split(members[one], [leaving], person=one, fresh=uuid4().hex)
    return ()


def _not_kept_apart(ones: Iterable[str], others: Iterable[str]) -> None:
    between = [_pair(a, b) for a, b in product(ones, others)]
    if any(holds(given) is Answer.DIFFERENT for given in queries.given_of(between).values()):
        raise Problem("merge_against_decision")


def _change(kind: str, moves: Sequence[Move], *, by: str, reason: str, undoes: int | None = None) -> int:
    """Write a change and its memberships; it is true once the transaction is."""
    now, last = timezone.now(), LinkRun.objects.filter(closed_at__isnull=False).order_by("-id").first()
    before = last.persons if last else 0
    gained = len({move.now for move in moves} - _with_records(move.now for move in moves))
    lost = len({move.was for move in moves if set(persons.records_of(move.was)) <= {one.record for one in moves}})
    run = LinkRun.objects.create(
        kind=kind,
        reason=reason,
        undoes=undoes,
        indexed=False,
        started_at=now,
        closed_at=now,
        by=by,
        mentions=len(moves),
        persons=before + gained - lost,
    )
    Membership.objects.bulk_create([Membership(run=run.pk, record=UUID(move.record), person=UUID(move.now)) for move in moves])
    return int(run.pk)


def _with_records(ids: Iterable[str]) -> set[str]:
    return set(persons.records_of_several(sorted(set(ids)))["person"].to_list())


def _keep(
    pairs: Iterable[tuple[str, str]], *, answer: Answer, reason: str, by: str, needs: int = 1, drawn: bool = False,
    probability: float | None = None, evidence: Sequence[str] = (),
) -> list[int]:  # fmt: skip
    """Write one answer about each pair and give the rows' ids."""
    now = timezone.now()
    rows = [
        Decision(
            at=now, by=by, record_a=UUID(a), record_b=UUID(b), answer=answer, reason=reason, needs=needs, drawn=drawn, probability=probability,
            evidence=list(evidence),
        )
        for a, b in pairs
    ]  # fmt: skip
    return [int(row.pk) for row in Decision.objects.bulk_create(rows)]
