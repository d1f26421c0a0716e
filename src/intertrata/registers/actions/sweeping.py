"""What a crash left is removed: rows of deposits that never closed, what the vault holds for nobody.

In: the deed held alone. Out: how much was removed of what.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Max, Min, QuerySet

from intertrata.access.actions import note as note_look
from intertrata.registers.actions.drafting import forget_old_drafts
from intertrata.registers.actions.keeping import at_once, taking_a_place
from intertrata.registers.actions.numbering import number_what_stands
from intertrata.registers.models import CaseNumbers, Deposit, Interviewed, RecordEvent, Refusal
from intertrata.storage.bulk import read_rows
from intertrata.storage.deeds import alone
from intertrata.vault import actions as vault
from intertrata.vault import queries as vaulted

DEED = "receive"
BATCH = 50_000


def sweep(*, by: str) -> dict[str, int]:
    """Remove what deliveries that never closed left: rows, refused values, mentions nobody owns, sealed files, and drafts past
    their days; say how many."""
    with alone(DEED):
        swept = sweep_the_dead() | _sweep_the_vault() | {"drafts": forget_old_drafts()}
    note_look("sweep", by=by, found=sum(swept.values()))
    return swept


def write_numbers_anew(*, by: str) -> int:
    """Write the case numbers of everything that is kept anew, where ``verify`` says that they are not what the records tell; give how many.

    Raises:
        Problem: ``deed_busy`` where a delivery is being received.
    """
    with alone(DEED), taking_a_place(), at_once():
        written = number_what_stands()
    note_look("write_numbers", by=by, found=written)
    return written


def sweep_the_dead() -> dict[str, int]:
    """Remove the rows of deposits that were never closed; who holds the deed alone knows that no one is writing them."""
    dead = list(Deposit.objects.filter(closed_at=None).order_by("order"))
    if not dead:
        return {"deposits": 0, "rows": 0}
    ids = [one.id for one in dead]
    _remove_in_pieces(CaseNumbers.objects.filter(deposit__in=ids))
    _remove_in_pieces(Interviewed.objects.filter(deposit__in=ids))
    rows = _remove_in_pieces(RecordEvent.objects.filter(deposit__in=ids))
    rows += Refusal.objects.filter(deposit__in=ids).delete()[0]
    vault.forget(deposits=[one.hex for one in ids])
    swept = _sweep_the_vault()
    Deposit.objects.filter(id__in=ids).delete()
    return {"deposits": len(dead), "rows": rows} | swept


def _remove_in_pieces(mine: QuerySet[Any]) -> int:
    """Remove rows piece by piece, since the site writes in between; say how many."""
    ends, rows = mine.aggregate(first=Min("id"), last=Max("id")), 0
    for start in range(ends["first"] or 0, (ends["last"] or -1) + 1, BATCH):
        rows += mine.filter(id__gte=start, id__lt=start + BATCH).delete()[0]
    return rows


def _sweep_the_vault() -> dict[str, int]:
    """Remove mentions whose version no row tells, and sealed files that no deposit names; meanwhile nobody types a record in."""
    with taking_a_place():
        orphans = vaulted.versions_held()
        for batch in read_rows("default", f'SELECT "version" FROM "{RecordEvent._meta.db_table}"'):
            orphans.difference_update(version for (version,) in batch)
        files = vaulted.deposits_held() - set(Deposit.objects.values_list("digest", flat=True))
        vault.forget(versions=sorted(orphans), files=sorted(files))
        return {"mentions": len(orphans), "files": len(files) + vault.forget_unfinished()}
