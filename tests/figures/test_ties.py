"""Who is tied with whom, however far around; and that a cut tells cases as the deposits it was cut from do."""

import tempfile
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
import small_tables
from hypothesis import given, settings
from hypothesis import strategies as st
from test_bridge import IN_2016, ROWS, adds_up, told

from intertrata.figures import bridge as bridges
from intertrata.figures import cut_files, ties
from intertrata.figures.asking import RegisterAsked
from intertrata.figures.conditions import Question
from intertrata.figures.definitions import indicator
from intertrata.figures.sides import side_of, side_of_cut
from intertrata.vocabulary.errors import Problem

NODES = 12
EDGES = st.lists(st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1)), max_size=20)
DAYS = {"reta": "2017-03-31", "sistra": "2017-03-31", "pnp": "2017-03-31"}
KINDS = ("victim", "complaint")


@given(EDGES)
def test_each_is_given_the_first_of_all_that_are_tied_with_it(edges):
    groups = [{node} for node in range(NODES)]
    for one, other in edges:
        joined = groups[one] | groups[other]
        for node in joined:
            groups[node] = joined
    found = ties.components(NODES, pl.DataFrame(edges, schema=ties.EDGES, orient="row"))
    assert found.tolist() == [min(group) for group in groups]


def test_a_chain_of_a_thousand_in_any_order_is_one():
    chain = pl.DataFrame([(node, node + 1) for node in range(999)], schema=ties.EDGES, orient="row")
    for edges in (chain, chain.reverse(), chain.sample(fraction=1, shuffle=True, seed=7)):
        assert set(ties.components(1000, edges).tolist()) == {0}


TOLD = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["reta", "sistra", "pnp"]), st.integers(0, 900)),
    max_size=14,
    unique_by=lambda one: one[::2],
)


@given(TOLD)
def test_two_registers_tie_a_victims_records_that_are_nearest_to_each_other_within_a_year(said):
    def nearest(at):
        gaps = {
            other: abs(said[at][2] - day)
            for other, (person, register, day) in enumerate(said)
            if person == said[at][0] and register != said[at][1]
        }
        return {other for other, gap in gaps.items() if gap == min(gaps.values()) <= ties.DAYS_BETWEEN_REGISTERS}

    mutual = {frozenset((at, other)) for at in range(len(said)) for other in nearest(at) if at in nearest(other)}
    rows = [(at, register, person, date(2016, 1, 1) + timedelta(days=day)) for at, (person, register, day) in enumerate(said)]
    schema = {"at": pl.UInt32, "register": pl.String, "person_no": pl.UInt32, "date": pl.Date}
    found = ties._nearest(pl.DataFrame(rows, schema=schema, orient="row"))
    assert {frozenset(edge) for edge in found.iter_rows()} == mutual


def units(complaints, victims):
    """By record, the case that the invented complaints speak of; every victim is Ana."""
    said = {"event_date": "2016-05-10", "offences": ["trafficking"]}
    named = [{"record": f"{one['register']}{one['act']}", **one} for one in victims]
    tables = {
        "complaint": small_tables.current("complaint", [said | one for one in complaints]),
        "victim": small_tables.current("victim", named),
    }
    whose = small_tables.persons({f"{one['register']}/{one['record']}": "Ana" for one in named})
    cut = small_tables.freeze(tables, whose)["complaint"]
    by_record = dict(cut.select("record", "case_no").iter_rows())
    return {one["record"]: by_record[small_tables.an_id(f"{one['register']}/{one['record']}")] for one in complaints}


def test_a_victims_two_cases_of_one_register_stay_two_though_another_register_tells_the_later():
    complaints = [
        {"record": "a", "register": "reta", "number": "1", "event_date": "2016-01-10"},
        {"record": "b", "register": "reta", "number": "2", "event_date": "2016-06-10"},
        {"record": "c", "register": "sistra", "number": "506", "event_date": "2016-06-20"},
    ]
    case = units(complaints, [{"register": "reta", "act": "1"}, {"register": "reta", "act": "2"}, {"register": "sistra", "act": "506"}])
    assert case["b"] == case["c"] != case["a"]


def test_where_a_number_leads_to_a_register_no_victim_has_to():
    complaints = [
        {"record": "a", "register": "reta", "number": "1", "case_numbers": ["506"]},
        {"record": "b", "register": "sistra", "number": "506", "event_date": "2016-09-10"},
        {"record": "c", "register": "sistra", "number": "507"},
        {"record": "d", "register": "pnp", "number": "9"},
    ]
    case = units(complaints, [{"register": "reta", "act": "1"}, {"register": "sistra", "act": "507"}, {"register": "pnp", "act": "9"}])
    assert case["a"] == case["b"] != case["c"], "the number says which of the two cases of SISTRA it is"
    assert case["d"] in (case["a"], case["c"])


def records(rows_of):
    """By record type, the records of each register sorted as ``registers.queries.current`` gives them; and whose they are."""
    tables = {kind: pl.concat(small_tables.current(kind, told(rows, name, kind)) for name, rows in rows_of.items()) for kind in KINDS}
    whose = {f"{name}/{n}": row["who"] for name, rows in rows_of.items() for n, row in enumerate(rows)}
    return {kind: table.sort("record") for kind, table in tables.items()}, small_tables.persons(whose)


def of_cut(one, tables, whose, folder):
    frozen = small_tables.freeze(tables, whose)
    cut = cut_files.write(frozen.items(), DAYS, root=Path(folder))
    sides = (side_of_cut(one, RegisterAsked(name, name, None), cut) for name in ("reta", "sistra"))
    return bridges.bridge(Question(one, **IN_2016), *sides)


@settings(max_examples=40, deadline=None)
@given(a=ROWS.filter(len), b=ROWS.filter(len), code=st.sampled_from(["victims", "complaints"]))
def test_a_bridge_over_a_cut_says_what_one_over_its_deposits_says(a, b, code):
    one = indicator(code)
    tables, whose = records({"reta": a, "sistra": b})
    sides = []
    for name in ("reta", "sistra"):
        mine = {kind: table.filter(pl.col("register") == name) for kind, table in tables.items()}
        sides.append(side_of(one, RegisterAsked(name, name, None), mine, whose, cut_off=date(2017, 3, 31)))
    with tempfile.TemporaryDirectory() as folder:
        assert of_cut(one, tables, whose, folder) == bridges.bridge(Question(one, **IN_2016), *sides)


@settings(max_examples=40, deadline=None)
@given(a=ROWS.filter(len), b=ROWS.filter(len), c=ROWS, code=st.sampled_from(["victims", "complaints"]))
def test_the_parts_add_up_where_a_third_register_ties_cases_of_the_two(a, b, c, code):
    tables, whose = records({"reta": a, "sistra": b, "pnp": c})
    with tempfile.TemporaryDirectory() as folder:
        assert adds_up(of_cut(indicator(code), tables, whose, folder))


def test_what_a_third_register_ties_together_is_one_case(tmp_path):
    said = {"event_date": "2016-05-10", "offences": ["trafficking"]}
    complaints = [
        {"record": "a", "register": "reta", "number": "1-2016", **said},
        {"record": "b", "register": "sistra", "number": "506-1", **said},
        {"record": "c", "register": "pnp", "number": "9", "case_numbers": ["N° 0001-2016", "506 - 1"], **said},
    ]
    tables = {"complaint": small_tables.current("complaint", complaints), "victim": small_tables.current("victim", [])}
    assert of_cut(indicator("complaints"), tables, small_tables.persons({}), tmp_path).both == 1


def test_records_that_are_no_complaints_and_bear_no_case_number_are_cases_of_their_own(frozen):
    communications = frozen("communication", [{"record": "a", "number": "1"}, {"record": "b", "number": "1"}])
    assert communications["case_no"].n_unique() == communications["case_here_no"].n_unique() == 2


def test_a_cut_that_knows_no_cases_yet_says_that_a_new_one_is_needed(frozen, tmp_path):
    old = frozen("complaint", [{"record": "a"}]).drop("case_no", "case_here_no")
    cut = cut_files.write([("complaint", old)], DAYS, root=tmp_path)
    with pytest.raises(Problem) as refused:
        side_of_cut(indicator("complaints"), RegisterAsked("reta", "reta", None), cut)
    assert (refused.value.code, refused.value.where) == ("cut_without_cases", {"cut": cut.id})
