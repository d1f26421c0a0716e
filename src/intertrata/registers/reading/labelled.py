"""Sheets with two heading rows: names that a program reads, often hidden, and below them the labels that people see.

In: a sheet as read, the columns of the tables that it may be. Out: the same sheet under one heading row. A column without a name is found
by its label; one whose name and label say different things gets both as its heading: nobody knows which of them was meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial

import polars as pl

from intertrata.registers.declaration import Column, heading
from intertrata.registers.reading.sheet import LINE, Batch, Notes, Sheet, frame

BOTH = " / "
TWO_HEADINGS = "two_headings"
ROW_NUMBER = r"^\s*[0-9]{1,7}\s*$"


def settled(sheet: Sheet, tables: Sequence[Sequence[Column]]) -> Sheet:
    """Give the sheet under one heading row; as it came where no table it may be has labels, or where its first row is none of labels."""
    columns = next((columns for columns in tables if any(column.label for column in columns)), None)
    if columns is None:
        return sheet
    with closing(sheet.batches(Notes())) as batches:  # type: ignore[type-var]
        first = next((batch.rows for batch in batches if batch.rows.height), None)
    if first is None:
        return sheet
    line, *titles = first.row(0)
    labels = {heading(column.label): column.name for column in columns if column.label}
    told = [title for title in titles if heading(title)]
    if 2 * sum(heading(title) in labels for title in told) < len(told) or not told:
        return sheet
    names = {heading(name): column.name for column in columns for name in (column.name, *column.aliases)}
    header = tuple(_one_heading(name, title, names, labels) for name, title in zip(sheet.header, titles, strict=True))
    numbered = bool(header) and not heading(header[0])
    disputed = [(place, name) for place, name in enumerate(header) if BOTH in name]
    return replace(sheet, header=header, batches=partial(_below, sheet, line, disputed, numbered))


def _one_heading(name: str, title: str, names: dict[str, str], labels: dict[str, str]) -> str:
    """What a column is called: by its name, by its label where it has none, by both where they say different things."""
    meant = labels.get(heading(title))
    if not heading(name):
        return meant or ""
    return name + BOTH + title if meant and names.get(heading(name), meant) != meant else name


def _below(sheet: Sheet, line: int, disputed: list[tuple[int, str]], numbered: bool, notes: Notes) -> Iterator[Batch]:
    """The rows below both heading rows. A first column that neither row names and that counts the rows is not part of them."""
    for batch in sheet.batches(notes):
        rows = batch.rows.filter(pl.col(LINE) != line)
        if numbered:
            rows = rows.with_columns(pl.when(pl.col("0").str.contains(ROW_NUMBER)).then(pl.lit("")).otherwise("0").alias("0"))
        faults = tuple(fault for fault in batch.faults if fault.line != line)
        kept = frame(rows[LINE], [rows[str(place)] for place in range(len(sheet.header))], keep=[fault.line for fault in faults])
        for place, name in disputed:
            filled = int((kept[str(place)].str.strip_chars() != "").sum())
            if filled:
                notes[TWO_HEADINGS, name] += filled
        yield Batch(kept, batch.spoiled, faults)
