"""What is done with contradictions: what stands of each source is audited and what was found kept; a person rules on one.

In: sources, an account. Out: rows. To audit again what did not change finds the same, under the same fingerprints, and touches no ruling.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import orjson
from django.db import transaction
from django.utils import timezone

from intertrata.access.actions import note
from intertrata.figures.audit import auditing
from intertrata.figures.audit.reading import of_rows
from intertrata.figures.contradictions import queries
from intertrata.figures.contradictions.documents import documents
from intertrata.figures.contradictions.found import Audited, Found, audited, where_it_stands
from intertrata.figures.models import Audit, Contradicting, Contradiction, ContradictionRuling
from intertrata.figures.told.store import queries as store
from intertrata.storage.deeds import in_turn
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem

Step = Callable[[str, int, int | None], None]
DEED = "audit"
PATIENCE = 5.0
CHUNK = 500
FOUND_ANEW = ["audit", "document", "line", "certainty", "verdict", "claimed", "computed", "explanation"]
"""What another audit may say anew of what it found before."""
LONGEST_REASON = 300


def audit(sources: Sequence[str], *, by: str, progress: Step | None = None) -> list[Audited]:
    """Audit everything that stands of some sources, document by document; keep what was found, and give it.

    Raises:
        Problem: ``deed_busy`` while somebody else audits.
    """
    tell, told = progress or _silent, list[Audited]()
    with in_turn(DEED, seconds=PATIENCE):
        for done, source in enumerate(sources, start=1):
            brought, digests = store.brought(), queries.brought()
            found = [audited(one, auditing.audit(of_rows(one.rows))) for one in documents(store.standing(brought, source))]
            _keep(source, found, brought=digests.get(source, ""), by=by)
            told += found
            tell("Revisando lo dicho", done, len(sources))
    return told


def audit_what_came(*, by: str, progress: Step | None = None) -> int:
    """Audit the sources of which something came since their last audit, but for those too large to be looked at in passing; give how many.

    Where somebody else is at it none is audited here: the pages say what waits.
    """
    waiting = [one.source for one in queries.audits() if one.outdated and one.told <= queries.MOST_IN_PASSING]
    try:
        audit(waiting, by=by, progress=progress)
    except Problem as problem:
        if problem.code != "deed_busy":
            raise
        return 0
    return len(waiting)


def rule(contradiction: str, decision: str, *, verdict: str = "", why: str, by: str) -> None:
    """Keep what a person found of a contradiction: that it is one, that it is none, or that it is something else; what was found before stays.

    Args:
        decision: ``confirmed``, ``rejected`` or ``otherwise``; for the last, ``verdict``, a code of the list ``verdict``, says what else.
        why: what the person looked at, so that another can check it.

    Raises:
        Problem: ``contradiction_unknown``, ``contradiction_gone``; ``decision_unknown``, ``verdict_unknown``, ``verdict_without_reason``.
    """
    found = queries.contradiction(contradiction)
    if found.gone:
        raise Problem("contradiction_gone")
    if decision not in queries.DECISIONS:
        raise Problem("decision_unknown", asked=decision, allowed=[code_list(queries.STATES).es(one) for one in queries.DECISIONS])
    if decision == queries.OTHERWISE and verdict not in code_list("verdict"):
        raise Problem("verdict_unknown", asked=verdict, allowed=[one.es for one in code_list("verdict")])
    if not why.strip():
        raise Problem("verdict_without_reason")
    ContradictionRuling.objects.create(
        contradiction=found.id, about=found.about, proposed=found.explanation, decision=decision,
        verdict=verdict if decision == queries.OTHERWISE else "", why=why.strip()[:LONGEST_REASON], by=by, at=timezone.now(),
    )  # fmt: skip
    note("rule_contradiction", by=by, thing="contradiction", thing_id=found.id)


@transaction.atomic
def _keep(source: str, audits: Sequence[Audited], *, brought: str, by: str) -> None:
    """Write the audit and what it found: what was found before keeps the day on which it first was."""
    now, found = timezone.now(), [one for each in audits for one in each.found]
    counted = {"statements": sum(one.statements for one in audits), "holding": sum(len(one.holding) for one in audits)}
    made = Audit.objects.create(source=source, brought=brought, broken=len(found), by=by, at=now, **counted)
    rows = [_kept(one, audit=made.pk, first_at=now) for one in found]
    Contradiction.objects.bulk_create(rows, batch_size=CHUNK, update_conflicts=True, update_fields=FOUND_ANEW, unique_fields=["id"])
    for at in range(0, len(found), CHUNK):
        Contradicting.objects.filter(contradiction__in=[one.id for one in found[at : at + CHUNK]]).delete()
    Contradicting.objects.bulk_create((row for one in found for row in _stated(one)), batch_size=CHUNK)


def _kept(one: Found, *, audit: int, first_at: datetime) -> Contradiction:
    found = one.finding
    return Contradiction(
        id=one.id, about=one.about, audit=audit, first_at=first_at, source=one.source, document=one.document, line=found.lines[0], kind=found.kind,
        certainty=found.certainty, verdict=found.verdict, claimed=found.claimed, computed=found.computed, explanation=found.explanation,
    )  # fmt: skip


def _stated(one: Found) -> Iterator[Contradicting]:
    owner = queries.owner(one.source)
    for position, (record, told) in enumerate(one.statements.items()):
        said = orjson.dumps(where_it_stands(told)).decode()
        yield Contradicting(contradiction=one.id, position=position, record=record, institution=told.institution or owner, said=said)


def _silent(what: str, done: int, total: int | None) -> None:
    """Tell nobody."""
