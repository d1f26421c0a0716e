"""The deed of the room: write what we know in the standard of others, with a companion that says what it could not express.

In: a profile, a path, who asks and why. Out: two durable files that only their account may read, and a row of the log before they stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from intertrata.access.actions import note
from intertrata.access.queries import role_of
from intertrata.exchange import tables, telling, written
from intertrata.exchange.cases import CASE, cases
from intertrata.exchange.profile import Profile, TableAsked, profile
from intertrata.exchange.telling import Unsaid
from intertrata.figures import queries as figures
from intertrata.identity import queries as identity
from intertrata.identity.actions import hand_over, may_hand_over
from intertrata.registers import queries as registers
from intertrata.storage.files import write_durably
from intertrata.vocabulary.codes import fold
from intertrata.vocabulary.errors import Problem

COMPANION = ".no-expresado.md"
PUBLIC = re.compile(
    r"(?<!ministerio )(?<!defensa )\b(publi[ck]|public[oa]s?|publicacion(es)?|publication|sitio|site|web|www|datos abiertos|open data)\b"
)
THING = "export"
INVENTED = "\nTodas las personas son inventadas. El estándar no tiene columna que lo diga: póngalo en el nombre del archivo («sintetico»)."


@dataclass(frozen=True)
class Exported:
    """What was written: how many rows, whether with names, whether all of it is invented; what it does not say, what to mind."""

    profile: str
    file: str
    companion: str
    rows: int
    names: bool
    synthetic: bool
    unsaid: tuple[Unsaid, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Made:
    header: tuple[str, ...]
    rows: list[tuple[str, ...]]
    unsaid: list[Unsaid]
    head: list[str]
    labels: tuple[str, ...] = ()
    names: bool = False
    notes: tuple[str, ...] = ()


def export(code: str, path: Path, *, by: str, purpose: str = "", account: str = "", cut: str | None = None) -> Exported:
    """Write a file in a profile, and beside it what it could not express.

    Args:
        code: the profile. path: a CSV or XLSX that does not stand yet.
        by: who acts. purpose: why; without it no case leaves. account: the account of the house that hands names over, where ``by`` may
            not; where it may not either, identity stays empty and the companion says so (``identity.actions.hand_over``).
        cut: for tables, the cut to count from; None is the one that holds now.

    Raises:
        Problem: ``profile_unknown``, ``purpose_missing``, ``account_unknown``, ``export_kind``, ``export_stands``, ``export_public``,
            ``export_of_nothing``, ``not_writable``; ``cut_none`` and its like for tables.
    """
    one, beside = profile(code), path.with_name(path.stem + COMPANION)
    if one.kind == "cases" and not purpose.strip():
        raise Problem("purpose_missing")
    if account and not role_of(account):
        raise Problem("account_unknown", account=account)
    _refuse_path(path, beside)
    made = _cases(one, by=by, purpose=purpose, account=account) if one.kind == "cases" else _tables(one, cut)
    synthetic = registers.synthetic_only()
    data = written.content(path.suffix.lower(), made.header, made.rows, labels=made.labels)
    told = telling.companion(made.head + ([INVENTED] if synthetic else []), made.unsaid, made.notes)
    note("export", by=account or by, thing=THING, thing_id=one.code, purpose=purpose, origin=by if account else "", found=len(made.rows))
    try:
        write_durably(beside, [told.encode()])
        write_durably(path, [data])
    except OSError as error:
        raise Problem("not_writable", file=str(path)) from error
    return Exported(one.code, str(path), str(beside), len(made.rows), made.names, synthetic, tuple(made.unsaid), made.notes)


def _refuse_path(path: Path, beside: Path) -> None:
    """Neither over a file that stands, nor where the name says that anybody may read: nothing here is protected for that."""
    if path.suffix.lower() not in written.WRITERS:
        raise Problem("export_kind", suffix=path.suffix or "ninguna")
    for one in (path, beside):
        if one.exists():
            raise Problem("export_stands", file=str(one))
    if any(PUBLIC.search(fold(part)) for part in (*path.absolute().parts, *path.resolve().parts)):  # a link hides where it leads
        raise Problem("export_public", file=str(path))


def _cases(one: Profile, *, by: str, purpose: str, account: str) -> _Made:
    found = {name: _standing(name) for name in one.read}
    whose = identity.memberships().rename({"person": CASE})
    placed = {name: _with_case(rows, whose) for name, rows in found.items()}
    persons = {case for name in (*one.subjects, one.case) for case in placed[name][CASE].to_list()}
    if not persons:
        raise Problem("export_of_nothing", profile=one.title)
    names = may_hand_over(account or by)
    if names:
        asked = _of_subjects(placed, persons, one)
        placed |= hand_over(asked, by=account or by, purpose=purpose, thing=one.code, origin=by if account else "", persons=len(persons))
    institutions = {code: source.institution for code, source in registers.sources().items()}
    made = cases(one, placed, institutions=institutions)
    header, labels = tuple(target.name for target in one.targets), tuple(target.label for target in one.targets)
    head = [
        f"# {one.title}", "", f"Estándar: {one.standard}. Casos: {len(made.rows)}, de ellos {made.came} recibidos en el mismo estándar.",
        f"Personas que están en más de una fila: {made.several}. Identidad: {'sí' if names else 'no'}.",
    ]  # fmt: skip
    return _Made(header, made.rows, telling.unsaid_of_cases(one, made, names=names), head, labels, names)


def _standing(name: str) -> pl.DataFrame:
    """What stands of a type: nothing that vanished, nobody whose identity is reserved or not said not to be (SAFEGUARDS 10)."""
    rows = registers.current(name).filter(~pl.col("vanished"))
    if "event_date" not in rows.columns:
        rows = rows.with_columns(pl.lit(None, pl.String).alias("event_date"))
    return rows.filter(~pl.col("reserved").fill_null(value=True)) if "reserved" in rows.columns else rows


def _with_case(rows: pl.DataFrame, whose: pl.DataFrame) -> pl.DataFrame:
    """Whose case a record is of; one that no linkage has spoken of is a case of its own."""
    return rows.join(whose, on="record", how="left", maintain_order="left").with_columns(pl.coalesce(CASE, "record").alias(CASE))


def _of_subjects(placed: dict[str, pl.DataFrame], persons: set[str], one: Profile) -> dict[str, pl.DataFrame]:
    """The records of those who are in the file, and of nobody else: whom no register calls a victim is not asked for her name."""
    theirs = pl.Series(sorted(persons), dtype=pl.String).implode()
    return {name: rows.filter(pl.col(CASE).is_in(theirs)) for name, rows in placed.items() if name not in one.events}


def _tables(one: Profile, cut: str | None) -> _Made:
    counted = [_counted(asked, cut) for asked in one.tables]
    head = [
        f"# {one.title}", "", f"Estándar: {one.standard}. Corte: {counted[0].cut}.", "", f"**{tables.INSIDE[:1].upper()}{tables.INSIDE[1:]}.**",
        "Las cuentas pequeñas señalan personas: no se publican ni se envían fuera de la institución.",
    ]  # fmt: skip
    notes = tuple(f"{each.asked.title}: {told}" for each in counted for told in each.notes)
    return _Made(tables.header(one), tables.rows(one, counted), telling.unsaid_of_tables(one), head, notes=notes)


def _counted(asked: TableAsked, cut: str | None) -> tables.CountedTable:
    found = figures.count(asked.indicator, dims=asked.by, where=dict(asked.where), cut=cut)
    return tables.CountedTable(asked, found.labelled, found.total, found.missing, found.cut, found.notes)
