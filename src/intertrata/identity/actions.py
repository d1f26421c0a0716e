"""The deeds of the room: link everything received, open a person, find one.

In: who acts and why. Out: persons as opaque ids, views with names for one answer. Every look is in the log before it is answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic, sleep
from typing import Any
from uuid import UUID, uuid4

import polars as pl
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from intertrata.access import keys
from intertrata.access.actions import note, within_limit
from intertrata.identity import mentions, normal, queries, search_keys
from intertrata.identity.answering import WARNED, Answer, remaining
from intertrata.identity.asked import read
from intertrata.identity.doubts import ASKED as ASKED_OF
from intertrata.identity.doubts import doubts, drawn
from intertrata.identity.finding import Found, likeliest
from intertrata.identity.lexicon import Frequencies
from intertrata.identity.linking import ENGINES, Linked, Step, link_table
from intertrata.identity.model import Model, load
from intertrata.identity.models import DoubtfulPair, LinkRun, Membership
from intertrata.identity.person_view import Candidate, PersonView, candidate, view
from intertrata.identity.persons import changes, keep_ids
from intertrata.identity.profiles import Grounds, lookup, read_grounds, rows, sayings
from intertrata.identity.quality import overmerged, strata
from intertrata.identity.record_mentions import of_records, person_types, standing, with_identity
from intertrata.identity.review import queries as review
from intertrata.identity.scoring import reasons
from intertrata.identity.sight import linkable, unaccused
from intertrata.identity.twins import Twin, twin
from intertrata.registers import queries as registers
from intertrata.storage.bulk import insert_rows
from intertrata.storage.deeds import alone
from intertrata.vault import actions as vault_actions
from intertrata.vault import queries as vault
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.records import RecordType

SHOWN = 20  # candidates of one search
NAMED = 5  # candidates while typing
Held = tuple[RecordType, pl.DataFrame, pl.DataFrame]
COMPARED = 60  # persons whom one search compares; at 1,000,000 a hundred find nobody more
ASKED = (
    "given_names", "surname_1", "surname_2", "full_name", "document_type", "document_number", "birth_date", "age", "age_date", "sex",
    "nationality", "ubigeo", "event_date", "address", "role",
)  # fmt: skip


@dataclass(frozen=True)
class LinkResult:
    """What a run did: its id, how many mentions, persons, pairs compared, pairs in doubt, new persons, memberships changed."""

    run: int
    mentions: int
    persons: int
    pairs: int
    doubtful: int
    new: int
    changed: int


def link(*, by: str, engine: str = "duckdb", progress: Step | None = None) -> LinkResult:
    """Link every current record of a person: who is who, from now on.

    Until the run's row is closed, in one commit at the end, nothing of it counts: a crash leaves the persons of before.

    Raises:
        Problem: ``deed_busy`` while another link runs; ``engine_absent``.
        Unsafe: the vault does not open.
    """
    if engine not in ENGINES:
        raise Problem("engine_absent", engine=engine)
    with alone("link"):
        _sweep()
        model = load()
        before = queries.memberships()
        table = _mentions()
        linked = link_table(table, engine=engine, model=model, decided=review.constraints(), progress=progress)
        run = LinkRun.objects.create(started_at=timezone.now(), by=by, model=model.version, engine=engine)
        now, new = keep_ids(linked.clusters, before, lambda many: [uuid4().hex for _ in range(many)])
        changed = changes(before, now)
        grouped = strata.with_groups(strata.pairs(linked), linked.normalised)
        in_doubt, lots = doubts(linked, model), drawn(linked, model, grouped)
        if progress:
            progress("keep", 4, 4)
        _keep(run.pk, changed, pl.concat([in_doubt, lots]))
        _keep_lookup(run.pk, linked, table, now, model)
        linked.figures["quality"] = _quality(linked, grouped, now)
        return _close(run.pk, linked, persons=now["person"].n_unique(), new=new, changed=len(changed), doubtful=len(in_doubt))


def reindex(changed: Iterable[str]) -> None:
    """Make the search keys of a few persons anew, after people changed whose their records are (``deciding.actions``)."""
    run = queries.last_run()
    whose = queries.records_of_several(sorted(changed))
    told = _told(_held(whose, suspects=True))
    table = normal.normalise(mentions.complete(told))
    if run:
        made = lookup(table, told, whose, columns=_compiled(run.model)[1].columns, secret=keys.load(settings.KEYS).search)
        vault_actions.replace_profiles(made.search_keys, made.profiles, persons=changed, run=run.id, most=search_keys.MOST)


def open_person(person: str, *, by: str, purpose: str, origin: str = "", suspects: bool = False) -> PersonView:
    """Give a person with her names, who says what and where they disagree; the look is logged first.

    Args:
        suspects: whether the account may see that a victim is accused too (``access.permissions.sees_suspects``); where not, what
            accuses a victim is not read at all.

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
    return view(known, _rows(_held(mine, suspects=suspects)))


def find(asked: Mapping[str, str], *, by: str, purpose: str, origin: str = "", suspects: bool = False) -> tuple[Candidate, ...]:
    """Give the persons who may be the one asked for, the likeliest first, at most ``SHOWN``; the search is logged, its words are not.

    Args:
        asked: any of ``ASKED``, as typed. suspects: as for ``open_person``; where not, nobody is found by what only accuses a victim.

    Raises:
        Problem: ``purpose_missing``; ``find_too_little`` where less than a given name and a surname, or a document, was said.
    """
    _need(purpose)
    within_limit("find_person", by=by, origin=origin)
    sought, found = _find(asked, suspects=suspects, most=SHOWN)
    note("find_person", by=by, thing="person", purpose=purpose, origin=origin, found=len(found))
    if not sought:
        raise Problem("find_too_little")
    return found


def who(
    asked: Mapping[str, str], *, by: str, purpose: str, origin: str = "", own_case: bool = False, suspects: bool = False
) -> Answer:  # fmt: skip
    """Say whether somebody is known, while her data are typed; the look is logged, its words are not.

    It stands here and not in ``queries`` because it opens the vault (DESIGN.md law 2) and writes the log. In an own case the answer is that of
    ``find``. Outside one it is yes or no, never who, where or since when (SAFEGUARDS 9); nobody, somebody sealed and somebody reserved
    (SAFEGUARDS 10) get the same answer, and every answer leaves at one fixed time after the question, so that none is told by waiting.

    Args:
        asked: any of ``ASKED``, as typed, half typed too. own_case: whether the account asks within a case that is its own; the caller
            proves it. suspects: as for ``find``.

    Raises:
        Problem: ``purpose_missing``; ``too_many_looks`` beyond the account's limit, before anything is looked up; ``find_too_little``.
    """
    start = monotonic()
    _need(purpose)
    within_limit("who", by=by, origin=origin)
    sought, found = _find(asked, suspects=suspects, most=NAMED if own_case else 0)
    known = any(one.probability >= WARNED for one in found)
    note("who", by=by, thing="person", purpose=purpose, origin=origin, found=len(found) if own_case else None)
    if not sought:
        raise Problem("find_too_little")
    if own_case:
        return Answer(known, found)
    sleep(remaining(monotonic() - start))
    return Answer(known)


def _need(purpose: str) -> None:
    if not purpose.strip():
        raise Problem("purpose_missing")


# -- linking ----------------------------------------------------------------------------------------------------------


def _sweep() -> None:
    """Remove what runs left that never closed: it never counted."""
    torn = list(LinkRun.objects.filter(closed_at__isnull=True).values_list("pk", flat=True))
    with transaction.atomic():
        Membership.objects.filter(run__in=torn).delete()
        DoubtfulPair.objects.filter(run__in=torn).delete()
        LinkRun.objects.filter(pk__in=torn).delete()


def _mentions() -> pl.DataFrame:
    """Every current record of a person as a mention. Vanished records stay: what was told once was told of somebody."""
    every = ((kind, linkable(registers.current(kind.name))) for kind in person_types())
    return _told((kind, records, vault.mentions(records["version"].to_list())) for kind, records in every if len(records))


def _told(held: Iterable[Held]) -> pl.DataFrame:
    """Records with their identity as mentions, each with the day to which its register told it."""
    tables = [
        of_records(records, identity, kind).join(
            records.select(pl.col("record").alias("record_id"), pl.col("cut_off").cast(pl.String)), on="record_id", how="left"
        )
        for kind, records, identity in held
    ]
    return pl.concat([mentions.complete(pl.DataFrame(schema={"record_id": pl.String})).with_columns(cut_off=pl.lit("")), *tables])


def _keep(run: int, changed: pl.DataFrame, asked: pl.DataFrame) -> None:
    members = ((run, UUID(record), UUID(person) if person else None) for record, person in changed.iter_rows())
    insert_rows("default", "identity_membership", ("run", "record", "person"), members)
    told = asked.with_columns(_as_json("evidence"), _as_json("groups"), drawn=pl.col("stratum") != "").select(*ASKED_OF, "drawn")
    insert_rows(
        "default", "identity_doubtfulpair", ("run", *told.columns), ((run, UUID(a), UUID(b), *rest) for a, b, *rest in told.iter_rows())
    )


def _keep_lookup(run: int, linked: Linked, told: pl.DataFrame, now: pl.DataFrame, model: Model) -> None:
    """What looking up needs of this run stands beside the old until the run counts (a crash leaves the old in force)."""
    made = lookup(linked.normalised, told, now, columns=twin(model).columns, secret=keys.load(settings.KEYS).search)
    vault_actions.keep_lookup(made.search_keys, made.profiles, made.grounds, run=run)


def _as_json(column: str) -> pl.Expr:
    """A list of codes as JSON text: codes hold neither quotes nor backslashes."""
    inside = pl.col(column).list.join('", "')
    return pl.when(pl.col(column).list.len() == 0).then(pl.lit("[]")).otherwise(pl.lit('["') + inside + pl.lit('"]')).alias(column)


def _quality(linked: Linked, grouped: pl.DataFrame, now: pl.DataFrame) -> dict[str, Any]:
    """What the page of quality rests on: pairs by stratum and group, sizes of persons, persons who may be two (ids and reasons)."""
    whose = dict(now.iter_rows())
    told = overmerged.suspects(linked).iter_rows()
    suspects = [[whose[cluster], records, reasons] for cluster, records, reasons in told]
    return {"pairs": strata.counts(grouped).rows(), "sizes": overmerged.sizes(linked), "suspects": suspects}


def _close(run: int, linked: Linked, **counts: int) -> LinkResult:
    """The one commit that makes the run true; then the search keys of others go."""
    told = {"mentions": linked.figures["rows"], "persons": counts["persons"], "pairs": linked.figures["pairs_scored"]}
    LinkRun.objects.filter(pk=run).update(closed_at=timezone.now(), figures=linked.figures | counts, **told)
    vault_actions.forget_lookup(other_than=run)
    return LinkResult(run, told["mentions"], told["persons"], told["pairs"], counts["doubtful"], counts["new"], counts["changed"])


# -- looking ----------------------------------------------------------------------------------------------------------


def _held(whose: pl.DataFrame, *, suspects: bool) -> list[Held]:
    """What stands of the records asked for (``record``, ``person``), by type, each with its identity (version, JSON) beside it."""
    history = registers.records(whose["record"].to_list())
    found = [(kind, standing(history, kind)) for kind in person_types()]
    seen = found if suspects else unaccused(found, whose)
    return [(kind, held, vault.mentions(held["version"].to_list())) for kind, held in seen if len(held)]


def _rows(held: list[Held]) -> list[dict[str, Any]]:
    """The records held, each with its identity and record type in one row."""
    return [row for kind, records, identity in held for row in with_identity(records, identity, kind).iter_rows(named=True)]


def _find(asked: Mapping[str, str], *, suspects: bool, most: int) -> tuple[bool, tuple[Candidate, ...]]:
    """Say whether enough was asked to search by, and give the persons who may be the one, the likeliest first; names only of the first ``most``."""
    run = queries.looked_up_in()
    held = _grounds(run.id, run.closed) if run else None
    query = read({field: asked.get(field, "") for field in ASKED}, held.frequencies if held else Frequencies())
    secret = keys.load(settings.KEYS).search
    sought = [search_keys.key(one, secret) for one in sorted(search_keys.sought(query))]
    if not run or not held or not sought:
        return bool(sought), ()
    model, compare = _compiled(run.model)
    candidates = [(one.place, one.person, rows(one.compared)) for one in vault.candidates(sought, run=run.id, most=COMPARED)]
    if held.columns != compare.columns:
        raise Problem("link_again")
    prior = model.prior_probability(run.mentions)
    found = likeliest(query, candidates, compare, prior=prior, suspects=suspects, most=max(most, 1))
    shown = vault.shown([one.place for one in found[:most]], run=run.id)
    return True, tuple(_candidate(one, shown.get(one.place), model) for one in found)


def _candidate(found: Found, shown: bytes | None, model: Model) -> Candidate:
    told = [saying for saying, seen in zip(sayings(shown), found.seen, strict=True) if seen] if shown else []
    return candidate(found.person, told, found.probability, reasons(found.levels, model))


@lru_cache(maxsize=2)
def _grounds(run: int, closed: str) -> Grounds:
    """What all look-ups of a run share, opened once a process."""
    return read_grounds(vault.grounds(run))


@lru_cache(maxsize=2)
def _compiled(model: str) -> tuple[Model, Twin]:
    held = load(model)
    return held, twin(held)
