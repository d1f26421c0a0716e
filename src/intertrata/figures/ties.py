"""Which records of events speak of one case: by the numbers they quote, else by the victims they share near in time.

In: records of events, victims with their persons. Out: for each record the case inside its own register (second
copies) and across registers. MODEL.md: a case is the acts about one set of facts. A victim told again within a month by
one register is a copy, later it may be another case; two registers tell one case up to a year apart. Place is not asked:
that they place it differently is what a bridge has to say.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from intertrata.vocabulary.records import RecordType

DAYS_BETWEEN_REGISTERS: Final = 365
DAYS_BETWEEN_COPIES: Final = 30
HOTLINES: Final = ("line_1818", "line_100")
NUMBER_WORDS: Final = r"\b(?:n|no|nro|num|numero)\b"
NO_EDGES: Final = pl.DataFrame(schema={"one": pl.String, "other": pl.String})


def cases(kind: RecordType, rows: pl.DataFrame, victims: pl.DataFrame) -> pl.DataFrame:
    """Say of each record of which case it speaks.

    Args:
        kind: the record type of the rows; its own number is ``number`` where that is a case number, the others it quotes.
        rows: record, register, event_date_first, the type's case numbers and, where it has them, facts_date, ubigeo and
            channel; a record may stand in several versions.
        victims: register, act, person, linked.

    Returns:
        record, inner (the case inside its register), unit (the case across registers); each named by its first record.
    """
    numbers, shared = _numbers(kind, rows), _shared_victims(rows, victims)
    copies = [_neighbours(shared, ["register", "person"], DAYS_BETWEEN_COPIES), _same_facts(rows, victims)]
    inner = _components(rows["record"], pl.concat([_quotes_inside(numbers), *copies])).rename({"first": "inner"})
    told_again = inner.select(pl.col("record").alias("one"), pl.col("inner").alias("other"))
    across = [_quotes_across(numbers), _neighbours(shared, ["person"], DAYS_BETWEEN_REGISTERS)]
    outer = _components(rows["record"], pl.concat([told_again, *across])).rename({"first": "unit"})
    return inner.join(outer, on="record", validate="1:1").join(rows.select("record").unique(), on="record", how="semi").sort("record")


def number_key(text: pl.Expr) -> pl.Expr:
    """Give a case number without what typing adds to it: «N° 00123-2016» and «123 - 2016» are one; null where nothing is left."""
    words = text.str.to_lowercase().str.replace_all(r"[^0-9a-z]+", " ").str.replace_all(NUMBER_WORDS, " ")
    key = words.str.replace_all(r"\b0+(\d)", "${1}").str.replace_all(r" +", " ").str.strip_chars()
    return pl.when(key != "").then(key)


def _numbers(kind: RecordType, rows: pl.DataFrame) -> pl.DataFrame:
    """Record, register, key, own: each number that a record bears or quotes."""
    schema = {"record": pl.String, "register": pl.String, "key": pl.String, "own": pl.Boolean}
    found = [pl.DataFrame(schema=schema)]
    for field in (field for field in kind.payload_fields if field.case_number):
        told = rows.select("record", "register", pl.col(field.name).alias("key"))
        told = told.explode("key") if field.type == "texts" else told
        found.append(told.with_columns(number_key(pl.col("key")), pl.lit(field.name == "number").alias("own")))
    return pl.concat(found).drop_nulls().unique().sort("register", "key", "record")


def _quotes_inside(numbers: pl.DataFrame) -> pl.DataFrame:
    """Ties inside a register: records of one number, and a quoted number that no other register bears."""
    own = numbers.filter("own")
    first = own.unique(["register", "key"], keep="first", maintain_order=True).select("register", "key", pl.col("record").alias("other"))
    twice = own.join(first, on=["register", "key"])
    quoted = _quoted_elsewhere(numbers).filter(~pl.col("elsewhere")).join(first, on=["register", "key"])
    return pl.concat([_edges(twice), _edges(quoted)])


def _quotes_across(numbers: pl.DataFrame) -> pl.DataFrame:
    """Ties across registers. Registers number apart, so a quoted number is looked for in the others first, then in the
    quoter's own; one that nobody here bears (a court file, say) still ties those who quote it."""
    owners = numbers.filter("own").select("key", pl.col("register").alias("owner"), pl.col("record").alias("other"))
    quoted = _quoted_elsewhere(numbers)
    found = quoted.filter("elsewhere").join(owners, on="key").filter(pl.col("owner") != pl.col("register"))
    nobodys = quoted.join(owners, on="key", how="anti").with_columns(("quoted " + pl.col("key")).alias("other"))
    return pl.concat([_edges(found), _edges(nobodys)])


def _quoted_elsewhere(numbers: pl.DataFrame) -> pl.DataFrame:
    """The quoted numbers, and whether a register other than the quoter's bears each."""
    bearers = numbers.filter("own").select("key", pl.col("register").alias("owner")).unique()
    quoted = numbers.filter(~pl.col("own"))
    others = quoted.join(bearers, on="key").filter(pl.col("owner") != pl.col("register")).select("record", "key").unique()
    return quoted.join(others.with_columns(pl.lit(True).alias("elsewhere")), on=["record", "key"], how="left").with_columns(
        pl.col("elsewhere").fill_null(value=False)
    )


def _shared_victims(rows: pl.DataFrame, victims: pl.DataFrame) -> pl.DataFrame:
    """Record, register, person, date: the linked victims of each record that has a number of its own and a date."""
    if "number" not in rows.columns:
        return pl.DataFrame(schema={"record": pl.String, "register": pl.String, "person": pl.String, "date": pl.Date})
    acts = victims.filter("linked").select("register", "person", number_key(pl.col("act")).alias("key"))
    dated = rows.select("record", "register", number_key(pl.col("number")).alias("key"), pl.col("event_date_first").alias("date"))
    return dated.drop_nulls().join(acts, on=["register", "key"]).select("record", "register", "person", "date").unique()


def _neighbours(shared: pl.DataFrame, by: list[str], days: int) -> pl.DataFrame:
    """Ties between records of one victim that stand so many days apart: neighbours in time are enough to join them all."""
    ordered = shared.sort(*by, "date", "record").with_columns(
        pl.col("record").shift(1).over(by).alias("other"), pl.col("date").diff().over(by).alias("gap")
    )
    return _edges(ordered.filter(pl.col("other").is_not_null() & (pl.col("gap") <= pl.duration(days=days))))


def _same_facts(rows: pl.DataFrame, victims: pl.DataFrame) -> pl.DataFrame:
    """Ties of calls to a hotline that name no victim with the one other complaint of their register about facts of that
    very day and district, told within a month: what a hotline passes on is registered again (informe-v-2017, l.1937).
    Where there are several nobody can say which."""
    if "channel" not in rows.columns:
        return NO_EDGES
    exact = (pl.col("facts_date").str.len_chars() == 10) & (pl.col("ubigeo").str.len_chars() == 6)
    told = rows.filter(exact).unique("record", keep="first", maintain_order=True)
    told = told.select(
        "record", "register", "facts_date", "ubigeo", number_key(pl.col("number")).alias("key"),
        pl.col("event_date_first").alias("date"), pl.col("channel").is_in(HOTLINES).alias("by_hotline"),
    ).drop_nulls(["key", "date"])  # fmt: skip
    named = victims.select("register", number_key(pl.col("act")).alias("key")).unique()
    silent = told.filter("by_hotline").join(named, on=["register", "key"], how="anti")
    pairs = silent.join(told, on=["register", "facts_date", "ubigeo"], suffix="_other").filter(
        (pl.col("record") != pl.col("record_other"))
        & ((pl.col("date") - pl.col("date_other")).abs() <= pl.duration(days=DAYS_BETWEEN_COPIES))
    )
    return _edges(pairs.filter(pl.len().over("record") == 1).rename({"record_other": "other"}))


def _edges(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(pl.col("record").alias("one"), "other")


def _components(records: pl.Series, edges: pl.DataFrame) -> pl.DataFrame:
    """Give each record, and whatever it is tied to, the first of all that are tied with it, by name and however far around."""
    names = pl.concat([records, edges["one"], edges["other"]]).rename("name").unique().sort()
    numbered = names.to_frame().with_row_index("number")
    ends = [
        edges.join(numbered, left_on=end, right_on="name", how="left", maintain_order="left")["number"].to_list()
        for end in ("one", "other")
    ]
    parent = list(range(len(names)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for one, other in zip(*ends, strict=True):
        low, high = root(one), root(other)
        if low != high:
            parent[max(low, high)] = min(low, high)
    first = names.gather([root(node) for node in range(len(names))])
    return pl.DataFrame({"record": names, "first": first})
