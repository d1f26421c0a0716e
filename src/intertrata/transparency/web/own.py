"""An entity's own form: its questions with what it said of each. In: a request, what was typed. Out: rows to show, rows that changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from intertrata.transparency import catalogue, queries
from intertrata.transparency.actions.inviting import Written
from intertrata.transparency.filled_form import REASONS as CODES
from intertrata.transparency.queries import Item
from intertrata.transparency.readings import seen
from intertrata.vocabulary.codes import code_list

REASONS = [("", "—"), *((code, code_list("statement_status").es(code)) for code in CODES)]


@dataclass(frozen=True)
class Row:
    """One item and period of the form: its field, what it asks, what the entity said, why there is no value, what is wrong with what it typed."""

    field: str
    item: Item
    period: str
    text: str
    status: str
    problem: str


def sections(request: UUID, refused: Mapping[tuple[str, str], tuple[Written, str]]) -> list[tuple[str, list[Row]]]:
    """Give the form by section; what was typed and refused stands as it was typed, with the reason."""
    held = _held(request)
    rows = [
        (item.section, _row(f"v{place}", item, period, held.get((item.code, period.iso())), refused.get((item.code, period.iso()))))
        for place, (item, period) in enumerate(_cells(request))
    ]
    return [(name, [row for _section, row in several]) for name, several in groupby(rows, key=lambda one: one[0])]


def changed(request: UUID, typed: Mapping[str, str]) -> list[Written]:
    """Give the rows in which something else stands than what the entity said before; a row that was left empty says nothing."""
    held, found = _held(request), []
    for place, (item, period) in enumerate(_cells(request)):
        text, status = seen(typed.get(f"v{place}", "")), typed.get(f"r{place}", "")
        one = Written(item.code, period.iso(), text, status if status in CODES else "")
        if (one.as_written or one.status) and held.get((item.code, period.iso())) != one:
            found.append(one)
    return found


def _cells(request: UUID) -> tuple[tuple[Item, queries.Period], ...]:
    row = queries.request_row(request)
    return queries.questionnaire_of(row.campaign).cells(catalogue.entity(row.entity))


def _held(request: UUID) -> dict[tuple[str, str], Written]:
    """What the entity itself said last of each item and period."""
    words = queries.own_words(request)
    rows = queries.taken(request).filter("direct").iter_rows(named=True)
    return {(row["item"], row["period"]): _said(row, words[row["id"]].as_written) for row in rows}


def _said(row: Mapping[str, str], written: str) -> Written:
    status = row["status"] if row["status"] in CODES and not row["value"] else ""
    return Written(row["item"], row["period"], "" if status else written, status)


def _row(field: str, item: Item, period: queries.Period, said: Written | None, refused: tuple[Written, str] | None) -> Row:
    shown = refused[0] if refused else said
    text, status = (shown.as_written, shown.status) if shown else ("", "")
    return Row(field, item, period.es, text, status, refused[1] if refused else "")
