"""The table of mentions: its columns, how it is read from a CSV, and what makes it unreadable.

In: a CSV by the contract of ``link-table``, or a Polars table. Out: the same with every column of the
contract as text, nothing interpreted; or a ``Problem`` that says file and lines, never a value of identity.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from intertrata.vocabulary.errors import Problem

COLUMNS: tuple[str, ...] = (
    "record_id", "register", "role", "given_names", "surname_1", "surname_2", "full_name", "document_type", "document_number",
    "birth_date", "age", "age_date", "sex", "nationality", "ubigeo", "event_date", "case_numbers", "together", "address",
)  # fmt: skip
LONGEST_ROW = 1 << 20
AT_ONCE = 50_000  # rows read at a time


def read_csv(path: Path) -> pl.DataFrame:
    """Read a mentions file: UTF-8 (with or without BOM) or Windows-1252, comma, semicolon or tab.

    Raises:
        Problem: ``mentions_missing`` (no such file), ``mentions_no_header``, ``mentions_no_record_id``,
            ``mentions_column_twice``, ``mentions_torn`` (a line with more fields than columns, or no text at all),
            ``mentions_record_empty`` and ``mentions_record_twice`` (with the lines).
    """
    text = _text(path)
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    csv.field_size_limit(LONGEST_ROW)
    try:
        header = [name.strip().lower() for name in next(rows, [])]
        _check_header(header, path)
        parts = [complete(part).with_columns(line) for part, line in _parts(rows, header, path)]
    except csv.Error as error:
        raise Problem("mentions_torn", file=path.name, line=rows.line_num) from error
    table = pl.concat(parts)
    check_ids(table["record_id"], table["line"].to_list(), file=path.name)
    return table.drop("line")


def _parts(rows: Any, header: Sequence[str], path: Path) -> Iterator[tuple[pl.DataFrame, pl.Series]]:
    """Give the rows some at a time, with the line where each ends: as Python lists all of them would take ten times the room."""
    width, more = len(header), True
    while more:
        kept: list[list[str]] = []
        lines: list[int] = []
        more = False
        for row in rows:
            if not any(row):
                continue
            if len(row) > width:
                raise Problem("mentions_torn", file=path.name, line=rows.line_num)
            kept.append([*row, *[""] * (width - len(row))])
            lines.append(rows.line_num)
            if len(kept) == AT_ONCE:
                more = True
                break
        yield pl.DataFrame(kept, schema=dict.fromkeys(header, pl.String), orient="row"), pl.Series("line", lines, dtype=pl.Int64)


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Problem("mentions_missing", file=str(path)) from error
    if b"\x00" in raw:
        raise Problem("mentions_torn", file=path.name, line=raw[: raw.index(b"\x00")].count(b"\n") + 1)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _check_header(header: Sequence[str], path: Path) -> None:
    if not any(header):
        raise Problem("mentions_no_header", file=path.name)
    for name in COLUMNS:
        if header.count(name) > 1:
            raise Problem("mentions_column_twice", file=path.name, column=name)
    if "record_id" not in header:
        raise Problem("mentions_no_record_id", file=path.name)


def complete(table: pl.DataFrame) -> pl.DataFrame:
    """Give the contract's columns in its order, as trimmed text; a column that is not there is empty (unknown)."""
    if "record_id" not in table.columns:
        raise Problem("mentions_no_record_id", file="")
    return table.select(
        pl.col(name).cast(pl.String).fill_null("").str.strip_chars() if name in table.columns else pl.lit("", pl.String).alias(name)
        for name in COLUMNS
    )


def check_ids(ids: pl.Series, lines: Sequence[int], *, file: str = "") -> None:
    """Refuse a table in which a record has no id, or two records have the same: it could not be answered row by row.

    Raises:
        Problem: ``mentions_record_empty`` (line) or ``mentions_record_twice`` (both lines).
    """
    places = pl.DataFrame({"id": ids, "line": pl.Series(lines, dtype=pl.Int64)})
    empty = places.filter(pl.col("id") == "")
    if len(empty):
        raise Problem("mentions_record_empty", file=file, line=empty["line"][0])
    twice = places.group_by("id").agg(pl.col("line").sort()).filter(pl.col("line").list.len() > 1)
    if len(twice):
        first, second = min((lines[0], lines[1]) for lines in twice["line"].to_list())
        raise Problem("mentions_record_twice", file=file, line=first, other=second)
