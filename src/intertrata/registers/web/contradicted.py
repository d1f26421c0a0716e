"""Dates that contradict those of the records they quote, as the page of references tells them: by who quotes whom, then one by one.

In: ``registers.queries.contradictions``, what was asked, whose numbers may be counted or shown. Out: rows in words; no person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
from django.utils.translation import gettext as _

from intertrata.registers import queries
from intertrata.registers.declaration import Source
from intertrata.registers.web.awaited import Sees, called, named

MOST_SHOWN = 100


@dataclass(frozen=True)
class Between:
    """Who quotes whom, and in how many cases the days contradict."""

    quoting: str
    code: str
    field: str
    quoted: str
    many: int


@dataclass(frozen=True)
class Contradiction:
    """One number whose two records say days that cannot both be right."""

    number: str
    quoting: str
    day: str
    quoted: str
    other_day: str


def counted(found: pl.DataFrame, register: str, counts: Sees) -> pl.DataFrame:
    """Give the contradictions of one register that quotes ("": of all), of those of which it may be said how many."""
    rows = found.filter(pl.col("register") == register) if register else found
    return rows.filter(pl.col("register").is_in([code for code in rows["register"].unique().to_list() if counts(code)]))


def between(rows: pl.DataFrame, sources: Mapping[str, Source]) -> list[Between]:
    """Give who quotes whom in how many."""
    return [
        Between(_table(one, sources), one["register"], named(one, sources)[1], _table(_other(one), sources), one["many"])
        for one in queries.contradictions_by_place(rows)
    ]


def one_by_one(rows: pl.DataFrame, sources: Mapping[str, Source], sees: Sees) -> list[Contradiction]:
    """Give the first of those whose numbers may be shown, with the number as who quotes writes it; the day of the other record is for who
    sees the numbers of its register too: to others it is only later."""
    hers = rows.filter(pl.col("register").is_in([code for code in rows["register"].unique().to_list() if sees(code)])).head(MOST_SHOWN)
    return [
        Contradiction(
            number,
            _table(row, sources),
            _day(row["day"]),
            _table(_other(row), sources),
            _day(row["other_day"]) if sees(row["other_register"]) else _("posterior"),
        )
        for row, number in zip(hers.rows(named=True), queries.as_written(hers), strict=True)
    ]


def _other(row: Mapping[str, str]) -> dict[str, str]:
    return {"register": row["other_register"], "table": row["other_table"], "field": ""}


def _table(row: Mapping[str, str], sources: Mapping[str, Source]) -> str:
    return f"{called(row['register'], sources)}: {named(row, sources)[0]}"


def _day(told: str) -> str:
    """A day as people write it; a year or a month where no more is known."""
    return "/".join(reversed(told.split("-")))
