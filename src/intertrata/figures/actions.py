"""What this room does: it freezes what is known now into a cut, from which everything is counted.

In: current records (``registers``) and whose they are (``identity``). Out: a durable folder, then the row that makes it true.
"""

from __future__ import annotations

from django.utils import timezone

from intertrata.figures import cut_files, freezing
from intertrata.figures.cut_files import CutRef
from intertrata.figures.models import Cut
from intertrata.figures.queries import cut_folder
from intertrata.identity import queries as identity
from intertrata.registers import queries as registers
from intertrata.storage.deeds import alone
from intertrata.storage.files import sweep_unfinished
from intertrata.vocabulary.errors import Problem

__all__ = ["CutRef", "cut"]


def cut(*, by: str) -> CutRef:
    """Freeze the records and persons known now and give the cut; the same data give the cut that stands already.

    The files are durable before the row is written: a crash leaves no cut, or a folder that the next cut of the same data
    proves and adopts.

    Args:
        by: the account that asks for it.

    Raises:
        Problem: ``deed_busy`` while another cut is being made; ``cut_of_nothing`` where no register has told anything;
            ``cut_damaged`` where this very cut stands already and is not what was written.
        Unsafe: a table holds identity.
    """
    with alone("cut"):
        sweep_unfinished(cut_folder())
        run = identity.last_run()
        tables = freezing.freeze({name: registers.current(name) for name in freezing.RECORD_TYPES}, identity.memberships())
        if not any(table.height for table in tables.values()):
            raise Problem("cut_of_nothing")
        made = cut_files.write(tables, _cut_offs(), root=cut_folder())
        now = timezone.now()
        Cut.objects.update_or_create(
            id=made.id,
            defaults={"confirmed_at": now},
            create_defaults={
                "taken_at": now,
                "confirmed_at": now,
                "by": by,
                "link_run": run.id if run else 0,
                "sha256": made.sha256,
                "tables": {name: table["rows"] for name, table in made.tables.items()},
            },
        )
    return made


def _cut_offs() -> dict[str, str]:
    """Until which day each register has told us."""
    newest: dict[str, str] = {}
    for one in registers.deposits():
        newest[one.register] = max(newest.get(one.register, ""), one.cut_off.isoformat())
    return newest
