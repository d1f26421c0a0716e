"""Which records of events speak of one case: by the numbers they quote, else by the victims they share within a year.

In: records of events, victims with their persons. Out: for each record the case inside its own register (second
copies) and across registers. MODEL.md: a case is the acts about one set of facts. Place is not asked here: that two
registers place one case differently is what a bridge has to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import polars as pl

from intertrata.vocabulary.codes import fold
from intertrata.vocabulary.records import RecordType

DAYS_APART = 365
NUMBER_WORDS = frozenset({"n", "no", "nro", "num", "numero"})
ZEROS = re.compile(r"\b0+(?=\d)")

Edge = tuple[str, str]


def cases(kind: RecordType, rows: pl.DataFrame, victims: pl.DataFrame) -> pl.DataFrame:
    """Say of each record of which case it speaks.

    Args:
        kind: the record type of the rows; its own number is ``number`` where that is a case number, the others it quotes.
        rows: record, register, event_date_first and the type's case numbers; a record may stand in several versions.
        victims: register, act, person, linked.

    Returns:
        record, inner (the case inside its register), unit (the case across registers); each named by its first record.
    """
    numbers = list(_numbers(kind, rows))
    shared = _shared_victims(rows, victims)
    inner = _components(rows["record"], [*_quotes(numbers, across=False), *_neighbours(shared, ["register", "person"])])
    outer = _components(rows["record"], [*inner.items(), *_quotes(numbers, across=True), *_neighbours(shared, ["person"])])
    records = sorted(set(rows["record"]))
    schema = {"record": pl.String, "inner": pl.String, "unit": pl.String}
    return pl.DataFrame([(one, inner[one], outer[one]) for one in records], schema=schema, orient="row")


def number_key(text: str) -> str:
    """Give a case number without what typing adds to it: «N° 00123-2016» and «123 - 2016» are one."""
    return ZEROS.sub("", " ".join(word for word in fold(text).split() if word not in NUMBER_WORDS))


def _numbers(kind: RecordType, rows: pl.DataFrame) -> Iterator[tuple[str, str, bool, str]]:
    """Record, register, whether the number is the record's own, the number's key."""
    for field in (field for field in kind.payload_fields if field.case_number):
        told = rows.select("record", "register", field.name)
        told = told.explode(field.name) if field.type == "texts" else told
        for record, register, text in told.drop_nulls().iter_rows():
            if key := number_key(text):
                yield record, register, field.name == "number", key


def _quotes(numbers: list[tuple[str, str, bool, str]], *, across: bool) -> Iterator[Edge]:
    """Ties by number. Registers number apart: a quoted number is looked for in the others first, then in the quoter's own."""
    owners: dict[str, dict[str, str]] = {}
    for record, register, own, key in numbers:
        if own:
            first = owners.setdefault(key, {}).setdefault(register, record)
            if not across:
                yield record, first
    for record, register, own, key in numbers:
        if own:
            continue
        elsewhere = [owner for other, owner in owners.get(key, {}).items() if other != register]
        here = owners.get(key, {}).get(register)
        if across:
            # A number that nobody here owns (a court file, say) still ties those who quote it.
            yield from ((record, owner) for owner in elsewhere or ([] if here else [f"quoted {key}"]))
        elif here and not elsewhere:
            yield record, here


def _shared_victims(rows: pl.DataFrame, victims: pl.DataFrame) -> pl.DataFrame:
    """Record, register, person, date: the linked victims of each record that has a number of its own and a date."""
    if "number" not in rows.columns:
        return pl.DataFrame(schema={"record": pl.String, "register": pl.String, "person": pl.String, "date": pl.Date})
    acts = victims.filter("linked").select("register", "person", _keys(victims.filter("linked")["act"]))
    dated = rows.select("record", "register", _keys(rows["number"]), pl.col("event_date_first").alias("date"))
    return dated.drop_nulls().join(acts, on=["register", "key"]).select("record", "register", "person", "date").unique()


def _keys(texts: pl.Series) -> pl.Series:
    return pl.Series("key", [number_key(text) or None if text else None for text in texts], dtype=pl.String)


def _neighbours(shared: pl.DataFrame, by: list[str]) -> Iterator[Edge]:
    """Ties between records of one victim that stand at most a year apart: neighbours in time are enough to join them all."""
    ordered = shared.sort(*by, "date", "record").with_columns(
        pl.col("record").shift(1).over(by).alias("before"), pl.col("date").diff().over(by).alias("gap")
    )
    near = ordered.filter(pl.col("before").is_not_null() & (pl.col("gap") <= pl.duration(days=DAYS_APART)))
    yield from near.select("record", "before").iter_rows()


def _components(nodes: Iterable[str], edges: Iterable[Edge]) -> dict[str, str]:
    """Give each node the first node, by name, of all that are tied with it, however far around."""
    parent = {node: node for node in nodes}

    def root(node: str) -> str:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for one, other in edges:
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    return {node: root(node) for node in parent}
