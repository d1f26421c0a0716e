"""What rules pick and where it stands: a child is always picked, only a dated finding closes, the RETA is asked, nobody is scored."""

from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intertrata.casefile.queries import rules
from intertrata.casefile.screening import SCREENED, known_of, screened
from intertrata.casefile.screening_rules import Condition
from intertrata.registers.records import FIRST, TYPES
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.records import record_types

TODAY = date(2017, 6, 30)
SCREENINGS = rules().screenings


def records(name, *said):
    """Current records of a type, as ``registers.queries.current`` gives them, each with what it says."""
    first = {
        "record": pl.String(), "version": pl.String(), "register": pl.String(), "table": pl.String(), "deposit": pl.String(),
        "cut_off": pl.Date(), "line": pl.Int64(), "vanished": pl.Boolean(),
    }  # fmt: skip
    assert tuple(first) == FIRST
    schema = first | {field.name: TYPES.get(field.type, pl.String()) for field in record_types()[name].payload_fields}
    registers = {"missing_report": "desaparecidas", "screened_complaint": "sidpol"}
    plain = {"register": registers.get(name, "reta"), "table": "t", "deposit": "d", "cut_off": TODAY, "line": 2, "vanished": False}
    return pl.DataFrame([plain | {"record": f"{number:032x}"} | one for number, one in enumerate(said)], schema=schema)


def complaints(*said):
    return known_of(records("complaint", *({"offences": ["trafficking"]} | one for one in said)))


def judged(name, *said, known=None, today=TODAY):
    return screened(records(name, *said), SCREENINGS[name], known or complaints(), today=today)


def one(name, known=None, today=TODAY, **said):
    found = judged(name, said, known=known, today=today)
    return found.row(0, named=True) if found.height else None


def missing(**said):
    return one("missing_report", **said)


def complaint(**said):
    return one("screened_complaint", **said)


CHILD = {"minor": True, "event_date": "2017-06-25"}
ADULT = {"minor": False, "age": 30, "event_date": "2017-06-25"}
DESCRIBED = {"event_date": "2017-06-25", "acts": ["recruit"], "means": ["deception"], "purpose": ["sexual"], "minors": 0}


def drawn(name, *, without=()):
    """Anything that a record of this type may say, or not say."""
    texts = st.sampled_from(["COMISARIA PNP X", "DES-1", "D-1"])
    values = {
        "text": texts, "texts": st.lists(texts, max_size=2), "integer": st.integers(0, 110), "boolean": st.booleans(),
        "date": st.sampled_from(["2015", "2016-02", "2016-02-29", "2017-06-30", "2018-01-01"]), "territory": st.sampled_from(["15", "1601", "200101"]),
    }  # fmt: skip

    def of(field):
        if field.list:
            code = st.sampled_from([each.code for each in code_list(field.list)][:12])
            return st.lists(code, max_size=3) if field.type == "codes" else code
        return values[field.type]

    fields = [field for field in record_types()[name].payload_fields if field.name not in without]
    return st.fixed_dictionaries({field.name: st.none() | of(field) for field in fields})


@given(
    drawn("missing_report", without=("minor", "age", "finding")),
    st.sampled_from([(True, None), (True, 30), (None, None), (None, 40), (False, 17)]),
)
def test_a_missing_child_or_one_whose_age_is_in_doubt_is_always_picked_and_stays_open_without_a_finding(said, ages):
    found = missing(**said, minor=ages[0], age=ages[1])
    assert "missing_under_18" in found["reasons"]
    assert found["state"] in {"open", "overdue"}
    assert found["waits"]


@given(drawn("missing_report"), st.integers(0, 4_000), st.integers(0, 4_000))
def test_what_a_finding_closed_is_never_open_again_whatever_day_it_is(said, before, after):
    early = one("missing_report", today=TODAY + timedelta(days=before), **said)
    late = one("missing_report", today=TODAY + timedelta(days=before + after), **said)
    assert (early is None) == (late is None)
    if early and early["state"] == "closed":
        assert late == early
    if early and early["state"] == "overdue":
        assert late["state"] == "overdue" or (said["finding_date"] and late["state"] == "closed")


@given(drawn("missing_report"), drawn("missing_report"))
def test_who_somebody_is_changes_nothing(said, other):
    """SAFEGUARDS 5 and 15: the same report of another sex, nationality, people, language or disability is judged alike."""
    who = ("sex", "nationality", "gender_identity", "language", "indigenous_people", "disability")
    assert missing(**said) == missing(**said | {name: other[name] for name in who})


@given(drawn("smuggled_person"), drawn("smuggled_person"))
def test_neither_does_where_somebody_comes_from_or_goes_to(said, other):
    where = ("nationality", "origin_country", "transit_countries", "destination_country")
    assert one("smuggled_person", **said) == one("smuggled_person", **said | {name: other[name] for name in where})


@given(st.lists(drawn("screened_complaint"), max_size=4))
def test_a_list_holds_each_record_once_with_reasons_and_no_number_that_ranks_it(said):
    found = judged("screened_complaint", *said)
    assert found.schema == SCREENED
    assert found["record"].is_unique().all()
    assert all(found["reasons"].list.len() > 0)
    assert [name for name, kind in found.schema.items() if kind.is_numeric()] == ["line"]


@pytest.mark.parametrize(("said", "state"), [
    ({}, "open"),
    ({"event_date": "2017-06-20"}, "open"),
    ({"event_date": "2017-06-19"}, "overdue"),
    ({"event_date": "2017"}, "overdue"),
    ({"event_date": "2017-06"}, "overdue"),
    ({"event_date": None}, "open"),  # since the delivery that told of it
    ({"found": "found_alive", "found_date": "2017-06-28"}, "open"),
    ({"finding": "trafficking", "finding_date": "2017-06-30"}, "closed"),
    ({"finding": "trafficking", "finding_date": "2017-07-01"}, "open"),
    ({"finding": "trafficking"}, "open"),
    ({"finding": "abduction", "finding_date": "2017"}, "closed"),
    ({"finding": "voluntary", "finding_date": "2017-06-28"}, "open"),
    ({"finding": "undetermined", "finding_date": "2017-06-28"}, "open"),
    ({"finding_date": "2017-06-28"}, "open"),
    ({"vanished": True}, "open"),
])  # fmt: skip
def test_of_a_child_only_a_finding_with_its_day_closes_and_not_one_that_leaves_open_what_was_done(said, state):
    assert missing(**CHILD | said)["state"] == state


def test_being_found_does_not_close_the_report_of_the_girl_of_seventeen():
    """informe-v-2017, l.2360-2365: trafficking or abduction, and nobody said how it ended."""
    girl = missing(age=17, minor=True, event_date="2016-05-03", found="found_alive", found_date="2016-05-20", ubigeo="200401")
    assert (girl["state"], girl["waits"], girl["territory"], girl["due"]) == ("overdue", True, "20", date(2016, 5, 13))


def test_who_was_eighteen_when_it_was_told_may_not_have_been_when_she_went_missing():
    assert missing(age=18, minor=False, missing_since="2017-06-20", event_date="2017-06-25")["reasons"] == ["missing_under_18"]
    assert missing(age=18, minor=False, missing_since="2017-06-25", event_date="2017-06-25") is None
    assert missing(age=19, minor=False, missing_since="2017-06-20", event_date="2017-06-25") is None
    assert missing(age=20, minor=False, missing_since="2015", event_date="2017-06-25")["reasons"] == ["missing_under_18"]
    assert missing(age=18, minor=False, missing_since="2017-06-26", event_date="2017-06-25") is None


@pytest.mark.parametrize(("said", "reasons"), [
    ({}, None),
    ({"finding": "voluntary", "finding_date": "2017-06-28"}, None),
    ({"found_ubigeo": "150101", "ubigeo": "200101"}, ["missing_found_elsewhere"]),
    ({"found_ubigeo": "200401", "ubigeo": "200101"}, None),
    ({"found_ubigeo": "150101"}, None),
    ({"case_numbers": ["D-1"]}, ["missing_quotes_case"]),
    ({"case_numbers": []}, None),
    ({"finding": "trafficking"}, ["missing_trafficked"]),
])  # fmt: skip
def test_the_report_of_an_adult_is_picked_only_where_signs_stand(said, reasons):
    found = missing(**ADULT | said)
    assert (found and found["reasons"]) == reasons


@pytest.mark.parametrize(("said", "reasons"), [
    ({}, ["three_elements"]),
    ({"means": []}, None),
    ({"means": None, "minors": 1}, ["two_elements_under_18"]),
    ({"means": None, "minors": None}, ["two_elements_under_18"]),
    ({"purpose": ["unidentified"], "minors": 2}, None),
    ({"acts": None, "minors": 2}, None),
    ({"acts": None, "typed_as": "abduction"}, ["typed_as_abduction"]),
    ({"acts": None, "typed_as": "minor_in_nightlife", "minors": 1}, ["under_18_exploited_or_missing"]),
    ({"acts": None, "typed_as": "disappearance", "minors": None}, ["under_18_exploited_or_missing"]),
    ({"acts": None, "typed_as": "disappearance"}, None),
    ({"means": None, "typed_as": "pimping"}, ["moved_for_pimping"]),
    ({"acts": None, "typed_as": "labour_abuse"}, ["work_under_means"]),
    ({"acts": None, "typed_as": "labour_abuse", "means": ["other"]}, None),
    ({"acts": None, "finding": "more_needed"}, ["said_to_be_looked_at"]),
    ({"acts": None, "finding": "no_signs"}, None),
    ({"acts": None, "finding": "looks_like_trafficking"}, ["complaint_trafficked"]),
    ({"register": "otro"}, None),
])  # fmt: skip
def test_complaints_typed_as_something_else_are_picked_by_what_they_describe(said, reasons):
    found = complaint(**DESCRIBED | said)
    assert (found and found["reasons"]) == reasons


@pytest.mark.parametrize(("said", "reasons"), [
    ({"alone": True}, ["smuggled_alone_under_18"]),
    ({"alone": True, "minor": True}, ["smuggled_alone_under_18"]),
    ({"alone": True, "minor": False}, None),
    ({"alone": None, "minor": True}, None),
    ({"signs_of_trafficking": True, "minor": False}, ["smuggled_trafficked"]),
    ({"signs_of_trafficking": False, "minor": False}, None),
])  # fmt: skip
def test_persons_smuggled_are_picked_as_children_alone_or_by_signs_found(said, reasons):
    found = one("smuggled_person", event_date="2017-06-25", **said)
    assert (found and found["reasons"]) == reasons


def test_where_no_day_of_the_finding_is_asked_the_finding_alone_closes():
    found = one("smuggled_person", alone=True, minor=True, signs_of_trafficking=False, event_date="2016-06-25")
    assert (found["state"], found["finding"], found["finding_date"], found["in_reta"], found["waits"]) == (
        "closed",
        "false",
        None,
        None,
        False,
    )


@pytest.mark.parametrize(("quoted", "reta", "in_reta"), [
    (["N° 123-2017"], [{"number": "00123-2017"}], "known"),
    (["9-2017", "123-2017"], [{"number": "123-2017"}], "known"),
    (["124-2017"], [{"number": "123-2017"}], "not_found"),
    ([], [{"number": "123-2017"}], "not_quoted"),
    (None, [{"number": "123-2017"}], "not_quoted"),
    (None, [{"number": "7-2017", "case_numbers": ["S-1", "X"]}], "known"),
    (["123-2017"], [{"number": "123-2017", "vanished": True}], "not_found"),
    (["123-2017"], [{"number": "123-2017", "offences": ["smuggling"]}], "not_found"),
    (["123-2017"], [{"number": "123-2017", "offences": None}], "not_found"),
    (["123-2017"], [], "not_found"),
])  # fmt: skip
def test_a_finding_of_trafficking_says_whether_the_reta_holds_the_case(quoted, reta, in_reta):
    said = DESCRIBED | {"number": "s 001", "case_numbers": quoted, "finding": "looks_like_trafficking", "finding_date": "2017-06-28"}
    found = complaint(known=complaints(*reta), **said)
    assert (found["state"], found["in_reta"], found["waits"]) == ("closed", in_reta, in_reta != "known")


def test_a_smuggled_person_leads_to_the_reta_by_the_number_of_the_operation():
    said = {"minor": False, "signs_of_trafficking": True, "act": "TIM-9", "event_date": "2017-06-25"}
    assert one("smuggled_person", **said)["in_reta"] == "not_quoted"
    assert one("smuggled_person", known=complaints({"number": "1-2017", "case_numbers": ["TIM 009"]}), **said)["in_reta"] == "known"


def test_what_the_reta_holds_already_needs_no_finding_but_of_a_child():
    known = complaints({"number": "123-2017"})
    assert complaint(known=known, **DESCRIBED | {"case_numbers": ["123-2017"]})["state"] == "not_needed"
    assert missing(known=known, **ADULT | {"case_numbers": ["123-2017"]})["state"] == "not_needed"
    assert missing(known=known, **CHILD | {"case_numbers": ["123-2017"]})["state"] == "open"
    found = complaint(known=known, **DESCRIBED | {"case_numbers": ["123-2017"], "event_date": "2015-01-01"})
    assert (found["state"], found["waits"]) == ("not_needed", False)


def test_reserved_identities_stand_in_no_list():
    """SAFEGUARDS 10: of a type that can mark them, who does not say no is one."""
    plain = SCREENINGS["missing_report"]
    rule = replace(plain.rules[0], record_type="interview", when=(Condition("event_date", "known"),))
    interviews = replace(plain, record_type="interview", finding="place", finding_date="", since="", rules=(rule,))
    assert record_types()["interview"].field("reserved") is not None
    told = records("interview", *({"event_date": "2017-06-25", "reserved": said, "minor": True} for said in (True, None, False)))
    told = told.with_columns(pl.lit(None, pl.String).alias("place"), pl.lit("1").alias("number"))
    assert screened(told, interviews, complaints(), today=TODAY)["record"].to_list() == [f"{2:032x}"]


def test_a_known_condition_may_ask_that_nothing_is_said():
    plain = SCREENINGS["screened_complaint"]
    silent = replace(plain, rules=(replace(plain.rules[0], when=(Condition("acts", "known", yes=False),)),))
    told = records("screened_complaint", {"acts": ["recruit"]}, {"acts": []}, {"acts": None})
    assert screened(told, silent, complaints(), today=TODAY)["record"].to_list() == [f"{1:032x}", f"{2:032x}"]


def test_the_first_due_stands_first():
    found = judged(
        "missing_report", CHILD | {"event_date": "2017-06-25"}, CHILD | {"event_date": "2016-01-01"}, CHILD | {"event_date": "2017-01"}
    )
    assert found["opened"].to_list() == ["2016-01-01", "2017-01", "2017-06-25"]
