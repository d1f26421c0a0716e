"""Linking: everything received, or what changed since with whom it may concern. In: who asks. Out: persons as opaque ids, true in one commit.

Few changes are linked with the persons they lead to by search keys, by what the last whole linkage learnt; many, or another model, link
everything anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import polars as pl
from django.db import transaction
from django.utils import timezone

from intertrata.identity import mentions, normal, queries
from intertrata.identity.actions import records, search
from intertrata.identity.actions.looking import opened
from intertrata.identity.doubts import ASKED as ASKED_OF
from intertrata.identity.doubts import doubts, drawn
from intertrata.identity.drawing import actions as drawing
from intertrata.identity.linking import ENGINES, Linked, Part, Step, link_table
from intertrata.identity.model import Model
from intertrata.identity.models import DoubtfulPair, LinkRun, Membership
from intertrata.identity.persons import changes, keep_ids
from intertrata.identity.quality import overmerged, strata
from intertrata.identity.queries import Ground
from intertrata.identity.record_mentions import person_types
from intertrata.identity.retraining import queries as models
from intertrata.identity.review import queries as review
from intertrata.registers import queries as registers
from intertrata.storage.bulk import insert_rows
from intertrata.storage.deeds import alone
from intertrata.vault import actions as vault_actions
from intertrata.vocabulary.errors import Problem

SMALL = 20_000  # mentions: fewer link anew in seconds
ONE_IN = 20  # of the mentions linked, that may change before everything is linked anew


@dataclass(frozen=True)
class LinkResult:
    """What a run did: its id, whether it linked ``everything`` or what changed, how many mentions and persons there are now, pairs
    compared, pairs in doubt, new persons, memberships changed."""

    run: int
    everything: bool
    mentions: int
    persons: int
    pairs: int
    doubtful: int
    new: int
    changed: int


def link(*, by: str, engine: str = "duckdb", anew: bool | None = None, progress: Step | None = None) -> LinkResult:
    """Link the current records of persons: who is who, from now on.

    Until the run's row is closed, in one commit at the end, nothing of it counts: a crash leaves the persons of before.

    Args:
        anew: link everything, however little changed; False: what changed, however much, where a linkage by the same model stands to link it
            to. None: what is quicker without being worse.

    Raises:
        Problem: ``deed_busy`` while another link runs; ``engine_absent``.
        Unsafe: the vault does not open.
    """
    if engine not in ENGINES:
        raise Problem("engine_absent", engine=engine)
    with alone("link"):
        _sweep()
        model, until = models.current(), registers.last_order()
        ground = queries.looked_up_in()
        fresh = None if anew or engine != "duckdb" or ground is None or ground.model != model.version else _fresh(ground, few=anew is None)
        if ground is None or fresh is None:
            return _everything(model, engine, by=by, until=until, progress=progress)
        search.catch_up()
        return _changed(ground, fresh, by=by, until=until, progress=progress)


def _fresh(ground: Ground, *, few: bool) -> list[str] | None:
    """The records told since the last linkage; None where only a few would do, and they are too many or all are quickly linked."""
    whole, last = queries.linked_until()
    told = registers.told_since(whole, [kind.name for kind in person_types()])
    if few and (ground.mentions < SMALL or len(told) * ONE_IN > ground.mentions):
        return None
    return told.filter(pl.col("order") > last)["record"].to_list()


def _everything(model: Model, engine: str, *, by: str, until: int, progress: Step | None) -> LinkResult:
    before = queries.memberships()
    table = records.every()
    linked = link_table(table, engine=engine, model=model, decided=review.constraints(), progress=progress)
    run = LinkRun.objects.create(started_at=timezone.now(), by=by, model=model.version, engine=engine)
    now, new = keep_ids(linked.clusters, before, lambda many: [uuid4().hex for _ in range(many)])
    changed = changes(before, now)
    grouped = strata.with_groups(strata.pairs(linked), linked.normalised)
    in_doubt, lots = doubts(linked, model), drawn(linked, model, grouped)
    if progress:
        progress("keep", 4, 4)
    _keep(run.pk, changed, pl.concat([in_doubt, lots]))
    search.keep(run.pk, linked, table, now, model=model)
    drawing.keep(linked, run=run.pk)
    figures = linked.figures | {"quality": _quality(linked, grouped, now), "until": until}
    with transaction.atomic():
        LinkRun.objects.filter(closed_at__isnull=False).update(indexed=True)
        result = _close(
            run.pk, figures, told_of=len(table), persons=now["person"].n_unique(), new=new, changed=len(changed), doubtful=len(in_doubt)
        )
    vault_actions.forget_lookup(other_than=run.pk)
    drawing.forget(other_than=run.pk)
    return result


def _changed(ground: Ground, fresh: list[str], *, by: str, until: int, progress: Step | None) -> LinkResult:
    """Link the records told since with all persons they may speak of, as parts of the whole linkage before."""
    if progress:
        progress("reach", 0, 4)
    held, model = opened(ground.id, ground.closed), models.named(ground.model)
    whose = queries.whose(fresh)
    new_ones = normal.normalise(mentions.complete(records.of_several(fresh)), known=held)
    touched = {*whose["person"], *search.reached(new_ones, ground)}
    before = queries.records_of_several(sorted(touched))
    table = records.of_several({*before["record"], *fresh})
    part = Part(held, search.crowds(touched, ground))
    linked = link_table(table, model=model, decided=review.constraints(), part=part, progress=progress)
    run = LinkRun.objects.create(kind="extend", started_at=timezone.now(), by=by, model=model.version, engine="duckdb", indexed=False)
    now, new = keep_ids(linked.clusters, before, lambda many: [uuid4().hex for _ in range(many)])
    changed, in_doubt = changes(before, now), doubts(linked, model)
    if progress:
        progress("keep", 4, 4)
    _keep(run.pk, changed, in_doubt)
    last = queries.counted()
    gone = before["person"].n_unique() - (now["person"].n_unique() - new)
    result = _close(
        run.pk, linked.figures | {"until": until}, told_of=last.mentions + len(now) - len(before), persons=last.persons + new - gone,
        new=new, changed=len(changed), doubtful=len(in_doubt),
    )  # fmt: skip
    moved = {*changed["record"], *fresh}
    persons = {person for side in (before, now) for person in side.filter(pl.col("record").is_in(sorted(moved)))["person"]}
    theirs = now.filter(pl.col("person").is_in(sorted(persons)))
    search.put(run.pk, ground, (linked.normalised, table), theirs, persons=persons, moved=moved)
    return result


def _sweep() -> None:
    """Remove what runs left that never closed: it never counted."""
    torn = list(LinkRun.objects.filter(closed_at__isnull=True).values_list("pk", flat=True))
    with transaction.atomic():
        Membership.objects.filter(run__in=torn).delete()
        DoubtfulPair.objects.filter(run__in=torn).delete()
        LinkRun.objects.filter(pk__in=torn).delete()


def _keep(run: int, changed: pl.DataFrame, asked: pl.DataFrame) -> None:
    members = ((run, UUID(record), UUID(person) if person else None) for record, person in changed.iter_rows())
    insert_rows("default", "identity_membership", ("run", "record", "person"), members)
    told = asked.with_columns(_as_json("evidence"), _as_json("levels"), _as_json("groups"), drawn=pl.col("stratum") != "").select(
        *ASKED_OF, "drawn"
    )
    insert_rows(
        "default", "identity_doubtfulpair", ("run", *told.columns), ((run, UUID(a), UUID(b), *rest) for a, b, *rest in told.iter_rows())
    )


def _as_json(column: str) -> pl.Expr:
    """A list of codes as JSON text: codes hold neither quotes nor backslashes."""
    inside = pl.col(column).list.join('", "')
    return pl.when(pl.col(column).list.len() == 0).then(pl.lit("[]")).otherwise(pl.lit('["') + inside + pl.lit('"]')).alias(column)


def _quality(linked: Linked, grouped: pl.DataFrame, now: pl.DataFrame) -> dict[str, Any]:
    """What the page of quality rests on: pairs by stratum and group, sizes of persons, persons who may be two (ids and reasons)."""
    whose = dict(now.iter_rows())
    told = overmerged.suspects(linked).iter_rows()
    suspects = [[whose[cluster], records_of, reasons] for cluster, records_of, reasons in told]
    return {"pairs": strata.counts(grouped).rows(), "sizes": overmerged.sizes(linked), "suspects": suspects}


def _close(run: int, figures: dict[str, Any], *, told_of: int, persons: int, **counts: int) -> LinkResult:
    """The one write that makes the run true."""
    told = {"mentions": told_of, "persons": persons, "pairs": figures["pairs_scored"]}
    LinkRun.objects.filter(pk=run).update(closed_at=timezone.now(), figures=figures | counts | {"persons": persons}, **told)
    everything = LinkRun.objects.filter(pk=run, kind="link").exists()
    return LinkResult(run, everything, told_of, persons, figures["pairs_scored"], counts["doubtful"], counts["new"], counts["changed"])
