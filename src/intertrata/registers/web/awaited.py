"""References that wait, as the page and its CSV tell them: by register and table that quotes, then one by one.

In: ``registers.queries.references``, declarations for the words, what was asked, whose numbers may be shown. Out: rows; no person. Where
numbers may not be shown there are counts.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intertrata.registers import queries
from intertrata.registers.declaration import Source
from intertrata.registers.references import MISSING, TOO_SHORT, UNSENT, WIDELY, References
from intertrata.registers.web.judged import harmless
from intertrata.vocabulary.wording import listed

HEADS = ("registro", "tabla", "campo", "clase", "falta", "desde", "referencias", "anotaciones", "numero")
STATES = (MISSING, UNSENT)
PLACE = ("register", "table", "field")
Sees = Callable[[str], bool]
"""Whether the numbers that a register quotes may be shown, or counted, by its code."""


@dataclass(frozen=True)
class Asked:
    """What is asked for: of one register ("" of all), of one kind ("" of both), what has waited since a day or longer (None: all)."""

    register: str = ""
    state: str = ""
    since: date | None = None

    def of(self, waiting: pl.DataFrame) -> pl.DataFrame:
        """Give the references that are asked for."""
        return queries.asked_for(waiting, register=self.register, state=self.state, since=self.since)


@dataclass(frozen=True)
class Place:
    """One field of a table that quotes: how many numbers wait, in how many records, since when, and why."""

    register: str
    code: str
    table: str
    field: str
    waits: int
    records: int
    since: date
    state: str
    why: str


@dataclass(frozen=True)
class Waits:
    """One number that waits: who quotes it, in how many records, since when, and why."""

    register: str
    table: str
    field: str
    number: str
    records: int
    since: date
    why: str


def of_registers(found: References, counts: Sees) -> References:
    """Give what waits, and what is quoted and no reference, of the registers of which it may be said how many."""
    told = [code for code in {*found.waiting["register"], *found.left_out["register"]} if counts(code)]
    waiting, left_out = (rows.filter(pl.col("register").is_in(told)) for rows in (found.waiting, found.left_out))
    return References(waiting, left_out, found.never_sent)


def places(found: References, asked: Asked, sources: Mapping[str, Source]) -> list[Place]:
    """Give each field that quotes what waits, the longest waiting first."""
    return [
        Place(called(row["register"], sources), row["register"], *named(row, sources), row["waits"], row["records"], row["since"], row["state"],
              why(found, row, sources))
        for row in queries.by_place(asked.of(found.waiting))
    ]  # fmt: skip


def shown(found: References, asked: Asked, sees: Sees) -> pl.DataFrame:
    """Give the references that are asked for and whose numbers may be shown, the oldest first."""
    told = asked.of(found.waiting)
    hers = [code for code in told["register"].unique().to_list() if sees(code)]
    return told.filter(pl.col("register").is_in(hers))


def in_words(found: References, rows: pl.DataFrame, sources: Mapping[str, Source]) -> list[Waits]:
    """Give references with their numbers as they are written."""
    return [
        Waits(called(row["register"], sources), *named(row, sources), number, row["records"], row["since"], why(found, row, sources))
        for row, number in zip(rows.rows(named=True), queries.as_written(rows), strict=True)
    ]


def left_out(found: References, asked: Asked) -> tuple[str, ...]:
    """Say what is quoted and is no reference, in sentences; none where there is nothing to say."""
    rows = queries.left_out_by_place(found, asked.register)
    short, widely = (sum(row["numbers"] for row in rows if row["why"] == reason) for reason in (TOO_SHORT, WIDELY))
    said = []
    if short:
        said.append(ngettext(
            "%(many)s cita no nombra ningún caso (demasiado corta, o sin cifras) y no espera nada.",
            "%(many)s citas no nombran ningún caso (demasiado cortas, o sin cifras) y no esperan nada.", short,
        ) % {"many": f"{short:,}"})  # fmt: skip
    if widely:
        said.append(ngettext(
            "%(many)s número lo citan tantas anotaciones que no nombra un solo caso: no se cuenta entre los que esperan.",
            "%(many)s números los citan tantas anotaciones que no nombran un solo caso: no se cuentan entre los que esperan.", widely,
        ) % {"many": f"{widely:,}"})  # fmt: skip
    return tuple(said)


def why(found: References, row: Mapping[str, Any], sources: Mapping[str, Source]) -> str:
    """Say whether it waits for a register that never sent such records, or although they are sent."""
    silent = found.never_sent.get((row["register"], row["table"], row["field"]), ())
    if row["state"] == UNSENT:
        return _("Nadie lo ha enviado aún: no hay ninguna entrega de %(registers)s.") % {
            "registers": listed([called(one, sources) for one in silent])
        }
    return _("No está en lo recibido, aunque su registro ya envía.")


def as_csv(found: References, asked: Asked, sources: Mapping[str, Source], sees: Sees) -> str:
    """Give a reference a row where its number may be shown; of the other registers a row for each field that quotes, without numbers."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADS)
    rows = shown(found, asked, sees)
    for row, number in zip(rows.rows(named=True), queries.as_written(rows), strict=True):
        _line(writer, found, row, 1, number)
    rest = asked.of(found.waiting).join(rows.select("register").unique(), on="register", how="anti")
    for row in queries.by_place(rest):
        _line(writer, found, row, row["waits"], "")
    return out.getvalue()


def called(code: str, sources: Mapping[str, Source]) -> str:
    """Give what everybody calls a register."""
    return sources[code].called if code in sources else code


def named(row: Mapping[str, Any], sources: Mapping[str, Source]) -> tuple[str, str]:
    """Give the table's title and the field's label."""
    table = sources[row["register"]].table(row["table"]) if row["register"] in sources else None
    field = table.record_type.field(row["field"]) if table else None
    return table.title if table else row["table"], field.es if field else row["field"]


def _line(writer: Any, found: References, row: Mapping[str, Any], waits: int, number: str) -> None:
    silent = " ".join(found.never_sent.get((row["register"], row["table"], row["field"]), ())) if row["state"] == UNSENT else ""
    told: Sequence[Any] = (*(row[name] for name in (*PLACE, "state")), silent, row["since"].isoformat(), waits, row["records"], number)
    writer.writerow([harmless(cell) for cell in told])
