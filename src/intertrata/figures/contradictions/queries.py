"""The door of contradictions to read: which stand, of what kind and how surely, what people ruled of each, and how many identities hold beside them.

In: filters, ids. Out: frozen values. A contradiction stands where the last audit of its source found it; its state is computed from rulings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import orjson
from django.db.models import Case, CharField, Count, Exists, F, Max, OuterRef, QuerySet, Subquery, Value, When

from intertrata.figures.models import Audit, Contradicting, Contradiction, ContradictionRuling, Statement
from intertrata.registers import queries as registers
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem

STATES, KINDS, CERTAINTIES = "contradiction_state", "contradiction_kind", "contradiction_certainty"
PENDING, CHANGED, OTHERWISE = "pending", "changed", "otherwise"
DECISIONS = ("confirmed", "rejected", OTHERWISE)
AT_ONCE = 500
MOST_IN_PASSING = 200_000
"""Statements of a source up to which it is audited whenever something of it comes: half a minute, and half a gigabyte."""


@dataclass(frozen=True)
class Asked:
    """Which contradictions are asked for; what is empty asks for all."""

    kind: str = ""
    certainty: str = ""
    institution: str = ""
    state: str = ""
    source: str = ""


@dataclass(frozen=True)
class Stated:
    """A statement of a contradiction as it stood when it was found; ``told`` as ``found.where_it_stands`` says it."""

    record: str
    institution: str
    told: Mapping[str, Any]


@dataclass(frozen=True)
class Ruled:
    """What a person found: the decision, why, by which account, when; what was proposed then, and whether the statements said then what they say now."""

    decision: str
    verdict: str
    why: str
    by: str
    at: datetime
    proposed: str
    same: bool


@dataclass(frozen=True)
class Proposed:
    """A contradiction as the machine proposes it, with its state, its rulings (the newest first) and its statements (the claim first).

    ``gone``: whether the last audit did not find it again.
    """

    id: str
    about: str
    source: str
    document: str
    kind: str
    certainty: str
    verdict: str
    claimed: str
    computed: str
    explanation: str
    first_at: datetime
    state: str
    gone: bool
    rulings: Sequence[Ruled]
    statements: Sequence[Stated]


@dataclass(frozen=True)
class Counted:
    """How many contradictions stand, by kind and certainty, and in each state; of those asked for."""

    total: int
    kinds: Mapping[str, Mapping[str, int]]
    states: Mapping[str, int]


@dataclass(frozen=True)
class SourceAudited:
    """The last audit of a source that told figures: what was looked at and what holds; ``outdated``: something came since, or it never was audited.

    ``told``: how many statements the source ever told.
    """

    source: str
    at: datetime | None
    statements: int
    checked: int
    holding: int
    broken: int
    outdated: bool
    told: int


def brought() -> dict[str, str]:
    """Give, by source of figures, a digest of the deposits that it brought."""
    found: dict[str, list[str]] = {}
    for one in registers.deposits(kind="figures"):
        found.setdefault(one.register, []).append(one.id)
    return {source: sha256(" ".join(sorted(ids)).encode()).hexdigest() for source, ids in sorted(found.items())}


def audits() -> list[SourceAudited]:
    """Give the last audit of each source that told figures, in the order of their codes."""
    newest = {one.source: one for one in Audit.objects.filter(id__in=_newest())}
    return [_audited(source, newest.get(source), digest) for source, digest in brought().items()]


def _audited(source: str, last: Audit | None, digest: str) -> SourceAudited:
    outdated = last is None or last.brought != digest
    told = Statement.objects.filter(source=source).count() if outdated else 0
    if last is None:
        return SourceAudited(source, None, 0, 0, 0, 0, outdated, told)
    checked = last.holding + last.broken
    return SourceAudited(source, last.at, last.statements, checked, last.holding, last.broken, outdated, told)


def owner(source: str) -> str:
    """Give the institution whose register a source is, as its list calls it."""
    known = registers.sources().get(source)
    return code_list("institution").es(known.institution) if known else ""


def contradictions(asked: Asked, *, first: int = 0, most: int | None = None) -> list[Proposed]:
    """Give the contradictions that stand, the proved ones first, in the order of their documents."""
    found = _asked(asked).order_by("-certainty", "source", "document", "line", "id")
    return _proposed(list(found[first : None if most is None else first + most]))


def every(asked: Asked) -> Iterator[Proposed]:
    """Give all the contradictions asked for, in the same order, some hundred at a time."""
    first = 0
    while some := contradictions(asked, first=first, most=AT_ONCE):
        yield from some
        first += AT_ONCE


def counted(asked: Asked) -> Counted:
    """Count the contradictions that stand."""
    kinds: dict[str, dict[str, int]] = {}
    states: dict[str, int] = {}
    for kind, certainty, state, many in _asked(asked).values_list("kind", "certainty", "state").annotate(many=Count("id")).order_by():
        row = kinds.setdefault(kind, {})
        row[certainty] = row.get(certainty, 0) + many
        states[state] = states.get(state, 0) + many
    return Counted(sum(states.values()), kinds, states)


def contradiction(asked: str) -> Proposed:
    """Give one contradiction, also where it is gone.

    Raises:
        Problem: ``contradiction_unknown``.
    """
    found = _with_state(Contradiction.objects.filter(id=asked)).first()
    if found is None:
        raise Problem("contradiction_unknown", asked=asked[:32])
    return _proposed([found])[0]


def touching(records: Iterable[str]) -> list[Proposed]:
    """Give the contradictions that stand and are made of any of these statements."""
    ids = Contradicting.objects.filter(record__in=list(records)).values("contradiction")
    return _proposed(list(_asked(Asked()).filter(id__in=ids).order_by("-certainty", "source", "document", "line", "id")))


def institutions() -> list[str]:
    """Give the institutions whose figures make a contradiction that stands, in order."""
    standing = Contradiction.objects.filter(audit__in=_newest()).values("id")
    found = Contradicting.objects.filter(contradiction__in=standing).exclude(institution="")
    return sorted(found.order_by().values_list("institution", flat=True).distinct())


def _newest() -> list[int]:
    """The last audit of each source."""
    return list(Audit.objects.order_by().values("source").annotate(last=Max("id")).values_list("last", flat=True))


def _asked(asked: Asked) -> QuerySet[Contradiction]:
    found = Contradiction.objects.filter(audit__in=_newest())
    wanted = {"kind": asked.kind, "certainty": asked.certainty, "source": asked.source}
    found = found.filter(**{name: value for name, value in wanted.items() if value})
    if asked.institution:
        found = found.filter(id__in=Contradicting.objects.filter(institution=asked.institution).values("contradiction"))
    found = _with_state(found)
    return found.filter(state=asked.state) if asked.state else found


def _with_state(found: QuerySet[Contradiction]) -> QuerySet[Contradiction]:
    """With the last ruling; where none speaks of what the statements say now but one of what they said before, it is changed."""
    last = ContradictionRuling.objects.filter(contradiction=OuterRef("id")).order_by("-id").values("decision")[:1]
    before = Exists(ContradictionRuling.objects.filter(about=OuterRef("about")))
    return found.annotate(ruled=Subquery(last)).annotate(
        state=Case(
            When(ruled__isnull=False, then=F("ruled")), When(before, then=Value(CHANGED)), default=Value(PENDING), output_field=CharField()
        )
    )


def _proposed(found: Sequence[Any]) -> list[Proposed]:
    """With their rulings and statements: two questions for all of them."""
    newest = set(_newest())
    rulings: dict[str, list[ContradictionRuling]] = {}
    for ruling in ContradictionRuling.objects.filter(about__in=[one.about for one in found]).order_by("-id"):
        rulings.setdefault(ruling.about, []).append(ruling)
    stated: dict[str, list[Stated]] = {}
    for each in Contradicting.objects.filter(contradiction__in=[one.id for one in found]).order_by("contradiction", "position"):
        stated.setdefault(each.contradiction, []).append(_stated(each))
    return [
        Proposed(
            one.id, one.about, one.source, one.document, one.kind, one.certainty, one.verdict, one.claimed, one.computed, one.explanation,
            one.first_at, one.state, one.audit not in newest, [_ruled(ruling, one.id) for ruling in rulings.get(one.about, [])],
            stated.get(one.id, []),
        )
        for one in found
    ]  # fmt: skip


def _ruled(one: ContradictionRuling, now: str) -> Ruled:
    return Ruled(one.decision, one.verdict, one.why, one.by, one.at, one.proposed, one.contradiction == now)


def _stated(one: Contradicting) -> Stated:
    return Stated(one.record.hex, one.institution, orjson.loads(one.said))
