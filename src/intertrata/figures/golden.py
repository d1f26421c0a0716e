"""The one value of a person that counts are cut by, where her records disagree: sex, nationality, age at the time.

In: rows of persons' records (person, register, cut-off, dates, what each says). Out: one row a record with the golden
values. The rules are those of a person's page (``identity``), taken over all persons at once and without what only the
vault knows (whose document was checked); every value and who says it is seen there.
"""

from __future__ import annotations

import polars as pl

from intertrata.vocabulary.codes import code_list

YEAR = "golden_year"


def golden_values(rows: pl.DataFrame) -> pl.DataFrame:
    """Give each record its person's golden values.

    Args:
        rows: record, person, register, cut_off, vanished, event_date_first, sex, nationality, minor, age_group.

    Sex and nationality: within a register the newest value beats the old; across registers the value most of them
    hold, then the newest, then the last by code. Minor and age group belong to the time of the fact, so they are
    taken by person and year: one record that says minor makes a minor, the youngest group stated stands
    (SAFEGUARDS 2: in doubt, a minor until disproved). What no record states stays unknown.

    Returns:
        record, person_sex, person_nationality, person_minor, person_age_group.
    """
    placed = rows.with_columns(pl.col("event_date_first").dt.year().alias(YEAR))
    said = placed.filter(~pl.col("vanished"))
    out = placed.select("record", "person", YEAR)
    for field in ("sex", "nationality"):
        out = out.join(_survivor(said, field), on="person", how="left")
    out = out.join(_age_of_the_year(said), on=["person", YEAR], how="left", nulls_equal=True)
    return out.select("record", "person_sex", "person_nationality", "person_minor", "person_age_group")


def _survivor(said: pl.DataFrame, field: str) -> pl.DataFrame:
    """One row a person: the value that survives the rules above."""
    known = said.filter(pl.col(field).is_not_null())
    newest = known.filter(pl.col("cut_off") == pl.col("cut_off").max().over("person", "register"))
    votes = newest.group_by("person", field).agg(pl.col("register").n_unique().alias("registers"), pl.col("cut_off").max())
    order = votes.sort("person", "registers", "cut_off", field, descending=[False, True, True, True])
    return order.unique("person", keep="first", maintain_order=True).select("person", pl.col(field).alias(f"person_{field}"))


def _age_of_the_year(said: pl.DataFrame) -> pl.DataFrame:
    """One row a person and year: minor if any record says so, and the youngest age group stated."""
    groups = [one.code for one in code_list("age_group")]
    rank = pl.col("age_group").replace_strict(groups, range(len(groups)), default=None, return_dtype=pl.Int8)
    youngest = rank.min().replace_strict(range(len(groups)), groups, default=None, return_dtype=pl.String)
    return said.group_by("person", YEAR).agg(pl.col("minor").max().alias("person_minor"), youngest.alias("person_age_group"))
