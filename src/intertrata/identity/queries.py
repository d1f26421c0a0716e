"""What the room tells: whose each record is, runs, pairs in doubt. In: nothing but ids. Out: ids, counts, codes; never a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import polars as pl

from intertrata.identity.models import LinkRun
from intertrata.storage.bulk import few_rows, read_rows

LINKAGES = ("link", "extend")
PREVIOUS = 2  # a linkage and the one before it
SEVERAL = 450  # ids asked for at once, twice in one query
FEW = 20  # ids whose answer somebody waits for
# The last closed run that speaks of a record says whose it is (null: nobody's any more).
CURRENT = """
    SELECT m.record, m.person FROM identity_membership m
    JOIN (SELECT record, MAX(id) AS last FROM identity_membership WHERE run IN (SELECT id FROM identity_linkrun WHERE closed_at IS NOT NULL)
          {where} GROUP BY record) newest ON newest.last = m.id
    WHERE m.person IS NOT NULL
"""


@dataclass(frozen=True)
class Run:
    """One closed linkage."""

    id: int
    started_at: datetime
    closed_at: datetime
    by: str
    model: str
    engine: str
    mentions: int
    persons: int
    pairs: int
    figures: dict[str, Any]


@dataclass(frozen=True)
class Counted:
    """How many mentions and persons are known."""

    mentions: int
    persons: int


@dataclass(frozen=True)
class Ground:
    """The linkage that looks rest on: ``closed`` as text tells it from one of the same number in another house."""

    id: int
    closed: str
    model: str
    mentions: int


def memberships() -> pl.DataFrame:
    """Give ``record``, ``person`` (32 hex digits each) of every record that belongs to somebody, sorted by record."""
    rows = [row for batch in read_rows("default", CURRENT.format(where="") + " ORDER BY m.record") for row in batch]
    return pl.DataFrame(rows, schema={"record": pl.String, "person": pl.String}, orient="row")


def persons_count() -> int:
    """Give how many persons the last linkage and what people changed since know; 0 before the first."""
    last = LinkRun.objects.filter(closed_at__isnull=False).order_by("-id").first()
    return last.persons if last else 0


def last_run() -> Run | None:
    """Give the last linkage, of everything or of what changed, or None."""
    return next(iter(runs(limit=1)), None)


def last_whole() -> Run | None:
    """Give the last linkage of everything, or None."""
    return next((_run(one) for one in LinkRun.objects.filter(closed_at__isnull=False, kind="link").order_by("-id")[:1]), None)


def since_whole() -> list[int]:
    """Give the last linkage of everything and those of what changed since, the oldest first; none before the first."""
    whole = looked_up_in()
    closed = LinkRun.objects.filter(closed_at__isnull=False, kind__in=LINKAGES, id__gte=whole.id if whole else 0)
    return list(closed.order_by("id").values_list("pk", flat=True)) if whole else []


def linked_until() -> tuple[int, int]:
    """Give up to which deposit (its order) the last linkage of everything, and the last of all, read the registers."""
    figures = [LinkRun.objects.get(pk=run).figures.get("until", -1) for run in since_whole()]
    return (figures[0], figures[-1]) if figures else (-1, -1)


def read_by(run: int) -> tuple[int, int] | None:
    """Give after which deposit (its order), and up to which, a linkage of what changed read the registers; None for any other run."""
    known = [one for one in since_whole() if one <= run]
    if len(known) < PREVIOUS or known[-1] != run:
        return None
    before, own = (int(LinkRun.objects.get(pk=one).figures["until"]) for one in known[-PREVIOUS:])
    return before, own


def counted() -> Counted:
    """Give how many mentions the last linkage knew, and how many persons there are now."""
    last = last_run()
    return Counted(last.mentions if last else 0, persons_count())


def looked_up_in() -> Ground | None:
    """Give the last linkage as far as a look-up needs it, in one short query: somebody waits for its answer."""
    rows = few_rows(
        "default",
        """SELECT id, CAST(closed_at AS VARCHAR(40)), model, mentions FROM identity_linkrun
           WHERE closed_at IS NOT NULL AND kind = 'link' ORDER BY id DESC LIMIT 1""",
    )
    return next((Ground(*row) for row in rows), None)


def runs(limit: int = 50) -> list[Run]:
    """Give the closed linkages, the last first; what people changed since is no linkage."""
    return [_run(one) for one in LinkRun.objects.filter(closed_at__isnull=False, kind__in=LINKAGES).order_by("-id")[:limit]]


def _run(r: LinkRun) -> Run:
    return Run(r.pk, r.started_at, r.closed_at, r.by, r.model, r.engine, r.mentions, r.persons, r.pairs, r.figures)


def doubtful_count() -> int:
    """Give how many pairs the last linkage of everything, and those since, left in doubt."""
    return sum(int(LinkRun.objects.get(pk=run).figures.get("doubtful", 0)) for run in since_whole())


def records_of(person: str) -> list[str]:
    """Give the records (32 hex digits) that speak of a person, sorted; none where nobody has that id."""
    return records_of_several([person])["record"].to_list()


def records_of_several(persons: list[str]) -> pl.DataFrame:
    """Give ``record``, ``person`` of the records that speak of these persons, sorted by record."""
    return pl.DataFrame(records_of_few(persons), schema={"record": pl.String, "person": pl.String}, orient="row").sort("record")


def records_of_few(persons: list[str]) -> list[tuple[str, str]]:
    """Give (record, person) of the records that speak of these persons, in no order: for what answers while somebody waits."""
    where = "AND record IN (SELECT record FROM identity_membership WHERE person IN ({places}))"
    return _current(persons, where, "AND m.person IN ({places})")


def whose(records: list[str]) -> pl.DataFrame:
    """Give ``record``, ``person`` of these records, sorted by record; who is nobody's is absent."""
    rows = _current(records, "AND record IN ({places})", "")
    return pl.DataFrame(rows, schema={"record": pl.String, "person": pl.String}, orient="row").sort("record")


def _current(ids: Iterable[str], where: str, more: str) -> list[tuple[str, str]]:
    asked = sorted({known for one in ids if (known := _id(one))})
    rows: list[tuple[str, str]] = []
    for start in range(0, len(asked), SEVERAL):
        some = asked[start : start + SEVERAL]
        places = ", ".join(["%s"] * len(some))
        sql = f"{CURRENT.format(where=where.format(places=places))} {more.format(places=places)}"
        told = some * (1 + bool(more))
        rows += few_rows("default", sql, told) if len(some) <= FEW else [row for batch in read_rows("default", sql, told) for row in batch]
    return rows


def person_of(record: str) -> str | None:
    """Give whose a record is (32 hex digits), or None."""
    return next(iter(whose([record])["person"]), None)


def went_to(person: str) -> list[str]:
    """Give the persons that the records of an id belong to now, sorted: itself, whom it was merged into, who was parted from it."""
    asked = _id(person)
    if asked is None:
        return []
    sql = CURRENT.format(where="AND record IN (SELECT record FROM identity_membership WHERE person = %s)") + " ORDER BY m.person"
    return sorted({row[1] for batch in read_rows("default", sql, [asked]) for row in batch})


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
