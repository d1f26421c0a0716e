"""How a table of a register is told: in batches, with the register's faults, to one or two deliveries and to the truth.

In: rows that point into the world and a function that writes them in the register's words. Out: files; mentions, faults
and refusals for the truth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from intertrata.demonstration.chance import pick, some, stream
from intertrata.demonstration.exports.deliveries import Delivery
from intertrata.demonstration.people import ages_at
from intertrata.demonstration.plan import assumed, faults, table
from intertrata.demonstration.slips import KEY, Slips
from intertrata.demonstration.spelling import without_accents_of
from intertrata.demonstration.traits import TRAITS
from intertrata.demonstration.truth import Truth
from intertrata.demonstration.world import World

BATCH = 50_000
SYNTHETIC = "SINTETICO"
REPEATED = "repeated_key"
FIRST, SECOND = "in_first", "in_second"

Tell = Callable[[pl.DataFrame, Slips], pl.DataFrame]


@dataclass(frozen=True)
class Broken:
    """One way in which a row cannot be kept: the cell that is put in its place, and the rule it breaks."""

    column: str
    value: str | int
    rule: str


@dataclass(frozen=True)
class Table:
    """One table to tell.

    Attributes:
        rows: one row a row of the table, in order, with ``key`` (text), ``in_first`` and ``in_second``, ``bad`` (a name of
            ``broken``, ``repeated_key`` or null), and ``person`` and ``case`` where it speaks of them.
        tell: gives the columns of the table for a batch of these rows, and keeps the key under ``_key``.
        before: what the first delivery said instead, where a record was corrected since.
        twice: the share of the rows that stand in the file a second time, word for word.
    """

    register: str
    name: str
    columns: Sequence[str]
    rows: pl.DataFrame
    tell: Tell
    broken: Mapping[str, Broken]
    before: Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame] | None = None
    twice: float = 0.0

    @property
    def headings(self) -> list[str]:
        """The header of its file: the register's columns and the mark of SAFEGUARDS 19."""
        return [*self.columns, SYNTHETIC]

    def stands_in(self, delivery: str) -> bool:
        """Whether any row goes into that delivery: an institution that has nothing to tell sends no file."""
        return bool(self.rows[delivery].any())


def tell_table(one: Table, deliveries: Mapping[str, Delivery], truth: Truth, seed: int) -> None:
    """Write a table to its deliveries.

    Args:
        deliveries: the files by the column of ``rows`` that says whether a row stands in them.
    """
    for number, batch in enumerate(one.rows.iter_slices(BATCH)):
        slips = Slips(one.register, stream(seed, one.register, one.name, number))
        told = {FIRST: one.tell(batch, slips)}
        mended = _to_mend(batch, stream(seed, one.register, one.name, "mended", number))
        told[SECOND] = _mended(one, batch, told[FIRST], mended)
        if one.before is not None:
            told[FIRST] = one.before(told[FIRST], batch)
        for delivery, file in deliveries.items():
            rows = told[delivery].with_columns(batch["bad"]).filter(batch[delivery])
            _deliver(one, _said_again(rows, one.twice, stream(seed, one.register, one.name, delivery, number)), file, truth)
        truth.tell_mentions(one.register, one.name, batch)
        truth.tell_faults(one.register, one.name, batch.with_columns(mended.alias("mended")), slips.told)


def _to_mend(batch: pl.DataFrame, rng: np.random.Generator) -> pl.Series:
    """Choose rows of the first delivery that the second one corrects."""
    drawn = pl.Series(rng.random(batch.height) < assumed()["deliveries"]["mended"])
    return drawn & batch[FIRST] & batch[SECOND] & batch["bad"].is_null()


def _mended(one: Table, batch: pl.DataFrame, told: pl.DataFrame, again: pl.Series) -> pl.DataFrame:
    """The batch as the second delivery has it: the rows to mend are told again without faults."""
    if not again.any():
        return told
    clean = one.tell(batch.filter(again), Slips("", stream(0, "clean")))
    at = pl.concat([(~again).arg_true(), again.arg_true()])
    return pl.concat([told.filter(~again), clean]).with_columns(at.alias("_at")).sort("_at").drop("_at")


def _said_again(rows: pl.DataFrame, share: float, rng: np.random.Generator) -> pl.DataFrame:
    """Let a few rows stand twice, word for word."""
    if not share:
        return rows
    again = some(rng, rows["bad"].is_null().to_numpy(), max(1, round(rows.height * share)))
    return pl.concat([rows, rows[np.sort(again)]])


def _deliver(one: Table, told: pl.DataFrame, file: Delivery, truth: Truth) -> None:
    """Write rows to a file, breaking those that are ``bad``, and tell the truth where these stand."""
    for kind, broken in one.broken.items():
        cell = pl.when(pl.col("bad") == kind).then(pl.lit(broken.value)).otherwise(pl.col(broken.column))
        told = told.with_columns(cell.alias(broken.column))
    line = file.write(told.with_columns(pl.lit("SI").alias(SYNTHETIC)).select(one.headings))
    placed = told.select(pl.col(KEY).alias("key"), "bad").with_row_index("line", offset=line)
    truth.tell_refusals(one.register, one.name, file.name, _refused(one, placed))


def _refused(one: Table, placed: pl.DataFrame) -> pl.DataFrame:
    """The rows that will be refused: line, key, column, rule."""
    columns = {kind: broken.column for kind, broken in one.broken.items()} | {REPEATED: ""}
    rules = {kind: broken.rule for kind, broken in one.broken.items()} | {REPEATED: REPEATED}
    return placed.filter(pl.col("bad").is_not_null()).select(
        pl.col("line").cast(pl.Int64), "key",
        pl.col("bad").replace_strict(columns, return_dtype=pl.String).alias("column"),
        pl.col("bad").replace_strict(rules, return_dtype=pl.String).alias("rule"),
    )  # fmt: skip


def plant(rows: pl.DataFrame, kinds: Sequence[str], candidates: pl.Expr, seed: int, *names: str) -> pl.DataFrame:
    """Mark some of the candidates as rows that cannot be kept, a few of each kind; adds ``bad``."""
    rng = stream(seed, "refused", *names)
    among = rows.select(candidates.fill_null(False)).to_series().to_numpy() if rows.height else np.zeros(0, dtype=bool)
    each = max(1, round(rows.height * faults()["refused"]["share"]))
    chosen = some(rng, among, each * len(kinds))
    kind = np.full(rows.height, len(kinds))
    kind[chosen] = np.arange(len(chosen)) % max(len(kinds), 1)
    return rows.with_columns(pl.Series([*kinds, None], dtype=pl.String).gather(kind).alias("bad"))


def repeat_keys(rows: pl.DataFrame, fits: pl.Expr, seed: int, register: str) -> pl.DataFrame:
    """Let a few persons bear the ``ordinal`` of the one before them: of two rows with one key neither can be trusted, both are ``bad``."""
    candidates = fits & pl.col("bad").is_null() & pl.col("bad").shift(1).is_null()
    marked = plant(rows.rename({"bad": "_bad"}).with_columns(pl.col("_bad").alias("bad")), [REPEATED], candidates, seed, register, REPEATED)
    second = (marked["bad"] == REPEATED).fill_null(False)
    # The one before must not itself repeat: of three in a row the third keeps its number.
    second = second & ~second.shift(1, fill_value=False)
    pair = second | second.shift(-1, fill_value=False)
    told = pl.when(pl.lit(pair)).then(pl.lit(REPEATED)).otherwise(pl.col("_bad")).alias("bad")
    return marked.with_columns(told, (pl.col("ordinal") - pl.lit(second.cast(pl.Int64))).alias("ordinal")).drop("_bad")


def written(register: str, words: str, code: pl.Expr) -> pl.Expr:
    """Write codes in the register's own words; unknown (null) as the word it has for nothing, else empty."""
    rows = table("words").filter((pl.col("register") == register) & (pl.col("list") == words))
    known = dict(zip(rows["code"].fill_null("").to_list(), rows["written"].to_list(), strict=True))
    return code.fill_null("").replace_strict(known, default="", return_dtype=pl.String)


def persons_of(batch: pl.DataFrame, world: World, rng: np.random.Generator) -> pl.DataFrame:
    """Give each row its person's parts, the age on the day of the act (``day``), and names for those who give a false one."""
    person = batch["person"].to_numpy()
    rows = batch.hstack(world.people[person].drop("person", *TRAITS))
    given, last = table("given_names"), table("surnames")
    women, men = (given.filter(pl.col("sex") == sex) for sex in ("F", "M"))
    drawn = [
        without_accents_of(part["name"]).gather(pick(rng, part["weight"].to_numpy().astype(np.float64), rows.height))
        for part in (women, men, last)
    ]
    decoy = pl.when(pl.col("sex") == "F").then(drawn[0]).otherwise(drawn[1])
    return rows.with_columns(
        decoy.alias("decoy_given"), drawn[2].alias("decoy_surname"), ages_at(pl.col("birth"), pl.col("day")).alias("age")
    )


def cases_of(batch: pl.DataFrame, world: World, columns: Sequence[str]) -> pl.DataFrame:
    """Give each row what it needs to know of its case."""
    return batch.hstack(world.cases[batch["case"].to_numpy()].select(columns))
