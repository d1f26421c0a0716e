"""Statements: exact, with a reason for every hole; sums that never take missing for zero."""

import csv
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.periods import year
from intertrata.vocabulary.statement import Concept, Fact, Statement, Total, exact, number_es, total
from intertrata.vocabulary.territory import codes, place

DISTRICTS = sorted(code for code in codes() if len(code) == 6)
UNKNOWN = sorted(one.code for one in code_list("statement_status") if one.kind == "unknown")
counts = st.decimals(0, 10**9, places=2, allow_nan=False, allow_infinity=False)


def said(value, *status, at="140101", unit="complaints", indicator="complaints", concept=None):
    return Statement(
        Fact(indicator, year(2017), unit, place(at)),
        None if value is None else Decimal(value),
        "reta",
        "informe-v-2017",
        date(2017, 12, 1),
        status=frozenset(status),
        concept=concept or Concept(),
    )


def parts(values):
    return [said(value, *([] if value is not None else ["SD"]), at=DISTRICTS[number]) for number, value in enumerate(values)]


@given(st.lists(st.none() | counts, max_size=40))
def test_a_sum_counts_every_part_once_as_known_or_as_missing(values):
    found = total(parts(values))
    assert found.n_known + found.n_missing == len(values)
    assert found.n_missing == values.count(None)
    assert Fraction(found.known) == sum(Fraction(value) for value in values if value is not None)


@given(st.lists(st.none() | counts, max_size=20), st.sampled_from(UNKNOWN))
def test_a_missing_part_never_becomes_a_zero(values, status):
    before = total(parts(values))
    after = total([*parts(values), said(None, status, at=DISTRICTS[-1])])
    assert (after.known, after.n_known, after.n_missing) == (before.known, before.n_known, before.n_missing + 1)
    assert not after.exact
    assert "sin dato" in after.es
    zero = total([*parts(values), said(0, at=DISTRICTS[-1])])
    assert (zero.n_known, zero.n_missing) == (before.n_known + 1, before.n_missing)


@given(st.lists(st.none() | counts, max_size=20), st.randoms())
def test_the_order_of_the_parts_changes_nothing(values, random):
    listed = parts(values)
    mixed = random.sample(listed, len(listed))
    assert total(mixed) == total(listed)


def test_a_sum_says_at_least_and_how_many_are_missing():
    values = [2] * 156 + [None] * 41 + [0] * 39
    assert total(parts(values)).es == "≥ 312 (41 de 236 sin dato)"
    assert total(parts([300, 12])).es == "312"
    assert total(parts([None, None])).es == "sin dato (2 de 2)"
    assert total([]).es == "sin dato (0 de 0)"
    assert not total([]).exact


def test_at_least_is_not_said_where_a_known_part_is_negative():
    assert total(parts([-5, 10, None])).es == "5 (1 de 3 sin dato)"


def test_what_cannot_exist_is_left_out_and_what_is_suppressed_stays_inside():
    found = total([said(5), said(None, "NA", at="140102"), said(7, "SUP", at="140103"), said(1, "PROV", at="140104")])
    assert found == Total(Decimal(13), 3, 0, n_flagged=1)
    assert total([said(5), said(None, "SUP2", at="140103")]).n_missing == 1


def test_a_sum_loses_no_digit():
    assert total([said("0.01"), said("123456789012345678901234567890.00", at="140102")]).known == Decimal(
        "123456789012345678901234567890.01"
    )


@pytest.mark.parametrize(
    ("other", "problem"),
    [
        (said(1, at="140102", unit="persons"), "total_of_different"),
        (said(1, at="140102", indicator="victims"), "total_of_different"),
        (said(1), "total_repeated"),
    ],
)
def test_what_does_not_count_the_same_or_counts_it_twice_is_not_added(other, problem):
    with pytest.raises(Problem, match=problem):
        total([said(1), other])


def test_two_concepts_are_not_added_even_when_the_first_part_says_nothing_of_it():
    by_facts, by_record = Concept(date_basis="facts"), Concept(date_basis="record")
    with pytest.raises(Problem) as caught:
        total([said(1), said(1, at="140102", concept=by_facts), said(1, at="140103", concept=by_record)])
    assert "date_basis (facts, record)" in caught.value.where["what"]


def test_concepts_differ_only_where_both_speak():
    assert Concept(unit="cases", stage="x").differs(Concept(unit="persons")) == ("unit",)
    assert Concept().differs(Concept(unit="persons")) == ()


@pytest.mark.parametrize(
    ("value", "status", "problem"),
    [
        (None, (), "statement_without_value"),
        (None, ("PROV",), "statement_without_value"),
        (0, ("SD",), "statement_with_value_and_missing"),
        (5, ("NA",), "statement_with_value_and_missing"),
        (1, ("???",), "code_unknown"),
        ("NaN", (), "not_a_number"),
    ],
)
def test_a_hole_needs_its_reason_and_a_value_has_none(value, status, problem):
    with pytest.raises(Problem, match=problem):
        said(value, *status)


def test_the_key_of_a_fact_does_not_depend_on_the_order_of_its_breakdown():
    one = Fact("victims", year(2016), "persons", breakdown=(("sex", "female"), ("age", "minor")))
    assert one == Fact("victims", year(2016), "persons", breakdown=(("age", "minor"), ("sex", "female")))
    assert one != Fact("victims", year(2016), "persons", jurisdiction="15-provincias", breakdown=one.breakdown)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,847", "1847"),
        (" 6,485,049.50 ", "6485049.50"),
        ("11 000 035", "11000035"),
        ("11\u00a0000", "11000"),
        ("0", "0"),
        ("-3.5", "-3.5"),
        ("−3", "-3"),
    ],
)
def test_a_number_is_read_as_peru_writes_it(text, value):
    assert exact(text) == Decimal(value)


@pytest.mark.parametrize("text", ["157,159,000.000.00", "", "SD", "1.847,50", "12,34", "0,25", "1e5", "1 5", "٣", "1,0000"])
def test_a_number_that_can_be_read_in_two_ways_or_none_is_refused(text):
    with pytest.raises(Problem, match="not_a_number"):
        exact(text)


@given(st.decimals(-(10**12), 10**12, places=2, allow_nan=False, allow_infinity=False))
def test_a_number_written_by_the_house_reads_back(value):
    assert exact(number_es(value)) == value


def test_the_figures_of_the_report_are_exact_decimals_or_have_a_reason(shared):
    with (shared / "data/informe-v/figures.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    known = code_list("statement_status")
    assert len(rows) == 830
    for row in rows:
        assert row["status"] == "" or row["status"] in known
