"""Told figures side by side: gaps stay gaps, sums say what they do not know, and what is compared is compared with care."""

import datetime as dt
from decimal import Decimal

import pytest

from intertrata.figures.told import arithmetic, statements, verdicts
from intertrata.figures.told import reading as told_figures
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.offences import in_family
from intertrata.vocabulary.periods import Period
from intertrata.vocabulary.statement import Concept, Total

POLICE, PROSECUTORS = "mininter_open_data", "mpfn_open_data"
HELD = dt.date(2024, 1, 15)


def police(value, month=1, year=2019, category="*", **said):
    row = {"register": POLICE, "indicator": "complaints", "year": year, "month": month, "category": category, "offences": ["trafficking"]}
    return row | {"ubigeo": "140101", "office": "DEPINCRI", "value": value, "as_written": value, "cut_off": HELD} | said


def prosecutors(value, year=2019, article="153", offence="trafficking", **said):
    row = {
        "register": PROSECUTORS,
        "indicator": "complaints",
        "year": year,
        "period": "ENERO - DICIEMBRE",
        "article": article,
        "offences": [offence],
    }
    return row | {"ubigeo": "140101", "jurisdiction": "df_lambayeque", "value": value, "as_written": value, "cut_off": HELD} | said


@pytest.fixture
def told(current):
    def _told(*rows):
        numbered = [{"record": str(number), **row} for number, row in enumerate(rows, start=1)]
        return told_figures.told(current("figure", numbered), documents={}, offences=in_family("trafficking"))

    return _told


@pytest.fixture
def side_by_side(told):
    def _side_by_side(*rows, dims=(), **where):
        return [row.as_json() for row in statements.side_by_side(told(*rows), dims=dims, where=where)]

    return _side_by_side


def brief(rows, *names):
    return [tuple(row[name] for name in names) for row in rows]


def test_a_year_of_months_is_a_lower_bound_of_what_is_known_and_says_how_many_months_are_not(side_by_side):
    row = side_by_side(police("7", 1), police("0", 4), police("20", 12))[0]
    assert (row["value"], row["n_known"], row["n_missing"]) == (27, 3, 9)
    assert row["text"] == "≥ 27 (9 de 12 sin dato)"
    assert (row["period_start"], row["period_end"], row["territory"]) == ("2019-01-01", "2019-12-31", "14")


def test_a_blank_cell_is_missing_and_a_stated_zero_is_zero(side_by_side):
    months = [police("1", month) for month in range(1, 12)]
    assert side_by_side(*months, police(None, 12, as_written=""))[0]["text"] == "≥ 11 (1 de 12 sin dato)"
    assert side_by_side(*months, police("0", 12))[0]["text"] == "11"


def test_what_a_source_wrote_in_place_of_a_number_is_its_status(side_by_side):
    for written, status in (("", "BLANK"), (None, "BLANK"), ("-", "DASH"), ("–", "DASH"), ("S/D", "SD"), ("ver nota", "BLANK")):
        row = side_by_side(police(None, as_written=written), dims=("month",))[0]
        assert (row["value"], row["status"]) == (None, [status])


def test_two_sources_stand_side_by_side_and_a_year_that_one_does_not_tell_is_a_gap(side_by_side):
    rows = side_by_side(
        prosecutors("30"),
        prosecutors("1", article="153-A", offence="trafficking_aggravated"),
        *[police("2", m, 2018) for m in range(1, 13)],
    )
    assert brief(rows, "period_start", "source", "value", "status", "text") == [
        ("2018-01-01", POLICE, 24, [], "24"),
        ("2018-01-01", PROSECUTORS, None, ["NR"], "sin dato (2 de 2)"),
        ("2019-01-01", POLICE, None, ["NR"], "sin dato (12 de 12)"),
        ("2019-01-01", PROSECUTORS, 31, [], "31"),
    ]
    assert {row["verdict"] for row in rows} == {None}, "there is nothing to compare a number with"


def test_an_offence_that_a_source_usually_tells_and_this_year_does_not_is_missing(side_by_side):
    rows = side_by_side(prosecutors("30"), prosecutors("1", offence="trafficking_aggravated"), prosecutors("9", 2020))
    assert brief(rows, "text") == [("31",), ("≥ 9 (1 de 2 sin dato)",)]


def test_articles_153_and_129_a_are_one_offence_over_time(side_by_side):
    rows = side_by_side(prosecutors("30", 2019, "153"), prosecutors("6", 2023, "129-A"), dims=("offence",))
    assert brief(rows, "period_start", "breakdown", "value")[0] == ("2019-01-01", {"offence": "trafficking"}, 30)
    assert brief(rows, "period_start", "breakdown", "value")[-1] == ("2023-01-01", {"offence": "trafficking"}, 6)


def test_two_articles_of_one_offence_in_one_year_are_two_parts(side_by_side):
    assert side_by_side(prosecutors("30", 2021, "153"), prosecutors("4", 2021, "129-A"))[0]["value"] == 34


def test_other_offences_are_not_complaints_of_trafficking(told):
    assert told(prosecutors("99", offence="smuggling"), prosecutors("9", offence="esnna")) == []


def test_an_article_that_names_no_offence_of_ours_is_not_a_complaint_of_trafficking(told):
    assert told(prosecutors("161", article="111", offences=None)) == []


def test_rows_that_a_register_keeps_as_parts_of_one_fact_are_added(side_by_side):
    parts = [prosecutors("1", published="2022-01-10"), prosecutors("1", published="2022-01-10"), prosecutors("31", published="2022-01-10")]
    assert side_by_side(*parts)[0]["value"] == 33
    overtaken = prosecutors("90", published="2021-06-01")
    assert side_by_side(overtaken, *parts)[0]["value"] == 33


def test_a_row_that_names_no_offence_is_what_the_source_calls_it(side_by_side):
    assert side_by_side(prosecutors("5", offences=None, article=None))[0]["value"] == 5


def test_a_figure_that_vanished_is_not_told_any_more(told):
    assert told(police("7", vanished=True)) == []


def test_of_two_vintages_of_one_fact_the_newest_stands(side_by_side):
    old, new = prosecutors("30", published="2020-01-13"), prosecutors("33", published="2024-12-02")
    for rows in ((old, new), (new, old)):
        row = side_by_side(*rows)[0]
        assert (row["value"], row["vintage"]) == (33, "2024-12-02")


def test_months_are_rows_of_their_own_where_asked_and_sources_that_tell_years_have_none(side_by_side):
    rows = side_by_side(police("7", 1), police("3", 3), prosecutors("30"), dims=("month",))
    assert {row["source"] for row in rows} == {POLICE}
    assert brief(rows[:3], "period_start", "value", "status") == [
        ("2019-01-01", 7, []),
        ("2019-02-01", None, ["NR"]),
        ("2019-03-01", 3, []),
    ]
    assert len(rows) == 12


def test_what_had_not_begun_when_the_source_last_told_is_no_gap(side_by_side):
    told_in_march = police("7", 1, cut_off=dt.date(2019, 3, 31))
    assert side_by_side(told_in_march)[0]["text"] == "≥ 7 (2 de 3 sin dato)"
    rows = side_by_side(told_in_march, prosecutors("9", 2020))
    assert brief(rows, "period_start", "source") == [("2019-01-01", POLICE), ("2019-01-01", PROSECUTORS), ("2020-01-01", PROSECUTORS)]


def test_a_year_told_as_a_whole_is_not_added_to_its_months(side_by_side):
    whole = police("12", month=None)
    assert side_by_side(whole, police("5", 1))[0]["text"] == "12"


def test_a_breakdown_is_cut_by_what_the_source_states_with_its_own_whole(side_by_side):
    rows = side_by_side(
        police("3"),
        police("2", category="purpose=sexual"),
        police("1", category="purpose=labour"),
        police("3", category="purpose=*"),
        dims=("purpose",),
    )
    assert brief(rows, "breakdown", "value") == [({"purpose": "*"}, 3), ({"purpose": "labour"}, 1), ({"purpose": "sexual"}, 2)]
    assert {row["verdict"] for row in rows} == {None}


def test_a_category_that_the_source_left_out_of_a_month_it_told_is_not_this_item(side_by_side):
    rows = side_by_side(police("2", 1, category="purpose=sexual"), police("2", 2, category="purpose=labour"), dims=("purpose", "month"))
    assert (rows[1]["breakdown"], rows[1]["status"]) == ({"purpose": "sexual"}, [])
    assert (rows[0]["breakdown"], rows[0]["status"]) == ({"purpose": "labour"}, ["NRI"])


def test_statements_can_be_asked_for_by_place_year_source_office_and_category(side_by_side):
    rows = [
        police("2"),
        police("1", category="sex=female;age_group=a12_17"),
        police("5", ubigeo="080101"),
        prosecutors("9", 2020),
        police("4", office="PATAPO"),
    ]
    assert brief(side_by_side(*rows, department="Cusco"), "territory", "value")[0] == ("08", 5)
    assert brief(side_by_side(*rows, department="14", source=POLICE, office="PATAPO"), "value") == [(4,)]
    assert {row["period_start"][:4] for row in side_by_side(*rows, year="2020")} == {"2020"}
    assert {row["period_start"][:4] for row in side_by_side(*rows, year="2001")} == set()
    assert brief(side_by_side(*rows, sex="Mujer", dims=("age_group",)), "breakdown", "value") == [
        ({"age_group": "a12_17", "sex": "female"}, 1)
    ]
    assert side_by_side(*rows, department="Tumbes") == []
    assert brief(side_by_side(*rows, dims=("office",), department="14", source=POLICE), "breakdown", "value") == [
        ({"office": "DEPINCRI"}, 2),
        ({"office": "PATAPO"}, 4),
    ]


@pytest.mark.parametrize(
    ("where", "code"),
    [({"colour": "red"}, "dimension_unknown"), ({"office": "NINGUNA"}, "value_unknown"), ({"year": "dos mil"}, "value_unknown")],
)
def test_what_no_source_states_is_refused_with_what_can_be_asked(side_by_side, where, code):
    with pytest.raises(Problem) as refused:
        side_by_side(police("2"), **where)
    assert refused.value.code == code
    assert refused.value.where["allowed"]


def test_a_place_nobody_names_stands_apart(side_by_side):
    assert side_by_side(police("2", ubigeo=None))[0]["territory"] is None


def test_a_source_that_no_one_described_still_tells(side_by_side):
    row = side_by_side(prosecutors("2", 2016, register="region_x", period="2016"))[0]
    assert (row["source"], row["value"]) == ("region_x", 2)


def test_a_figure_of_no_time_is_not_placed_anywhere_by_guess(told):
    with pytest.raises(Problem, match="figure_without_period"):
        told(prosecutors("2", None, period=None))


def test_values_are_exact(side_by_side):
    assert side_by_side(prosecutors("6485049.50"))[0]["value"] == 6485049.5
    assert side_by_side(prosecutors("6485049.50"))[0]["text"] == "6,485,049.50"


def test_a_value_whose_text_is_more_than_a_number_is_the_value(told):
    [one, other] = told(police("7", 1, as_written="7 casos"), police("7", 2, as_written="7.00"))
    assert (str(one.statement.value), str(other.statement.value)) == ("7", "7.00")


def test_equal_numbers_of_two_stages_confirm_nothing(side_by_side):
    rows = side_by_side(prosecutors("24"), *[police("2", month) for month in range(1, 13)])
    assert brief(rows, "value", "verdict") == [(24, "stage"), (24, "stage")]
    assert [row["reasons"] for row in rows] == [["stage", "place_basis"]] * 2


def claim(value, missing=0, source="a", vintage=HELD, derived_from="", **concept):
    return verdicts.Claim(source, Total(Decimal(value), 1, missing), Concept(**concept), vintage, derived_from)


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        (claim("5"), claim("5", source="b"), ["equal"]),
        (claim("12345"), claim("12300", source="b"), ["rounding"]),
        (claim("12000"), claim("11987", source="b"), ["rounding"]),
        (claim("0"), claim("7", source="b"), ["unexplained"]),
        (claim("347"), claim("467", source="b", vintage=dt.date(2023, 1, 1)), ["vintage"]),
        (claim("347"), claim("467", source="b"), ["unexplained"]),
        (claim("5", missing=2), claim("5", source="b"), ["coverage"]),
        (claim("5", source="inei", derived_from="pnp"), claim("5", source="pnp"), ["derived_copy"]),
        (claim("5", source="pnp"), claim("7", source="inei", derived_from="pnp"), ["derived_copy"]),
        (claim("5", unit="person"), claim("5", source="b", unit="complaint"), ["unit"]),
        (claim("5", legal_basis="153"), claim("5", source="b", legal_basis="179"), ["legal_scope"]),
        (
            claim("5", date_basis="facts", place_basis="x"),
            claim("5", source="b", date_basis="registration", place_basis="y"),
            ["date_basis", "place_basis"],
        ),
        (claim("5", stage="police", missing=2), claim("7", source="b", stage="prosecution"), ["stage", "coverage"]),
        (claim("5", coverage="lima", missing=2), claim("5", source="b", coverage="all"), ["coverage"]),
        (claim("5", unit="person"), claim("5", source="b"), ["equal"]),
    ],
)
def test_verdicts_name_everything_that_is_counted_differently_before_any_number(one, other, reasons):
    assert list(verdicts.reasons(one, other)) == list(verdicts.reasons(other, one)) == reasons


def test_parts_that_do_not_make_their_total_are_reported_with_their_lines(told):
    found = arithmetic.mismatches(
        told(police("7"), police("3", category="purpose=sexual"), police("2", category="purpose=labour"), police("7", 2))
    )
    assert [one.as_json() for one in found] == [
        {
            "source": POLICE,
            "indicator": "complaints",
            "office": "DEPINCRI",
            "period": "2019-01",
            "dimension": "purpose",
            "document": "figure",
            "territory": "14",
            "within": {},
            "total": 7,
            "parts": 5,
            "difference": -2,
            "lines": ["1", "2", "3"],
            "verdict": "arithmetic",
        }
    ]


def test_a_dimension_is_compared_with_its_own_whole_and_its_whole_with_the_one_above(told):
    found = arithmetic.mismatches(
        told(police("7"), police("5", category="purpose=*"), police("3", category="purpose=sexual"), police("2", category="purpose=labour"))
    )
    assert [(one.total, one.parts, one.lines) for one in found] == [(7, 5, ("1", "2"))]


def test_a_breakdown_inside_a_breakdown_is_compared_with_its_own_part(told):
    rows = [
        police("3", category="sex=male"),
        police("1", category="sex=male;age_group=a12_17"),
        police("1", category="sex=male;age_group=a18_29"),
    ]
    found = arithmetic.mismatches(told(*rows))
    assert [(one.within, one.dimension, one.difference) for one in found] == [((("sex", "male"),), "age_group", -1)]


def test_where_a_part_is_missing_only_an_excess_is_proved(told):
    usual = [police("2", 2), police("1", 2, category="purpose=sexual"), police("1", 2, category="purpose=labour")]
    assert arithmetic.mismatches(told(*usual, police("7", 1), police("3", 1, category="purpose=sexual"))) == []
    assert (
        arithmetic.mismatches(
            told(*usual, police("7", 1), police("3", 1, category="purpose=sexual"), police(None, 1, category="purpose=labour"))
        )
        == []
    )
    assert len(arithmetic.mismatches(told(*usual, police("7", 1), police("8", 1, category="purpose=sexual")))) == 1
    assert arithmetic.mismatches(told(*usual, police(None, 1), police("8", 1, category="purpose=sexual"))) == []


def test_parts_with_no_total_beside_them_prove_nothing(told):
    assert arithmetic.mismatches(told(police("8", category="purpose=sexual"), police("8", category="sex=*"))) == []


def test_the_verdict_of_a_year_is_arithmetic_where_one_of_its_months_does_not_add_up(side_by_side):
    wrong = [police("7"), police("3", category="purpose=sexual"), police("2", category="purpose=labour")]
    rows = side_by_side(*wrong, police("1", 1, 2020), police("1", 1, 2020, category="purpose=sexual"), dims=("purpose",))
    assert {(row["period_start"][:4], row["verdict"]) for row in rows} == {("2019", "arithmetic"), ("2020", None)}


def test_numbers_with_decimals_are_reported_exactly(told):
    found = arithmetic.mismatches(told(police("7.5"), police("3.25", category="purpose=sexual")))
    assert (found[0].as_json()["total"], found[0].as_json()["parts"]) == ("7.5", "3.25")


def test_the_categories_of_a_breakdown_are_read_off_its_code():
    assert told_figures.cell_of("*") == told_figures.cell_of(None) == told_figures.cell_of("") == {}
    assert told_figures.cell_of("purpose=*") == {"purpose": "*"}
    assert told_figures.cell_of("sex=male; age_group=a12_17") == {"sex": "male", "age_group": "a12_17"}


def test_a_period_without_end_has_no_months():
    assert list(told_figures.months_of(Period(dt.date(2019, 1, 1)))) == []
