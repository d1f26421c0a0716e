"""Who answers what: entity × item × period, with a value or the reason why there is none in every cell.

In: one row a request with what became of it, the columns (item and period), what people took from the answers, what a third person chose where two
of them differ. Out: a ``Matrix``: a frame of the cells of which anything was taken, and one reason a request for all its others. Missing never
becomes zero: a cell holds a value only where somebody read one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

KEY = ("request", "item", "period")
SAID = ("kind", "value", "status")
CAPTURES = {
    "id": pl.Int64, "request": pl.String, "item": pl.String, "period": pl.String, "by": pl.String, "kind": pl.String, "value": pl.String,
    "status": pl.String, "as_written": pl.String, "direct": pl.Boolean,
}  # fmt: skip
CHOICES = {"id": pl.Int64, "request": pl.String, "item": pl.String, "period": pl.String, "capture": pl.Int64}


class Standing(StrEnum):
    """How far what was taken for a cell may be relied on."""

    DIRECT = "direct"  # the entity itself wrote it in its form, and nobody read anything else in its letters
    AGREED = "agreed"  # two people or more read the same
    CHOSEN = "chosen"  # they differed, and a third said which holds
    SINGLE = "single"  # one person read it: NOVAL, not validated
    DIFFER = "differ"  # they differ, and nobody has said which holds: no value stands


DECIDED = frozenset({Standing.DIRECT, Standing.AGREED, Standing.CHOSEN})
"""Where a value stands that more than one person answers for."""
# What became of a request, as the reason of all its cells of which nothing was taken (codes of ``statement_status``; none while it may still
# answer, or while its answer waits to be read).
REASONS = {
    "none": "NR", "overdue": "NR", "denied": "DEN", "redirected": "ENC",
}  # fmt: skip
ANSWERED = frozenset({"on_time", "late", "partial"})
UNVALIDATED = "NOVAL"
TO_READ, MAY_ANSWER = "to_read", "may_answer"


@dataclass(frozen=True)
class Matrix:
    """The columns, the requests in their order with the reason of their empty cells, the items not asked of each, and the cells of which something
    was taken.

    ``taken`` has one row a cell: request, item, period, ``kind``, ``value`` (exact; empty where missing or where people differ; of a free text
    the digest of ``sealing``), ``status``, ``as_written`` (empty where it holds words, which stand sealed), ``standing`` (a code of
    ``Standing``), ``people`` (how many read it), ``reader`` (who, where only one did) and ``capture`` (which reading it is).
    """

    columns: tuple[tuple[str, str], ...]
    reasons: Mapping[str, str]
    unasked: Mapping[str, frozenset[str]]
    taken: pl.DataFrame

    @property
    def cells(self) -> int:
        """How many cells it has."""
        return len(self.columns) * len(self.reasons)


def settled(captures: pl.DataFrame, choices: pl.DataFrame) -> pl.DataFrame:
    """Give one row a cell: what holds of what people took for it.

    Args:
        captures: columns of ``CAPTURES``; the last of each person for a cell is what she says (``held``).
        choices: columns of ``CHOICES``; the last for a cell counts, while the capture that it names is still what its person says.

    Returns:
        the columns of ``Matrix.taken``, sorted by cell.
    """
    said = held(captures)
    chosen = choices.sort("id").unique(KEY, keep="last", maintain_order=True).select("capture", chosen=pl.lit(value=True))
    marked = said.join(chosen, left_on="id", right_on="capture", how="left").sort(
        *KEY, pl.col("chosen").fill_null(value=False), "id", descending=[False, False, False, True, False]
    )
    cells = marked.group_by(KEY, maintain_order=True).agg(
        *(pl.col(name).first() for name in (*SAID, "as_written")),
        pl.col("chosen").any().fill_null(value=False),
        pl.col("direct").any(),
        pl.col("by").first().alias("reader"),
        pl.col("id").first().alias("capture"),
        people=pl.len(),
        differ=pl.struct(SAID).n_unique() > 1,
    )
    standing = (
        pl.when("chosen").then(pl.lit(Standing.CHOSEN))
        .when("differ").then(pl.lit(Standing.DIFFER))
        .when("direct").then(pl.lit(Standing.DIRECT))
        .when(pl.col("people") > 1).then(pl.lit(Standing.AGREED))
        .otherwise(pl.lit(Standing.SINGLE))
    )  # fmt: skip
    empty = pl.when(standing != Standing.DIFFER)
    return cells.select(
        *KEY,
        *(empty.then(pl.col(name)).otherwise(pl.lit("")).alias(name) for name in (*SAID, "as_written")),
        standing.alias("standing"),
        "people",
        "capture",
        reader=pl.when(standing == Standing.SINGLE).then("reader").otherwise(pl.lit("")),
    )


def held(captures: pl.DataFrame) -> pl.DataFrame:
    """Give what each says now of each cell, in the order in which it was said: the last of each person, and the last of the entity itself,
    whoever brought its form: what that person reads in a letter of the entity does not take its place."""
    who = pl.when("direct").then(pl.lit("")).otherwise("by")
    return captures.sort("id").with_columns(who=who).unique([*KEY, "who"], keep="last", maintain_order=True).drop("who")


def unseen_by(reader: str, taken: pl.DataFrame) -> pl.DataFrame:
    """Leave out what one other person alone read: two readings are worth two only where neither saw the other."""
    return taken.filter((pl.col("standing") != Standing.SINGLE) | (pl.col("reader") == reader))


def matrix(
    outcomes: Mapping[str, str], columns: Sequence[tuple[str, str]], taken: pl.DataFrame, *, unasked: Mapping[str, frozenset[str]]
) -> Matrix:
    """Put what was taken beside the reason of everything else.

    Args:
        outcomes: by request, in the order of the rows, a code of the list ``request_outcome``.
        columns: the items and periods shown; what was taken for others is left out.
        taken: as ``settled`` gives it.
        unasked: by request, the items that its entity is not asked.
    """
    asked = pl.DataFrame(columns, schema={"item": pl.String, "period": pl.String}, orient="row")
    kept = taken.filter(pl.col("request").is_in(list(outcomes))).join(asked, on=["item", "period"], how="semi")
    return Matrix(tuple(columns), {request: reason_of(outcome) for request, outcome in outcomes.items()}, unasked, kept)


def reason_of(outcome: str) -> str:
    """Give why a cell of a request is empty: a code of ``statement_status``, ``to_read`` where its answer waits for somebody, ``may_answer``."""
    return TO_READ if outcome in ANSWERED else REASONS.get(outcome, MAY_ANSWER)


def told(cell: Mapping[str, str] | None, outcome: str) -> tuple[str, str, str, str] | None:
    """Give what a cell tells: kind, value, status, as written; None where nothing is told yet.

    Args:
        cell: a row of ``Matrix.taken``, if anything was taken. outcome: what became of the request.
    """
    if cell is not None and cell["standing"] != Standing.DIFFER:
        status = cell["status"] or (UNVALIDATED if cell["standing"] == Standing.SINGLE else "")
        return cell["kind"], cell["value"], status, cell["as_written"]
    reason = reason_of(outcome)
    return None if cell is not None or reason in {TO_READ, MAY_ANSWER} else ("missing", "", reason, "")
