"""Screenings in words: how many stand where, a page of rows with what comes next for each, the same as CSV.

In: rows of ``casefile.queries.screenings``, what registers are called, who asks. Out: what the template prints; opaque ids, never a name.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from intertrata.casefile import queries
from intertrata.identity.queries import whose
from intertrata.registers import queries as registers
from intertrata.registers.queries import Source
from intertrata.storage.spreadsheets import neutral
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.jurisdictions import jurisdiction_name
from intertrata.vocabulary.records import record_types
from intertrata.vocabulary.wording import day, value

STATES = "screening_state"


@dataclass(frozen=True)
class Shown:
    """One record to look at again: which it is, where its row stands, why, where it is, what was found, what comes next.

    ``opened``: the day it was reported as it was told, ``since`` the same in words. ``reasons``: each with what it rests on.
    ``receipt``: the number under which this account wrote it, else empty. ``person``: whose page speaks of her, where she is linked.
    """

    record: str
    title: str
    register: str
    deposit: str
    line: int
    where: str
    opened: str
    since: str
    due: date
    state: str
    overdue: bool
    waits: bool
    reasons: tuple[tuple[str, str], ...]
    finding: str
    reta: str
    vanished: bool
    receipt: str
    person: str


def counted(found: pl.DataFrame, sources: Mapping[str, Source]) -> dict[str, Any]:
    """Give how many stand in each state, by register and over all of them."""
    by = {(row["register"], row["state"]): row["len"] for row in found.group_by("register", "state").len().rows(named=True)}
    named, states = sorted({(_called(one, sources), one) for one, _state in by}), list(code_list(STATES))
    return {
        "states": [(state.es, sum(by.get((one, state.code), 0) for _name, one in named)) for state in states],
        "by_register": [(name, [(state.es, by.get((one, state.code), 0)) for state in states]) for name, one in named],
        "lacking": found.filter("waits", ~pl.col("state").is_in([queries.OPEN, queries.OVERDUE])).height,
    }


def shown(rows: Iterable[Mapping[str, Any]], sources: Mapping[str, Source], *, by: str = "") -> list[Shown]:
    """Give rows in words.

    Args:
        by: the account that looks, for what it wrote itself and the persons they are linked to; none of that where it is empty.
    """
    held = list(rows)
    ids = [row["record"] for row in held] if by else []
    typed, rules = registers.typed_by(by, ids) if ids else {}, queries.rules()
    persons = dict(whose([row["record"] for row in held if by and record_types()[row["record_type"]].of == "person"]).iter_rows())
    return [_shown(row, sources, rules, typed.get(row["record"], ""), persons.get(row["record"], "")) for row in held]


def _shown(row: Mapping[str, Any], sources: Mapping[str, Source], rules: queries.Rules, receipt: str, person: str) -> Shown:
    kind, reasons = record_types()[row["record_type"]], [rules.rule(code) for code in row["reasons"]]
    finding = kind.field(rules.screenings[kind.name].finding)
    said = value(finding, _as_told(row["finding"])) if finding is not None and row["finding"] else ""
    return Shown(
        record=row["record"], title=kind.es, register=_called(row["register"], sources), deposit=row["deposit"], line=row["line"],
        where=jurisdiction_name(row["territory"]) if row["territory"] else _("Lugar sin dato"), opened=row["opened"], since=day(row["opened"]), due=row["due"],
        state=code_list(STATES).es(row["state"]), overdue=row["state"] == queries.OVERDUE, waits=row["waits"],
        reasons=tuple((one.es, "; ".join(one.rests_on)) for one in reasons),
        finding=" · ".join(filter(None, (said, day(row["finding_date"]) if row["finding_date"] else ""))),
        reta=_in_reta(row["in_reta"]), vanished=row["vanished"], receipt=receipt, person=person,
    )  # fmt: skip


def as_csv(rows: Iterable[Shown]) -> str:
    """Give the rows as one table; no cell that a spreadsheet would run."""
    out = StringIO()
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow(
        ("registro_id", "que_es", "registro", "deposito", "linea", "lugar", "desde", "plazo", "estado", "por_que", "hallazgo", "reta")
    )
    for one in rows:
        why = " ".join(text for text, _rests in one.reasons)
        cells = (
            one.record,
            one.title,
            one.register,
            one.deposit,
            one.line,
            one.where,
            one.opened,
            one.due,
            one.state,
            why,
            one.finding,
            one.reta,
        )
        write.writerow([neutral(cell, numbers=True) if isinstance(cell, str) else cell for cell in cells])
    return out.getvalue()


def _as_told(finding: str) -> Any:
    return {"true": True, "false": False}.get(finding, finding)


def _in_reta(code: str | None) -> str:
    return {
        "known": _("El RETA tiene el caso."),
        "not_found": _("El RETA no tiene ninguno de los números que cita, ni cita el suyo."),
        "not_quoted": _("No cita ningún número, y el RETA no cita el suyo."),
    }.get(code or "", "")


def _called(register: str, sources: Mapping[str, Source]) -> str:
    return sources[register].called if register in sources else register
