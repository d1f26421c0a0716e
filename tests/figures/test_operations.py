"""Which reports tell one operation: each rule in a small country of its own, and the laws that hold whatever is reported."""

import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import small_tables
from hypothesis import given, settings
from hypothesis import strategies as st

from intertrata.figures import counting, cut_files, freezing, operations
from intertrata.figures.asking import RegisterAsked
from intertrata.figures.bridge import bridge
from intertrata.figures.conditions import Question
from intertrata.figures.definitions import indicator
from intertrata.figures.operations import QUOTED, SAME_DAY
from intertrata.figures.sides import paths_of, side_of, side_of_cut
from intertrata.vocabulary.records import record_types

POLICE, PROSECUTORS, REGIONS, ROADS = "reta", "sistra", "gobiernos", "sutran"
TYPE = {POLICE: "operation", PROSECUTORS: "operation"}
WHERE = {"event_date": "2016-05-10", "ubigeo": "160101"}


def numbered(reports):
    """The operations of the invented reports: each says its register and ``record``; the rest is as in a cut."""
    tables = {}
    for name in operations.TYPES:
        rows = [one for one in reports if TYPE.get(one["register"], "inspection") == name]
        tables[name] = freezing.prepare(record_types()[name], small_tables.current(name, rows))
    return operations.operations(tables, small_tables.INSTITUTIONS)


def told(*reports):
    """By ``record``, the row of its operation; day and district are the same unless said."""
    said = [WHERE | {"record": one["register"]} | one for one in reports]
    found = {row["record"]: row for row in numbered(said).iter_rows(named=True)}
    return {one["record"]: found[small_tables.an_id(f"{one['register']}/{one['record']}")] for one in said}


def one_of(found, *records):
    """Whether these records tell one operation."""
    return len({found[record]["operation_no"] for record in records}) == 1


def police(**said):
    return {"register": POLICE, "number": "OP-2016-00012", **said}


def roads(**said):
    return {"register": ROADS, "number": "AC-2016-00900", "ubigeo": "160108", **said}


def region(**said):
    return {"register": REGIONS, "entity": "20999160001", "number": "OPR-7", **said}


def test_a_quoted_number_that_another_institutions_operation_bears_makes_one_of_two_however_it_is_written():
    found = told(police(), roads(case_numbers=["op 2016 - 12"]))
    assert one_of(found, POLICE, ROADS)
    assert {row["operation_tie"] for row in found.values()} == {QUOTED}


def test_three_that_quote_one_another_in_a_chain_are_one():
    found = told(police(), roads(case_numbers=["OP-2016-00012"]), region(case_numbers=["AC-2016-00900"], ubigeo=None))
    assert one_of(found, POLICE, ROADS, REGIONS)


@pytest.mark.parametrize(
    ("day", "one"), [("2016-05-11", True), ("2016-05-09", True), ("2016-05-12", False), ("2016-05", True), ("2016-06", False), (None, True)]
)
def test_a_quoted_number_is_that_of_the_operation_if_what_the_dates_may_mean_is_a_day_apart_at_most(day, one):
    assert one_of(told(police(), roads(case_numbers=["OP-2016-00012"], event_date=day)), POLICE, ROADS) is one


def test_a_complaint_that_two_quote_ties_nothing_by_itself_but_on_one_day_in_one_district_it_does():
    quoting = {"case_numbers": ["2016-4401"]}
    assert not one_of(told(police(**quoting), roads(**quoting)), POLICE, ROADS)
    found = told(police(**quoting), roads(**quoting, ubigeo="160101"))
    assert one_of(found, POLICE, ROADS)
    assert found[POLICE]["operation_tie"] == SAME_DAY


def test_equal_numbers_of_two_registers_mean_nothing_for_registers_number_apart():
    assert not one_of(told(police(number="12-2016"), roads(number="12-2016")), POLICE, ROADS)


def test_where_several_bear_the_quoted_number_the_one_that_agrees_in_day_and_place_is_meant_and_else_none():
    quoting = region(case_numbers=["12-2016"])
    found = told(police(number="12-2016"), roads(number="12-2016", event_date="2016-05-11"), quoting)
    assert one_of(found, POLICE, REGIONS)
    assert not one_of(found, ROADS, REGIONS)
    found = told(police(number="12-2016", ubigeo=None), roads(number="12-2016", ubigeo=None), quoting)
    assert not one_of(found, POLICE, REGIONS)
    assert not one_of(found, ROADS, REGIONS)


def test_a_number_quoted_of_ones_own_register_ties_nothing():
    assert not one_of(told(police(record="a"), police(record="b", number="OP-9", case_numbers=["OP-2016-00012"])), "a", "b")


def test_one_reporter_tells_one_operation_once_so_that_two_who_quote_it_alike_are_neither():
    quoting = {"case_numbers": ["OP-2016-00012"], "ubigeo": None}
    found = told(police(), roads(record="a", **quoting), roads(record="b", number="AC-2", **quoting))
    assert len({row["operation_no"] for row in found.values()}) == 3


def test_of_two_of_one_reporter_the_one_for_which_more_speaks_is_taken():
    quoting = {"case_numbers": ["OP-2016-00012"]}
    found = told(police(), roads(record="a", **quoting, ubigeo="160101"), roads(record="b", number="AC-2", **quoting))
    assert one_of(found, POLICE, "a")
    assert not one_of(found, POLICE, "b")


def test_two_that_quote_each_other_come_before_one_that_is_quoted_by_nobody():
    quoting = {"case_numbers": ["OP-2016-00012"]}
    found = told(police(case_numbers=["AC-1"]), roads(record="a", number="AC-1", **quoting), roads(record="b", **quoting, ubigeo="160101"))
    assert one_of(found, POLICE, "a")
    assert not one_of(found, POLICE, "b")


def test_what_is_not_in_question_is_joined_though_beside_it_two_contradict_each_other():
    quoting = {"case_numbers": ["OP-2016-00012"], "ubigeo": None}
    found = told(police(), roads(record="a", **quoting), roads(record="b", number="AC-2", **quoting), region(**quoting))
    assert one_of(found, POLICE, REGIONS)


def test_a_chain_of_equal_ties_that_ends_in_the_register_where_it_began_is_refused_whole():
    links = [
        roads(record="a", number="AC-1", case_numbers=["OP-2016-00012"], ubigeo=None),
        police(ubigeo=None, case_numbers=["OPR-7"]),
        region(ubigeo=None, case_numbers=["AC-3"]),
        roads(record="b", number="AC-3", ubigeo=None),
    ]
    assert len({row["operation_no"] for row in told(*links).values()}) == 4


def test_two_entities_of_one_register_are_two_reporters():
    quoting = {"case_numbers": ["OP-2016-00012"]}
    found = told(police(), region(record="a", **quoting), region(record="b", entity="20999170001", **quoting))
    assert one_of(found, POLICE, "a", "b")
    found = told(police(), region(record="a", **quoting), region(record="b", number="OPR-8", **quoting))
    assert not one_of(found, POLICE, "a")


def test_one_number_twice_of_one_reporter_on_one_day_is_one_report_written_twice():
    found = told(region(record="a"), region(record="b", number="opr 007", case_numbers=["OP-2016-00012"]), police())
    assert one_of(found, "a", "b", POLICE)
    assert not one_of(told(region(record="a"), region(record="b", event_date="2016-06-10")), "a", "b")


NAMES_POLICE, NAMES_REGION = {"institutions": ["gobierno_regional", "pnp"]}, {"institutions": ["pnp", "gobierno_local"]}


@pytest.mark.parametrize(
    ("here", "there", "one"),
    [
        ({}, {}, False),
        (NAMES_POLICE, {}, True),
        ({}, NAMES_REGION, True),
        (NAMES_POLICE, NAMES_REGION, True),
        (NAMES_POLICE, {"institutions": ["pnp"]}, True),
        (NAMES_POLICE, {"institutions": ["sunafil"]}, False),
        (NAMES_POLICE | {"operation_kind": "operation"}, {"institutions": ["sunafil"], "operation_kind": "operation"}, True),
        (NAMES_POLICE, {"ubigeo": "160102"}, False),
        (NAMES_POLICE | {"ubigeo": "1601"}, {"ubigeo": "1601"}, False),
        (NAMES_POLICE, {"event_date": "2016-05-11"}, False),
        (NAMES_POLICE | {"event_date": "2016-05"}, {"event_date": "2016-05"}, False),
        (NAMES_POLICE, {"vanished": True}, False),
    ],
)
def test_without_a_number_day_and_district_tie_two_if_one_names_the_other_and_is_not_contradicted(here, there, one):
    found = told(region(**here), police(**there))
    assert one_of(found, REGIONS, POLICE) is one
    assert {row["operation_tie"] for row in found.values()} == ({SAME_DAY} if one else {None})


def test_a_day_and_district_that_very_many_report_say_nothing_of_two_of_them():
    pair = [police(number="", institutions=["sutran"]), roads(number="", ubigeo="160101", institutions=["pnp"])]
    others = [region(record=f"r{at}", entity=f"2099916{at:04}", number=f"N-{at}") for at in range(operations.CROWDED)]
    assert one_of(told(*pair, *others[2:]), POLICE, ROADS)
    assert not one_of(told(*pair, *others[1:]), POLICE, ROADS)


def test_where_two_of_one_day_and_district_could_be_meant_neither_is():
    found = told(region(**NAMES_POLICE), police(record="a"), police(record="b", number="OP-13"))
    assert len({row["operation_no"] for row in found.values()}) == 3
    found = told(region(record="c", **NAMES_POLICE), region(record="d", number="OPR-8", **NAMES_POLICE), police())
    assert len({row["operation_no"] for row in found.values()}) == 3


def test_of_two_that_day_and_district_could_mean_not_even_the_likelier_is_taken():
    found = told(region(**NAMES_POLICE), police(record="a", **NAMES_REGION), police(record="b", number="OP-13"))
    assert len({row["operation_no"] for row in found.values()}) == 3


def test_where_a_number_leads_to_one_of_two_the_other_is_left_for_who_quotes_none():
    quoting = region(record="c", case_numbers=["OP-2016-00012"], **NAMES_POLICE)
    found = told(quoting, region(record="d", number="OPR-8", **NAMES_POLICE), police(record="a"), police(record="b", number="OP-13"))
    assert one_of(found, "a", "c")
    assert one_of(found, "b", "d")
    assert not one_of(found, "a", "b")


def test_what_was_withdrawn_gives_way_to_what_stands_and_is_still_tied_where_nothing_else_is():
    quoting = {"case_numbers": ["OP-2016-00012"]}
    found = told(police(), roads(record="a", **quoting, ubigeo="160101", vanished=True), roads(record="b", number="AC-2", **quoting))
    assert one_of(found, POLICE, "b")
    assert one_of(told(police(), roads(record="a", **quoting, vanished=True)), POLICE, "a")


def test_of_the_operation_is_known_who_reports_it_whom_they_name_and_its_kind_where_all_who_say_it_agree():
    kinds = {"case_numbers": ["OP-2016-00012"], "operation_kind": "preventive"}
    found = told(police(), roads(**kinds, institutions=["mpfn"]), region(institutions=["gobierno_local"], vanished=True))
    assert found[POLICE]["operation_institutions"] == ["mpfn", "pnp", "sutran"]
    assert found[POLICE]["operation_class"] == "preventive"
    assert found[REGIONS]["operation_institutions"] is None
    other = told(police(), roads(**kinds), region(case_numbers=["OP-2016-00012"], operation_kind="inspection"))
    assert [other[one]["operation_class"] for one in (POLICE, ROADS, REGIONS)] == [None, "preventive", "inspection"]


def test_no_report_at_all_is_no_operation():
    assert numbered([]).is_empty()


NUMBERS = [f"{name}-{n}" for name in "AB" for n in range(3)]
REPORT = st.fixed_dictionaries(
    {
        "register": st.sampled_from([POLICE, PROSECUTORS, REGIONS, ROADS]),
        "number": st.sampled_from([*NUMBERS, None]),
        "case_numbers": st.lists(st.sampled_from(NUMBERS), max_size=2),
        "institutions": st.one_of(st.none(), st.lists(st.sampled_from(["pnp", "mpfn", "sutran", "gobierno_local"]), max_size=3)),
        "event_date": st.sampled_from(["2016-05-10", "2016-05-11", "2016-05-12", "2016-05", None]),
        "ubigeo": st.sampled_from(["160101", "160102", "16", None]),
        "operation_kind": st.sampled_from(["operation", "inspection", None]),
        "vanished": st.booleans(),
    }
)
ENTITIES = st.sampled_from(["20999160001", "20999170001"])
REPORTS = st.lists(st.tuples(REPORT, ENTITIES), max_size=12).map(
    lambda rows: [
        {**one, "record": str(n), "entity": entity if one["register"] == REGIONS else None} for n, (one, entity) in enumerate(rows)
    ]
)


@given(REPORTS)
def test_no_operation_ever_holds_two_reports_of_one_reporter(reports):
    by_id = {small_tables.an_id(f"{one['register']}/{one['record']}"): one for one in reports}
    groups = {}
    for row in numbered(reports).iter_rows(named=True):
        groups.setdefault(row["operation_no"], []).append(by_id[row["record"]])
    assert sum(map(len, groups.values())) == len(reports)
    for group in groups.values():
        reporters = {}
        for one in group:
            reporters.setdefault((one["register"], one["entity"]), set()).add((one["number"], one["event_date"]))
        assert all(len(told) == 1 for told in reporters.values()), "the same number and day again is a copy; anything else is another"


@given(REPORTS, st.randoms(use_true_random=False))
def test_the_order_of_the_reports_changes_nothing(reports, chance):
    other = list(reports)
    chance.shuffle(other)
    assert numbered(reports).equals(numbered(other))


@given(REPORTS)
def test_where_nothing_ties_them_each_report_is_an_operation_of_its_own(reports):
    bare = [one | {"number": None, "case_numbers": [], "institutions": None} for one in reports]
    found = numbered(bare)
    assert found["operation_no"].n_unique() == len(bare)
    assert found["operation_tie"].null_count() == len(bare)


@given(REPORTS)
def test_a_tie_is_told_of_every_report_that_is_not_alone_and_of_no_other(reports):
    reporters = {small_tables.an_id(f"{one['register']}/{one['record']}"): f"{one['register']}{one['entity']}" for one in reports}
    groups = {}
    for row in numbered(reports).iter_rows(named=True):
        groups.setdefault(row["operation_no"], []).append((reporters[row["record"]], row["operation_tie"]))
    for group in groups.values():
        assert all((tie is not None) is (len({who for who, _ in group}) > 1) for _, tie in group)


def cut_of(reports, folder):
    """A cut of the invented reports."""
    names = (*operations.TYPES, "victim")
    tables = {
        name: small_tables.current(name, [one for one in reports if TYPE.get(one["register"], "inspection") == name]) for name in names
    }
    days = dict.fromkeys([*TYPE, REGIONS, ROADS], "2017-03-31")
    return cut_files.write(small_tables.freeze(tables, small_tables.persons({})).items(), days, root=Path(folder))


@settings(max_examples=40, deadline=None)
@given(REPORTS.filter(len))
def test_the_total_is_the_number_of_operations_and_each_registers_cell_that_of_those_it_tells(reports):
    one = indicator("operations")
    by_id = {small_tables.an_id(f"{each['register']}/{each['record']}"): each for each in reports}
    stand = [(row["operation_no"], by_id[row["record"]]) for row in numbered(reports).iter_rows(named=True)]
    stand = [(number, each["register"]) for number, each in stand if not each["vanished"]]
    with tempfile.TemporaryDirectory() as folder:
        tally = counting.count(Question(one), (one.dimension("register"),), tables=paths_of(one, cut_of(reports, folder)))
    assert (tally.total or 0) == len({number for number, _ in stand})
    assert dict(tally.rows.rows()) == dict(Counter(register for _, register in set(stand)))


@settings(max_examples=40, deadline=None)
@given(REPORTS, st.sampled_from([{}, {"start": date(2016, 5, 11)}]))
def test_the_parts_of_a_bridge_of_operations_make_the_difference_over_a_cut_and_over_deposits(reports, period):
    one, sides = indicator("operations"), []
    both = [{**WHERE, "record": "x", "register": REGIONS, "entity": "1"}, {**WHERE, "record": "y", "register": ROADS}, *reports]
    with tempfile.TemporaryDirectory() as folder:
        cut = cut_of(both, folder)
        over_cut = bridge(Question(one, **period), *(side_of_cut(one, RegisterAsked(name, name, None), cut) for name in (REGIONS, ROADS)))
    for name in (REGIONS, ROADS):
        tables = {kind: small_tables.current(kind, []) for kind in ("operation", "victim")}
        tables["inspection"] = small_tables.current("inspection", [each for each in both if each["register"] == name])
        asked, institution = RegisterAsked(name, name, None), small_tables.INSTITUTIONS[name]
        sides.append(side_of(one, asked, tables, small_tables.persons({}), cut_off=date(2017, 3, 31), institution=institution))
    over_deposits = bridge(Question(one, **period), *sides)
    for built in (over_cut, over_deposits):
        assert sum(part.count if part.side == "a" else -part.count for part in built.parts) == built.difference
    assert (over_cut.a, over_cut.b) == (over_deposits.a, over_deposits.b)
