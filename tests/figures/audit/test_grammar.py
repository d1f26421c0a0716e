"""The convention of names, on stems that no report knows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intertrata.figures.audit import grammar

STEMS = st.from_regex(r"[a-z]{3,8}", fullmatch=True)


@given(STEMS)
def test_percentages_follow_from_their_names_for_any_stem(stem):
    (first, *_) = grammar.shares(f"{stem}_execution_pct")
    assert first.numerator[0] == f"{stem}_executed"
    assert first.denominator[0] == f"{stem}_assigned"
    assert f"{stem}_total" in grammar.shares(f"{stem}_reached_pct")[0].denominator
    assert grammar.growth(f"{stem}_change_pct") == grammar.Growth(stem, "percent")
    assert grammar.growth(f"{stem}_increase_amount") == grammar.Growth(stem, "amount")
    assert grammar.growth(f"{stem}_ratio") == grammar.Growth(stem, "ratio")
    assert grammar.one_in(f"{stem}_seen_ratio_one_in")[0].numerator[:2] == (f"{stem}_seen", f"{stem}_seens")


def test_names_in_spanish_are_read_too():
    assert grammar.shares("fondo_ejecucion_pct")[0].denominator[0] == "fondo_asignado"
    assert grammar.growth("fondo_aumento_pct") == grammar.Growth("fondo", "percent")
    assert grammar.flows("personas_atendidas")
    assert grammar.is_everywhere("Total general", "")


def test_rates_say_of_how_many_and_of_what():
    (formula, *_) = grammar.shares("sentenced_per_100_prosecuted")
    assert (formula.each, "*_sentenced" in formula.numerator, "*_prosecuted" in formula.denominator) == (100, True, True)
    assert grammar.category_share("readers_female_pct") == ("readers", "female", 100)
    assert grammar.category_share("readers_minor_per_10") == ("readers", "minor", 10)
    assert grammar.category_share("readers") is None
    assert grammar.growth("readers") is None


@pytest.mark.parametrize(
    ("name", "unit", "derived"),
    [
        ("readers", "persons", False),
        ("readers_pct", "", True),
        ("readers", "percent", True),
        ("x_growth_rate", "", True),
        ("x_change_amount", "PEN", True),
    ],
)
def test_what_is_computed_from_others_is_known(name, unit, derived):
    assert grammar.is_derived(name, unit) is derived


@pytest.mark.parametrize(
    ("dimension", "values", "closed"),
    [
        ("sex", {"female", "male"}, True), ("sexo", {"Mujeres", "hombres", "sin dato"}, True), ("sex", {"female"}, False),
        ("age", {"0-11", "12-17", "18+"}, True), ("age", {"<12", "12-17", "18 y más"}, True), ("age", {"0-11", "18+"}, False),
        ("age", {"0-11", "12-17"}, False), ("age", {"0-11", "otros"}, False), ("month", {str(month) for month in range(1, 13)}, True),
        ("months", {"1-6", "7-12"}, True), ("month", {str(month) for month in range(1, 12)}, False), ("cause", {"1", "2"}, False),
        ("quarter", {"1", "2", "3", "4"}, True),
    ],
)  # fmt: skip
def test_a_partition_is_complete_where_it_leaves_nothing_out(dimension, values, closed):
    assert grammar.complete(dimension, frozenset(values)) is closed


def test_flows_pass_and_stocks_stand():
    assert grammar.flows("readers_enrolled")
    assert grammar.flows("complaints")
    assert not grammar.flows("beds")
    assert grammar.counts_a_population("fires_reported")
    assert not grammar.counts_a_population("beds")


def test_kinds_of_institutions():
    assert grammar.kind_of("Municipalidad Chupaca") == "gl"
    assert grammar.kind_of("GR Loreto") == "gr"
    assert grammar.kind_of("MINSA") == "ministerios"
    assert grammar.kind_of("Cruz Roja") == ""
    assert grammar.kind_named("regional_governments") == "gr"
    assert grammar.kind_named("gobiernos regionales") == "gr"
    assert grammar.kind_named("readers") == ""


def test_the_country_is_the_one_told_most():
    assert grammar.home_of(["Chile", "Chile", "Perú", "Loreto"]) == "chile"
    assert grammar.home_of(["Loreto"]) == ""
    assert grammar.home_of(["San Martín", "Loreto", "Perú"]) == "peru", "a department is no country of the same name"
    assert grammar.is_everywhere("Chile", "chile")
    assert not grammar.is_everywhere("Perú", "chile")


def test_who_comes_after_whom_is_known_for_any_stem():
    assert ("assigned", ("fund",)) in grammar.above("fund_executed")
    assert ("trials", ()) in grammar.above("convictions")
    assert grammar.above("readers") == ()


def test_a_name_asks_for_its_unit():
    assert "percent" in grammar.usual_units("readers_pct")
    assert "PEN" in grammar.usual_units("roads_budget_assigned")
    assert not grammar.usual_units("offices_with_budget")
