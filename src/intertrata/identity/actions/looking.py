"""The looks: open a person, find one, say whether somebody is known. In: who asks and why. Out: views with names, for one answer.

Every look is in the log before it is answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from time import monotonic, sleep
from uuid import UUID

import polars as pl
from django.conf import settings

from intertrata.access import keys
from intertrata.access.actions import note, within_limit
from intertrata.access.sight import NOTHING, Kept, Sight
from intertrata.identity import grounds, queries, search_keys
from intertrata.identity.actions import records
from intertrata.identity.answering import WARNED, Answer, remaining
from intertrata.identity.asked import read
from intertrata.identity.finding import Found, likeliest
from intertrata.identity.grounds import Grounds
from intertrata.identity.model import Model
from intertrata.identity.person_view import Candidate, PersonView, candidate, view
from intertrata.identity.profiles import rows, sayings
from intertrata.identity.retraining import queries as models
from intertrata.identity.scoring import reasons
from intertrata.identity.sight import named, role
from intertrata.identity.twins import Twin, twin
from intertrata.registers import queries as registers
from intertrata.vault import queries as vault
from intertrata.vocabulary.errors import Problem

SHOWN = 20  # candidates of one search
NAMED = 5  # candidates while typing
COMPARED = 60  # persons whom one search compares; at 1,000,000 thirty lose four of a thousand known ones
FIRST = 30  # of these, who are compared although one of them is sure
ASKED = (
    "given_names", "surname_1", "surname_2", "full_name", "document_type", "document_number", "birth_date", "age", "age_date", "sex",
    "nationality", "ubigeo", "event_date", "address", "role",
)  # fmt: skip


def open_person(person: str, *, by: str, purpose: str, origin: str = "", sight: Sight) -> PersonView:
    """Give a person with her names, who says what and where they disagree; the look is logged first.

    Args:
        sight: what the account reads for this purpose (``access.sight``); what it does not is not read at all, and a person of whom it
            reads nothing is nobody to it.

    Raises:
        Problem: ``purpose_missing`` where nobody says what for; ``person_unknown`` where nobody has that id.
    """
    _need(purpose)
    held = queries.records_of(person)
    known = UUID(person).hex if held else ""  # whatever else was asked for may be a name: the log never repeats it
    note("open_person", by=by, thing="person", thing_id=known, purpose=purpose, origin=origin, found=len(held))
    if not held:
        raise Problem("person_unknown")
    mine = pl.DataFrame({"record": held}).with_columns(pl.lit(known).alias("person"))
    told = records.rows(records.of(mine, sight=sight))
    if not told:  # all that is hers was marked as reserved since, or is out of sight
        raise Problem("person_unknown")
    return view(known, told, bare=sight.bare)


def find(asked: Mapping[str, str], *, by: str, purpose: str, origin: str = "", sight: Sight) -> tuple[Candidate, ...]:
    """Give the persons who may be the one asked for, the likeliest first, at most ``SHOWN``; the search is logged, its words are not.

    Args:
        asked: any of ``ASKED``, as typed. sight: as for ``open_person``; nobody is found who is known only by what it does not reach, or by what only accuses a victim.

    Raises:
        Problem: ``purpose_missing``; ``find_too_little`` where less than a given name and a surname, or a document, was said.
    """
    _need(purpose)
    within_limit("find_person", by=by, origin=origin)
    sought, found = _find(asked, sight=sight, most=SHOWN)
    candidates = _shown(found)
    note("find_person", by=by, thing="person", purpose=purpose, origin=origin, found=len(candidates))
    if not sought:
        raise Problem("find_too_little")
    return candidates


def who(
    asked: Mapping[str, str], *, by: str, purpose: str, origin: str = "", own_case: bool = False, sight: Sight = NOTHING
) -> Answer:  # fmt: skip
    """Say whether somebody is known, while her data are typed; the look is logged, its words are not.

    It stands here and not in ``queries`` because it opens the vault (DESIGN.md law 2) and writes the log. In an own case the answer is that of
    ``find``. Outside one it is yes or no, never who, where or since when (SAFEGUARDS 9); nobody, somebody sealed and somebody reserved
    (SAFEGUARDS 10) get the same answer, and every answer leaves at one fixed time after the question, so that none is told by waiting.

    Args:
        asked: any of ``ASKED``, as typed, half typed too. own_case: whether the account asks within a case that is its own; the caller
            proves it. sight: as for ``find``; whether she is known does not hang on it, whom an own case names does.

    Raises:
        Problem: ``purpose_missing``; ``too_many_looks`` beyond the account's limit, before anything is looked up; ``find_too_little``.
    """
    start = monotonic()
    _need(purpose)
    within_limit("who", by=by, origin=origin)
    sought, found = _find(asked, sight=sight, most=NAMED if own_case else 0)
    known, candidates = any(one.probability >= WARNED for one, _ in found), _shown(found)
    note("who", by=by, thing="person", purpose=purpose, origin=origin, found=len(candidates) if own_case else None)
    if not sought:
        raise Problem("find_too_little")
    if own_case:
        return Answer(known, candidates)
    sleep(remaining(monotonic() - start))
    return Answer(known)


def _need(purpose: str) -> None:
    if not purpose.strip():
        raise Problem("purpose_missing")


def _find(asked: Mapping[str, str], *, sight: Sight, most: int) -> tuple[bool, list[tuple[Found, Candidate | None]]]:
    """Say whether enough was asked to search by, and give the persons who may be the one, the likeliest first: each as the
    first ``most`` are shown to this sight, None where it reaches nothing of her or she is not among those."""
    run = queries.looked_up_in()
    held = opened(run.id, run.closed) if run else Grounds()
    query = read({field: asked.get(field, "") for field in ASKED}, held.frequencies)
    secret = keys.load(settings.KEYS).search
    sought = [search_keys.key(one, secret) for one in sorted(search_keys.sought(query))]
    if not run or not sought:
        return bool(sought), []
    model, compare = compiled(run.model)
    if held.columns != compare.columns:
        raise Problem("link_again")
    prior = model.settled(held.mentions, held.shift).prior_probability(held.mentions)
    hidden: set[str] = set()
    while True:
        known = ((one.place, one.person, rows(one.compared)) for one in _near(sought, run.id) if one.person not in hidden)
        found = likeliest(query, known, compare, prior=prior, suspects=sight.accused, most=max(most, 1), first=FIRST)
        since = records.reserved_since(one.person for one in found)
        if not since:
            break
        hidden |= since
    shown = vault.shown([one.place for one in found[:most]], run=run.id)
    return True, [(one, _candidate(one, shown.get(one.place), model, sight)) for one in found]


def _shown(found: Sequence[tuple[Found, Candidate | None]]) -> tuple[Candidate, ...]:
    return tuple(one for _, one in found if one is not None)


def _near(sought: Sequence[int], run: int) -> Iterator[vault.Candidate]:
    """Give the persons whom search keys lead to, those first whom most lead to; opened some at a time, as they are asked for."""
    places = vault.led_to(sought, run=run, most=COMPARED)
    for start in range(0, len(places), FIRST):
        yield from vault.candidates(places[start : start + FIRST], run=run)


def _candidate(found: Found, shown: bytes | None, model: Model, sight: Sight) -> Candidate | None:
    if not shown:
        return None
    told = [saying for saying, seen in zip(sayings(shown), found.seen, strict=True) if seen]
    reached = named(told, sight, _tables(registers.written()))
    return candidate(found.person, reached, found.probability, reasons(found.levels, model)) if reached else None


@lru_cache(maxsize=2)
def _tables(_written: object) -> dict[tuple[str, str], list[Kept]]:
    """By register and role, where its records of persons in that role stand; the argument says until when it holds."""
    places: dict[tuple[str, str], list[Kept]] = {}
    for source in registers.sources().values():
        for table in source.tables:
            key = (source.code, role(table.record_type))
            places.setdefault(key, []).append(Kept(table.record_type.name, source.code, table.name, source.institution))
    return places


@lru_cache(maxsize=2)
def opened(run: int, closed: str) -> Grounds:
    """Give what holds for all mentions of a linkage, opened once a process; ``closed`` tells it from one of the same number in another house."""
    return grounds.read(vault.grounds(run))


@lru_cache(maxsize=2)
def compiled(model: str) -> tuple[Model, Twin]:
    """Give a model and its twin, compiled once a process."""
    held = models.named(model)
    return held, twin(held)
