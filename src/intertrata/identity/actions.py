"""The deeds of the room: link everything received, open a person, find one.

In: who acts and why. Out: persons as opaque ids, views with names for one answer. Every look is in the log before it is answered.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import polars as pl
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from intertrata.access import keys
from intertrata.access.actions import note
from intertrata.identity import mentions, normal, queries, search_keys
from intertrata.identity.doubts import doubts
from intertrata.identity.linking import Linked, Step, link_table
from intertrata.identity.model import Model, load
from intertrata.identity.models import DoubtfulPair, LinkRun, Membership
from intertrata.identity.person_view import Candidate, PersonView, candidate, view
from intertrata.identity.persons import changes, keep_ids
from intertrata.identity.record_mentions import of_records, person_types, standing, with_identity
from intertrata.identity.scoring import compare, reasons
from intertrata.identity.sight import unaccused
from intertrata.registers import queries as registers
from intertrata.storage.bulk import insert_rows
from intertrata.storage.deeds import alone
from intertrata.vault import actions as vault_actions
from intertrata.vault import queries as vault
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.records import RecordType

SHOWN = 20  # candidates of one search
Held = tuple[RecordType, pl.DataFrame, pl.DataFrame]
LEAST = 0.001  # below this probability nobody is shown
KNOWING = ("surnames", "given", "document")  # comparisons: somebody none of them can speak of was not found, whatever else fits
ASKED = (
    "given_names",
    "surname_1",
    "surname_2",
    "full_name",
    "document_type",
    "document_number",
    "birth_date",
    "age",
    "age_date",
    "sex",
    "nationality",
)


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
    if engine != "duckdb":
        raise Problem("engine_absent", engine=engine)
    with alone("link"):
        _sweep()
        model = load()
        before = queries.memberships()
        table = _mentions()
        linked = link_table(table, engine=engine, model=model, progress=progress)
        run = LinkRun.objects.create(started_at=timezone.now(), by=by, model=model.version, engine=engine)
        now, new = keep_ids(linked.clusters, before, lambda many: [uuid4().hex for _ in range(many)])
        changed = changes(before, now)
        in_doubt = doubts(linked, model)
        if progress:
            progress("keep", 4, 4)
        _keep(run.pk, changed, in_doubt)
        _keep_search_keys(run.pk, linked, now)
        return _close(run.pk, linked, persons=now["person"].n_unique(), new=new, changed=len(changed), doubtful=len(in_doubt))


def reindex(changed: Iterable[str]) -> None:
    """Make the search keys of a few persons anew, after people changed whose their records are (``review.actions``)."""
    run = queries.last_run()
    whose = queries.records_of_several(sorted(changed))
    held = _held(whose, suspects=True)
    tables = [of_records(records, identity, kind) for kind, records, identity in held]
    table = normal.normalise(pl.concat([mentions.complete(pl.DataFrame(schema={"record_id": pl.String})), *tables]))
    persons = table.select(pl.col("record_id").alias("record")).join(whose, on="record", how="left", maintain_order="left")["person"]
    if run:
        vault_actions.replace_search_keys(
            search_keys.of_persons(table, persons, keys.load(settings.KEYS).search), persons=changed, run=run.id
        )


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
    model = load()
    row = pl.DataFrame([{"record_id": "asked", **{field: asked.get(field, "") for field in ASKED}}])
    query = normal.normalise(mentions.complete(row))
    secret = keys.load(settings.KEYS).search
    sought = [search_keys.key(one, secret) for one in sorted(search_keys.compounds(query.row(0, named=True)))]
    run = queries.last_run()
    whose = queries.records_of_several(vault.candidates(sought, run=run.id) if sought and run else [])
    found = _likeliest(query, whose, _held(whose, suspects=suspects), model, among=run.mentions if run else 0)
    note("find_person", by=by, thing="person", purpose=purpose, origin=origin, found=len(found))
    if not sought:
        raise Problem("find_too_little")
    return found


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
    tables = []
    for kind in person_types():
        records = registers.current(kind.name)
        if len(records):
            tables.append(of_records(records, vault.mentions(records["version"].to_list()), kind))
    return pl.concat(tables) if tables else mentions.complete(pl.DataFrame(schema={"record_id": pl.String}))


def _keep(run: int, changed: pl.DataFrame, in_doubt: pl.DataFrame) -> None:
    members = ((run, UUID(record), UUID(person) if person else None) for record, person in changed.iter_rows())
    insert_rows("default", "identity_membership", ("run", "record", "person"), members)
    columns = ("record_a", "record_b", "probability", "evidence", "worth", "accuses")
    told = in_doubt.select(columns).iter_rows()
    pairs = ((run, UUID(a), UUID(b), p, json.dumps(evidence), worth, accuses, False) for a, b, p, evidence, worth, accuses in told)
    insert_rows("default", "identity_doubtfulpair", ("run", *columns, "drawn"), pairs)


def _keep_search_keys(run: int, linked: Linked, now: pl.DataFrame) -> None:
    """Keys of this run stand beside the old ones until the run counts (a crash leaves the old ones in force)."""
    persons = linked.normalised.select(pl.col("record_id").alias("record")).join(now, on="record", how="left", maintain_order="left")[
        "person"
    ]
    vault_actions.keep_search_keys(search_keys.of_persons(linked.normalised, persons, keys.load(settings.KEYS).search), run=run)


def _close(run: int, linked: Linked, **counts: int) -> LinkResult:
    """The one commit that makes the run true; then the search keys of others go."""
    told = {"mentions": linked.figures["rows"], "persons": counts["persons"], "pairs": linked.figures["pairs_scored"]}
    LinkRun.objects.filter(pk=run).update(closed_at=timezone.now(), figures=linked.figures | counts, **told)
    vault_actions.forget_search_keys(other_than=run)
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


def _likeliest(query: pl.DataFrame, whose: pl.DataFrame, held: list[Held], model: Model, *, among: int) -> tuple[Candidate, ...]:
    """Compare the candidates' mentions with what was asked; the best mention speaks for a person."""
    if not held:
        return ()
    table = normal.normalise(pl.concat(of_records(records, identity, kind) for kind, records, identity in held))
    pairs = table.select(pl.lit(0, pl.Int32).alias("a"), pl.col("n").alias("b"))
    compared = compare(query, table, pairs, model, mentions=among).with_columns(table["record_id"].alias("record"))
    best = (
        compared.join(whose, on="record").filter(pl.col("probability") >= LEAST, pl.any_horizontal(pl.col(KNOWING).is_not_null()))
        .sort("probability", "person", "record", descending=[True, False, False]).unique("person", keep="first", maintain_order=True).head(SHOWN)
    )  # fmt: skip
    rows, owner = _rows(held), dict(whose.iter_rows())
    return tuple(
        candidate(
            view(one["person"], [row for row in rows if owner[row["record"]] == one["person"]]), one["probability"], reasons(one, model)
        )
        for one in best.iter_rows(named=True)
    )
