"""A fault is committed where it can be, is told when it changed something, and makes no adult of a minor."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from intertrata.demonstration import slips
from intertrata.demonstration.slips import KEY, Slips, ages, births


@pytest.fixture
def always(monkeypatch):
    """A register that commits the named faults in every row."""

    def commit(*names):
        monkeypatch.setattr(slips, "faults_of", lambda _: dict.fromkeys(names, 1.0))
        return Slips("x", np.random.default_rng(1))

    return commit


def persons(*births_and_days):
    rows = pl.DataFrame(births_and_days, schema=["birth", "day"], orient="row").with_row_index(KEY)
    return rows.with_columns(pl.col(KEY).cast(pl.String), slips.ages_at(pl.col("birth"), pl.col("day")).alias("age"))


def told(one):
    return pl.concat(one.told).select(KEY, "fault").rows()


def test_a_birth_date_moved_to_january_makes_no_adult_of_a_minor(always):
    one = always("birth_first_of_january")
    rows = persons((date(1998, 12, 20), date(2016, 6, 1)), (date(2000, 12, 20), date(2016, 6, 1)), (date(1980, 5, 5), date(2016, 6, 1)))
    found = births(rows, one, "%d/%m/%Y")
    assert found["birth_text"].to_list() == ["20/12/1998", "01/01/2000", "01/01/1980"]
    assert told(one) == [("1", "birth_first_of_january"), ("2", "birth_first_of_january")]


def test_day_and_month_change_places_only_where_both_are_months(always):
    rows = persons((date(1990, 3, 4), date(2016, 6, 1)), (date(1990, 3, 14), date(2016, 6, 1)), (date(1998, 5, 7), date(2016, 6, 1)))
    found = births(rows, always("birth_day_month_swapped"), "%d/%m/%Y")
    assert found["birth_text"].to_list() == ["03/04/1990", "14/03/1990", "07/05/1998"]


def test_a_guessed_age_stays_on_its_side_of_18(always):
    rows = persons(*[(date(2016 - age, 1, 1), date(2016, 6, 1)) for age in range(4, 70)])
    found = ages(births(rows, always(), "%Y-%m-%d"), always("age_guessed"))
    assert ((found["age_text"] < 18) == (found["age"] < 18)).all()
    assert (found["age_text"] != found["age"]).sum() > 20


def test_an_age_is_missing_only_where_a_whole_birth_date_stands_and_it_need_not_be_stated(always):
    rows = persons((date(1990, 3, 4), date(2016, 6, 1)), (date(1991, 3, 4), date(2016, 6, 1)), (date(1992, 3, 4), date(2016, 6, 1)))
    form = "%d/%m/%Y"
    rows = births(rows, always(), form).with_columns(
        pl.when(pl.col(KEY) == "0").then(pl.lit("1990")).otherwise("birth_text").alias("birth_text")
    )
    found = ages(rows, always("age_missing"), form=form, stated=pl.col(KEY) == "1")
    assert found["age_text"].to_list() == [26, 25, None]


def test_a_fault_that_changes_nothing_is_not_told(always):
    one = always("enye_lost")
    rows = pl.DataFrame({KEY: ["a", "b"], "name": ["NUÑEZ", "ROJAS"]})
    found = one.slip(rows, "enye_lost", {"name": pl.col("name").str.replace_all("Ñ", "N")})
    assert found["name"].to_list() == ["NUNEZ", "ROJAS"]
    assert told(one) == [("a", "enye_lost")]
    assert one.slip(rows, "another", {"name": pl.lit("")}).equals(rows)
