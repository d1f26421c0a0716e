"""Which records of events speak of one case: by the numbers they quote, else by the victims they share near in time.

In: records of events, victims with their persons. Out: for each record the case inside its own register (second
copies) and across registers. MODEL.md: a case is the acts about one set of facts. A victim told again within a month by
one register is a copy, later it may be another case; two registers tell one case up to a year apart. Place is not asked:
that they place it differently is what a bridge has to say.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from intertrata.vocabulary.case_numbers import case_key
from intertrata.vocabulary.records import RecordType

DAYS_BETWEEN_REGISTERS: Final = 365
DAYS_BETWEEN_COPIES: Final = 30
FAR: Final = 1_000_000  # days
HOTLINES: Final = ("line_1818", "line_100")
ACTS: Final = pl.Schema({"register": pl.String(), "key": pl.String(), "person_no": pl.UInt32(), "linked": pl.Boolean()})
EDGES: Final = pl.Schema({"one": pl.UInt32(), "other": pl.UInt32()})
Numbers = npt.NDArray[np.uint32]


def acts_of(victims: pl.DataFrame) -> pl.DataFrame:
    """Give in which acts victims stand (``ACTS``), from their register, act, person_no, linked; once for all record types."""
    return victims.select("register", case_key(pl.col("act")).alias("key"), "person_no", "linked").drop_nulls("key")


def cases(kind: RecordType, rows: pl.DataFrame, acts: pl.DataFrame) -> pl.DataFrame:
    """Say of each record of which case it speaks.

    Args:
        kind: the record type of the rows; its own number is ``number`` where that is a case number, the others it quotes.
        rows: record, register, event_date_first, the type's case numbers and, where it has them, facts_date, ubigeo and
            channel; a record may stand in several versions.
        acts: as ``acts_of`` gives them; an act is the number of the record that victims stand in.

    Returns:
        record, case_here_no (the case inside its register), case_no (the case across registers); sorted by record, each case
        numbered by the place of its first record.
    """
    records = rows.select(pl.col("record").unique().sort()).with_row_index("at")
    own = _own_number(kind)
    told = rows.join(records, on="record", how="left", maintain_order="left").with_columns(own.alias("key"))
    numbers, shared = _numbers(kind, told), _shared_victims(told, acts)
    here = pl.concat([_quotes_inside(numbers), _copies(shared), _same_facts(told, acts)])
    quoted = pl.concat([here, _quotes_across(numbers)])
    guessed = _unless_quoted(_nearest(shared), told, components(records.height, quoted))
    return records.select(
        "record",
        pl.Series("case_here_no", components(records.height, here), dtype=pl.UInt32),
        pl.Series("case_no", components(records.height, pl.concat([quoted, guessed])), dtype=pl.UInt32),
    )


def _own_number(kind: RecordType) -> pl.Expr:
    """The key of the number that a record bears itself, where its type calls it a case number."""
    field = kind.field("number")
    return case_key(pl.col("number")) if field and field.case_number else pl.lit(None, pl.String())


def _numbers(kind: RecordType, told: pl.DataFrame) -> pl.DataFrame:
    """At, register, key, own: each number that a record bears or quotes."""
    found = [told.select("at", "register", "key", pl.lit(True).alias("own"))]
    for field in (field for field in kind.payload_fields if field.case_number and field.name != "number"):
        quoted = told.select("at", "register", pl.col(field.name).alias("key")).drop_nulls("key")
        quoted = quoted.explode("key") if field.type == "texts" else quoted
        found.append(quoted.with_columns(case_key(pl.col("key")), pl.lit(False).alias("own")))
    return pl.concat(found).drop_nulls("key").unique()


def _quotes_inside(numbers: pl.DataFrame) -> pl.DataFrame:
    """Ties inside a register: records of one number, and a quoted number that no other register bears."""
    own = numbers.filter("own")
    first = own.group_by("register", "key").agg(pl.col("at").min().alias("other"))
    quoted = _quoted_elsewhere(numbers).filter(~pl.col("elsewhere"))
    return pl.concat([_edges(some.join(first, on=["register", "key"])) for some in (own, quoted)])


def _quotes_across(numbers: pl.DataFrame) -> pl.DataFrame:
    """Ties across registers. Registers number apart, so a quoted number is looked for in the others first, then in the
    quoter's own; one that nobody here bears (a court file, say) still ties those who quote it."""
    owners = numbers.filter("own").select("key", pl.col("register").alias("owner"), pl.col("at").alias("other"))
    quoted = _quoted_elsewhere(numbers)
    found = quoted.filter("elsewhere").join(owners, on="key").filter(pl.col("owner") != pl.col("register"))
    nobodys = quoted.join(owners, on="key", how="anti")
    together = nobodys.join(nobodys.group_by("key").agg(pl.col("at").min().alias("other")), on="key")
    return pl.concat([_edges(found), _edges(together)])


def _quoted_elsewhere(numbers: pl.DataFrame) -> pl.DataFrame:
    """The quoted numbers, and whether a register other than the quoter's bears each."""
    bearers = numbers.filter("own").select("key", pl.col("register").alias("owner")).unique()
    quoted = numbers.filter(~pl.col("own"))
    others = quoted.join(bearers, on="key").filter(pl.col("owner") != pl.col("register")).select("at", "key").unique()
    found = quoted.join(others.with_columns(elsewhere=True), on=["at", "key"], how="left")
    return found.with_columns(pl.col("elsewhere").fill_null(value=False))


def _shared_victims(told: pl.DataFrame, acts: pl.DataFrame) -> pl.DataFrame:
    """At, register, person_no, date: the linked victims of each record that has a number of its own and a date."""
    dated = told.select("at", "register", "key", pl.col("event_date_first").alias("date")).drop_nulls()
    return dated.join(acts.filter("linked"), on=["register", "key"]).select("at", "register", "person_no", "date")


def _copies(shared: pl.DataFrame) -> pl.DataFrame:
    """Ties inside a register: a victim told again within a month. Neighbours in time are enough to join them all."""
    same = (pl.col("person_no") == pl.col("person_no").shift(1)) & (pl.col("register") == pl.col("register").shift(1))
    near = pl.col("date").diff() <= pl.duration(days=DAYS_BETWEEN_COPIES)
    ordered = shared.sort("register", "person_no", "date", "at").with_columns(pl.col("at").shift(1).alias("other"))
    return _edges(ordered.filter(same & near))


def _nearest(shared: pl.DataFrame) -> pl.DataFrame:
    """Ties across registers: records of one victim, each the nearest in time to the other that another register tells.

    With all that is told of a victim in order of time, such two stand where one register's run ends and another's begins,
    and neither is nearer to what bounds its run at the other end.
    """
    first = pl.col("person_no") != pl.col("person_no").shift(1)
    begins = (first | (pl.col("register") != pl.col("register").shift(1))).fill_null(value=True)
    ordered = shared.sort("person_no", "date", "register", "at").with_columns(
        pl.col("date").to_physical().alias("day"), first.fill_null(value=True).alias("first"), begins.alias("begins")
    )
    ends, last = (pl.col(name).shift(-1, fill_value=True) for name in ("begins", "first"))
    before = pl.when("first").then(-FAR).when("begins").then(pl.col("day").shift(1)).forward_fill()
    after = pl.when(last).then(FAR).when(ends).then(pl.col("day").shift(-1)).backward_fill()
    nearest = pl.min_horizontal(pl.col("day") - before, after - pl.col("day"))
    placed = ordered.with_columns(nearest.alias("nearest"), pl.col("day").diff().alias("gap"))
    mutual = (pl.col("gap") == pl.col("nearest")) & (pl.col("gap") == pl.col("nearest").shift(1))
    near = pl.col("begins") & ~pl.col("first") & mutual & (pl.col("gap") <= DAYS_BETWEEN_REGISTERS)
    return _edges(placed.with_columns(pl.col("at").shift(1).alias("other")).filter(near))


def _unless_quoted(edges: pl.DataFrame, told: pl.DataFrame, quoted: Numbers) -> pl.DataFrame:
    """Leave out ties to a register of which a number has already led to a record: then there is nothing to guess.

    Args:
        quoted: by record, the case that numbers and copies alone make.
    """
    known = told.select("at", "register", pl.Series("case", quoted[told["at"].to_numpy()])).unique(["at", "register"])
    one, other = (known.rename({"at": end, "register": f"register_{end}", "case": f"case_{end}"}) for end in EDGES)
    placed = edges.join(one, on="one").join(other, on="other")
    for case, register in (("case_one", "register_other"), ("case_other", "register_one")):
        placed = placed.join(known, left_on=[case, register], right_on=["case", "register"], how="anti")
    return placed.select(*EDGES)


def _same_facts(told: pl.DataFrame, acts: pl.DataFrame) -> pl.DataFrame:
    """Ties of calls to a hotline that name no victim with the one other complaint of their register about facts of that
    very day and district, told within a month: what a hotline passes on is registered again (informe-v-2017, l.1937).
    Where there are several nobody can say which."""
    if "channel" not in told.columns:
        return pl.DataFrame(schema=EDGES)
    exact = (pl.col("facts_date").str.len_chars() == 10) & (pl.col("ubigeo").str.len_chars() == 6)
    placed = told.filter(exact & pl.col("key").is_not_null() & pl.col("event_date_first").is_not_null())
    placed = placed.unique("at", keep="first", maintain_order=True)
    silent = placed.filter(pl.col("channel").is_in(HOTLINES)).join(acts, on=["register", "key"], how="anti")
    same, date = ["register", "facts_date", "ubigeo"], "event_date_first"
    pairs = silent.select("at", *same, date).join(placed.select(*same, pl.col("at").alias("other"), pl.col(date).alias("then")), on=same)
    near = (pl.col(date) - pl.col("then")).abs() <= pl.duration(days=DAYS_BETWEEN_COPIES)
    return _edges(pairs.filter((pl.col("at") != pl.col("other")) & near).filter(pl.len().over("at") == 1))


def _edges(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(pl.col("at").alias("one"), "other")


def components(size: int, edges: pl.DataFrame) -> Numbers:
    """Give each of 0 … ``size`` - 1 the first of all that are tied with it, however far around.

    All edges at once: the greater root of each hangs under the smaller, then every node under its root, until none is left
    that joins two roots. A million nodes take a second where one by one they take ten.
    """
    root: Numbers = np.arange(size, dtype=np.uint32)
    ends: list[Any] = [edges[end].to_numpy() for end in EDGES]
    while True:
        one, other = (root[end] for end in ends)
        apart = one != other
        if not apart.any():
            return root
        ends = [end[apart] for end in ends]
        np.minimum.at(root, np.maximum(one[apart], other[apart]), np.minimum(one[apart], other[apart]))
        while not np.array_equal(root, above := root[root]):
            root = above
