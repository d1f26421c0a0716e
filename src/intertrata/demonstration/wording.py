"""Records in common words written as an institution writes them: its headings, its codes, its dates, its capitals.

In: rows whose columns are fields of the record type, and the table's form. Out: the same rows as text, one column a heading.
One writer for every register: what differs between them stands in their declarations and in how they like to write.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from intertrata.demonstration.declared import Form, Heading
from intertrata.demonstration.spelling import without_accents

MANY = "|"
"""What stands between several codes of one field before an institution writes them."""

CAPITALS = "capitals"


def write(rows: pl.DataFrame, form: Form, *, style: str = "", only: Sequence[str] = ()) -> pl.DataFrame:
    """Write the rows in the register's words.

    Args:
        rows: one column a field (dates as dates, codes as ours, several codes joined by ``|``), or a heading where no field fits;
            what is not there is not told.
        style: ``capitals`` where the institution types labels and places in capitals without accents.
        only: these headings alone.
    """
    wanted = [one for one in form.headings if not only or one.name in only]
    written = rows.select(_cell(one, rows, style).fill_null("").alias(one.name) for one in wanted)
    return written if only else _emptied(written, rows, form)


def _cell(one: Heading, rows: pl.DataFrame, style: str) -> pl.Expr:
    if one.name in rows.columns:
        return pl.col(one.name).cast(pl.String)
    if one.field not in rows.columns:
        return pl.lit(None, dtype=pl.String)
    value, kind = pl.col(one.field), rows.schema[one.field]
    if kind == pl.Date:
        return value.dt.to_string(one.form)
    if one.words is not None:
        return _in_words(one, value.cast(pl.String), style)
    return value.cast(pl.String)


def _in_words(one: Heading, value: pl.Expr, style: str) -> pl.Expr:
    """Codes in the institution's words; a code it has no word for is not told."""
    words = dict(one.words or {})
    capitals = style == CAPITALS and one.type in {"code", "codes"}
    if one.type != "codes":
        said = value.replace_strict(words, default=None, return_dtype=pl.String)
        return without_accents(said) if capitals else said
    parts = value.str.split(MANY).list.eval(pl.element().replace_strict(words, default=None, return_dtype=pl.String).drop_nulls())
    said = parts.list.join(one.separator)
    return without_accents(said) if capitals else said


def _emptied(written: pl.DataFrame, rows: pl.DataFrame, form: Form) -> pl.DataFrame:
    """Leave empty what the register itself asks to leave empty: no name beside a reserved identity."""
    for rule in form.emptied:
        when = next(one for one in form.headings if one.name == rule.when)
        if when.field not in rows.columns:
            continue
        said = rows[when.field].cast(pl.String)
        asked = said.is_in(list(rule.codes)).fill_null(False) if rule.codes else said.is_not_null()
        written = written.with_columns(
            pl.when(pl.lit(asked)).then(pl.lit("")).otherwise(pl.col(name)).alias(name) for name in rule.headings
        )
    return written
