"""The store of statements: nothing is lost on the way in and out, what stands on a day is what the registers say, and nothing is ever changed."""

import csv
import datetime as dt
import io
from contextlib import contextmanager
from decimal import Decimal
from threading import Event, Thread

import edition
import polars as pl
import pytest
from django.db import Error, connection, connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from intertrata.figures import actions, queries
from intertrata.figures.models import Filing, Statement
from intertrata.figures.told import arithmetic, numbers, reading, statements, stored
from intertrata.figures.told.numbers import NumberAsked
from intertrata.figures.told.reading import Told, named
from intertrata.figures.told.store import actions as filing
from intertrata.figures.told.store import queries as store
from intertrata.figures.told.store.queries import Asked
from intertrata.figures.told.stored import Held, held_again, held_of, row_of, standing_of, told_again
from intertrata.registers import actions as registers
from intertrata.storage.deeds import alone
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.jurisdictions import jurisdiction_of, jurisdictions
from intertrata.vocabulary.periods import ANY_TIME, Period, month, year
from intertrata.vocabulary.statement import Concept, Fact
from intertrata.vocabulary.statement import Statement as Said
from intertrata.vocabulary.territory import place

on_both = [pytest.mark.django_db(databases=["default", "vault", "log", "public"]), pytest.mark.engines]
WHOLE = """
code = "boletin"
name = "Un boletín entero"
institution = "inei"
kind = "figures"
[[table]]
name = "cifras"
title = "Cifras"
record_type = "figure"
key = ["N"]
full = true
column = [
  { name = "N", field = "number", required = true },
  { name = "QUE", field = "indicator", required = true },
  { name = "AÑO", field = "year" },
  { name = "DONDE", field = "ubigeo" },
  { name = "CUANTO", field = "value" },
  { name = "ESCRITO", field = "as_written", verbatim = true },
]
"""

texts = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=12)
words = st.text("abcñ_", min_size=1, max_size=8)
decimals = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**30), max_value=10**30)
days = st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1))
spans = st.one_of(st.just(ANY_TIME), st.builds(Period, days), st.tuples(days, days).map(lambda two: Period(min(two), max(two))))
places = st.one_of(st.none(), st.sampled_from(["14", "1401", "140101", "15", "1501", "150801", "07"]).map(place))


@st.composite
def told(draw):
    cell, notes = (draw(st.dictionaries(words, words, max_size=3)) for _ in range(2))
    offence, office, row, institution, system = (draw(st.one_of(st.just(""), texts)) for _ in range(5))
    where, value = draw(places), draw(st.one_of(st.none(), decimals))
    fact = Fact(
        draw(words), draw(spans), draw(texts), where, draw(texts),
        named(cell, offence=offence, office=office, row=row, institution=institution, system=system),
    )  # fmt: skip
    status = draw(
        st.sets(st.sampled_from(["SD", "SPE", "DASH"]), min_size=1) if value is None else st.sets(st.sampled_from(["EST", "BRK"]))
    )
    said = Said(
        fact, value, draw(words), draw(texts), draw(days), draw(texts), draw(texts), frozenset(status), Concept(draw(words)), draw(words)
    )
    return Told(
        said, jurisdiction_of(where) if where else None, cell, office, offence, draw(texts), institution, system, draw(texts), draw(texts),
        draw(texts), draw(texts), notes, draw(texts), "ab" * 16,
    )  # fmt: skip


@given(told(), days, st.integers(0, 10**9))
def test_a_statement_comes_out_of_the_store_as_it_went_in(one, cut_off, order):
    held = Held("ab" * 16, cut_off, order, one.statement.source, "t", 7, one)
    assert held_again(row_of(held, 5)) == held
    assert str(held_again(row_of(held, 5)).told.statement.value) == str(one.statement.value), "to the digit"
    assert told_again(row_of(held, 5)) == one


@given(st.lists(st.tuples(st.sampled_from("abc"), days, st.integers(1, 3), st.booleans()), max_size=8), days)
def test_what_stands_is_the_last_event_of_each_record_by_the_day(events, as_of):
    some = edition.statements()[0]
    held = [Held(record, day, order, "s", "t", 1, None if gone else some) for record, day, order, gone in events]
    found = {one.record: one.moment for one in standing_of(held, as_of=as_of)}
    for record in "abc":
        mine = [one for one in held if one.record == record and one.cut_off <= as_of]
        last = max(mine, key=lambda one: one.moment, default=None)
        if last and last.told and sum(one.moment == last.moment for one in mine) == 1:
            assert found[record] == last.moment
        elif not mine:
            assert record not in found


spoken = st.tuples(
    st.sampled_from(["mp", "reta"]),
    st.one_of(st.builds(year, st.integers(2016, 2018)), st.builds(month, st.integers(2016, 2018), st.integers(1, 3))),
    st.sampled_from([{}, {"sex": "female"}, {"sex": "male"}, {"sex": "*"}]),
    st.sampled_from(["", "trafficking"]),
    st.sampled_from(["", "153", "129-A"]),
    st.sampled_from(["", "C01"]),
    st.one_of(st.none(), st.integers(0, 9)),
    st.integers(2017, 2019),
)


def row_said(number, said):
    source, period, cell, offence, article, at, value, vintage = said
    fact = Fact("complaints", period, "complaints", place("14"), "", named(cell, offence=offence, row=article))
    status = frozenset(["SD"]) if value is None else frozenset()
    told = Said(fact, None if value is None else Decimal(value), source, "d", dt.date(vintage, 1, 1), str(number), "", status)
    held = Told(told, "14", cell, "", offence, article, "", "", "", at)
    return row_of(Held(f"{number:032x}", dt.date(vintage, 1, 1), number, source, "t", number, held), 1)


def number_of(asked, rows, about=None):
    """A number as the page puts it together, from rows of the store."""
    told = reading.standing(map(told_again, rows), offences=["trafficking"])
    wrong = arithmetic.mismatches(told)
    dims = (*dict(asked.cell), *(("month",) if asked.is_monthly else ()))
    known = any({*dims} <= {"month", *one.cell} for one in told)
    sides = statements.side_by_side(told, dims=dims, unsound=wrong, about=about) if known else []
    return numbers.number(asked, sides, [], [one for one in wrong if asked.within(one.period)])


@given(
    st.lists(spoken, max_size=14),
    st.one_of(st.builds(year, st.integers(2016, 2018)), st.builds(month, st.integers(2016, 2018), st.integers(1, 3))),
    st.sampled_from([(), (("sex", "female"),), (("sex", "*"),)]),
)
def test_a_number_is_the_same_from_what_was_said_around_it_as_from_all_that_was_said(said, period, cell):
    rows = sorted((row_said(number, one) for number, one in enumerate(said)), key=store.IN_ORDER)
    asked = NumberAsked("14", period.start, period.end, cell)
    assert number_of(asked, stored.around(rows, period), period) == number_of(asked, rows)


FEMALE, MALE = {"sex": "female"}, {"sex": "male"}


@pytest.mark.parametrize(
    ("before", "now", "says"),
    [
        ([("", ""), ("trafficking", "")], [("", "")], (1, 1, [])),
        ([("trafficking", "153"), ("trafficking", "129-A")], [("trafficking", "129-A")], (1, 0, [])),
        ([("trafficking", "153"), ("trafficking", "153-A")], [("trafficking", "129-A")], (1, 0, ["BRK"])),
    ],
    ids=["an offence told before is owed", "an article told before goes on", "none of the articles of before"],
)
def test_what_was_told_in_other_years_is_not_forgotten(before, now, says):
    said = [(2016, one) for one in before] + [(2017, one) for one in now]
    rows = [row_said(at, ("mp", year(when), FEMALE, *one, "", 4, 2018)) for at, (when, one) in enumerate(said)]
    asked = NumberAsked("14", dt.date(2017, 1, 1), dt.date(2017, 12, 31), tuple(FEMALE.items()))
    found = number_of(asked, stored.around(rows, year(2017)), year(2017))
    assert found == number_of(asked, rows)
    assert [(row.total.n_known, row.total.n_missing, list(row.status)) for row in found.rows] == [says]


@pytest.mark.parametrize(("cell", "source", "vintage"), [(MALE, "mp", 2018), (FEMALE, "reta", 2018), (FEMALE, "mp", 2019)])
def test_a_category_a_source_and_a_vintage_of_other_years_are_each_a_kind(cell, source, vintage):
    rows = [row_said(0, ("mp", year(2016), FEMALE, "", "", "", 4, 2018)), row_said(1, (source, year(2016), cell, "", "", "", 4, vintage))]
    assert list(stored.around([*rows, rows[0]], year(2018))) == rows


def test_of_other_years_one_statement_of_each_kind_is_read():
    rows = [row_said(number, ("mp", year(2016 + number % 2), {}, "", "", "", number, 2018)) for number in range(10)]
    assert len(list(stored.around(rows, year(2017)))) == 5 + 1
    assert len(list(stored.around([*rows, row_said(11, ("mp", year(2016), {}, "", "", "C01", 1, 2018))], year(2017)))) == 5 + 1 + 1


@contextmanager
def somebody_files():
    """Another process that files: a second connection, or a second hold of the lock's file."""
    held, free = Event(), Event()

    def hold():
        try:
            with alone(filing.DEED):
                held.set()
                free.wait(30)
        finally:
            held.set()
            connections.close_all()

    other = Thread(target=hold)
    other.start()
    held.wait(30)
    try:
        yield
    finally:
        free.set()
        other.join()


def deliver(tmp_path, rows, cut_off, name="boletin.csv"):
    text = io.StringIO()
    write = csv.DictWriter(text, ["N", "QUE", "AÑO", "DONDE", "CUANTO", "ESCRITO"])
    write.writeheader()
    write.writerows([{"ESCRITO": row.get("CUANTO", ""), **row} for row in rows])
    path = tmp_path / name
    path.write_text(text.getvalue(), encoding="utf-8")
    return registers.receive([path], by="tests", source="boletin", cut_off=cut_off)[0]


@pytest.fixture
def bulletin(settings, tmp_path):
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "boletin.toml").write_text(WHOLE, encoding="utf-8")
    settings.SOURCES = str(folder)
    one = {"N": "1", "QUE": "complaints", "AÑO": "2016", "DONDE": "14", "CUANTO": "347"}
    two = {"N": "2", "QUE": "complaints", "AÑO": "2016", "DONDE": "16", "CUANTO": "10.50"}
    deliver(tmp_path, [one, two], dt.date(2017, 3, 31))
    deliver(tmp_path, [one | {"CUANTO": "467"}, two | {"QUE": "victims"}], dt.date(2017, 9, 30))
    deliver(tmp_path, [one | {"CUANTO": "467"}], dt.date(2018, 3, 31))


ASKED = [Asked("complaints"), Asked("victims"), Asked(source="boletin"), Asked("complaints", department="14"), Asked("complaints", department="16"),
         Asked("complaints", start=dt.date(2016, 1, 1), end=dt.date(2016, 12, 31)), Asked("complaints", start=dt.date(2017, 1, 1))]  # fmt: skip
DAYS = [None, dt.date(2017, 3, 31), dt.date(2017, 10, 1), dt.date(2001, 1, 1)]


def everything():
    return [
        [store.statements(store.brought(), asked, as_of=day) for asked in ASKED for day in DAYS],
        [store.history(store.brought(), asked, as_of=day) for asked in ASKED for day in DAYS],
        store.indicators(store.brought()),
    ]


class TestOnBothEngines:
    pytestmark = on_both

    def test_what_the_store_gives_is_what_the_registers_say_before_it_was_filed(self, bulletin):
        before = everything()
        assert (actions.file_figures(), actions.file_figures()) == (3, 0)
        assert everything() == before
        values = [[one.statement.value for one in found] for found in before[0][: len(DAYS)]]
        assert values == [[467], [347, Decimal("10.50")], [467], []]
        assert before[2] == ["complaints", "victims"]

    def test_a_record_that_is_corrected_into_another_indicator_no_longer_stands_in_the_first(self, bulletin):
        actions.file_figures()
        assert [row["value"] for row in queries.statements("complaints", where={"department": "16"}, as_of=dt.date(2017, 10, 1))] == []
        assert [row["value"] for row in queries.statements("victims", as_of=dt.date(2017, 10, 1))] == [10.5]
        assert queries.statements("victims") == [], "the last whole delivery does not hold it"

    def test_the_published_data_are_the_same_from_the_store_and_from_the_registers(self, shared):
        registers.receive([shared / "data" / "lambayeque"], by="tests")
        registers.receive([edition.EDITION.figures], by="tests", cut_off=edition.EDITION.cut_off)
        asked = [Asked(code) for code in store.indicators(store.brought())]
        before = [store.statements(store.brought(), one) for one in asked]
        actions.file_figures()
        assert [store.statements(store.brought(), one) for one in asked] == before
        assert sum(map(len, before)) > 3_000

    def test_a_number_is_the_same_from_the_store_and_from_the_registers(self, shared):
        registers.receive([shared / "data" / "lambayeque"], by="tests")
        registers.receive([edition.EDITION.figures], by="tests", cut_off=edition.EDITION.cut_off)
        asked = [
            ("complaints", NumberAsked("14", dt.date(2018, 1, 1), dt.date(2018, 12, 31))),
            ("complaints", NumberAsked("14", dt.date(2018, 5, 1), dt.date(2018, 5, 31))),
            ("complaints", NumberAsked("14", dt.date(2023, 1, 1), dt.date(2023, 12, 31))),
            ("victims", NumberAsked("14", dt.date(2019, 1, 1), dt.date(2019, 12, 31), (("sex", "female"),))),
            ("budget_assigned", NumberAsked("", dt.date(2016, 1, 1), dt.date(2016, 12, 31), institution="Estado peruano")),
            ("budget_assigned", NumberAsked(institution="Estado peruano")),
        ]
        before = [queries.number(*one) for one in asked]
        actions.file_figures()
        queries._told.cache_clear()
        assert [queries.number(*one) for one in asked] == before
        assert sum(len(one.history) for one in before) > 100
        assert [bool(one.series) for one in before] == [False, False, False, False, True, True]

    def test_nothing_told_is_ever_changed_or_taken_away(self, bulletin):
        actions.file_figures()
        for sql in (
            "UPDATE figures_statement SET value = '0'", "DELETE FROM figures_statement", "UPDATE figures_filing SET id = 0",
            "DELETE FROM figures_filing",
        ):  # fmt: skip
            with pytest.raises(Error, match="no se corrige"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)

    def test_rows_of_a_filing_that_a_crash_cut_short_are_seen_by_nobody(self, bulletin, monkeypatch):
        before = everything()
        with monkeypatch.context() as patched:
            patched.setattr(Filing.objects, "create", lambda **_: (_ for _ in ()).throw(RuntimeError))
            with pytest.raises(RuntimeError):
                actions.file_figures()
        assert Statement.objects.count() == 2
        assert everything() == before
        assert actions.file_figures() == 3
        assert everything() == before

    def test_who_files_while_another_does_leaves_it_to_her(self, bulletin, monkeypatch):
        before = everything()
        monkeypatch.setattr(filing, "PATIENCE", 0.0)
        with somebody_files():
            assert actions.file_figures() == 0
        assert everything() == before
        assert actions.file_figures() == 3

    def test_places_are_found_by_the_rows_of_the_national_tables(self, bulletin, tmp_path):
        rows = [
            {"N": code, "QUE": "operations", "AÑO": "2016", "DONDE": code, "CUANTO": "1"}
            for code in ("15", "1501", "150101", "150801", "07", "1401")
        ]
        deliver(tmp_path, rows, dt.date(2019, 1, 1))
        found = {one.code: store.statements(store.brought(), Asked("operations", department=one.code)) for one in jurisdictions()}
        actions.file_figures()
        for code, before in found.items():
            assert store.statements(store.brought(), Asked("operations", department=code)) == before
        assert {code: len(each) for code, each in found.items() if each} == {"07": 1, "1501": 2, "15-provincias": 1, "14": 1}
        assert len(store.statements(store.brought(), Asked("operations", department="15"))) == 1

    def test_a_figure_of_no_time_says_so_whenever_it_is_asked_for(self, bulletin, tmp_path):
        deliver(tmp_path, [{"N": "9", "QUE": "operations", "CUANTO": "1"}], dt.date(2019, 1, 1))
        for _ in range(2):
            with pytest.raises(Problem, match="figure_without_period"):
                store.statements(store.brought(), Asked("operations"))
            assert store.statements(store.brought(), Asked("victims")) == []
            actions.file_figures()


def test_a_problem_is_kept_as_it_was(current):
    [held] = held_of(current("figure", [{"indicator": "complaints", "value": "1"}]).with_columns(kind=pl.lit("v"), order=1), {})
    assert held.problem["code"] == "figure_without_period"
    assert dict(held_again(row_of(held, 1)).problem) == dict(held.problem)


def test_the_columns_of_the_store_are_the_columns_of_its_table():
    assert {field.name for field in Statement._meta.fields} == {"id", *stored.COLUMNS}
