"""What a cut holds: records without identity, each with its person or case, golden values, date spans and department.

In: current records by type (``registers``) and whose they are (``identity``). Out: one sorted table a record type,
the same rows whatever order they came in. A column that the vault should hold, or that nobody declared, stops it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import polars as pl

from intertrata.figures import operations, ties
from intertrata.figures.golden import golden_values
from intertrata.vocabulary.errors import Unsafe
from intertrata.vocabulary.jurisdictions import jurisdiction_column
from intertrata.vocabulary.records import RecordType, record_types

RECORD_TYPES = ("complaint", "communication", "victim", "suspect", "proceeding", "operation", "inspection", "figure")
OF_THE_RECORD = ("record", "version", "register", "table", "deposit", "cut_off", "line", "vanished")
KEY = ("register", "table", "record")
Current = Callable[[str], pl.DataFrame]
SAID_OF_A_PERSON = {"sex": pl.String(), "nationality": pl.String(), "minor": pl.Boolean(), "age_group": pl.String()}


def freeze(
    current: Current, persons: pl.DataFrame, names: Iterable[str] = RECORD_TYPES, *, institutions: Mapping[str, str]
) -> Iterator[tuple[str, pl.DataFrame]]:
    """Give the tables of a cut one after another, each read when its turn comes, so that few stand in memory at once.

    Args:
        current: gives the records of a type as ``registers.queries.current`` does.
        persons: record, person, as ``identity.queries.memberships`` gives them. A record that no linkage has spoken of
            counts as a person of its own: ``person`` is its own id and ``linked`` is false.
        names: the record types.
        institutions: by register, whose it is: operations are known by who is said to have taken part.

    Raises:
        Unsafe: a table holds a column of identity, or one that its record type does not declare.
    """
    kinds = [record_types()[name] for name in names]
    people = {kind.name: with_persons(prepare(kind, current(kind.name)), persons) for kind in kinds if kind.of == "person"}
    golden = _golden_values(list(people.values()))
    acts = _acts(people, golden)
    for name in list(people):
        yield name, people.pop(name).join(golden, on="record", how="left", validate="1:1").sort(*KEY)
    joint = {kind.name: prepare(kind, current(kind.name)) for kind in kinds if kind.name in operations.TYPES}
    numbers = operations.operations(joint, institutions) if joint else pl.DataFrame()
    for kind in (kind for kind in kinds if kind.of != "person"):
        rows = with_cases(kind, joint.pop(kind.name) if kind.name in joint else prepare(kind, current(kind.name)), acts)
        if kind.name in operations.TYPES:
            rows = rows.join(numbers, on="record", how="left", validate="m:1")
        yield kind.name, rows.sort(*KEY)


def prepare(kind: RecordType, rows: pl.DataFrame) -> pl.DataFrame:
    """Give a type's records with what counting needs: first and last possible day of each date, and the department.

    Raises:
        Unsafe: as in ``freeze``.
    """
    refuse_identity(kind, rows.columns)
    dates = [span for field in kind.payload_fields if field.type == "date" for span in date_span(field.name)]
    place = [jurisdiction_column(pl.col("ubigeo")).alias("department")] if kind.field("ubigeo") else []
    return rows.with_columns(*dates, *place)


def with_persons(rows: pl.DataFrame, persons: pl.DataFrame) -> pl.DataFrame:
    """Say of each record whose it is; an unlinked one is a person of its own until the linkage speaks of it."""
    known = persons.filter(pl.col("person").is_not_null()).select("record", "person")
    joined = rows.join(known, on="record", how="left", validate="m:1")
    return joined.with_columns(pl.col("person").is_not_null().alias("linked"), pl.coalesce("person", "record").alias("person"))


def with_cases(kind: RecordType, rows: pl.DataFrame, acts: pl.DataFrame) -> pl.DataFrame:
    """Say of each record of an event of which case it speaks (``ties.cases``): told once here, a bridge only reads it."""
    if kind.of != "event":
        return rows
    return rows.join(ties.cases(kind, rows, acts), on="record", how="left", validate="m:1")


def _acts(people: Mapping[str, pl.DataFrame], golden: pl.DataFrame) -> pl.DataFrame:
    """In which act each victim stands, by number of person: what ties cases (``ties.ACTS``)."""
    if "victim" not in people:
        return pl.DataFrame(schema=ties.ACTS)
    victims = people["victim"].select("record", "register", "act", "linked")
    return ties.acts_of(victims.join(golden.select("record", "person_no"), on="record", how="left", validate="1:1"))


def refuse_identity(kind: RecordType, columns: list[str]) -> None:
    """Let nothing into a cut but the declared fields outside the vault: what protects people fails closed (law 7).

    Raises:
        Unsafe: naming the columns, never their values.
    """
    lawful = {*OF_THE_RECORD, *(field.name for field in kind.payload_fields)}
    if strange := sorted(set(columns) - lawful):
        raise Unsafe(f"a cut never holds {', '.join(strange)} of {kind.name}")


def date_span(field: str) -> list[pl.Expr]:
    """The first and the last day that a date may mean: ``2016`` is a year long, ``2016-05`` a month, unknown is null."""
    text, length = pl.col(field), pl.col(field).str.len_chars()
    first = pl.when(length == 4).then(text + "-01-01").when(length == 7).then(text + "-01").otherwise(text)
    day = first.str.to_date("%Y-%m-%d", strict=False)
    last = pl.when(length == 4).then(day.dt.offset_by("1y").dt.offset_by("-1d")).when(length == 7).then(day.dt.month_end()).otherwise(day)
    return [day.alias(f"{field}_first"), last.alias(f"{field}_last")]


def _golden_values(tables: list[pl.DataFrame]) -> pl.DataFrame:
    """Golden values by record, taken over all roles of a person, and a number a person: numbers are counted 2.5 times faster."""
    if not tables:
        return pl.DataFrame(schema={"record": pl.String})
    together = pl.concat([table.select(_said_of_a_person(table.columns)) for table in tables])
    numbers = together.select("person").unique().sort("person").with_row_index("person_no")
    numbered = together.select("record", "person").join(numbers, on="person", how="left", validate="m:1").drop("person")
    return golden_values(together).join(numbered, on="record", validate="1:1")


def _said_of_a_person(columns: list[str]) -> list[pl.Expr]:
    """What golden values are made of; a type of record that has no such field (a suspect's age) says nothing of it."""
    said = [pl.col(one) if one in columns else pl.lit(None, dtype=kind).alias(one) for one, kind in SAID_OF_A_PERSON.items()]
    return [pl.col("record", "person", "register", "cut_off", "vanished", "event_date_first"), *said]
