"""The V Informe in the product: every figure kept as printed, none added to another, missing never zero, both totals of 2016 side by side."""

import csv
from collections import Counter

import pytest

from intertrata.figures import actions, queries
from intertrata.figures.told import shipped
from intertrata.figures.told.placing import placed
from intertrata.registers import queries as registers
from intertrata.vocabulary.codes import code_list

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"])
EDITION = shipped.editions()["informe_v"]


@pytest.fixture
def edition():
    [receipt] = actions.receive_editions(by="tests")
    return receipt


def printed():
    with EDITION.figures.open(encoding="utf-8") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def told():
    return [row for code in queries.told_indicators() for row in queries.every_statement(code)]


def test_the_edition_that_ships_is_the_published_one(shared):
    assert EDITION.figures.read_bytes() == (shared / "data/informe-v/figures.csv").read_bytes()


def test_every_figure_is_kept_and_a_second_time_nothing_changes(edition):
    assert (edition.read, edition.kept, edition.refused) == (830, 830, 0)
    [again] = actions.receive_editions(by="tests")
    assert (again.kept, again.unchanged) == (0, 830)
    assert not registers.synthetic_only(), "figures are no persons"


def test_every_figure_is_a_statement_with_its_value_its_line_and_its_sentence(edition):
    rows, found = printed(), {one.number: one for one in told()}
    assert set(found) == set(rows)
    for number, row in rows.items():
        one = found[number]
        said = one.statement
        assert said.as_written == row["value"]
        assert (said.value is None) == (not row["value"]), number
        assert not row["value"] or format(said.value, "f") == row["value"], number
        assert (said.page, one.at, one.quote) == (row["line"], row["table"], row["verbatim"]), number
        assert said.fact.unit == row["unit"]
        assert (one.institution, one.system, one.place_written) == (row["institution"], row["source_system"], row["territory"])
        assert one.period.iso().startswith(row["period_start"][:4] or "../.."), number
        assert (one.period.end is None) == bool(row["period_start"] and not row["period_end"]), number
        assert {**one.cell, **one.notes} == dict(pair.split("=", 1) for pair in row["dimension"].split(";") if pair), number


def test_what_is_missing_says_why_and_is_never_zero(edition):
    rows = printed()
    why = Counter(status for one in told() if one.statement.value is None for status in one.statement.status)
    assert why == {"SPE": 22, "SD": 8, "NRI": 4, "DASH": 47, "BLANK": 4}
    stated = {one.number for one in told() if one.statement.value == 0}
    assert stated == {number for number, row in rows.items() if row["value"] and float(row["value"]) == 0}


def test_both_totals_of_2016_stand_side_by_side_with_their_table_line_and_verdict(edition):
    for dims, where in ((("institution",), {}), (("institution",), {"year": "2016"}), ((), {"year": "2016"})):
        rows = [
            row
            for row in queries.statements("budget_assigned", dims=dims, where=where)
            if row["institution"] == "Estado peruano" and row["period_end"] == "2016-12-31"
        ]
        assert [(row["text"], row["table"], row["page"], row["verdict"]) for row in rows] == [
            ("6,485,049.50", "C02", "815", "unexplained"),
            ("5,581,376.00", "C03", "907", "unexplained"),
            ("6,485,049.50", "infografia", "1094", "unexplained"),
        ]
        assert {row["document"] for row in rows} == {"V Informe Alternativo (CHS Alternativo, 2017)"}
        assert {(row["n_known"], row["n_missing"], row["period_start"]) for row in rows} == {(1, 0, "2016-01-01")}


def test_an_entity_without_a_budget_of_its_own_is_told_as_such(edition):
    rows = queries.statements("budget_assigned", where={"institution": "MINSA", "year": "2016"})
    assert [(row["value"], row["status"], row["text"], row["missing"]) for row in rows] == [(None, ["SPE"], "sin dato (SPE)", {"SPE": 1})]


def test_about_eleven_millions_are_the_eleven_millions_rounded_and_the_flag_says_so(edition):
    rows = queries.statements("budget_assigned", where={"institution": "Estado peruano", "year": "2017"})
    about = next(row for row in rows if row["page"] == "91")
    assert (about["value"], about["status"], about["verdict"], about["notes"]) == (11_000_000, ["EST"], "rounding", {"approx": "yes"})


def test_a_figure_of_no_time_is_told_and_compared_with_none(edition):
    rows = queries.statements("teachers_trained", dims=("period",))
    assert [(row["period_start"], row["period_end"], row["verdict"]) for row in rows] == [(None, None, None)] * len(rows)
    assert 2319 in {row["value"] for row in rows}


@pytest.mark.parametrize("code", sorted({row["indicator"] for row in printed().values()}))
def test_every_indicator_of_the_edition_has_a_code_with_spanish_words_and_a_unit(code):
    codes = code_list("told_indicator")
    known = codes.resolve(code)
    assert known
    assert codes[known].definition
    assert codes[known].kind


PLACES = {
    "Perú": (None, ""), "": (None, ""), "Loreto": ("16", ""), "Lima/Carabayllo": ("150106", ""), "Junín/Chupaca": ("1209", ""),
    "Lambayeque/Lambayeque": ("1403", ""), "Pucallpa": ("25", "Pucallpa"), "Lima;Ayacucho": (None, "Lima;Ayacucho"),
    "exterior": (None, "exterior"), "Lima/Salamanca": ("15", "Lima/Salamanca"),
}  # fmt: skip


@pytest.mark.parametrize("written", PLACES)
def test_a_place_is_what_the_document_names_and_nothing_is_guessed(written):
    where, rest = placed(written)
    assert (where.code if where else None, rest) == PLACES[written]
