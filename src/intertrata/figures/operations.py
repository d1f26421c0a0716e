"""Which records tell one operation: by the number of another institution's operation that they quote, else by day, district and name.

In: records of operations and inspections of every register. Out: for each record the number of its operation and how that is known.
The regions told of 284 operations of their own, 40 with the police and 40 with the prosecutors, and nobody could say whether these told
them too (informe-v-2017, l.2370). Who reports tells one operation once: no group ever holds two reports of one reporter, so the strongest
ties are taken first and those of equal strength that contradict each other not at all. That two quote one complaint ties nothing by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import polars as pl

from intertrata.figures.ties import EDGES, Numbers, components
from intertrata.vocabulary.case_numbers import case_key

TYPES: Final = ("operation", "inspection")
DAYS_BETWEEN_REPORTS: Final = 1  # an operation that ends past midnight, or that one institution dates by its beginning
DISTRICT: Final = 6  # digits
CROWDED: Final = 200  # reports of one day and district above which the day says nothing: a date that stands for an unknown one
QUOTED, SAME_DAY = "quoted", "same_day"
TOLD: Final = [
    "record", "register", "entity", "number", "case_numbers", "institutions", "operation_kind", "ubigeo", "vanished",
    "event_date_first", "event_date_last",
]  # fmt: skip
# What speaks for a tie, the heavier before all that is lighter together; a report that was withdrawn comes after every other.
STANDS, MUTUAL, DAY, PLACE, NAMED, KIND = 128, 64, 32, 16, 4, 2
EITHER: Final = {"gobierno_local": "gobierno_regional"}
PAIR: Final = ["one", "other"]
ENDS: Final = ["here", "there"]


def operations(tables: Mapping[str, pl.DataFrame], institutions: Mapping[str, str]) -> pl.DataFrame:
    """Say of each record which operation it tells.

    Args:
        tables: records by type (``TYPES``), as ``freezing.prepare`` makes them; a record may stand in several versions.
        institutions: by register, the institution whose it is.

    Returns:
        record, operation_no, operation_tie (``quoted``, ``same_day``; null where no other reporter is known to tell it), and what is
        known of the operation as a whole: operation_institutions (who reports it and whom they name), operation_class (where a
        record does not say its kind, the one that the others say). Sorted by record; each operation is numbered by the place of
        its first record. Records of one reporter with the same number and day are copies: one report, written twice.
    """
    told = _told(tables, institutions)
    reports = told.unique("report", keep="first", maintain_order=True)
    group: Numbers = np.arange(told.height, dtype=np.uint32)
    found = {}
    for known, candidates in ((QUOTED, _quoted(told, reports)), (SAME_DAY, _same_day(reports))):
        if known == SAME_DAY:
            candidates = _only_ones(candidates, reports, group)
        taken, group = _taken(candidates, reports, group)
        found[known] = np.unique(taken.to_numpy().ravel())
    report = told["report"]
    tie = pl.when(report.is_in(found[QUOTED])).then(pl.lit(QUOTED)).when(report.is_in(found[SAME_DAY])).then(pl.lit(SAME_DAY))
    number = pl.Series("operation_no", group[report.to_numpy()], dtype=pl.UInt32)
    return _known_of_all(told.with_columns(number, tie.alias("operation_tie")))


def _known_of_all(told: pl.DataFrame) -> pl.DataFrame:
    """What is known of an operation from all that tell it; what was withdrawn says nothing of it."""
    standing = told.filter(~pl.col("vanished"))
    present = standing.select("operation_no", pl.col("institutions").list.concat(pl.concat_list("of")).alias("each")).explode("each")
    every = present.drop_nulls("each").group_by("operation_no").agg(pl.col("each").unique().sort().alias("operation_institutions"))
    kinds = standing.drop_nulls("operation_kind").group_by("operation_no").agg(pl.col("operation_kind").unique().alias("kinds"))
    only = kinds.filter(pl.col("kinds").list.len() == 1).select("operation_no", pl.col("kinds").list.first().alias("only"))
    for known in (every, only):
        told = told.join(known, on="operation_no", how="left", validate="m:1", maintain_order="left")
    kind = pl.coalesce("operation_kind", "only").alias("operation_class")
    return told.select("record", "operation_no", "operation_tie", "operation_institutions", kind)


def _told(tables: Mapping[str, pl.DataFrame], institutions: Mapping[str, str]) -> pl.DataFrame:
    """One row a record with what ties it: at, report (the first record of its copies), reporter, institution, key, keys, named, date."""
    rows = pl.concat(tables[name].select(TOLD) for name in TYPES if name in tables).sort("record", "vanished", "event_date_first")
    rows = rows.unique("record", keep="first", maintain_order=True).with_row_index("at")
    key, quoted = case_key(pl.col("number")), rows.select("at", pl.col("case_numbers").alias("key")).explode("key")
    keys = quoted.with_columns(case_key(pl.col("key"))).drop_nulls("key").group_by("at").agg(pl.col("key").unique().sort().alias("keys"))
    # The register of the regions and municipalities answers to either name.
    named = pl.col("institutions").list.eval(pl.element().replace(EITHER)).list.set_difference(pl.concat_list("institution"))
    of = pl.col("register").replace_strict(institutions, default=None, return_dtype=pl.String)
    reporter = pl.struct("register", "entity").rank("dense").cast(pl.UInt32)
    rows = rows.with_columns(pl.col("institutions").fill_null([]), key.alias("key"), reporter.alias("reporter"), of.alias("of"))
    rows = rows.with_columns(pl.col("of").replace(EITHER).alias("institution")).with_columns(named.alias("named"))
    same = ["reporter", "key", "event_date_first", "event_date_last"]
    copied = pl.all_horizontal(pl.col(*same[1:]).is_not_null())
    report = pl.when(copied).then(pl.col("at").min().over(same)).otherwise("at").alias("report")
    return rows.with_columns(report).join(keys, on="at", how="left", validate="1:1", maintain_order="left")


def _quoted(told: pl.DataFrame, reports: pl.DataFrame) -> pl.DataFrame:
    """One, other, strength: reports of which one quotes the number of the other, dated no further apart than reports of one operation are.

    Registers number apart: where several bear the number, the one that agrees best in day and place is meant, else none.
    """
    quotes = told.select("report", "reporter", pl.col("keys").alias("key")).explode("key").drop_nulls("key")
    bearers = told.select(pl.col("report").alias("other"), pl.col("reporter").alias("bearer"), "key").drop_nulls("key")
    found = quotes.join(bearers, on="key").filter(pl.col("reporter") != pl.col("bearer"))
    found = _weighed(found.select(pl.col("report").alias("one"), "other", "key").unique(), reports)
    near = found.filter((pl.col("gap") <= DAYS_BETWEEN_REPORTS).fill_null(value=True))
    best = near.filter(pl.col("strength") == pl.col("strength").max().over("one", "key"))
    meant = best.filter(pl.len().over("one", "key") == 1)
    directed = meant.select("one", "other", "strength").unique()
    either = directed.select(pl.min_horizontal(PAIR).alias("one"), pl.max_horizontal(PAIR).alias("other"), "strength")
    return either.group_by(PAIR).agg(pl.col("strength").max() + pl.when(pl.len() > 1).then(MUTUAL).otherwise(0))


def _same_day(reports: pl.DataFrame) -> pl.DataFrame:
    """One, other, strength: reports of one very day and district of which one names the institution of the other among those that
    took part, or that quote a number alike. Where the other names others and not it, their kind has to be the same. Where a day and
    district are crowded nobody is the only one, and pairs would grow with the square of the reports."""
    exact = reports.filter(
        (pl.col("event_date_first") == pl.col("event_date_last")) & (pl.col("ubigeo").str.len_chars() == DISTRICT) & ~pl.col("vanished")
    )
    sparse = exact.filter(pl.len().over("event_date_first", "ubigeo") <= CROWDED)
    where = sparse.select("event_date_first", "ubigeo", pl.col("report").alias("one"), "reporter")
    pairs = where.join(where.rename({"one": "other"}), on=["event_date_first", "ubigeo"], suffix="_other")
    pairs = pairs.filter((pl.col("one") < pl.col("other")) & (pl.col("reporter") != pl.col("reporter_other"))).select(PAIR)
    weighed = _weighed(pairs, reports)
    names, named = pl.col("names"), pl.col("is_named")
    silent = pl.when(names).then(pl.col("named_other").list.len() == 0).otherwise(pl.col("named").list.len() == 0)
    alike = pl.col("keys").list.set_intersection("keys_other").list.len().fill_null(0) > 0
    speaks = alike | (names & named) | ((names | named) & (silent | pl.col("same_kind")))
    return weighed.filter(speaks).select(*PAIR, "strength")


def _weighed(pairs: pl.DataFrame, reports: pl.DataFrame) -> pl.DataFrame:
    """Pairs with what either end says, the days between them (null: one is not dated) and how much speaks for their being one."""
    said = reports.select(
        "report", "institution", "named", "keys", "ubigeo", "operation_kind", "vanished", "event_date_first", "event_date_last"
    )
    joined = pairs.join(said, left_on="one", right_on="report", validate="m:1", maintain_order="left")
    joined = joined.join(said, left_on="other", right_on="report", suffix="_other", validate="m:1", maintain_order="left")
    first, last = pl.col("event_date_first"), pl.col("event_date_last")
    apart = pl.max_horizontal(pl.col("event_date_first_other") - last, first - pl.col("event_date_last_other")).dt.total_days()
    facts = joined.with_columns(
        pl.when(first.is_not_null() & pl.col("event_date_first_other").is_not_null()).then(apart.clip(0)).alias("gap"),
        pl.col("named").list.contains(pl.col("institution_other")).fill_null(value=False).alias("names"),
        pl.col("named_other").list.contains(pl.col("institution")).fill_null(value=False).alias("is_named"),
        (pl.col("operation_kind") == pl.col("operation_kind_other")).fill_null(value=False).alias("same_kind"),
        (pl.col("ubigeo") == pl.col("ubigeo_other")).fill_null(value=False).alias("same_place"),
    )
    weights = (
        (~(pl.col("vanished") | pl.col("vanished_other")), STANDS),
        ((pl.col("gap") == 0).fill_null(value=False), DAY),
        (pl.col("same_place"), PLACE),
        (pl.col("names"), NAMED),
        (pl.col("is_named"), NAMED),
        (pl.col("same_kind"), KIND),
    )
    return facts.with_columns(pl.sum_horizontal(test.cast(pl.Int64) * weight for test, weight in weights).alias("strength"))


def _only_ones(candidates: pl.DataFrame, reports: pl.DataFrame, group: Numbers) -> pl.DataFrame:
    """Of candidates by day and place, those that are the only one either way; what a number has led to the other's reporter is none."""
    who = reports.select(pl.col("report").alias("other"), "reporter")
    pairs = _free(_grouped(candidates, group), _members(reports, group))
    ways = pl.concat([pairs.select(PAIR), _turned(pairs, *PAIR)])
    only = ways.join(who, on="other").filter(pl.len().over("one", "reporter") == 1)
    return pairs.join(only, on=PAIR, how="semi").join(_turned(only, *PAIR), on=PAIR, how="semi").select(*PAIR, "strength")


def _taken(candidates: pl.DataFrame, reports: pl.DataFrame, group: Numbers) -> tuple[pl.DataFrame, Numbers]:
    """Take the strongest ties first and leave out what would give a group two reports of one reporter; give the ties and the groups."""
    taken = [pl.DataFrame(schema=EDGES)]
    for strength in candidates["strength"].unique().sort(descending=True):
        pairs = _grouped(candidates.filter(pl.col("strength") == strength), group)
        taken.append(_agreed(pairs, _members(reports, group)).select(PAIR))
        joined = pl.DataFrame({"one": np.arange(group.size, dtype=np.uint32), "other": group}, schema=EDGES)
        group = components(group.size, pl.concat([joined, taken[-1]]))
    return pl.concat(taken), group


def _agreed(pairs: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Leave out, of ties of equal strength, those that would join two reports of one reporter, by themselves or with others.

    First what two groups hold alike, then what two of a group's ties lead to alike, at last every tie of a chain that still does.
    """
    free = _free(pairs, members)
    ways = pl.concat([free.select(ENDS), _turned(free, *ENDS)]).unique()
    led = ways.join(members.rename({"group": "there"}), on="there")
    torn = led.filter(pl.len().over("here", "reporter") > 1)
    free = free.join(torn, on=ENDS, how="anti").join(_turned(torn, *ENDS), on=ENDS, how="anti")
    tied = members.join(ways, left_on="group", right_on="here", how="semi")
    chain = components(1 + int(tied["group"].cast(pl.Int64).to_numpy().max(initial=-1)), free.select(one="here", other="there"))
    held = tied.with_columns(pl.Series("chain", chain[tied["group"].to_numpy()]))
    double = held.filter(pl.len().over("chain", "reporter") > 1)
    return free.with_columns(pl.Series("chain", chain[free["here"].to_numpy()])).join(double, on="chain", how="anti")


def _grouped(pairs: pl.DataFrame, group: Numbers) -> pl.DataFrame:
    """Ties with the group that each end belongs to by now: here, there."""
    return pairs.with_columns(pl.Series("here", group[pairs["one"].to_numpy()]), pl.Series("there", group[pairs["other"].to_numpy()]))


def _members(reports: pl.DataFrame, group: Numbers) -> pl.DataFrame:
    """Group, reporter: who reports in each group."""
    return reports.select(pl.Series("group", group[reports["report"].to_numpy()]), "reporter")


def _free(pairs: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Leave out ties between groups in which one reporter stands on both sides, and those within a group."""
    apart = pairs.filter(pl.col("here") != pl.col("there"))
    here = apart.select(ENDS).unique().join(members.rename({"group": "here"}), on="here")
    both = here.join(members.rename({"group": "there"}), on=["there", "reporter"], how="semi")
    return apart.join(both, on=ENDS, how="anti")


def _turned(pairs: pl.DataFrame, one: str, other: str) -> pl.DataFrame:
    """The pairs the other way round."""
    return pairs.select(pl.col(other).alias(one), pl.col(one).alias(other))
