"""Percentages, rates and «one of each»."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_statements import found, holding, kinds, ledger, say, year

PERCENT = {"unit": "percent"}
TABLE = {"table": "T1"}
FUND = [say("fund_assigned", 800, **TABLE), say("fund_executed", 600, **TABLE)]


def share(value, name="fund_execution_pct", **more):
    return say(name, value, **(PERCENT | more))


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 3))
def test_what_is_rounded_rightly_holds(part, whole, digits):
    value = (Decimal(part) / Decimal(whole) * 100).quantize(Decimal(1).scaleb(-digits))
    told = kinds(say("homes_total", whole), say("homes_reached", part), share(value, "homes_reached_pct"))
    assert set(told) <= {"order"}


@pytest.mark.parametrize(("value", "kind"), [("75", None), ("75.0", None), ("74", "percentage"), ("80", "percentage")])
def test_a_share_follows_from_what_its_name_declares(value, kind):
    assert kinds(*FUND, share(value, **TABLE)) == ([kind] if kind else [])
    assert ("CBA" in holding(*FUND, share(value, **TABLE))) is (kind is None)


def test_a_share_cut_off_and_not_rounded_is_no_contradiction_and_one_rounded_up_wrongly_is():
    told = say("fund_assigned", 600), say("fund_executed", 400)
    assert found(*told, share("66.66")) == [("rounding", "CBA", "likely")]
    (cut,) = ledger(*told, share("66.66")).document()["findings"]
    assert "está cortado y no redondeado" in cut["explanation"]
    assert found(say("fund_assigned", 600), say("fund_executed", 200), share("33.34")) == [("rounding", "CBA", "proved")]


def test_any_base_that_fits_is_enough():
    other = say("fund_assigned", 1200, table="T2")
    assert "percentage" not in kinds(*FUND, other, share(50))
    assert found(*FUND, share(55)) == [("percentage", "CBA", "proved")]


def test_the_whole_may_be_of_no_time_or_of_everybody():
    rows = [say("pupils_total", 9783, period_start="", period_end="", institution=""), say("pupils_reached", 215)]
    assert kinds(*rows, share("2.2", "pupils_reached_pct")) == []
    assert kinds(*rows, share("2.5", "pupils_reached_pct")) == ["percentage"]
    half = {"period_end": "2020-06-30"}
    assert kinds(FUND[0], FUND[1] | half, share(75, **half)) == []


def test_a_part_of_an_open_time_is_only_offered():
    row = say("fund_executed", 600, period_end="")
    assert found(say("fund_assigned", 800), row, share(55)) == [("percentage", "CBA", "likely")]


def test_nothing_follows_where_nothing_is_offered():
    assert kinds(share(55)) == []
    assert kinds(FUND[0] | year(2015), FUND[1], share(55)) == []
    assert kinds(say("fund_assigned", 0), FUND[1], share(55))[-1:] != ["percentage"]


def test_a_category_of_a_whole():
    rows = [say("readers_registered", 200), say("readers_registered", 120, dim="sex=female")]
    assert "CBA" in holding(*rows, share(60, "readers_female_pct"))
    assert found(*rows, share(90, "readers_female_pct")) == [("percentage", "CBA", "proved")]
    assert found(*rows, say("readers_female_per_10", 6, unit="per_10")) == []
    assert found(*rows, say("readers_female_per_10", 9, unit="per_10")) == [("ratio", "CBA", "proved")]
    assert kinds(rows[1], share(90, "readers_female_pct")) == []


def test_a_category_of_all_the_years_of_a_claim():
    rows = [say("readers_registered", value, dim=dim, **year(at)) for at in (2020, 2021) for value, dim in ((200, ""), (120, "sex=female"))]
    both = {"period_start": "2020-01-01", "period_end": "2021-12-31"}
    assert kinds(*rows, share(60, "readers_female_pct", **both)) == []
    assert found(*rows, share(90, "readers_female_pct", **both)) == [("percentage", "EBDAC", "likely")]


def test_a_category_that_several_tell_is_offered():
    rows = [say("readers_registered", value, institution=who, dim=dim) for who in "XY" for value, dim in ((200, ""), (120, "sex=female"))]
    told = found(*rows, share(90, "readers_female_pct", institution=""))
    assert [(kind, sure) for kind, _, sure in told if kind == "percentage"] == [("percentage", "likely")]


def column(*shares, name="fires_share_pct"):
    rows = []
    for at, (value, told) in enumerate(zip((50, 30, 20), shares, strict=True)):
        row = {"line": str(10 + at), "territory": f"R{at}", **TABLE}
        rows += [say("fires", value, **row), share(told, name, **row)]
    return [*rows, say("fires", 100, "Total 100", line="20", **TABLE)]


def test_a_column_of_shares_of_its_total():
    assert kinds(*column(50, 30, 20)) == []
    assert found(*column(50, 39, 20)) == [("percentage", "DCG", "proved")]
    assert found(*column(51, 39, 21, name="fires_coverage_pct")) == [], "which need be no share of their total"


def test_a_column_whose_name_says_nothing_is_learned_from_its_other_rows():
    assert found(*column(50, 39, 20, name="weight")) == [("percentage", "DCG", "likely")]
    assert found(*column(51, 39, 20, name="weight")) == [], "what no two rows keep is no formula"
    two = [row for row in column(50, 39, 20, name="weight") if row["territory"] != "R2"]
    assert "percentage" not in kinds(*two), "one row is no rule for another"
    kept = [row for at in range(6) for row in (
        say("seen", 100 + at, territory=f"R{at}", line=str(at), **TABLE), say("mended", 50, territory=f"R{at}", line=str(at), **TABLE),
        share(f"{5000 / (100 + at) + (9 if at == 5 else 0):.1f}", "success", territory=f"R{at}", line=str(at), **TABLE))]  # fmt: skip
    assert found(*kept) == [("percentage", "RQP", "proved")]


def test_two_numbers_of_one_row_or_one_sentence():
    words = "de 350 casos se resolvieron 120, el 40%"
    rows = [say("seen", 350, words, line="7"), say("mended", 120, words, line="7")]
    assert found(*rows, share(40, "success", verbatim=words, line="7")) == [("percentage", "CBA", "likely")]
    assert kinds(*rows, share(34, "success", verbatim=words, line="7")) == []
    assert kinds(*rows, share(90, "success", verbatim=words, line="7")) == [], "too far to mean it"
    row = {"line": "7", **TABLE}
    alone = [say("seen", 350, **row), say("mended", 120, **row), share(40, "success", **row)]
    assert found(*alone) == [("percentage", "CBA", "likely")]
    assert kinds(alone[0] | {"unit": "cases"}, *alone[1:]) == []


def test_the_share_of_a_territory_in_what_is_told_of_it():
    rows = [say("fires_reported", 467), say("fires_reported", 171, territory="Ica")]
    claim = share("30.59", "cases_share_pct", territory="Ica", institution="")
    assert found(*rows, claim) == [("percentage", "CBA", "likely")]
    assert kinds(*rows, claim | {"value": "36.6"}) == []
    assert found(*rows, claim | {"institution": "Agencia"}) == [("percentage", "CBA", "likely")]


def test_rates_of_so_many():
    rows = [say("persons_prosecuted", 200, unit="persons"), say("persons_sentenced", 12, unit="persons")]
    assert "CBA" in holding(*rows, say("sentenced_per_100_prosecuted", 6, unit="per_100"))
    assert found(*rows, say("sentenced_per_100_prosecuted", 9, unit="per_100")) == [("ratio", "CBA", "proved")]


def test_one_of_each_so_many():
    rows = [say("homes_total", 780), say("homes_seen", 144)]
    assert found(*rows, say("homes_seen_ratio_one_in", 18, unit="ratio")) == [("ratio", "CBA", "proved")]
    assert kinds(*rows, say("homes_seen_ratio_one_in", 5, unit="ratio")) == []


def test_one_of_each_of_what_the_passage_counts():
    rows = [say("minors_attended", 780), say("interviews", 144)]
    claim = say("interview_ratio_one_in", 18, unit="ratio")
    assert found(*rows, claim) == [("ratio", "CBA", "proved")]
    assert found(say("adults_attended", 900), *rows, claim)[0][2] == "likely"
    assert kinds(rows[0] | {"line": "1"}, rows[1] | {"line": "2"}, claim | {"line": "400"}) == []


def test_totals_whose_rows_are_unlike():
    rows = [say("fund_assigned", 100, institution="A", **TABLE), say("fund_executed", 60, institution="A", **TABLE)]
    rows += [say("fund_assigned", "", status="SD", institution="B", **TABLE), say("fund_executed", 30, institution="B", **TABLE)]
    rows += [say(name, value, "TOTAL", institution="Todas", **TABLE) for name, value in (("fund_assigned", 100), ("fund_executed", 90))]
    claim = share(90, institution="Todas", **TABLE)
    assert found(*rows, claim) == [("concept", "GFED", "proved")]
    rows[2] |= {"value": "50", "status": ""}
    assert "concept" not in kinds(*rows, claim)


def test_several_institutions_named_together():
    rows = [
        say(name, value, institution=who, **TABLE)
        for who in ("GR Ica", "GR Puno")
        for name, value in (("fund_assigned", 100), ("fund_executed", 60))
    ]
    claim = share(60, institution="GR Ica+GR Puno", period_start="2020-01-01", period_end="2021-12-31")
    assert "percentage" not in kinds(*rows, claim)
    assert ("percentage", "proved") in [(kind, sure) for kind, _, sure in found(*rows, claim | {"value": "17"})]


def test_a_percentage_without_its_sign():
    assert found(share("0.0077", "x_pct", verbatim="representó el 0.0077 del presupuesto")) == [("percentage", "A", "likely")]
    noted = share("0.0077", "x_pct", verbatim="el 0.0077 de todo", dim="printed_without_percent_sign=yes")
    assert found(noted) == [("percentage", "A", "proved")]
    assert found(share("0.0077", "x_pct", verbatim="el 0.0077% de todo")) == []
    assert found(share("0.0077", "x_pct", verbatim="0.0077", **TABLE)) == []
