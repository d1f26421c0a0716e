"""What this room does: it freezes what is known now into a cut, from which everything is counted.

In: current records (``registers``) and whose they are (``identity``). Out: a durable folder, then the row that makes it true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
from django.utils import timezone

from intertrata.access.actions import note
from intertrata.figures import cut_files, freezing
from intertrata.figures.contradictions import actions as contradicting
from intertrata.figures.contradictions import queries as contradictions
from intertrata.figures.contradictions.actions import audit_what_came
from intertrata.figures.contradictions.actions import rule as rule_contradiction
from intertrata.figures.contradictions.found import document_of
from intertrata.figures.cut_files import CutRef
from intertrata.figures.models import Cut, Ruling
from intertrata.figures.queries import cut_folder, institutions, number, told_indicators
from intertrata.figures.told import answers, shipped
from intertrata.figures.told.numbers import NumberAsked
from intertrata.figures.told.store.actions import file_figures
from intertrata.identity import queries as identity
from intertrata.registers import actions as receiving
from intertrata.registers import queries as registers
from intertrata.registers.actions import Receipt
from intertrata.storage.deeds import alone
from intertrata.storage.files import sweep_unfinished
from intertrata.transparency import queries as transparency
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.jurisdictions import jurisdiction_named, jurisdictions

__all__ = ["CutRef", "audit", "audit_what_came", "cut", "file_figures", "rule_contradiction"]


# While a cut is read nobody receives and nobody links: else it would hold half of a delivery.
STILL = ("receive", "link", "cut")
SHOWN = 3


def cut(*, by: str) -> CutRef:
    """Freeze the records and persons known now and give the cut; the same data give the cut that stands already.

    The files are durable before the row is written: a crash leaves no cut, or a folder that the next cut of the same data
    proves and adopts.

    Args:
        by: the account that asks for it.

    Raises:
        Problem: ``deed_busy`` while somebody receives, links or cuts; ``cut_of_nothing`` where no register has told
            anything; ``cut_damaged`` where this very cut stands already and is not what was written.
        Unsafe: a table holds identity.
    """
    with ExitStack() as held:
        for deed in STILL:
            held.enter_context(alone(deed))
        sweep_unfinished(cut_folder())
        deposits, run = registers.deposits(), identity.last_run()
        if not any(one.kept for one in deposits):
            raise Problem("cut_of_nothing")
        tables = freezing.freeze(registers.current, identity.memberships(), institutions=institutions())
        made = cut_files.write(tables, _cut_offs(deposits), root=cut_folder())
        _confirm(made, by=by, link_run=run.id if run else 0)
    return made


def receive_editions(*, by: str, progress: Callable[[str, int, int | None], None] | None = None) -> list[Receipt]:
    """Receive the published reports that ship with the product; a second time nothing changes.

    Raises:
        Problem: as ``registers.actions.receive``.
    """
    receipts: list[Receipt] = []
    for one in shipped.editions().values():
        receipts += receiving.receive([one.figures], by=by, source=one.source, cut_off=one.cut_off, progress=progress)
    file_figures(progress=progress)
    audit_what_came(by=by, progress=progress)
    return receipts


def receive_answers(*, by: str, today: date, progress: Callable[[str, int, int | None], None] | None = None) -> list[Receipt]:
    """Receive what entities answered in all campaigns, as one whole delivery of told figures: an answer corrected since is a new version.

    Raises:
        Problem: ``answers_none`` where no entity told any figure yet; as ``registers.actions.receive``.
    """
    told = [
        answers.delivery(transparency.answered(one.id, today=today), campaign=one.id, title=one.title) for one in transparency.campaigns()
    ]
    whole = pl.concat(told) if told else pl.DataFrame()
    if whole.is_empty():
        raise Problem("answers_none")
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{answers.SOURCE}.csv"
        whole.sort("id").write_csv(path)
        receipts = receiving.receive([path], by=by, source=answers.SOURCE, cut_off=today, progress=progress)
    file_figures(progress=progress)
    audit_what_came(by=by, progress=progress)
    return receipts


def rule(indicator: str, fact: NumberAsked, verdict: str, *, why: str, by: str) -> None:
    """Confirm or change, as a person, the verdict on why sources differ in one number; what was found before stays.

    Args:
        verdict: a code of the list ``verdict``. why: what the person looked at, so that another can check it.

    Raises:
        Problem: ``verdict_unknown``; ``verdict_without_reason``; ``number_undisputed`` where no two sources say anything of that number;
            as ``queries.number``.
    """
    if verdict not in code_list("verdict"):
        raise Problem("verdict_unknown", asked=verdict, allowed=[one.es for one in code_list("verdict")])
    if not why.strip():
        raise Problem("verdict_without_reason")
    found = number(indicator, fact)
    proposed = sorted({reason for row in (*found.rows, *found.others) for reason in row.reasons})
    if not proposed:
        raise Problem("number_undisputed")
    Ruling.objects.create(
        number=fact.key(indicator), proposed=", ".join(proposed)[:120], verdict=verdict, why=why.strip()[:300], by=by, at=timezone.now()
    )
    note("rule", by=by, thing="number", thing_id=fact.key(indicator)[:16])


def audit(
    *, by: str, source: str = "", indicator: str = "", place: str = "", progress: Callable[[str, int, int | None], None] | None = None
) -> dict[str, Any]:
    """Audit what stands of a source, or of all; keep what was found, and give it as the document of ``intertrata audit``.

    Args:
        indicator, place: only what touches a code of the list ``told_indicator``, or a row of the national tables; whole documents are audited.

    Raises:
        Problem: ``audit_source_unknown``, ``indicator_unknown``, ``value_unknown``; ``deed_busy`` while somebody else audits.
    """
    known, where = list(contradictions.brought()), jurisdiction_named(place) if place else ""
    if source and source not in known:
        raise Problem("audit_source_unknown", asked=source, allowed=", ".join(known))
    code = code_list("told_indicator").resolve(indicator) if indicator else ""
    if code is None:
        raise Problem("indicator_unknown", asked=indicator, allowed=", ".join(told_indicators()))
    if where is None:
        raise Problem("value_unknown", asked=place, dimension="lugar", allowed=", ".join(one.name for one in jurisdictions()[:SHOWN]))
    file_figures(progress=progress)
    found = contradicting.audit([source] if source else known, by=by, progress=progress)
    return document_of(found, indicator=code, place=where)


def _confirm(made: CutRef, *, by: str, link_run: int) -> None:
    """Write the row that makes a cut true, or say of the one there is that the data are this cut again."""
    now = timezone.now()
    rows = {name: table["rows"] for name, table in made.tables.items()}
    first = {"taken_at": now, "by": by, "link_run": link_run, "sha256": made.sha256, "tables": rows}
    Cut.objects.update_or_create(id=made.id, defaults={"confirmed_at": now}, create_defaults={"confirmed_at": now, **first})


def _cut_offs(deposits: Iterable[registers.Delivered]) -> dict[str, str]:
    """Until which day each register has told us."""
    newest: dict[str, str] = {}
    for one in deposits:
        newest[one.register] = max(newest.get(one.register, ""), one.cut_off.isoformat())
    return newest
