"""What the State published of 2017 to 2020, and contradicted later: two vintages, two counters, two units; and a series that breaks.

Days of publication are of the fixture, only their order is known; what is counted is said where the source says it (394 complaints). Of 2017 only the
first half is told, by the V Informe Alternativo (its lines 1936, 1973 and 2222); no value published of the whole year is known to us (to confirm).
"""

import csv
import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from intertrata.figures.told import breaks, numbers, series, statements
from intertrata.figures.told import reading as told_figures
from intertrata.figures.told.numbers import NumberAsked
from intertrata.figures.told.stored import Held
from intertrata.vocabulary.periods import ANY_TIME, month, year

PUBLISHED = Path(__file__).with_name("contradictions_2017_2020.csv")


@pytest.fixture
def told(current):
    with PUBLISHED.open(encoding="utf-8") as file:
        rows = [{name: text or None for name, text in row.items()} for row in csv.DictReader(file)]
    named = {"id": "number", "line": "page", "table": "document_table", "source_system": "system", "territory": "place_written",
             "dimension": "category", "verbatim": "quote"}  # fmt: skip
    kept = [
        {named.get(name, name): text for name, text in row.items()}
        | {"register": "publicaciones", "table": "cifras", "record": row["id"], "as_written": row["value"], "document": "Publicaciones"}
        for row in rows
    ]
    return told_figures.told(current("figure", kept), documents={}, offences=["trafficking"])


def of(told, number, institution):
    rows = statements.side_by_side(told, where={"year": str(number), "institution": institution})
    return [(int(row.total.known), row.verdict, row.vintage.year) for row in rows]


def test_a_later_count_of_the_same_year_is_another_vintage_and_both_stay(told):
    assert of(told, 2018, "MP-FN") == [(882, "vintage", 2019), (1189, "vintage", 2020)]
    assert of(told, 2019, "MP-FN") == [(476, "vintage", 2020), (1266, "vintage", 2021)]


def test_two_counters_of_one_institution_at_one_time_have_no_explanation(told):
    assert of(told, 2019, "PNP") == [(765, "unexplained", 2020), (1054, "unexplained", 2020)]


def test_two_counters_of_the_police_and_the_prosecutors_differ_in_the_first_half_of_2017(told):
    assert of(told, 2017, "PNP") == [(251, "unexplained", 2017), (312, "unexplained", 2017)]
    assert of(told, 2017, "MP-FN") == [(697, None, 2017)]


def test_a_number_alone_is_compared_with_none(told):
    assert of(told, 2018, "PNP") == [(1600, None, 2019)]
    assert of(told, 2020, "MP-FN") == [(470, None, 2021)]


def test_complaints_and_victims_differ_in_what_is_counted_before_any_number_is_compared(told):
    of_inei = next(one for one in told if one.institution == "INEI")
    persons = replace(of_inei.statement.concept, unit="persons")
    other = replace(of_inei, statement=replace(of_inei.statement, value=of_inei.statement.value + 246, concept=persons, page="99"))
    rows = statements.side_by_side([*told, other], where={"year": "2020", "institution": "INEI"})
    assert [row.verdict for row in rows] == ["unit", "unit"]


def test_the_page_of_the_number_holds_both_vintages_what_others_say_and_the_order_in_which_they_came(told):
    asked = NumberAsked("", dt.date(2018, 1, 1), dt.date(2018, 12, 31), institution="MP-FN")
    events = [Held(one.number, one.statement.vintage, place, "publicaciones", "cifras", place, one) for place, one in enumerate(told)]
    found = numbers.number(asked, statements.side_by_side(told), events, [])
    assert [int(row.total.known) for row in found.rows] == [882, 1189]
    assert [(row.parts[0].institution, int(row.total.known)) for row in found.others] == [("PNP", 1600)]
    assert [int(one.told.statement.value) for one in found.history] == [882, 1189]


def test_what_is_asked_of_a_number_says_its_period():
    assert NumberAsked().period == ANY_TIME
    assert not NumberAsked().is_monthly
    may = NumberAsked("14", dt.date(2018, 5, 1), dt.date(2018, 5, 31))
    assert may.is_monthly
    assert (may.within("2018-05"), may.within("2018-06")) == (True, False)
    assert NumberAsked("14", dt.date(2018, 1, 1), dt.date(2018, 12, 31)).within("2018-05")


def test_the_published_vintages_of_an_institution_are_drawn_without_choosing_one(told):
    rows = [row for row in statements.side_by_side(told) if row.parts[0].institution == "MP-FN" and not row.parts[0].system]
    [line] = series.lines(rows)
    assert [(one.period.start.year, one.value) for one in line.points] == [
        (2018, 882),
        (2018, 1189),
        (2019, 476),
        (2019, 1266),
        (2020, 470),
    ]
    assert not any(one.joined for one in line.points)


def row_of_year(number, articles, source="mp"):
    return statements.row(year(number), (), [
        told_figures.missing(_with(article, source), month(number, place), status="SD", offence="", cell={})
        if article is None else _with(article, source, number, place) for place, article in enumerate(articles, start=1)
    ])  # fmt: skip


def _with(article, source, number=2018, place=1):
    from intertrata.vocabulary.statement import Fact, Statement

    fact = Fact("complaints", month(number, place), "complaints", breakdown=(("row", article or ""),))
    return told_figures.Told(Statement(fact, Decimal(1), source, "d", dt.date(2024, 1, 1)), "14", {}, "", "trafficking", article or "")


def test_a_series_begins_anew_where_no_article_is_one_of_before():
    rows = [row_of_year(2023, ["129-A", "129-B"]), row_of_year(2021, ["153"]), row_of_year(2022, [None]), row_of_year(2020, ["153", "153-A"]),
            row_of_year(2023, ["153"], "pnp"), row_of_year(2024, ["129-A"])]  # fmt: skip
    marked = {(one.source, one.period.start.year): breaks.BREAK in one.status for one in breaks.marked(rows)}
    assert marked == {
        ("mp", 2020): False,
        ("mp", 2021): False,
        ("mp", 2022): False,
        ("mp", 2023): True,
        ("mp", 2024): False,
        ("pnp", 2023): False,
    }
