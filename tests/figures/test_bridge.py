"""Each cause of a bridge: two small registers in, one part out; and the law that the parts always add up."""

from dataclasses import asdict, replace
from datetime import date

import pytest
import small_tables
from hypothesis import given, settings
from hypothesis import strategies as st

from intertrata.figures import bridge as bridges
from intertrata.figures import explaining
from intertrata.figures.asking import RegisterAsked
from intertrata.figures.conditions import Question
from intertrata.figures.definitions import indicator, indicators
from intertrata.figures.sides import side_of
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.records import record_types

IN_2016 = {"start": date(2016, 1, 1), "end": date(2016, 12, 31)}


@pytest.fixture
def side(current, persons):
    """One register of a bridge: its records of the indicator's type, its victims, whose they are."""

    def _side(register, record_type, rows, *, more=None, victims=(), whose=None, cut_off=date(2017, 12, 31), name=None):
        one = next(one for one in indicators().values() if one.record_type == record_type)
        kinds = {"victim": victims, **dict.fromkeys(one.also, ()), record_type: rows, **(more or {})}
        tables = {kind: current(kind, [{"register": register, **row} for row in told]) for kind, told in kinds.items()}
        asked = RegisterAsked(name or register, register, None)
        institution = small_tables.INSTITUTIONS.get(register, "")
        made = side_of(one, asked, tables, persons(whose or {}), cut_off=date.max, institution=institution)
        return replace(made, cut_off=cut_off)

    return _side


@pytest.fixture
def victims(side):
    """A bridge of victims between RETA and SISTRA in 2016."""

    def _victims(reta, sistra, whose, **asked):
        told = {"event_date": "2016-05-10", "offences": ["trafficking"]}
        a, b = (side(name, "victim", [told | row for row in rows], whose=whose) for name, rows in (("reta", reta), ("sistra", sistra)))
        return bridges.bridge(Question(indicator("victims"), **(IN_2016 | asked)), a, b)

    return _victims


def parts(built):
    return {(part.side, part.cause): part.count for part in built.parts}


def adds_up(built):
    signed = sum(part.count if part.side == "a" else -part.count for part in built.parts)
    return signed == built.difference == built.a.count - built.b.count


def test_a_person_in_both_counts_is_no_part_of_the_difference(victims):
    built = victims([{"record": "a"}], [{"record": "b"}], {"reta/a": "Ana", "sistra/b": "Ana"})
    assert (built.a, built.b, built.both, built.parts) == (bridges.Count("reta", 1), bridges.Count("sistra", 1), 1, ())


def test_repeats_inside_a_register_are_duplicates(victims):
    built = victims(
        [{"record": "a"}, {"record": "c"}, {"record": "d"}],
        [{"record": "b"}],
        {f"{one}": "Ana" for one in ("reta/a", "reta/c", "reta/d", "sistra/b")},
    )
    assert built.difference == 2
    assert parts(built) == {("a", "duplicates"): 2}


@pytest.mark.parametrize(
    ("there", "cause"),
    [
        ({"event_date": "2015-12-31"}, "other_period"),
        ({"event_date": None}, "other_period"),
        ({"offences": ["forced_labour"]}, "other_offence"),
        ({"offences": None}, "other_offence"),
        ({"vanished": True}, "vanished"),
        ({"status": "not_a_victim"}, "other_condition"),
    ],
)
def test_a_person_whom_the_other_register_has_but_does_not_count_has_its_reason(victims, there, cause):
    built = victims([{"record": "a"}], [{"record": "b", **there}], {"reta/a": "Ana", "sistra/b": "Ana"})
    assert parts(built) == {("a", cause): 1}
    assert adds_up(built)


@pytest.mark.parametrize(
    ("where", "there", "cause"),
    [({"department": "14"}, {"ubigeo": "1501"}, "other_territory"), ({"sex": "female"}, {"sex": "male"}, "other_value")],
)
def test_another_place_or_value_in_the_other_register_is_said(victims, where, there, cause):
    here = {"ubigeo": "140101", "sex": "female"}
    built = victims([{"record": "a", **here}], [{"record": "b", **here, **there}], {"reta/a": "Ana", "sistra/b": "Ana"}, where=where)
    assert parts(built) == {("a", cause): 1}


def test_each_register_is_asked_for_what_it_says_itself_and_not_for_golden_values(victims):
    built = victims(
        [{"record": "a", "sex": "male"}], [{"record": "b", "sex": "female"}], {"reta/a": "Ana", "sistra/b": "Ana"}, where={"sex": "female"}
    )
    assert (built.a.count, built.b.count) == (0, 1)
    assert parts(built) == {("b", "other_value"): 1}


def test_the_nearest_record_of_the_other_register_gives_the_reason(victims):
    there = [
        {"record": "b", "vanished": True},
        {"record": "c", "event_date": "2010", "offences": ["smuggling"]},
        {"record": "d", "event_date": "2010"},
    ]
    whose = {"reta/a": "Ana", "sistra/b": "Ana", "sistra/c": "Ana", "sistra/d": "Ana"}
    assert parts(victims([{"record": "a"}], there, whose)) == {("a", "other_period"): 1}


def test_whom_the_other_register_does_not_have_is_only_here_or_not_yet_linked(victims):
    built = victims([{"record": "a"}, {"record": "c"}], [], {"reta/a": "Ana"})
    assert parts(built) == {("a", "unlinked"): 1, ("a", "only_here"): 1}


def test_late_is_only_what_is_known_not_to_have_been_told_by_the_others_cut_off(side):
    told = {"event_date": "2016-05-10", "offences": ["trafficking"]}
    rows = [
        {"record": "a", **told, "cut_off": date(2017, 3, 31)},
        {"record": "b", **told, "cut_off": date(2017, 9, 30)},
        {"record": "c", **told, "event_date": "2016-12-30", "cut_off": date(2017, 3, 31)},
    ]
    a = side("reta", "victim", rows, whose={"reta/a": "Ana", "reta/b": "Eva", "reta/c": "Luz"})

    def against(day):
        return parts(bridges.bridge(Question(indicator("victims"), **IN_2016), a, side("sistra", "victim", [], cut_off=day)))

    assert against(date(2017, 3, 31)) == {("a", "late_entry"): 1, ("a", "only_here"): 2}, "the delivery of that very day lacked b"
    assert against(date(2017, 6, 30)) == {("a", "only_here"): 3}, "between two deliveries nobody knows when b was told"
    assert against(date(2016, 12, 1)) == {("a", "late_entry"): 2, ("a", "only_here"): 1}, "c had not happened yet"
    assert against(None) == {("a", "only_here"): 3}


def test_as_many_cases_as_both_hold_cancel_out_though_victims_tie_them_together(complaints):
    reta, sistra = (
        [{"record": "a", "number": "1"}, {"record": "c", "number": "2"}],
        [{"record": "b", "number": "9"}, {"record": "d", "number": "8"}],
    )
    reta[1]["event_date"], sistra[1]["event_date"] = "2016-09-10", "2016-09-20"
    acts = {
        "reta_victims": [{"record": "v", "act": "1"}, {"record": "w", "act": "2"}],
        "sistra_victims": [{"record": "x", "act": "9"}, {"record": "y", "act": "8"}],
    }
    built = complaints(reta, sistra, **acts, whose=dict.fromkeys(["reta/v", "reta/w", "sistra/x", "sistra/y"], "Ana"))
    assert (built.both, built.parts) == (2, ())


def test_a_victim_told_again_within_a_month_by_one_register_is_a_copy_and_later_another_case(complaints):
    acts = {"reta_victims": [{"record": "v", "act": "1"}, {"record": "w", "act": "2"}], "whose": {"reta/v": "Ana", "reta/w": "Ana"}}
    for day, expected in (("2016-06-09", {("a", "duplicates"): 1, ("a", "only_here"): 1}), ("2016-06-10", {("a", "only_here"): 2})):
        assert (
            parts(complaints([{"record": "a", "number": "1"}, {"record": "c", "number": "2", "event_date": day}], [], **acts)) == expected
        )


def test_one_register_at_two_dates_differs_by_late_entries_second_copies_and_corrected_offences(side):
    told = {"event_date": "2016-05-10", "offences": ["trafficking"]}
    early, late = date(2017, 3, 31), date(2017, 9, 30)
    first = [
        {"record": "a", "number": "1", **told, "cut_off": early},
        {"record": "b", "number": "2", **told, "offences": ["pimping"], "cut_off": early},
        {"record": "g", "number": "7", **told, "cut_off": early},
    ]
    second = [
        {"record": "a", "number": "1", **told, "cut_off": early},
        {"record": "b", "number": "2", **told, "cut_off": early},
        {"record": "c", "number": "3", **told, "cut_off": late},
        {"record": "d", "number": "4", **told, "event_date": "2016-05-20", "cut_off": late},
        {"record": "g", "number": "7", **told, "cut_off": early, "vanished": True},
    ]
    acts = [{"record": "v", "act": "1"}, {"record": "w", "act": "4"}]
    whose = {"reta/v": "Ana", "reta/w": "Ana"}
    built = bridges.bridge(
        Question(indicator("complaints"), **IN_2016),
        side("reta", "complaint", first, victims=acts[:1], whose=whose, cut_off=early, name="reta@2017-03-31"),
        side("reta", "complaint", second, victims=acts, whose=whose, cut_off=late, name="reta@2017-09-30"),
    )
    assert (built.a, built.b) == (bridges.Count("reta@2017-03-31", 2), bridges.Count("reta@2017-09-30", 4))
    assert parts(built) == {("b", "late_entry"): 1, ("b", "duplicates"): 1, ("b", "other_offence"): 1, ("a", "vanished"): 1}
    assert adds_up(built)


def test_a_new_record_of_a_known_person_is_late_when_the_register_is_asked_at_two_dates(side):
    told = {"offences": ["trafficking"]}
    old = {"record": "a", "event_date": "2015-01-01", **told, "cut_off": date(2015, 12, 31)}
    new = {"record": "b", "event_date": "2016-05-10", **told, "cut_off": date(2017, 9, 30)}
    whose = {"reta/a": "Ana", "reta/b": "Ana"}
    a = side("reta", "victim", [old], whose=whose, cut_off=date(2017, 3, 31))
    b = side("reta", "victim", [old, new], whose=whose)
    assert parts(bridges.bridge(Question(indicator("victims"), **IN_2016), a, b)) == {("b", "late_entry"): 1}


@pytest.fixture
def complaints(side):
    """A bridge of complaints between RETA and SISTRA, tied by numbers or victims."""

    def _complaints(reta, sistra, *, reta_victims=(), sistra_victims=(), whose=None, **asked):
        told = {"event_date": "2016-05-10", "offences": ["trafficking"]}
        a = side("reta", "complaint", [told | row for row in reta], victims=reta_victims, whose=whose)
        b = side("sistra", "complaint", [told | row for row in sistra], victims=sistra_victims, whose=whose)
        return bridges.bridge(Question(indicator("complaints"), **(IN_2016 | asked)), a, b)

    return _complaints


def test_complaints_are_tied_by_the_number_that_either_quotes(complaints):
    quoting = {"record": "b", "number": "506-1", "case_numbers": ["N° 0012-2016"]}
    assert complaints([{"record": "a", "number": "12-2016"}], [quoting]).both == 1
    assert complaints([{"record": "a", "number": "12-2016", "case_numbers": ["506 - 1"]}], [{"record": "b", "number": "506-1"}]).both == 1
    assert complaints([{"record": "a", "number": "12-2016"}], [{"record": "b", "number": "12-2016"}]).both == 0, "registers number apart"


def test_complaints_are_tied_by_a_file_that_both_quote_though_neither_owns_it(complaints):
    here, there = {"record": "a", "number": "1", "case_numbers": ["EXP-9"]}, {"record": "b", "number": "2", "case_numbers": ["exp 9"]}
    assert complaints([here], [there]).both == 1


def test_complaints_are_tied_by_a_shared_victim_within_a_year(complaints):
    asked = {
        "reta_victims": [{"record": "v", "act": "1"}],
        "sistra_victims": [{"record": "w", "act": "2"}],
        "whose": {"reta/v": "Ana", "sistra/w": "Ana"},
    }
    here = [{"record": "a", "number": "1"}]
    assert complaints(here, [{"record": "b", "number": "2", "event_date": "2016-12-01"}], **asked).both == 1
    assert complaints(here, [{"record": "b", "number": "2", "event_date": "2017-05-10"}], **asked).parts[0].cause == "other_period"
    assert complaints(here, [{"record": "b", "number": "2", "event_date": "2017-05-11"}], **asked).parts[0].cause == "only_here"
    asked["whose"] = {}
    assert complaints(here, [{"record": "b", "number": "2"}], **asked).both == 0, "victims not linked yet tie nothing"


def test_complaints_that_the_prosecutors_hold_as_one_case_are_another_unit(complaints):
    reta = [{"record": "a", "number": "1"}, {"record": "c", "number": "2"}]
    built = complaints(reta, [{"record": "b", "number": "506-1", "case_numbers": ["1", "2", ""]}])
    assert parts(built) == {("a", "other_unit"): 1}
    assert built.both == 1


def test_a_complaint_that_quotes_another_of_its_own_register_is_a_second_copy(complaints):
    reta = [{"record": "a", "number": "1", "case_numbers": ["2"]}, {"record": "c", "number": "2"}]
    assert parts(complaints(reta, [])) == {("a", "duplicates"): 1, ("a", "only_here"): 1}


def test_a_call_to_a_hotline_that_names_no_victim_is_a_copy_of_the_one_complaint_of_that_day_and_district(complaints):
    facts = {"facts_date": "2016-05-01", "ubigeo": "140101"}
    told_first, call = {"record": "a", "number": "1", **facts}, {"record": "c", "number": "2", "channel": "line_1818", **facts}
    assert parts(complaints([told_first, call], [])) == {("a", "duplicates"): 1, ("a", "only_here"): 1}
    two = {("a", "only_here"): 2}
    assert parts(complaints([told_first, call | {"channel": "police_station"}], [])) == two
    assert parts(complaints([told_first, call | {"facts_date": "2016-05-02"}], [])) == two
    assert parts(complaints([told_first | {"facts_date": "2016-05"}, call | {"facts_date": "2016-05"}], [])) == two
    assert parts(complaints([told_first | {"ubigeo": "1401"}, call | {"ubigeo": "1401"}], [])) == two
    assert parts(complaints([told_first, call | {"event_date": "2016-06-10"}], [])) == two
    assert parts(complaints([told_first, call], [], reta_victims=[{"record": "v", "act": "2"}])) == two, "it names somebody else"
    assert parts(complaints([told_first, told_first | {"record": "d", "number": "3"}, call], [])) == {("a", "only_here"): 3}, (
        "which of the two?"
    )


def test_communications_have_no_number_of_their_own_and_are_tied_by_what_they_quote(side):
    told = {"event_date": "2016-05-10", "case_numbers": ["12-2016"]}
    a, b = (side(name, "communication", [{"record": "a", **told}]) for name in ("sistra", "pnp"))
    assert bridges.bridge(Question(indicator("communications"), **IN_2016), a, b).both == 1


@pytest.fixture
def operations(side):
    """A bridge of operations between RETA and the regions, who tell inspections."""

    def _operations(reta, regions, **asked):
        told = {"event_date": "2016-05-10"}
        a = side("reta", "operation", [told | row for row in reta])
        b = side("gobiernos", "operation", [], more={"inspection": [told | {"entity": "20999160001"} | row for row in regions]})
        return bridges.bridge(Question(indicator("operations"), **(IN_2016 | asked)), a, b)

    return _operations


def test_operations_of_the_regions_are_told_apart_from_those_that_the_police_tell_too(operations):
    reta = [
        {"record": "a", "number": "OP-1"},
        {"record": "b", "number": "OP-2"},
        {"record": "c", "number": "OP-3", "event_date": "2015-05-10"},
    ]
    regions = [
        {"record": "d", "number": "1", "case_numbers": ["OP-1"]},
        {"record": "e", "number": "2"},
        {"record": "f", "number": "3", "case_numbers": ["OP-3"], "event_date": "2015-12"},
        {"record": "g", "entity": "20999170001", "number": "9", "case_numbers": ["OP-1"]},
    ]
    built = operations(reta, regions)
    assert (built.a.count, built.b.count, built.both) == (2, 3, 1)
    assert parts(built) == {("a", "only_here"): 1, ("b", "only_here"): 1, ("b", "duplicates"): 1}, "two regions tell one operation"
    assert adds_up(built)
    new_year = operations([{"record": "a", "number": "OP-1", "event_date": "2015-12-31"}], [{**regions[0], "event_date": "2016-01-01"}])
    assert parts(new_year) == {("b", "other_period"): 1}


def test_operations_of_one_day_and_district_are_known_by_whom_they_name_in_a_bridge_over_deposits_too(operations):
    place = {"ubigeo": "160101"}
    assert operations([{"record": "a", **place}], [{"record": "b", **place, "institutions": ["pnp"]}]).both == 1


def test_numbers_that_are_added_up_have_no_bridge(side):
    a = side("reta", "operation", [])
    with pytest.raises(Problem, match="bridge_of_numbers"):
        bridges.bridge(Question(indicator("rescued_in_operations")), a, a)


def test_the_document_has_the_keys_of_the_contract(victims):
    document = asdict(victims([{"record": "a"}], [], {"reta/a": "Ana"}))
    assert {name: document[name] for name in ("a", "b", "difference", "both", "parts")} == {
        "a": {"register": "reta", "count": 1},
        "b": {"register": "sistra", "count": 0},
        "difference": 1,
        "both": 0,
        "parts": ({"side": "a", "cause": "only_here", "count": 1},),
    }


def test_a_part_says_its_cause_in_spanish(victims):
    part = victims([{"record": "a"}], [], {"reta/a": "Ana"}).parts[0]
    assert (part.title, part.help[:8]) == ("Solo en este registro", "Ningún r")


def test_every_cause_has_a_name_and_a_sentence_and_every_test_is_a_cause():
    assert set(explaining.TESTS.values()) <= set(bridges.causes())
    assert all(cause.es and cause.help.endswith(".") for cause in bridges.causes().values())


ROW = st.fixed_dictionaries(
    {
        "event_date": st.sampled_from(["2016-05-10", "2016", "2015-12-31", "2017-05", None]),
        "offences": st.sampled_from([["trafficking"], ["smuggling"], ["trafficking_aggravated", "pimping"], [], None]),
        "ubigeo": st.sampled_from(["140101", "1501", "15", None]),
        "vanished": st.booleans(),
        "cut_off": st.sampled_from([date(2016, 12, 31), date(2017, 6, 30), date(2018, 6, 30)]),
        "case_numbers": st.lists(st.sampled_from(["1", "02", "3", "EXP 9"]), max_size=2),
        "status": st.sampled_from([None, "presumed", "not_a_victim"]),
        "who": st.sampled_from([None, "Ana", "Eva", "Luz"]),
        "act": st.sampled_from(["1", "2", "3"]),
    }
)
ROWS = st.lists(ROW, max_size=8)


def told(rows, register, record_type):
    fields = {field.name for field in record_types()[record_type].payload_fields} | {"vanished", "cut_off"}
    numbered = [{**row, "number": str(number)} for number, row in enumerate(rows, start=1)]
    return [
        {"record": str(number), "register": register, **{k: v for k, v in row.items() if k in fields}}
        for number, row in enumerate(numbered)
    ]


@settings(max_examples=60, deadline=None)
@given(
    a=ROWS,
    b=ROWS,
    code=st.sampled_from(["victims", "complaints", "victims_minor"]),
    same=st.booleans(),
    where=st.sampled_from([{}, {"department": "14"}]),
)
def test_the_parts_add_up_to_the_difference_whatever_the_registers_say(a, b, code, same, where):
    one = indicator(code)
    names = ("reta", "reta" if same else "sistra")
    whose = small_tables.persons(
        {f"{name}/{n}": row["who"] for name, rows in zip(names, (a, b), strict=True) for n, row in enumerate(rows)}
    )
    sides = []
    for name, rows in zip(names, (a, b), strict=True):
        told_of = {kind: small_tables.current(kind, told(rows, name, kind)) for kind in ("victim", "complaint")}
        sides.append(side_of(one, RegisterAsked(name, name, None), told_of, whose, cut_off=date(2017, 3, 31)))
    built = bridges.bridge(Question(one, **IN_2016, where=where), *sides)
    assert adds_up(built)
    assert all(part.count > 0 and part.cause in bridges.causes() for part in built.parts)
    for side_name, count in (("a", built.a.count), ("b", built.b.count)):
        assert built.both + sum(part.count for part in built.parts if part.side == side_name) == count
    mirrored = bridges.bridge(Question(one, **IN_2016, where=where), *reversed(sides))
    assert sorted((p.side, p.cause, p.count) for p in mirrored.parts) == sorted(
        ("ba"["ab".index(p.side)], p.cause, p.count) for p in built.parts
    )
