"""Which records a rule picks to be looked at again, and where each of these stands: computed from what it says, never typed.

In: current records of one type (``registers.queries.current``), how they are screened, what the RETA knows, a day. Out: one row for each
record picked, with its reasons and its state. A rule says yes or no; nothing is counted up to a score of anybody (SAFEGUARDS 15).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_, or_

import polars as pl

from intertrata.casefile.screening_rules import MINOR, NUMBER, QUOTED, Condition, Rule, Screening
from intertrata.vocabulary.case_numbers import case_key
from intertrata.vocabulary.jurisdictions import jurisdiction_column
from intertrata.vocabulary.offences import in_family
from intertrata.vocabulary.records import record_types

OPEN, OVERDUE, CLOSED, NOT_NEEDED = "open", "overdue", "closed", "not_needed"
KNOWN, NOT_FOUND, NOT_QUOTED = "known", "not_found", "not_quoted"
ADULT = 18
RESERVED = "reserved"
OWN_NUMBER = ("number", "act")
"""The field of a record's own number: of its own, else of the act in which it stands."""
UNDER_18, DAY, IN_RETA = "is:under_18", "is:day", "is:in_reta"
SCREENED = pl.Schema({
    "record": pl.String(), "record_type": pl.String(), "register": pl.String(), "table": pl.String(), "deposit": pl.String(),
    "line": pl.Int64(), "vanished": pl.Boolean(), "territory": pl.String(), "opened": pl.String(), "due": pl.Date(), "state": pl.String(),
    "reasons": pl.List(pl.String()), "finding": pl.String(), "finding_date": pl.String(), "in_reta": pl.String(), "waits": pl.Boolean(),
})  # fmt: skip
"""``opened``: the day it was reported, as exact as it was told. ``in_reta``: of a finding of trafficking, whether the RETA holds the case
(``known``), holds none of the numbers quoted (``not_found``), or none is quoted (``not_quoted``). ``waits``: whether somebody must act."""


@dataclass(frozen=True)
class Known:
    """What the RETA holds of trafficking: keys of the numbers of its complaints, and of the numbers that they quote."""

    numbers: pl.Series
    quoted: pl.Series


def known_of(complaints: pl.DataFrame) -> Known:
    """Give what is known from the current complaints of the register where trafficking is written; vanished ones and other offences count
    for nothing: a case of smuggling in the RETA is no answer to a finding of trafficking."""
    about = pl.col("offences").list.set_intersection(list(in_family("trafficking"))).list.len() > 0
    held = complaints.filter(~pl.col("vanished"), about)
    quoted = held.select(pl.col(QUOTED).explode().alias("key"))
    return Known(
        *(
            each.select(case_key(pl.col("key"))).to_series().drop_nulls().unique()
            for each in (held.select(pl.col(NUMBER).alias("key")), quoted)
        )
    )


def screened(records: pl.DataFrame, one: Screening, known: Known, *, today: date) -> pl.DataFrame:
    """Give the records that a rule picks, each with its reasons and state as of a day (``SCREENED``), the first due first.

    Reserved identities stand in no list: of a type that can say so, only records that say no are read (SAFEGUARDS 10). What a full
    delivery no longer holds stays where it stood: that a register fell silent closes nothing.
    """
    listed = records.filter(pl.col(RESERVED).not_().fill_null(value=False)) if RESERVED in records.columns else records
    ready = listed.with_columns(
        _under_18(one).alias(UNDER_18), _day(pl.coalesce("event_date", pl.col("cut_off").cast(pl.String))).alias(DAY)
    )
    picked = ready.with_columns(_picks(rule).alias(_named(rule)) for rule in one.rules).filter(
        reduce(or_, (pl.col(_named(rule)) for rule in one.rules))
    )
    joined = picked.with_columns(_in_reta(picked, known).alias(IN_RETA))
    days = pl.min_horizontal(pl.when(_named(rule)).then(rule.days) for rule in one.rules)
    due = pl.col(DAY) + pl.duration(days=days)
    found = joined.select(
        "record", pl.lit(one.record_type).alias("record_type"), "register", "table", "deposit", "line", "vanished",
        jurisdiction_column(pl.col("ubigeo")).alias("territory"),
        pl.coalesce("event_date", pl.col("cut_off").cast(pl.String)).alias("opened"), due.alias("due"), _state(one, due, today).alias("state"),
        pl.concat_list(pl.when(_named(rule)).then(pl.lit(rule.code)) for rule in one.rules).list.drop_nulls().alias("reasons"),
        pl.col(one.finding).cast(pl.String).alias("finding"), _finding_date(one).alias("finding_date"), _leads(one).alias("in_reta"),
    )  # fmt: skip
    waits = pl.col("state").is_in([OPEN, OVERDUE]) | pl.col("in_reta").is_in([NOT_FOUND, NOT_QUOTED]).fill_null(value=False)
    return found.with_columns(waits.alias("waits")).match_to_schema(SCREENED).sort("due", "record")


def _named(rule: Rule) -> str:
    """The column of a rule: no field of a record has a colon in its name."""
    return f"rule:{rule.code}"


def _picks(rule: Rule) -> pl.Expr:
    held = reduce(and_, (_holds(rule.record_type, one) for one in rule.when))
    return held & pl.col("register").is_in(list(rule.registers)) if rule.registers else held


def _holds(record_type: str, one: Condition) -> pl.Expr:
    """Whether a condition holds: true or false, never null."""
    field, declared = pl.col(one.field), record_types()[record_type].field(one.field)
    several = declared is not None and declared.type in {"codes", "texts"}
    if one.test == "under_18":
        return pl.col(UNDER_18) == one.yes
    if one.test == "in":
        values = list(one.values)
        inside = field.list.set_intersection(values).list.len() > 0 if several else field.is_in(values)
        return inside.fill_null(value=False)
    if one.test == "known":
        told = (field.list.len() > 0).fill_null(value=False) if several else field.is_not_null()
        return told == one.yes
    if one.test == "at_least":
        return (field >= one.least).fill_null(value=one.yes)
    if one.test == "elsewhere_than":
        return (field.str.slice(0, 2) != pl.col(one.other).str.slice(0, 2)).fill_null(value=False)
    return (field == one.yes).fill_null(value=False)


def _under_18(one: Screening) -> pl.Expr:
    """Whether she is under 18, or may be (SAFEGUARDS 2): not unless both what the record says of it and her age speak against it. Who
    had passed her eighteenth birthday when it was told may not have when it happened."""
    if not one.of_person:
        return pl.lit(value=False)
    birthdays = pl.lit(0)
    if one.since:
        days = (_day(pl.col("event_date")) - _day(pl.col(one.since))).dt.total_days()
        birthdays = (days.clip(lower_bound=0) / 365).ceil().fill_null(0)
    return pl.col(MINOR).fill_null(value=True) | (pl.col("age") - birthdays < ADULT).fill_null(value=False)


def _day(told: pl.Expr) -> pl.Expr:
    """The first day that a date allows, however exact it is."""
    return (
        (told + pl.lit("-01-01").str.slice(told.str.len_chars().cast(pl.Int64) - 4)).str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    )


def _finding_date(one: Screening) -> pl.Expr:
    return pl.col(one.finding_date) if one.finding_date else pl.lit(None, pl.String)


def _state(one: Screening, due: pl.Expr, today: date) -> pl.Expr:
    """Closed by a finding with its day; under 18 by nothing else, and not by a finding that leaves open what was done to her."""
    finding = pl.col(one.finding).cast(pl.String)
    dated = pl.col(one.finding_date).str.slice(0, 10) <= today.isoformat() if one.finding_date else pl.lit(value=True)
    unsaid = pl.col(UNDER_18) & finding.is_in(list(one.not_under_18))
    closed = (finding.is_in(list(one.closes)) & dated & ~unsaid).fill_null(value=False)
    return (
        pl.when(closed).then(pl.lit(CLOSED))
        .when(pl.col(IN_RETA) & ~pl.col(UNDER_18)).then(pl.lit(NOT_NEEDED))
        .when(due < today).then(pl.lit(OVERDUE))
        .otherwise(pl.lit(OPEN))
    )  # fmt: skip


def _leads(one: Screening) -> pl.Expr:
    """Of a finding of trafficking, whether the RETA holds the case."""
    trafficking = pl.col(one.finding).cast(pl.String).is_in(list(one.trafficking))
    quotes = (pl.col(QUOTED).list.len() > 0).fill_null(value=False)
    where = pl.when(IN_RETA).then(pl.lit(KNOWN)).when(quotes).then(pl.lit(NOT_FOUND)).otherwise(pl.lit(NOT_QUOTED))
    return pl.when(trafficking).then(where)


def _in_reta(records: pl.DataFrame, known: Known) -> pl.Series:
    """Whether the RETA holds one of the numbers that a record quotes, or quotes the record's own."""
    quoted = records.select("record", pl.col(QUOTED).alias("key")).explode("key", empty_as_null=True)
    theirs = quoted.filter(case_key(pl.col("key")).is_in(known.numbers.implode()))["record"]
    own = case_key(pl.col(next(name for name in OWN_NUMBER if name in records.columns))).is_in(known.quoted.implode())
    return records.select(pl.col("record").is_in(theirs.implode()) | own.fill_null(value=False)).to_series()
