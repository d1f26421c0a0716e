"""The quality of registers as values: what stands in the page, in its JSON and in its CSV, the same in all three.

In: what ``registers.queries`` judges, and the declarations for the words. Out: ``Told``, its tables in words, its CSV; no person.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _

from intertrata.registers import queries
from intertrata.registers.alarms import Alarm
from intertrata.registers.declaration import Source
from intertrata.registers.quality import Quality
from intertrata.storage.spreadsheets import neutral
from intertrata.vocabulary.sentences import sentence
from intertrata.vocabulary.wording import listed, percent

Rows = list[dict[str, Any]]
OFFICES_SHOWN = 40
WORST_FIELDS = 3
COUNTS = ("deposits", "read", "good", "refused", "refused_share", "repeated", "corrected", "vanished")
HEADS = ("registro", "tabla", "medida", "oficina", "campo", "valor")


@dataclass(frozen=True)
class Told:
    """All that is told of one register, or of all (``register`` is then empty). ``fields``, ``lateness`` and ``outside`` are of one
    register only and null without one; ``offices`` too, and null for who may not see them. Shares from 0 to 1, lateness in days."""

    register: str
    alarms: Rows
    tables: Rows
    fields: Rows | None
    lateness: Rows | None
    outside: Rows | None
    offices: Rows | None


@dataclass(frozen=True)
class Shown:
    """One table of a register in words; ``days`` is empty where no row has a whole date, ``offices`` where nobody may see them."""

    register: str
    row: Mapping[str, Any]
    title: str
    refused: str
    days: str
    fields: tuple[tuple[str, str, str], ...]
    absent: str
    outside: tuple[tuple[str, int], ...]
    offices: tuple[tuple[str, int, str, str], ...]
    more_offices: int


def told(code: str, quality: Quality, whole: queries.Wholeness | None, *, alarms: Rows, offices: bool) -> Told:
    """Put together what is told of a register (``whole`` is then its wholeness), or of all."""
    tables, fields = quality.tables.rows(named=True), quality.fields.rows(named=True)
    if whole is None:
        return Told("", alarms, tables, None, None, None, None)
    mine = [[row for row in rows if row["register"] == code] for rows in (tables, fields)]
    late, outside = whole.lateness.rows(named=True), whole.outside.rows(named=True)
    return Told(code, alarms, mine[0], mine[1], late, outside, whole.offices.rows(named=True) if offices else None)


def said(alarms: Iterable[Alarm], sources: Mapping[str, Source]) -> Rows:
    """Give alarms with their whole sentence and the deposit that they are about; those of what is declared no more are left out."""
    found = []
    for one in alarms:
        table = sources[one.register].table(one.table) if one.register in sources else None
        if table is not None:
            field = table.record_type.field(one.field)
            problem = queries.alarm_problem(one, register=sources[one.register].called, table=table.title, field=field.es if field else "")
            found.append({name: getattr(one, name) for name in Alarm.__dataclass_fields__} | {"said": sentence(problem)})
    return found


def tables(one: Told, sources: Mapping[str, Source]) -> list[Shown]:
    """Give each table in words, registers of persons and events before told figures."""
    ordered = sorted(one.tables, key=lambda row: row["register"] in sources and sources[row["register"]].kind == "figures")
    return [_shown(one, row, sources.get(row["register"])) for row in ordered]


def as_csv(one: Told) -> str:
    """Give all of it as one table, a measure a row; a value that is not known is empty."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADS)
    writer.writerows([harmless(cell) for cell in row] for row in _measures(one))
    return out.getvalue()


def _measures(one: Told) -> Iterator[tuple[Any, ...]]:
    for row in one.alarms:
        yield row["register"], row["table"], row["code"], "", row["field"], row["said"]
    for row in one.tables:
        yield from ((row["register"], row["table"], name, "", "", row[name]) for name in COUNTS)
    for row in one.fields or ():
        yield row["register"], row["table"], "filled_share", "", row["field"], row["share"]
    for row in one.lateness or ():
        yield from ((one.register, row["table"], name, "", "", row[name]) for name in ("median_days", "slowest_tenth_days"))
    for row in one.outside or ():
        yield one.register, row["table"], "cells_in_no_list", "", row["column"], row["cells"]
    for row in one.offices or ():
        yield one.register, row["table"], "filled_share", row["office"], row["field"], row["share"]


def harmless(cell: Any) -> Any:
    """An office or a column may be called like a formula; a spreadsheet must not run it."""
    return neutral(cell) if isinstance(cell, str) else cell


def _shown(one: Told, row: Mapping[str, Any], source: Source | None) -> Shown:
    fields, lateness, outside, offices = (
        [each for each in rows or () if each["table"] == row["table"]] for rows in (one.fields, one.lateness, one.outside, one.offices)
    )
    ordered = sorted((each for each in fields if each["share"] is not None), key=lambda each: (each["share"], each["es"]))
    called = {each["field"]: each["es"] for each in fields}
    by_office = _offices(offices, called)
    return Shown(
        source.called if source else row["register"], row, row["title"], percent(row["refused_share"]), _days(lateness),
        tuple((each["es"], percent(each["share"]), f"{each['share'] * 100:.1f}") for each in ordered),
        listed([f"«{each['es']}»" for each in fields if each["filled"] is None]),
        tuple((each["column"], each["cells"]) for each in outside), tuple(by_office[:OFFICES_SHOWN]), len(by_office[OFFICES_SHOWN:]),
    )  # fmt: skip


def _days(lateness: Sequence[Mapping[str, Any]]) -> str:
    known = [row for row in lateness if row["dated"]]
    if not known:
        return ""
    said_in = {"middle": known[0]["median_days"], "slowest": known[0]["slowest_tenth_days"], "dated": known[0]["dated"]}
    return _("La mitad de las anotaciones llegó a más tardar %(middle)s días después del hecho; una de cada diez, a los %(slowest)s días o "
             "más. Anotaciones que dicen el día completo: %(dated)s.") % said_in  # fmt: skip


def _offices(rows: Sequence[Mapping[str, Any]], called: Mapping[str, str]) -> list[tuple[str, int, str, str]]:
    """Each office: its name, its rows, how much of what may be filled it fills, and what it fills least; the emptiest first."""
    by_name: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_name.setdefault(row["office"] or "", []).append(row)
    found = []
    for name, mine in by_name.items():
        least = sorted((row for row in mine if row["share"] < 1), key=lambda row: (row["share"], row["field"]))[:WORST_FIELDS]
        worst = listed([f"{called.get(row['field'], row['field'])} ({percent(row['share'])})" for row in least])
        filled = sum(row["filled"] for row in mine) / sum(row["rows"] for row in mine)
        found.append((filled, name or _("Sin oficina escrita"), mine[0]["rows"], worst))
    return [(name, rows_of, percent(filled), worst) for filled, name, rows_of, worst in sorted(found)]
