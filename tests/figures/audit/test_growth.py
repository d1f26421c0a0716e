"""Increases, decreases, differences and ratios."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_statements import found, holding, kinds, say, year


def grew(value, name="fires_change_pct", **more):
    return say(name, value, **({"unit": "percent"} | year(2021) | more))


def series(then, now, **more):
    return [say("fires", then, **(year(2020) | more)), say("fires", now, **(year(2021) | more))]


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_a_growth_that_is_rounded_rightly_holds(then, now):
    value = round((now / then - 1) * 100, 6)
    assert kinds(*series(then, now), grew(f"{value:.6f}")) == []


@pytest.mark.parametrize(
    ("value", "dim", "kind"),
    [
        ("97", "claimed_as=increase", None), ("197", "claimed_as=increase", "ratio_called_increase"), ("120", "", "percentage"),
        ("97.05", "", None), ("96.9", "", "percentage"),
    ],
)  # fmt: skip
def test_an_increase(value, dim, kind):
    told = [*series(1000, 1970 if "." not in value else 1970.5), grew(value, dim=dim)]
    assert found(*told) == ([(kind, "CBA", "proved")] if kind else [])


def test_a_growth_cut_off_and_not_rounded():
    assert found(*series(1000, 1976), grew(97)) == [("rounding", "CBA", "likely")]
    assert found(*series(1000, 1974), grew(98)) == [("rounding", "CBA", "proved")]


def test_a_decrease_is_told_by_note_name_or_words():
    rows = series(1000, 600)
    assert kinds(*rows, grew(40, dim="claimed_as=decrease")) == []
    assert kinds(*rows, grew(40, "fires_reduction_pct")) == []
    assert kinds(*rows, grew(40, verbatim="una reducción de 40%")) == []
    assert kinds(*rows, grew(-40)) == []
    assert kinds(*rows, grew(40)) == ["percentage"]
    assert found(*rows, grew(50, dim="claimed_as=decrease")) == [("percentage", "CBA", "proved")]


def test_a_base_that_is_named():
    rows = [say("fires", 500, **year(2019)), *series(1000, 1500)]
    assert kinds(*rows, grew(200, dim="base=2019")) == []
    assert found(*rows, grew(200, dim="base=2020")) == [("base", "DCA", "proved")]
    assert kinds(*rows, grew(50)) == []
    requested = say("fund_requested", 100, **year(2021))
    assert found(requested, say("fund_assigned", 876, **year(2021)), grew(876, "fund_change_pct", dim="base=requested")) == [
        ("ratio_called_increase", "CBA", "proved")
    ]


def test_a_claim_of_two_years_goes_from_the_first_to_the_last():
    both = {"period_start": "2020-01-01", "period_end": "2021-12-31"}
    assert kinds(*series(1000, 1500), grew(50, **both)) == []
    rows = [say("fund_assigned", 1000), say("fund_projected", 500, **year(2021))]
    assert kinds(*rows, grew(50, "fund_decrease_pct", **both)) == []
    assert found(*rows, grew(60, "fund_decrease_pct", **both))[0] == ("percentage", "CBA", "likely")


def test_amounts():
    rows = series(1000, 1500)
    assert kinds(*rows, say("fires_increase_amount", 500, **year(2021))) == []
    assert kinds(*rows, say("fires_increase_amount", 450, dim="approx=lower_bound", **year(2021))) == []
    assert found(*rows, say("fires_increase_amount", 600, **year(2021))) == [("sum", "CBA", "proved")]
    assert kinds(*series(1500, 1000), say("fires_decrease_amount", 500, **year(2021))) == []
    assert kinds(*series(1500, 1000), say("fires_difference_amount", 500, **year(2021))) == []


def test_ratios_and_the_time_that_they_mean():
    ratio = say("fires_ratio", 2, dim="bound=more_than;base=2020", unit="ratio", **year(2021))
    assert kinds(*series(1000, 2400), ratio) == []
    assert found(*series(1000, 1500), ratio) == [("ratio", "CBA", "proved")]
    half = ratio | {"period_end": "2021-06-30"}
    longer = series(390, 394)
    longer[1]["period_end"] = "2021-08-31"
    assert found(*longer, half) == [("ratio", "CBA", "proved"), ("period", "BC", "proved")]


def test_one_growth_from_two_bases():
    rows = [*series(1000, 1970), say("fires", 1500, table="T1")]
    told = found(*rows, grew(197, dim="claimed_as=increase"), say("fires_increase_amount", 470, **year(2021)))
    assert ("base", "DEAC", "proved") in told
    assert "base" not in kinds(*rows[:2], grew(97), say("fires_increase_amount", 970, **year(2021)))


def test_more_than_means_the_nearest():
    rows = [say("fires", 5581), say("fires", 6485, table="T1"), say("fires", 11000, **year(2021)), grew(97)]
    told = found(*rows, say("fires_increase_amount", 4500, dim="approx=lower_bound", **year(2021)))
    assert ("base", "DEAB", "proved") in told


def test_what_is_narrower_only_fits():
    rows = [row | {"dimension": "cause=storm"} for row in series(1000, 1500)]
    assert kinds(*rows, grew(70)) == []
    assert holding(*rows, grew(50)) == ["CBA"]


def test_nothing_follows_where_nothing_is_offered():
    assert kinds(grew(50)) == []
    assert kinds(series(1000, 1500)[1], grew(50)) == []
    assert kinds(*series(0, 1500), grew(50)) == []
    assert kinds(*series(1000, 1500), grew(50, period_start="", period_end="")) == []
    assert kinds(*series(1000, 1500, territory="Ica"), grew(70)) == []


def test_words_of_caution_give_room():
    assert kinds(*series(1000, 1480), grew(50, verbatim="cerca de 50%")) == []
    assert found(*series(1000, 1420), grew(50, verbatim="cerca de 50%")) == [("percentage", "CBA", "likely")]


def test_the_year_before_is_meant_where_no_base_is_named():
    rows = [say("fires", 100, **year(2018)), *series(1000, 1500)]
    assert found(*rows, grew(1400)) == [("base", "DCA", "proved")]


def test_two_years_of_one_row_need_no_name():
    row = {"table": "T1", "line": "7"}
    rows = [one | row for one in series(1000, 1500)]
    assert kinds(*rows, grew(50, "annual_variation_pct", **row)) == []
    assert found(*rows, grew(60, "change_pct", **row)) == [("percentage", "CBA", "proved")]
    assert kinds(*rows, grew(60, "prices_change_pct", **row)) == [], "a name that says what grew means nothing else"
    third = say("fires", 1200, **(year(2019) | row))
    assert kinds(third, *rows, grew(60, "change_pct", **row)) == []
    assert kinds(*rows, grew(60, "change_pct")) == []
