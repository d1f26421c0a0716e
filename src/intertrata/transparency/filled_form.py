"""The form of an entity as XLSX, and what it comes back with: one row an item and year, heads locked, lists to choose from.

In: a ``Questionnaire``, an entity, a campaign. Out: bytes, the same each time; and of the bytes that come back a ``Filled``: the answers as
written with why there is none, and what was skipped. A form of another entity or campaign, or with changed questions, is refused by name.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from intertrata.transparency.catalogue import Entity, entity
from intertrata.transparency.questionnaire import YES_NO, Item, Questionnaire
from intertrata.transparency.workbooks import SheetRows, Skipped, workbook
from intertrata.vocabulary.codes import code_list, fold
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.periods import Period

_EPOCH = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
SHEET, LISTS, MARK = "Formulario", "listas", "intertrata"
HEAD_LINE = 5
"""The line of the heads; those above say what it is, those below are the questions."""
HEADS = (
    "Código",
    "Sección",
    "Pregunta",
    "Qué se cuenta",
    "Se responde con",
    "Período",
    "Respuesta",
    "Si no hay dato, por qué",
    "Observación",
)
WIDTHS = (22, 16, 46, 50, 20, 16, 24, 26, 34)
CODE, QUESTION, YEAR, VALUE, STATUS, NOTE = "A", "C", "F", "G", "H", "I"
OPEN_COLUMNS = frozenset({6, 7, 8})
REASONS = ("SD", "SPE", "DEN", "RES", "ENC", "NA")
"""What an entity may say in place of a value; the other status codes are ours to give."""
MARKS = ("campaign", "entity", "questionnaire", "fingerprint")
LONGEST_TITLE, LONGEST_INPUT = 32, 255


@dataclass(frozen=True)
class Answer:
    """What an entity wrote for one item and year: the text as it stands, the code of why there is no value, its remark, and in which cell.

    ``computed`` says that a formula of the entity's gave the value: kept as it stands, for a person to look at.
    """

    item: str
    year: Period
    as_written: str
    status: str
    note: str
    where: str
    computed: bool = False


@dataclass(frozen=True)
class Filled:
    """A form that came back: the rows that say anything, those that cannot be taken as they are and why, the items and years whose row is gone
    or hidden, and what of the file was not read."""

    campaign: str
    entity: str
    answers: tuple[Answer, ...]
    refused: tuple[Problem, ...]
    lacking: tuple[tuple[str, Period], ...]
    skipped: tuple[Skipped, ...]


def form(asked: Questionnaire, one: Entity, *, campaign: str, title: str) -> bytes:
    """Write the form of an entity, the same bytes each time.

    Args:
        campaign: its code, which comes back in a hidden sheet with the entity's.
        title: what the entity reads above: the campaign's name and date.
    """
    content = io.BytesIO()
    book = xlsxwriter.Workbook(
        content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": f"{title}: {one.name}", "created": _EPOCH})
    sheet, lists, mark = (book.add_worksheet(name) for name in (SHEET, LISTS, MARK))
    _write_top(book, sheet, one, title)
    _write_rows(book, sheet, lists, asked.cells(one))
    values = (campaign, one.code, asked.code, asked.fingerprint)
    for line, (name, value) in enumerate(zip(MARKS, values, strict=True)):
        mark.write_row(line, 0, (name, value))
    for hidden in (lists, mark):
        hidden.protect()
    lists.hide()
    mark.very_hidden()
    book.close()
    return content.getvalue()


def filled(content: bytes, asked: Questionnaire, *, campaign: str, by: str, file: str) -> Filled:
    """Read a form that came back.

    Args:
        by: the code of the entity that it is taken for.
        file: its name, for problems.

    Raises:
        Problem: as ``workbooks.workbook``; ``form_unmarked`` where it is no form of ours; ``form_of_another_entity``,
            ``form_of_another_campaign``, ``form_of_other_questions``; with the line ``form_question_changed``, ``form_row_unknown``,
            ``form_row_twice``. A row that says two things, or a reason that is none, is among ``refused`` and the others stand.
    """
    book = workbook(content, file=file)
    marks = _marks(book.hidden + book.sheets, file)
    _check_marks(marks, asked, campaign=campaign, by=by, file=file)
    sheet = next((one for one in book.sheets if one.name == SHEET), None)
    if sheet is None:
        raise Problem("form_unmarked", file=file)
    there = _asked_rows(sheet, asked, entity(by), file)
    rows = [_answer(row, sheet, file) for row in there]
    seen = {(item.code, year) for item, year, *_ in there}
    return Filled(
        campaign,
        by,
        tuple(row for row in rows if isinstance(row, Answer)),
        tuple(row for row in rows if isinstance(row, Problem)),
        tuple((item.code, year) for item, year in asked.cells(entity(by)) if (item.code, year) not in seen),
        tuple(one for one in book.skipped if one.sheet not in {LISTS, MARK}),
    )


def whose(content: bytes, *, file: str) -> tuple[str, str]:
    """Give the campaign and the entity that a form was made for, as its hidden sheet says.

    Raises:
        Problem: as ``workbooks.workbook``; ``form_unmarked``.
    """
    book = workbook(content, file=file)
    marks = _marks(book.hidden + book.sheets, file)
    return marks["campaign"], marks["entity"]


def _write_top(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, one: Entity, title: str) -> None:
    bold, plain = book.add_format({"bold": True, "font_size": 14}), book.add_format({"text_wrap": False})
    sheet.write_string(0, 0, title, bold)
    sheet.write_string(1, 0, one.name, book.add_format({"bold": True}))
    said = "Responda en las columnas de color. Si no hay dato, deje la respuesta vacía y diga por qué; 0 quiere decir que no hubo ninguno."
    sheet.write_string(2, 0, said, plain)
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#E7ECEF"})
    for column, (text, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(HEAD_LINE - 1, column, text, head)
    sheet.freeze_panes(HEAD_LINE, 3)
    sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_LINE - 1)


def _write_rows(
    book: xlsxwriter.Workbook,
    sheet: xlsxwriter.worksheet.Worksheet,
    lists: xlsxwriter.worksheet.Worksheet,
    cells: tuple[tuple[Item, Period], ...],
) -> None:
    locked = book.add_format({"text_wrap": True, "valign": "top"})
    open_cell = book.add_format(
        {"locked": False, "text_wrap": True, "valign": "top", "num_format": "@", "bg_color": "#FFF7DC", "border": 1}
    )
    reasons = [f"{code}: {code_list('statement_status').es(code)}" for code in REASONS]
    ranges = _write_lists(lists, [reasons, ["Sí", "No"], *(list(item.choices) for item, _ in cells if item.choices)])
    for line, (item, year) in enumerate(cells, HEAD_LINE):
        for column, text in enumerate((item.code, item.section, item.question, item.definition, item.how, year.es)):
            sheet.write_string(line, column, text, locked)
        for column in sorted(OPEN_COLUMNS):
            sheet.write_blank(line, column, None, open_cell)
        sheet.data_validation(line, 6, line, 6, _check(item, ranges))
        sheet.data_validation(line, 7, line, 7, {"validate": "list", "source": ranges[tuple(reasons)], "error_type": "warning"})


def _write_lists(lists: xlsxwriter.worksheet.Worksheet, several: list[list[str]]) -> dict[tuple[str, ...], str]:
    """Write each list once and give where it stands."""
    written: dict[tuple[str, ...], str] = {}
    for values in several:
        if tuple(values) not in written:
            column = len(written)
            lists.write_column(0, column, values)
            letter = xl_col_to_name(column)
            written[tuple(values)] = f"={LISTS}!${letter}$1:${letter}${len(values)}"
    return written


def _check(item: Item, ranges: dict[tuple[str, ...], str]) -> dict[str, object]:
    """A list to choose from where there is one, which warns and lets several be typed; else the definition as help."""
    check: dict[str, object] = {
        "input_title": item.code[:LONGEST_TITLE],
        "input_message": item.definition[:LONGEST_INPUT],
        "validate": "any",
    }
    choices = ("Sí", "No") if item.kind == YES_NO else item.choices
    if choices:
        check |= {"validate": "list", "source": ranges[choices], "error_type": "warning", "error_title": "Fuera de la lista"}
        check |= {"error_message": "Elija un valor de la lista, o varios separados por punto y coma si la pregunta los admite."}
    return check


def _marks(sheets: tuple[SheetRows, ...], file: str) -> dict[str, str]:
    """What the hidden sheet says, found also where somebody made it visible."""
    for sheet in sheets:
        if sheet.name == MARK:
            told = {cells.get("A", ""): cells.get("B", "") for _, cells in sheet.rows}
            if told.keys() >= set(MARKS):
                return told
    raise Problem("form_unmarked", file=file)


def _check_marks(marks: dict[str, str], asked: Questionnaire, *, campaign: str, by: str, file: str) -> None:
    if marks["entity"] != by:
        raise Problem("form_of_another_entity", file=file, entity=_named(marks["entity"]), expected=_named(by))
    if marks["campaign"] != campaign:
        raise Problem("form_of_another_campaign", file=file, campaign=marks["campaign"], expected=campaign)
    if marks["fingerprint"] != asked.fingerprint:
        raise Problem("form_of_other_questions", file=file, questionnaire=marks["questionnaire"], expected=asked.code)


def _named(code: str) -> str:
    try:
        return entity(code).name
    except Problem:
        return code


def _asked_rows(sheet: SheetRows, asked: Questionnaire, one: Entity, file: str) -> list[tuple[Item, Period, int, dict[str, str]]]:
    """The rows below the heads, each checked to be a row that was sent."""
    sent = {(item.code, year.es): (item, year) for item, year in asked.cells(one)}
    rows: list[tuple[Item, Period, int, dict[str, str]]] = []
    for line, cells in sheet.rows:
        if line <= HEAD_LINE:
            continue
        key = (cells.get(CODE, ""), cells.get(YEAR, ""))
        if key not in sent:
            raise Problem("form_row_unknown", file=file, line=line)
        item, year = sent[key]
        if any((item, year) == (other, then) for other, then, *_ in rows):
            raise Problem("form_row_twice", file=file, line=line, item=item.code)
        if fold(cells.get(QUESTION, "")) != fold(item.question):
            raise Problem("form_question_changed", file=file, line=line, item=item.code)
        rows.append((item, year, line, cells))
    return rows


def _answer(row: tuple[Item, Period, int, dict[str, str]], sheet: SheetRows, file: str) -> Answer | Problem | None:
    """What a row says: nothing, a value, why there is none, or what cannot be both."""
    item, year, line, cells = row
    written, reason, note = (cells.get(column, "").strip() for column in (VALUE, STATUS, NOTE))
    said = _status(reason)
    if reason and not said:
        return Problem("form_status_unknown", file=file, line=line, status=reason, known=list(REASONS))
    in_place = _status(written)
    if written and said and in_place != said:
        return Problem("form_value_and_status", file=file, line=line, item=item.code, status=said)
    if not (written or said or note):
        return None
    where = f"{sheet.name}!{VALUE}{line}"
    return Answer(item.code, year, written, said or in_place, note, where, f"{VALUE}{line}" in sheet.formulas)


def _status(text: str) -> str:
    """The code of a reason written as in the list («SD: Sin datos»), by its code or in words; empty where it is none of them."""
    found = code_list("statement_status").resolve(text.partition(":")[0])
    return found if found in REASONS else ""
